/* Keeps the shell and the pages last read, for reading without a line. Asks the server first; nothing is changed here. */
"use strict";
const STAMP = "__STAMP__";
const SHELL = `griddesk-shell-${STAMP}`, PAGES = "griddesk-pages";
const FILES = ["pages.css", "pages.js", "lists.js", "forms.js", "drafts.js", "photos.js", "line.js", "place.js", "places.js", "outbox.js", "ready.js", "duty.js", "words.js", "icon.svg"];
const MOST = 240; // pages, forms and small photos
const PATIENCE = 12000; // ms that a page which is kept waits for the server

addEventListener("install", event => {
  event.waitUntil(caches.open(SHELL).then(shell => shell.addAll([...FILES.map(name => `/static/${STAMP}/${name}`), "/offline"])));
  skipWaiting();
});

addEventListener("activate", event => {
  event.waitUntil(caches.keys().then(names => Promise.all(names.filter(name => name !== SHELL && name !== PAGES).map(name => caches.delete(name)))));
  event.waitUntil(clients.claim());
});

addEventListener("fetch", event => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(first(SHELL, event.request));
  else if (event.request.mode === "navigate") event.respondWith(page(event.request, url));
  else if (url.pathname.includes("/photo/") && url.searchParams.get("size") === "thumb") event.respondWith(first(PAGES, event.request));
});

/* What never changes under its address. */
async function first(name, request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await keep(name, request.url, answer.clone());
  return answer;
}

/* Under which address a page is kept: a list by its name, all else by its path. */
function keyOf(url) {
  const list = url.searchParams.get("list");
  return url.pathname + (list ? `?list=${list}` : "");
}

async function page(request, url) {
  const key = keyOf(url), kept = await caches.match(key);
  const asked = fetch(request).then(async answer => {
    const html = (answer.headers.get("Content-Type") || "").startsWith("text/html");
    if (answer.ok && html && /^\/(terminal|collector)\//.test(url.pathname)) await keep(PAGES, key, answer.clone());
    return answer;
  });
  try {
    return await (kept && !url.searchParams.has("done") ? Promise.race([asked, late()]) : asked); // what was done is not old
  } catch (error) {
    return kept ? shown(kept) : url.pathname === "/" ? home(error) : nothing(error);
  }
}

const late = () => new Promise((_, fail) => setTimeout(fail, PATIENCE, new TypeError("no answer in time")));

async function keep(name, key, answer) {
  const headers = new Headers(answer.headers);
  headers.set("x-kept-at", String(Date.now()));
  const cache = await caches.open(name), body = await answer.blob();
  await cache.delete(key);
  await cache.put(key, new Response(body, {headers}));
  const keys = await cache.keys();
  if (name === PAGES) for (const old of keys.slice(0, Math.max(0, keys.length - MOST))) await cache.delete(old);
}

/* A kept page says when it was kept. */
async function shown(kept) {
  const html = (await kept.text()).replace("<html ", `<html data-kept-at="${kept.headers.get("x-kept-at")}" `);
  return new Response(html, {headers: kept.headers});
}

/* The program is started without a line: the list that was read last. */
async function home(error) {
  const pages = await caches.open(PAGES), keys = await pages.keys();
  const list = keys.reverse().find(one => /^\/(terminal|collector)\/$/.test(new URL(one.url).pathname));
  return list ? shown(await pages.match(list)) : nothing(error);
}

async function nothing(error) {
  const kept = await caches.match("/offline");
  if (!kept) throw error;
  return shown(new Response(await kept.blob(), {headers: {"Content-Type": "text/html; charset=utf-8", "x-kept-at": String(Date.now())}}));
}
