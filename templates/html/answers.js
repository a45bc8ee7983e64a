// Remembers what readers fill in and tick: in this browser only, one entry for each field, never sent anywhere.
(function () {
  "use strict";
  const { slug, edition, words, answers: kept } = window.book;
  const { storage, own: prefix } = kept;
  const inputs = [...document.querySelectorAll("[data-answer]")];

  const same = (id) => inputs.filter((input) => input.dataset.answer === id);
  const boxed = (input) => input.type === "checkbox" || input.type === "radio";
  const tick = (input) => input.type === "checkbox" && input.value === "on";

  // A tick is true, a choice its text, several choices a list, everything else the text as typed.
  function read(id) {
    const group = same(id);
    const [first] = group;
    if (tick(first)) return first.checked || null;
    if (!boxed(first)) return first.value || null;
    const chosen = group.filter((input) => input.checked).map((input) => input.value);
    if (first.type === "radio") return chosen[0] ?? null;
    return chosen.length ? chosen : null;
  }

  function fill(id, value) {
    for (const input of same(id)) {
      if (tick(input)) input.checked = value === true;
      else if (!boxed(input)) {
        input.value = typeof value === "string" ? value : "";
        grow(input);
      }
      else input.checked = Array.isArray(value) ? value.includes(input.value) : value === input.value;
    }
  }

  // A field grows with what is written into it; it never shrinks below its printed lines.
  function grow(input) {
    if (input.tagName === "TEXTAREA" && input.scrollHeight > input.clientHeight + 2) {
      input.style.height = `${input.scrollHeight + 2}px`;
    }
  }

  function remember(id, value) {
    if (!storage) return;
    try {
      if (value === null) storage.removeItem(prefix + id);
      else storage.setItem(prefix + id, JSON.stringify(value));
    } catch {
      tellNotRemembered();
    }
  }

  function recall(id) {
    try {
      return JSON.parse(storage?.getItem(prefix + id) ?? "null");
    } catch {
      return null;
    }
  }

  const all = () => kept.under(prefix);
  const isEmpty = (object) => !Object.keys(object).length;

  function tellNotRemembered() {
    for (const line of document.querySelectorAll(".remembered")) line.textContent = words["not-remembered"];
  }

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // How far one is, on the sheet and in each list on it.
  function showProgress() {
    const boxes = [...document.querySelectorAll(".check > input")];
    for (const tools of document.querySelectorAll(".tools")) {
      const line = tools.querySelector(".progress");
      const done = boxes.filter((box) => box.checked).length;
      line.hidden = boxes.length === 0;
      line.querySelector("progress").max = boxes.length || 1;
      line.querySelector("progress").value = done;
      line.querySelector(".count").textContent = filled(words.progress, { done, all: boxes.length });
    }
    const count = document.querySelector(".all-answers .count");
    if (count) {
      const n = Object.keys(all()).length;
      count.textContent = n ? filled(words.answered, { n }) : words["answered-none"];
    }
    showCarried();
  }

  // On the page of a field: that it reads differently now, and a way to say that one has looked.
  function flag() {
    const { changed } = kept.notes();
    for (const old of document.querySelectorAll(".changed-since")) if (!changed[old.dataset.for]) unflag(old);
    for (const [id, since] of Object.entries(changed)) {
      const home = document.getElementById(id);
      if (!home || !same(id).length || document.getElementById(`${id}--changed`)) continue;
      const line = document.createElement("span");
      line.className = "changed-since";
      line.dataset.for = id;
      const text = document.createElement("span");
      text.id = `${id}--changed`;
      text.textContent = filled(words["changed-since"], { edition: since });
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words.checked;
      button.setAttribute("aria-describedby", text.id);
      button.addEventListener("click", () => {
        same(id)[0].focus();
        kept.checked([id]);
        flag();
      });
      line.append(text, " ", button);
      home.append(line);
      for (const input of same(id)) input.setAttribute("aria-describedby", text.id);
    }
  }

  function unflag(line) {
    for (const input of same(line.dataset.for)) input.removeAttribute("aria-describedby");
    line.remove();
  }

  // On the start page: where answers came from, which to look at, and how many have no place any more.
  function showCarried() {
    const box = document.querySelector(".carried");
    if (!box) return;
    const { from, changed, removed } = kept.notes();
    const lost = Object.values(removed).reduce((sum, answers) => sum + Object.keys(answers).length, 0);
    const pages = new Map();
    for (const id of Object.keys(changed)) {
      const page = kept.place(id).split("#")[0];
      if (page) pages.set(page, [...(pages.get(page) ?? []), kept.place(id)]);
    }
    const said = (line, text) => {
      box.querySelector(line).textContent = text;
      box.querySelector(line).hidden = !text;
    };
    said(".carried-from", from && filled(words["carried-from"], { edition: from }));
    said(".carried-lost", lost ? filled(words["carried-lost"], { n: lost }) : "");
    said(".carried-changed", pages.size ? words["carried-changed"] : "");
    box.querySelector("ul").hidden = !pages.size;
    box.querySelector("ul").replaceChildren(...[...pages].map(([page, places]) => {
      const [item, link] = [document.createElement("li"), document.createElement("a")];
      link.href = places[0];
      link.textContent = document.querySelector(`.contents a[href="${page}"]`)?.textContent ?? page;
      item.append(link, ` (${places.length})`);
      return item;
    }));
    box.hidden = !(from || lost || pages.size);
  }

  function ask(dialog, then) {
    for (const button of dialog.querySelectorAll("button")) {
      button.onclick = () => {
        dialog.close();
        if (button.value === "yes") then();
      };
    }
    dialog.showModal();
  }

  function empty(ids) {
    for (const id of ids) {
      remember(id, null);
      if (same(id).length) fill(id, null);
    }
    kept.checked(ids);
    flag();
    showProgress();
  }

  function save() {
    const { changed, removed } = kept.notes();
    const data = { book: slug, edition, answers: all(), ...(isEmpty(changed) ? {} : { changed }), ...(isEmpty(removed) ? {} : { removed }) };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
    link.download = "answers.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  const valid = (value) =>
    value === true || typeof value === "string" ||
    (Array.isArray(value) && value.every((item) => typeof item === "string"));

  const listed = (ids) => ({ n: ids.length, names: ids.join(", ") });

  function told(theirs, { known, answers, changed }, n, odd) {
    const lines = [filled(words.imported, { n })];
    const counts = { edition: theirs || "–", changed: Object.keys(changed).length, removed: n - Object.keys(answers).length };
    const fields = new Set(window.book.fields);
    const strange = Object.keys(answers).filter((id) => !fields.has(id));
    if (!known) lines.push(filled(words["imported-unknown"], counts));
    else if (theirs !== edition) lines.push(filled(words["imported-former"], counts));
    if (strange.length) lines.push(filled(words["imported-strange"], listed(strange)));
    if (odd.length) lines.push(filled(words["imported-odd"], listed(odd)));
    return lines.join(" ");
  }

  function parsed(text) {
    try {
      return kept.object(JSON.parse(text));
    } catch {
      return {};
    }
  }

  // Every answer of the file is kept, also one without a field here; what cannot be one is named.
  async function load(file, said) {
    const data = parsed(await file.text());
    const given = Object.entries(kept.object(data.answers));
    if (data.answers !== kept.object(data.answers)) said.textContent = words["import-no-file"];
    else if (data.book !== slug) said.textContent = filled(words["import-other-book"], { book: data.book || "–" });
    else {
      const answers = Object.fromEntries(given.filter(([, value]) => valid(value)));
      const odd = given.filter(([, value]) => !valid(value)).map(([id]) => id);
      const [changed, removed] = [kept.object(data.changed), kept.object(data.removed)];
      const theirs = String(data.edition ?? "");
      const sorted = kept.sort(theirs, { answers, changed, removed });
      for (const [id, value] of Object.entries(sorted.answers)) remember(id, value);
      kept.add(sorted, Object.keys(sorted.answers));
      showProgress();
      said.textContent = told(theirs, sorted, Object.keys(answers).length, odd);
    }
  }

  for (const id of new Set(inputs.map((input) => input.dataset.answer))) {
    const value = recall(id);
    if (value !== null) fill(id, value);
  }
  for (const input of inputs) {
    const keep = () => {
      grow(input);
      remember(input.dataset.answer, read(input.dataset.answer));
      kept.checked([input.dataset.answer]);
      flag();
      showProgress();
    };
    input.addEventListener(boxed(input) ? "change" : "input", keep);
  }
  // On paper a field cannot scroll: what is written in it is printed as text that breaks as the page needs.
  addEventListener("beforeprint", () => {
    for (const input of inputs.filter((one) => one.tagName === "TEXTAREA" && one.value)) {
      const copy = document.createElement("div");
      copy.className = "printed";
      copy.textContent = input.value;
      input.after(copy);
    }
  });
  addEventListener("afterprint", () => {
    for (const copy of document.querySelectorAll(".printed")) copy.remove();
  });
  // Another tab changed an answer.
  addEventListener("storage", (event) => {
    const id = event.key?.startsWith(prefix) ? event.key.slice(prefix.length) : "";
    if (id && same(id).length) fill(id, recall(id));
    showProgress();
  });

  for (const tools of document.querySelectorAll(".tools")) {
    tools.hidden = false;
    tools.querySelector(".do-print").addEventListener("click", () => print());
    tools.querySelector(".do-reset").addEventListener("click", () =>
      ask(tools.querySelector(".ask"), () => empty(new Set(inputs.map((input) => input.dataset.answer)))));
  }
  const home = document.querySelector(".all-answers");
  if (home) {
    const chooser = home.querySelector("input[type=file]");
    home.hidden = false;
    home.querySelector(".do-export").addEventListener("click", save);
    home.querySelector(".do-import").addEventListener("click", () => chooser.click());
    home.querySelector(".do-reset-all").addEventListener("click", () =>
      ask(home.querySelector(".ask"), () => {
        empty(Object.keys(all()));
        kept.forget();
        showProgress();
      }));
    chooser.addEventListener("change", () => {
      if (chooser.files[0]) load(chooser.files[0], home.querySelector(".count"));
      chooser.value = "";
    });
  }
  if (!storage) tellNotRemembered();
  flag();
  showProgress();
})();
