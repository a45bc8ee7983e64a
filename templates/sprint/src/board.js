// How far the book is, for the desk and for the wall; and where its texts are put in order.
import { addText, layOut } from "./adding.js";
import { ask, make, people } from "./dom.js";
import { showCrew } from "./crew.js";
import { handle, isMoving, movePart } from "./order.js";
import { words } from "./words.js";

const when = (time) => new Date(time).toLocaleTimeString(document.documentElement.lang, Date.now() - time < 43_200_000 ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "numeric", hour: "2-digit", minute: "2-digit" });
const said = make("p", { class: "done", role: "status", hidden: true });
const table = make("div");
let shown = "";

function say(text, isBad = false) {
  said.hidden = false;
  said.className = isBad ? "done bad" : "done";
  said.textContent = text;
}

export function showBoard(place, page) {
  // Drawn anew only when there is something to say: who reads, points or drags is left in peace.
  const { files, messages, clock, gates, exchange, ahead, role } = page;
  const told = JSON.stringify([files, messages, clock, gates, exchange, ahead, role, page.mayWrite()]);
  if (isMoving() || (told === shown && said.parentElement === place)) return;
  shown = told;
  if (said.parentElement !== place) place.replaceChildren(said, table);
  const kept = place.scrollTop, key = place.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  table.replaceChildren(...parts(page));
  place.scrollTop = kept;
  // Who stood on a button of a line that was drawn anew stands on it still.
  if (key) [...table.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key)?.focus({ preventScroll: true });
}

function parts(page) {
  const told = (path) => page.messages.filter((message) => message.place.startsWith(`${path}:`)).length;
  // In the order of the book: what stands in no part is before the parts or behind them.
  const groups = [];
  for (const file of page.files) {
    const name = file.part || (file.kind === "chapter" ? words.rest : words[file.kind]);
    if (groups.at(-1)?.[0] !== name) groups.push([name, []]);
    groups.at(-1)[1].push(file);
  }
  const total = page.files.reduce((sum, file) => sum + file.words, 0), may = page.mayWrite();
  const row = (file) => make("tr", { "data-path": file.path, "data-kind": file.kind },
    make("th", { scope: "row" }, may ? handle(file, page, say) : "", make("a", { href: `#${file.id}`, "data-key": file.path }, file.title)),
    make("td", {}, make("span", { class: `status ${file.state}` }, file.status)),
    make("td", {}, file.owner),
    make("td", { class: "number" }, words.words(file.words, file.target),
      file.target ? make("meter", { min: 0, max: file.target, value: Math.min(file.words, file.target), "aria-hidden": "true" }) : ""),
    make("td", { class: "number" }, [file.open_points && `${file.open_points} ${words.open}`, file.comments && words.nComments(file.comments), file.pictures && words.nPictures(file.pictures), told(file.path) && words.messages(told(file.path))].filter(Boolean).join(", ")),
    make("td", {}, file.people.length ? people(file.people) : file.changed.time ? words.changed(when(file.changed.time), file.changed.name || words.byFile) : ""));
  const { past = [], next } = page.clock ?? {};
  const over = past.filter((name) => words.over[name]).map((name) => words.over[name]).at(-1);
  const clock = [over, next && words.next(words.gates[next.name], next.at.slice(11), next.minutes)].filter(Boolean).join(" · ");
  const leads = page.role === "lead", { exchange } = page;
  return [
    clock ? make("p", { class: "big" }, clock) : "",
    may ? make("p", { class: "row" },
      make("button", { type: "button", "data-key": "add", onclick: () => addText(page, ({ reason }) => say(words.reasons[reason] ?? words.reasons.request, true)) }, `${words.add} …`),
      make("button", { type: "button", "data-key": "outline", onclick: () => layOut(page, say) }, `${words.outline} …`),
      page.role === "lead" ? make("button", { type: "button", "data-key": "crew", onclick: () => showCrew(page, say) }, `${words.crew} …`) : "") : "",
    make("table", {},
      make("caption", {}, `${words.boardTitle}: ${words.words(total, 0)}`),
      make("thead", {}, make("tr", {}, ...[words.text, words.status, words.owner, words.amount, words.told, words.here].map((name) => make("th", { scope: "col" }, name)))),
      ...groups.map(([name, files]) => make("tbody", {}, make("tr", {}, make("th", { scope: "colgroup", colspan: 6 }, name, ...(may && files[0].part ? shifters(files[0].part, page) : []))), ...files.map(row)))),
    make("figure", { class: "pace" }, make("img", { src: `/-sprint/ask/pace.svg?${Math.floor(Date.now() / 60000)}`, alt: words.pace }),
      page.ahead ? make("figcaption", {}, page.ahead) : ""),
    leads && page.gates?.length ? gates(page) : "",
    leads && (exchange?.at || exchange?.reason) ? make("p", {}, exchange.at ? words.exchanged(when(exchange.at)) : words.exchange[exchange.reason](exchange.path)) : "",
    leads ? make("p", {}, make("a", { href: "/-sprint/ask/backup", download: true, "data-key": "backup" }, words.backup)) : "",
  ];
}

// A part goes up or down with everything in it; where it ends there is no button.
function shifters(part, page) {
  const parts = [...new Set(page.files.map((one) => one.part).filter(Boolean))], at = parts.indexOf(part);
  const shift = (down) => make("button", {
    type: "button", class: "shift", "data-key": `part ${part} ${down}`, "aria-label": down ? words.downPart(part) : words.upPart(part), title: down ? words.downPart(part) : words.upPart(part),
    "aria-disabled": String(down ? at === parts.length - 1 : at === 0), onclick: () => movePart(part, down, page, say),
  }, down ? "↓" : "↑");
  return parts.length > 1 ? [make("span", { class: "shifts" }, shift(false), shift(true))] : [];
}

// What the clock forbids, and the way to lift it.
function gates(page) {
  const row = ({ name, at, past, lifted }) => make("tr", {}, make("th", { scope: "row" }, words.gates[name]), make("td", {}, at),
    make("td", {}, lifted ? words.gateLifted : past ? words.gateShut : words.gateComes),
    make("td", {}, make("button", { type: "button", "data-key": `gate ${name}`, "aria-label": `${lifted ? words.gateHold : words.gateLift}: ${words.gates[name]}`, onclick: () => ask("do/gate", { name, lifted: !lifted }).then(page.refresh) }, lifted ? words.gateHold : words.gateLift)));
  return make("table", { class: "gates" }, make("caption", {}, words.gatesTitle), make("tbody", {}, ...page.gates.map(row)));
}
