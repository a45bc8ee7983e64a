// A form for the block under the caret: it shows what `blocks` reads, and writes small edits into the text. The text is
// read anew at every change, whoever made it; what is typed here stays where it is.
import { StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";
import { formAt } from "./blocks.js";
import { make } from "./dom.js";
import { words } from "./words.js";

const NUMBERS = new Set(["lines", "count", "duration", "from", "to"]);
const LONG = 60;

class Door extends WidgetType {
  constructor(open) { super(); this.open = open; }
  eq() { return true; }
  toDOM() {
    return make("button", { type: "button", class: "door", title: "Shift+F4", onclick: () => this.open() }, words.form);
  }
  ignoreEvent() { return true; }
}

export class Form {
  // `names()` are the program's words for elements, settings and facts; `mayWrite()` says whether anything can be changed.
  constructor(place, names, mayWrite) {
    this.place = place;
    this.names = names;
    this.mayWrite = mayWrite;
    this.at = null;
    const door = new Door(() => this.open());
    const doorAt = (state) => {
      const form = this.mayWrite() && formAt(state.doc.toString(), state.selection.main.head, names());
      return form ? Decoration.set([Decoration.widget({ widget: door, side: 1 }).range(state.doc.lineAt(form.from).to)]) : Decoration.none;
    };
    this.extension = [StateField.define({
      create: doorAt,
      update: (old, change) => (change.docChanged || change.selection || change.reconfigured ? doorAt(change.state) : old),
      provide: (own) => EditorView.decorations.from(own),
    }), EditorView.updateListener.of((update) => this.follow(update))];
  }

  // Whether there is a form for the block under the caret; then it is shown.
  open() {
    const form = this.read(this.view.state.selection.main.head);
    if (!form || !this.mayWrite()) return false;
    this.at = form.from;
    this.drawn = "";
    this.draw();
    this.view.dispatch({ effects: EditorView.scrollIntoView(form.from, { y: "start", yMargin: 60 }) });
    this.first()?.focus();
    return true;
  }

  close() {
    this.at = null;
    this.place.hidden = true;
    this.place.replaceChildren();
    this.view.focus();
  }

  read(at) { return formAt(this.view.state.doc.toString(), at, this.names()); }

  follow({ docChanged, changes, view }) {
    this.view = view;
    if (this.at === null || !docChanged) return;
    const stays = changes.mapPos(this.at, -1), moves = changes.mapPos(this.at, 1);
    this.at = this.read(stays)?.kind === this.kind ? stays : moves;
    this.draw();
  }

  // One change of the author's; `find` looks for its place in the text as it is now.
  write(find) {
    const form = this.read(this.at), changes = form ? find(form, this.view.state.doc.toString()) : [];
    if (changes?.length) this.view.dispatch({ changes, userEvent: "input.form" });
    this.draw();
  }

  draw() {
    const form = this.read(this.at);
    if (!form || !this.mayWrite()) { this.at = null; this.place.hidden = true; return; }
    this.kind = form.kind;
    const parts = valuesOf(form), shape = JSON.stringify([form.kind, form.unread, form.heads, parts.map((one) => [one.key, one.label, one.locked])]);
    if (shape !== this.drawn) {
      this.drawn = shape;
      const focused = this.place.contains(document.activeElement) ? document.activeElement.dataset.key : "";
      this.place.replaceChildren(...this.build(form));
      this.place.hidden = false;
      if (focused) (this.input(focused) ?? this.first())?.focus();
    }
    for (const one of parts) this.show(this.input(one.key), one);
    const sum = this.place.querySelector(".sum");
    if (sum && sum.textContent !== sumOf(form)) sum.textContent = sumOf(form);
    sum?.classList.toggle("bad", Boolean(form.wanted) && form.sum !== form.wanted);
  }

  first() { return this.place.querySelector("input, textarea") ?? this.place.querySelector("button"); }
  input(key) { return this.place.querySelector(`[data-key="${CSS.escape(key)}"]`); }

  // What the author is typing is not taken away for a blank at its end.
  show(input, one) {
    if (!input || one.locked) return;
    if (input.type === "checkbox") input.checked = one.value;
    else if (input.value.trim() !== asShown(one).trim()) input.value = asShown(one);
  }

  build(form) {
    const rows = form.rows?.map((row, nth) => (form.kind === "points" ? this.point(form, row, nth) : this.step(form, row, nth)));
    return [
      make("header", {}, make("h2", {}, form.title || words.formPoints), form.kind === "steps" && form.rows.length ? make("p", { class: "sum", role: "status" }) : "",
        make("button", { type: "button", onclick: () => this.close() }, words.close)),
      form.unread ? make("p", { class: "quiet" }, words.formUnread) : "",
      make("div", { class: "values" }, ...[form.label && { ...form.label, label: words.formLabel[form.kind] }, ...(form.settings ?? []), ...(form.facts ?? [])].filter(Boolean).map((one) => this.value(one))),
      rows ? make("ol", {}, ...rows) : "",
      form.add ? make("button", { type: "button", "data-key": "add", onclick: () => { this.write((now) => now.add(now.rows.length - 1)); this.toRow(-1); } }, form.kind === "points" ? words.addPoint : words.addStep) : "",
    ];
  }

  toRow(nth) {
    const input = [...this.place.querySelectorAll("ol > li")].at(nth)?.querySelector("input:not([type=checkbox]), textarea");
    input?.focus();
    input?.select();
  }

  value(one) {
    if (one.locked) return make("label", {}, make("span", {}, one.label), make("span", { class: "quiet" }, words.formOnly));
    if (one.attribute === "multiple") return make("label", { class: "tick" }, this.tick(one, (on) => (on ? words.yes : "")), make("span", {}, one.label));
    return make("label", {}, make("span", {}, one.label), this.field(one));
  }

  field(one, more = {}) {
    const isLong = one.attribute === "options" || one.key.startsWith("fact") || one.key.startsWith("own") || more.long;
    const input = make(isLong ? "textarea" : "input", {
      "data-key": one.key, ...(isLong ? { rows: one.attribute === "options" ? 3 : Math.max(1, Math.min(4, asShown(one).split("\n").length + Math.floor(asShown(one).length / LONG))) } : { type: "text", autocomplete: "off" }),
      inputmode: NUMBERS.has(one.attribute) || more.number ? "numeric" : null, spellcheck: "true", "aria-label": more.label ?? null,
      oninput: () => this.write((now) => valueIn(now, one.key)?.set(asWritten(one, input.value))),
      onchange: () => { if (!input.value.trim()) this.write((now) => valueIn(now, one.key)?.remove?.()); },
    });
    input.value = asShown(one);
    return input;
  }

  tick(one, as = (on) => on, label = null) {
    const input = make("input", { type: "checkbox", "data-key": one.key, "aria-label": label, onchange: () => this.write((now) => valueIn(now, one.key)?.set(as(input.checked))) });
    input.checked = Boolean(one.value);
    return input;
  }

  step(form, row, nth) {
    if (row.locked) return this.row(form, nth, make("span", { class: "quiet locked" }, row.text));
    return this.row(form, nth, ...row.cells.map((cell, column) => this.field(cell, { label: words.formCell(nth + 1, form.heads[column]), number: column === 0, long: column === 1 })));
  }

  point(form, row, nth) {
    const sign = (one, label) => make("label", { class: "tick" }, this.tick(one, undefined, words.formCell(nth + 1, label)), make("span", { "aria-hidden": "true" }, label));
    return this.row(form, nth, this.tick(row.tick, undefined, words.formCell(nth + 1, words.ticked)), this.field(row.cells[0], { label: words.formCell(nth + 1, words.point), long: true }), sign(row.must, words.must), sign(row.short, words.short));
  }

  row(form, nth, ...inside) {
    const deed = (key, label, sign, act, off) => make("button", { type: "button", "data-key": `${key}:${nth}`, "aria-label": words.formCell(nth + 1, label), title: label, "aria-disabled": off ? "true" : null, onclick: () => { if (!off) act(); } }, sign);
    const move = (by) => { this.write((now, text) => now.move(text, nth, by)); this.input(`${by < 0 ? "up" : "down"}:${nth + by}`)?.focus(); };
    return make("li", { class: form.kind }, ...inside, make("span", { class: "row" },
      deed("up", words.up, "↑", () => move(-1), nth === 0), deed("down", words.down, "↓", () => move(1), nth === form.rows.length - 1),
      deed("gone", words.remove, "✕", () => { this.write((now) => now.remove(nth)); this.toRow(Math.max(0, nth - 1)); }, form.rows.length === 1)));
  }
}

const valuesOf = (form) => [form.label, ...(form.settings ?? []), ...(form.facts ?? []),
  ...(form.rows ?? []).flatMap((row) => (row.locked && !row.tick ? [] : [...row.cells, row.tick, row.must, row.short]))].filter(Boolean);
const valueIn = (form, key) => valuesOf(form).find((one) => one.key === key);
const asShown = (one) => (one.attribute === "options" ? String(one.value).split(/\s*;\s*/).join("\n") : one.attribute === "multiple" ? Boolean(one.value) : one.value);
const asWritten = (one, text) => (one.attribute === "options" ? text.split("\n").map((line) => line.trim()).filter(Boolean).join("; ") : text);
const sumOf = (form) => words.sum(form.sum, form.wanted);
