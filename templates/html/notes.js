// Opens the glossary's words beside the text. Without scripts, or with a modifier key, the link leads to the glossary.
(function () {
  "use strict";
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

  for (const link of document.querySelectorAll("a[data-note]")) {
    const note = document.getElementById(link.dataset.note);
    if (!note?.showPopover) continue;
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (note.matches(":popover-open")) return note.hidePopover();
      note.showPopover({ source: link });
      place(note, link);
      note.focus({ preventScroll: true });
      note.addEventListener("toggle", (toggled) => {
        if (toggled.newState === "closed" && note.contains(document.activeElement)) link.focus();
      }, { once: true });
    });
  }
})();
