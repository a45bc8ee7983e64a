// Keeps the web edition for where there is no network: what was read, or on request all of it. The cache is named by the
// build. A file that is not in it comes from the network, and is kept only while that still has the same build: of two
// editions nothing is ever mixed. `BUILD` and what follows are written before this text.
"use strict";
const place = `${BOOK}${new URL(registration.scope).pathname}`;
const [CACHE, WHOLE] = [`${place}#${BUILD}`, `${place}#whole`];
const address = (path) => new URL(path, registration.scope).href;
const known = new Set(FILES.map(address));

async function fill(paths) {
  const cache = await caches.open(CACHE);
  for (const path of paths) {
    if (!(await cache.match(address(path)))) await cache.add(new Request(address(path), { cache: "no-cache" }));
  }
}

async function isCurrent() {
  const answer = await fetch(address("build.txt"), { cache: "no-store" });
  return answer.ok && (await answer.text()).trim() === BUILD;
}

// The server has another edition: this one goes, and all windows begin anew with what is there.
async function leave() {
  await caches.delete(CACHE);
  await registration.unregister();
  for (const window of await self.clients.matchAll()) window.navigate(window.url).catch(() => {});
}

async function answer(request) {
  const cache = await caches.open(CACHE);
  const url = request.url.split(/[?#]/)[0];
  const own = url === registration.scope ? address("index.html") : url;
  const kept = await cache.match(own);
  if (kept) return kept;
  try {
    const [fetched, current] = await Promise.all([fetch(request), isCurrent()]);
    if (!current) await leave();
    else if (fetched.ok && !fetched.redirected) await cache.put(own, fetched.clone());
    return fetched;
  } catch {
    if (request.mode !== "navigate") return Response.error();
    return new Response(AWAY, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(caches.has(WHOLE).then((whole) => fill(whole ? FILES : CORE)));
});
self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(`${place}#`) && name !== CACHE && name !== WHOLE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const url = event.request.url.split(/[?#]/)[0];
  if (event.request.method === "GET" && (known.has(url) || url === registration.scope)) event.respondWith(answer(event.request));
});
self.addEventListener("message", (event) => {
  const said = (told) => event.source.postMessage(told);
  const { type, pages } = event.data;
  if (type === "take over") self.skipWaiting();
  else if (type === "keep page") event.waitUntil(isCurrent().then((same) => same && fill(pages)).catch(() => {}));
  else if (type === "keep all") event.waitUntil(fill(FILES).then(() => caches.open(WHOLE)).then(() => said("kept"), () => said("not kept")));
});
