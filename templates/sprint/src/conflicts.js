// A place with two readings: each has a button that takes it, and both can stay. Two clicks, and the box is gone.
import { StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { words } from "./words.js";

const BOX = /^(:{4,}) *\{?\.?(?:konflikt|conflict)\}?[ \t]*\n([\s\S]*?)^\1[ \t]*$/gm;
const READING = /^(:{3,}) *\{?\.?(?:lesart|reading)\}?[ \t]*\n([\s\S]*?)^\1[ \t]*(?:\n|$)/gm;

export function conflictsIn(text) {
  return [...text.matchAll(BOX)].map((box) => {
    const inside = box.index + box[0].indexOf("\n") + 1;
    const readings = [...box[2].matchAll(READING)].map((one) => ({ at: inside + one.index, text: one[2].replace(/\n$/, "") }));
    return { from: box.index, to: box.index + box[0].length, readings };
  }).filter((box) => box.readings.length > 1);
}

class Choice extends WidgetType {
  constructor(nth, which) { super(); this.nth = nth; this.which = which; }
  eq(other) { return other.nth === this.nth && other.which === this.which; }
  toDOM(view) {
    const row = document.createElement("div");
    row.className = "choice";
    const add = (label, pick) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.onclick = () => {
        const box = conflictsIn(view.state.doc.toString())[this.nth];
        if (box) view.dispatch({ changes: { from: box.from, to: box.to, insert: pick(box) }, userEvent: "input" });
        view.focus();
      };
      row.append(button);
    };
    add(words.takeThis, (box) => box.readings[this.which].text);
    if (this.which === 0) add(words.takeBoth, (box) => box.readings.map((one) => one.text).join("\n\n"));
    return row;
  }
  ignoreEvent() { return true; }
}

const marks = (state) => Decoration.set(conflictsIn(state.doc.toString()).flatMap((box, nth) => box.readings.map(
  (reading, which) => Decoration.widget({ widget: new Choice(nth, which), block: true, side: -1 }).range(reading.at))));

export const conflicts = StateField.define({
  create: marks,
  update: (old, transaction) => (transaction.docChanged ? marks(transaction.state) : old),
  provide: (own) => [EditorView.decorations.from(own), EditorView.baseTheme({
    ".choice": { display: "flex", gap: ".4rem", padding: ".3rem 0", fontFamily: "var(--sans)" },
  })],
});
