// Carries out what tests/sprint/test_forms.py asks of the room's forms: JSON in, JSON out.
import { pathToFileURL } from "node:url";

const { blocks, names, cases } = JSON.parse(await new Response(process.stdin).text());
const { formAt } = await import(pathToFileURL(blocks));
const edited = (text, changes) => [...changes].sort((a, b) => b.from - a.from || b.to - a.to)
  .reduce((now, { from, to, insert }) => now.slice(0, from) + insert + now.slice(to), text);
const valuesOf = (form) => [form.label, ...(form.settings ?? []), ...(form.facts ?? []),
  ...(form.rows ?? []).flatMap((row) => [...row.cells, row.tick, row.must, row.short])].filter(Boolean);

const deeds = {
  read: (form) => form && { kind: form.kind, unread: Boolean(form.unread), sum: form.sum, values: Object.fromEntries(valuesOf(form).map((one) => [one.key, one.locked ? null : one.value])) },
  set: (form, text, key, value) => edited(text, valuesOf(form).find((one) => one.key === key).set(value)),
  clear: (form, text, key) => edited(text, valuesOf(form).find((one) => one.key === key).remove()),
  move: (form, text, nth, by) => edited(text, form.move(text, nth, by)),
  remove: (form, text, nth) => edited(text, form.remove(nth)),
  add: (form, text, nth) => edited(text, form.add(nth)),
  // Every value of every form of a text: set to what it is nothing changes, set to something else that is read again.
  all: (_, text) => {
    const wrong = [], seen = new Set();
    for (let at = 0; at < text.length; at = text.indexOf("\n", at) + 1 || text.length) for (const place of [at, text.indexOf("]{", at) + 1]) {
      const form = formAt(text, place, names);
      if (!form || seen.has(form.kind + form.from)) continue;
      seen.add(form.kind + form.from);
      for (const { key, value, attribute, set } of valuesOf(form)) {
        const fresh = typeof value === "boolean" ? !value : attribute ? `${value}7` : `${value}|ä😀`;
        const after = edited(text, set(fresh)), again = valuesOf(formAt(after, form.from, names) ?? {}).find((one) => one.key === key);
        if (typeof value === "string" && set(value).length) wrong.push([key, value, "is changed by itself"]);
        if (again?.value !== fresh) wrong.push([key, value, again?.value ?? null]);
      }
    }
    return [seen.size, wrong];
  },
};
console.log(JSON.stringify(cases.map(([deed, text, place, ...more]) => deeds[deed](formAt(text, place, names), text, ...more))));
