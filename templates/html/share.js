// Loaded when a sheet is to go to others, or came from them: as a file, by what the device shares with, as a link whose
// part behind # no server ever sees, or filled in as PDF; and two fillings of a sheet side by side. What is marked as
// private stays here.
(function () {
  "use strict";
  const { words, answers: store, page, made, button, load, fields, sheets } = window.book;
  const { filled } = page;
  // Longer ones are cut by programs that pass them on.
  const MOST_LINK = 6000;

  const answered = (ids) => ids.filter((id) => store.entry(id));
  const given = (ids) => answered(ids).filter((id) => !store.isPrivate(id));
  const shown = (value) => (value === true ? words["plan-ticked"] : Array.isArray(value) ? value.join(", ") : value ?? "");
  const nameOf = (title, ending) => `${title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "")}.${ending}`;

  function saveBlob(blob, name) {
    const link = made("a", "");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  const fileOf = (title, ids) => new File([JSON.stringify(store.exported(given(ids)), null, 2)], nameOf(title, "json"), { type: "application/json" });

  // Letters that an address may hold, from bytes and back; packed where the browser can.
  const toLetters = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join("")).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const toBytes = (letters) => Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const through = async (bytes, stream) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

  async function linkOf(ids, file) {
    const bytes = await through(new TextEncoder().encode(JSON.stringify(store.exported(given(ids)))), new CompressionStream("deflate-raw"));
    return `${new URL(file, location.href).href.split(/[?#]/)[0]}#share=${toLetters(bytes)}`;
  }

  async function copy(written, line) {
    try {
      await navigator.clipboard.writeText(written);
    } catch {
      const area = made("textarea", "");
      area.value = written;
      line.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    line.textContent = words.copied;
  }

  async function pdf(title, ids, handout, line) {
    if (location.protocol === "file:") {
      line.textContent = words["share-pdf-file"];
      return;
    }
    line.textContent = words["share-pdf-now"];
    try {
      const [response] = await Promise.all([fetch(handout), load("pdf.js")]);
      if (!response.ok) throw new Error(String(response.status));
      const answers = Object.fromEntries(answered(ids).map((id) => [id, store.read(id)]));
      const { data, tight } = await window.fillPdf(new Uint8Array(await response.arrayBuffer()), answers);
      saveBlob(new Blob([data], { type: "application/pdf" }), nameOf(title, "pdf"));
      line.textContent = tight.length ? filled(words["share-pdf-tight"], { names: tight.map((id) => fields[id]?.[0] ?? id).join(", ") }) : "";
    } catch {
      line.textContent = words["load-failed"];
    }
  }

  function ask(title, ...inside) {
    const heading = made("h2", "", title);
    Object.assign(heading, { id: "ui-share", tabIndex: -1, autofocus: true });
    const dialog = made("dialog", "plan share", heading, ...inside);
    dialog.lang = document.querySelector(".top").lang;
    dialog.setAttribute("aria-labelledby", heading.id);
    dialog.append(made("p", "buttons", button("do-close", words.close, () => dialog.close())));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  }

  // What is private is seen and changed where it is about to be given away.
  function privates(ids) {
    return made("fieldset", "share-fields", made("legend", "", words["share-which"]), ...answered(ids).map((id, nth) => {
      const mark = made("input", "");
      Object.assign(mark, { type: "checkbox", id: `ui-share-${nth}`, checked: !store.isPrivate(id) });
      mark.addEventListener("change", () => store.keepPrivate(id, !mark.checked));
      const label = made("label", "", made("span", "plan-way", fields[id]?.[0] ?? id), made("span", "plan-text", shown(store.read(id))));
      label.htmlFor = mark.id;
      return made("div", "option", mark, label);
    }));
  }

  function shareSheet(title, ids, file, handout) {
    if (!answered(ids).length) {
      ask(title, made("p", "", words["share-nothing"]));
      return;
    }
    const line = made("p", "share-said");
    line.setAttribute("role", "status");
    const ways = [button("do-save", words["share-file"], () => saveBlob(fileOf(title, ids), nameOf(title, "json")))];
    if (navigator.canShare?.({ files: [fileOf(title, [])] })) {
      ways.push(button("do-send", words["share-send"], () => navigator.share({ title, files: [fileOf(title, ids)] }).catch(() => {})));
    }
    if (window.CompressionStream) {
      ways.push(button("do-link", words["share-link"], async () => {
        const link = await linkOf(ids, file);
        if (link.length > MOST_LINK) line.textContent = words["share-too-long"];
        else await copy(link, line);
      }));
    }
    if (handout) ways.push(button("do-pdf", words["share-pdf"], () => pdf(title, ids, handout, line)));
    ask(filled(words["share-title"], { title }), made("p", "", words["share-how"]), privates(ids), made("p", "buttons", ...ways), line);
  }

  // Two fillings beside each other; `plan` is what a file or link has for us.
  function compare(plan, ids, take) {
    const theirs = plan.sorted.answers;
    const rows = ids.filter((id) => id in theirs || store.entry(id)).map((id) => {
      const [mine, other] = [shown(store.read(id)), shown(theirs[id])];
      const head = made("th", "", fields[id]?.[0] ?? id);
      head.scope = "row";
      const row = made("tr", mine === other ? "" : "differs", head, made("td", "", mine), made("td", "", other));
      row.cells[1].dataset.column = words["compare-mine"];
      row.cells[2].dataset.column = words["compare-theirs"];
      return row;
    });
    const heads = made("tr", "", ...["compare-field", "compare-mine", "compare-theirs"].map((name) => Object.assign(made("th", "", words[name]), { scope: "col" })));
    const table = made("table", "compare stacked", made("thead", "", heads), made("tbody", "", ...rows));
    const dialog = ask(filled(words["compare-title"], { file: plan.file }), table);
    dialog.classList.add("wide");
    dialog.querySelector(".buttons").prepend(button("do-take", words["compare-take"], () => {
      dialog.close();
      take();
    }));
  }

  function receive(text, name) {
    const plan = store.plan(text, name);
    if (plan.refused) {
      ask(name, made("p", "", filled(words[plan.refused], plan)));
      return;
    }
    const wanted = new Set(Object.keys(plan.sorted.answers));
    const ids = [...new Set([...sheets.filter(([, , own]) => own.some((id) => wanted.has(id))).flatMap(([, , own]) => own), ...wanted])];
    const kinds = Object.fromEntries(Object.entries(fields).map(([id, [, , kind]]) => [id, kind]));
    const carry = (chosen) => {
      const done = store.take(plan, chosen, kinds);
      for (const id of page.ids) page.refresh(id);
      page.changed();
      if (!done) ask(name, made("p", "", words["import-no-room"]));
    };
    compare(plan, ids, () => (plan.conflicts.length ? window.book.askPlan(plan, carry) : carry({})));
  }

  async function receiveSheet(packed) {
    const bytes = await through(toBytes(packed), new DecompressionStream("deflate-raw"));
    receive(new TextDecoder().decode(bytes), words["share-from-link"]);
  }

  Object.assign(window.book, { shareSheet, receiveSheet, compareFile: receive });
})();
