/* The photo slots of a form: a photo is kept by the server as soon as it is taken, which says what it shows of itself. */
import {fill} from "./words.js";

const MAX = 20 * 1024 * 1024;

export function mindSlots(form, changed) {
  for (const slots of form.querySelectorAll("[data-slots]")) {
    for (const slot of slots.querySelectorAll("[data-kept]")) removable(slots, slot, changed);
    slots.addEventListener("change", event => { if (event.target.type === "file") chosen(form, slots, event.target, changed); });
  }
}

/* A wrong file is told beside its slot and never sent. */
async function chosen(form, slots, input, changed) {
  const slot = input.closest(".slot"), words = slot.querySelector(".slot-words"), file = input.files[0];
  for (const old of slot.querySelectorAll("img")) { URL.revokeObjectURL(old.src); old.remove(); }
  slot.classList.remove("bad", "full");
  words.removeAttribute("role");
  changed();
  if (!file) return;
  const size = (file.size / 1024 / 1024).toFixed(1);
  const wrong = file.size > MAX ? slots.dataset.largeWords : input.accept.split(",").includes(file.type) ? "" : slots.dataset.kindWords;
  if (wrong) return refuse(input, fill(wrong, {name: file.name, size}), changed);
  if (file.type.startsWith("image/")) {
    const picture = new Image();
    picture.src = URL.createObjectURL(file);
    picture.alt = "";
    slot.prepend(picture);
  }
  slot.classList.add("full");
  words.textContent = slots.dataset.lookingWords;
  await look(form, slots, input, file, changed);
}

function refuse(input, told, changed) {
  const slot = input.closest(".slot"), words = slot.querySelector(".slot-words");
  words.textContent = told;
  words.setAttribute("role", "alert");
  slot.classList.add("bad");
  input.value = "";
  changed();
}

/* Sends it ahead; without a line it stays in its slot and goes with the form. */
async function look(form, slots, input, file, changed) {
  const data = new FormData(), words = input.closest(".slot").querySelector(".slot-words");
  data.append("csrf", form.elements.csrf.value);
  data.append("photos", file);
  const answer = await fetch(form.dataset.photos, {method: "POST", body: data}).catch(() => null);
  if (input.files[0] !== file) return; // another was chosen meanwhile, or the form has gone
  const told = answer && answer.ok && (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
  if (!told) { words.textContent = `${file.name} · ${slots.dataset.waitsWords}`; return; }
  if (!told.photos.length) {
    for (const img of input.closest(".slot").querySelectorAll("img")) img.remove();
    input.closest(".slot").classList.remove("full");
    return refuse(input, told.problems.join(" "), changed);
  }
  const image = input.closest(".slot").querySelector("img");
  keep(slots, input.closest(".slot"), told.photos[0], image, changed);
}

/* The slot holds the photo that the server keeps; an empty one follows while there is none. */
function keep(slots, slot, photo, image, changed) {
  const full = document.createElement("div");
  full.className = "slot full";
  full.dataset.kept = "";
  const hidden = Object.assign(document.createElement("input"), {type: "hidden", name: `kept-${slots.dataset.slots}`, value: photo.word});
  const name = Object.assign(document.createElement("span"), {textContent: photo.name});
  full.append(hidden, ...(image ? [image] : []), name, ...photo.said.map(line => said(slots, line)));
  const empty = slot.cloneNode(true);
  for (const img of empty.querySelectorAll("img")) img.remove();
  empty.classList.remove("full", "bad");
  const fresh = empty.querySelector("input");
  fresh.value = "";
  slot.replaceWith(full);
  if (!slots.querySelector("input[type=file]")) {
    empty.querySelector(".slot-words").textContent = "";
    full.after(empty);
  }
  removable(slots, full, changed, empty);
  changed();
}

function said(slots, line) {
  const told = document.createElement("span");
  told.className = line.look ? "said look" : "said";
  if (line.look) {
    told.dataset.look = "";
    told.append(mark());
  }
  told.append(line.words);
  return told;
}

function mark() {
  const shape = document.createElement("template");
  shape.innerHTML = '<svg class="mark look" width="14" height="14" aria-hidden="true"><use href="#s-look"/></svg>';
  return shape.content;
}

function removable(slots, full, changed, empty = null) {
  const button = Object.assign(document.createElement("button"), {type: "button", className: "quiet", textContent: slots.dataset.removeWords});
  button.dataset.remove = "";
  button.addEventListener("click", () => {
    if (empty && !empty.isConnected) full.replaceWith(empty);
    else full.remove();
    changed();
  });
  full.append(button);
}

/* Photos of a draft, which the server keeps still. */
export function putBack(form, kept, changed) {
  for (const {slot, word, said: lines} of kept) {
    const slots = form.querySelector(`[data-slots="${slot.replace("kept-", "")}"]`);
    const free = slots && slots.querySelector("label.slot");
    if (free) keep(slots, free, {word, name: JSON.parse(word).name, said: lines}, null, changed);
  }
}

export function lacking(slots) {
  const have = slots.querySelectorAll("[data-kept]").length + [...slots.querySelectorAll("input[type=file]")].filter(one => one.files.length).length;
  return Number(slots.dataset.least) - have;
}
