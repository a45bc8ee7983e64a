// Keeps the web edition for where there is no network: what was read, or on request all of it. The cache is named by the
// build, and takes a file only if it is, byte for byte, the one of this build (`FILES`): while a server is being filled,
// nobody can say whose a file is by asking what build is there. `BUILD` and what follows are written before this text.
"use strict";
const place = `${BOOK}${new URL(registration.scope).pathname}`;
const [CACHE, WHOLE] = [`${place}#${BUILD}`, `${place}#whole`];
const address = (path) => new URL(path, registration.scope).href;
const digests = new Map(Object.entries(FILES).map(([path, digest]) => [address(path), digest]));
// Pages that are not of this build, by their clients' ids: what belongs to them comes from the server, too.
const others = new Set();

async function isOurs(url, answer) {
  if (answer.status !== 200 || answer.redirected) return false;
  const digest = await crypto.subtle.digest("SHA-256", await answer.clone().arrayBuffer());
  const said = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return said.startsWith(digests.get(url));
}

async function fill(paths) {
  const cache = await caches.open(CACHE);
  for (const url of paths.map(address)) {
    if (await cache.match(url)) continue;
    const fetched = await fetch(url, { cache: "no-cache" });
    if (!(await isOurs(url, fetched))) throw new Error(`of another build: ${url}`);
    await cache.put(url, fetched);
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

async function answer({ request, clientId, resultingClientId }, url) {
  const own = url === registration.scope ? address("index.html") : url;
  const isPage = request.mode === "navigate";
  try {
    if (others.has(clientId) && !isPage) return await fetch(request);
    const kept = await caches.match(own, { cacheName: CACHE });
    if (kept) return kept;
    const fetched = await fetch(request);
    if (request.headers.has("range")) return fetched;
    if (await isOurs(own, fetched)) {
      await (await caches.open(CACHE)).put(own, fetched.clone());
      return fetched;
    }
    if (isPage) others.add(resultingClientId);
    if (!(await isCurrent().catch(() => true))) await leave();
    // A script of another build never runs in a page of this one.
    return isPage || !/\.(js|css)$/.test(own) ? fetched : Response.error();
  } catch {
    if (!isPage) return Response.error();
    return new Response(AWAY, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(caches.has(WHOLE).then((whole) => fill(whole ? Object.keys(FILES) : CORE)));
});
self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(`${place}#`) && name !== CACHE && name !== WHOLE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const url = event.request.url.split(/[?#]/)[0];
  if (event.request.method === "GET" && (digests.has(url) || url === registration.scope)) event.respondWith(answer(event, url));
});
self.addEventListener("message", (event) => {
  const said = (told) => event.source.postMessage(told);
  const { type, pages } = event.data;
  if (type === "take over") self.skipWaiting();
  else if (type === "keep page") event.waitUntil(fill(pages).catch(() => {}));
  else if (type === "keep all") event.waitUntil(fill(Object.keys(FILES)).then(() => caches.open(WHOLE)).then(() => said("kept"), () => said("not kept")));
});
