// Who comes from the search finds the words marked, until Escape.
(function () {
  "use strict";
  const { fold } = window.bookWords;
  const wanted = new Set((new URLSearchParams(location.search).get("marked") ?? "").split(" ").filter(Boolean));
  if (!wanted.size) return;

  function mark(node) {
    const parts = node.data.split(/([\p{L}\p{N}\u00ad]+)/u);
    if (!parts.some((part, nth) => nth % 2 && wanted.has(fold(part)))) return;
    node.replaceWith(...parts.filter(Boolean).map((part) => {
      if (!wanted.has(fold(part))) return part;
      const one = document.createElement("mark");
      one.className = "sought";
      one.textContent = part;
      return one;
    }));
  }

  const texts = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT, (node) =>
    (node.parentElement.closest("svg, textarea, script, .tools, .page-mark") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const nodes = [];
  while (texts.nextNode()) nodes.push(texts.currentNode);
  for (const node of nodes) mark(node);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const one of document.querySelectorAll("mark.sought")) {
      const parent = one.parentNode;
      one.replaceWith(...one.childNodes);
      parent.normalize();
    }
  });
})();
