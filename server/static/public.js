/* Starts what the public page can do beyond a form: the map, the photos' first look, the work that is sent along. */
import {mindMap} from "./public-map.js";
import {work} from "./public-work.js";
import {fill} from "./words.js";

const KINDS = ["image/jpeg", "image/png", "image/webp"], MB = 1024 * 1024, SOON_MS = 2500;
document.documentElement.classList.add("script");

/* A wrong file is told beside its slot and never sent; a photo is shown small. */
for (const slots of document.querySelectorAll("[data-slots]"))
  slots.addEventListener("change", event => {
    const input = event.target, slot = input.closest(".slot"), words = slot.querySelector(".slot-words"), file = input.files[0];
    for (const old of slot.querySelectorAll("img")) { URL.revokeObjectURL(old.src); old.remove(); }
    slot.classList.remove("bad", "full");
    words.removeAttribute("role");
    if (!file) return;
    const most = Number(slots.dataset.max) * MB;
    const wrong = file.size > most ? slots.dataset.largeWords : KINDS.includes(file.type) ? "" : slots.dataset.kindWords;
    if (wrong) {
      words.textContent = fill(wrong, {name: file.name, size: (file.size / MB).toFixed(1)});
      words.setAttribute("role", "alert");
      slot.classList.add("bad");
      input.value = "";
      return;
    }
    const picture = new Image();
    picture.src = URL.createObjectURL(file);
    picture.alt = "";
    slot.prepend(picture);
    slot.classList.add("full");
    words.textContent = file.name;
  });

const form = document.querySelector("form[data-public]");
if (form) {
  const map = form.querySelector("[data-map]");
  if (map) mindMap(form, map);
  const soon = new Promise(go => setTimeout(go, SOON_MS)); // what comes quicker than a hand is not taken
  const done = Promise.all([work(form.dataset.ticket, Number(form.dataset.bits)), soon]).then(([found]) => { form.elements.proof.value = found; });
  let sent = false;
  form.addEventListener("submit", async event => {
    if (sent) { event.preventDefault(); return; } // pressed twice: once
    sent = true;
    const wait = form.querySelector("[data-wait]");
    wait.textContent = wait.dataset.waitWords;
    if (form.elements.proof.value) return;
    event.preventDefault();
    await done;
    form.submit();
  });
  addEventListener("pageshow", () => { sent = false; form.querySelector("[data-wait]").textContent = ""; });
}
