// How a text was: its steps by person and time, the text at one of them beside today's, and a way back to it.
import { ask, make } from "./dom.js";
import { words } from "./words.js";

const clock = (time) => new Date(time).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
const day = (time) => new Date(time).toLocaleDateString(document.documentElement.lang, { weekday: "short", day: "numeric", month: "numeric" });

export async function showPast(place, id, mayWrite, today) {
  const view = make("div"), list = make("ol");
  place.replaceChildren(make("h2", {}, words.past), make("p", { class: "quiet" }, words.pastWhy), list, view);
  const steps = id ? await ask(`ask/history/${id}`).catch(() => []) : [];
  if (!steps.length) return list.replaceWith(make("p", {}, words.pastEmpty));
  const draw = (person) => list.replaceChildren(...steps.filter((step) => !person || step.person === person).map((step) => make("li", {}, make("button", {
    type: "button", "aria-pressed": "false", onclick: (event) => {
      for (const other of list.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === event.currentTarget));
      show(view, id, step, mayWrite, today);
    },
  }, `${day(step.until)}, ${words.until(clock(step.start), clock(step.until))} · ${step.name || words.byFile}`))));
  const people = new Map(steps.map((step) => [step.person, step.name || words.byFile]));
  if (people.size > 1) {
    const select = make("select", { id: "who", onchange: () => { view.replaceChildren(); draw(select.value); } },
      make("option", { value: "" }, words.everybody), ...[...people].map(([person, name]) => make("option", { value: person }, name)));
    list.before(make("p", { class: "row" }, make("label", { for: "who" }, words.whose), select));
  }
  draw("");
}

async function show(view, id, step, mayWrite, today) {
  const then = await ask(`ask/history/${id}/${step.last}`).catch(() => null);
  if (then === null) return;
  const said = make("p", { role: "status" });
  const deed = (label, path, what, isMain) => make("button", {
    type: "button", class: isMain ? "main" : null,
    onclick: () => ask(`do/${path}/${id}`, what).then(() => view.replaceChildren(make("p", { role: "status" }, words.isBack))).catch((problem) => { said.textContent = words.reasons[problem.reason] ?? words.reasons.request; }),
  }, label);
  // The first step is the text as the room found it.
  const own = step.first > 1 ? deed(words.takeBack(step.name || words.byFile), "takeback", { person: step.person, first: step.first, last: step.last }, false) : "";
  view.replaceChildren(mayWrite ? make("p", { class: "row" }, deed(words.restore, "restore", { number: step.last }, true), own) : "", said,
    make("pre", {}, ...compare(then.split("\n"), today().split("\n"))));
}

// Lines that are gone today, and lines that came since: the longest common run of lines, plain.
function compare(then, today) {
  let head = 0;
  while (head < then.length && head < today.length && then[head] === today[head]) head++;
  let tail = 0;
  while (tail < then.length - head && tail < today.length - head && then.at(-1 - tail) === today.at(-1 - tail)) tail++;
  const a = then.slice(head, then.length - tail), b = today.slice(head, today.length - tail);
  const made = [then.slice(0, head).join("\n") + (head ? "\n" : "")];
  if (a.length * b.length > 4_000_000) {
    made.push(make("del", {}, `${a.join("\n")}\n`), make("ins", {}, `${b.join("\n")}\n`));
  } else {
    const best = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) best[i][j] = a[i] === b[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
    for (let i = 0, j = 0; i < a.length || j < b.length;) {
      if (i < a.length && j < b.length && a[i] === b[j]) { made.push(`${a[i++]}\n`); j++; }
      else if (i < a.length && (j === b.length || best[i + 1][j] >= best[i][j + 1])) made.push(make("del", {}, `${a[i++]}\n`));
      else made.push(make("ins", {}, `${b[j++]}\n`));
    }
  }
  made.push(then.slice(then.length - tail).join("\n"));
  return made;
}
