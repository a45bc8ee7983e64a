// Finds pieces of the book for a question. Pure: an index as the build made it goes in, pieces in order come out. What
// the index knows of the book's words stands in pipeline/render/html/search/words.py.
(function () {
  "use strict";
  const [KNOWN, FAMILY, WITHIN, BEGUN, SLIP, ENDED, SHARED, INFLECTED] = [1, 0.75, 0.4, 0.55, 0.75, 0.6, 0.5, 0.9];
  // An unknown word means the nearest ones; a title that says what is meant at least so surely says what was asked.
  const [NEAREST, MEANT] = [0.8, 0.6];
  const [APART, NAME, OTHER_NAME] = [0.8, 0.9, 0.7];
  // What authors say that readers ask, against a title.
  const ASKED_SO = 0.45;
  // A word that stands elsewhere in the same chapter, beside one that stands here.
  const AROUND = 0.3;
  // Who asks so wants to know what a word means.
  const DEFINING = /^\s*(?:was (?:ist|sind|heißt|bedeutet)|what (?:is|are)|qu['’]est-ce que?|co (?:je|jsou|to jest|są)|što (?:je|su)|che cosa (?:è|sono)|qué (?:es|son)|wat (?:is|zijn)|definition)\s/i;
  const LEVELS = 25;
  const LINKS = ["", "s", "es", "n", "en", "e", "er"];

  const { fold, wordsOf } = window.bookWords;

  // How many slips of the finger lie between two words, neighbours swapped being one; more than `most` is all the same.
  function slips(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
    for (let row = 1; row <= one.length; row += 1) {
      const line = [row];
      for (let at = 1; at <= other.length; at += 1) {
        const same = one[row - 1] === other[at - 1];
        line[at] = Math.min(last[at] + 1, line[at - 1] + 1, last[at - 1] + (same ? 0 : 1));
        if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]) line[at] = Math.min(line[at], before[at - 2] + 1);
      }
      if (Math.min(...line) > most) return most + 1;
      [before, last] = [last, line];
    }
    return last[other.length];
  }

  function shared(one, other) {
    let at = 0;
    while (at < one.length && one[at] === other[at]) at += 1;
    return at;
  }

  function finder(index) {
    const { pieces, homes, stems, forms, postings, within, families, synonyms, stopwords, kinds: alsoKinds, pages } = index;
    const numbers = new Map(stems.map((stem, nth) => [stem, nth]));
    for (const [form, nth] of Object.entries(forms)) numbers.set(form, nth);
    const vocabulary = [...numbers.keys()];
    const silent = new Set(stopwords);
    const [unpacked, known, names] = [new Map(), new Map(), new Map()];
    const labels = new Map(pieces.flatMap(([, , label], nth) => (label ? [[label.toLowerCase(), nth]] : [])));

    // What kinds are called: the words before the numbers.
    const stemOf = (word) => numbers.get(fold(word)) ?? -1;
    const kinds = new Map(pieces.filter(([, , label]) => label).map(([, kind, label]) => [stemOf(wordsOf(label)[0]), kind]));
    // And what else people call them, which says nothing of what they are about.
    const alsoKind = (word) => alsoKinds[word] ?? alsoKinds[word.replace(/e?n$/, "")];

    // The pieces that have a stem, and how much it says about each.
    function holding(stem) {
      if (!unpacked.has(stem)) {
        let piece = -1;
        const found = [];
        for (const [, further, level] of postings[stem].matchAll(/([0-9a-z]+)([A-Z])/g)) {
          piece += parseInt(further, 36);
          found.push([piece, (level.charCodeAt(0) - 64) / (LEVELS + 1)]);
        }
        unpacked.set(stem, found);
      }
      return unpacked.get(stem);
    }

    const rarity = (stem) => Math.log(1 + pieces.length / (holding(stem).length || 1));

    // A word that occurs nowhere: two that do, written together.
    function apart(word) {
      for (let at = word.length - 3; at >= 3; at -= 1) {
        for (const link of LINKS) {
          const [left, right] = [word.slice(0, at), word.slice(at + link.length)];
          if (word.startsWith(link, at) && right.length >= 3 && numbers.has(left) && numbers.has(right)) return [left, right];
        }
      }
      return [];
    }

    function near(word, meant) {
      const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
      for (const form of vocabulary) {
        if (silent.has(form)) continue;
        const count = most && form.length > 3 && Math.abs(form.length - word.length) <= most ? slips(word, form, most) : most + 1;
        if (count <= most) meant(form, SLIP - 0.15 * (count - 1));
        if (word.length > 3 && form.length > word.length && form.endsWith(word)) meant(form, ENDED);
        const common = shared(word, form);
        if (common >= 5 && common >= 0.6 * Math.max(word.length, form.length)) meant(form, SHARED * common / Math.max(word.length, form.length));
      }
    }

    // A form that occurs nowhere, of a word that does: Sorben and sorbisch.
    function inflected(word, meant) {
      const root = word.replace(/(?:innen|ern|er|en|es|em|e|n|s)$/, "");
      if (root === word || root.length < 4) return;
      for (const form of vocabulary) if (form.startsWith(root) && form.length - root.length <= 4) meant(form, INFLECTED - 0.02 * (form.length - root.length));
    }

    // Of a compound with a part that the book does not have, the other: "Finanzplan" is a plan.
    function begunOrEnded(word, meant) {
      const parts = vocabulary.filter((form) => form.length >= 4 && (word.startsWith(form) || word.endsWith(form)));
      const longest = Math.max(...parts.map((form) => form.length));
      for (const form of parts) if (form.length === longest) meant(form, ENDED);
    }

    // What a word may mean: stems, each with how surely. The word that is being typed may go on.
    function meanings(word, going) {
      const key = going ? `${word} ` : word;
      if (!known.has(key)) known.set(key, sought(word, going));
      return known.get(key);
    }

    function sought(word, going) {
      const found = new Map();
      const add = (stem, sure) => found.set(stem, Math.max(found.get(stem) ?? 0, sure));
      const meant = (form, sure) => add(numbers.get(form), sure);
      const own = numbers.get(word);
      if (own !== undefined) {
        add(own, KNOWN);
        for (const other of families[own] ?? []) add(other, FAMILY);
        for (const compound of within[own] ?? []) add(compound, WITHIN);
      }
      if (word.length > 2 && (going || own === undefined)) {
        for (const form of vocabulary) if (form.startsWith(word)) meant(form, BEGUN + 0.35 * word.length / form.length);
      }
      if (own === undefined) {
        near(word, meant);
        inflected(word, meant);
        for (const [stem, sure] of [...found]) for (const other of families[stem] ?? []) add(other, sure * FAMILY);
      }
      if (apart(word).length) return found;
      if (!found.size) begunOrEnded(word, meant);
      // The nearest is what is meant, as far as that can be known.
      const surest = Math.max(0, ...found.values());
      if (surest < NEAREST) for (const [stem, sure] of found) found.set(stem, sure * NEAREST / surest);
      return found;
    }

    // Without the words that questions are made of, where there are others.
    function telling(words) {
      const some = words.filter((word) => !silent.has(word));
      const most = some.filter((word) => !alsoKind(word));
      return most.length ? most : some.length ? some : words;
    }

    // What is asked, in several readings: as it stands, with compounds taken apart, and under other names.
    function readings(asked) {
      const all = wordsOf(asked).map(fold);
      const words = telling(all);
      const plain = words.map((word, nth) => meanings(word, nth === words.length - 1));
      const parts = words.map(apart);
      const taken = words.flatMap((word, nth) => (parts[nth].length ? parts[nth].map((part) => meanings(part, false)) : [plain[nth]]));
      const named = otherNames(all).map(([from, length, name, sure]) => {
        const others = [...all.slice(0, from), ...all.slice(from + length)].filter((word) => !silent.has(word));
        return { sure, list: [...name, ...others].map((word) => meanings(word, false)) };
      });
      return [{ sure: 1, list: plain }, ...(taken.length > plain.length ? [{ sure: APART, list: taken }] : []), ...named];
    }

    // The same stem; or, of words that the book does not have, the same but for an ending.
    const alike = (one, other) => one === other || (typeof one === "string" && typeof other === "string" &&
      Math.abs(one.length - other.length) <= 2 && shared(one, other) >= Math.max(4, Math.min(one.length, other.length)));

    // Other names of what is asked for: from which word, how many, the words of the other name, how surely.
    function otherNames(words) {
      const key = (word) => numbers.get(word) ?? word;
      const asked = words.map(key);
      const names = synonyms.flatMap((group) => group.map((name, nth) => ({ group, nth, keys: wordsOf(name).map(key) })));
      return names.flatMap(({ group, nth, keys }) => {
        const at = asked.findIndex((_, start) => keys.every((one, step) => alike(asked[start + step], one)));
        if (at < 0) return [];
        const others = group.filter((_, other) => other !== nth);
        return others.map((name, other) => [at, keys.length, wordsOf(name), nth && !other ? NAME : OTHER_NAME])
          .filter(([, , name]) => name.every((word) => numbers.has(word)));
      });
    }

    function scored(list) {
      const scores = new Map();
      const chapters = new Map();
      for (const [nth, meaning] of list.entries()) {
        const best = new Map();
        for (const [stem, sure] of meaning) {
          const weight = sure * Math.min(rarity(stem), 5);
          for (const [piece, impact] of holding(stem)) {
            const before = best.get(piece);
            if (!before || before.score < weight * impact) best.set(piece, { score: weight * impact, stem, sure });
          }
        }
        for (const [piece, { score, stem, sure }] of best) {
          const one = scores.get(piece) ?? { score: 0, held: 0, own: new Map(), stems: new Set() };
          one.score += score;
          one.own.set(nth, sure);
          const home = pieces[piece][4];
          const there = chapters.get(home) ?? chapters.set(home, new Map()).get(home);
          there.set(nth, Math.max(there.get(nth) ?? 0, sure));
          one.stems.add(stem);
          scores.set(piece, one);
        }
      }
      for (const [piece, one] of scores) {
        for (const [nth, sure] of chapters.get(pieces[piece][4])) one.held += one.own.get(nth) ?? (sure * AROUND);
      }
      return scores;
    }

    const stemsOf = (text) => wordsOf(text).map(fold).filter((word) => !silent.has(word)).map((word) => numbers.get(word) ?? -1);

    // What a piece goes by: its title, and what readers ask for it by, each as the stems that tell.
    function namesOf(piece) {
      if (!names.has(piece)) {
        const [, kind, , title, , , , asked] = pieces[piece];
        const all = kind === "source" ? [] : [title, ...asked.split(",")].filter(Boolean);
        names.set(piece, all.map(stemsOf));
      }
      return names.get(piece);
    }

    // A name that is what was asked, all of it and nothing else, counts more.
    function settle(scores, list) {
      const all = new Set(list.flatMap((meaning) => [...meaning].filter(([, sure]) => sure >= MEANT).map(([stem]) => stem)));
      const share = (told) => (told.length ? told.filter((stem) => all.has(stem)).length / Math.max(told.length, list.length) : 0);
      for (const [piece, one] of scores) {
        const best = Math.max(0, ...namesOf(piece).map((told, nth) => share(told) ** 2 * (nth ? ASKED_SO : 1)));
        one.score *= pieces[piece][6] * one.held / list.length * (1 + best) / list.length;
      }
    }

    // And so do the very words in a row.
    function inARow(scores, asked) {
      const words = wordsOf(asked).map(fold);
      if (words.length < 2) return;
      const line = (text) => ` ${wordsOf(text).map(fold).join(" ")} `;
      const row = (text) => line(text).includes(` ${words.join(" ")} `);
      const inAsked = (title) => wordsOf(title).length > 1 && ` ${words.join(" ")} `.includes(line(title));
      for (const [piece, one] of [...scores].sort(([, a], [, b]) => b.score - a.score).slice(0, 30)) {
        const [, kind, , title, , text] = pieces[piece];
        if (kind !== "source" && (row(title) || inAsked(title))) one.score *= 1.6;
        else if (row(text)) one.score *= 1.25;
      }
    }

    function read(asked) {
      const together = new Map();
      for (const { sure, list } of readings(asked)) {
        const scores = scored(list);
        settle(scores, list);
        for (const [piece, one] of scores) {
          const before = together.get(piece);
          if (!before || before.score < one.score * sure) together.set(piece, { score: one.score * sure, stems: one.stems });
        }
      }
      inARow(together, asked);
      const asks = telling(wordsOf(asked).map(fold)).map(stemOf);
      // Who asks for a kind and nothing else wants its list.
      const others = asks.every((stem) => kinds.has(stem)) ? [] : asks.map((stem) => kinds.get(stem));
      const named = new Set([...others, ...wordsOf(asked).map((word) => alsoKind(fold(word)))].filter(Boolean));
      for (const [piece, one] of together) {
        const [, kind, label] = pieces[piece];
        if (DEFINING.test(asked) && kind === "term") one.score *= 2;
        if (label && named.has(kind)) one.score *= 2;
      }
      return together;
    }

    // "Arbeitsblatt 5", "Kap. 8", "8. Kapitel": the piece that is called so, and what else was asked.
    function called(asked) {
      for (const [text, before, number, nth, after] of asked.matchAll(/(\p{L}{2,})\.?\s*(\d+(?:\.\d+)*)|(\d+)\.\s*(\p{L}{3,})/gu)) {
        const [kind, count] = [(before ?? after).toLowerCase(), number ?? nth];
        for (const [label, piece] of labels) {
          if (label.startsWith(kind) && label.endsWith(` ${count}`)) return { piece, rest: asked.replace(text, " ").trim() };
        }
      }
      return null;
    }

    function page(asked) {
      const [, folio] = asked.trim().match(/^(?:(?:s|seite|p|page)\.?\s*)?(\d+|[ivxl]+)$/i) ?? [];
      const address = folio && pages[folio.toLowerCase()];
      return address ? { folio, address } : null;
    }

    // All that is found, the best first: {piece, stems}, where `piece` counts from 0.
    function find(asked) {
      const name = called(asked);
      const words = name ? name.rest : asked;
      const scores = read(words);
      if (name) {
        const home = pieces[name.piece][4];
        for (const [piece, one] of scores) if (pieces[piece][4] === home) one.score *= 6;
        if (!words) scores.set(name.piece, { score: Infinity, stems: new Set() });
        for (const [piece, row] of words ? [] : pieces.entries()) {
          if (row[4] === home && piece !== name.piece) scores.set(piece, { score: 1 / (piece + 1), stems: new Set() });
        }
      }
      const best = Math.max(0, ...[...scores.values()].map(({ score }) => score).filter(Number.isFinite));
      return [...scores].filter(([, { score }]) => score > best * 0.04)
        .sort(([one, { score: a }], [other, { score: b }]) => b - a || one - other)
        .map(([piece, { stems: held }]) => ({ piece, stems: held }));
    }

    return { find, page, stem: stemOf, pieces, homes };
  }

  window.bookFinder = finder;
})();
