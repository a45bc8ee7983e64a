// A figure as large as the window, and larger: its words are read without a lens.
(function () {
  "use strict";
  const { words } = window.book;
  const figures = [...document.querySelectorAll(".text figure")].filter((one) => one.querySelector(".drawing, img"));

  function open(figure) {
    const picture = figure.querySelector(".drawing, img");
    const copy = picture.cloneNode(true);
    copy.removeAttribute("width");
    copy.removeAttribute("height");
    const [dialog, frame, line, close] = ["dialog", "div", "p", "button"].map((tag) => document.createElement(tag));
    dialog.className = "zoom";
    dialog.setAttribute("aria-label", figure.querySelector("figcaption")?.textContent ?? words.zoom);
    frame.className = "zoom-frame";
    frame.tabIndex = 0;
    frame.setAttribute("role", "group");
    frame.setAttribute("aria-label", words.zoom);
    frame.addEventListener("click", () => frame.classList.toggle("larger"));
    close.type = "button";
    close.textContent = words.close;
    close.autofocus = true;
    close.addEventListener("click", () => dialog.close());
    line.append(close);
    frame.append(copy);
    dialog.append(line, frame);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  for (const figure of figures) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "do-zoom";
    button.textContent = words.zoom;
    const about = figure.querySelector("figcaption");
    if (about) {
      about.id ||= `${figure.id}--caption`;
      button.setAttribute("aria-describedby", about.id);
    }
    button.addEventListener("click", () => open(figure));
    const frame = figure.querySelector(".drawing-frame, img");
    frame?.after(button);
  }
})();
