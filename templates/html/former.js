// Answers to an earlier edition, brought to where they belong in this one. An old edition's are copied, never touched;
// what was carried over is noted beside: where from, what reads differently now, and what has no place here any more.
(function () {
  "use strict";
  const { edition: current, former, answers: store } = window.book;
  const { object } = store;

  // Sort an edition's answers: those with a place here, by their ids here, which of them to look at, and the rest.
  // `origin` says for each id here under which id it came.
  function sort(edition, { answers, changed, removed }) {
    const known = former.find((one) => one.edition === edition);
    const here = (id) => (known && Object.hasOwn(known.moved, id) ? known.moved[id] : id);
    const sorted = { known: Boolean(known) || edition === current, answers: {}, changed: {}, removed: { ...removed }, origin: {} };
    for (const [id, value] of Object.entries(answers)) {
      if (here(id)) {
        sorted.answers[here(id)] = value;
        sorted.origin[here(id)] = id;
      } else sorted.removed[edition] = { ...object(sorted.removed[edition]), [id]: value };
    }
    for (const [id, since] of Object.entries(changed)) if (here(id)) sorted.changed[here(id)] = String(since);
    for (const id of Object.keys(known?.changed ?? {})) {
      if (Object.hasOwn(sorted.answers, id)) sorted.changed[id] ??= edition;
    }
    return sorted;
  }

  const values = (entries) => Object.fromEntries(Object.entries(entries).map(([id, { value }]) => [id, value]));

  // The first visit: take over what was answered in the newest of the earlier editions.
  function carry() {
    if (store.isNoted() || Object.keys(store.entries()).length) return;
    for (const { edition } of [...former].reverse()) {
      const [entries, { changed, removed }] = [store.entries(edition), store.notes(edition)];
      const sorted = sort(edition, { answers: values(entries), changed, removed });
      if (Object.keys({ ...sorted.answers, ...sorted.removed }).length) {
        for (const [id, from] of Object.entries(sorted.origin)) store.restore(id, entries[from]);
        store.note({ from: edition, changed: sorted.changed, removed: sorted.removed });
        return;
      }
    }
  }

  // Readers have looked at these, or emptied them.
  function checked(ids) {
    const one = store.notes();
    if (!ids.some((id) => id in one.changed)) return;
    for (const id of ids) delete one.changed[id];
    store.note(one);
  }

  // Where a thing is that reads differently now: any earlier edition knows its page.
  const place = (id) => former.map((one) => one.changed[id]).find(Boolean) ?? "";

  carry();
  Object.assign(store, { sort, values, checked, placeOf: place });
})();
