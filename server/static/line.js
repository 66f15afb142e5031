/* Whether there is a line, said with the age of what is shown; and the worker that keeps pages for reading without one. */
const PAGES = "griddesk-pages"; // as the worker names its store
const AGAIN = 4000; // ms until the server is asked again
const state = document.querySelector("[data-link-state]");
const strip = document.querySelector("[data-offline]");
const kept = Number(document.documentElement.dataset.keptAt || 0); // set by the worker on a page out of its store
let fresh = kept || Date.now(), cut = kept > 0;

export function lineFine() {
  fresh = Date.now();
  cut = false;
  delete document.documentElement.dataset.keptAt;
  show();
}

export function lineCut() {
  cut = true;
  show();
}

/* A page that the worker took out of its store says so from its first moment; the age is told anew each half minute. */
export function tellLine() {
  addEventListener("offline", lineCut);
  setInterval(show, 30000);
  show();
  if (kept && !document.getElementById("list")) comeBack();
}

/* A kept page is shown anew as soon as the server answers; a form stays, with what is typed in it. */
async function comeBack() {
  for (;;) {
    await new Promise(go => { setTimeout(go, AGAIN); addEventListener("online", go, {once: true}); });
    const answer = await fetch(location.href, {cache: "no-store"}).catch(() => null);
    if (!answer || answer.status >= 500) continue;
    if (document.querySelector("form[data-form]")) lineFine();
    else location.reload();
    return;
  }
}

function show() {
  if (state) state.textContent = cut ? state.dataset.cutWords : state.dataset.liveWords;
  if (!strip) return;
  strip.hidden = !cut;
  if (cut) strip.querySelector("[data-age]").textContent = age(strip.dataset, Math.floor((Date.now() - fresh) / 60000));
}

function age(words, minutes) {
  const hours = Math.floor(minutes / 60);
  if (minutes < 1) return words.nowWords;
  if (hours < 1) return words.minuteWords.replace("{n}", minutes);
  return words.hourWords.replace("{n}", hours).replace("{m}", minutes % 60);
}

/* What was kept is of one person: it goes with the sign-out, and where somebody is asked to sign in. */
export function keepPages() {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/sw.js");
  const out = document.querySelector("button[value=sign_out]");
  if (out) out.closest("form").addEventListener("submit", forgetPages);
  if (document.querySelector("form[data-sign-in]") && !kept) forgetPages();
}

function forgetPages() {
  caches.delete(PAGES);
}

/* A list that has renewed itself is kept as it stands now, in the place of the page that was opened once. */
export async function keepShown() {
  if (!("serviceWorker" in navigator) || !navigator.serviceWorker.controller) return;
  const list = new URLSearchParams(location.search).get("list");
  const headers = {"Content-Type": "text/html; charset=utf-8", "x-kept-at": String(Date.now())};
  const pages = await caches.open(PAGES), key = location.pathname + (list ? `?list=${list}` : "");
  await pages.delete(key);
  await pages.put(key, new Response(`<!doctype html>\n${document.documentElement.outerHTML}`, {headers}));
}
