// What was found as a list: title, kind and chapter, the words around it. Links lead to the page and have it mark them.
(function () {
  "use strict";
  const { words } = window.book;
  const { fold } = window.bookWords;
  const [BEFORE, SHOWN, MARKS] = [16, 56, 12];
  let finder = null;

  // The words around the first thing found, with the finds marked.
  function excerpt(text, stems) {
    const parts = text.split(/([\p{L}\p{N}]+)/u);
    const hit = (word) => stems.has(finder.stem(word));
    const first = Math.max(0, parts.findIndex((part, nth) => nth % 2 && hit(part)));
    const from = Math.max(0, first - BEFORE);
    const line = document.createElement("span");
    line.className = "excerpt";
    if (from > 0) line.append("… ");
    for (const [nth, part] of parts.slice(from, from + SHOWN).entries()) {
      if ((nth + from) % 2 && hit(part)) {
        const mark = document.createElement("mark");
        mark.textContent = part;
        line.append(mark);
      } else line.append(part);
    }
    if (from + SHOWN < parts.length) line.append(" …");
    return line;
  }

  // The address with the words to be marked there, which stand before the place on the page.
  function leading(address, text, stems) {
    const forms = new Set(window.bookWords.wordsOf(text).filter((word) => stems.has(finder.stem(word))).map(fold));
    const [page, id] = address.split("#");
    const marked = [...forms].slice(0, MARKS).join(" ");
    return `${page}${marked ? `?${new URLSearchParams({ marked })}` : ""}${id ? `#${id}` : ""}`;
  }

  function line(className, text) {
    const one = document.createElement("span");
    one.className = className;
    one.textContent = text;
    return one;
  }

  function item(address, title, where, more) {
    const [one, link] = [document.createElement("li"), document.createElement("a")];
    link.href = address;
    link.append(line("hit", title));
    if (where) link.append(line("hit-where", where));
    if (more) link.append(more);
    one.append(link);
    return one;
  }

  function entry({ piece, stems }) {
    const [address, kind, label, title, home, text] = finder.pieces[piece];
    const name = finder.homes[home];
    const own = label ? `${label}: ${title}` : title;
    const said = [label.startsWith(words[`kind-${kind}`]) ? "" : words[`kind-${kind}`], own === name ? "" : name];
    return item(leading(address, `${title} ${text}`, stems), own, said.filter(Boolean).join(" · "), text ? excerpt(text, stems) : null);
  }

  // The printed page that was asked for, and all that was found.
  function found(asked) {
    finder ??= window.bookFinder(window.bookIndex);
    const page = finder.page(asked);
    return { page: page && item(page.address, `${words.page} ${page.folio}`, "", null), hits: page ? [] : finder.find(asked) };
  }

  const kindOf = ({ piece }) => finder.pieces[piece][1];

  window.book.hits = { found, entry, kindOf };
})();
