// On the start page: how much is filled in, where answers of earlier editions went, and all of it into a file and back.
(function () {
  "use strict";
  const { words, edition, answers: store, page, load } = window.book;
  const home = document.querySelector(".all-answers");
  if (!home) return;
  const { filled } = page;
  const count = home.querySelector(".count");
  const back = home.querySelector(".do-back");

  function showCount() {
    const n = Object.keys(store.entries()).length;
    count.textContent = n ? filled(words[n === 1 ? "answered-one" : "answered"], { n }) : words["answered-none"];
    const before = store.before();
    back.hidden = !before?.entries;
    if (before?.entries) back.textContent = filled(words["import-back"], { file: before.file });
  }

  // Where answers came from, which to look at, and how many have no place any more.
  function showCarried() {
    const box = home.querySelector(".carried");
    const { from, changed, removed } = store.notes();
    const lost = Object.values(removed).reduce((sum, answers) => sum + Object.keys(answers).length, 0);
    const pages = new Map();
    for (const id of Object.keys(changed)) {
      const name = store.placeOf(id).split("#")[0];
      if (name) pages.set(name, [...(pages.get(name) ?? []), store.placeOf(id)]);
    }
    const said = (line, text) => {
      box.querySelector(line).textContent = text;
      box.querySelector(line).hidden = !text;
    };
    said(".carried-from", from && filled(words["carried-from"], { edition: from }));
    said(".carried-lost", lost ? filled(words["carried-lost"], { n: lost }) : "");
    said(".carried-changed", pages.size ? words["carried-changed"] : "");
    box.querySelector("ul").hidden = !pages.size;
    box.querySelector("ul").replaceChildren(...[...pages].map(([name, places]) => {
      const [item, link] = [document.createElement("li"), document.createElement("a")];
      link.href = places[0];
      link.textContent = document.querySelector(`.contents a[href="${name}"]`)?.textContent ?? name;
      item.append(link, ` (${places.length})`);
      return item;
    }));
    box.hidden = !(from || lost || pages.size);
  }

  function saveFile(data, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  const listed = (ids) => ({ n: ids.length, names: ids.join(", ") });

  function told({ edition: theirs, sorted: { known, answers, changed }, n, odd }, chosen) {
    const lines = [filled(words[n === 1 ? "imported-one" : "imported"], { n })];
    const counts = { edition: theirs || "–", changed: Object.keys(changed).length, removed: n - Object.keys(answers).length };
    const strange = window.book.fields ? Object.keys(answers).filter((id) => !Object.hasOwn(window.book.fields, id)) : [];
    const mine = Object.values(chosen).filter((way) => way === "mine").length;
    if (mine) lines.push(filled(words["imported-mine"], { n: mine }));
    if (!known) lines.push(filled(words["imported-unknown"], counts));
    else if (theirs !== edition) lines.push(filled(words["imported-former"], counts));
    if (strange.length) lines.push(filled(words["imported-strange"], listed(strange)));
    if (odd.length) lines.push(filled(words["imported-odd"], listed(odd)));
    return lines.join(" ");
  }

  function take(plan, chosen) {
    const kinds = Object.fromEntries(Object.entries(window.book.fields ?? {}).map(([id, [, , kind]]) => [id, kind]));
    const done = store.take(plan, chosen, kinds);
    page.changed();
    count.textContent = done ? told(plan, chosen) : words["import-no-room"];
  }

  // Without the names of the fields, which may fail to load, the plan shows their ids.
  async function open(file) {
    const plan = store.plan(await file.text(), file.name);
    if (plan.refused) {
      count.textContent = filled(words[plan.refused], plan);
      return;
    }
    await load("fields.js").catch(() => {});
    if (!plan.conflicts.length) return take(plan, {});
    try {
      await load("plan.js");
    } catch {
      count.textContent = words["load-failed"];
      return;
    }
    window.book.askPlan(plan, (chosen) => take(plan, chosen));
  }

  const chooser = home.querySelector("input[type=file]");
  home.hidden = false;
  home.querySelector(".do-export").addEventListener("click", () => saveFile(store.exported(), "answers.json"));
  home.querySelector(".do-import").addEventListener("click", () => chooser.click());
  home.querySelector(".do-reset-all").addEventListener("click", () =>
    page.ask(home.querySelector(".ask"), words["reset-all-question"], () => {
      page.empty(Object.keys(store.entries()));
      store.forget();
      page.changed();
    }));
  back.addEventListener("click", () => {
    store.back();
    page.changed();
    count.textContent = words["import-backed"];
  });
  chooser.addEventListener("change", () => {
    if (chooser.files[0]) open(chooser.files[0]);
    chooser.value = "";
  });
  window.book.saveFile = saveFile;
  page.listeners.push(showCount, showCarried);
  page.changed();
})();
