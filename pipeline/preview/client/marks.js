// Finds the block of the page that a line of the manuscript became, and marks it.
const BLOCKS = "main .text :is(p, li, h2, h3, h4, td, th, dt, dd, figure, pre, aside, table)";
// Fewer words in common are chance.
const LEAST = 0.5;

const STYLE = `
  @keyframes preview-changed { from { background-color: #ffe28a; } }
  .preview-changed { animation: preview-changed 2.5s ease-out; }
  .preview-message { outline: 2px dashed #a33d00; outline-offset: 4px; }
  .preview-message.error { outline-color: #b3261e; }
  .preview-message.note { outline-color: #5a5963; outline-style: dotted; }
  @media (prefers-reduced-motion: reduce) { .preview-changed { animation-timing-function: step-end; } }
  @media print { .preview-message { outline: none; } }`;
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

const wordsOf = (text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);

// The smallest block that holds the most words of a line; null where none is like it.
export function find(line) {
  const sought = wordsOf(line);
  let best = null, most = LEAST * sought.size, smallest = 0;
  if (!sought.size) return null;
  for (const block of document.querySelectorAll(BLOCKS)) {
    const there = wordsOf(block.textContent);
    const common = [...sought].filter((word) => there.has(word)).length;
    if (common > most || (common === most && best && there.size < smallest)) [best, most, smallest] = [block, common, there.size];
  }
  return best;
}

// Light up for a moment what has changed.
export function light(elements) {
  for (const element of elements) {
    element.classList.add("preview-changed");
    element.addEventListener("animationend", () => element.classList.remove("preview-changed"), { once: true });
  }
}

// Mark the blocks that messages are about, and no others.
export function mark(messages) {
  for (const old of document.querySelectorAll(".preview-message")) old.classList.remove("preview-message", "error", "warning", "note");
  for (const { quote, severity } of messages) find(quote)?.classList.add("preview-message", severity);
}
