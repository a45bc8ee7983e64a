// How far the book is, for the desk and for the wall.
import { ask, make, people } from "./dom.js";
import { words } from "./words.js";

const when = (time) => new Date(time).toLocaleTimeString(document.documentElement.lang, Date.now() - time < 43_200_000 ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "numeric", hour: "2-digit", minute: "2-digit" });

export function showBoard(place, page) {
  const told = (path) => page.messages.filter((message) => message.place.startsWith(`${path}:`)).length;
  const groups = new Map();
  for (const file of page.files) {
    const name = file.part || (file.kind === "chapter" ? words.rest : words[file.kind]);
    groups.set(name, [...(groups.get(name) ?? []), file]);
  }
  const total = page.files.reduce((sum, file) => sum + file.words, 0);
  const row = (file) => make("tr", {},
    make("th", { scope: "row" }, make("a", { href: `#${file.id}` }, file.title)),
    make("td", {}, make("span", { class: `status ${file.state}` }, file.status)),
    make("td", {}, file.owner),
    make("td", { class: "number" }, words.words(file.words, file.target),
      file.target ? make("meter", { min: 0, max: file.target, value: Math.min(file.words, file.target), "aria-hidden": "true" }) : ""),
    make("td", { class: "number" }, [file.open_points && `${file.open_points} ${words.open}`, file.comments && words.nComments(file.comments), file.pictures && words.nPictures(file.pictures), told(file.path) && words.messages(told(file.path))].filter(Boolean).join(", ")),
    make("td", {}, file.people.length ? people(file.people) : file.changed.time ? words.changed(when(file.changed.time), file.changed.name || words.byFile) : ""));
  const kept = place.scrollTop;
  const { past = [], next } = page.clock ?? {};
  const over = past.filter((name) => words.over[name]).map((name) => words.over[name]).at(-1);
  const clock = [over, next && words.next(words.gates[next.name], next.at.slice(11), next.minutes)].filter(Boolean).join(" · ");
  place.replaceChildren(clock ? make("p", { class: "big" }, clock) : "", make("table", {},
    make("caption", {}, `${words.boardTitle}: ${words.words(total, 0)}`),
    make("thead", {}, make("tr", {}, ...[words.text, words.status, words.owner, words.amount, words.told, words.here].map((name) => make("th", { scope: "col" }, name)))),
    ...[...groups].map(([name, files]) => make("tbody", {}, make("tr", {}, make("th", { scope: "colgroup", colspan: 6 }, name)), ...files.map(row)))),
  make("figure", { class: "pace" }, make("img", { src: `/-sprint/ask/pace.svg?${Math.floor(Date.now() / 60000)}`, alt: words.pace, width: 960, height: 350 }),
    page.ahead ? make("figcaption", {}, page.ahead) : ""),
  page.role === "lead" && page.gates?.length ? gates(page) : "",
  page.role === "lead" && (page.exchange?.at || page.exchange?.reason) ? make("p", {}, page.exchange.at ? words.exchanged(when(page.exchange.at)) : words.exchange[page.exchange.reason](page.exchange.path)) : "",
  page.role === "lead" ? make("p", {}, make("a", { href: "/-sprint/ask/backup", download: true }, words.backup)) : "");
  place.scrollTop = kept;
}

// What the clock forbids, and the way to lift it.
function gates(page) {
  const row = ({ name, at, past, lifted }) => make("tr", {}, make("th", { scope: "row" }, words.gates[name]), make("td", {}, at),
    make("td", {}, lifted ? words.gateLifted : past ? words.gateShut : words.gateComes),
    make("td", {}, make("button", { type: "button", onclick: () => ask("do/gate", { name, lifted: !lifted }).then(page.refresh) }, lifted ? words.gateHold : words.gateLift)));
  return make("table", { class: "gates" }, make("caption", {}, words.gatesTitle), make("tbody", {}, ...page.gates.map(row)));
}
