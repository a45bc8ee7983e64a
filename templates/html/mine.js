// My workbook: all that one has entered, sheet by sheet. What is marked as private stays out of the file of a sheet,
// which is for others; the file of all is one's own.
(function () {
  "use strict";
  const { words, answers: store, page, made, button, fields, sheets, saveFile, load } = window.book;
  const { filled } = page;
  const list = document.querySelector(".mine");
  const printAll = document.querySelector(".do-print-all");
  const said = document.querySelector("#ui-mine-said");

  const shown = (value) => (value === true ? words["plan-ticked"] : Array.isArray(value) ? value.join(", ") : value);
  const answered = (ids) => ids.filter((id) => store.entry(id));
  const isPublic = (id) => !store.isPrivate(id);

  function entry(id, address) {
    const link = made("a", "", fields[id]?.[0] ?? id);
    link.href = `${address.split("#")[0]}#${encodeURIComponent(id)}`;
    const mark = made("input", "");
    Object.assign(mark, { type: "checkbox", id: `ui-private-${id}`, checked: store.isPrivate(id) });
    mark.addEventListener("change", () => store.keepPrivate(id, mark.checked));
    const label = made("label", "", words["mine-private"], made("span", "unseen", `: ${link.textContent}`));
    label.htmlFor = mark.id;
    return made("div", "mine-entry", made("dt", "", link), made("dd", "", made("span", "mine-value", shown(store.read(id)))), made("dd", "mine-mark", mark, label));
  }

  const nameOf = (title) => `${title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "")}.json`;
  const fileOf = (title, ids) => [store.exported(answered(ids).filter(isPublic)), nameOf(title)];

  // Loaded when it is wanted; what fails is said.
  async function sharing(then) {
    try {
      for (const name of ["share.js", "plan.js"]) await load(name);
      then();
    } catch {
      said.textContent = words["load-failed"];
    }
  }

  const chooser = made("input", "unseen");
  Object.assign(chooser, { type: "file", accept: ".json,application/json", tabIndex: -1, hidden: true });
  chooser.addEventListener("change", async () => {
    const [file] = chooser.files;
    const text = await file?.text();
    chooser.value = "";
    if (file) sharing(() => window.book.compareFile(text, file.name));
  });
  list.after(chooser);

  function remove(title, ids) {
    const own = answered(ids);
    page.ask(document.querySelector(".ask-sheet"), filled(words["mine-delete-question"], { n: own.length, title }), () => {
      page.empty(own);
      said.textContent = filled(words["mine-deleted"], { title });
      document.querySelector("main").focus();
    });
  }

  function printOnly(section) {
    section.classList.add("alone");
    document.body.classList.add("print-alone");
    print();
  }

  function sheet([title, address, ids]) {
    const own = answered(ids);
    const link = made("a", "", title);
    link.href = address;
    const bar = made("progress", "");
    Object.assign(bar, { max: ids.length, value: own.length });
    bar.setAttribute("aria-label", title);
    const count = filled(words.progress, { done: own.length, all: ids.length });
    const section = made("section", "mine-sheet", made("h2", "", link), made("p", "progress", bar, made("span", "count", count)));
    section.append(made("dl", "", ...own.map((id) => entry(id, address))), made("p", "buttons",
      button("do-print", words["mine-print-sheet"], () => printOnly(section)),
      button("do-save", words["mine-save"], () => saveFile(...fileOf(title, ids))),
      button("do-share", words["mine-share"], () => sharing(() => window.book.shareSheet(title, ids, address, ""))),
      button("do-compare", words["mine-compare"], () => chooser.click()),
      button("do-delete", words["mine-delete"], () => remove(title, ids))));
    return section;
  }

  function show() {
    const some = sheets.filter(([, , ids]) => answered(ids).length);
    printAll.hidden = !some.length;
    list.replaceChildren(...some.map(sheet));
  }

  addEventListener("afterprint", () => {
    document.body.classList.remove("print-alone");
    for (const one of document.querySelectorAll(".alone")) one.classList.remove("alone");
  });
  printAll.addEventListener("click", () => print());
  store.watch(show);
  page.listeners.push(show);
  show();
})();
