"""What an EPUB offers to people who choose how they read (EDItEUR, list 196): counted in its files, not only claimed.

In: an EPUB. Out: the codes that its files bear out, its summary in words, and the claims of its package (schema.org)
that they do not bear out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from lxml import etree

OPS = "{http://www.idpf.org/2007/ops}"
WITHOUT_SIGHT, SUMMARY, NO_LIMITS = "52", "00", "10"
_META = re.compile(
    r'<meta property="schema:(accessibilityFeature|accessModeSufficient|accessibilitySummary)"[^>]*>(.*?)</meta>', re.S
)
# What the parser gives; its stubs know little of it.
Tree = Any


@dataclass(frozen=True, slots=True)
class Measured:
    """Codes of list 196, a summary in words, and what the package says of itself without ground."""

    codes: tuple[str, ...] = ()
    summary: str = ""
    unfounded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Files:
    """The documents of an EPUB, their styles, and whether it is locked."""

    documents: Sequence[Tree]
    styles: bytes
    locked: bool


def _lists(*names: str) -> Callable[[Files], bool]:
    """Whether there is a list of ways of one of these kinds, each leading somewhere."""

    def holds(files: Files) -> bool:
        lists = [one for tree in files.documents for one in tree.iter("{*}nav", "{*}section", "{*}body", "{*}main")]
        wanted = [one for one in lists if set((one.get(OPS + "type") or "").split()) & set(names)]
        return any(link.get("href") for one in wanted for link in one.iter("{*}a"))

    return holds


def _is_described(files: Files) -> bool:
    """Every picture has an alternative text, or is named as nothing but decoration."""
    return all(one.get("alt") is not None for tree in files.documents for one in tree.iter("{*}img"))


def _is_ordered(files: Files) -> bool:
    """Headings leave out no level."""
    for tree in files.documents:
        levels = [int(one.tag[-1]) for one in tree.iter(*(f"{{*}}h{level}" for level in range(1, 7)))]
        if any(following > level + 1 for level, following in pairwise(levels)):
            return False
    return True


def _has_roles(files: Files) -> bool:
    return any(one.get("role") for tree in files.documents for one in tree.iter("{*}*"))


def _has_formulas(files: Files) -> bool:
    return any(True for tree in files.documents for _ in tree.iter("{*}math"))


def _descriptions(files: Files) -> int:
    parts = (one for tree in files.documents for one in tree.iter("{*}div", "{*}details", "{*}aside"))
    return sum("description" in (one.get("class") or "").split() for one in parts)


def _are_all_long(files: Files) -> bool:
    """Every picture but the cover's and decoration has a description of its own: list 196 asks for all of them."""
    pictures = (one for tree in files.documents for one in tree.iter("{*}img"))
    shown = sum(bool(one.get("alt")) and one.get("role") != "doc-cover" for one in pictures)
    return bool(0 < shown <= _descriptions(files))


def _is_fluid(files: Files) -> bool:
    """No page is fixed, and nothing keeps a reader from other letters."""
    fixed = (one for tree in files.documents for one in tree.iter("{*}meta") if one.get("name") == "viewport")
    return not any(fixed) and b"!important" not in files.styles


# What a package says (schema.org) → the code of list 196, and what must be so in the files for it to be true.
CLAIMS: Mapping[str, tuple[str, Callable[[Files], bool]]] = {
    "tableOfContents": ("11", _lists("toc")),
    "index": ("12", _lists("index", "index-entry-list")),
    "readingOrder": ("13", _is_ordered),
    "alternativeText": ("14", _is_described),
    "longDescription": ("15", lambda files: _descriptions(files) > 0),
    "MathML": ("17", _has_formulas),
    "pageBreakMarkers": ("19", _lists("page-list")),
    "structuralNavigation": ("29", _is_ordered),
    "ARIA": ("30", _has_roles),
    "displayTransformability": ("36", _is_fluid),
}
# Where the code says more than the claim.
STRICTER: Mapping[str, Callable[[Files], bool]] = {"longDescription": _are_all_long}


def measure(epub: bytes) -> Measured:
    """Hold what an EPUB says of itself against its files."""
    with zipfile.ZipFile(io.BytesIO(epub)) as packed:
        names = packed.namelist()
        package = packed.read(next(name for name in names if name.endswith(".opf"))).decode()
        files = Files(
            [etree.fromstring(packed.read(name)) for name in names if name.endswith(".xhtml")],
            b"".join(packed.read(name) for name in names if name.endswith(".css")),
            "META-INF/encryption.xml" in names,
        )
    said = _META.findall(package)
    claimed = [value for name, value in said if name == "accessibilityFeature" and value in CLAIMS]
    unfounded = tuple(value for value in claimed if not CLAIMS[value][1](files))
    codes = {
        CLAIMS[value][0]
        for value in claimed
        if value not in unfounded and (value not in STRICTER or STRICTER[value](files))
    }
    if ("accessModeSufficient", "textual") in said and _is_described(files):
        codes.add(WITHOUT_SIGHT)
    if not files.locked:
        codes.add(NO_LIMITS)
    summary = next((value for name, value in said if name == "accessibilitySummary"), "")
    return Measured(tuple(sorted(codes)), summary, unfounded)
