// The way into another language leads to the paragraph that is being read: the uppermost in sight that is there, too,
// or the next where only its end is in sight.
// What a translation lags behind is marked beside it.
(function () {
  "use strict";
  // So little is the page's beginning.
  const NEAR_TOP = 40;

  function inSight(places) {
    if (scrollY < NEAR_TOP) return "";
    const top = document.querySelector("header.top").getBoundingClientRect().bottom;
    const known = Object.keys(places).map((id) => document.getElementById(id)).filter(Boolean);
    const [first, second] = known.filter((block) => block.getBoundingClientRect().bottom > top + 1);
    if (!first) return "";
    const isEnding = first.getBoundingClientRect().top < top && second?.getBoundingClientRect().top < innerHeight / 2;
    return `#${places[(isEnding ? second : first).id]}`;
  }

  for (const way of document.querySelectorAll("a.language[data-places]")) {
    const page = way.href;
    const places = JSON.parse(way.dataset.places);
    const lead = () => { way.href = page + inSight(places); };
    for (const event of ["pointerdown", "focus", "click"]) way.addEventListener(event, lead);
  }

  for (const link of document.querySelectorAll(".lagging a.lag[href^='#']")) {
    document.getElementById(decodeURIComponent(link.hash.slice(1)))?.classList.add("lags");
  }
})();
