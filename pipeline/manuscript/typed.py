"""YAML nodes and a type of `schema` in, plain values out; what does not fit becomes a diagnostic, all in one run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import yaml

from ..addresses import is_address, mend_address
from ..diagnostics import Diagnostic, Span, diagnose
from ..spelling import ascii_slug, nearest
from .requirement import unmet
from .schema import FORMS, GENERATED, Choice, Flag, Items, Key, Number, Pairs, Record, Text, Type
from .yaml_source import span_of

STANDARD = "tag:yaml.org,2002:"
TRUE, FALSE = {"true", "yes", "on", "ja"}, {"false", "no", "off", "nein"}
DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u00a0", "----- ")
THOUSANDS = re.compile(r"\d{1,3}(?:[.’'\u202f ]\d{3})+")
GERMAN_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
# What people write → what is meant.
LANGUAGES = {"deutsch": "de", "german": "de", "englisch": "en", "english": "en"}
ROLES = {
    "author": "aut", "autor": "aut", "autorin": "aut", "editor": "edt", "herausgeber": "edt", "herausgeberin": "edt",
    "illustrator": "ill", "publisher": "pbl", "verlag": "pbl", "translator": "trl", "übersetzer": "trl",
    "contributor": "ctb", "photographer": "pht", "fotograf": "pht", "designer": "dsr",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fields:
    """A record that was read: the values that are there and fit, and where each stands."""

    values: Mapping[str, object]
    span: Span
    spans: Mapping[str, Span] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return str(self.values.get(name, ""))

    def items(self, name: str) -> tuple[object, ...]:
        value = self.values.get(name, ())
        return value if isinstance(value, tuple) else ()

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(item for item in self.items(name) if isinstance(item, str))

    def records(self, name: str) -> tuple[Fields, ...]:
        return tuple(item for item in self.items(name) if isinstance(item, Fields))


class Reader:
    """Reads nodes of one file and keeps what it finds wrong in `found`.

    `aliases` are other names of keys and words, e.g. {"zweck": "purpose"}.
    """

    def __init__(self, path: str, first_line: int = 1, aliases: Mapping[str, str] | None = None) -> None:
        self.path = path
        self.first_line = first_line
        self.aliases = {_spell(alias): name for alias, name in (aliases or {}).items()}
        self.found: list[Diagnostic] = []

    def read(self, node: yaml.Node, kind: Type) -> object:
        """Return the value, or None when nothing of it fits or it is empty."""
        if isinstance(node, yaml.ScalarNode) and node.tag == STANDARD + "null":
            return None
        match kind:
            case Record():
                return self._record(node, kind)
            case Items():
                return self._items(node, kind)
            case Pairs():
                return self._pairs(node)
            case _:
                return self._scalar(node, kind)

    def span(self, node: yaml.Node) -> Span:
        return span_of(node, self.path, self.first_line)

    def report(
        self, code: str, span: Span, *, suggestion: str = "", related: Iterable[Span] = (), **facts: object
    ) -> None:
        self.found.append(diagnose(code, span, suggestion=suggestion, related=tuple(related), fix=(), **facts))

    def _record(self, node: yaml.Node, record: Record) -> Fields | None:
        if not isinstance(node, yaml.MappingNode):
            if record.short and isinstance(node, yaml.ScalarNode):
                key = next(key for key in record.keys if key.name == record.short)
                value = self.read(node, key.type)
                return None if value is None else Fields({record.short: value}, self.span(node))
            self._wrong_type(node, record)
            return None
        known = {key.name: key for key in record.keys}
        values: dict[str, object] = {}
        spans: dict[str, Span] = {}
        for name, key_node, value_node in self.keys(node):
            spans[name] = self.span(key_node)
            if name not in known:
                self._unknown(key_node, known)
                continue
            value = self.read(value_node, known[name].type)
            if value is not None:
                values[name] = value
        self._demand(record, node, values, spans)
        return Fields(values, self.span(node), spans)

    def keys(self, node: yaml.MappingNode) -> Iterable[tuple[str, yaml.ScalarNode, yaml.Node]]:
        """Give (canonical name, key, value); a doubled key counts once, the first time."""
        seen: dict[str, Span] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._wrong_type(key_node, Text())
                continue
            written: str = key_node.value
            name = self.aliases.get(_spell(written), written)
            if name in seen:
                self.report(
                    "m-005", self.span(key_node), key=key_node.value, related=[seen[name]], line=seen[name].line
                )
                continue
            seen[name] = self.span(key_node)
            yield name, key_node, value_node

    def _demand(self, record: Record, node: yaml.Node, values: dict[str, object], spans: dict[str, Span]) -> None:
        """Report required keys that are missing or empty; a value that was wrong was reported already."""
        blamed = {diagnostic.span.line for diagnostic in self.found}
        for key in record.keys:
            if not key.required or key.name in values:
                continue
            if key.name not in spans:
                self.report("m-007", self.span(node), key=key.name)
            elif not blamed & _lines_of(node, key.name, self.first_line):
                self.report("m-020", spans[key.name], key=key.name)

    def _items(self, node: yaml.Node, kind: Items) -> tuple[object, ...] | None:
        if isinstance(node, yaml.ScalarNode) and isinstance(kind.of, Text | Choice):
            node = yaml.SequenceNode(STANDARD + "seq", [node], node.start_mark, node.end_mark)
        if not isinstance(node, yaml.SequenceNode):
            self._wrong_type(node, kind)
            return None
        if len(node.value) < kind.least:
            self.report("m-008", self.span(node))
            return None
        values = []
        for item in node.value:
            if item.tag == STANDARD + "null":
                self.report("m-020", self.span(item), key="-")
            elif (value := self.read(item, kind.of)) is not None:
                values.append(value)
        return tuple(values)

    def _pairs(self, node: yaml.Node) -> tuple[tuple[str, str], ...] | None:
        if not isinstance(node, yaml.MappingNode):
            self._wrong_type(node, Pairs())
            return None
        pairs = []
        for name, key_node, value_node in self.keys(node):
            value = self.read(value_node, Text())
            if not name:
                self.report("m-020", self.span(key_node), key='""')
            elif isinstance(value, str):
                pairs.append((key_node.value, value))
            elif isinstance(value_node, yaml.ScalarNode):
                pairs.append((key_node.value, ""))
        return tuple(pairs)

    def _scalar(self, node: yaml.Node, kind: Type) -> object:
        if not isinstance(node, yaml.ScalarNode):
            self._wrong_type(node, kind)
            return None
        if not node.tag.startswith(STANDARD):
            self.report("m-027", self.span(node), problem=node.tag)
            return None
        value = " ".join(node.value.split()) if isinstance(kind, Text) else node.value.strip()
        match kind:
            case Text(form):
                return self._text(node, value, form)
            case Choice(values):
                return self._choice(node, self.aliases.get(_spell(value), value), values)
            case Number(least, most):
                return self._number(node, value, least, most)
            case _:
                return self._flag(node, value)

    def _text(self, node: yaml.Node, value: str, form: str) -> str | None:
        if not value:
            return None
        code = fault(value, form)
        if not code:
            return value
        self.report(code, self.span(node), value=value, suggestion=_mend(value, form))
        return None

    def _choice(self, node: yaml.Node, value: str, values: tuple[str, ...]) -> str | None:
        if value in values:
            return value
        shown = {alias: name for alias, name in self.aliases.items() if name in values}
        near = nearest(value, (*values, *shown))
        self.report("m-014", self.span(node), value=value, values=", ".join(shown or values), suggestion=near)
        return None

    def _number(self, node: yaml.Node, value: str, least: float, most: float) -> float | None:
        if THOUSANDS.fullmatch(value):
            # Nobody writes three places behind the point of a number of words or years.
            meant = re.sub(r"\D", "", value)
            self.report("m-083", self.span(node), value=value, meant=meant)
            value = meant
        try:
            number = float(value)
        except ValueError:
            self.report("m-087", self.span(node), value=value)
            return None
        if least <= number <= most:
            return number
        self.report("m-015", self.span(node), value=value, least=f"{least:g}", most=f"{most:g}")
        return None

    def _flag(self, node: yaml.Node, value: str) -> bool | None:
        if value.lower() in TRUE | FALSE:
            return value.lower() in TRUE
        self._wrong_type(node, Flag())
        return None

    def _unknown(self, node: yaml.ScalarNode, known: Mapping[str, Key]) -> None:
        names = [*known, *(alias for alias, name in self.aliases.items() if name in known)]
        self.report("m-004", self.span(node), key=node.value, suggestion=nearest(node.value, names))

    def _wrong_type(self, node: yaml.Node, kind: Type) -> None:
        self.report("m-006", self.span(node), expected=_WANTED[type(kind)], found=_FOUND[type(node)])


# The words for shapes stand in codes' texts as they are: YAML's own, the same in both languages.
_WANTED = {
    Text: "text", Choice: "text", Number: "123", Flag: "true/false", Pairs: "a: b", Items: "- …", Record: "key: …",
}  # fmt: skip
_FOUND = {yaml.ScalarNode: "text", yaml.SequenceNode: "- …", yaml.MappingNode: "key: …"}


def fault(value: str, form: str) -> str:
    """Return the code that says why `value` does not fit `form`, or nothing."""
    if form in ("markdown", "matter"):
        if form == "matter" and value in GENERATED:
            return ""
        if not re.fullmatch(FORMS["path"][0], value):
            return FORMS["path"][1]
        if form == "matter" and "/" not in value and "." not in value:
            return "m-025"
        form = "markdown"
    if not form:
        return ""
    if form == "isbn" and re.fullmatch(FORMS[form][0], value) and not _sums_up(value):
        return "m-033"
    if form == "orcid" and re.fullmatch(FORMS[form][0], value) and not _is_orcid(value):
        return FORMS[form][1]
    if form == "version" and re.fullmatch(FORMS[form][0], value):
        return unmet(value)
    pattern, code = FORMS[form]
    if form == "url" and not is_address(value):
        return code
    if not re.fullmatch(pattern, value) or (form == "date" and not _is_day(value)):
        return code
    return ""


def _sums_up(isbn: str) -> bool:
    """Hold an ISBN against its check digit: digits count once and three times in turn (ISO 2108)."""
    digits = [int(sign) for sign in isbn if sign.isdecimal()]
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def _is_orcid(value: str) -> bool:
    """Hold an ORCID against its check character (ISO 7064, MOD 11-2)."""
    total = 0
    for sign in value.replace("-", "")[:-1]:
        total = (total + int(sign)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == value[-1]


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True


def _mend(value: str, form: str) -> str:
    """Guess what was meant; a guess that would be wrong again is none."""
    guess = ""
    if form == "date" and (match := GERMAN_DATE.fullmatch(value)):
        guess = f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}"
    elif form == "language":
        guess = LANGUAGES.get(value.lower(), value.replace("_", "-"))
    elif form == "role":
        guess = ROLES.get(value.lower(), "")
    elif form == "url":
        guess = mend_address(value)
    elif form == "isbn":
        guess = re.sub(r"^ISBN(-13)?:?\s*", "", value.translate(DASHES), flags=re.IGNORECASE)
    elif form in ("doi", "orcid"):
        guess = re.sub(r"^(doi:|https?://(dx\.)?(doi|orcid)\.org/)\s*", "", value, flags=re.IGNORECASE)
    elif form == "licence":
        guess = re.sub(r"\s+", "-", value.upper())
    elif form == "thema":
        guess = value.upper()
    elif form == "price":
        guess = _price(value)
    elif form == "slug":
        guess = ascii_slug(value)
    elif form == "matter":
        guess = nearest(value, GENERATED)
    return guess if guess and guess != value and not fault(guess, form) else ""


def _price(value: str) -> str:
    """What is meant by `24,90 €` or `EUR 24.9`."""
    amount, euro = re.search(r"\d+([.,]\d{1,2})?", value), re.search(r"€|eur", value, re.IGNORECASE)
    return f"{float(amount[0].replace(',', '.')):.2f} EUR" if amount and euro else ""


def _lines_of(node: yaml.Node, name: str, first_line: int) -> set[int]:
    """Say which lines the value of a key covers."""
    for key_node, value_node in node.value:
        if key_node.value == name:
            return set(range(key_node.start_mark.line + first_line, value_node.end_mark.line + first_line + 1))
    return set()


def _spell(word: str) -> str:
    """Fold case and the two ways to write an umlaut."""
    return unicodedata.normalize("NFC", word).lower()
