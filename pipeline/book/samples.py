"""Samples: a copy of a sheet with answers in its fields, drawn from the sheet itself.

In: the pieces, their references bound. A sample holds its answers by field (`section.sample`, `dl.answers`); out comes
the sheet's text in their place, without ids, links and fields: nothing in it can be filled in or led to. Codes k-077
to k-079, k-093.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from ..diagnostics import Diagnostic, diagnose
from ..manuscript.model import Manuscript
from ..manuscript.positions import locate
from ..spelling import nearest
from ..trees import by_class, first_by_class, has_class, make, remove, replace, take, unwrap, words_of
from .arrangement import Piece
from .ids import origin

_LEFT_OUT = ("footnote-ref", "footnotes", "page-ref", "index-mark", "sample")
_UNWRAPPED = ("term", "citation")
_TICKED = "×"
_YES = ("x", "×", "ja", "yes")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")


@dataclass(slots=True)
class _Sheet:
    """A sheet's copy on its way, and what may be answered on it: fields, items and tables by their short ids."""

    id: str
    title: str
    copy: Element
    places: dict[str, Element]


@dataclass(slots=True)
class _Filler:
    """One sample at work: where it is written, and what was found wrong."""

    text: str
    path: str
    sheet: _Sheet
    found: list[Diagnostic] = field(default_factory=list)

    def report(self, code: str, text: str, *, suggestion: str = "", **facts: object) -> None:
        """Write down a problem at a text of the sample."""
        place = locate(self.text, "line", text, 1, self.path)
        self.found.append(diagnose(code, place, suggestion=suggestion, related=(), fix=(), **facts))


def fill_samples(pieces: Iterable[Piece], manuscript: Manuscript) -> list[Diagnostic]:
    """Draw every sample."""
    pieces = tuple(pieces)
    samples = [(piece, sample) for piece in pieces for sample in list(by_class(piece.tree, "sample"))]
    documents = {document.path: document for document in manuscript.documents.values()}
    sheets = {name: copy.deepcopy(tree) for name, tree in _sheets(pieces)} if samples else {}
    titles = {piece.section.id: piece.section.title for piece in pieces}
    found: list[Diagnostic] = []
    for piece, sample in samples:
        name, path = take(sample, "data-sheet") or "", origin(sample) or piece.section.path
        text = documents[path].text if path in documents else ""
        if name not in sheets:
            place = locate(text, "text", name, 1, path)
            found.append(diagnose("k-078", place, suggestion=nearest(name, sheets), name=name))
            continue
        sheet = _copied(name, titles.get(name, name), sheets[name])
        found += _fill(_Filler(text, path, sheet), sample)
    return found


def _sheets(pieces: Iterable[Piece]) -> Iterator[tuple[str, Element]]:
    """Every sheet by its id, in an appendix of its own or in a chapter."""
    for piece in pieces:
        if piece.section.kind in ("checklist", "worksheet"):
            yield piece.section.id, piece.tree
        for document in piece.included:
            for box in by_class(piece.tree, document.kind):
                if box.get("id") == document.id:
                    yield document.id, box


def _copied(name: str, title: str, tree: Element) -> _Sheet:
    """A copy of a sheet's text; what only the sheet itself may have is gone."""
    whole = make(
        "div", {"class": "sample-sheet"}, children=[copy.deepcopy(child) for child in tree if child.tag != "h1"]
    )
    for child in [one for one in whole if _says_how(one)]:
        whole.remove(child)
    for one in list(whole.iter()):
        if has_class(one, *_LEFT_OUT) and one.getparent() is not None:
            remove(one)
    places: dict[str, Element] = {}
    for one in list(whole.iter()):
        own = take(one, "id")
        if own and (has_class(one, "field", "check") or one.tag == "table"):
            places[_key(one, own).removeprefix(f"{name}--")] = one
        if one.tag in _HEADINGS:
            one.tag = "p"
            one.set("class", "sample-heading")
    etree.strip_tags(whole, "a")
    for one in list(whole.iter("span")):
        if has_class(one, *_UNWRAPPED):
            unwrap(one)
    return _Sheet(name, title, whole, places)


def _says_how(child: Element) -> bool:
    """What a sheet says of itself before and between its fields was read there already."""
    return has_class(child, "box-label", "box-title") or (child.tag == "p" and not list(by_class(child, "field")))


def _fill(filler: _Filler, sample: Element) -> list[Diagnostic]:
    for name, answers in _answers(sample):
        short = name.removeprefix(f"{filler.sheet.id}--")
        place = _place(filler.sheet, short)
        if place is None:
            known = [_short(place, key) for key, place in filler.sheet.places.items() if not _in_table(place)]
            hint, title = nearest(short, known), filler.sheet.title
            filler.report("k-077", name, suggestion=hint, sheet=title, name=name, known=", ".join(known))
        elif place.tag == "table":
            _fill_table(filler, name, place, answers)
        else:
            _fill_place(filler, name, place, answers)
    for place in filler.sheet.places.values():
        if has_class(place, "check"):
            _tick(place, done=False)
        _draw(place, ())
    for listed in by_class(filler.sheet.copy, "checks"):
        listed.set("class", "checks-filled")
    for one in [child for child in sample if has_class(child, "answers")]:
        replace(one, filler.sheet.copy)
    return filler.found


def _place(sheet: _Sheet, name: str) -> Element | None:
    """The place of this id; where only one bears it, the end of the id is enough, as for the cell of a canvas."""
    if name in sheet.places:
        return sheet.places[name]
    ends = [key for key in sheet.places if key.endswith(f"--{name}")]
    return sheet.places[ends[0]] if len(ends) == 1 else None


def _answers(sample: Element) -> Iterator[tuple[str, list[str]]]:
    name, answers = "", list[str]()
    for one in (child for listed in by_class(sample, "answers") for child in listed):
        if one.tag == "dt":
            if name:
                yield name, answers
            name, answers = words_of(one), []
        else:
            answers.append(words_of(one))
    if name:
        yield name, answers


def _key(place: Element, id: str) -> str:
    """What a place is called in a sample: the only field in the cell of a canvas like the cell."""
    cell = next((one for one in place.iterancestors() if has_class(one, "cell") and one.tag == "div"), None)
    alone = cell is not None and len(list(by_class(cell, "field"))) == 1
    return id.rpartition("--")[0] if alone else id


def _short(place: Element, key: str) -> str:
    return key.rpartition("--")[2] if any(has_class(one, "cell") for one in place.iterancestors()) else key


def _in_table(place: Element) -> bool:
    return place.get("data-kind") == "cell"


def _fill_table(filler: _Filler, name: str, table: Element, answers: list[str]) -> None:
    """Fill a table row by row; an answer's cells are parted by upright strokes."""
    rows = [list(by_class(row, "field")) for row in table.iterfind("tbody/tr")]
    rows = [row for row in rows if row]
    if len(answers) > len(rows):
        filler.report("k-093", name, name=name, given=len(answers), cells=len(rows), row=len(rows) + 1)
    for number, (answer, row) in enumerate(zip(answers, rows, strict=False), 1):
        cells = [cell.strip() for cell in answer.split("|")]
        if len(cells) != len(row):
            filler.report("k-093", name, name=name, given=len(cells), cells=len(row), row=number)
        for cell, place in zip(cells, row, strict=False):
            _draw(place, (cell,))


def _fill_place(filler: _Filler, name: str, place: Element, answers: list[str]) -> None:
    if has_class(place, "check"):
        _tick(place, done=any(answer.casefold() in _YES for answer in answers))
        return
    options = _options(place)
    for answer in answers if options else ():
        if answer not in options:
            filler.report("k-079", name, answer=answer, name=name, known=", ".join(options))
    _draw(place, answers)


def _options(place: Element) -> list[str]:
    """What can be chosen; empty where one writes."""
    if place.get("data-kind") == "choice":
        return [option.strip() for option in place.get("data-options", "").split(";")]
    if place.get("data-kind") == "scale":
        return [str(step) for step in range(int(place.get("data-from", "1")), int(place.get("data-to", "5")) + 1)]
    return []


def _draw(place: Element, answers: Iterable[str]) -> None:
    """Turn a field into its label and what somebody wrote; a second time it stays as it is."""
    if not has_class(place, "field"):
        return
    kind, options, label = place.get("data-kind", "line"), _options(place), first_by_class(place, "field-label")
    ends = {key: place.get(f"data-{key}", "") for key in ("left", "right")}
    for key in [str(key) for key in place.attrib if str(key).startswith("data-")]:
        del place.attrib[key]
    place.set("class", "filled cell-filled" if kind == "cell" else f"filled {kind}-filled")
    if label is not None and kind in ("cell", "gap", "slot"):
        place.remove(label)
    # The title of a canvas's cell says already what is asked.
    if label is not None and kind == "area" and any(has_class(one, "cell") for one in place.iterancestors()):
        place.remove(label)
    written = tuple(answers)
    if options:
        place.append(_chosen(options, written, ends))
    elif kind in ("cell", "gap", "slot"):
        place.append(make("span", {"class": "answer"}, " ".join(written)))
    else:
        place.extend([make("p", {"class": "answer"}, line) for line in written or ("",)])


def _tick(item: Element, *, done: bool) -> None:
    """Show an item of a checklist with its box, as nothing that could be ticked."""
    item.set("class", "check-filled")
    cross = make("span", {"class": "cross"}, _TICKED if done else "")
    cross.tail, item.text = f" {item.text or ''}", None
    item.insert(0, cross)


def _chosen(options: list[str], chosen: tuple[str, ...], ends: Mapping[str, str]) -> Element:
    """All that one could choose, with a cross before what was chosen."""
    row = make("p", {"class": "filled-options"})
    if ends["left"]:
        row.append(make("span", {"class": "scale-end"}, f"{ends['left']} "))
    for option in options:
        cross = make("span", {"class": "cross"}, _TICKED if option in chosen else "")
        cross.tail = f" {option}"
        one = make("span", {"class": "option"}, children=[cross])
        one.tail = " "
        row.append(one)
    if ends["right"]:
        row.append(make("span", {"class": "scale-end"}, ends["right"]))
    return row
