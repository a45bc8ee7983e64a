// Markdown as authors of a workbook write it: the head of the file, boxes and attributes beside what everybody knows.
import { Language, defineLanguageFacet, HighlightStyle, syntaxHighlighting, foldNodeProp, foldService } from "@codemirror/language";
import { parser, Table, Strikethrough, TaskList } from "@lezer/markdown";
import { StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import { boxesIn } from "./blocks.js";
import { styleTags, tags, Tag } from "@lezer/highlight";

const box = Tag.define(), attribute = Tag.define(), head = Tag.define();

const Workbook = {
  defineNodes: [{ name: "Head", block: true, style: head }, { name: "Box", block: true, style: box }, { name: "Attributes", style: attribute }],
  parseBlock: [
    {
      name: "Head",
      before: "HorizontalRule",
      parse(cx, line) {
        if (cx.lineStart !== 0 || line.text.trimEnd() !== "---") return false;
        while (cx.nextLine()) {
          if (/^(---|\.\.\.)\s*$/.test(line.text)) {
            cx.addElement(cx.elt("Head", 0, cx.lineStart + line.text.length));
            cx.nextLine();
            return true;
          }
        }
        cx.addElement(cx.elt("Head", 0, cx.lineStart + line.text.length));
        return true;
      },
    },
    {
      name: "Box",
      parse(cx, line) {
        if (!/^\s*:{3,}/.test(line.text)) return false;
        cx.addElement(cx.elt("Box", cx.lineStart, cx.lineStart + line.text.length));
        cx.nextLine();
        return true;
      },
      endLeaf: (_, line) => /^\s*:{3,}/.test(line.text),
    },
  ],
  parseInline: [{
    name: "Attributes",
    parse(cx, next, place) {
      if (next !== 123) return -1;
      const found = /^\{[^{}\n]*\}/.exec(cx.slice(place, cx.end));
      return found ? cx.addElement(cx.elt("Attributes", place, place + found[0].length)) : -1;
    },
  }],
};

const facet = defineLanguageFacet({ commentTokens: { block: { open: "<!--", close: "-->" } } });
const configured = parser.configure([Table, Strikethrough, TaskList, Workbook, {
  props: [styleTags({ "Link/...": tags.link, "Image/...": tags.link }), foldNodeProp.add({})],
}]);
export const language = new Language(facet, configured, [], "markdown");

// Boxes are seen as such: a bar beside all their lines.
export const boxes = StateField.define({
  create: (state) => boxesNow(state),
  update: (old, change) => (change.docChanged ? boxesNow(change.state) : old),
  provide: (own) => [EditorView.decorations.from(own, ({ marks }) => marks), EditorView.baseTheme({
    ".cm-line.cm-box": { boxShadow: "inset 4px 0 var(--box-ink)", paddingLeft: "14px", backgroundColor: "color-mix(in srgb, var(--box) 50%, transparent)" },
  })],
});

function boxesNow(state) {
  const found = boxesIn(state.doc.toString()), lines = new Set(found.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, nth) => first + nth)));
  const mark = Decoration.line({ class: "cm-box" });
  return { ends: new Map(found.map(({ first, last }) => [first, last])), marks: Decoration.set([...lines].sort((a, b) => a - b).map((nth) => mark.range(state.doc.line(nth + 1).from))) };
}

// A heading folds up to the next one of its level or above, a box to its end.
export const headings = foldService.of((state, start) => {
  const line = state.doc.lineAt(start), end = state.field(boxes).ends.get(line.number - 1);
  if (end !== undefined) return { from: line.to, to: state.doc.line(end + 1).to };
  const level = /^(#{1,6}) /.exec(line.text)?.[1].length;
  if (!level) return null;
  let last = state.doc.lines;
  for (let number = line.number + 1; number <= state.doc.lines; number++) {
    const other = /^(#{1,6}) /.exec(state.doc.line(number).text);
    if (other && other[1].length <= level) { last = number - 1; break; }
  }
  while (last > line.number && !state.doc.line(last).text.trim()) last--;
  return last > line.number ? { from: line.to, to: state.doc.line(last).to } : null;
});

export const look = syntaxHighlighting(HighlightStyle.define([
  { tag: tags.heading1, fontSize: "1.5em", fontWeight: "600", fontFamily: "var(--sans)" },
  { tag: tags.heading2, fontSize: "1.25em", fontWeight: "600", fontFamily: "var(--sans)" },
  { tag: [tags.heading3, tags.heading4, tags.heading5, tags.heading6], fontSize: "1.1em", fontWeight: "600", fontFamily: "var(--sans)" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: tags.link, color: "var(--accent)" },
  { tag: [tags.processingInstruction, tags.url, tags.contentSeparator, tags.meta, attribute], color: "var(--dim)", fontWeight: "400", fontStyle: "normal" },
  { tag: attribute, fontSize: ".85em" },
  { tag: [tags.monospace, tags.comment], fontFamily: "ui-monospace, monospace", fontSize: ".9em" },
  { tag: tags.comment, color: "var(--soft)" },
  { tag: head, color: "var(--soft)", fontFamily: "ui-monospace, monospace", fontSize: ".85em" },
  { tag: box, color: "var(--box-ink)", fontWeight: "600", fontFamily: "var(--sans)" },
  { tag: tags.list, color: "inherit" },
]));
