// Where the others are: a caret with a name, and what they have selected. Colours are classes: the page's policy allows
// no styles in attributes.
import * as Y from "yjs";
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";

const set = StateEffect.define();

class Caret extends WidgetType {
  constructor(name, colour) { super(); this.name = name; this.colour = colour; }
  eq(other) { return other.name === this.name && other.colour === this.colour; }
  toDOM() {
    const mark = document.createElement("span"), label = document.createElement("span");
    mark.className = `caret colour-${this.colour}`;
    mark.setAttribute("aria-hidden", "true");
    label.textContent = this.name;
    mark.append(label);
    return mark;
  }
  ignoreEvent() { return true; }
}

const field = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    const moved = marks.map(transaction.changes);
    return transaction.effects.reduce((kept, effect) => (effect.is(set) ? effect.value : kept), moved);
  },
  provide: (own) => EditorView.decorations.from(own),
});

const theme = EditorView.baseTheme({
  ".caret": { position: "relative", borderLeft: "2px solid currentColor", marginLeft: "-1px", marginRight: "-1px" },
  ".caret > span": { position: "absolute", left: "-2px", bottom: "100%", padding: "0 .3em", font: "600 .7rem/1.3 var(--sans)", whiteSpace: "nowrap", pointerEvents: "none", zIndex: "5" },
  ".picked": { background: "color-mix(in srgb, currentColor 8%, transparent)", borderBottom: "2px solid currentColor" },
});

export class Carets {
  constructor(line) {
    this.line = line;
    this.there = new Map();
    const self = this;
    this.extension = [field, theme, ViewPlugin.define((view) => {
      self.view = view;
      queueMicrotask(() => self.show());
      return {
        update(update) {
          if (update.selectionSet || update.docChanged || update.focusChanged) self.point(update.state.selection.main);
        },
        destroy() { self.view = null; },
      };
    })];
  }

  point({ anchor, head }) {
    const relative = (place) => Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.line.text, place));
    if (this.line.text.length >= Math.max(anchor, head)) this.line.point(relative(anchor), relative(head));
  }

  hear(said) {
    if (said.anchor) this.there.set(said.client, said);
    else this.there.delete(said.client);
    this.show();
  }

  show() {
    if (!this.view) return;
    const length = this.view.state.doc.length, marks = [];
    const absolute = (json) => Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(json), this.line.doc)?.index;
    for (const { name, colour, anchor, head } of this.there.values()) {
      let from, to;
      try { from = absolute(anchor); to = absolute(head); } catch { continue; }
      if (from === undefined || to === undefined || Math.max(from, to) > length) continue;
      if (from !== to) marks.push(Decoration.mark({ class: `picked colour-${colour}-line` }).range(Math.min(from, to), Math.max(from, to)));
      marks.push(Decoration.widget({ widget: new Caret(name, colour), side: -1 }).range(to));
    }
    this.view.dispatch({ effects: set.of(Decoration.set(marks, true)) });
  }
}
