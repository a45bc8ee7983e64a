// Who is here, for the one who leads: links to pass on, names as people want them, who agrees to be named, and the lines
// that book.yaml lacks.
import { ask, dialog, make } from "./dom.js";
import { words } from "./words.js";

export async function showCrew(page, say) {
  let told;
  try { told = await ask("ask/people"); } catch (problem) { say(words.reasons[problem.reason] ?? words.reasons.request, true); return; }
  dialog(words.crew, (box) => {
    box.classList.add("wide");
    const status = make("p", { role: "status" });
    return [
      make("p", { class: "quiet" }, words.crewWhy), status,
      make("h3", {}, words.crewLinks),
      make("p", { class: "row start" }, ...["write", "read"].map((role) => copier(role === "write" ? words.crewWrite : words.crewRead, `${location.origin}/-sprint/?key=${page.keys[role]}`, status))),
      told.people.length ? "" : make("p", {}, words.crewNone),
      ...told.people.map((person) => line(person, told.credits, status, page)),
      ...others(told),
      ...(told.lines.length ? [make("h3", {}, words.crewLines), make("pre", { tabindex: "0" }, told.lines.join("\n")), make("p", { class: "row start" }, copier(words.copy, told.lines.join("\n"), status))] : []),
      make("p", { class: "row" }, make("button", { type: "button", class: "main", onclick: () => box.close() }, words.close)),
    ];
  });
}

// The clipboard is there on one's own machine and by TLS; elsewhere the words are shown, to be copied by hand.
function copier(label, text, status) {
  return make("button", { type: "button", onclick: async () => {
    try { await navigator.clipboard.writeText(text); status.textContent = words.copied; } catch { status.textContent = text; }
  } }, label);
}

const key = (name) => name.toLowerCase().split(/\s+/).join(" ").trim();
const facts = (credit) => [credit.letters && words.letters(credit.letters), credit.commits && words.commits(credit.commits), credit.texts && words.texts(credit.texts), words.credit[credit.state]].filter(Boolean).join(" · ");

function line(person, credits, status, page) {
  const name = make("input", { type: "text", maxlength: 40, required: true, value: person.name, "aria-label": words.crewName(person.name) });
  const consent = make("input", { type: "checkbox" }), credit = credits.find((one) => key(one.name) === key(person.name));
  consent.checked = person.consent;
  const form = make("form", { class: "person-line" }, name, make("label", { class: "tick" }, consent, make("span", {}, words.crewConsent)), make("button", {}, words.save),
    credit ? make("small", {}, facts(credit)) : "");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await ask("do/people", { id: person.id, name: name.value, consent: consent.checked });
      status.textContent = words.crewSaved(name.value);
      page.refresh();
    } catch (problem) { status.textContent = words.reasons[problem.reason] ?? words.reasons.request; }
  });
  return form;
}

// Whom commits, heads and book.yaml name, and who has not been in the room.
function others({ credits, people }) {
  const known = new Set(people.map((one) => key(one.name))), rest = credits.filter((one) => !known.has(key(one.name)));
  return rest.length ? [make("ul", {}, ...rest.map((one) => make("li", {}, `${one.name}: `, make("small", {}, facts(one)))))] : [];
}
