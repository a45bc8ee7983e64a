// A field grows with what is written into it, and shrinks with it, never below its printed lines; on paper all of it
// is printed, as text that breaks as the page needs.
(function () {
  "use strict";
  const areas = [...document.querySelectorAll("textarea[data-answer]")];
  const fitted = new WeakMap();
  const widths = new WeakMap();

  // A gap in a sentence is first as wide as its answer, up to the line.
  function widen(area) {
    if (!area.hasAttribute("cols")) return;
    area.dataset.cols ??= area.cols;
    area.cols = Math.max(area.dataset.cols, area.value.length + 1);
  }

  // Who has drawn a field larger wants it so.
  function fit(area) {
    widen(area);
    const drawn = area.style.height !== (fitted.get(area) ?? "");
    if (!drawn) area.style.height = "";
    if (area.scrollHeight > area.clientHeight + 2) area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
    else if (drawn) return;
    fitted.set(area, area.style.height);
  }

  // Windows are turned, contents put away, and what was folded is opened.
  const observer = new ResizeObserver((changes) => {
    for (const { target, contentRect } of changes) {
      if (widths.get(target) !== contentRect.width && target.value) fit(target);
      widths.set(target, contentRect.width);
    }
  });
  for (const area of areas) {
    observer.observe(area);
    area.addEventListener("input", () => fit(area));
    if (area.matches(".one-line")) {
      area.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.isComposing) event.preventDefault();
      });
      area.addEventListener("input", () => {
        if (/[\r\n]/.test(area.value)) area.value = area.value.replace(/\s*[\r\n]+\s*/g, " ");
      });
    }
  }

  addEventListener("beforeprint", () => {
    for (const area of areas.filter((one) => one.value)) {
      const copy = document.createElement("span");
      copy.className = "printed";
      copy.textContent = area.value;
      area.after(copy);
    }
  });
  addEventListener("afterprint", () => {
    for (const copy of document.querySelectorAll(".printed")) copy.remove();
  });
  window.book.fit = fit;
})();
