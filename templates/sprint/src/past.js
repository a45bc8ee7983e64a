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
  list.append(...steps.map((step) => make("li", {}, make("button", {
    type: "button", onclick: (event) => {
      for (const other of list.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === event.currentTarget));
      show(view, id, step, mayWrite, today());
    },
  }, `${day(step.until)}, ${words.until(clock(step.from), clock(step.until))} · ${step.name || words.byFile}`))));
}

async function show(view, id, step, mayWrite, today) {
  const then = await ask(`ask/history/${id}/${step.until}`).catch(() => null);
  if (then === null) return;
  const back = make("button", {
    type: "button", class: "main", onclick: () => ask(`do/restore/${id}`, { time: step.until }).then(() => view.replaceChildren()),
  }, words.restore);
  view.replaceChildren(mayWrite ? back : "", make("pre", {}, ...compare(then.split("\n"), today.split("\n"))));
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
