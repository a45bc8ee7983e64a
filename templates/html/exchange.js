// Answers into a file and back. What a file would do is a plan first, which can be shown; it is carried out only as
// readers choose, a copy of what it replaces is kept before, and one step leads back.
(function () {
  "use strict";
  const { slug, edition, languages, answers: store } = window.book;
  const { object, valid, values } = store;
  const isEmpty = (one) => !Object.keys(one).length;
  const equal = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  // The file of some answers, or of all: with the moments when they were kept.
  function exported(ids = Object.keys(store.entries())) {
    const all = store.entries();
    const entries = Object.fromEntries(ids.filter((id) => id in all).map((id) => [id, all[id]]));
    const { changed, removed } = store.notes();
    const noted = Object.fromEntries(Object.entries(changed).filter(([id]) => id in entries));
    const whole = Object.keys(entries).length === Object.keys(all).length;
    const kept = Object.entries(entries).filter(([, { at }]) => at);
    return {
      book: slug, edition, answers: values(entries),
      ...(kept.length ? { kept: Object.fromEntries(kept.map(([id, { at }]) => [id, new Date(at).toISOString()])) } : {}),
      ...(isEmpty(noted) ? {} : { changed: noted }), ...(isEmpty(removed) || !whole ? {} : { removed }),
    };
  }

  function parsed(text) {
    try {
      return object(JSON.parse(text));
    } catch {
      return {};
    }
  }

  // A file of answers to this book in another language, as one of ours; what has no place here is as if it were gone.
  function translated(data, { name, fields, choices }) {
    const here = (given, turned = (id, value) => value) =>
      Object.fromEntries(Object.entries(object(given)).filter(([id]) => Object.hasOwn(fields, id)).map(([id, value]) => [fields[id], turned(fields[id], value)]));
    const chosen = (id, value) => (Array.isArray(value) ? value.map((one) => chosen(id, one)) : choices[id]?.[value] ?? value);
    const lost = Object.entries(data.answers).filter(([id, value]) => valid(value) && !Object.hasOwn(fields, id));
    return {
      book: slug, edition, answers: here(data.answers, chosen), kept: here(data.kept), changed: here(data.changed),
      removed: lost.length ? { [`${data.edition ?? ""} (${name})`.trim()]: Object.fromEntries(lost) } : {},
    };
  }

  // What a file has for us: `refused` says why it is none, `fresh` are answers to what is empty here, `conflicts` those
  // to what is answered here in other words, `odd` what is no answer at all.
  function plan(text, file) {
    let data = parsed(text);
    if (data.answers !== object(data.answers)) return { refused: "import-no-file" };
    const language = languages.find((one) => one.slug === data.book);
    if (language) data = translated(data, language);
    if (data.book !== slug) return { refused: "import-other-book", book: data.book || "–" };
    const given = Object.entries(data.answers);
    const sorted = store.sort(String(data.edition ?? ""), {
      answers: Object.fromEntries(given.filter(([, value]) => valid(value))),
      changed: object(data.changed), removed: object(data.removed),
    });
    const entries = Object.entries(sorted.answers).map(([id, value]) => ({
      id, value, at: Date.parse(object(data.kept)[sorted.origin[id]]) || 0, mine: store.entry(id),
    }));
    return {
      file, sorted, edition: String(data.edition ?? ""),
      n: given.filter(([, value]) => valid(value)).length,
      odd: given.filter(([, value]) => !valid(value)).map(([id]) => id),
      fresh: entries.filter(({ mine }) => !mine),
      conflicts: entries.filter(({ mine, value }) => mine && !equal(mine.value, value)),
    };
  }

  // May both answers stand in one field? Texts follow each other, chosen things come together.
  const joinable = (kind, mine, value) =>
    (kind !== "one" && typeof mine === "string" && typeof value === "string") || (Array.isArray(mine) && Array.isArray(value));

  function joined(kind, mine, value) {
    if (Array.isArray(mine)) return [...new Set([...mine, ...value])];
    if (mine.includes(value)) return mine;
    return value.includes(mine) ? value : [mine, value].join(kind === "line" ? " / " : "\n\n");
  }

  const copyOf = (ids, file) => ({
    file, at: Date.now(), entries: Object.fromEntries(ids.map((id) => [id, store.entry(id)])), notes: store.notes(),
  });

  function take({ file, sorted, fresh, conflicts }, chosen, kinds) {
    const taken = [
      ...fresh,
      ...conflicts.filter(({ id }) => chosen[id] === "theirs"),
      ...conflicts.filter(({ id }) => chosen[id] === "both").map((one) => ({ ...one, value: joined(kinds[one.id], one.mine.value, one.value) })),
    ];
    const ids = taken.map(({ id }) => id);
    if (!store.keepBefore(copyOf(ids, file))) return false;
    const whole = taken.map(({ id, value, at }) => store.write(id, value, at || Date.now())).every(Boolean);
    const one = store.notes();
    for (const id of ids) {
      delete one.changed[id];
      if (sorted.changed[id]) one.changed[id] = sorted.changed[id];
    }
    for (const [from, answers] of Object.entries(sorted.removed)) {
      one.removed[from] = { ...object(one.removed[from]), ...object(answers) };
    }
    if (whole && store.note(one)) return true;
    back();
    store.keepBefore(null);
    return false;
  }

  // To how it was before the last file; again, and it is as it was after.
  function back() {
    const before = object(store.before());
    if (!before.entries) return false;
    const now = copyOf(Object.keys(before.entries), before.file);
    for (const [id, entry] of Object.entries(before.entries)) store.restore(id, entry);
    store.note(before.notes);
    store.keepBefore(now);
    return true;
  }

  Object.assign(store, { exported, plan, joinable, take, back });
})();
