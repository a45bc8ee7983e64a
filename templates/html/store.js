// What readers entered: in this browser only, never sent anywhere. One interface for all who read and write it:
//   read(id)  write(id, value)  entries()  notes()  note(notes)  watch(told)
// A key carries the book's name, the edition stands in the value: `<book>/answers/<id>` holds {edition: {value, at}},
// `<book>/carried` holds {edition: notes}. Reading and writing are judged apart: a storage that is full or takes
// nothing still shows what it has, and what it did not take is remembered for as long as the page is open.
(function () {
  "use strict";
  // What an answer needs at most, mostly: a storage that has no room for it is full.
  const ROOM = 2048;

  const object = (value) => (value && typeof value === "object" && !Array.isArray(value) ? value : {});
  // A tick is true, a choice its text, several choices a list, everything else the text as typed.
  const valid = (value) =>
    value === true || typeof value === "string" ||
    (Array.isArray(value) && value.every((item) => typeof item === "string"));

  function parsed(text) {
    try {
      return JSON.parse(text ?? "null");
    } catch {
      return null;
    }
  }

  function open(storage, slug, edition, now = Date.now) {
    const own = `${slug}/answers/`;
    const noted = `${slug}/carried`;
    const [formerly, formerlyNoted] = [`answers/${slug}/`, `carried/${slug}/`];
    // What the storage did not take; null is an answer that was taken back.
    const unkept = new Map();

    function quietly(act, otherwise = null) {
      try {
        return storage ? act() : otherwise;
      } catch {
        return otherwise;
      }
    }

    const item = (key) => quietly(() => storage.getItem(key));
    const keys = () => quietly(() => Array.from({ length: storage.length }, (_, nth) => storage.key(nth)).sort(), []);
    const idsUnder = (start) => keys().filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
    const put = (key, value) => quietly(() => { storage.setItem(key, JSON.stringify(value)); return true; }, false);
    const drop = (key) => quietly(() => { storage.removeItem(key); return true; }, false);

    const editions = (id) => object(parsed(item(own + id)));

    function kept(id, of) {
      const entry = object(editions(id)[of]);
      return valid(entry.value) ? { value: entry.value, at: Number(entry.at) || 0 } : null;
    }

    function entry(id) {
      return unkept.has(id) ? unkept.get(id) : kept(id, edition);
    }

    // All answers of an edition, by id. Earlier programs kept each edition under keys of its own.
    function entries(of = edition) {
      const found = {};
      for (const id of idsUnder(`${formerly}${of}/`)) {
        const value = parsed(item(`${formerly}${of}/${id}`));
        if (valid(value)) found[id] = { value, at: 0 };
      }
      for (const id of idsUnder(own)) {
        const one = kept(id, of);
        if (one) found[id] = one;
      }
      for (const [id, one] of of === edition ? unkept : []) {
        if (one) found[id] = one;
        else delete found[id];
      }
      return found;
    }

    function place(id, one) {
      const all = editions(id);
      if (one) all[edition] = one;
      else delete all[edition];
      return Object.keys(all).length ? put(own + id, all) : drop(own + id);
    }

    // What could not be kept is tried again whenever something is.
    function restore(id, one) {
      unkept.set(id, one);
      for (const [other, its] of [...unkept]) if (place(other, its)) unkept.delete(other);
      return !unkept.has(id);
    }

    // Keep an answer, or with null take it back; say whether it is kept.
    function write(id, value, at = now()) {
      return restore(id, value === null ? null : { value, at });
    }

    function notes(of = edition) {
      const { from = "", changed, removed } = object(
        object(parsed(item(noted)))[of] ?? parsed(item(formerlyNoted + of)));
      return { from, changed: object(changed), removed: object(removed) };
    }

    const isNoted = () => edition in object(parsed(item(noted)));
    const note = (one) => put(noted, { ...object(parsed(item(noted))), [edition]: one });

    // Is there room for an answer, also after what is kept already?
    function writable() {
      const [key, tried] = [`${slug}/try`, put(`${slug}/try`, "x".repeat(ROOM))];
      drop(key);
      return tried;
    }

    // Hear what other windows change: an id, or null where it may be anything.
    function watch(told) {
      addEventListener("storage", ({ key }) => {
        if (key === null) told(null);
        else if (key.startsWith(own)) told(key.slice(own.length));
      });
    }

    function forget() {
      unkept.clear();
      for (const start of [own, `${slug}/before`, `${slug}/private`, `${slug}/read`, `${slug}/place`, noted, formerly, formerlyNoted]) {
        for (const rest of idsUnder(start)) drop(start + rest);
      }
    }

    // What readers want in no file that is for others.
    const privates = () => [parsed(item(`${slug}/private`))].flat().filter((id) => typeof id === "string");

    function keepPrivate(id, wanted) {
      const others = privates().filter((one) => one !== id);
      return put(`${slug}/private`, wanted ? [...others, id] : others);
    }

    // This edition's answers as an earlier program kept them. Those of other editions stay where their pages look.
    for (const id of idsUnder(`${formerly}${edition}/`)) {
      const value = parsed(item(`${formerly}${edition}/${id}`));
      if (!valid(value) || kept(id, edition) || place(id, { value, at: 0 })) drop(`${formerly}${edition}/${id}`);
    }
    if (item(formerlyNoted + edition) && !isNoted() && note(notes())) drop(formerlyNoted + edition);

    return {
      entry, entries, write, restore, notes, note, isNoted, writable, watch, forget,
      read: (id) => entry(id)?.value ?? null,
      isPrivate: (id) => privates().includes(id),
      keepPrivate,
      before: () => parsed(item(`${slug}/before`)),
      keepBefore: (copy) => put(`${slug}/before`, copy),
      lost: () => [...unkept.keys()],
    };
  }

  function allowed() {
    try {
      return localStorage;
    } catch {
      return null;
    }
  }

  const { slug, store } = window.book;
  window.book.openAnswers = open;
  window.book.answers = Object.assign(open(allowed(), slug, store), { object, valid });
})();
