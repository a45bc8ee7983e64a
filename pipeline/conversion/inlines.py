"""What of a line of Markdown its readers see: a stretch of a source in, runs of text with their places in it out.

The places are exact, so that what somebody changes in the text can be changed in the source. It knows less of Markdown
than pandoc: what it does not know is text, and shows as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

# What stands in a text for the sign of a note, for a picture and for a mark of the index.
NOTE_SIGN, PICTURE_SIGN, INDEX_SIGN = "\ufffc", "\U0001f5bc", "◊"
_CODE = re.compile(r"(`+)(?!`)(?P<inside>.+?)(?<!`)\1(?!`)(?:\{[^{}\n]*\})?", re.DOTALL)
_FORMULA = re.compile(r"\$\$?(?=\S)[^$\n]+(?<=\S)\$\$?(?!\d)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CRITIC = re.compile(r"\{(?:\+\+.+?\+\+|--.+?--|~~.*?~>.*?~~|>>.*?<<|==.+?==)\}", re.DOTALL)
_NOTE_CALL = re.compile(r"\[\^[^\]\s]+\]")
_CITED = re.compile(r"\[[^\[\]]*(?<![\w])-?@[\w{][^\[\]]*\](?!\()")
_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}")
_TARGET = re.compile(r"\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\s*\)")
_LINK_TAG = re.compile(r"<[a-z][\w+.-]*:[^<>\s]+>")
_ENTITY = re.compile(r"&(?:#\d+|#x[\da-f]+|[a-z]+\d*);", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*\*|\*\*|\*|___|__|_|~~|~|\^(?!\[)")
_PLAIN = re.compile(r"[^\\`$<{\[!&*_~^\n]+")
_FIELDS = {*("feld", "fläche", "auswahl", "skala", "lücke", "teamfeld"),
           *("field", "area", "choice", "scale", "gap", "team-field")}  # fmt: skip
_STYLES = {"**": "strong", "__": "strong", "*": "emphasis", "_": "emphasis",
           "~~": "struck", "~": "lower", "^": "raised",
           "***": "strong", "___": "strong"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """Text and where it comes from. It is the source itself, letter by letter, or stands for all of it (`is_whole`);
    what readers see that is nowhere in the source has no length there."""

    start: int
    end: int
    text: str
    styles: tuple[str, ...] = ()
    is_whole: bool = False
    around: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Group:
    """Signs around text: from `start` to `inner`, and from `close` to `end`."""

    start: int
    inner: int
    close: int
    end: int


@dataclass(slots=True)
class Line:
    """A passage while it is read: `text` is its own, `places` says where each letter stands in the source."""

    text: str
    places: list[int]
    naming: Callable[[str], str]
    runs: list[Run] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)

    def read(self, start: int, end: int, styles: tuple[str, ...] = ()) -> None:
        """Read a stretch of the text."""
        place = start
        while place < end:
            place = self._next(place, end, styles)

    def _next(self, place: int, end: int, styles: tuple[str, ...]) -> int:
        text = self.text
        if match := _PLAIN.match(text, place, end):
            self._literal(*match.span(), styles)
            return match.end()
        sign = text[place]
        for reader in _READERS.get(sign, ()):
            if done := reader(self, place, end, styles):
                return done
        self._literal(place, place + 1, styles)
        return place + 1

    def _literal(self, start: int, end: int, styles: tuple[str, ...]) -> None:
        """Letters as they stand; those that follow each other are one run."""
        first, last = self.places[start], self.places[end - 1] + 1
        before = self.runs[-1] if self.runs else None
        if before and before.end == first and before.styles == styles and not before.is_whole and before.text:
            self.runs[-1] = Run(before.start, last, before.text + self.text[start:end], styles)
        else:
            self.runs.append(Run(first, last, self.text[start:end], styles))

    def _atom(self, start: int, end: int, shown: str, styles: tuple[str, ...], around: tuple[int, int] = (0, 0)) -> int:
        self.runs.append(Run(self.places[start], self.places[end - 1] + 1, shown, styles, True, around))
        return end

    def _added(self, place: int, shown: str, styles: tuple[str, ...]) -> None:
        at = self.places[place - 1] + 1
        self.runs.append(Run(at, at, shown, styles, True))

    def _group(self, start: int, inner: int, close: int, end: int, styles: tuple[str, ...]) -> int:
        places = self.places
        last = places[close - 1] + 1 if close > inner else places[inner - 1] + 1
        self.groups.append(Group(places[start], places[inner - 1] + 1, last, places[end - 1] + 1))
        self.read(inner, close, styles)
        return end

    def _escape(self, place: int, end: int, styles: tuple[str, ...]) -> int:
        following = self.text[place + 1 : place + 2]
        if place + 1 < end and following == "\n":
            return self._atom(place, place + 2, "\n", styles)
        if place + 1 < end and re.match(r"[^\w\s]", following):
            return self._atom(place, place + 2, following, styles)
        if place + 1 < end and following == " ":
            return self._atom(place, place + 2, "\u00a0", styles)
        return 0

    def _newline(self, place: int, _: int, styles: tuple[str, ...]) -> int:
        return self._atom(place, place + 1, " ", styles)

    def _code(self, place: int, end: int, styles: tuple[str, ...]) -> int:
        match = _CODE.match(self.text, place, end)
        if not match:
            return 0
        around = (match.start("inside") - place, match.end() - match.end("inside"))
        return self._atom(place, match.end(), match["inside"].replace("\n", " "), (*styles, "code"), around)

    def _formula(self, place: int, end: int, styles: tuple[str, ...]) -> int:
        match = _FORMULA.match(self.text, place, end)
        return self._atom(place, match.end(), match.group(), (*styles, "code")) if match else 0

    def _angle(self, place: int, end: int, styles: tuple[str, ...]) -> int:
        if match := _COMMENT.match(self.text, place, end):
            return match.end()
        match = _LINK_TAG.match(self.text, place, end)
        return self._atom(place, match.end(), match.group()[1:-1], (*styles, "link")) if match else 0

    def _brace(self, place: int, end: int, styles: tuple[str, ...]) -> int:
        if (match := _ATTRIBUTES.match(self.text, place, end)) and match.end() == end and match.group()[1] in "#.":
            return end
        match = _CRITIC.match(self.text, place, end)
        return self._atom(place, match.end(), match.group().replace("\n", " "), (*styles, "mark")) if match else 0

    def _entity(self, place: int, end: int, styles: tuple[str, ...]) -> int:
        match = _ENTITY.match(self.text, place, end)
        return self._atom(place, match.end(), match.group(), styles) if match else 0

    def _bang(self, place: int, end: int, styles: tuple[str, ...]) -> int:
        close = self._closing(place + 1, end) if self.text[place + 1 : place + 2] == "[" else 0
        target = _TARGET.match(self.text, close, end) if close else None
        if not target:
            return 0
        attributes = _ATTRIBUTES.match(self.text, target.end(), end)
        last = attributes.end() if attributes else target.end()
        self._added(max(place, 1), PICTURE_SIGN + " ", styles)
        return self._group(place, place + 2, close - 1, last, (*styles, "caption"))

    def _caret(self, place: int, end: int, styles: tuple[str, ...]) -> int:
        close = self._closing(place + 1, end) if self.text[place + 1 : place + 2] == "[" else 0
        if not close:
            return self._emphasis(place, end, styles)
        self.notes.append((place + 2, close - 1))
        return self._atom(place, close, NOTE_SIGN, styles)

    def _bracket(self, place: int, end: int, styles: tuple[str, ...]) -> int:
        if match := _NOTE_CALL.match(self.text, place, end):
            return self._atom(place, match.end(), NOTE_SIGN, styles)
        if match := _CITED.match(self.text, place, end):
            return self._atom(place, match.end(), match.group().replace("\n", " "), (*styles, "citation"))
        close = self._closing(place, end)
        target = _TARGET.match(self.text, close, end) if close else None
        attributes = _ATTRIBUTES.match(self.text, target.end() if target else close, end) if close else None
        if not (target or attributes):
            return 0
        last = attributes.end() if attributes else target.end() if target else close
        if close - 1 == place + 1:
            address = target.group()[1:-1] if target else ""
            shown = f"→ {self.naming(address)}" if address else INDEX_SIGN
            return self._atom(place, last, shown, (*styles, "reference"))
        names = re.findall(r"\.([\w-]+)", attributes.group()) if attributes else []
        style = "link" if target else names[0] if names else ""
        self._group(place, place + 1, close - 1, last, (*styles, style) if style else styles)
        if style in _FIELDS:
            self._added(last, " ______", (*styles, style))
        return last

    def _emphasis(self, place: int, end: int, styles: tuple[str, ...]) -> int:
        match = _EMPHASIS.match(self.text, place, end)
        if not match:
            return 0
        sign, after = match.group(), match.end()
        if not self.text[after : after + 1].strip() or (sign[0] == "_" and self.text[place - 1 : place].isalnum()):
            return self._signs(place, after, styles)
        if sign in "~^" and (self.text.find(" ", after, end) + 1 or end) <= (
            self.text.find(sign, after, end) + 1 or end
        ):
            return self._signs(place, after, styles)
        close = self._end_of(sign, after, end)
        if close < 0:
            return self._signs(place, after, styles)
        return self._group(place, after, close, close + len(sign), (*styles, _STYLES[sign]))

    def _signs(self, place: int, after: int, styles: tuple[str, ...]) -> int:
        self._literal(place, after, styles)
        return after

    def _end_of(self, sign: str, start: int, end: int) -> int:
        """Where emphasis ends: at the same signs, not behind a blank, and not in the middle of more of them."""
        place = start
        while (place := self.text.find(sign, place, end)) >= 0:
            around = self.text[place - 1 : place], self.text[place + len(sign) : place + len(sign) + 1]
            is_end = self.text[place - 1] not in " \n\\" and (sign[0] not in around or len(sign) == 3)
            if is_end and not (sign[0] == "_" and around[1].isalnum()):
                return place
            place += 1
        return -1

    def _closing(self, place: int, end: int) -> int:
        """The place behind the bracket that closes the one at `place`, 0 when there is none."""
        depth = 0
        while place < end:
            sign = self.text[place]
            if sign == "\\":
                place += 1
            elif sign == "`" and (match := _CODE.match(self.text, place, end)):
                place = match.end() - 1
            elif sign == "[":
                depth += 1
            elif sign == "]":
                depth -= 1
                if not depth:
                    return place + 1
            place += 1
        return 0


_Reader = Callable[[Line, int, int, tuple[str, ...]], int]
_READERS: dict[str, tuple[_Reader, ...]] = {
    "\\": (Line._escape,),
    "\n": (Line._newline,),
    "`": (Line._code,),
    "$": (Line._formula,),
    "<": (Line._angle,),
    "{": (Line._brace,),
    "&": (Line._entity,),
    "!": (Line._bang,),
    "[": (Line._bracket,),
    "^": (Line._caret,),
    **dict.fromkeys("*_~", (Line._emphasis,)),
}


def read_line(source: str, pieces: list[tuple[int, int]], naming: Callable[[str], str]) -> Line:
    """Read the lines of a passage, each a stretch of the source without what stands before it."""
    text, places = "", list[int]()
    for nth, (start, end) in enumerate(pieces):
        if nth:
            text += "\n"
            places.append(pieces[nth - 1][1])
        text += source[start:end]
        places += range(start, end)
    line = Line(text, places, naming)
    line.read(0, len(text))
    line.runs = [*_joined(line.runs, pieces)]
    return line


def _joined(runs: list[Run], pieces: list[tuple[int, int]]) -> Iterator[Run]:
    """A line's end reaches to where the next one's own text begins."""
    ends = {end: following for (_, end), (following, _) in pairwise(pieces)}
    for run in runs:
        is_end = run.is_whole and run.text in (" ", "\n") and run.end - 1 in ends
        yield Run(run.start, ends[run.end - 1], run.text, run.styles, True) if is_end else run
