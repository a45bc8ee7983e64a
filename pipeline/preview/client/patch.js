// Puts what changed between two versions of a page into the page that is shown, block by block, and leaves the rest alone:
// what is entered, focused, opened or scrolled there stays. Scripts of the page have added to it, so its own tree is never
// compared with the new one: `before` and `after` are the page's source as it was and as it is.

// What scripts have made their own: they would not know a new one.
const ALIVE = "input, textarea, select, button, .letter, table.calendar";
// Names and numbers that move when something is written before them.
const NAMES = / (?:id|href|for|aria-labelledby|aria-describedby|data-note|popovertarget)="[^"]*"/g;

const likeness = (element) => element.outerHTML.replace(NAMES, "");
const isLive = (element) => element.matches(ALIVE) || element.querySelector(ALIVE) !== null;
const hasOwnWords = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

class Unlike extends Error {}

// Give the elements that are new in the page; null when it cannot be done, and the page has to be loaded again.
export function patch(live, before, after) {
  const changed = [];
  try {
    renew(live, before, after, changed);
    return changed;
  } catch (problem) {
    if (problem instanceof Unlike) return null;
    throw problem;
  }
}

function renew(live, before, after, changed) {
  if (before.isEqualNode(after)) return;
  if (likeness(before) === likeness(after)) return rename(live, before, after);
  const inner = before.localName === after.localName && before.children.length && after.children.length;
  if (!inner || hasOwnWords(before) || hasOwnWords(after) || before instanceof SVGElement) return replace(live, after, changed);
  adopt(live, before, after);
  const olds = [...before.children], news = [...after.children], here = counterparts(live, olds);
  const oldLikes = olds.map(likeness), newLikes = news.map(likeness);
  let start = 0, end = 0;
  const most = Math.min(olds.length, news.length);
  while (start < most && oldLikes[start] === newLikes[start]) start += 1;
  while (end < most - start && oldLikes.at(-1 - end) === newLikes.at(-1 - end)) end += 1;
  exchange(live, { olds, news, here, start, end }, changed);
  for (let nth = 0; nth < start; nth += 1) renew(here[nth], olds[nth], news[nth], changed);
  for (let nth = 1; nth <= end; nth += 1) renew(here.at(-nth), olds.at(-nth), news.at(-nth), changed);
}

// What stands between the equal beginning and the equal end of two lists of children.
function exchange(live, { olds, news, here, start, end }, changed) {
  const gone = olds.length - start - end, come = news.length - start - end;
  if (gone === come) {
    for (let nth = start; nth < start + gone; nth += 1) renew(here[nth], olds[nth], news[nth], changed);
    return;
  }
  const leaving = here.slice(start, start + gone), coming = news.slice(start, start + come);
  if ([...leaving, ...coming].some(isLive)) throw new Unlike();
  const next = here[start + gone] ?? here.at(-1)?.nextSibling ?? null;
  for (const element of leaving) element.remove();
  for (const element of coming) {
    const made = document.importNode(element, true);
    live.insertBefore(made, next);
    changed.push(made);
  }
}

function replace(live, after, changed) {
  if (isLive(live) || isLive(after)) throw new Unlike();
  const made = document.importNode(after, true);
  live.replaceWith(made);
  changed.push(made);
}

// Only names differ: all of them at once, for a name that is given away may be another's now.
function rename(live, before, after) {
  if (isLive(before)) throw new Unlike();
  const olds = [before, ...before.querySelectorAll("*")], news = [after, ...after.querySelectorAll("*")];
  const here = [live, ...live.querySelectorAll("*")];
  if (here.length !== olds.length) throw new Unlike();
  olds.forEach((old, nth) => adopt(here[nth], old, news[nth]));
}

function adopt(live, before, after) {
  for (const { name, value } of after.attributes) if (before.getAttribute(name) !== value) live.setAttribute(name, value);
  for (const { name } of before.attributes) if (!after.hasAttribute(name)) live.removeAttribute(name);
}

// The page's elements that these were; scripts may have put others between them.
function counterparts(live, olds) {
  let child = live.firstElementChild;
  return olds.map((old) => {
    while (child && !(child.localName === old.localName && child.id === old.id)) child = child.nextElementSibling;
    if (!child) throw new Unlike();
    const found = child;
    child = child.nextElementSibling;
    return found;
  });
}
