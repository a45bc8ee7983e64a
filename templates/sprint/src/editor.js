// The editor of one text: CodeMirror over the replicated text, with one's own undo, messages as marks, pictures by drop.
import * as Y from "yjs";
import { EditorState, Compartment } from "@codemirror/state";
import { EditorView, keymap, highlightSpecialChars, highlightActiveLine, dropCursor } from "@codemirror/view";
import { defaultKeymap } from "@codemirror/commands";
import { search, searchKeymap, openSearchPanel } from "@codemirror/search";
import { codeFolding, foldGutter, foldKeymap } from "@codemirror/language";
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { yCollab, yUndoManagerKeymap } from "y-codemirror.next";
import { conflicts } from "./conflicts.js";
import { Form } from "./form.js";
import { wholeLetters } from "./halves.js";
import { boxes, language, look, headings } from "./markdown.js";
import { comment, measure, note, suggestion } from "./critic.js";
import { Notes, target } from "./notes.js";
import { apart, bring, htmlIn, plainSigns } from "./paste.js";
import { words } from "./words.js";

// A little less than the server takes; letters of more than one byte are counted where there may be too many.
const MOST_BYTES = 990_000, LEAST_LETTERS = MOST_BYTES / 4, SIGNS = new TextEncoder();
const isTooLong = (doc) => doc.length > LEAST_LETTERS && (doc.length > MOST_BYTES || SIGNS.encode(doc.toString()).length > MOST_BYTES);
const COLOURS = 12;

const colours = Object.fromEntries(Array.from({ length: COLOURS }, (_, n) => [
  [`.caret.colour-${n}`, { color: `var(--c${n})` }], [`.caret.colour-${n} > span`, { backgroundColor: `var(--c${n})`, color: "var(--paper)" }], [`.colour-${n}-line`, { borderBottomColor: `var(--c${n})` }],
  [`.chip.colour-${n}`, { color: `var(--c${n})` }],
]).flat());
const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", fontSize: "1.0625rem", height: "100%" },
  ".cm-scroller": { fontFamily: "var(--serif)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { maxWidth: "42rem", margin: "0 auto", padding: "1.5rem 1rem 50vh", caretColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--paper)", color: "var(--soft)", border: "0" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--ground) 60%, transparent)" },
  ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": { backgroundColor: "var(--mark)" },
  ".cm-panels, .cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "2px solid var(--ink)", fontFamily: "var(--sans)" },
  ".cm-panels input, .cm-panels button, .cm-textfield, .cm-button": { backgroundColor: "var(--ground)", backgroundImage: "none", color: "var(--ink)", fontSize: "1rem" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-diagnosticAction": { backgroundColor: "var(--accent)", color: "var(--on-accent)", fontSize: "1rem", padding: ".2rem .6rem" },
  ".cm-diagnosticText": { whiteSpace: "pre-wrap" },
  ".critic-sign, .critic-note": { color: "var(--soft)", fontSize: ".8em" },
  ".critic-mark": { backgroundColor: "var(--said)" }, ".critic-ins": { backgroundColor: "var(--said)", textDecoration: "underline" }, ".critic-del": { textDecoration: "line-through" },
  ".chip": { padding: "0 .4em", margin: "0 .1em", border: "1px solid currentColor", borderRadius: "1em", font: "600 .75rem/1.3 var(--sans)", verticalAlign: "middle" },
  ".door": { minHeight: "0", padding: "0 .6em", marginLeft: ".6em", border: "1px solid var(--accent)", color: "var(--accent)", font: "600 .875rem/1.5 var(--sans)", verticalAlign: "middle" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--ground)", color: "var(--soft)", border: "1px solid var(--rule)" },
  ...colours,
}, { dark: matchMedia("(prefers-color-scheme: dark)").matches });

export class Editor {
  // `picture(file)` gives the path of a picture that was put beside the text, `read(html, above)` what HTML is as Markdown.
  constructor(parent, line, carets, { title, lang, nonce, picture, read, complete, changed, notes, reply, sayOf, suggest, tooLong, tooLarge, form, names, formOf }) {
    this.line = line;
    this.notes = new Notes(notes, { reply, mayWrite: () => line.mayWrite && line.loaded });
    this.form = new Form(form, names, () => line.mayWrite && line.loaded && line.room.gate !== "print");
    this.picture = picture;
    this.read = read;
    this.writing = new Compartment();
    const undoManager = new Y.UndoManager(line.text);
    this.undoManager = undoManager;
    this.view = new EditorView({
      parent,
      state: EditorState.create({
        doc: line.text.toString(),
        extensions: [
          EditorView.cspNonce.of(nonce), EditorState.phrases.of(words.phrases), theme, look, language, boxes, headings, codeFolding(), foldGutter(), lintGutter(),
          highlightSpecialChars(), highlightActiveLine(), dropCursor(), EditorView.lineWrapping, search({ top: true }), conflicts,
          autocompletion({ override: complete, activateOnTyping: true, icons: false }),
          yCollab(line.text, null, { undoManager }), carets.extension, this.notes.extension, this.form.extension, wholeLetters,
          keymap.of([{ key: "Shift-F2", run: sayOf }, { key: "Shift-F3", run: suggest }, { key: "Shift-F4", run: formOf }, ...yUndoManagerKeymap, ...completionKeymap, ...searchKeymap, ...foldKeymap, ...defaultKeymap]),
          EditorView.contentAttributes.of({ tabindex: "0", "aria-label": words.editor(title), spellcheck: "true", lang, autocapitalize: "sentences" }),
          EditorState.changeFilter.of((tr) => {
            const fits = !tr.docChanged || !tr.isUserEvent("input") || tr.newDoc.length < tr.startState.doc.length || !isTooLong(tr.newDoc);
            if (!fits) queueMicrotask(tooLarge);
            return fits;
          }),
          // Signs that show nothing would be refused with all that is typed behind them.
          EditorView.clipboardInputFilter.of((text) => plainSigns(text)),
          EditorState.changeFilter.of((tr) => {
            const { gate, most } = line.room;
            if (gate !== "content" || !tr.docChanged || !tr.isUserEvent("input")) return true;
            const length = measure(tr.newDoc.toString()), fits = length <= most || length <= measure(tr.startState.doc.toString());
            if (!fits) queueMicrotask(tooLong);
            return fits;
          }),
          EditorView.domEventHandlers({ drop: (event) => this.take(event, event.dataTransfer), paste: (event) => this.paste(event), keydown: (event) => { this.asText = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v"; } }),
          EditorView.updateListener.of((update) => update.docChanged && changed()),
          this.writing.of(this.mode(line.mayWrite && line.loaded)),
        ],
      }),
    });
    this.form.view = this.view;
  }

  mode(may) { return [EditorState.readOnly.of(!may), EditorView.editable.of(true)]; }
  allow(may) {
    if (this.view.state.readOnly !== may) return;
    this.view.dispatch({ effects: this.writing.reconfigure(this.mode(may)) });
  }

  // A skeleton where the caret is: in a sentence as it is, else with blank lines around; ⟦…⟧ comes out selected.
  insert(skeleton, inside = false) {
    if (this.view.state.readOnly) return;
    const { from, to } = this.view.state.selection.main, doc = this.view.state.doc;
    const picked = doc.sliceString(from, to);
    let text = picked && !picked.includes("\n\n") ? skeleton.replace(/⟦[^⟧]*⟧/, () => `⟦${picked}⟧`) : skeleton;
    let [start, end] = [from, picked && text === skeleton ? from : to];
    if (!inside) {
      const line = doc.lineAt(start);
      if (!picked) start = end = line.text.trim() ? line.to : line.from;
      text = apart(doc, start, end, text);
    }
    const open = text.indexOf("⟦"), close = text.indexOf("⟧") - 1;
    this.view.dispatch({
      changes: { from: start, to: end, insert: text.replace(/[⟦⟧]/g, "") },
      selection: open < 0 ? { anchor: start + text.length } : { anchor: start + open, head: start + close },
      scrollIntoView: true, userEvent: "input",
    });
    this.view.focus();
  }

  take(event, data) {
    const files = [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    if (!files.length || this.view.state.readOnly) return false;
    event.preventDefault();
    const place = event.type === "drop" ? this.view.posAtCoords({ x: event.clientX, y: event.clientY }) : null;
    if (place !== null) this.view.dispatch({ selection: { anchor: place } });
    this.pictures(files);
    return true;
  }

  // With Shift held the words are taken as they are.
  paste(event) {
    const data = event.clipboardData, html = this.asText ? "" : htmlIn(data, this.view.state);
    if (!html) return this.take(event, data);
    event.preventDefault();
    bring(this.view, this.line, html, data.getData("text/plain"), this.read);
    return true;
  }

  async pictures(files) {
    for (const file of files) {
      const path = await this.picture(file);
      // The words for those who do not see it are asked for where they are written.
      if (path) this.insert(`![${file.name.replace(/\.\w+$/, "").replace(/[[\]]/g, "")}](${path}){alt="⟦${words.alt}⟧"}`);
    }
  }

  target() { return target(this.view.state); }

  // Somebody else may have written meanwhile: what was picked is looked for again.
  say(place, text) {
    const state = this.view.state, is = state.sliceDoc(place.from, place.to) === place.words;
    const from = is ? place.from : state.doc.toString().indexOf(place.words), to = from + place.words.length;
    const at = from < 0 ? { from: Math.min(place.to, state.doc.length), insert: text } : { from, to, insert: text };
    if (text && !state.readOnly) this.view.dispatch({ changes: at, userEvent: "input.say" });
    this.view.focus();
  }
  comment(place, name, said) { this.say(place, comment(place.words, name, said)); }
  suggest(place, name, said) { this.say(place, suggestion(place.words, said, name)); }
  answer(thread, name, said) {
    const now = this.notes.threads.find((one) => JSON.stringify(one.notes) === JSON.stringify(thread.notes)) ?? thread;
    this.say({ from: now.to, to: now.to, words: "" }, note(name, said));
  }

  // What is wrong with this text, where it is; with a button where the cure is beyond doubt.
  mark(messages) {
    const doc = this.view.state.doc;
    const place = (line, column) => {
      const at = doc.line(Math.max(1, Math.min(doc.lines, line)));
      return Math.min(at.to, at.from + [...at.text].slice(0, column - 1).join("").length);
    };
    const found = messages.map((message) => {
      const [line, column] = message.place.split(":").slice(-2).map(Number);
      const from = place(line, column), text = doc.lineAt(from).to;
      const path = message.place.replace(/:\d+:\d+$/, "");
      const edits = message.fix?.every((edit) => edit.path === path) ? message.fix : [];
      const fix = edits.map((edit) => ({ from: place(edit.line, edit.column), to: place(edit.end_line, edit.end_column), insert: edit.text }));
      const said = [message.text, message.suggestion && words.meant(message.suggestion), message.cure && `→ ${message.cure}`].filter(Boolean).join("\n");
      return {
        from, to: Math.max(from, Math.min(text, from + 1)), message: said, source: message.code,
        severity: { error: "error", warning: "warning", note: "info" }[message.severity] ?? "info",
        actions: fix.length ? [{ name: words.fix, apply: (view) => view.dispatch({ changes: fix, userEvent: "input" }) }] : [],
      };
    });
    this.view.dispatch(setDiagnostics(this.view.state, found));
  }

  find() { openSearchPanel(this.view); }
  undo() { this.undoManager.undo(); this.view.focus(); }
  redo() { this.undoManager.redo(); this.view.focus(); }
  destroy() { this.view.destroy(); this.undoManager.destroy(); }
}
