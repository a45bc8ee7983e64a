// Every block can be led to and reported: a sign beside headings, boxes and figures, and beside whatever one points at
// or is in. It opens the block's address to be copied, its printed page in the PDF, and a report with what is known.
(function () {
  "use strict";
  const { words, edition, folios, pdf, feedback, made, button } = window.book;
  const text = document.querySelector(".text");
  if (!text || !HTMLElement.prototype.showPopover) return;
  const SIGNED = "h2[id], h3[id], .box[id], .method[id], .checklist[id], .micro-method[id], figure[id]";
  const OTHERS = "p[id], li[id], table[id], .field[id], blockquote[id], dt[id], .canvas[id], .cell[id], tr[id]";
  const title = document.querySelector("h1").textContent.replace(/\s+/g, " ").trim();

  // The printed page that a block is on: the last that began before it.
  function folio(block) {
    const marks = [...document.querySelectorAll("article .page-mark")];
    return marks.filter((mark) => block.contains(mark) || mark.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING).pop()?.textContent ?? "";
  }

  function address(block) {
    return `${location.href.split(/[?#]/)[0]}#${encodeURIComponent(block.id)}`;
  }

  // What is known of a block, for those who mend it.
  function report(block, page) {
    const copy = block.cloneNode(true);
    for (const mark of copy.querySelectorAll(".page-mark, .sign")) mark.remove();
    const said = copy.textContent.replace(/\u00ad/g, "").replace(/\s+/g, " ").trim().slice(0, 160);
    const versions = [edition && `${words.edition} ${edition}`, document.querySelector(".foot .draft")?.textContent.trim()];
    const subject = words["report-title"].replace("{title}", title).replace("{edition}", versions.filter(Boolean).join(" "));
    const body = [words["report-body"], "", "", "—", ...(page ? [`${words.page} ${page}`] : []), `#${block.id}`, address(block), `„${said}“`].join("\n");
    if (feedback.includes("://")) return `${feedback}${feedback.includes("?") ? "&" : "?"}${new URLSearchParams({ title: subject, body })}`;
    return `mailto:${feedback}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
  }

  async function copy(copier, written) {
    try {
      await navigator.clipboard.writeText(written);
    } catch {
      const area = made("textarea", "");
      area.value = written;
      panel.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      copier.focus();
    }
    copier.textContent = words.copied;
  }

  const panel = made("div", "note block-panel");
  Object.assign(panel, { popover: "auto", tabIndex: -1, lang: document.querySelector(".top").lang });
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", words.block);

  function way(href, shown) {
    const link = made("a", "", shown);
    link.href = href;
    return link;
  }

  function open(sign, block) {
    const page = folio(block);
    const copier = button("do-copy", words["block-copy"], () => copy(copier, address(block)));
    const ways = [copier];
    const leaf = folios.indexOf(page) + 1;
    if (page && pdf && leaf) ways.push(way(`${pdf}#page=${leaf}`, words["block-page"].replace("{page}", page)));
    if (feedback) ways.push(way(report(block, page), words["block-report"]));
    panel.replaceChildren(...ways);
    document.querySelector("main").append(panel);
    panel.showPopover();
    const line = sign.getBoundingClientRect();
    panel.style.left = `${Math.max(8, Math.min(line.left, innerWidth - panel.offsetWidth - 8))}px`;
    panel.style.top = `${line.bottom + 6 + panel.offsetHeight < innerHeight ? line.bottom + 6 : Math.max(8, line.top - 6 - panel.offsetHeight)}px`;
    copier.focus({ preventScroll: true });
    panel.ontoggle = (event) => {
      if (event.newState === "closed" && panel.contains(document.activeElement)) sign.focus();
    };
  }

  function sign() {
    // Without text of its own: the style draws it, and who copies or reads out a block has only the book's words.
    const one = button("sign", "", (event) => {
      event.preventDefault();
      event.stopPropagation();
      open(one, one.closest("[id]"));
    });
    one.setAttribute("aria-label", words.block);
    one.setAttribute("aria-haspopup", "dialog");
    return one;
  }

  for (const block of text.querySelectorAll(SIGNED)) {
    if (block.parentElement.closest("details.sample, svg")) continue;
    const home = block.querySelector(":scope > .box-label, :scope > figcaption, :scope > .box-title") ?? block;
    home.append(" ", sign());
  }

  // One more goes to the block in use.
  const moving = sign();
  moving.classList.add("moving");
  function go(event) {
    const block = event.target.closest?.(`.text :is(${OTHERS})`);
    if (!block || block.contains(moving) || moving.matches(":focus") || block.closest("svg, pre, label, .tools")) return;
    if (block.matches("table, tr")) return;
    block.classList.add("has-sign");
    block.append(moving);
  }
  text.addEventListener("pointerover", go);
  text.addEventListener("focusin", go);
  addEventListener("beforeprint", () => { panel.matches(":popover-open") && panel.hidePopover(); });

  // A printed page's mark leads to that page.
  for (const mark of document.querySelectorAll("article .page-mark")) {
    const leaf = folios.indexOf(mark.textContent) + 1;
    if (!pdf || !leaf) continue;
    mark.title = words["block-page"].replace("{page}", mark.textContent);
    mark.addEventListener("click", () => location.assign(`${pdf}#page=${leaf}`));
  }
})();
