// How far the book is, for the desk and for the wall.
import { make, people } from "./dom.js";
import { words } from "./words.js";

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
    make("td", { class: "number" }, [file.open_points && `${file.open_points} ${words.open}`, told(file.path) && words.messages(told(file.path))].filter(Boolean).join(", ")),
    make("td", {}, file.people.length ? people(file.people) : ""));
  const kept = place.scrollTop;
  place.replaceChildren(make("table", {},
    make("caption", {}, `${words.boardTitle}: ${words.words(total, 0)}`),
    make("thead", {}, make("tr", {}, ...[words.text, words.status, words.owner, words.amount, words.told, words.here].map((name) => make("th", { scope: "col" }, name)))),
    ...[...groups].map(([name, files]) => make("tbody", {}, make("tr", {}, make("th", { scope: "colgroup", colspan: 6 }, name)), ...files.map(row)))),
  page.role === "lead" ? make("p", {}, make("a", { href: "/-sprint/ask/backup", download: true }, words.backup)) : "");
  place.scrollTop = kept;
}
