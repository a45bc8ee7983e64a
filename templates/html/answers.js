// The fields of a page: filled with what is remembered, kept while one writes, and said where nothing is kept.
(function () {
  "use strict";
  const { words, answers: store, fit } = window.book;
  const inputs = [...document.querySelectorAll("[data-answer]")];
  const ids = [...new Set(inputs.map((input) => input.dataset.answer))];
  const language = document.querySelector(".top").lang;

  const same = (id) => inputs.filter((input) => input.dataset.answer === id);
  const boxed = (input) => input.type === "checkbox" || input.type === "radio";
  const tick = (input) => input.type === "checkbox" && input.value === "on";
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

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
      else if (boxed(input)) input.checked = Array.isArray(value) ? value.includes(input.value) : value === input.value;
      else {
        input.value = typeof value === "string" ? value : "";
        fit(input);
      }
    }
  }

  // The minute, and the day where it is another.
  function moment(at) {
    const [date, today] = [new Date(at), new Date()];
    const said = (options) => new Intl.DateTimeFormat(language, options).format(date);
    const time = said({ hour: "2-digit", minute: "2-digit" });
    if (date.toDateString() === today.toDateString()) return filled(words["kept-at"], { time });
    return filled(words["kept-on"], { time, date: said({ day: "numeric", month: "long", year: "numeric" }) });
  }

  // Above the fields: where what is entered stays, and since when.
  function showKept() {
    const lost = store.lost().length > 0 || !store.writable();
    const last = Math.max(0, ...ids.map((id) => store.entry(id)?.at ?? 0));
    for (const line of document.querySelectorAll(".remembered")) {
      line.textContent = lost ? words["not-remembered"] : [words.remembered, last ? `${moment(last)}.` : ""].join(" ").trim();
    }
  }

  const note = document.createElement("span");
  let spoken = false;

  // Beside the field in use: when it was kept, or that it was not, the first time aloud.
  function tell(id, kept) {
    const home = document.getElementById(id);
    note.className = kept ? "kept" : "not-kept";
    if (kept || spoken) note.removeAttribute("role");
    else note.setAttribute("role", "alert");
    spoken ||= !kept;
    const text = kept ? moment(Date.now()) : words["not-kept"];
    if (note.textContent !== text) note.textContent = text;
    if (note.parentNode !== home) home.append(note);
  }

  function keep(id) {
    pending.delete(id);
    tell(id, store.write(id, read(id)));
    store.checked([id]);
    page.changed();
  }

  // What was entered on a slow line before this script had come. A text that was there already stays before it.
  function join(id) {
    const [kept, now] = [store.read(id), read(id)];
    if (!boxed(same(id)[0]) && typeof kept === "string" && kept !== now) fill(id, `${kept}\n${now ?? ""}`);
    keep(id);
  }

  function changed() {
    showKept();
    for (const told of page.listeners) told();
  }

  // What another window wrote is shown, but never in place of what is being typed here.
  const pending = new Set();
  const typing = (id) => document.visibilityState === "visible" && same(id).some((input) => !boxed(input) && input === document.activeElement);

  function refresh(id) {
    if (typing(id)) pending.add(id);
    else {
      pending.delete(id);
      fill(id, store.read(id));
    }
  }

  function catchUp() {
    for (const id of [...pending]) refresh(id);
  }

  function empty(some) {
    for (const id of some) {
      store.write(id, null);
      if (same(id).length) fill(id, null);
    }
    note.remove();
    store.checked(some);
    page.changed();
  }

  const page = { ids, inputs, same, filled, moment, changed, empty, listeners: [], refresh };
  for (const id of ids) {
    if (same(id).some((input) => window.early.has(input))) join(id);
    else if (store.read(id) !== null) fill(id, store.read(id));
  }
  window.early = null;
  for (const input of inputs) {
    input.addEventListener(boxed(input) ? "change" : "input", () => keep(input.dataset.answer));
    input.addEventListener("blur", () => setTimeout(catchUp));
  }
  document.addEventListener("visibilitychange", catchUp);
  store.watch((id) => {
    for (const one of id === null ? ids : ids.filter((other) => other === id)) refresh(one);
    page.changed();
  });
  // What was entered shall not be cleared away when the disk gets full. Where pages are files there is no such promise.
  document.addEventListener("change", () => navigator.storage?.persist?.().catch(() => {}), { once: true });
  addEventListener("beforeunload", (event) => {
    if (store.lost().length) event.preventDefault();
  });
  window.book.page = page;
})();
