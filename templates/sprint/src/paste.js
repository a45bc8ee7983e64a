// What is pasted from other programs: the server makes Markdown of it, as it does of what is imported, and it comes to
// where it was pasted, whatever the others write meanwhile.
import * as Y from "yjs";
import { syntaxTree } from "@codemirror/language";

// In these everything is what it is.
const LITERAL = new Set(["Head", "FencedCode", "CodeBlock", "InlineCode", "Comment", "CommentBlock", "Attributes", "URL"]);
const NO_WORDS = /<!--[\s\S]*?-->|<(style|script|title|xml)\b[\s\S]*?<\/\1>|<[^>]*>|&nbsp;/gi;
const EMPTY_POINT = /^\s*(?:[-*+]|\d+[.)])(?: \[[ xX]\])?\s*$/, ROW = /^\s*\|/;

// The HTML that is to be read; empty where the plain text, or a picture, is what is meant.
export function htmlIn(data, state) {
  const html = data?.getData("text/html") ?? "";
  if (!html || state.readOnly) return "";
  for (let node = syntaxTree(state).resolveInner(state.selection.main.from, -1); node; node = node.parent) if (LITERAL.has(node.name)) return "";
  const words = html.replace(NO_WORDS, "").trim();
  // Word and Excel bring a picture of the words along; of a picture alone a browser brings its address.
  return words || !data.files.length ? html : "";
}

export async function bring(view, line, html, plain, read) {
  const { from, to } = view.state.selection.main;
  if (to > from) view.dispatch({ changes: { from, to }, userEvent: "delete" });
  const place = Y.createRelativePositionFromTypeIndex(line.text, from, -1);
  const made = await read(html, levelAbove(view.state.doc, from));
  const at = Y.createAbsolutePositionFromRelativePosition(place, line.doc)?.index ?? view.state.doc.length;
  if (view.state.readOnly || !view.dom.isConnected) return;
  const change = made?.text ? fitted(view.state.doc, at, made, plain) : { from: at, to: at, insert: plainSigns(plain) };
  const stays = view.state.selection.main.empty && view.state.selection.main.head === at;
  view.dispatch({ changes: change, ...(stays && { selection: { anchor: change.from + change.insert.length } }), scrollIntoView: stays, userEvent: "input.paste" });
}

// Words as a text can have them: other programs part lines with signs of their own, and PDF viewers leave NUL in them.
export const plainSigns = (text) => text.replace(/\r\n?|[\v\f\u2028\u2029]/g, "\n").replace(/[\0-\x08\x0e-\x1f\x7f]/g, "");

function levelAbove(doc, at) {
  for (let number = doc.lineAt(at).number; number > 0; number--) {
    const marks = /^(#{1,6}) /.exec(doc.line(number).text);
    if (marks) return marks[1].length;
  }
  return 0;
}

// Words go into the sentence, blocks stand by themselves; in a table all is one line.
function fitted(doc, at, { text, inline }, plain) {
  const line = doc.lineAt(at);
  if (ROW.test(line.text)) return { from: at, to: at, insert: (inline ? text : plain.trim()).replace(/\s*\n\s*/g, " ").replace(/(?<!\\)\|/g, "\\|") };
  if (inline) return { from: at, to: at, insert: `${/^\s/.test(plain) ? " " : ""}${text}${/\s$/.test(plain) ? " " : ""}` };
  const isPoint = EMPTY_POINT.test(line.text);
  const from = isPoint ? line.from : at - /[ \t]*$/.exec(line.text.slice(0, at - line.from))[0].length;
  const to = isPoint ? line.to : at + /^[ \t]*/.exec(line.text.slice(at - line.from))[0].length;
  return { from, to, insert: apart(doc, from, to, text) };
}

// A block with blank lines around it.
export function apart(doc, from, to, text) {
  const before = doc.sliceString(Math.max(0, from - 2), from), after = doc.sliceString(to, to + 2);
  return (from === 0 || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n") + text
    + (to === doc.length ? "\n" : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n");
}
