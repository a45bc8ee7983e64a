// Answers to an earlier edition, brought to where they belong in this one. The browser keeps each edition's answers
// apart: answers/<book>/<edition>/<id>. An old edition's are copied, never touched; what was carried over is noted
// beside: carried/<book>/<edition> holds where from, what reads differently now, and what has no place here any more.
(function () {
  "use strict";
  const { slug, store, edition: current, former } = window.book;
  const storage = usable();
  const own = `answers/${slug}/${store}/`;
  const noted = `carried/${slug}/${store}`;

  function usable() {
    try {
      localStorage.setItem("answers/try", "1");
      localStorage.removeItem("answers/try");
      return localStorage;
    } catch {
      return null;
    }
  }

  const keys = () => Array.from({ length: storage?.length ?? 0 }, (_, nth) => storage.key(nth)).sort();

  function parsed(key) {
    try {
      return JSON.parse(storage?.getItem(key) ?? "null");
    } catch {
      return null;
    }
  }

  function under(prefix) {
    const found = {};
    for (const key of keys().filter((name) => name.startsWith(prefix))) {
      const value = parsed(key);
      if (value !== null) found[key.slice(prefix.length)] = value;
    }
    return found;
  }

  const object = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});

  function notes() {
    const { from = "", changed, removed } = object(parsed(noted));
    return { from, changed: object(changed), removed: object(removed) };
  }

  function note(one) {
    try {
      storage?.setItem(noted, JSON.stringify(one));
    } catch { /* full: then nothing is flagged */ }
  }

  // Sort an edition's answers: those with a place here, by their ids here, which of them to look at, and the rest.
  function sort(edition, { answers, changed, removed }) {
    const known = former.find((one) => one.edition === edition);
    const here = (id) => (known && Object.hasOwn(known.moved, id) ? known.moved[id] : id);
    const sorted = { known: Boolean(known) || edition === current, answers: {}, changed: {}, removed: { ...removed } };
    for (const [id, value] of Object.entries(answers)) {
      if (here(id)) sorted.answers[here(id)] = value;
      else sorted.removed[edition] = { ...object(sorted.removed[edition]), [id]: value };
    }
    for (const [id, since] of Object.entries(changed)) if (here(id)) sorted.changed[here(id)] = String(since);
    for (const id of Object.keys(known?.changed ?? {})) {
      if (Object.hasOwn(sorted.answers, id)) sorted.changed[id] ??= edition;
    }
    return sorted;
  }

  // The first visit: take over what was answered in the newest of the earlier editions.
  function carry() {
    if (!storage || storage.getItem(noted) || keys().some((key) => key.startsWith(own))) return;
    for (const { edition } of [...former].reverse()) {
      const answers = under(`answers/${slug}/${edition}/`);
      const { changed, removed } = object(parsed(`carried/${slug}/${edition}`));
      const sorted = sort(edition, { answers, changed: object(changed), removed: object(removed) });
      if (Object.keys({ ...sorted.answers, ...sorted.removed }).length) {
        try {
          for (const [id, value] of Object.entries(sorted.answers)) storage.setItem(own + id, JSON.stringify(value));
        } catch { /* full: what fits is carried over, and the old edition has it all */ }
        return note({ from: edition, changed: sorted.changed, removed: sorted.removed });
      }
    }
  }

  // Readers have looked at these, or emptied them.
  function checked(ids) {
    const one = notes();
    for (const id of ids) delete one.changed[id];
    if (storage?.getItem(noted)) note(one);
  }

  function forget() {
    for (const key of keys()) {
      if (key.startsWith(`answers/${slug}/`) || key.startsWith(`carried/${slug}/`)) storage.removeItem(key);
    }
  }

  // An imported file adds to what is noted.
  function add({ changed, removed }, ids) {
    const one = notes();
    for (const id of ids) delete one.changed[id];
    Object.assign(one.changed, changed);
    for (const [edition, answers] of Object.entries(removed)) {
      one.removed[edition] = { ...object(one.removed[edition]), ...object(answers) };
    }
    note(one);
  }

  // Where a thing is that reads differently now: any earlier edition knows its page.
  const place = (id) => former.map((one) => one.changed[id]).find(Boolean) ?? "";

  carry();
  window.book.answers = { storage, own, under, notes, sort, checked, forget, add, place, object };
})();
