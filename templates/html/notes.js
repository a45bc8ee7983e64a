// Opens the glossary's words, sources and footnotes beside the text. Without scripts, or with a modifier key, the link
// leads to their list. Where the page has room, those of what one reads stand beside it.
(function () {
  "use strict";
  const { words } = window.book;
  const gap = 8;

  function place(note, link) {
    const [line] = link.getClientRects();
    const width = Math.min(note.offsetWidth, innerWidth - 2 * gap);
    const left = Math.max(gap, Math.min(line.left, innerWidth - width - gap));
    const below = line.bottom + gap;
    const top = below + note.offsetHeight <= innerHeight ? below : line.top - gap - note.offsetHeight;
    note.style.left = `${left}px`;
    note.style.top = `${Math.max(gap, top)}px`;
  }

  // What a footnote says, without the way back.
  function said(item) {
    const copy = document.createElement("div");
    copy.append(...item.cloneNode(true).childNodes);
    for (const one of copy.querySelectorAll(".footnote-back, .page-mark")) one.remove();
    for (const one of copy.querySelectorAll("[id]")) one.removeAttribute("id");
    return copy;
  }

  function footnote(link) {
    const item = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!item) return null;
    const note = document.createElement("div");
    Object.assign(note, { className: "note", id: `note-${item.id}`, popover: "auto", tabIndex: -1 });
    note.setAttribute("role", "dialog");
    note.setAttribute("aria-label", `${words.note} ${link.textContent}`);
    const [line, way, close] = ["p", "a", "button"].map((tag) => document.createElement(tag));
    way.href = link.hash;
    way.textContent = words["to-note"];
    way.addEventListener("click", () => note.hidePopover());
    close.type = "button";
    close.textContent = words.close;
    close.addEventListener("click", () => note.hidePopover());
    line.append(way, " ", close);
    note.append(said(item), line);
    document.querySelector("main").append(note);
    return note;
  }

  function show(note, link) {
    note.showPopover({ source: link });
    place(note, link);
    note.focus({ preventScroll: true });
    note.addEventListener("toggle", (toggled) => {
      if (toggled.newState === "closed" && note.contains(document.activeElement)) link.focus();
    }, { once: true });
  }

  if (!HTMLElement.prototype.showPopover) return;
  const links = [...document.querySelectorAll(".text a[data-note], .text a.footnote-ref, .opening a.footnote-ref")];
  for (const link of links) {
    const find = () => (link.dataset.note ? document.getElementById(link.dataset.note) : document.getElementById(`note-${link.hash.slice(1)}`) ?? footnote(link));
    if (link.dataset.note && !find()) continue;
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const note = find();
      if (!note) return;
      event.preventDefault();
      if (note.matches(":popover-open")) note.hidePopover();
      else show(note, link);
    });
  }

  // In the right column: the notes and sources whose marks are in sight. Those who listen hear them at the marks.
  const beside = document.querySelector(".notes-here");
  const wide = matchMedia("(min-width: 84rem)");
  const marks = links.filter((link) => !link.matches(".term"));
  if (!beside || !marks.length) return;
  beside.setAttribute("aria-hidden", "true");
  beside.inert = true;
  const inSight = new Set();
  const textOf = (link) => (link.dataset.note ? document.getElementById(link.dataset.note)?.children[1] : document.getElementById(decodeURIComponent(link.hash.slice(1))));
  function list() {
    const shown = new Map(marks.filter((link) => inSight.has(link)).map((link) => [link.dataset.note ?? link.hash, link]));
    beside.hidden = !shown.size || !wide.matches;
    beside.querySelector("ul").replaceChildren(...[...shown.values()].filter(textOf).map((link) => {
      const item = document.createElement("li");
      if (link.matches(".footnote-ref")) item.append(`${link.textContent} `);
      item.append(said(textOf(link)));
      return item;
    }));
  }
  const watcher = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) inSight[isIntersecting ? "add" : "delete"](target);
    list();
  });
  for (const mark of marks) watcher.observe(mark);
  wide.addEventListener("change", list);
})();
