// How the page looks, by the reader's choice; and the contents: beside the page until they are put away, on a small
// screen over the page until they have done their work.
(function () {
  "use strict";
  const root = document.documentElement;
  const keep = (name, value) => {
    try { localStorage.setItem(`${root.dataset.book}/${name}`, value); } catch { /* not remembered then */ }
  };

  // Light, dark or as the system; letters in four sizes. What is nothing special has no mark on the page.
  const plain = { theme: "system", size: "normal" };
  const look = document.querySelector(".look-switch");
  look.hidden = !HTMLElement.prototype.showPopover;
  for (const [name, usual] of Object.entries(plain)) {
    for (const input of document.querySelectorAll(`[data-look="${name}"] input`)) {
      input.checked = input.value === (root.dataset[name] ?? usual);
      input.addEventListener("change", () => {
        if (input.value === usual) delete root.dataset[name];
        else root.dataset[name] = input.value;
        keep(name, input.value);
        dispatchEvent(new Event("resize"));
      });
    }
  }

  const menu = document.querySelector(".menu");
  const away = document.querySelector(".menu-switch");
  const beside = matchMedia("(min-width: 68rem)");
  const shown = () => away.setAttribute("aria-expanded", String(beside.matches ? root.dataset.menu !== "away" : menu.open));
  away.hidden = false;
  shown();
  beside.addEventListener("change", shown);
  menu.addEventListener("toggle", () => {
    root.classList.toggle("menu-open", menu.open && !beside.matches);
    shown();
  });
  away.addEventListener("click", () => {
    if (!beside.matches) {
      menu.open = !menu.open;
      if (menu.open) seek();
      return;
    }
    if (root.dataset.menu === "away") delete root.dataset.menu;
    else root.dataset.menu = "away";
    keep("menu", root.dataset.menu ?? "");
    shown();
    stops();
  });

  // What does not scroll is no stop for the keyboard.
  function stops() {
    for (const frame of document.querySelectorAll(".table-scroll, .drawing-frame, .code-frame")) {
      if (frame.scrollWidth > frame.clientWidth + 1) frame.tabIndex = 0;
      else frame.removeAttribute("tabindex");
    }
  }
  addEventListener("resize", stops);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open && !document.querySelector(":popover-open, dialog[open]")) {
      menu.open = false;
      (beside.matches ? menu.querySelector("summary") : away).focus();
    }
  });
  menu.addEventListener("click", (event) => {
    if (event.target.closest("a")) menu.open = false;
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !beside.matches && !event.target.closest(".menu, .menu-switch")) menu.open = false;
  });

  // In a long contents the current line should be in sight; the page itself stays where it is.
  function seek() {
    const current = menu.querySelector("[aria-current=page]");
    const list = menu.querySelector(".contents");
    if (current && list.scrollHeight > list.clientHeight) list.scrollTop = current.offsetTop - list.clientHeight / 3;
  }
  // Once all scripts have written: what is read between makes the browser lay out the page each time.
  requestAnimationFrame(() => {
    stops();
    seek();
  });
})();
