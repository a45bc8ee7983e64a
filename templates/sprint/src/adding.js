// New texts: one with a title, or all that a pasted outline names, shown before it is made.
import { ask, dialog, make } from "./dom.js";
import { words } from "./words.js";

export function addText(page, complain) {
  dialog(words.add, (box) => {
    const kind = make("select", { id: "kind" }, ...Object.entries(words.kinds).map(([value, label]) => make("option", { value }, label)));
    const title = make("input", { type: "text", id: "title", maxlength: 120, required: true });
    const form = make("form", {}, make("label", { for: "kind" }, words.kind), kind, make("label", { for: "title" }, words.title), title,
      make("div", { class: "row" }, make("button", { type: "button", onclick: () => box.close() }, words.cancel), make("button", { class: "main" }, words.make)));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      box.close();
      try {
        const { id } = await ask("do/new", { kind: kind.value, title: title.value });
        await page.refresh();
        location.hash = `#${id}`;
      } catch (problem) { complain(problem); }
    });
    return [form];
  });
}

export function layOut(page, say) {
  dialog(words.outline, (box) => {
    const text = make("textarea", { id: "outline", rows: 10, required: true, placeholder: words.outlineSample });
    const told = make("div", { class: "told", role: "status" });
    const send = make("button", { class: "main" }, words.outlineSee);
    let seen = null;
    text.addEventListener("input", () => { seen = null; told.replaceChildren(); send.textContent = words.outlineSee; });
    const form = make("form", {}, make("label", { for: "outline" }, words.outlineWhat), text, told,
      make("div", { class: "row" }, make("button", { type: "button", onclick: () => box.close() }, words.cancel), send));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const laid = await ask("do/outline", { text: text.value, make: seen !== null });
        if (seen !== null) {
          box.close();
          await page.refresh();
          say(words.laid(laid.parts.length, laid.made.length, laid.there.length));
          return;
        }
        seen = laid;
        told.replaceChildren(...plan(laid));
        if (laid.made.length) send.textContent = words.make; else { seen = null; }
      } catch (problem) { told.replaceChildren(make("p", { class: "bad" }, words.reasons[problem.reason] ?? words.reasons.request)); }
    });
    return [make("p", { class: "quiet" }, words.outlineWhy), form];
  });
}

function plan({ parts, made, there }) {
  const groups = new Map();
  for (const one of made) groups.set(one.part, [...(groups.get(one.part) ?? []), one]);
  const head = (part, kind) => part ? `${part}${parts.includes(part) ? ` (${words.newPart})` : ""}` : kind === "chapter" ? words.lastPart : words.sheets;
  return [
    make("p", {}, words.willBe(made.length)),
    ...[...groups].flatMap(([part, list]) => [make("h3", {}, head(part, list[0].kind)), make("ul", {}, ...list.map((one) => make("li", {},
      one.title, one.kind === "chapter" ? "" : ` (${words.kinds[one.kind]})`, one.points.length ? make("small", {}, ` ${one.points.join(" · ")}`) : "")))]),
    there.length ? make("p", {}, words.areThere(there)) : "",
  ];
}
