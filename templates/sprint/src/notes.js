// What is said of a text, in its margin: a card for each thread, beside its line; settled by a click.
import { StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";
import { syntaxTree } from "@codemirror/language";
import { canMark, settle, threadsIn } from "./critic.js";
import { make } from "./dom.js";
import { words } from "./words.js";

const APART = 8, COLOURS = 12;
// In these nothing can be said: it would be read as something else.
const SILENT = new Set(["Head", "Box", "FencedCode", "CodeBlock", "InlineCode", "HTMLBlock", "Comment", "CommentBlock", "Attributes", "URL"]);

const colourOf = (name) => [...name].reduce((sum, sign) => sum + sign.codePointAt(0), 0) % COLOURS;

class Chip extends WidgetType {
  constructor(name) { super(); this.name = name; }
  eq(other) { return other.name === this.name; }
  toDOM() { return make("span", { class: `chip colour-${colourOf(this.name)}` }, this.name || "…"); }
  ignoreEvent() { return false; }
}

const field = StateField.define({
  create: (state) => ({ threads: threadsIn(state.doc.toString()) }),
  update: (old, transaction) => (transaction.docChanged ? { threads: threadsIn(transaction.newDoc.toString()) } : old),
});

// Signs are dimmed; what is said stands in the margin, and in the text only where the caret is.
const shown = EditorView.decorations.compute([field, "selection"], (state) => {
  const { from, to } = state.selection.main, marks = [], add = (start, end, name) => end > start && marks.push(Decoration.mark({ class: name }).range(start, end));
  for (const thread of state.field(field).threads) {
    const near = from <= thread.to && to >= thread.from;
    for (const mark of thread.marks) {
      if (mark.kind === "note") {
        const name = thread.isChange ? mark.note.trim() : /^([^:\n]{1,40}): /.exec(mark.note)?.[1] ?? "";
        if (near) add(mark.from, mark.to, "critic-note");
        else marks.push(Decoration.replace({ widget: new Chip(name) }).range(mark.from, mark.to));
        continue;
      }
      const inside = mark.from + 3, end = mark.to - 3;
      add(mark.from, inside, "critic-sign");
      if (mark.old !== undefined) {
        const middle = inside + mark.old.length;
        add(inside, middle, "critic-del");
        add(middle, middle + 2, "critic-sign");
        add(middle + 2, end, "critic-ins");
      } else add(inside, end, mark.ins !== undefined ? "critic-ins" : mark.del !== undefined ? "critic-del" : "critic-mark");
      add(end, mark.to, "critic-sign");
    }
  }
  return Decoration.set(marks, true);
});

export class Notes {
  // `reply(thread)` asks for an answer and puts it in; `mayWrite()` says whether anything can be settled.
  constructor(place, { reply, mayWrite }) {
    this.reply = reply;
    this.mayWrite = mayWrite;
    this.list = make("ol");
    this.place = place;
    place.replaceChildren(make("h2", {}, words.notes), this.list);
    const self = this;
    this.extension = [field, shown, ViewPlugin.define((view) => {
      self.view = view;
      const scrolled = () => self.lay();
      view.scrollDOM.addEventListener("scroll", scrolled, { passive: true });
      self.draw();
      return {
        update(update) {
          if (update.docChanged || update.transactions.some((one) => one.reconfigured)) self.draw();
          else if (update.selectionSet) self.point();
          if (update.docChanged || update.geometryChanged) self.lay();
        },
        destroy() { view.scrollDOM.removeEventListener("scroll", scrolled); self.view = null; },
      };
    })];
  }

  get threads() { return this.view.state.field(field).threads; }

  // Cards are made anew only when something else is said: who reads one by keyboard keeps the place.
  draw() {
    const threads = this.threads, may = this.mayWrite();
    const said = JSON.stringify([may, threads.map(({ notes, isChange, marks }) => [notes, isChange, marks.map(({ ins, del, old, fresh, mark }) => [ins, del, old, fresh, mark])])]);
    if (said !== this.said) {
      this.said = said;
      const focused = [...this.list.children].findIndex((card) => card.contains(document.activeElement));
      this.list.replaceChildren(...threads.map((thread, nth) => this.card(thread, nth, may)));
      this.place.hidden = !threads.length;
      if (focused >= 0) (this.list.children[Math.min(focused, threads.length - 1)]?.querySelector("button") ?? this.view).focus();
    }
    this.point();
    this.lay();
  }

  card(thread, nth, may) {
    const button = (label, act) => make("button", { type: "button", onclick: () => act(this.threads[nth]) }, label);
    const name = (thread.notes[0]?.name ?? "") || words.somebody;
    const head = make("button", { type: "button", class: "quote", onclick: () => this.go(this.threads[nth]) }, ...quoteOf(thread));
    const talk = thread.notes.filter((one) => one.text).map((one) => make("p", {}, make("b", {}, one.name || words.somebody), ` ${one.text}`));
    if (thread.isChange) talk.unshift(make("p", {}, make("b", {}, words.suggests(name))));
    const deeds = thread.isChange
      ? [button(words.takeIt, (one) => this.end(one, true)), button(words.leaveIt, (one) => this.end(one, false))]
      : [button(words.done, (one) => this.end(one, true)), button(words.answer, (one) => this.reply(one))];
    return make("li", { class: `colour-${colourOf(thread.notes[0]?.name ?? "")}` }, head, ...talk, may ? make("div", { class: "row" }, ...deeds) : "");
  }

  end(thread, take) {
    if (thread) this.view.dispatch({ changes: settle(this.view.state.doc.toString(), thread, take), userEvent: "input.settle" });
  }

  go(thread) {
    this.view.dispatch({ selection: { anchor: thread.marks[0].from + (thread.marks[0].kind === "note" ? 0 : 3) }, scrollIntoView: true });
    this.view.focus();
  }

  point() {
    const { head } = this.view.state.selection.main;
    this.threads.forEach((thread, nth) => this.list.children[nth]?.classList.toggle("near", head >= thread.from && head <= thread.to));
  }

  // Each beside its line, none on another.
  lay() {
    this.view.requestMeasure({
      key: this,
      read: (view) => {
        const top = view.documentTop - this.place.getBoundingClientRect().top;
        return this.threads.map((thread) => top + view.lineBlockAt(Math.min(thread.from, view.state.doc.length)).top);
      },
      write: (tops) => {
        let free = -Infinity;
        const cards = [...this.list.children], heights = cards.map((card) => card.offsetHeight);
        cards.forEach((card, nth) => {
          const top = Math.max(free, tops[nth] ?? 0);
          card.style.top = `${top}px`;
          free = top + heights[nth] + APART;
        });
      },
    });
  }
}

function quoteOf(thread) {
  return thread.marks.filter((mark) => mark.kind !== "note").flatMap((mark) => [
    mark.mark !== undefined && make("mark", {}, mark.mark), mark.del !== undefined && make("del", {}, mark.del), mark.old && make("del", {}, mark.old),
    mark.ins !== undefined && make("ins", {}, mark.ins), mark.fresh && make("ins", {}, mark.fresh)].filter(Boolean)).concat(thread.marks[0].kind === "note" ? [words.thisPlace] : []);
}

// Where something can be said of what is picked: from, to, and the words if they can be marked; null where it cannot.
export function target(state) {
  const { from, to } = state.selection.main, picked = state.sliceDoc(from, to);
  for (const at of [from, to]) for (let node = syntaxTree(state).resolveInner(at, -1); node; node = node.parent) if (SILENT.has(node.name)) return null;
  if (canMark(picked)) {
    const start = from + picked.length - picked.trimStart().length, end = from + picked.trimEnd().length;
    return { from: start, to: end, words: state.sliceDoc(start, end) };
  }
  // Behind the word, if the caret is in one.
  const line = state.doc.lineAt(to), rest = /^[\p{L}\p{N}]*/u.exec(line.text.slice(to - line.from))[0].length;
  return { from: to + rest, to: to + rest, words: "", picked };
}
