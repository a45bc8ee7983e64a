// What one can do with a sheet: see how far one is, print it, share it, empty it and take that back; and what reads
// differently since the answers were given. Rows that repeat are folded to those in use, and minutes are added up.
(function () {
  "use strict";
  const { words, answers: store, page, load, made } = window.book;
  const { filled, same } = page;
  const [MOST_ROWS, LEAST_ROWS, MOST_NAMED] = [5, 3, 6];
  let emptied = {};

  function showProgress() {
    const boxes = [...document.querySelectorAll(".check > input")].map((box) => box.dataset.answer);
    const all = boxes.length ? boxes : document.querySelector(".kind-worksheet") ? page.ids : [];
    const done = all.filter((id) => store.entry(id)).length;
    for (const tools of document.querySelectorAll(".tools")) {
      const line = tools.querySelector(".progress");
      line.hidden = all.length === 0;
      line.querySelector("progress").max = all.length || 1;
      line.querySelector("progress").value = done;
      line.querySelector(".count").textContent = filled(words.progress, { done, all: all.length });
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

  function ask(dialog, text, then, ...more) {
    dialog.querySelector("p").textContent = text;
    dialog.querySelector(".ask-about")?.replaceChildren(...more);
    for (const button of dialog.querySelectorAll("button")) {
      button.onclick = () => {
        dialog.close();
        if (button.value === "yes") then();
      };
    }
    dialog.showModal();
  }

  const mine = () => page.ids.filter((id) => store.entry(id));

  // What a question is called on the page; its own name where it shows none, as in a table.
  function named(id) {
    const home = document.getElementById(id);
    const label = home?.querySelector(".field-label, .check-text") ?? document.querySelector(`label[for="${CSS.escape(`${id}--input`)}"]`);
    return label?.textContent.replaceAll("\u00ad", "").trim() || same(id)[0].getAttribute("aria-label") || id;
  }

  function empty(tools) {
    const title = document.querySelector("h1 .title").textContent;
    const ids = mine();
    const lines = ids.slice(0, ids.length > MOST_NAMED ? MOST_NAMED - 1 : MOST_NAMED).map((id) => made("li", "", named(id)));
    if (ids.length > lines.length) lines.push(made("li", "", filled(words["and-more"], { n: ids.length - lines.length })));
    ask(tools.querySelector(".ask"), filled(words["reset-question"], { n: ids.length, title }), () => {
      emptied = Object.fromEntries(mine().map((id) => [id, store.entry(id)]));
      page.empty(page.ids);
      tools.querySelector(".do-undo").hidden = !Object.keys(emptied).length;
    }, ...lines);
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

  // Rows that are all to be filled in stand there as steps: those that say something and one more, the rest at a wish.
  // Where the first column asks, all rows stay. The style hides the same rows, so that nothing moves.
  function steps(table, rows) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words["one-step-more"];
    let open = LEAST_ROWS;
    const used = () => 1 + rows.findLastIndex((row) => [...row.querySelectorAll("[data-answer]")].some((one) => store.entry(one.dataset.answer)));
    function show() {
      open = Math.max(open, Math.min(rows.length, used() + 1));
      rows.forEach((row, nth) => {
        row.dataset.step = filled(words.step, { n: nth + 1 });
        row.classList.toggle("shown", nth < open);
      });
      button.hidden = open >= rows.length;
    }
    button.addEventListener("click", () => {
      open += 1;
      show();
      rows[open - 1].querySelector("textarea, input").focus();
    });
    page.listeners.push(show);
    return button;
  }

  // A column of minutes has its sum below, as far as there are numbers in it.
  function sum(table, rows) {
    const line = document.createElement("p");
    line.className = "step-sum";
    line.setAttribute("role", "status");
    const plain = (cell) => cell.textContent.replaceAll("\u00ad", "").trim();
    const at = [...table.querySelectorAll("thead th")].findIndex((head) => plain(head).startsWith(words.minutes));
    if (at >= 0) {
      page.listeners.push(() => {
        const texts = rows.map((row) => row.cells[at]?.querySelector("textarea, input")?.value ?? "");
        const numbers = texts.map((text) => /^\s*(\d{1,4})\b/.exec(text)?.[1]).filter(Boolean);
        const all = numbers.reduce((before, one) => before + Number(one), 0);
        const hours = `${Math.floor(all / 60)}:${String(all % 60).padStart(2, "0")}`;
        line.textContent = numbers.length ? filled(words["sum-of-minutes"], { sum: all, hours }) : "";
      });
    }
    return line;
  }

  for (const table of document.querySelectorAll("table.fill")) {
    const rows = [...table.querySelectorAll("tbody > tr")];
    if (rows.length < MOST_ROWS || !rows.every((row) => row.cells[0]?.querySelector("[data-answer]"))) continue;
    const feet = document.createElement("div");
    feet.className = "step-feet buttons";
    feet.append(steps(table, rows), sum(table, rows));
    table.after(feet);
  }

  async function share(button) {
    try {
      for (const name of ["exchange.js", "sheets.js", "fields.js", "share.js"]) await load(name);
    } catch {
      button.textContent = words["load-failed"];
      return;
    }
    window.book.shareSheet(document.querySelector("h1 .title").textContent, page.ids, location.pathname.split("/").pop(), button.closest(".tools").dataset.handout);
  }

  // Who follows a link that a partner shared sees what is in it, beside what stands here.
  async function receive() {
    const [, packed] = /^#share=([\w-]+)$/.exec(location.hash) ?? [];
    if (!packed) return;
    history.replaceState(null, "", location.pathname + location.search);
    for (const name of ["exchange.js", "sheets.js", "fields.js", "share.js", "plan.js"]) await load(name);
    await window.book.receiveSheet(packed);
  }
  addEventListener("hashchange", () => receive().catch(() => {}));
  receive().catch(() => {});

  for (const tools of document.querySelectorAll(".tools")) {
    tools.hidden = false;
    tools.querySelector(".do-share")?.addEventListener("click", (event) => share(event.currentTarget));
    tools.querySelector(".do-print").addEventListener("click", () => print());
    tools.querySelector(".do-reset").addEventListener("click", () => empty(tools));
    tools.querySelector(".do-undo").addEventListener("click", () => undo(tools));
  }
  page.ask = ask;
  page.listeners.push(showProgress, flag);
  page.changed();
})();
