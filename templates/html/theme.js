// Before the page is drawn: take the remembered choice of light or dark, of the size of letters, and of the contents
// beside the page or not, so that nothing flashes; and ask for the fonts that every page begins with. One that comes late
// waits for the next page, and moves nothing; but from a disk all come late, and take their places. Note what is entered
// before the scripts that keep it have come.
(function () {
  "use strict";
  const { dataset } = document.documentElement;
  // Several books may share an address. Earlier programs kept one choice for all of them.
  const kept = (name) => localStorage.getItem(`${dataset.book}/${name}`) ?? localStorage.getItem(name);
  try {
    const [theme, size] = [kept("theme"), kept("size")];
    if (theme === "light" || theme === "dark") dataset.theme = theme;
    if (["small", "large", "largest"].includes(size)) dataset.size = size;
    if (kept("menu") === "away") dataset.menu = "away";
  } catch { /* storage may be forbidden: then the system's choice stays */ }
  document.documentElement.classList.add("scripted");
  window.early = new Set();
  for (const type of ["input", "change"]) addEventListener(type, ({ target }) => window.early?.add(target), true);
  if (location.protocol.startsWith("http")) {
    for (const face of ["source-serif-4-latin-400", "bricolage-grotesque-latin-800"]) {
      const link = document.createElement("link");
      Object.assign(link, { rel: "preload", as: "font", fetchPriority: "low", type: "font/woff2", crossOrigin: "", href: `assets/fonts/${face}-normal.woff2` });
      document.head.append(link);
    }
  } else {
    document.fonts.forEach((face) => { face.display = "swap"; });
  }
})();
