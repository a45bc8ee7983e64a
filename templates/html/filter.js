// On the start page and above their lists: methods and sheets by what readers look for; and of the shortcuts one, another at each wish.
(function () {
  "use strict";

  for (const section of document.querySelectorAll(".filtered")) {
    const groups = [...section.querySelectorAll(".filters")];
    const chosen = {};
    const none = section.querySelector(".filter-none");

    // A line is known by where it leads.
    const lines = JSON.parse(section.dataset.lines);
    const items = [...section.querySelectorAll("li, tbody tr")];
    const has = new Map(items.map((item) => [item, lines[item.querySelector("a")?.getAttribute("href")] ?? {}]));
    const matches = (item, [facet, value]) => !value || (has.get(item)[facet] ?? "").split(" ").includes(value);
    function apply() {
      for (const item of items) item.hidden = !Object.entries(chosen).every((one) => matches(item, one));
      for (const phase of section.querySelectorAll(".phase")) phase.hidden = !phase.querySelector("li:not([hidden])");
      none.hidden = items.some((item) => !item.hidden);
    }
    for (const group of groups) {
      group.hidden = false;
      group.addEventListener("click", (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        chosen[group.dataset.facet] = button.value;
        for (const one of group.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === button));
        apply();
      });
    }
  }

  const box = document.querySelector(".all-shortcuts");
  if (!box) return;
  const lines = [...box.querySelectorAll("li")];
  const [next, all] = [box.querySelector(".shortcut-next"), box.querySelector(".shortcut-all")];
  let shown = Math.floor(Date.now() / 86400000) % lines.length;
  const show = (whole) => lines.forEach((line, nth) => { line.hidden = !whole && nth !== shown; });
  box.classList.add("one");
  next.hidden = all.hidden = lines.length < 2;
  next.addEventListener("click", () => {
    shown = (shown + 1) % lines.length;
    show(false);
    all.setAttribute("aria-expanded", "false");
    box.classList.add("one");
  });
  all.addEventListener("click", () => {
    const whole = all.getAttribute("aria-expanded") !== "true";
    all.setAttribute("aria-expanded", String(whole));
    box.classList.toggle("one", !whole);
    show(whole);
  });
  show(false);
})();
