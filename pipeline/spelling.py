"""How names are spelt: what people write becomes ids and file names, and what is nearly a name suggests that name."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import category, normalize

# As Germans spell them where there are no umlauts, then what is one letter to Unicode and has no accent to lose.
GERMAN = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
STROKED = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŋ": "n"}
_SPELT = str.maketrans(GERMAN | STROKED)
# What no id of XML may have in it (XML 1.0, 5th edition, NameChar), of the letters that Unicode has.
_NO_NAME = re.compile("[\u2000-\u206f\u2190-\u2bff\u2ff0-\u3000\ufdd0-\ufdef\ufffe\uffff]")


@lru_cache(maxsize=4096)
def slug(text: str, limit: int = 40) -> str:
    """A name for an id: small letters, digits and hyphens, cut at a word; empty where there is no letter or digit.

    Latin letters lose their accents: `Café Crème` is `cafe-creme`, `Größe` is `groesse`, `Łódź` is `lodz`. Letters of
    other scripts stay, small and composed (NFC): they may stand in ids of HTML, EPUB and PDF.
    """
    words = "".join("-" if category(sign)[0] == "S" else sign for sign in text)
    spelt = normalize("NFC", normalize("NFKC", words).lower()).translate(_SPELT)
    plain = "".join(map(_plain, spelt))
    return _cut(re.sub(r"-{2,}", "-", plain).strip("-"), limit)


def ascii_slug(text: str, limit: int = 60) -> str:
    """A name for a file: as `slug`, of a–z, 0–9 and hyphens alone, which are the same on every system."""
    return _cut(re.sub(r"[^a-z0-9]+", "-", slug(text, len(text) * 4)).strip("-"), limit)


# Of a name's letters so many may be wrong: `chapters` is not `change_bars`.
MOST_EDITS = 0.4


def nearest(name: str, names: Iterable[str]) -> str:
    """The name that was perhaps meant, empty when none is near: in other case, with umlauts spelt out, misspelt."""
    wanted = _fold(name)
    folded = {_fold(known): known for known in sorted(names, reverse=True)}
    swapped = [wanted] if wanted in folded else [known for known in folded if sorted(known) == sorted(wanted)]
    close = difflib.get_close_matches(wanted, sorted(folded), n=3, cutoff=0.6)
    near = swapped or [known for known in close if known in wanted or _is_slip(wanted, known)]
    return folded[near[0]] if near else ""


def _is_slip(name: str, known: str) -> bool:
    return _edits(name, known) <= max(1, round(len(known) * MOST_EDITS))


def _edits(one: str, other: str) -> int:
    """How many letters must be put in, taken out or changed to make one word of the other."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for at, with_letter in enumerate(other, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (letter != with_letter))
    return row[-1]


def nearest_path(path: str, paths: Iterable[str]) -> str:
    """The file that was perhaps meant, empty when none is near: in another folder, with another ending, misspelt."""
    wanted = posixpath.normpath(path.replace("\\", "/"))
    known = sorted(paths, key=lambda one: (posixpath.dirname(one) != posixpath.dirname(wanted), one))
    for part in (posixpath.normpath, posixpath.basename, _stem):
        by_part: dict[str, str] = {}
        for one in known:
            by_part.setdefault(_fold(part(one)), one)
        if found := by_part.get(_fold(part(wanted))):
            return found
    stems = {_stem(one): one for one in reversed(known)}
    return stems.get(nearest(_stem(wanted), stems), "")


def relative(path: str, home: str) -> str:
    """A path of the book as the file at `home` writes it."""
    return posixpath.relpath(path, posixpath.dirname(home) or ".")


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _fold(name: str) -> str:
    return normalize("NFC", name).casefold().translate(_SPELT)


def _plain(sign: str) -> str:
    """A letter without its accents, or a hyphen for what is none."""
    kind = category(sign)
    if kind == "Cf":  # a soft hyphen, a mark of direction: not seen, not spelt
        return ""
    bare = normalize("NFKD", sign)[0]
    if bare.isascii():
        return bare if bare.isalnum() else "-"
    if kind == "Mn" and 0x300 <= ord(sign) < 0x370:  # an accent that has no letter with it in one
        return ""
    return sign if (kind[0] in "LM" or kind == "Nd") and not _NO_NAME.match(sign) else "-"


def _cut(name: str, limit: int) -> str:
    if len(name) <= limit:
        return name
    return name[: limit + 1].rpartition("-")[0] or name[:limit]
