/* Deeds that no line could take: kept on this device with their photos, sent in the order of the deeds, each as one
   command, also after the page was closed. What the server made of each is said until its person has read it. */
import {lineCut, lineFine} from "./line.js";
import {fill} from "./words.js";

const STORE = "deeds", AGAIN = 4000; // ms until what could not be sent is sent again
const news = new Map(); // n of a deed of this page → what waits for its answer
const told = new BroadcastChannel("griddesk-outbox");
let opened = null;

function open() {
  opened ||= new Promise((done, fail) => {
    const asked = indexedDB.open("griddesk-outbox", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, {keyPath: "n", autoIncrement: true});
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  return opened;
}

/* One step in the store; it is durable when the promise is kept. */
async function step(mode, work) {
  const deeds = (await open()).transaction(STORE, mode, {durability: "strict"});
  const asked = work(deeds.objectStore(STORE));
  return new Promise((done, fail) => {
    deeds.oncomplete = () => done(asked.result);
    deeds.onabort = deeds.onerror = () => fail(deeds.error);
  });
}

const person = () => document.body.dataset.person || "";
const all = async () => (await step("readonly", deeds => deeds.getAll())).filter(deed => deed.person === person());

/* Keeps a deed and gives its number; `path` is where it is done, `back` where it was decided. */
export async function keep(form, data, title) {
  const words = [...data.entries()].filter(([name, value]) => name !== "csrf" && !(value instanceof File && !value.name));
  const at = Date.now(), path = new URL(form.action).pathname;
  const kept = (await all()).find(deed => deed.id === data.get("id") && deed.path === path);
  const n = kept ? kept.n : await step("readwrite", deeds => deeds.add({person: person(), id: data.get("id"), path, title, back: location.pathname + location.search, words, at, state: "waiting"}));
  changed();
  return n;
}

/* The server's answer to a deed that this page waits for. */
export const answerTo = n => new Promise(done => news.set(n, done));

const SENDER = "griddesk-outbox"; // only one page of the device sends

/* Sends what waits, in its order, for as long as the page is there. Another page takes over when this one goes. */
export async function sendWaiting() {
  if (!person() || !window.indexedDB) return;
  told.onmessage = show;
  await show();
  if (navigator.locks) await navigator.locks.request(SENDER, sender);
  else await sender();
}

async function sender() {
  for (;;) {
    const next = (await all()).find(deed => deed.state === "waiting");
    if (!next || !(await send(next))) await pause(next ? AGAIN : 60000);
  }
}

let wake = () => {};
const pause = ms => new Promise(go => { wake = go; setTimeout(go, ms); addEventListener("online", go, {once: true}); });

/* Whether the server has answered it for good. */
async function send(deed) {
  const csrf = await word();
  if (!csrf) return false;
  const data = new FormData();
  for (const [name, value] of deed.words) data.append(name, value);
  data.set("csrf", csrf);
  data.set("made_at", String(deed.at));
  const answer = await fetch(deed.path, {method: "POST", body: data}).catch(() => null);
  if (!answer || answer.status >= 500 || answer.status === 429) return false;
  const where = new URL(answer.url);
  if (answer.redirected && where.pathname === "/") return false; // signed out meanwhile
  lineFine();
  const waits = news.get(deed.n);
  if (waits) {
    news.delete(deed.n);
    await step("readwrite", deeds => deeds.delete(deed.n));
    changed();
    waits(answer);
  } else {
    await settled(deed, answer, where);
  }
  return true;
}

async function settled(deed, answer, where) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const problems = [...page.querySelectorAll("[data-problem], main [data-words-of-problem], [data-event]")].map(one => one.textContent.trim());
  const end = answer.redirected ? {state: "sent", path: where.pathname, words: []} : {state: "refused", told: problems.join(" ") || page.querySelector("main")?.textContent.trim() || ""};
  await step("readwrite", deeds => deeds.put({...deed, ...end, end: Date.now()}));
  changed();
}

/* The word for forms of who is signed in now; "" without a line, or while it is not the person of these deeds. */
async function word() {
  const answer = await fetch("/signed-in", {cache: "no-store"}).catch(() => null);
  if (!answer) lineCut();
  if (!answer || !answer.ok) return "";
  const told = await answer.json();
  return told.person === person() ? told.csrf : "";
}

function changed() {
  told.postMessage("changed");
  wake();
  show();
}

/* What waits and what became of the rest, said on every page. */
async function show() {
  const box = document.querySelector("[data-outbox]");
  if (!box) return;
  const deeds = await all(), list = box.querySelector("ul");
  const waiting = deeds.filter(deed => deed.state === "waiting").length;
  box.hidden = !deeds.length;
  box.querySelector("[data-outbox-count]").textContent = waiting ? fill(box.dataset.waitingWords, {n: waiting}) : box.dataset.noneWords;
  list.replaceChildren(...deeds.map(deed => line(box, deed)));
}

function line(box, deed) {
  const item = document.createElement("li"), link = document.createElement("a");
  item.dataset.outboxState = deed.state;
  link.href = deed.state === "sent" ? deed.path : deed.back;
  link.textContent = deed.title;
  const words = {waiting: box.dataset.stateWaiting, sent: box.dataset.stateSent, refused: box.dataset.stateRefused}[deed.state];
  item.append(link, ` · ${new Date(deed.at).toTimeString().slice(0, 5)} · ${words}`);
  if (deed.told) item.append(told_(deed), typed(box, deed));
  if (deed.state !== "waiting") item.append(done(box, deed));
  return item;
}

function told_(deed) {
  return Object.assign(document.createElement("p"), {className: "words", textContent: deed.told});
}

/* The words and photos of what was refused: nothing that was typed is lost, it can be copied into another deed. */
function typed(box, deed) {
  const own = document.createElement("p");
  own.className = "two";
  const said = deed.words.filter(([name, value]) => typeof value === "string" && value && ["text", "words", "reason", "address"].includes(name)).map(([, value]) => value);
  const photos = deed.words.filter(([name, value]) => value instanceof File || name.startsWith("kept-"));
  own.append(fill(box.dataset.typedWords, {words: said.join(" · "), n: photos.length}));
  for (const [, file] of photos) if (file instanceof File) {
    const link = Object.assign(document.createElement("a"), {href: URL.createObjectURL(file), download: file.name, textContent: file.name});
    own.append(" ", link);
  }
  return own;
}

function done(box, deed) {
  const button = Object.assign(document.createElement("button"), {type: "button", className: "quiet", textContent: box.dataset.readWords});
  button.setAttribute("aria-label", `${box.dataset.readWords}: ${deed.title}`);
  button.addEventListener("click", async () => { await step("readwrite", deeds => deeds.delete(deed.n)); changed(); });
  return button;
}
