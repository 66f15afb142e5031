/* Forms that lose nothing: what was typed is kept on the device, what cannot be sent waits for the line and is one deed. */
import {forget, remember, restore} from "./drafts.js";
import {lineCut, lineFine} from "./line.js";
import {mindPlace} from "./place.js";
import {answerTo, keep} from "./outbox.js";
import {lacking, mindSlots, putBack} from "./photos.js";
import {fill} from "./words.js";

export function mindForms(root) {
  for (const form of root.querySelectorAll("form[data-form]")) mindForm(form);
  for (const form of root.querySelectorAll("form[data-form], form[data-deed]")) form.addEventListener("submit", event => send(event, form));
}

function mindForm(form) {
  const changed = () => { remember(form); tellMissing(form); };
  mindSlots(form, changed);
  mindPhrases(form, changed);
  bringBack(form, () => tellMissing(form));
  form.addEventListener("input", changed);
  tellMissing(form);
  mindPlace(form, () => tellMissing(form));
}

function bringBack(form, changed) {
  const draft = restore(form), strip = form.querySelector("[data-restored]");
  if (!draft) return;
  putBack(form, draft.kept, changed);
  const after = form.querySelector("details[data-after]");
  if (after && form.elements.self_handled?.checked) after.open = true;
  const words = strip.querySelector("[data-words]");
  words.textContent = fill(words.dataset.words, {time: new Date(draft.at).toTimeString().slice(0, 5)});
  strip.hidden = false;
  strip.querySelector("[data-discard]").addEventListener("click", () => { forget(form); location.reload(); });
}

/* A phrase goes where the cursor is, or to the end. */
function mindPhrases(form, changed) {
  for (const group of form.querySelectorAll("[data-phrases]")) {
    const field = form.elements[group.dataset.phrases];
    group.addEventListener("click", event => {
      const phrase = event.target.closest("[data-phrase]");
      if (!phrase) return;
      const gap = field.value && !/[\s，。；,.;]$/.test(field.value.slice(0, field.selectionEnd)) ? "，" : "";
      const between = document.documentElement.lang === "en" && gap ? "; " : gap;
      field.setRangeText(between + phrase.textContent, field.selectionEnd, field.selectionEnd, "end");
      field.focus();
      changed();
    });
  }
}

function tellMissing(form) {
  const told = form.querySelector("[data-missing]"), parts = [];
  for (const slots of form.querySelectorAll("[data-slots]"))
    if (lacking(slots) > 0) parts.push(fill(slots.dataset.missingWords, {n: lacking(slots)}));
  const needed = new Map();
  for (const one of form.querySelectorAll("[data-needed]"))
    needed.set(one.name, (needed.get(one.name) || false) || (one.type === "radio" ? one.checked : one.value.trim() !== "") || one.dataset.needed);
  for (const lack of needed.values()) if (lack !== true) parts.push(lack);
  for (const ticks of form.querySelectorAll("[data-ticks]")) {
    const open = ticks.querySelectorAll("input:not(:checked)").length;
    if (open) parts.push(fill(ticks.dataset.missingWords, {n: open}));
  }
  told.textContent = parts.length ? fill(form.dataset.missingWords, {what: parts.join(form.dataset.between)}) : "";
}

async function send(event, form) {
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  const data = new FormData(form), button = event.submitter;
  if (button) data.append(button.name, button.value);
  const answer = await answered(form, data);
  delete form.dataset.sending;
  await take(form, answer);
}

/* The server's answer. Without a line, or with a server in trouble, the deed goes into the outbox, which sends the same
   command until there is an answer: to this page while it is open, else to the list of what was sent. */
async function answered(form, data) {
  const waiting = (form.querySelector("[data-waiting]") || document.querySelector("[data-waiting]"));
  const answer = await fetch(form.action, {method: "POST", body: data}).catch(() => null);
  if (answer && answer.status < 500) {
    lineFine();
    return answer;
  }
  if (!answer) lineCut();
  const n = await keep(form, data, titleOf(form)).catch(() => 0);
  if (form.dataset.draft) n ? forget(form) : remember(form, form.elements.id.value);
  if (waiting) waiting.hidden = false;
  const late = await (n ? answerTo(n) : again(form, data));
  if (waiting) waiting.hidden = true;
  return late;
}

const titleOf = form => [...new Set([document.querySelector("h1").textContent, form.querySelector("button[name=verb]:not([hidden])")?.textContent])].filter(Boolean).join(" · ");

/* Where the device keeps nothing for pages: the page itself tries until there is an answer. */
async function again(form, data) {
  for (;;) {
    await new Promise(go => { setTimeout(go, 4000); addEventListener("online", go, {once: true}); });
    const answer = await fetch(form.action, {method: "POST", body: data}).catch(() => null);
    if (answer && answer.status < 500) return answer;
  }
}

async function take(form, answer) {
  const where = new URL(answer.url);
  if (answer.redirected && where.pathname === "/") {
    location.assign(`/?next=${encodeURIComponent(location.pathname + location.search)}&ended=1`);
  } else if (answer.redirected) {
    if (form.dataset.draft) forget(form);
    location.assign(where.href);
  } else {
    put(form, new DOMParser().parseFromString(await answer.text(), "text/html"));
  }
}

/* What was refused comes back as a page: it takes the place of this one, and what was typed is kept anew, without the
   old command's id: that one has had its answer. */
function put(form, page) {
  if (form.dataset.draft) remember(form);
  document.title = page.title;
  for (const name of ["body > header", "main"]) document.querySelector(name).replaceWith(page.querySelector(name));
  mindForms(document.querySelector("main"));
  document.querySelector("[data-problems], [data-problem]")?.focus();
  scrollTo(0, 0);
}
