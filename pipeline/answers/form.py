"""The form of a PDF, as any program may have written it (ISO 32000-1, 12.7).

In: an open PDF. Out: its fields, each with its full name, what it inherits and where it is shown; and what is damaged.
Editors put fields into one another at the points of their names, lose the list of fields, or leave widgets apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, String

RADIO = 1 << 15
MULTILINE = 1 << 12
MOST_LEVELS = 40
# All that pikepdf 10.18 raises for objects that are not of the kind that they should be, or cannot be read.
DAMAGE = (
    pikepdf.PdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)
_INHERITED = ("/FT", "/Ff", "/V", "/Opt")
NAMELESS = "?"


@dataclass(frozen=True, slots=True)
class Damage:
    """A field that cannot be read or filled, and why."""

    name: str
    problem: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field that holds a value. `words` are those of a choice, `widgets` where it is shown."""

    name: str
    kind: str
    flags: int
    value: pikepdf.Object | None
    words: tuple[str, ...]
    node: pikepdf.Object
    widgets: tuple[pikepdf.Object, ...]

    @property
    def is_button(self) -> bool:
        """Is it ticked or chosen, not written into?"""
        return self.kind == "/Btn"

    @property
    def is_group(self) -> bool:
        """Are its widgets choices of which one holds?"""
        return self.is_button and (bool(self.flags & RADIO) or len(self.words) > 1 or len(set(self.states())) > 1)

    def states(self) -> tuple[str, ...]:
        """Name what each widget is called when it is on: by its looks, its present state, or as we name them."""
        return tuple(_state(widget, nth) for nth, widget in enumerate(self.widgets, 1))


@dataclass(frozen=True, slots=True)
class Form:
    """What a form holds, and what of it is damaged; `unlisted` are nodes that only pages know."""

    fields: tuple[Field, ...]
    damages: tuple[Damage, ...]
    unlisted: tuple[pikepdf.Object, ...]


@dataclass(frozen=True, slots=True)
class _Visit:
    """A node of the form that is still to be looked at, and what it inherits."""

    node: pikepdf.Object
    name: str = ""
    inherited: tuple[tuple[str, pikepdf.Object], ...] = ()
    level: int = 0
    listed: bool = True


def read_form(sheet: pikepdf.Pdf) -> Form:
    """Read every field; what is damaged is named and left out."""
    fields: list[Field] = []
    damages: list[Damage] = []
    listed = _dictionaries(dictionary_of(sheet.Root.get("/AcroForm")).get("/Fields"), NAMELESS, damages)
    shown = [_Visit(node, listed=False) for node in _shown(sheet, damages)]
    waiting = [*(_Visit(node) for node in listed), *shown][::-1]
    seen: set[tuple[int, int]] = set()
    unlisted: list[pikepdf.Object] = []
    while waiting:
        visit = waiting.pop()
        if visit.node.is_indirect and visit.node.objgen in seen:
            if visit.level:
                damages.append(Damage(visit.name or NAMELESS, "loop"))
            continue
        seen.add(visit.node.objgen)
        try:
            inside = _look(visit, fields, damages)
        except DAMAGE as problem:
            damages.append(Damage(visit.name or NAMELESS, str(problem)))
            continue
        waiting += inside[::-1]
        unlisted += [visit.node] if not visit.listed else []
    return Form(tuple(fields), tuple(dict.fromkeys(damages)), tuple(unlisted))


def enter(sheet: pikepdf.Pdf, form: Form) -> None:
    """Write into the list of fields what only pages knew: viewers and we ourselves save it again."""
    if "/AcroForm" not in sheet.Root or not isinstance(sheet.Root.AcroForm, Dictionary):
        sheet.Root.AcroForm = sheet.make_indirect(Dictionary())
    if form.unlisted:
        listed = _dictionaries(sheet.Root.AcroForm.get("/Fields"), NAMELESS, [])
        sheet.Root.AcroForm.Fields = Array([*listed, *form.unlisted])


def text_of(value: pikepdf.Object | None) -> str:
    """Read a text, which is a string or a stream (12.7.4.3), with ends of lines as we write them."""
    if value is None:
        return ""
    if isinstance(value, pikepdf.Stream):
        value = String(bytes(value.get_stream_buffer()))
    if not isinstance(value, String):
        raise TypeError("no text")
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def dictionary_of(value: pikepdf.Object | None) -> pikepdf.Object:
    """Take a dictionary; an empty one for anything else."""
    return value if isinstance(value, Dictionary) else Dictionary()


def _look(visit: _Visit, fields: list[Field], damages: list[Damage]) -> list[_Visit]:
    """Read a node: a field is entered, of a node with fields inside these are given."""
    node = visit.node
    name = ".".join(filter(None, (visit.name, text_of(node.get("/T")))))
    if visit.level > MOST_LEVELS:
        raise ValueError("levels")
    facts = dict(visit.inherited) | {key: node[key] for key in _INHERITED if key in node}
    kids = _dictionaries(node.get("/Kids"), name, damages)
    inside = [kid for kid in kids if "/T" in kid or "/Kids" in kid]
    if inside:
        return [_Visit(kid, name, tuple(facts.items()), visit.level + 1) for kid in inside]
    if not name:
        raise ValueError("name")
    kind, words = str(facts.get("/FT", "")), facts.get("/Opt")
    if kind not in ("/Btn", "/Tx", "/Ch", "/Sig"):
        raise ValueError("/FT")
    fields.append(
        Field(
            name,
            kind,
            int(facts.get("/Ff", 0)),
            facts.get("/V"),
            tuple(map(_word, words)) if isinstance(words, Array) else (),
            node,
            tuple(kids) if "/Kids" in node else (node,),
        )
    )
    return []


def _shown(sheet: pikepdf.Pdf, damages: list[Damage]) -> list[pikepdf.Object]:
    """Give the fields that pages show, listed or not."""
    found: list[pikepdf.Object] = []
    try:
        pages = list(sheet.pages)
    except DAMAGE as problem:
        damages.append(Damage(NAMELESS, str(problem)))
        return found
    for page in pages:
        notes = _dictionaries(page.obj.get("/Annots"), NAMELESS, damages)
        found += [_top(note) for note in notes if note.get("/Subtype") == Name.Widget]
    return found


def _top(widget: pikepdf.Object) -> pikepdf.Object:
    for _ in range(MOST_LEVELS):
        above = widget.get("/Parent")
        if not isinstance(above, Dictionary):
            break
        widget = above
    return widget


def _dictionaries(array: pikepdf.Object | None, name: str, damages: list[Damage]) -> list[pikepdf.Object]:
    """Take the dictionaries out of an array; anything else is damaged."""
    if array is None:
        return []
    found = list(array) if isinstance(array, Array) else [array]
    good: list[pikepdf.Object] = [one for one in found if isinstance(one, Dictionary)]
    if len(good) < len(found):
        damages.append(Damage(name or NAMELESS, "no dictionary"))
    return good


def _word(option: pikepdf.Object) -> str:
    """Read a choice: a text, or a pair of what is exported and what is shown."""
    return text_of(option[1] if isinstance(option, Array) else option)


def _state(widget: pikepdf.Object, nth: int) -> str:
    looks = dictionary_of(dictionary_of(widget.get("/AP")).get("/N"))
    now = widget.get("/AS")
    known = [*sorted(looks.keys()), str(now) if isinstance(now, Name) else ""]
    return next((name for name in known if name not in ("/Off", "")), f"/o{nth}")
