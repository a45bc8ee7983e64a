// Before the page is drawn: take the remembered choice of light or dark, and of the contents beside the page or not, so
// that nothing flashes.
(function () {
  "use strict";
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
    if (localStorage.getItem("menu") === "away") document.documentElement.dataset.menu = "away";
  } catch { /* storage may be forbidden: then the system's choice stays */ }
  document.documentElement.classList.add("scripted");
})();
