// Search in the whole book, offline. The index is a script, because pages opened as files may not fetch data.
(function () {
  "use strict";
  const box = document.querySelector(".search");
  const field = box.querySelector("input");
  const panel = box.querySelector(".results");
  const count = panel.querySelector(".results-count");
  const list = panel.querySelector("ol");
  const rest = panel.querySelector(".results-more");
  const words = window.book.words;
  const shown = 12;
  let engine = null;
  let loading = null;
  let leaving = false;

  const fold = (word) => word.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "");

  // A form that stands nowhere in the book may be one that does, with another ending.
  function stemOf(word) {
    const { stems } = window.bookIndex;
    const folded = fold(word);
    for (let cut = 0; cut <= 4 && folded.length - cut >= 4; cut += 1) {
      const known = stems[folded.slice(0, folded.length - cut)];
      if (known) return known;
    }
    return folded;
  }

  function script(name) {
    return new Promise((done, failed) => {
      const tag = document.createElement("script");
      tag.src = `assets/${name}`;
      tag.onload = done;
      tag.onerror = failed;
      document.head.append(tag);
    });
  }

  function prepare() {
    loading ??= Promise.all([script("minisearch.js"), script("search-index.js")]).then(() => {
      const { pieces, stems } = window.bookIndex;
      engine = new MiniSearch({
        fields: ["title", "text"],
        storeFields: ["title"],
        tokenize: (text) => text.match(/[\p{L}\p{N}]+/gu) ?? [],
        processTerm: (word) => stems[fold(word)] ?? fold(word),
        searchOptions: {
          processTerm: stemOf,
          boost: { title: 3 },
          prefix: (term) => term.length > 2,
          fuzzy: (term) => (term.length > 4 ? 0.2 : 0),
        },
      });
      engine.addAll(pieces.map(([, title, , text], id) => ({ id, title, text })));
    });
    return loading;
  }

  // The words around the first thing found, with the finds marked.
  function excerpt(text, terms) {
    const stems = window.bookIndex.stems;
    const parts = text.split(/([\p{L}\p{N}]+)/u);
    const hit = (word) => terms.has(stems[fold(word)] ?? fold(word));
    const first = Math.max(0, parts.findIndex((part, nth) => nth % 2 && hit(part)));
    const from = Math.max(0, first - 16);
    const line = document.createElement("span");
    line.className = "excerpt";
    if (from > 0) line.append("… ");
    for (const [nth, part] of parts.slice(from, from + 56).entries()) {
      if ((nth + from) % 2 && hit(part)) {
        const mark = document.createElement("mark");
        mark.textContent = part;
        line.append(mark);
      } else line.append(part);
    }
    if (from + 56 < parts.length) line.append(" …");
    return line;
  }

  function entry(address, title, section, more) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const head = document.createElement("span");
    link.href = address;
    head.className = "hit";
    head.textContent = title;
    link.append(head);
    if (section && section !== title) {
      const where = document.createElement("span");
      where.className = "hit-where";
      where.textContent = section;
      link.append(where);
    }
    if (more) link.append(more);
    item.append(link);
    return item;
  }

  function search(most = shown) {
    const asked = field.value.trim();
    list.replaceChildren();
    rest.hidden = true;
    panel.hidden = asked === "";
    if (!asked || !engine) return;
    const { pieces, pages } = window.bookIndex;
    const [, folio] = asked.match(/^(?:s(?:eite)?\.?\s*)?(\d+|[ivxl]+)$/i) ?? [];
    const page = folio && pages[folio.toLowerCase()];
    if (page) list.append(entry(page, `${words.page} ${folio}`, "", null));
    const strict = page ? [] : engine.search(asked, { combineWith: "AND" });
    const found = page || strict.length ? strict : engine.search(asked);
    for (const { id, terms } of found.slice(0, most)) {
      const [address, title, section, text] = pieces[id];
      list.append(entry(address, title, section, excerpt(text, new Set(terms))));
    }
    const n = found.length + (page ? 1 : 0);
    count.textContent = n ? words.results.replace("{n}", n) : words["no-results"];
    rest.hidden = found.length <= most;
    rest.textContent = words["more-results"].replace("{n}", found.length - most);
  }

  const links = () => [...list.querySelectorAll("a")];

  function move(step) {
    const all = links();
    const at = all.indexOf(document.activeElement) + step;
    (at < 0 ? field : all[Math.min(at, all.length - 1)] ?? field).focus();
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

  // The first of the others is where reading goes on.
  rest.addEventListener("click", () => {
    const first = links().length;
    search(Infinity);
    links()[first].focus();
  });

  box.hidden = false;
  field.addEventListener("focus", prepare);
  field.addEventListener("input", () => prepare().then(() => search()));
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && document.activeElement === field) links()[0]?.click();
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
  });
  box.addEventListener("focusout", (event) => { if (!box.contains(event.relatedTarget)) setTimeout(() => box.contains(document.activeElement) || close(), 150); });
  field.addEventListener("focus", () => { if (!leaving && field.value.trim()) prepare().then(() => search()); });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing) { event.preventDefault(); field.focus(); }
  });
})();
