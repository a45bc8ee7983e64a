// In the preview only: follows what is written. A page that changed is changed in its place, one that did not is left alone,
// and one that was not there comes by itself.
import { light, mark } from "./marks.js";
import { seek, show, complain } from "./panel.js";
import { patch } from "./patch.js";
import { reload, restore, still } from "./place.js";

const OWN = "/-preview/client.js";
const page = decodeURIComponent(location.pathname.slice(1)) || "index.html";
const digestOf = (tree) => tree.querySelector(`script[src^="${OWN}"]`)?.dataset.digest ?? "";
const sources = new Map();
let shown = digestOf(document);

async function read() {
  const answer = await fetch(location.pathname, { cache: "no-store" });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}
// As it came, before the page's scripts added to it.
let source = read().catch(() => null);

// Styles and pictures that are other than those that are shown.
function refresh(digests) {
  for (const element of document.querySelectorAll("link[rel~=stylesheet], img[src], script[src]")) {
    const where = element.localName === "link" ? "href" : "src";
    const { origin, pathname } = new URL(element[where], location.href);
    const name = decodeURIComponent(pathname.slice(1)), digest = digests[name];
    if (origin !== location.origin || !digest) continue;
    const before = sources.get(name);
    sources.set(name, digest);
    if (before === undefined || before === digest) continue;
    if (element.localName === "script") return false;
    element[where] = `${pathname}?${digest}`;
  }
  return true;
}

async function follow(said) {
  // A server that was just started has no book yet; what is shown here is the best there is.
  if (!said.version) return complain("building", shown !== "");
  show(said, page);
  const digest = said.pages[page];
  if (digest === undefined) return complain("gone", shown !== "");
  if (!refresh(said.pages) || !shown) return reload();
  if (digest !== shown) {
    const before = await source, after = await read();
    if (!before || digestOf(before) !== shown) return reload();
    const changed = still(() => patch(document.body, before.body, after.body));
    if (!changed) return reload();
    document.title = after.title;
    [source, shown] = [Promise.resolve(after), digestOf(after)];
    light(changed);
  }
  mark(said.messages.filter((message) => message.page === page));
}

// A draft is never kept for later: a worker that an earlier preview let in at this address would show what was.
async function forget() {
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((one) => one.unregister()));
  if (registrations.length && navigator.serviceWorker.controller) reload();
}

let following = forget();
const changes = new EventSource("/-preview/changes");
changes.onmessage = (event) => {
  const said = JSON.parse(event.data);
  // One after the other; what cannot be fetched while a server ends is asked for again when it is back.
  following = following.then(() => follow(said)).catch(() => complain("lost"));
};
changes.onerror = () => complain("lost");
addEventListener("load", () => { restore(); seek(); });
