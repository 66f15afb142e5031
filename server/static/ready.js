/* Makes a person ready for places without a line: the cases at the top of the list, and the forms that they lead to, are
   read ahead into the worker's store, one after the other and only where they changed. */
const PAGES = "griddesk-pages", MOST = 12, NAME = "griddesk-ready";

export async function readAhead(list) {
  if (!("serviceWorker" in navigator) || "side" in list.dataset || navigator.connection?.saveData) return;
  const pages = await caches.open(PAGES), had = known();
  for (const row of [...list.querySelectorAll("a.task")].slice(0, MOST)) {
    const stamp = row.dataset.version || row.dataset.check || "1", path = new URL(row.href).pathname + new URL(row.href).search;
    if (had[path] === stamp && await pages.match(keyOf(path))) continue;
    const html = await read(pages, path);
    if (html === null) return; // no line: another time
    had[path] = stamp;
    if (!path.includes("?")) await forms(pages, html);
  }
  for (const link of document.querySelectorAll("a[data-ahead]")) if (!await pages.match(new URL(link.href).pathname)) await read(pages, new URL(link.href).pathname);
  try { sessionStorage.setItem(NAME, JSON.stringify(had)); } catch { /* asked again next time */ }
}

const known = () => { try { return JSON.parse(sessionStorage.getItem(NAME) || "{}"); } catch { return {}; } };

/* A form is kept by its path: where one case has two targets for a verb, the one that was read last. */
const keyOf = path => path.split("?")[0];

async function forms(pages, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const link of [...page.querySelectorAll("a.button[data-verb]")].slice(0, 4)) await read(pages, link.getAttribute("href"));
}

async function read(pages, path) {
  const answer = await fetch(path, {headers: {Accept: "text/html"}, cache: "no-store"}).catch(() => null);
  if (!answer) return null;
  const html = await answer.text();
  if (!answer.ok || answer.redirected) return "";
  const headers = {"Content-Type": "text/html; charset=utf-8", "x-kept-at": String(Date.now())};
  await pages.delete(keyOf(path));
  await pages.put(keyOf(path), new Response(html, {headers}));
  return html;
}
