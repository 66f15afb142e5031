/* A list that renews itself. A row that is still the same element takes every tap: only what differs is changed, by the
   row's key, and nothing at all while a finger or a button is down. Focus and scroll stay where they are. */
import {keepShown, lineCut, lineFine} from "./line.js";
import {tellDistances} from "./place.js";
import {readAhead} from "./ready.js";

const pause = ms => new Promise(done => setTimeout(done, ms));

export async function keepLive(list) {
  const said = document.getElementById("said");
  const hold = holdWhilePressed(list);
  let since = list.dataset.since, wait = 500;
  tellDistances(list);
  readAhead(list);
  for (;;) {
    const news = await ask(`${list.dataset.live}&since=${encodeURIComponent(since)}`);
    if (!news) {
      lineCut();
      await pause(wait);
      wait = Math.min(wait * 2, 8000);
      continue;
    }
    await hold();
    renew(list, news.html);
    tellDistances(list);
    for (const row of list.querySelectorAll("a.task")) if (row.dataset.id === list.dataset.current) row.setAttribute("aria-current", "true");
    if (said && news.stamp !== since) said.textContent = said.dataset.newWords;
    since = news.stamp;
    lineFine();
    if (!("side" in list.dataset)) keepShown().then(() => readAhead(list));
    wait = 500;
  }
}

/* A case that is open on the page: a change is told, and shown when the person wants it, for nothing moves by itself. */
export async function watchCase(article) {
  for (;;) {
    const news = await ask(`${article.dataset.caseLive}since=${article.dataset.version}`);
    if (news) lineFine();
    else lineCut();
    if (news && news.stamp !== article.dataset.version) break;
    await pause(4000);
  }
  document.querySelector("[data-changed]").hidden = false;
}

/* What the server says; null without a line or with a server in trouble. Who is signed out comes to the sign-in. */
async function ask(path) {
  let answer;
  try {
    answer = await fetch(path, {headers: {Accept: "application/json"}, cache: "no-store"});
    if (answer.ok) return await answer.json();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError || error.name === "AbortError")) throw error;
  }
  if (answer && answer.status === 401) {
    location.assign("/");
    return new Promise(() => {});
  }
  return null;
}

/* Gives a promise that is kept at once, or as soon as what is pressed has been let go and its click is done. */
function holdWhilePressed(list) {
  let pressed = false, waiting = [];
  const free = () => setTimeout(() => { pressed = false; for (const go of waiting.splice(0)) go(); });
  list.addEventListener("pointerdown", () => { pressed = true; });
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, free);
  return () => pressed ? new Promise(go => waiting.push(go)) : Promise.resolve();
}

/* The new list in the place of the old one, element by element. */
export function renew(list, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  children(list, fresh.content);
  if (focused && focused.isConnected && document.activeElement !== focused) focused.focus({preventScroll: true});
}

const keyOf = node => node.dataset && node.dataset.key ? node.dataset.key : "";
const fits = (old, one) => old.nodeName === one.nodeName && keyOf(old) === keyOf(one);

function children(parent, fresh) {
  const left = new Set(parent.childNodes);
  const pairs = [...fresh.childNodes].map(one => {
    const old = [...left].find(each => fits(each, one));
    left.delete(old);
    return [old, one];
  });
  for (const gone of left) gone.remove();
  let at = parent.firstChild;
  for (const [old, one] of pairs) {
    if (!old) parent.insertBefore(one, at);
    else if (old === at) at = at.nextSibling;
    else parent.insertBefore(old, at);
    if (old) change(old, one);
  }
}

function change(old, one) {
  if (old.isEqualNode(one)) return;
  if (old.nodeType === Node.TEXT_NODE) { old.data = one.data; return; }
  for (const {name} of [...old.attributes]) if (!one.hasAttribute(name)) old.removeAttribute(name);
  for (const {name, value} of one.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  children(old, one);
}
