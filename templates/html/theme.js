// Before the page is drawn: take the remembered choice of light or dark, so that nothing flashes.
(function () {
  "use strict";
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch { /* storage may be forbidden: then the system's choice stays */ }
  document.documentElement.classList.add("scripted");
})();
