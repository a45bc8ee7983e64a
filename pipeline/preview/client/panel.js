// The corner of the preview: the ways to see the book, and what is wrong with its text.
import { find } from "./marks.js";

const OPEN = "preview/open", HERE = "preview/here", SEEK = "preview/seek";
const german = document.documentElement.lang.startsWith("de");
const words = german
  ? {
      error: ["Fehler", "Fehler"], warning: ["Warnung", "Warnungen"], note: ["Hinweis", "Hinweise"], meant: "meintest du",
      lost: "Die Vorschau läuft nicht mehr. Sobald sie wieder da ist, geht es hier weiter.",
      building: "Das Buch wird gerade gebaut …", gone: "Diese Seite gibt es im Buch nicht mehr; hier steht, was zuletzt da war.", busy: "wird gesetzt …",
      here: "nur diese Seite", views: "Ansichten", web: "Web", print: "Druck", ebook: "E-Book",
    }
  : {
      error: ["error", "errors"], warning: ["warning", "warnings"], note: ["note", "notes"], meant: "did you mean",
      lost: "The preview has stopped. As soon as it is back, this page goes on.",
      building: "The book is being built …", gone: "This page is no longer in the book; this is what was there last.", busy: "is being set …",
      here: "this page only", views: "Views", web: "Web", print: "Print", ebook: "E-book",
    };
const STYLE = `
  :host { position: fixed; right: 1rem; bottom: 1rem; z-index: 99; max-width: calc(100vw - 2rem); font: 400 15px/1.4 system-ui, sans-serif; color: #1b1b24; }
  details, nav { background: #fff; border: 2px solid #1b1b24; }
  details { width: min(38rem, calc(100vw - 2rem)); margin-top: -2px; }
  details:not([open]) { width: max-content; margin-left: auto; }
  nav { display: flex; width: max-content; margin-left: auto; }
  nav > * { padding: .5rem .9rem; color: inherit; }
  nav [aria-current] { font-weight: 600; text-decoration: none; box-shadow: inset 0 -4px #3a3fa8; }
  .quiet { color: #55555f; }
  summary { padding: .5rem .9rem; min-height: 1.5rem; cursor: pointer; font-weight: 600; }
  summary:focus-visible, a:focus-visible, input:focus-visible { outline: 3px solid #3a3fa8; outline-offset: 2px; }
  label { display: block; padding: .4rem .9rem; border-top: 1px solid #c9c6bb; }
  ol { max-height: min(55vh, 30rem); overflow: auto; margin: 0; padding: 0; list-style: none; }
  li { padding: .6rem .9rem; border-top: 1px solid #c9c6bb; border-left: 6px solid #5a5963; overflow-wrap: anywhere; }
  li.error { border-left-color: #b3261e; } li.warning { border-left-color: #a33d00; }
  .place { font: 13px/1.4 ui-monospace, monospace; color: #55555f; }
  .place a { color: inherit; }
  .cure::before { content: "→ "; }
  p { margin: 0; }
  @media (max-width: 40rem) { ol { max-height: 35vh; } }
  @media (prefers-color-scheme: dark) { :host { color: #ecebe4; } details, nav { background: #1e2028; border-color: #ecebe4; } .place, .quiet { color: #b3b1aa; } nav [aria-current] { box-shadow: inset 0 -4px #aab0ff; } }
  @media print { :host { display: none; } }`;

const host = document.createElement("div");
const root = host.attachShadow({ mode: "open" });
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
root.adoptedStyleSheets = [sheet];
let last = { messages: [], pdf: "", busy: false, version: 0 }, lastPage = "", trouble = "";

function make(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// A place in the manuscript, as a way to its block where there is a page that shows it.
function place(message) {
  const text = [message.place, message.code].filter(Boolean).join("  ");
  if (!message.page) return make("p", { class: "place" }, text);
  const link = make("a", { href: `/${encodeURI(message.page)}` }, text);
  link.addEventListener("click", (event) => {
    sessionStorage.setItem(SEEK, message.quote);
    if (message.page !== lastPage) return;
    event.preventDefault();
    seek();
  });
  return make("p", { class: "place" }, link);
}

function item(message) {
  const made = make("li", { class: message.severity }, place(message), make("p", {}, message.text));
  if (message.suggestion) made.append(make("p", { class: "cure" }, `${words.meant} ${message.suggestion}?`));
  if (message.cure) made.append(make("p", { class: "cure" }, message.cure));
  return made;
}

// The same section on the web, in print, as an e-book; `data-view` of the page says which one this is.
function views() {
  const view = document.body.dataset.view ?? "web";
  const section = document.body.dataset.section ?? document.querySelector("main article[id]")?.id;
  const page = document.body.dataset.page ?? lastPage;
  if (!section || !last.version) return [];
  const where = { web: `/${encodeURI(page)}`, print: `/-preview/print?section=${encodeURIComponent(section)}`, ebook: `/-preview/ebook?section=${encodeURIComponent(section)}` };
  const one = (name) => {
    if (name === "print" && !last.pdf) return make("span", { class: "quiet" }, `${words.print} ${last.busy ? words.busy : "–"}`);
    const link = make("a", { href: where[name], "aria-current": name === view ? "page" : undefined }, words[name]);
    if (name === "print") link.addEventListener("click", () => { link.href = `${where.print}#${topmost()}`; });
    return link;
  };
  return [make("nav", { "aria-label": words.views }, ...Object.keys(where).map(one))];
}

function topmost() {
  const blocks = [...document.querySelectorAll("main .text [id]")];
  return encodeURIComponent(blocks.find((block) => block.getBoundingClientRect().bottom > 60)?.id ?? "");
}

function list(messages) {
  const here = messages.filter((message) => message.page === lastPage);
  const only = localStorage.getItem(HERE) === "yes";
  const counted = ["error", "warning", "note"].map((kind) => {
    const n = messages.filter((message) => message.severity === kind).length;
    return n ? `${n} ${words[kind][n === 1 ? 0 : 1]}` : "";
  });
  const box = make("details", {}, make("summary", {}, counted.filter(Boolean).join(", ")));
  if (messages.some((message) => message.page) && messages.length > 1) {
    const choice = make("input", { type: "checkbox" });
    choice.checked = only;
    choice.addEventListener("change", () => { localStorage.setItem(HERE, choice.checked ? "yes" : "no"); draw(); });
    box.append(make("label", {}, choice, ` ${words.here} (${here.length})`));
  }
  box.append(make("ol", {}, ...(only ? here : messages).map(item)));
  box.open = sessionStorage.getItem(OPEN) === "yes";
  box.addEventListener("toggle", () => sessionStorage.setItem(OPEN, box.open ? "yes" : "no"));
  return box;
}

function draw() {
  const told = trouble ? [{ severity: "note", text: trouble, place: "", code: "", cure: "" }] : last.messages;
  const parts = [...views(), ...(told.length ? [list(told)] : [])];
  root.replaceChildren(...parts);
  if (parts.length) document.body.append(host);
  else host.remove();
}

export function show(said, page) {
  [last, lastPage, trouble] = [said, page, ""];
  draw();
}

// Say in the corner why this page does not follow: "lost" or "gone".
export function complain(why, wasThere = true) {
  if (!wasThere) return;
  trouble = words[why];
  draw();
}

// Go to the block that a message leads to.
export function seek() {
  const quote = sessionStorage.getItem(SEEK);
  sessionStorage.removeItem(SEEK);
  if (quote) find(quote)?.scrollIntoView({ block: "center" });
}
