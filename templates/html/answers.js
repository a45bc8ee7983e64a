// Remembers what readers fill in and tick: in this browser only, one entry for each field, never sent anywhere.
(function () {
  "use strict";
  const { slug, edition, words } = window.book;
  const prefix = `answers/${slug}/`;
  const inputs = [...document.querySelectorAll("[data-answer]")];
  const storage = usable();

  function usable() {
    try {
      localStorage.setItem("answers/try", "1");
      localStorage.removeItem("answers/try");
      return localStorage;
    } catch {
      return null;
    }
  }

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

  function all() {
    const answers = {};
    if (!storage) return answers;
    const keys = Array.from({ length: storage.length }, (_, nth) => storage.key(nth));
    for (const key of keys.filter((name) => name.startsWith(prefix)).sort()) {
      const id = key.slice(prefix.length);
      const value = recall(id);
      if (value !== null) answers[id] = value;
    }
    return answers;
  }

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
    showProgress();
  }

  function save() {
    const data = { book: slug, edition, answers: all() };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
    link.download = "answers.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  const valid = (value) =>
    value === true || typeof value === "string" ||
    (Array.isArray(value) && value.every((item) => typeof item === "string"));

  async function load(file, said) {
    try {
      const data = JSON.parse(await file.text());
      if (data.book !== slug || typeof data.answers !== "object") throw new Error("another book");
      const answers = Object.entries(data.answers ?? {}).filter(([, value]) => valid(value));
      for (const [id, value] of answers) remember(id, value);
      showProgress();
      said.textContent = filled(words.imported, { n: answers.length });
    } catch {
      said.textContent = words["import-failed"];
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
      showProgress();
    };
    input.addEventListener(boxed(input) ? "change" : "input", keep);
  }
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
      ask(home.querySelector(".ask"), () => empty(Object.keys(all()))));
    chooser.addEventListener("change", () => {
      if (chooser.files[0]) load(chooser.files[0], home.querySelector(".count"));
      chooser.value = "";
    });
  }
  if (!storage) tellNotRemembered();
  showProgress();
})();
