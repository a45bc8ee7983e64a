// Copies the words of a letter, with what was filled into its gaps.
(function () {
  "use strict";
  const { words } = window.book;
  const SHOWN_MS = 2000;
  const LINE_END = "\u2028";

  // A gap that nobody filled stays in brackets.
  function text(block) {
    const copy = block.cloneNode(true);
    const filled = block.querySelectorAll("input");
    copy.querySelectorAll("input").forEach((input, nth) => {
      input.replaceWith(filled[nth].value || `[${filled[nth].placeholder}]`);
    });
    for (const line of copy.querySelectorAll("br")) line.replaceWith(LINE_END);
    const blocks = [...copy.querySelectorAll("p, li")].map((one) => one.textContent.replace(/[ \t\n]+/g, " ").trim());
    return blocks.filter(Boolean).join("\n\n").replace(/ ?\u2028 ?/g, "\n");
  }

  // Where a page may not write to the clipboard, as from a folder, the old way does it.
  async function copy(written) {
    try {
      await navigator.clipboard.writeText(written);
    } catch {
      const area = document.createElement("textarea");
      area.value = written;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  for (const letter of document.querySelectorAll(".letter")) {
    const [line, button] = [document.createElement("p"), document.createElement("button")];
    line.className = "copy";
    button.type = "button";
    button.textContent = words.copy;
    line.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await copy(text(letter.querySelector(".letter-text")));
      button.textContent = words.copied;
      setTimeout(() => (button.textContent = words.copy), SHOWN_MS);
    });
    line.append(button);
    letter.append(line);
  }
})();
