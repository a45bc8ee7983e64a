// The field in the bar: the best of what is found at once, all of it on a page of its own. Everything the search needs
// is loaded when it is wanted, once; when that fails it is said, and tried again.
(function () {
  "use strict";
  const box = document.querySelector(".search");
  const field = box.querySelector("input");
  const panel = box.querySelector(".results");
  const count = panel.querySelector(".results-count");
  const list = panel.querySelector("ol");
  const all = panel.querySelector(".results-all");
  const { words, load } = window.book;
  const shown = 8;
  let leaving = false;

  const prepare = () => Promise.all(["find.js", "search-index.js", "hits.js"].map(load)).then(() => window.book.hits);
  const address = (asked) => `${box.dataset.page}#${new URLSearchParams({ q: asked })}`;

  function show({ found, entry }, asked) {
    const { page, hits } = found(asked);
    list.replaceChildren(...(page ? [page] : []), ...hits.slice(0, shown).map(entry));
    const n = hits.length + (page ? 1 : 0);
    count.textContent = n ? words.results.replace("{n}", n) : words["no-results"];
    all.hidden = hits.length <= shown;
    all.textContent = words["all-results"].replace("{n}", n);
    all.href = address(asked);
    panel.dataset.asked = asked;
  }

  async function search() {
    const asked = field.value.trim();
    panel.hidden = asked === "";
    if (!asked) return;
    const waiting = setTimeout(() => { count.textContent = words["search-loading"]; }, 150);
    try {
      const hits = await prepare();
      if (field.value.trim() === asked) show(hits, asked);
    } catch {
      list.replaceChildren();
      all.hidden = true;
      count.textContent = words["search-failed"];
    } finally {
      clearTimeout(waiting);
    }
  }

  const stops = () => [...list.querySelectorAll("a"), ...(all.hidden ? [] : [all])];

  function move(step) {
    const links = stops();
    const at = links.indexOf(document.activeElement) + step;
    (at < 0 ? field : links[Math.min(at, links.length - 1)] ?? field).focus();
  }

  function close() {
    panel.hidden = true;
  }

  // Back to the field without opening the list again.
  function leave() {
    leaving = true;
    field.focus();
    leaving = false;
    close();
  }

  box.hidden = false;
  field.addEventListener("focus", () => {
    prepare().catch(() => {});
    if (!leaving && field.value.trim()) search();
  });
  field.addEventListener("input", search);
  addEventListener("online", () => { if (!panel.hidden) search(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && document.activeElement === field) {
      if (field.value.trim()) location.assign(address(field.value.trim()));
    } else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) setTimeout(() => box.contains(document.activeElement) || close(), 150);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing) { event.preventDefault(); field.focus(); }
  });
  window.book.prepareSearch = prepare;
})();
