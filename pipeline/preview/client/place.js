// Where a reader is: kept while the page changes, and over a reload.
const PLACE = "preview/place";

// What is in sight, from the top, and how far each is from it: text above it may grow, and each may be what changes.
function inSight() {
  const blocks = [...document.querySelectorAll("main .text > *, main .text [id]")];
  const first = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 50);
  return blocks.slice(first, first < 0 ? 0 : first + 9).map((block) => ({ block, top: block.getBoundingClientRect().top }));
}

function goBack(block, top, y) {
  scrollTo({ top: block ? scrollY + block.getBoundingClientRect().top - top : y, behavior: "instant" });
}

// Do something to the page without moving what is read.
export function still(change) {
  const seen = inSight(), y = scrollY;
  const result = change();
  const left = seen.find(({ block }) => block.isConnected);
  goBack(left?.block, left?.top, y);
  return result;
}

export function reload() {
  const { block, top } = inSight().find(({ block }) => block.id) ?? { top: 0 };
  // Else the browser would scroll to the old distance after us.
  history.scrollRestoration = "manual";
  const focus = document.activeElement?.id ?? "";
  sessionStorage.setItem(PLACE, JSON.stringify({ page: location.pathname, id: block?.id ?? "", top, y: scrollY, focus }));
  location.reload();
}

export function restore() {
  const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  sessionStorage.removeItem(PLACE);
  setTimeout(() => { history.scrollRestoration = "auto"; }, 0);
  if (!kept || kept.page !== location.pathname) return;
  if (kept.focus) document.getElementById(kept.focus)?.focus({ preventScroll: true });
  goBack(document.getElementById(kept.id), kept.top, kept.y);
}
