// The order of the book: a text is dragged, moved with the arrow keys, or sent behind another one from a list.
import { ask, dialog, make } from "./dom.js";
import { words } from "./words.js";

// Whether a button is held, and what is dragged by it; meanwhile the board stands still.
let held = false, drag = null;
export const isMoving = () => held;

// The list that a file is in: texts of one folder in the order of the book, as it is known now. What a button was made
// for may be older.
const mates = (page, file) => page.files.filter((one) => one.kind === file.kind);
const now = (page, file) => page.files.find((one) => one.path === file.path) ?? file;

export function handle(file, page, say) {
  const button = make("button", {
    type: "button", class: "move", "data-key": `move ${file.path}`, "aria-label": words.moveThis(file.title), title: words.moveHow,
    // A click that ends a drag is none; one by keyboard always is.
    onclick: ({ detail }) => { if (detail === 0 || !button.dragged) choose(file, page, say); },
  }, "⠿");
  button.addEventListener("keydown", (event) => {
    const down = { ArrowUp: false, ArrowDown: true }[event.key];
    if (down === undefined) return;
    event.preventDefault();
    step(file, page, down, say);
  });
  button.addEventListener("pointerdown", (event) => { if (event.button === 0) begin(event, button, file, page, say); });
  return button;
}

// One place up or down; over the end of a part it goes into the next one.
function step(known, page, down, say) {
  const file = now(page, known), list = mates(page, file), at = list.indexOf(file), other = list[at + (down ? 1 : -1)];
  if (!other) { say(words.moveEnd); return; }
  // Into another part: at its near end.
  const after = other.part === file.part ? down : !down;
  put(file, other, after, page, say);
}

export async function movePart(part, down, page, say) {
  const parts = () => [...new Set(page.files.map((one) => one.part).filter(Boolean))], at = parts().indexOf(part) + (down ? 1 : -1);
  if (at < 0 || at >= parts().length) { say(words.moveEnd); return; }
  try {
    await ask("do/part", { title: part, down });
    await page.refresh();
    say(words.movedPart(part, parts().indexOf(part) + 1, parts().length));
  } catch (problem) { say(words.reasons[problem.reason] ?? words.reasons.request, true); }
}

async function put(file, beside, after, page, say) {
  try {
    await ask("do/move", { path: file.path, beside: beside.path, after });
    await page.refresh();
    const moved = now(page, file), inside = mates(page, moved).filter((one) => one.part === moved.part);
    say(words.moved(file.title, inside.indexOf(moved) + 1, inside.length, moved.part));
  } catch (problem) { say(words.reasons[problem.reason] ?? words.reasons.request, true); }
}

function choose(known, page, say) {
  const file = now(page, known);
  dialog(words.moveThis(file.title), (box) => {
    const groups = new Map();
    for (const one of mates(page, file)) groups.set(one.part, [...(groups.get(one.part) ?? []), one]);
    const option = (label, path, after, chosen = false) => make("option", { value: JSON.stringify([path, after]), selected: chosen }, label);
    const select = make("select", { id: "place" }, ...[...groups].map(([part, list]) => make("optgroup", { label: part || words.rest },
      ...(list[0] === file ? [] : [option(words.moveFirst, list[0].path, false)]),
      ...list.filter((one) => one !== file).map((one) => option(words.moveBehind(one.title), one.path, true)))));
    const form = make("form", {}, make("label", { for: "place" }, words.moveWhere), select,
      make("div", { class: "row" }, make("button", { type: "button", onclick: () => box.close() }, words.cancel), make("button", { class: "main" }, words.move)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      box.close();
      if (!select.value) return;
      const [path, after] = JSON.parse(select.value);
      put(file, { path }, after, page, say);
    });
    return [form];
  });
}

// ---- by pointer: mouse, finger, pen --------------------------------------------------------------------------------

function begin(event, button, file, page, say) {
  button.dragged = false;
  const board = button.closest("section"), row = button.closest("tr"), from = event.clientY;
  const rows = [...board.querySelectorAll("tr[data-path]")].filter((one) => one !== row && one.dataset.kind === file.kind);
  let place = null;
  const clear = () => { for (const one of rows) one.classList.remove("before", "behind"); };
  const move = ({ clientY }) => {
    if (!drag && Math.abs(clientY - from) < 5) return;
    drag ??= file;
    button.dragged = true;
    row.classList.add("lifted");
    const edge = board.getBoundingClientRect();
    if (clientY < edge.top + 40) board.scrollTop -= 12;
    if (clientY > edge.bottom - 40) board.scrollTop += 12;
    clear();
    place = nearest(rows, clientY);
    if (place) place.row.classList.add(place.after ? "behind" : "before");
  };
  const end = ({ type }) => {
    for (const kind of ["pointermove", "pointerup", "pointercancel"]) button.removeEventListener(kind, kind === "pointermove" ? move : end);
    removeEventListener("keydown", escape, true);
    clear();
    row.classList.remove("lifted");
    const was = drag, to = place;
    drag = null;
    held = false;
    if (was && to && type === "pointerup") put(file, page.files.find((one) => one.path === to.row.dataset.path), to.after, page, say);
  };
  const escape = (press) => { if (press.key === "Escape") { press.stopPropagation(); end({ type: "escape" }); } };
  held = true;
  button.setPointerCapture(event.pointerId);
  button.addEventListener("pointermove", move);
  for (const kind of ["pointerup", "pointercancel"]) button.addEventListener(kind, end);
  addEventListener("keydown", escape, true);
}

function nearest(rows, y) {
  let found = null, least = Infinity;
  for (const row of rows) {
    const { top, bottom } = row.getBoundingClientRect(), middle = (top + bottom) / 2, far = Math.abs(y - middle);
    if (far < least) { least = far; found = { row, after: y > middle }; }
  }
  return found;
}
