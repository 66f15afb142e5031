/* Makes lists live, shows chosen photos and what is missing, asks the device where it is. All pages work without it. */
"use strict";
document.documentElement.classList.add("script");

const pause = ms => new Promise(done => setTimeout(done, ms));

async function keepLive(list) {
  const state = document.querySelector("[data-link-state]");
  const said = document.getElementById("said");
  let since = list.dataset.since;
  state.textContent = state.dataset.liveWords;
  let wait = 500;
  for (;;) {
    try {
      const answer = await fetch(`${list.dataset.live}&since=${encodeURIComponent(since)}`, {headers: {Accept: "application/json"}});
      if (answer.status === 401) { location.assign("/"); return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const news = await answer.json();
      show(list, news.html);
      if (news.stamp !== since) said.textContent = said.dataset.newWords;
      since = news.stamp;
      state.textContent = state.dataset.liveWords;
      wait = 500;
    } catch (error) {
      state.textContent = state.dataset.cutWords;
      await pause(wait);
      wait = Math.min(wait * 2, 8000);
    }
  }
}

/* The row that has the focus keeps it. */
function show(list, html) {
  const link = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const tabs = list.querySelector(".tabs");
  const moved = tabs ? tabs.scrollLeft : 0;
  list.innerHTML = html;
  if (list.querySelector(".tabs")) list.querySelector(".tabs").scrollLeft = moved;
  if (link) for (const one of list.querySelectorAll("a")) if (one.getAttribute("href") === link) one.focus({preventScroll: true});
}

const KINDS = ["image/jpeg", "image/png", "image/webp"];
const MAX = 20 * 1024 * 1024;

function fill(text, values) {
  return Object.entries(values).reduce((told, [name, value]) => told.replaceAll(`{${name}}`, value), text);
}

/* A wrong file is told beside its slot and never sent. */
function chosen(slots, input) {
  const label = input.closest(".slot"), words = label.querySelector(".slot-words"), file = input.files[0];
  for (const old of label.querySelectorAll("img")) { URL.revokeObjectURL(old.src); old.remove(); }
  label.classList.remove("bad", "full");
  if (!file) return;
  const size = (file.size / 1024 / 1024).toFixed(1);
  const wrong = file.size > MAX ? slots.dataset.largeWords : KINDS.includes(file.type) ? "" : slots.dataset.kindWords;
  if (wrong) {
    words.textContent = fill(wrong, {name: file.name, size});
    words.setAttribute("role", "alert");
    label.classList.add("bad");
    input.value = "";
    return;
  }
  const picture = new Image();
  picture.src = URL.createObjectURL(file);
  picture.alt = "";
  label.prepend(picture);
  label.classList.add("full");
  words.textContent = file.name;
}

function tellMissing(form) {
  const told = form.querySelector("[data-missing]");
  const parts = [];
  for (const slots of form.querySelectorAll("[data-slots]")) {
    const have = slots.querySelectorAll("[data-kept]").length + [...slots.querySelectorAll("input[type=file]")].filter(one => one.files.length).length;
    const lack = Number(slots.dataset.least) - have;
    if (lack > 0) parts.push(fill(slots.dataset.missingWords, {n: lack}));
  }
  told.textContent = parts.join(" · ");
}

/* Metres from here to the point of the case, good to a few metres within a city. */
function metresTo(state, here) {
  const north = (here.latitude - Number(state.dataset.lat)) * 111195;
  const east = (here.longitude - Number(state.dataset.lon)) * 111195 * Math.cos(here.latitude * Math.PI / 180);
  return Math.round(Math.hypot(north, east));
}

function whereAmI(form, force) {
  const state = form.querySelector("[data-geo-state]");
  const fields = form.querySelectorAll("[data-geo]");
  if (!fields.length || !navigator.geolocation || !isSecureContext) { if (state && force) state.textContent = state.dataset.notWords; return; }
  navigator.geolocation.getCurrentPosition(
    place => {
      for (const field of fields) field.value = (field.dataset.geo === "lon" ? place.coords.longitude : place.coords.latitude).toFixed(7);
      state.textContent = fill(state.dataset.gotWords, {m: Math.round(place.coords.accuracy), d: metresTo(state, place.coords)});
    },
    () => { state.textContent = state.dataset.notWords; },
    {enableHighAccuracy: true, timeout: 15000},
  );
}

document.addEventListener("DOMContentLoaded", () => {
  const list = document.querySelector("[data-live]");
  if (list) keepLive(list);
  for (const form of document.querySelectorAll("form[data-form]")) {
    for (const slots of form.querySelectorAll("[data-slots]"))
      slots.addEventListener("change", event => { if (event.target.type === "file") chosen(slots, event.target); tellMissing(form); });
    if (form.querySelector("[data-missing]")) tellMissing(form);
    const button = form.querySelector("[data-geo-button]");
    if (button) button.addEventListener("click", () => whereAmI(form, true));
    else whereAmI(form, false);
  }
});
