// A page of the preview that is not the web edition: made anew when its PDF or e-book is, at the same place.
import { show, complain } from "./panel.js";

const { view, page } = document.body.dataset;
const shown = document.querySelector('script[src^="/-preview/"]').dataset.digest;

// The printed page with the block that was read on the web.
async function goTo(id) {
  const answer = await fetch(`/-preview/print/page-of?id=${encodeURIComponent(id)}`);
  if (answer.ok) document.getElementById(`page-${await answer.text()}`)?.scrollIntoView();
}

const changes = new EventSource("/-preview/changes");
changes.onmessage = (event) => {
  const said = JSON.parse(event.data);
  show(said, page);
  if (said.version && String(view === "print" ? said.prints : said.version) !== shown) location.reload();
};
changes.onerror = () => complain("lost");
if (view === "print" && location.hash && performance.getEntriesByType("navigation")[0]?.type !== "reload") goTo(decodeURIComponent(location.hash.slice(1)));
