"""HTML as word processors write it, into files and onto the clipboard: what they say in styles becomes elements.

Word's lists are paragraphs with `mso-list` in their style ([MS-HTML]: "l0 level1 lfo1"), its changes have a date, its
comments an author in a style. Word on the web makes a list of every point. Google Docs wraps all in a `b` that is not
bold, says bold, struck and raised in styles, and puts a list beside the point that it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree, html
from lxml.etree import _Element as Element

from .critic import COMMENTED, DELETED, INSERTED, Change, Marks, close

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LISTS = ("ul", "ol")
_RULE = re.compile(r"\.(?P<name>[\w-]+)\s*\{(?P<body>[^{}]*)\}")
# What a span says of its words, and the element that says so; the first are the outer ones.
_SAID = (
    (re.compile(r"(?<!-)font-weight:\s*(?:bold|[6-9]00)"), "strong"),
    (re.compile(r"(?<!-)font-style:\s*italic"), "em"),
    (re.compile(r"text-decoration[\w-]*:[^;]*line-through"), "del"),
    (re.compile(r"(?<!-)vertical-align:\s*super"), "sup"),
    (re.compile(r"(?<!-)vertical-align:\s*sub"), "sub"),
)
_UNSAID = {
    **dict.fromkeys(("b", "strong"), re.compile(r"(?<!-)font-weight:\s*(?:normal|[1-5]00)")),
    **dict.fromkeys(("i", "em"), re.compile(r"(?<!-)font-style:\s*normal")),
}
_POINT = re.compile(r"mso-list:\s*l(?P<list>\d+)\s+level(?P<level>\d+)")
_BULLET = re.compile(
    r"@list\s+l(?P<list>\d+):level(?P<level>\d+)[^{}]*\{[^{}]*mso-level-number-format:\s*(?:bullet|image)"
)
_COUNTED = re.compile(r"\(?(?:(?P<number>\d+)|[a-zA-Z]{1,2}|[ivxlIVXL]+)[.)]")
_ABOUT = re.compile(r"mso-comment-reference:\s*\w*_(?P<number>\d+)")
_AUTHOR = re.compile(r"mso-comment-author:\s*[\"']?(?P<name>[^\"';]+)")
_DEEPEST = 9


@dataclass(slots=True)
class _Point:
    """A point of a list, before there is a list: its level, what counts it, and what it says."""

    level: int
    ordered: bool
    start: int
    said: list[Element]


def say_in_elements(tree: Element, marks: Marks) -> None:
    """Let a page say in its elements what these programs say in styles."""
    sheet = "\n".join(one.text or "" for one in tree.iter("style"))
    _unwrap(tree)
    _changes(tree, marks)
    _headings(tree)
    _points(tree, {(rule["list"], rule["level"]) for rule in _BULLET.finditer(sheet)})
    _points_of_the_web(tree)
    _nest(tree)
    _ticks(tree)
    _tighten(tree)
    _styles(tree, sheet)


def say_comment(tree: Element, link: Element, text: Element, marks: Marks) -> None:
    """Put a comment where it is called, around the words that it is about, and its text away."""
    author = next((found["name"] for one in text.iter() if (found := _AUTHOR.search(_style(one)))), "")
    begun = marks.open(Change(COMMENTED, author.strip(), " ".join("".join(map(str, text.itertext())).split())))
    number = re.search(r"\d+$", link.get("href", ""))
    about = next(
        (
            one
            for one in tree.iter("a")
            if number and (found := _ABOUT.search(_style(one))) and found["number"] == number[0]
        ),
        None,
    )
    link.text = "" if about is not None else begun + close(begun)
    if about is not None:
        _wrap(about, begun)


def cut(element: Element) -> None:
    """Take an element out; what follows on it stays."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (tail or "")
    else:
        parent.text = (parent.text or "") + (tail or "")
    element.tail = None
    parent.remove(element)


def dissolve(element: Element) -> None:
    """Take an element away from around what it holds."""
    if isinstance(element, html.HtmlElement):
        element.drop_tag()


def _style(element: Element) -> str:
    return element.get("style") or "" if isinstance(element.tag, str) else ""


def classes_of(element: Element) -> set[str]:
    """The classes of an element."""
    return set((element.get("class") or "").split())


def words_of(element: Element) -> str:
    """All the text in an element."""
    return "".join(map(str, element.itertext()))


def _unwrap(tree: Element) -> None:
    """Bold that is not bold, signs that only the program itself needs, and lines before notes."""
    for element in [*tree.iter(*_UNSAID)]:
        if _UNSAID[str(element.tag)].search(_style(element)):
            dissolve(element)
    for element in [*tree.iter("span", "div", "hr")]:
        style = _style(element)
        if "mso-special-character:comment" in style:
            for one in element.iter():
                one.text, one.tail = (
                    (one.text or "").strip(),
                    (one.tail or "").strip() if one is not element else one.tail,
                )
        elif (
            "EOP" in classes_of(element) and not words_of(element).strip()
        ):  # the end of a paragraph, in Word on the web
            cut(element)
        elif re.search(r"mso-element:\s*(?:footnote|endnote|comment)-list", style):
            for line in [*element.iter("hr")]:
                cut(line)


def _changes(tree: Element, marks: Marks) -> None:
    """What Word and its like keep as changes: each has a date or says who made it."""
    for element in [*tree.iter("ins", "del")]:
        cite = element.get("cite") or ""
        if not (element.get("datetime") or cite.startswith("mailto:")):
            continue
        author = unquote(cite.removeprefix("mailto:")) if cite.startswith("mailto:") else ""
        _wrap(element, marks.open(Change(INSERTED if element.tag == "ins" else DELETED, author)))
        element.tag = "span"


def _wrap(element: Element, begun: str) -> None:
    element.text = begun + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + close(begun)
    else:
        element.text += close(begun)


def _headings(tree: Element) -> None:
    for paragraph in [*tree.iter("p", "div")]:
        level = paragraph.get("aria-level", "")
        if paragraph.get("role") == "heading" and level in "123456":
            paragraph.tag = f"h{level or 2}"


def _points(tree: Element, bullets: set[tuple[str, str]]) -> None:
    """Paragraphs that say that they are points; what stands below one without a mark belongs to it."""
    done: set[Element] = set()
    for paragraph in [*tree.iter("p", *HEADINGS)]:
        if paragraph in done or not _POINT.search(_style(paragraph)):
            continue
        if paragraph.tag in HEADINGS:
            _unmark(paragraph)
            continue
        points: list[_Point] = []
        for one in _run(paragraph):
            done.add(one)
            if found := _POINT.search(_style(one)):
                is_bullet = (found["list"], found["level"]) in bullets
                points.append(_point(one, min(int(found["level"]), _DEEPEST), is_bullet=is_bullet))
            else:
                points[-1].said.append(one)
        _replace(paragraph, points)


def _run(first: Element) -> list[Element]:
    run = [first]
    while (after := run[-1].getnext()) is not None and after.tag == "p" and not (run[-1].tail or "").strip():
        goes_on = any(re.fullmatch(r"MsoListParagraphCxSp(?:Middle|Last)", name) for name in classes_of(after))
        if not (_POINT.search(_style(after)) or goes_on):
            break
        run.append(after)
    return run


def _point(paragraph: Element, level: int, *, is_bullet: bool) -> _Point:
    mark = _unmark(paragraph).strip()
    counted = _COUNTED.match(mark)
    ordered = bool(counted) if mark else not is_bullet
    start = int(counted["number"]) if counted and counted["number"] else 1
    return _Point(level, ordered, start, [paragraph])


def _unmark(paragraph: Element) -> str:
    """Take the typed mark of a point away, and say what it was."""
    found = [one for one in paragraph.iter("span") if re.search(r"mso-list:\s*ignore", _style(one), re.IGNORECASE)]
    said = "".join(map(words_of, found))
    for one in found:
        cut(one)
    return said


def _points_of_the_web(tree: Element) -> None:
    """Every point a list in a box of its own, with its level in an attribute."""
    done: set[Element] = set()
    for box in [*tree.iter("div")]:
        if box in done or "ListContainerWrapper" not in classes_of(box):
            continue
        run = [box]
        while (after := run[-1].getnext()) is not None and "ListContainerWrapper" in classes_of(after):
            run.append(after)
        done |= {*run}
        points = [point for one in run for point in _points_in(one)]
        _replace(box, points)
        for one in run:
            cut(one)


def _points_in(box: Element) -> Iterator[_Point]:
    for item in box.iter("li"):
        level, start = (item.get(f"data-aria-{name}", "") for name in ("level", "posinset"))
        parent = item.getparent()
        yield _Point(
            min(int(level), _DEEPEST) if level.isdecimal() else 1,
            parent is not None and parent.tag == "ol",
            int(start) if start.isdecimal() else 1,
            [item],
        )


def _replace(first: Element, points: list[_Point]) -> None:
    """Put lists in the place of where points stood."""
    around = etree.Element("div")
    first.addprevious(around)
    opened: list[tuple[int, Element]] = []
    for point in points:
        while opened and opened[-1][0] > point.level:
            opened.pop()
        tag = "ol" if point.ordered else "ul"
        if opened and opened[-1][0] == point.level and opened[-1][1].tag != tag:
            opened.pop()
        if not opened or opened[-1][0] < point.level:
            home = opened[-1][1][-1] if opened else around
            made = etree.SubElement(home, tag)
            if point.ordered and point.start > 1:
                made.set("start", str(point.start))
            opened.append((point.level, made))
        item = etree.SubElement(opened[-1][1], "li")
        for said in point.said:
            cut(said)
            if said.tag == "li":
                item.text = said.text
                item.extend([*said])
            else:
                item.append(said)


def _nest(tree: Element) -> None:
    """A list that stands in a list, and in no point of it, belongs to the point before."""
    for inner in [*tree.iter(*LISTS)]:
        parent, before = inner.getparent(), inner.getprevious()
        if parent is not None and parent.tag in LISTS and before is not None and before.tag == "li":
            cut(inner)
            before.append(inner)


def _ticks(tree: Element) -> None:
    """A point that is a box to tick has a picture of one."""
    for item in tree.iter("li"):
        if item.get("role") != "checkbox":
            continue
        for picture in [*item.iter("img")][:1]:
            cut(picture)
        home = next((one for one in item if one.tag == "p"), item)
        home.text = f"{'☒' if item.get('aria-checked') == 'true' else '☐'} " + (home.text or "").lstrip()


def _tighten(tree: Element) -> None:
    """Points of one paragraph each are lines: the paragraph says nothing."""
    for one in tree.iter(*LISTS):
        paragraphs = [[part for part in item if part.tag == "p"] for item in one if item.tag == "li"]
        others = [part.tag for item in one for part in item if part.tag not in ("p", *LISTS)]
        if all(len(found) <= 1 for found in paragraphs) and not others:
            for (paragraph,) in filter(None, paragraphs):
                dissolve(paragraph)


def _styles(tree: Element, sheet: str) -> None:
    rules = [*_RULE.finditer(sheet)]
    by_class = {tag: {rule["name"] for rule in rules if said.search(rule["body"])} for said, tag in _SAID}
    for span in [*tree.iter("span")]:
        around = {one.tag for one in span.iterancestors()}
        names, style = classes_of(span), _style(span)
        tags = [tag for said, tag in _SAID if (names & by_class[tag] or said.search(style)) and tag not in around]
        if not tags or not words_of(span).strip() or (around & {*HEADINGS} and tags[0] in ("strong", "em")):
            continue
        span.tag = tags[0]
        for tag in tags[1:]:
            inner = etree.Element(tag)
            inner.text, span.text = span.text, None
            inner.extend([*span])
            span.append(inner)
            span = inner
