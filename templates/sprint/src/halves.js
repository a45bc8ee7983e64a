// A letter beyond the first 65,536 is two units to JavaScript. Some programs type them one after the other; alone a half
// goes to the others as a sign for what nobody can read, and texts would be unequal for good.
import { EditorView } from "@codemirror/view";

const LONE = /\p{Surrogate}/gu, HIGH = /[\ud800-\udbff]$/, LOW = /^[\udc00-\udfff]/;
const UNREADABLE = "\ufffd", WAIT_MS = 500;

export const wholeLetters = EditorView.updateListener.of((update) => {
  if (!update.docChanged || !update.transactions.some((one) => one.isUserEvent("input"))) return;
  let has = false;
  update.changes.iterChanges((fromA, toA, from, to, inserted) => {
    const text = inserted.toString();
    has ||= LOW.test(text) || HIGH.test(text);
    // The second half is there: both go to the others again, as one letter.
    if (LOW.test(text) && HIGH.test(update.state.sliceDoc(from - 1, from))) queueMicrotask(() => replace(update.view, from - 1, from + 1, update.state.sliceDoc(from - 1, from + 1)));
  });
  if (has) setTimeout(() => { for (const { index } of update.view.state.doc.toString().matchAll(LONE)) replace(update.view, index, index + 1, UNREADABLE); }, WAIT_MS);
});

function replace(view, from, to, insert) {
  if (view.dom.isConnected && !view.state.readOnly && (insert === UNREADABLE || view.state.sliceDoc(from, to) === insert)) view.dispatch({ changes: { from, to, insert } });
}
