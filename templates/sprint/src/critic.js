// What people say of a text and suggest, as it stands in the text: CriticMarkup. Text in, places and changes out.
const CODE = /^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[ \t]*$|`[^`\n]+`|<!--[\s\S]*?-->/gm;
const ANY = "(?:(?!\\n\\n)[\\s\\S])";
const MARK = new RegExp(`\\{(?:\\+\\+(?<ins>${ANY}{1,600}?)\\+\\+|--(?<del>${ANY}{1,600}?)--|~~(?<old>${ANY}{0,600}?)~>(?<new>${ANY}{0,600}?)~~`
  + `|>>(?<note>${ANY}{0,600}?)<<|==(?<mark>${ANY}{1,600}?)==)\\}|\\[(?<said>[^[\\]\\n]{1,600})\\]\\{\\.(?:kommentar|comment)\\}`, "g");
export const MOST_SAID = 500;
const SIGNS = 3;

// Each mark with what it keeps: `whole` in the text, `before` and `after` a decision (offsets and words).
function read(match) {
  const { ins, del, old, new: fresh, note, mark, said } = match.groups;
  const kind = said !== undefined || note !== undefined ? "note" : mark !== undefined ? "mark" : "change";
  return { from: match.index, to: match.index + match[0].length, kind, ins, del, old, fresh, mark, note: note ?? said };
}

// What belongs together: marked words with all that is said of them, or neighbouring changes with who made them.
export function threadsIn(text) {
  const prose = text.replace(CODE, (code) => code.replace(/[^\n]/g, " "));
  const found = [];
  for (const match of prose.matchAll(MARK)) {
    const mark = read(match), last = found.at(-1);
    const joins = last?.to === mark.from && (mark.kind === "note" || (mark.kind === "change" && last.isChange && !last.notes.length));
    const thread = joins ? last : { from: mark.from, to: mark.to, isChange: mark.kind === "change", marks: [], notes: [] };
    if (!joins) found.push(thread);
    thread.marks.push(mark);
    thread.to = mark.to;
    if (mark.kind === "note") thread.notes.push(noteOf(mark.note, thread.isChange));
  }
  return found;
}

// How long a text is without what is said of it, as the server counts it.
export function measure(text) {
  const prose = text.replace(CODE, (code) => code.replace(/[^\n]/g, " "));
  let length = [...text].length;
  for (const { 0: whole, groups } of prose.matchAll(MARK)) {
    if (groups.said === undefined) length -= [...whole].length - [...(groups.del ?? groups.old ?? groups.mark ?? "")].length;
  }
  return length;
}

function noteOf(said, ofChange) {
  const named = /^([^:\n]{1,40}): ([\s\S]*)$/.exec(said.trim());
  if (named) return { name: named[1], text: named[2] };
  return ofChange ? { name: said.trim(), text: "" } : { name: "", text: said.trim() };
}

// The edits that settle a thread: `take` a suggestion or leave it. Only signs and words that go are touched.
export function settle(text, thread, take) {
  const changes = [], keep = (mark, start, length) => {
    changes.push({ from: mark.from, to: start }, { from: start + length, to: mark.to });
    return length;
  };
  let left = 0;
  for (const mark of thread.marks) {
    const inside = mark.from + SIGNS;
    if (mark.mark !== undefined) left += keep(mark, inside, mark.mark.length);
    else if (mark.ins !== undefined && take) left += keep(mark, inside, mark.ins.length);
    else if (mark.del !== undefined && !take) left += keep(mark, inside, mark.del.length);
    else if (mark.old !== undefined) left += take ? keep(mark, inside + mark.old.length + 2, mark.fresh.length) : keep(mark, inside, mark.old.length);
    else changes.push({ from: mark.from, to: mark.to });
  }
  // Where nothing stays, one of the spaces around it goes, too.
  if (!left && text[thread.from - 1] === " " && /^(?:[\s.,;:!?)]|$)/.test(text.slice(thread.to, thread.to + 1))) changes.unshift({ from: thread.from - 1, to: thread.from });
  return changes.filter(({ from, to }) => to > from);
}

const plainName = (name) => name.replace(/[:{}<>|\s]+/g, " ").trim();
const plain = (said) => said.replaceAll("<<", "‹‹").replaceAll(">>", "››").replaceAll("{", "(").replaceAll("}", ")").replaceAll("|", "¦").split(/\s+/).join(" ").trim().slice(0, MOST_SAID);
const named = (name) => `{>>${plainName(name)}<<}`;
export const note = (name, said) => `{>>${plainName(name)}: ${plain(said)}<<}`;
export const comment = (words, name, said) => (words ? `{==${words}==}` : "") + note(name, said);

// Words in the place of others; none in the place of some takes them out, some in the place of none puts them in.
export function suggestion(old, fresh, name) {
  const words = plain(fresh);
  if (old === words) return "";
  const is = old && words && !(old + words).includes("~") ? `{~~${old}~>${words}~~}` : (old ? `{--${old}--}` : "") + (words ? `{++${words}++}` : "");
  return is + named(name);
}

// Words that can be marked as they are: of one paragraph, with whole marks inside, and not begun by a sign of a block.
export function canMark(words) {
  const even = (runs) => (words.match(runs) ?? []).length % 2 === 0;
  return words.trim() !== "" && words.length <= MOST_SAID && !/[{}|]|==|--|\+\+|~~|\n\s*\n|\n\s*(?:[-*+>#:]|\d+[.)])/.test(words)
    && even(/\*+/g) && even(/_+/g) && even(/`+/g) && words.split("[").length === words.split("]").length;
}
