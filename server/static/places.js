/* The places that an address may mean, below its field; one that is chosen fills the coordinates of the form. */
const PAUSE = 300; // ms without a letter

export function mindPlaces(root) {
  for (const field of root.querySelectorAll("input[data-places]")) mindAddress(field);
}

function mindAddress(field) {
  const list = document.getElementById(field.dataset.places), state = list.previousElementSibling;
  let timer = 0, asked = 0;
  const look = async finished => {
    clearTimeout(timer);
    const words = field.value.trim(), mine = ++asked;
    if (words.length < 2) return show(field, list, state, null);
    const found = await ask(field.dataset.placesUrl, words);
    if (mine !== asked || !found) return; // something newer was typed; without a line the words alone go
    show(field, list, state, found);
    if (finished && found.sure && !isPlaced(field.form)) take(field, list, state, found.places[0]);
  };
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, PAUSE, false); });
  field.addEventListener("change", () => look(true));
  field.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" && list.firstElementChild) { event.preventDefault(); list.querySelector("button").focus(); }
  });
  list.addEventListener("keydown", event => move(event, field));
}

async function ask(url, words) {
  try {
    const answer = await fetch(`${url}?q=${encodeURIComponent(words)}`, {headers: {Accept: "application/json"}});
    return answer.ok ? await answer.json() : null;
  } catch { return null; }
}

function isPlaced(form) {
  return [...form.querySelectorAll("[data-geo]")].some(one => one.value.trim() !== "");
}

function show(field, list, state, found) {
  const places = found ? found.places : [];
  list.replaceChildren(...places.map(place => row(field, list, state, place)));
  list.hidden = !places.length;
  state.textContent = found ? found.words : "";
}

function row(field, list, state, place) {
  const item = document.createElement("li"), button = document.createElement("button");
  button.type = "button";
  button.textContent = place.words;
  button.addEventListener("click", () => { take(field, list, state, place); field.focus(); });
  item.append(button);
  return item;
}

function take(field, list, state, place) {
  for (const one of field.form.querySelectorAll("[data-geo]")) {
    one.value = one.dataset.geo === "lon" ? place.lon : place.lat;
    one.dispatchEvent(new Event("input", {bubbles: true})); // the draft of the form takes it in
  }
  list.replaceChildren();
  list.hidden = true;
  state.textContent = place.taken;
}

function move(event, field) {
  const step = {ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling"}[event.key];
  if (event.key === "Escape") field.focus();
  if (!step) return;
  event.preventDefault();
  const next = event.target.closest("li")[step];
  (next ? next.querySelector("button") : field).focus();
}
