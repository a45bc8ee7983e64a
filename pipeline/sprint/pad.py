"""The text of one chapter that many write at once: a replicated text (Yjs, by way of pycrdt).

The only module that touches pycrdt's `Text`, which counts bytes of UTF-8 where everybody else counts characters: a
wrong place inside an umlaut would be taken without a word, and the copies would differ for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from pycrdt import Doc, Text, UndoManager

from .edits import edits_between

NAME = "text"
# A chapter of a book has a twentieth of it.
MOST_BYTES = 1_000_000
EMPTY_VECTOR = b"\0"
# Where what is taken back comes from; all of it is one step.
MARKED, FOR_EVER_MS = "marked", 10**15


class Refused(Exception):
    """What came is no update, or would make of the text what no text may be."""


class TooLong(Refused):
    """What came is good, but makes a text longer that is too long already."""


class Pad:
    """One replicated text. Belongs to the thread that made it."""

    def __init__(self) -> None:
        self._doc: Doc[Text] = Doc()
        self._text = self._doc.get(NAME, type=Text)

    @property
    def text(self) -> str:
        """The text as it is now."""
        return str(self._text)

    @property
    def vector(self) -> bytes:
        """What is known here, for those who want to send the rest."""
        return self._doc.get_state()

    def put(self, update: bytes) -> None:
        """Put an update in that was taken before; raise Refused if it is none."""
        try:
            self._doc.apply_update(update)
        except (ValueError, RuntimeError) as problem:  # no update; one whose parts do not belong together
            raise Refused(str(problem)) from problem

    def take(self, update: bytes) -> None:
        """Put an update in that came from elsewhere; raise Refused. After that the pad is spoilt: make it anew."""
        before = len(self._text)
        self.put(update)
        text = self.text
        size = len(text.encode("utf-8", "surrogatepass"))
        # Embedded things and formats count, and are not in the text.
        if size != len(self._text) or "\r" in text or "\0" in text:
            raise Refused(f"{size} bytes")
        # A file may be longer: then it can be cut here.
        if size > max(before, MOST_BYTES):
            raise TooLong(f"{size} bytes")

    def beyond(self, vector: bytes) -> bytes:
        """Say everything that one who knows `vector` does not know; raise Refused."""
        if not is_vector(vector):
            raise Refused("state vector")
        try:
            return self._doc.get_update(vector)
        except ValueError as problem:
            raise Refused(str(problem)) from problem

    def fork(self) -> Pad:
        """Make a second pad of this text: what is edited there can be put in here, whatever was written meanwhile."""
        other = Pad()
        other.put(self.beyond(EMPTY_VECTOR))
        return other

    def become(self, new: str) -> bytes:
        """Edit the text until it is `new`, and return the update that did it, empty when it was."""
        old, before = self.text, self.vector
        edits = edits_between(old, new)
        if not edits:
            return b""
        with self._doc.transaction():
            for edit in edits:
                start = len(old[: edit.start].encode())
                end = start + len(old[edit.start : edit.end].encode())
                if end > start:
                    del self._text[start:end]
                if edit.text:
                    self._text.insert(start, edit.text)
        return self._doc.get_update(before)


def taking_back(updates: Iterable[tuple[bytes, bool]]) -> bytes:
    """Say what takes back, of all updates of a text in their order, those that are marked: their letters go, and what
    they took out comes back. Empty when there is nothing to do. Belongs to the thread that asks."""
    pad = Pad()
    undo = UndoManager(scopes=[pad._text], capture_timeout_millis=FOR_EVER_MS)
    undo.include_origin(MARKED)
    for update, is_marked in updates:
        with pad._doc.transaction(origin=MARKED if is_marked else NAME):
            pad.put(update)
    before, text = pad.vector, pad.text
    while undo.can_undo():
        undo.undo()
    return pad.beyond(before) if pad.text != text else b""


def is_vector(data: bytes) -> bool:
    """Whether this can be a state vector: as many pairs as it says (a lie would cost half a gigabyte)."""
    with suppress(IndexError):
        count, place = _varint(data, 0)
        if count > (len(data) - place) // 2:
            return False
        for _ in range(2 * count):
            _, place = _varint(data, place)
        return place == len(data)
    return False


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """Read a number of seven bits a byte, and say where it ends (lib0's encoding)."""
    number = shift = 0
    while True:
        byte = data[place]
        number |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return number, place
        if shift > 63:
            raise IndexError
