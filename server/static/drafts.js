/* What was typed and not sent yet, on this device: for its person, case and action; gone when done, or after a day. */
const PREFIX = "griddesk-draft:";
const KEEP = 24 * 3600 * 1000; // ms

const nameOf = form => PREFIX + form.dataset.draft;

/* The store of the browser; null where the person has switched it off. */
function store() {
  try { return localStorage; } catch { return null; }
}

function read(form) {
  const text = store()?.getItem(nameOf(form));
  return text ? JSON.parse(text) : null;
}

const typed = form => [...form.querySelectorAll("textarea, select, input:not([type=hidden]):not([type=file])")];

/* `id`: of the command, where it was sent and nobody answered; sent again it is still one deed. */
export function remember(form, id = "") {
  const words = {}, kept = [];
  for (const one of typed(form)) if (["radio", "checkbox"].includes(one.type) ? one.checked : one.value) words[one.name] = one.value;
  for (const slot of form.querySelectorAll("[data-kept]")) {
    const hidden = slot.querySelector("input[type=hidden]");
    kept.push({slot: hidden.name, word: hidden.value, said: [...slot.querySelectorAll(".said")].map(line => ({words: line.textContent, look: "look" in line.dataset}))});
  }
  if (!Object.keys(words).length && !kept.length && !id) return forget(form);
  try {
    store()?.setItem(nameOf(form), JSON.stringify({at: Date.now(), words, kept, id}));
  } catch (error) {
    if (error.name !== "QuotaExceededError") throw error; // the form itself still has it
  }
}

export function forget(form) {
  store()?.removeItem(nameOf(form));
}

/* Fills in what is empty; gives {at, kept} when anything came back. A form that the server sent back keeps its words. */
export function restore(form) {
  const draft = read(form);
  if (!draft || form.querySelector("[data-kept]") || document.querySelector("[data-problems]")) return null;
  for (const one of typed(form)) {
    const value = draft.words[one.name];
    if (value === undefined) continue;
    if (["radio", "checkbox"].includes(one.type)) one.checked = one.value === value;
    else if (!one.value || one.dataset.geo) one.value = value;
  }
  if (draft.id) form.querySelector("[name=id]").value = draft.id;
  return draft;
}

export function forgetOld() {
  const kept = store();
  const names = kept ? Object.keys(kept).filter(name => name.startsWith(PREFIX)) : [];
  for (const name of names) if (Date.now() - JSON.parse(kept.getItem(name)).at > KEEP) kept.removeItem(name);
}
