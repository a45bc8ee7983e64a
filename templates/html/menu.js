// The switches between light and dark and for the contents, and a menu that closes when it has done its work.
(function () {
  "use strict";
  const root = document.documentElement;
  const button = document.querySelector(".theme-switch");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const show = () => button.setAttribute("aria-pressed", String(dark()));
  button.hidden = false;
  show();
  system.addEventListener("change", show);
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem(`${root.dataset.book}/theme`, root.dataset.theme); } catch { /* not remembered then */ }
    show();
  });

  // On a wide screen the contents stand beside the page, until they are put away.
  const away = document.querySelector(".menu-switch");
  const shown = () => away.setAttribute("aria-expanded", String(root.dataset.menu !== "away"));
  away.hidden = false;
  shown();
  away.addEventListener("click", () => {
    if (root.dataset.menu === "away") delete root.dataset.menu;
    else root.dataset.menu = "away";
    try { localStorage.setItem(`${root.dataset.book}/menu`, root.dataset.menu ?? ""); } catch { /* not remembered then */ }
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
  stops();
  addEventListener("resize", stops);

  const menu = document.querySelector(".menu");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open && menu.contains(document.activeElement)) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  menu.addEventListener("click", (event) => {
    if (event.target.closest("a")) menu.open = false;
  });
  // In a long contents the current line should be in sight; the page itself stays where it is.
  const current = menu.querySelector("[aria-current]");
  const list = menu.querySelector(".contents");
  if (current && list.scrollHeight > list.clientHeight) {
    list.scrollTop = current.offsetTop - list.clientHeight / 3;
  }
})();
