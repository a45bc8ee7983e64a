// Loaded when a file is chosen: shows what is answered otherwise here, field by field, and asks what shall stand.
(function () {
  "use strict";
  const { words, answers: store, page, made, button } = window.book;
  const { filled, moment } = page;
  const WAYS = ["mine", "theirs", "both"];

  function shown(value) {
    if (value === true) return words["plan-ticked"];
    return Array.isArray(value) ? value.join(", ") : value;
  }

  function way(name, id, nth, text, at) {
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name: `ui-plan-${nth}`, value: name, id: `ui-plan-${nth}-${name}`, checked: name === "mine" });
    input.dataset.plan = id;
    const label = made("label", "", made("span", "plan-way", words[`plan-${name}`]), at ? ` (${moment(at)})` : "");
    label.htmlFor = input.id;
    if (text) label.append(made("span", "plan-text", text));
    return made("div", "option", input, label);
  }

  function question({ id, mine, value, at }, nth) {
    const [label = id, sheet = "", kind = ""] = window.book.fields?.[id] ?? [];
    const title = made("legend", "", sheet ? made("span", "plan-sheet", sheet) : "", ` ${label}`);
    const ways = [way("mine", id, nth, shown(mine.value), mine.at), way("theirs", id, nth, shown(value), at)];
    if (store.joinable(kind, mine.value, value)) ways.push(way("both", id, nth));
    return made("fieldset", "", title, ...ways);
  }

  function choose(form, name) {
    for (const input of form.querySelectorAll(`input[value="${name}"]`)) input.checked = true;
  }

  // Ask; `then` gets what was chosen for each id. Who closes the dialog has changed nothing.
  function askPlan(plan, then) {
    const heading = made("h2", "", filled(words["plan-title"], { n: plan.conflicts.length }));
    Object.assign(heading, { id: "ui-plan", tabIndex: -1, autofocus: true });
    const form = made("form", "", ...plan.conflicts.map(question));
    form.method = "dialog";
    const dialog = made("dialog", "plan", heading, made("p", "", filled(words["plan-how"], { file: plan.file, fresh: plan.fresh.length })),
      made("p", "buttons", ...WAYS.map((name) => button("", words[`plan-all-${name}`], () => choose(form, name)))), form);
    dialog.setAttribute("aria-labelledby", heading.id);
    const done = () => {
      const chosen = Object.fromEntries([...form.querySelectorAll("input:checked")].map((input) => [input.dataset.plan, input.value]));
      dialog.close();
      then(chosen);
    };
    form.append(made("p", "buttons", button("", words["plan-take"], done), button("", words.cancel, () => dialog.close())));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  window.book.askPlan = askPlan;
})();
