// What stands in a text that a form can show: sheets of methods, run sheets, points to tick, fields, boxes with settings.
// A value is what an author reads, with the place of each of its letters, so that a change touches only what is changed.
// What cannot be read for sure has no value: it is left alone.

const OPEN = /^( {0,3}:{3,}[ \t]*)(?:(\{[^{}]*\})|([\p{L}\p{N}_-]+))[ \t]*:*[ \t]*$/u, CLOSE = /^ {0,3}:{3,}[ \t]*$/, CODE = /^ {0,3}(`{3,}|~{3,})/;
const SETTING = /(?:^|[\s{])(?:[.#][^\s{}]+|([\p{L}\p{N}_-]+)=("(?:\\.|[^"\\])*"|[^\s{}"]+))/gu, CLASS = /\.([^\s{}.#]+)/u;
const ITEM = /^([ \t]*)((?:[-*+]|\d+[.)])[ \t]+)\[([ xX])\](?:[ \t]+|$)/, POINT = /^[ \t]*(?:[-*+]|\d+[.)])[ \t]/, MARK = /[ \t]*\*\*([!+])\*\*(?=(?:[ \t]*\*\*[!+]\*\*)*\s*$)/g;
const RULE = /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/, MINUTES = /^\d{1,4}/, BARE = /^[\p{L}\p{N}.,_-]+$/u;
const asIs = (text) => text;

// ---- values ----------------------------------------------------------------------------------------------------

// `unit` finds what is one letter to the author and more in the text (that letter, or what it found first); `write`
// makes the text of letters again.
function value(raw, from, unit = null, write = asIs, sign = "") {
  let read = "";
  const at = [];
  for (let i = 0; i < raw.length;) {
    if (unit) unit.lastIndex = i;
    const found = unit?.exec(raw), letter = found ? sign || found[1] : raw[i];
    read += letter;
    at.push(from + i);
    i += found ? found[0].length : 1;
  }
  at.push(from + raw.length);
  return { value: read, at, write };
}

const isHigh = (text, i) => /[\ud800-\udbff]/.test(text[i] ?? "");

// The one edit that makes a value another one.
export function rewrite({ value: old, at, write }, fresh) {
  let head = 0, tail = 0;
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head++;
  if (head && isHigh(old, head - 1)) head--;
  while (tail < old.length - head && tail < fresh.length - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++;
  if (tail && isHigh(old, old.length - tail - 1)) tail--;
  return old === fresh ? [] : [{ from: at[head], to: at[old.length - tail], insert: write(fresh.slice(head, fresh.length - tail)) }];
}

const oneLine = (text) => text.replace(/\s*\n\s*/g, " ").trim();
const inTable = (text) => text.replace(/\s*\n\s*/g, " ").replace(/\|/g, "\\|");
const inQuotes = (text) => text.replace(/["\\]/g, "\\$&").replace(/\s*\n\s*/g, " ");

// ---- where -----------------------------------------------------------------------------------------------------

const linesOf = (text) => {
  let from = 0;
  return text.split("\n").map((line) => { const one = { from, text: line, to: from + line.length }; from = one.to + 1; return one; });
};

// All boxes, the inner ones first.
function boxesOf(lines) {
  const open = [], found = [];
  let code = "";
  for (const [nth, { text, from }] of lines.entries()) {
    const fence = CODE.exec(text)?.[1];
    if (code) { if (fence?.startsWith(code) && text.trim() === fence) code = ""; continue; }
    if (fence) { code = fence; continue; }
    const opens = OPEN.exec(text);
    if (opens) open.push({ first: nth, at: from + opens[1].length, braces: opens[2], name: opens[3] ?? CLASS.exec(opens[2])?.[1] ?? "" });
    else if (CLOSE.test(text) && open.length) found.push({ ...open.pop(), last: nth });
  }
  return found;
}
export const boxesIn = (text) => boxesOf(linesOf(text));
const boxesAround = (lines, here) => boxesOf(lines).filter((box) => box.first <= here && here <= box.last);

// What a form can show at a place, with what is called how; null where there is nothing.
export function formAt(text, place, names) {
  const lines = linesOf(text), here = lines.findIndex(({ to }) => place <= to);
  const field = fieldAt(text, lines, here, place, names);
  if (field) return field;
  const boxes = boxesAround(lines, here).map((box) => ({ ...box, element: elementOf(names, "box", box.name) }));
  const list = pointsAt(lines, here);
  for (const box of boxes) {
    const name = box.element?.name;
    if (name === "method" || name === "micro-method") return methodIn(text, lines, box, names);
    if (name === "steps" || name === "script") return stepsIn(text, lines, box, names);
    if (list) break;
    if (name === "checklist") {
      const first = lines.findIndex((line, nth) => nth > box.first && nth < box.last && ITEM.test(line.text));
      if (first >= 0) return pointsAt(lines, first);
    }
    if (box.element?.attributes.length) return boxOf(lines, box, names);
  }
  return list;
}

const elementOf = (names, kind, word) => names.elements.find((one) => one.kind === kind && one.words.includes(word));

// ---- settings in braces ----------------------------------------------------------------------------------------

// `braces` stand at `at`; where a box has a name alone they come with the first setting.
function settingsOf(element, braces, at, name, names) {
  const given = new Map();
  if (braces) for (const found of braces.matchAll(SETTING)) if (found[1]) {
    const end = at + found.index + found[0].length;
    given.set(found[1], { from: end - found[0].length + (/^\s/.test(found[0]) ? 0 : 1), end, raw: found[2], at: end - found[2].length });
  }
  return element.attributes.map((attribute) => {
    const words = names.attributes[attribute], word = words.find((one) => given.has(one)), is = given.get(word);
    const quoted = is?.raw.startsWith('"');
    const held = is && value(quoted ? is.raw.slice(1, -1) : is.raw, is.at + (quoted ? 1 : 0), quoted ? /\\(.)/y : null, inQuotes);
    const made = (text) => `${word ?? words[0]}=${BARE.test(text) ? text : `"${inQuotes(text)}"`}`;
    const set = (text) => {
      const fresh = text.trim();
      if (!is) {
        if (!fresh) return [];
        if (braces) return [{ from: at + braces.length - 1, to: at + braces.length - 1, insert: ` ${made(fresh)}` }];
        return [{ from: at, to: at, insert: "{." }, { from: at + name.length, to: at + name.length, insert: ` ${made(fresh)}}` }];
      }
      if (!fresh) return [{ from: is.from, to: is.end, insert: "" }];
      return quoted || BARE.test(fresh) ? rewrite(held, fresh) : [{ from: is.at, to: is.end, insert: `"${inQuotes(fresh)}"` }];
    };
    return { key: `set:${attribute}`, attribute, label: words[0][0].toUpperCase() + words[0].slice(1), value: held?.value ?? "", set };
  });
}

const boxOf = (lines, box, names) => ({
  kind: "box", title: box.element.label, from: lines[box.first].from, first: box.first,
  settings: settingsOf(box.element, box.braces, box.at, box.name, names),
});

// ---- a field ---------------------------------------------------------------------------------------------------

function fieldAt(text, lines, here, place, names) {
  let first = here, last = here;
  while (first > 0 && lines[first - 1].text.trim() && !OPEN.test(lines[first - 1].text)) first--;
  while (last < lines.length - 1 && lines[last + 1].text.trim()) last++;
  const start = lines[first]?.from ?? 0, piece = text.slice(start, lines[last]?.to ?? 0);
  for (const found of piece.matchAll(/\](\{[^{}]*\})/g)) {
    const element = elementOf(names, "field", CLASS.exec(found[1])?.[1] ?? "");
    let open = found.index, depth = 1;
    while (open > 0 && depth) { open--; if (piece[open] === "]") depth++; else if (piece[open] === "[") depth--; }
    if (!element || depth || place < start + open || place > start + found.index + found[0].length) continue;
    const label = value(piece.slice(open + 1, found.index), start + open + 1, /\s*\n\s*/y, asIs, " ");
    return {
      kind: "field", title: element.label, from: start + open, first: here,
      label: { key: "label", value: label.value, set: (fresh) => rewrite(label, oneLine(fresh)) },
      settings: settingsOf(element, found[1], start + found.index + 1, "", names),
    };
  }
  return null;
}

// ---- a sheet of a method ---------------------------------------------------------------------------------------

function methodIn(text, lines, box, names) {
  const inside = lines.slice(box.first + 1, box.last), heading = inside.find((line) => /^#{1,6} /.test(line.text));
  const facts = factsIn(inside);
  const nameOf = (fact) => names.facts.find((one) => one.words.includes(fact.term.toLowerCase()))?.name;
  const found = new Map(facts.map((fact) => [nameOf(fact), fact]));
  const shown = names.facts.map((one, order) => {
    const fact = found.get(one.name);
    return fact ? known(fact, `fact:${one.name}`, fact.term, facts) : {
      key: `fact:${one.name}`, label: one.word, value: "", set: (fresh) => (fresh.trim() ? begin(one.word, fresh, order) : []),
    };
  });
  // A new fact stands where the order of the book's facts has it.
  function begin(word, fresh, order) {
    const before = names.facts.slice(0, order).map((one) => found.get(one.name)).filter(Boolean).at(-1);
    const after = names.facts.slice(order + 1).map((one) => found.get(one.name)).find(Boolean) ?? facts[0];
    const made = `${word}\n:   ${fresh.trim().replace(/\n/g, "\n    ")}`;
    if (before) return [{ from: before.to, to: before.to, insert: `\n\n${made}` }];
    if (after) return [{ from: after.from, to: after.from, insert: `${made}\n\n` }];
    const top = heading ?? lines[box.first];
    return [{ from: top.to, to: top.to, insert: `\n\n${made}` }];
  }
  const own = facts.filter((fact) => !nameOf(fact) || found.get(nameOf(fact)) !== fact);
  const title = heading && value(heading.text.replace(/^#+ +/, ""), heading.from + /^#+ +/.exec(heading.text)[0].length);
  return {
    kind: "method", title: box.element.label, from: lines[box.first].from, first: box.first,
    label: title && { key: "label", value: title.value, set: (fresh) => rewrite(title, oneLine(fresh)) },
    facts: [...shown, ...own.map((fact, nth) => known(fact, `own:${nth}`, fact.term, facts))],
    unread: inside.some((line) => OPEN.test(line.text)),
  };
}

function known(fact, key, label, facts) {
  const next = facts[facts.indexOf(fact) + 1], before = facts[facts.indexOf(fact) - 1];
  return {
    key, label, value: fact.said?.value ?? "", locked: !fact.said, set: (fresh) => rewrite(fact.said, fresh.trim()),
    remove: () => (next ? [{ from: fact.from, to: next.from, insert: "" }] : before ? [{ from: before.to, to: fact.to, insert: "" }] : [{ from: fact.from, to: fact.to, insert: "" }]),
  };
}

// Terms with what is said of them: one paragraph each, or they are left alone.
function factsIn(inside) {
  const facts = [];
  let depth = 0;
  for (let nth = 0; nth < inside.length; nth++) {
    const { text } = inside[nth];
    if (OPEN.test(text)) depth++;
    if (CLOSE.test(text)) depth--;
    let colon = nth + 1;
    while (colon < inside.length && !inside[colon].text.trim()) colon++;
    const says = /^:[ \t]+/.exec(inside[colon]?.text ?? "");
    if (depth || !says || !text.trim() || /^[\s:#|]/.test(text) || POINT.test(text)) continue;
    let last = colon;
    while (last + 1 < inside.length && inside[last + 1].text.trim() && /^[ \t]/.test(inside[last + 1].text)) last++;
    // Behind it another paragraph, point or meaning that belongs to it.
    const more = inside.slice(last + 1).find((line) => line.text.trim());
    const plain = !(more && /^(?:[ \t]|:[ \t])/.test(more.text)) && !inside.slice(colon, last + 1).some((line, at) => POINT.test(at ? line.text : line.text.slice(says[0].length)));
    const from = inside[colon].from + says[0].length, to = inside[last].to;
    const raw = inside.slice(colon, last + 1).map((line) => line.text).join("\n").slice(says[0].length);
    facts.push({ term: text.trim(), from: inside[nth].from, to, said: plain ? value(raw, from, /\n[ \t]*/y, (words) => words.replace(/\n/g, "\n    "), "\n") : null });
    nth = last;
  }
  return facts;
}

// ---- run sheets ------------------------------------------------------------------------------------------------

function stepsIn(text, lines, box, names) {
  const form = { ...boxOf(lines, box, names), kind: "steps", rows: [], heads: [] };
  const inside = lines.slice(box.first + 1, box.last), head = inside.findIndex((line) => /^\s*\|/.test(line.text));
  if (head < 0 || !RULE.test(inside[head + 1]?.text ?? "")) return { ...form, unread: true };
  form.heads = cellsOf(inside[head]).map((cell) => cell.value);
  let last = head + 1;
  while (/^\s*\|/.test(inside[last + 1]?.text ?? "")) {
    const line = inside[++last], cells = cellsOf(line), locked = cells.length !== form.heads.length || line.text.includes("`");
    form.rows.push({ from: line.from, to: line.to, locked, text: line.text.trim(), cells: locked ? [] : cells.map((cell, nth) => ({ key: `cell:${form.rows.length}:${nth}`, value: cell.value, set: (fresh) => rewrite(cell, oneLine(fresh)) })) });
  }
  form.add = (nth) => [{ from: (form.rows[nth] ?? inside[last]).to, to: (form.rows[nth] ?? inside[last]).to, insert: `\n| 10 |${"  |".repeat(form.heads.length - 1)}` }];
  form.unread = form.rows.some((row) => row.locked);
  const minutes = form.rows.map((row) => MINUTES.exec(row.cells[0]?.value ?? "")?.[0]);
  form.sum = minutes.reduce((sum, one) => sum + Number(one ?? 0), 0);
  form.wanted = Number(form.settings.find((one) => one.attribute === "duration")?.value) || 0;
  return moving(form);
}

function cellsOf(line) {
  const cells = [], pipes = [...line.text.matchAll(/\\.|\|/g)].filter((found) => found[0] === "|").map((found) => found.index);
  for (let nth = 0; nth + 1 < pipes.length; nth++) {
    const raw = line.text.slice(pipes[nth] + 1, pipes[nth + 1]), lead = raw.trim() ? /^\s*/.exec(raw)[0].length : Math.min(1, raw.length);
    cells.push(value(raw.trim(), line.from + pipes[nth] + 1 + lead, /\\(\|)/y, inTable));
  }
  return cells;
}

// ---- points to tick --------------------------------------------------------------------------------------------

function pointsAt(lines, here) {
  let first = here;
  while (first > 0 && !ITEM.test(lines[first]?.text ?? "") && /^[ \t]+\S/.test(lines[first].text)) first--;
  const own = ITEM.exec(lines[first]?.text ?? "");
  if (!own) return null;
  const belongs = (line) => ITEM.exec(line?.text ?? "")?.[1] === own[1], inner = (line) => line && line.text.trim() && /^[ \t]*/.exec(line.text)[0].length > own[1].length;
  const next = (nth, by) => { nth += by; while (lines[nth] && !lines[nth].text.trim()) nth += by; return lines[nth] && (belongs(lines[nth]) || inner(lines[nth])) ? nth : -1; };
  for (let nth = first; nth >= 0; nth = next(nth, -1)) if (belongs(lines[nth])) first = nth;
  const rows = [];
  for (let nth = first; nth >= 0; nth = next(nth, 1)) {
    if (belongs(lines[nth])) rows.push({ lines: [lines[nth]] });
    else rows.at(-1).lines.push(lines[nth]);
  }
  const form = { kind: "points", from: lines[first].from, first, rows: rows.map((row, nth) => pointOf(row.lines, nth)) };
  form.unread = form.rows.some((row) => row.locked);
  form.add = (nth) => {
    const row = form.rows[nth] ?? form.rows.at(-1), gap = form.rows.length > 1 ? form.rows[1].from - form.rows[0].to : 1;
    return [{ from: row.to, to: row.to, insert: `${"\n".repeat(Math.max(1, gap))}${own[1]}${own[2]}[ ] ` }];
  };
  return moving(form);
}

function pointOf(lines, nth) {
  const [line] = lines, head = ITEM.exec(line.text), box = line.from + head[1].length + head[2].length + 1;
  let said = 1;
  while (said < lines.length && lines[said].from === lines[said - 1].to + 1 && !POINT.test(lines[said].text)) said++;
  const raw = lines.slice(0, said).map((one) => one.text).join("\n").slice(head[0].length), from = line.from + head[0].length, end = lines[said - 1].to;
  const marks = [...raw.matchAll(MARK)], words = raw.slice(0, marks[0]?.index ?? raw.length).trimEnd();
  const cell = value(words, from, /\n[ \t]*/y, (text) => text.replace(/\n/g, `\n${head[1]}  `), "\n");
  const gap = head[0].endsWith("]") ? " " : "";
  const mark = (sign) => {
    const is = marks.find((one) => one[1] === sign);
    return { key: `${sign}:${nth}`, value: Boolean(is), set: (on) => (on === Boolean(is) ? [] : is ? [{ from: from + is.index, to: from + is.index + is[0].length, insert: "" }] : [{ from: end, to: end, insert: ` **${sign}**` }]) };
  };
  return {
    from: line.from, to: lines.at(-1).to, text: words, locked: lines.length > said, cells: [{ key: `cell:${nth}:0`, value: cell.value, set: (fresh) => rewrite({ ...cell, write: (text) => gap + cell.write(text) }, fresh.trim()) }],
    tick: { key: `tick:${nth}`, value: head[3] !== " ", set: (on) => [{ from: box, to: box + 1, insert: on ? "x" : " " }] }, must: mark("!"), short: mark("+"),
  };
}

// Rows that change places or go; what stands between them stays.
function moving(form) {
  form.move = (text, nth, by) => {
    const [upper, lower] = [form.rows[Math.min(nth, nth + by)], form.rows[Math.max(nth, nth + by)]];
    if (!upper || !lower) return [];
    return [{ from: upper.from, to: upper.from, insert: text.slice(lower.from, lower.to) + text.slice(upper.to, lower.from) }, { from: upper.to, to: lower.to, insert: "" }];
  };
  form.remove = (nth) => {
    const row = form.rows[nth], next = form.rows[nth + 1], before = form.rows[nth - 1];
    return [next ? { from: row.from, to: next.from, insert: "" } : { from: before ? before.to : row.from, to: row.to, insert: "" }];
  };
  return form;
}
