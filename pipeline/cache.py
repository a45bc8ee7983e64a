"""Results kept by the hash of what they were made from. A hit equals a miss; a cache never stops a build."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from math import inf
from pathlib import Path
from threading import Lock
from typing import Protocol, TypeVar

from .memory import Memory
from .workspace import FolderWorkspace, WorkspaceError

DIGEST_BYTES = 32
HOUR_S = 3600.0
# Nobody misses after a month what nothing used; a day's work on a long book makes a few hundred megabytes.
UNUSED_S = 30 * 24 * HOUR_S
MOST_BYTES = 1 << 30
# What is remembered in memory: whole books are not. After so many bytes what nobody asks for is let go.
SMALL_BYTES, REMEMBERED_BYTES = 1 << 18, 1 << 26
PRUNED = ".pruned"
SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")
# An entry, or a file that got no further than its hidden name.
OURS = re.compile(r"[a-z][a-z-]*/(?:(?:[a-z0-9-]{1,2}/)?\.[^/]+|([a-z0-9][a-z0-9-]?)/\1[a-z0-9-]{0,79})")

# What is kept, from the text to the finished files, and why it is worth keeping. A key is a digest of all that a value
# is made from, and of the program; of the kinds in REMEMBERED the value is what was there last, under a name.
KINDS = {
    "fragment": "pandoc starts once for all texts that are new, and takes longest of all that reads",
    "prepared": "a text made ready for pandoc, and what was told of its lines",
    "composed": "elements, numbers and messages of a text that did not change",
    "citations": "pandoc's citeproc, once for each text that cites",
    "library": "pandoc reads BibTeX once, and the list of sources is asked for at each build",
    "drawing": "a drawing written anew from what only draws",
    "drawn": "a drawing with masks or filters as a bitmap of print's fineness",
    "smaller": "a camera's picture takes half a second to be read and written again",
    "balance": "what a text says and what its tree holds of it, compared once",
    "language": "doubled words, long sentences, phrases and open quotations of a text",
    "neighbour": "what a book in another language says, while none of its files is other",
    "link": "what an address on the web answered, for a week, so that nobody is asked too often",
    "spelling": "which words a dictionary knows: it takes seconds to open",
    "last-good": "a broken list or manifest is replaced by what it was before",
    "shrunk": "a file that is suddenly half as long is told once, and taken when it is written on",
    "marks": "signs of markup that stand in a text: hundreds of patterns",
    "style-slips": "what is wrong in a book's own style, found by the process that sets type",
    "formula": "a formula drawn, and what it says",
    "sheet": "a section's HTML for print, with its templates",
    "extent": "what a section measures: page numbers settle without setting anything",
    "section": "a section that was set: one changed word sets one section",
    "handout-extent": "what a sheet measures alone, for its budget",
    "handout": "a sheet that was printed alone",
    "budget": "which sheets keep their size, said by `check` without setting any",
    "faces": "a font, ready to be embedded",
    "letters": "a font cut to the letters of a book that only it has",
    "boxes": "a font of the signs that no font has",
    "woff2": "a font packed for the web, which takes longest of all that is done with one",
    "linked": "a section with its numbers in it, at its place in the file",
    "book": "the PDF, where nothing at all changed",
    "traits": "what sections were made from, to say why they are made anew",
    "epub-text": "a section as XHTML for the e-book",
    "epub-survey": "what the e-book must say of a section: pictures, MathML, languages",
    "cover": "the front of the cover as a picture",
    "web-text": "a section as HTML for the web",
    "web-survey": "what the web edition must say of a section",
    "contrast": "the lowest contrast of a theme's colours",
    "made-": "the files of one format, and their page numbers; one kind for each format",
    "last-pages": "the page numbers of the last print, which the other formats begin with",
    "template": "a template of the theme as Python's byte code, beside the program",
    "font": "a web font unpacked to TrueType, beside the program",
    "patterns": "the hyphenation patterns of a language, beside the program",
}
REMEMBERED = ("last-good", "shrunk", "last-pages", "traits", "link")


Name = TypeVar("Name", bound=Hashable)


class Cache(Protocol):
    """Bytes by kind (KINDS) and key (usually a hash)."""

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was kept, or None."""

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep `data`; failing to is no error."""


def once(
    cache: Cache, kind: str, key: str, make: Callable[[], bytes], holds: Callable[[bytes], bool] = lambda kept: True
) -> bytes:
    """Make something, or remember it; `holds` says whether what was kept is still true, where its key cannot name all
    that it was made from. What `make` raises is not kept."""
    kept = cache.get(kind, key)
    if kept is None or not holds(kept):
        kept = make()
        cache.put(kind, key, kept)
    return kept


def known(cache: Cache, kind: str, keys: Mapping[Name, str]) -> dict[Name, bytes]:
    """Of several things that are made together, those that need not be made."""
    return {name: data for name, key in keys.items() if (data := cache.get(kind, key)) is not None}


class MemoryCache:
    """A cache that lives as long as its owner."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], bytes] = {}

    def get(self, kind: str, key: str) -> bytes | None:
        return self.entries.get((kind, key))

    def put(self, kind: str, key: str, data: bytes) -> None:
        self.entries[kind, key] = data

    def prune(self) -> None:
        """There is nothing that anybody left."""


class EarlierCache(MemoryCache):
    """A cache for the same book at another time: it takes and gives what is made, and remembers for itself."""

    def __init__(self, inner: Cache) -> None:
        super().__init__()
        self.inner = inner

    def get(self, kind: str, key: str) -> bytes | None:
        return super().get(kind, key) if kind in REMEMBERED else self.inner.get(kind, key)

    def put(self, kind: str, key: str, data: bytes) -> None:
        super().put(kind, key, data) if kind in REMEMBERED else self.inner.put(kind, key, data)


class FolderCache:
    """A cache on disk. Every file begins with a digest of its place and the rest: a damaged or moved one is a miss.

    With a `secret`, the digest is keyed by it: what somebody else made is a miss, too.
    """

    def __init__(self, path: Path | str, secret: bytes = b"") -> None:
        self._files = FolderWorkspace(path)
        self._secret = secret
        # Made once: a key costs as much as a small file.
        self._start = hmac.new(secret, digestmod="sha256")

    def get(self, kind: str, key: str) -> bytes | None:
        place = _place(kind, key)
        try:
            kept = self._files.use(place)
        except (OSError, WorkspaceError):
            return None
        told, data = kept[:DIGEST_BYTES], kept[DIGEST_BYTES:]
        return data if hmac.compare_digest(told, self._seal(place, data)) else None

    def put(self, kind: str, key: str, data: bytes) -> None:
        place = _place(kind, key)
        try:
            self._files.keep(place, self._seal(place, data) + data)
        except (OSError, WorkspaceError):
            return

    def prune(self, most_bytes: int = MOST_BYTES) -> None:
        """Remove what nothing used for a month, and then the longest unused until the rest is at most `most_bytes`.

        Looks once an hour at most, and leaves what was used within the hour: another build may be about to ask for it.
        What has not the form of an entry, or of half of one, is none of ours.
        """
        if self._files.age(PRUNED) < HOUR_S:
            return
        entries = [entry for entry in self._files.ages() if OURS.fullmatch(entry[0])]
        total = sum(size for _, size, _ in entries)
        for path, size, age in entries:
            if age < HOUR_S or (age < UNUSED_S and total <= most_bytes):
                break
            self._files.remove(path)
            total -= size
        with suppress(OSError, WorkspaceError):
            self._files.keep(PRUNED, b"")

    def _seal(self, place: str, data: bytes) -> bytes:
        if self._secret:
            keyed = self._start.copy()
            keyed.update(place.encode() + b"\0")
            keyed.update(data)
            return keyed.digest()
        total = hashlib.sha256(place.encode() + b"\0")
        total.update(data)
        return total.digest()


class RememberingCache:
    """A cache in front of a slower one, which remembers what is small, for a process that asks again and again."""

    def __init__(self, inner: Cache) -> None:
        self.inner = inner
        self._known: Memory[bytes] = Memory(inf)
        self._bytes = 0

    def get(self, kind: str, key: str) -> bytes | None:
        known = self._known.get((kind, key))
        if known is not None:
            return known
        data = self.inner.get(kind, key)
        if data is not None:
            self._remember(kind, key, data)
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        self.inner.put(kind, key, data)
        self._remember(kind, key, data)

    def let_go(self) -> None:
        """Forget what nobody asked for since this was called last."""
        self._known.let_go()
        self._bytes = 0

    def _remember(self, kind: str, key: str, data: bytes) -> None:
        if len(data) > SMALL_BYTES:
            self._known.drop((kind, key))
            return
        self._bytes += len(data)
        if self._bytes > REMEMBERED_BYTES:
            self.let_go()
        self._known.put((kind, key), data)


class CountingCache:
    """A cache that remembers, by kind, how often something was there and how often it had to be made."""

    def __init__(self, inner: Cache) -> None:
        self.inner = inner
        self.hits: Counter[str] = Counter()
        self.misses: Counter[str] = Counter()
        # Formats are made side by side.
        self._lock = Lock()

    def get(self, kind: str, key: str) -> bytes | None:
        data = self.inner.get(kind, key)
        with self._lock:
            (self.misses if data is None else self.hits)[kind] += 1
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        self.inner.put(kind, key, data)

    def account(self) -> tuple[tuple[str, int, int], ...]:
        """Return (kind, hits, misses), sorted by kind."""
        return tuple((kind, self.hits[kind], self.misses[kind]) for kind in sorted(self.hits | self.misses))


def _place(kind: str, key: str) -> str:
    name = key if SAFE_NAME.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()
    return f"{kind}/{name[:2]}/{name}"
