// What one can do with a sheet: see how far one is, print it, empty it and take that back; and what reads differently
// since the answers were given.
(function () {
  "use strict";
  const { words, answers: store, page } = window.book;
  const { filled, same } = page;
  let emptied = {};

  function showProgress() {
    const boxes = [...document.querySelectorAll(".check > input")];
    const done = boxes.filter((box) => box.checked).length;
    for (const tools of document.querySelectorAll(".tools")) {
      const line = tools.querySelector(".progress");
      line.hidden = boxes.length === 0;
      line.querySelector("progress").max = boxes.length || 1;
      line.querySelector("progress").value = done;
      line.querySelector(".count").textContent = filled(words.progress, { done, all: boxes.length });
    }
  }

  // On the page of a field: that it reads differently now, and a way to say that one has looked.
  function flag() {
    const { changed } = store.notes();
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
        store.checked([id]);
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

  function ask(dialog, text, then) {
    dialog.querySelector("p").textContent = text;
    for (const button of dialog.querySelectorAll("button")) {
      button.onclick = () => {
        dialog.close();
        if (button.value === "yes") then();
      };
    }
    dialog.showModal();
  }

  const mine = () => page.ids.filter((id) => store.entry(id));

  function empty(tools) {
    const title = document.querySelector("h1 .title").textContent;
    ask(tools.querySelector(".ask"), filled(words["reset-question"], { n: mine().length, title }), () => {
      emptied = Object.fromEntries(mine().map((id) => [id, store.entry(id)]));
      page.empty(page.ids);
      tools.querySelector(".do-undo").hidden = !Object.keys(emptied).length;
    });
  }

  function undo(tools) {
    for (const [id, entry] of Object.entries(emptied)) {
      if (!store.entry(id)) store.restore(id, entry);
      page.refresh(id);
    }
    emptied = {};
    tools.querySelector(".do-reset").focus();
    tools.querySelector(".do-undo").hidden = true;
    page.changed();
  }

  for (const tools of document.querySelectorAll(".tools")) {
    tools.hidden = false;
    tools.querySelector(".do-print").addEventListener("click", () => print());
    tools.querySelector(".do-reset").addEventListener("click", () => empty(tools));
    tools.querySelector(".do-undo").addEventListener("click", () => undo(tools));
  }
  page.ask = ask;
  page.listeners.push(showProgress, flag);
  page.changed();
})();
