// The page: who is here, the list of texts, the editor, what it looks like, how it was, how far it is.
import { addText } from "./adding.js";
import { ask, askFor, dialog, make, people } from "./dom.js";
import { Carets } from "./carets.js";
import { MOST_SAID } from "./critic.js";
import { Editor } from "./editor.js";
import { Line } from "./line.js";
import { askForProof } from "./proof.js";
import { words } from "./words.js";
import { showPast } from "./past.js";
import { showBoard } from "./board.js";

const POLL_MS = 3000, LONGEST_PRESS_MS = 20000, WORD = /[\p{L}\p{N}_]+(?:[-–'’*:·][\p{L}\p{N}_]+)*/gu;
const PATIENCE_MS = 700;
const NO_WORDS = /<!--[\s\S]*?-->|\{[^{}\n]*\}|^:::.*$|\]\([^)\s]*\)|^---\n[\s\S]*?\n---$/gm;
const nonce = document.currentScript?.nonce ?? document.querySelector("script[nonce]")?.nonce ?? "";
const lang = document.documentElement.lang;

const page = { refresh: () => refresh(), complain: (problem) => complain(problem), mayWrite: () => mayWrite(), me: null, role: "read", files: [], messages: [], pdf: "" };
let line = null, editor = null, carets = null, current = "", elements = [], names = [], forms = { elements: [], attributes: {}, facts: [] };

const shown = {
  title: make("h1", {}, document.title),
  kept: make("span", { class: "kept loading", role: "status", "aria-live": "polite" }),
  here: make("div"),
  clock: make("span", { class: "clock" }),
  files: make("nav", { class: "files", "aria-label": words.files }),
  said: make("div", { class: "said", role: "alert", hidden: true }),
  bar: make("div", { class: "bar", role: "toolbar", "aria-label": words.write }),
  editor: make("div", { class: "editor" }),
  form: make("section", { class: "form", "aria-label": words.form, hidden: true }),
  notes: make("aside", { class: "notes", "aria-label": words.notes, hidden: true }),
  foot: make("div", { class: "foot" }),
  past: make("aside", { class: "past", "aria-label": words.past, hidden: true }),
  board: make("section", { class: "board", "aria-label": words.board, hidden: true }),
  frame: make("iframe", { title: words.see }),
};
shown.write = make("section", { class: "write", "aria-label": words.write }, shown.said, shown.bar, shown.form,
  make("div", { class: "page" }, shown.editor, shown.notes), shown.foot);
shown.see = make("aside", { class: "see", "aria-label": words.see }, shown.frame);
const main = make("main", { "data-tab": "files" }, shown.files, shown.write, shown.see, shown.past, shown.board);
const tabs = make("div", { class: "tabs", role: "group" });
const buttons = {
  see: make("button", { type: "button", class: "wide", "aria-pressed": "true", onclick: () => toggle("see") }, words.see),
  past: make("button", { type: "button", class: "wide", "aria-pressed": "false", onclick: () => toggle("past") }, words.past),
  board: make("button", { type: "button", class: "wide", "aria-pressed": "false", onclick: () => { location.hash = location.hash === "#board" ? (current ? `#${current}` : "") : "#board"; } }, words.board),
};
const me = make("button", { type: "button", onclick: () => introduce() });
document.body.append(
  make("header", { class: "top" }, shown.title, shown.clock, shown.here, shown.kept, buttons.see, buttons.past, buttons.board, me), main, tabs);

const fileOf = (id) => page.files.find((file) => file.id === id);
const mayWrite = () => page.role !== "read" && page.me !== null;

// ---- what is on the screen -------------------------------------------------------------------------------------

function toggle(name) {
  const on = buttons[name].getAttribute("aria-pressed") !== "true";
  for (const other of ["see", "past"]) {
    buttons[other].setAttribute("aria-pressed", String(other === name && on));
    shown[other].hidden = !(other === name && on);
  }
  main.classList.toggle("alone", !on);
  if (name === "past" && on) openPast();
}

function tab(name) {
  main.dataset.tab = name;
  if (name === "past") { shown.past.hidden = false; openPast(); }
  if (name === "see") shown.see.hidden = false;
  for (const button of tabs.children) button.setAttribute("aria-pressed", String(button.dataset.tab === name));
}

function openPast() {
  showPast(shown.past, line ? current : "", mayWrite(), () => line.text.toString());
}

function drawTabs() {
  tabs.replaceChildren(...["files", "write", "see", "past", "board"].map((name) => make("button", {
    type: "button", "data-tab": name, "aria-pressed": String(main.dataset.tab === name),
    onclick: () => { if (name === "board") location.hash = "#board"; else { if (location.hash === "#board") location.hash = current ? `#${current}` : ""; tab(name); } },
  }, words[name])));
}

function drawFiles() {
  const groups = new Map();
  for (const file of page.files) {
    const name = file.part || (file.kind === "chapter" ? words.rest : words[file.kind]);
    groups.set(name, [...(groups.get(name) ?? []), file]);
  }
  const kept = shown.files.scrollTop;
  shown.files.replaceChildren(...[...groups].flatMap(([name, files]) => [
    make("h2", {}, name),
    make("ul", {}, ...files.map((file) => make("li", {}, make("a", {
      href: `#${file.id}`, "aria-current": file.id === current ? "page" : null,
    }, file.title), file.people.length ? people(file.people) : null))),
  ]), mayWrite() ? make("button", { type: "button", onclick: () => addText(page, complain) }, `${words.add} …`) : "");
  shown.files.scrollTop = kept;
}

function drawClock() {
  const { next, past = [] } = page.clock ?? {};
  const over = past.filter((name) => words.over[name]).map((name) => words.over[name]).at(-1) ?? "";
  shown.clock.textContent = [over, next && words.next(words.gates[next.name], next.at.slice(11), next.minutes)].filter(Boolean).join(" · ");
}

function drawState() {
  const state = line?.state ?? "loading", file = fileOf(current);
  shown.kept.className = `kept ${state}`;
  if (shown.kept.textContent !== words[state]) shown.kept.textContent = words[state];
  shown.kept.hidden = !line;
  me.textContent = page.me ? page.me.name : words.hello;
  me.hidden = page.role === "read";
  if (!line) return;
  editor?.allow(line.mayWrite && line.loaded && line.room.gate !== "print");
  const trouble = line.ended || line.room.trouble || { offline: "lost", shut: line.shut }[state] || (line.room.gate === "print" ? "printing" : "");
  const answers = { gone: [["room", words.goneBack]], doubtful: [["room", words.doubtfulRoom], ["file", words.doubtfulFile]] }[trouble] ?? [];
  const text = [words[trouble], !line.stored && words.memory].filter(Boolean).join(" ");
  // What somebody was told of a deed stays until it is read, unless there is something worse to say.
  const isRead = text || !["complaint", "told"].includes(shown.said.dataset.said);
  if (isRead && shown.said.dataset.said !== text) {
    shown.said.dataset.said = text;
    shown.said.className = ["lost", "printing"].includes(trouble) ? "said" : "said bad";
    shown.said.hidden = !text;
    shown.said.replaceChildren(make("p", {}, text), ...answers.map(([answer, label]) => make("button", {
      type: "button", onclick: () => ask(`do/decide/${current}`, { answer }).catch(complain),
    }, label)));
  }
  if (file) shown.here.replaceChildren(file.people.length ? people(file.people) : "");
}

let counting;
function count() {
  clearTimeout(counting);
  counting = setTimeout(() => {
    if (!line) return;
    const file = fileOf(current), n = (line.text.toString().replace(NO_WORDS, " ").match(WORD) ?? []).length, target = file?.target ?? 0;
    const told = messagesHere().length;
    shown.foot.replaceChildren(
      make("span", {}, words.words(n, target), target ? make("meter", { min: 0, max: target, value: Math.min(n, target), "aria-label": words.words(n, target) }) : ""),
      told ? make("span", {}, words.messages(told)) : "", make("span", {}, words.escape));
  }, 300);
}

const messagesHere = () => {
  const path = fileOf(current)?.path;
  return path ? page.messages.filter((message) => message.place.startsWith(`${path}:`)) : [];
};

function drawBar() {
  const groups = Map.groupBy ? Map.groupBy(elements, (one) => one.group) : elements.reduce((all, one) => all.set(one.group, [...(all.get(one.group) ?? []), one]), new Map());
  const menus = [...groups].map(([name, list]) => {
    const menu = unfolding(name, list.map((one) => make("button", {
      type: "button", onclick: () => { menu.open = more.open = false; editor?.insert(one.text, one.inside); },
    }, one.name)));
    menu.name = "elements";
    return menu;
  });
  const file = make("input", { type: "file", accept: "image/*", multiple: true, hidden: true, onchange: () => { editor?.pictures([...file.files]); file.value = ""; } });
  const more = unfolding(words.more, []);
  const button = (label, onclick, title = null) => make("button", { type: "button", title, onclick: () => { more.open = false; onclick(); } }, label);
  more.classList.add("more");
  shown.bar.replaceChildren(
    make("button", { type: "button", title: words.undo, "aria-label": words.undo, onclick: () => editor?.undo() }, "↶"),
    make("button", { type: "button", title: words.redo, "aria-label": words.redo, onclick: () => editor?.redo() }, "↷"), file,
    button(words.comment, sayOf, "Shift+F2"), button(words.suggest, suggest, "Shift+F3"), button(words.form, formOf, "Shift+F4"), button(words.picture, () => file.click()),
    ...menus, button(words.find, () => editor?.find()), button(words.proofPrint, () => askForProof(fileOf(current), complain)), more);
  shown.bar.hidden = !mayWrite();
  fitBar();
}

// A list behind a button; Escape, and whatever else is pointed at, closes it.
function unfolding(name, inside) {
  const menu = make("details", {}, make("summary", {}, name), make("div", { class: "menu" }, ...inside));
  menu.addEventListener("keydown", (event) => { if (event.key === "Escape" && menu.open) { menu.open = false; menu.firstChild.focus(); event.stopPropagation(); } });
  menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false; });
  return menu;
}

// Two rows: what has no room in them stands under “more”. On a phone it is one row, pushed aside with a finger.
function fitBar() {
  const { bar } = shown, more = bar.querySelector(".more"), menu = more?.lastChild;
  if (!more || bar.contains(document.activeElement) || bar.querySelector("details[open]")) return;
  more.before(...menu.children);
  more.hidden = true;
  const isHigh = () => bar.clientHeight > bar.firstChild.offsetHeight * 2.6;
  if (matchMedia("(max-width: 60rem)").matches || !isHigh()) return;
  more.hidden = false;
  while (isHigh() && more.previousElementSibling !== bar.firstChild) menu.prepend(more.previousElementSibling);
}
new ResizeObserver(fitBar).observe(shown.bar);
document.fonts.ready.then(fitBar);

// ---- one text --------------------------------------------------------------------------------------------------

async function open(id) {
  if (id === current && line) return;
  editor?.destroy();
  line?.close();
  editor = line = null;
  current = id;
  shown.said.hidden = true;
  shown.said.dataset.said = "";
  shown.editor.replaceChildren();
  shown.notes.hidden = shown.form.hidden = true;
  const file = fileOf(id);
  if (!file) return;
  document.title = shown.title.textContent = file.title;
  see();
  const opened = line = new Line(id, mayWrite(), () => { if (line === opened) ready(file); }, (said) => { if (line === opened) carets?.hear(said); });
  carets = new Carets(line);
  drawFiles();
  drawState();
  count();
  tab("write");
  await opened.ready;
  if (line === opened) ready(file);
}

function ready(file) {
  if (!editor && line.loaded) {
    editor = new Editor(shown.editor, line, carets, { title: file.title, lang, nonce, picture: keepPicture, read: readPaste, complete: [complete], changed: count, notes: shown.notes, reply, sayOf, suggest, form: shown.form, names: () => forms, formOf, tooLong: () => complain({ reason: "shut-content" }), tooLarge: () => complain({ reason: "large" }) });
    editor.mark(messagesHere());
    count();
  }
  if (line.ended === "unknown") rescue(file);
  drawState();
}

// The room has another history than this browser: what we have goes to the room that the file has now.
async function rescue(file) {
  const lost = line, base = lost.lastKept, text = lost.text.toString();
  line.ended = "unknown-now";
  await refresh();
  const now = page.files.find((one) => one.path === file.path);
  if (!now || now.id === lost.id) return;
  try {
    if (base !== null && base !== text && mayWrite()) await ask(`do/offer/${now.id}`, { base, text });
    await lost.forget();
    location.hash = `#${now.id}`;
  } catch (problem) { complain(problem); }
}

async function keepPicture(file) {
  try {
    const name = file.name || `${words.pictureName}.png`;
    return (await ask(`do/picture/${current}?name=${encodeURIComponent(name)}`, file)).path;
  } catch (problem) {
    complain(problem);
    return "";
  }
}

// What was copied elsewhere, as Markdown; nothing where its plain text is as good, or all that can be had.
async function readPaste(html, above) {
  const waiting = setTimeout(() => tell([words.pasting]), PATIENCE_MS);
  try {
    const made = await ask(`do/paste/${current}`, { html, above });
    clearTimeout(waiting);
    tell(made.told ?? []);
    return made;
  } catch (problem) {
    clearTimeout(waiting);
    tell([problem.reason ? words.reasons.paste : words.pastedPlain]);
    return null;
  }
}

// What somebody should know, and what is gone when there is something else to say.
function tell(said) {
  if (!["", "told"].includes(shown.said.dataset.said ?? "")) return;
  shown.said.hidden = !said.length;
  shown.said.className = "said";
  shown.said.dataset.said = said.length ? "told" : "";
  shown.said.replaceChildren(...said.map((one) => make("p", {}, one)), closer());
}

const closer = () => make("button", { type: "button", onclick: () => { shown.said.hidden = true; shown.said.dataset.said = ""; } }, words.close);
shown.form.addEventListener("keydown", (event) => { if (event.key === "Escape") editor?.form.close(); });

// What the book knows by name: ids after (#, elements after ::: and {., their settings in braces, terms of the glossary
// where a setting names one, sources after [@, pictures after ![…](.
const KNOWN = /(!\[[^\]\n]*\]\(|\]\(#|\[@|^:::+ *\{\.|^:::+ *|\{\.)[\p{L}\p{N}_./-]*$/u, SETTING = /(?:\]|:::+ *)\{\.([\p{L}\p{N}_-]+)(?: [^{}\n]*)? ([\p{L}-]*)$/u;
const TERM = /\{\.[\p{L}\p{N}_-]+ (?:[^{}\n]* )?([\p{L}-]+)="([^"{}\n]*)$/u;
function complete(context) {
  const term = TERM.exec(context.matchBefore(TERM)?.text ?? "");
  if (term) return forms.attributes.term?.includes(term[1]) ? offer(context.pos - term[2].length, names.filter((one) => one.kind === "term").map(({ name }) => ({ label: name })), /^[^"{}\n]*$/u) : null;
  const known = context.matchBefore(KNOWN), setting = context.matchBefore(SETTING);
  if (known) {
    const mark = KNOWN.exec(known.text)[1], kind = mark.startsWith("!") ? "picture" : mark.startsWith("](") ? "id" : mark === "[@" ? "source" : mark === "{." ? "span" : "box";
    return offer(known.from + mark.length, names.filter((one) => one.kind === kind).map(({ name, detail }) => ({ label: kind === "picture" ? fromHere(name) : name, detail })), /^[\p{L}\p{N}_./-]*$/u);
  }
  if (!setting) return null;
  const [, element, begun] = SETTING.exec(setting.text), owner = forms.elements.find((one) => one.words.includes(element));
  return offer(context.pos - begun.length, (owner?.attributes ?? []).map((one) => ({ label: `${forms.attributes[one][0]}=` })), /^[\p{L}-]*=?$/u);
}
const offer = (from, options, validFor) => (options.length ? { from, options, validFor } : null);

// A path of the book as the current text names it.
function fromHere(path) {
  const folder = (fileOf(current)?.path ?? "").replace(/[^/]*$/, "");
  return path.startsWith(folder) ? path.slice(folder.length) : `${"../".repeat(folder.split("/").length - 1)}${path}`;
}

function see() {
  // Before the first build there is nothing but an empty page, which waits for it.
  const file = fileOf(current), address = `/${(page.version && file?.page) || "index.html"}`;
  if (shown.frame.dataset.at !== address) { shown.frame.dataset.at = address; shown.frame.src = address; }
}

// ---- what is said of a text ----------------------------------------------------------------------------------

function sayOf() {
  if (!editor || !mayWrite()) return true;
  const place = editor.target();
  if (!place) { complain({ reason: "silent" }); return true; }
  askFor(words.comment, words.commentWhat, { most: MOST_SAID, send: words.commentSend, cancel: words.cancel, why: place.words && words.quoted(place.words) },
    (said) => editor?.comment(place, page.me.name, said));
  return true;
}

function formOf() {
  if (editor && mayWrite() && !editor.form.open()) complain({ reason: "form" });
  return true;
}

function suggest() {
  if (!editor || !mayWrite()) return true;
  const place = editor.target();
  if (!place || place.picked) { complain({ reason: place ? "unmarked" : "silent" }); return true; }
  askFor(words.suggest, place.words ? words.suggestInstead : words.suggestHere, { text: place.words, most: MOST_SAID, send: words.suggestSend, cancel: words.cancel, why: place.words && words.suggestWhy, empty: place.words !== "" },
    (said) => editor?.suggest(place, page.me.name, said));
  return true;
}

function reply(thread) {
  askFor(words.answer, words.commentWhat, { most: MOST_SAID, send: words.answer, cancel: words.cancel }, (said) => editor?.answer(thread, page.me.name, said));
}

// ---- the book --------------------------------------------------------------------------------------------------

// What is drawn anew between press and release hears no click: drawing waits for the release, though not for ever.
let released = null;
addEventListener("pointerdown", () => {
  released = new Promise((go) => {
    for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => setTimeout(go), { once: true, capture: true });
    setTimeout(go, LONGEST_PRESS_MS);
  });
}, true);

async function refresh() {
  try {
    const state = await ask("ask/state");
    await released;
    const before = mayWrite();
    Object.assign(page, state);
    if (before !== mayWrite()) { drawBar(); if (line) { const id = current; current = ""; await open(id); } }
  } catch { return; }
  drawFiles();
  drawClock();
  drawState();
  if (current) see();
  editor?.mark(messagesHere());
  count();
  if (!shown.board.hidden) showBoard(shown.board, page);
}

async function route() {
  const id = decodeURIComponent(location.hash.slice(1)), board = id === "board";
  shown.board.hidden = !board;
  shown.write.hidden = board;
  shown.see.hidden = board || buttons.see.getAttribute("aria-pressed") !== "true";
  shown.past.hidden = board || buttons.past.getAttribute("aria-pressed") !== "true";
  buttons.board.setAttribute("aria-pressed", String(board));
  if (board) { tab("board"); showBoard(shown.board, page); } else if (id) await open(id);
  else { await open(""); shown.editor.replaceChildren(make("p", { class: "quiet said" }, words.first)); drawState(); tab("files"); }
  drawFiles();
}

function complain(problem) {
  shown.said.hidden = false;
  shown.said.className = "said bad";
  shown.said.dataset.said = "complaint";
  shown.said.replaceChildren(make("p", {}, words.reasons[problem.reason] ?? words.reasons.request), closer());
}

function introduce() {
  dialog(words.hello, (box) => {
    const name = make("input", { type: "text", autocomplete: "name", maxlength: 40, required: true, value: page.me?.name ?? "", id: "name" });
    const consent = make("input", { type: "checkbox", id: "consent" });
    consent.checked = page.me?.consent ?? false;
    const form = make("form", {}, make("label", { for: "name" }, words.name), name,
      make("label", { class: "tick" }, consent, make("span", {}, words.consent)),
      make("div", { class: "row" }, make("button", { type: "button", onclick: () => box.close() }, page.me ? words.cancel : words.look), make("button", { class: "main" }, words.enter)));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await ask("do/join", { name: name.value, consent: consent.checked });
        box.close();
        await refresh();
        drawBar();
        if (current) { const id = current; current = ""; await open(id); }
      } catch (problem) { complain(problem); }
    });
    return [make("p", { class: "quiet" }, words.helloWhy), form];
  });
}

// The others are told while they are still there; what is typed is safe in the browser's store.
addEventListener("beforeunload", (event) => { if (line && !line.stored && line.state !== "saved") event.preventDefault(); });
addEventListener("hashchange", route);
for (const kind of ["dragover", "dragleave", "drop"]) shown.write.addEventListener(kind, () => shown.write.classList.toggle("drop", kind === "dragover"));

// What the program and the book call things.
async function learn() {
  ({ elements, names, forms } = await ask("ask/elements").catch(() => ({ elements, names, forms })));
}

(async () => {
  drawTabs();
  await learn();
  await refresh();
  drawBar();
  await route();
  if (page.role !== "read" && !page.me) introduce();
  setInterval(refresh, POLL_MS);
  const changes = new EventSource("/-preview/changes");
  let version;
  changes.onmessage = ({ data }) => {
    const said = JSON.parse(data);
    if (version !== undefined && said.version !== version) { refresh(); learn(); }
    version = said.version;
  };
})();
