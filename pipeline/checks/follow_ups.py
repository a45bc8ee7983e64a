"""What only follows from something that is told already: left out, so that one mistake is one message.

A file that could not be read, a list that is gone or empty, a chapter that book.yaml lost, an id that two have.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript import glossary, sources
from ..manuscript.model import Manuscript

MANIFEST = "book.yaml"
# These say that nothing of a list can be read, beside what is wrong with its YAML (m-…).
NO_LIST = ("f-023", "f-079", "g-011", "x-025")
UNREAD = ("f-010", "f-011", "f-012", "f-013", "f-014", "f-020", "f-021", "f-022", "f-023")
# So many places miss what an empty list does not have: then it is the list that is to be mended.
MANY = 3


def without_unread(told: Iterable[Diagnostic], found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Leave out what concerns the stand-in of a file that could not be read: its author sees another text."""
    unread = {value for one in told if one.code in UNREAD for name, value in one.facts if name == "path"}
    return (one for one in found if one.span.path not in unread)


def settle(found: Sequence[Diagnostic], written: Manuscript, forgotten: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Leave out what follows from something else; `forgotten` are the texts that book.yaml does not name."""
    # A document that is used as a picture is told there.
    pictures = {dict(one.facts)["path"] for one in found if one.code == "f-033"}
    found = [one for one in found if not (one.code == "f-091" and one.span.path in pictures)]
    found = _without_missed(found, written)
    found = _without_lost_files(found, forgotten)
    return _without_renamed(found)


def _without_missed(found: Sequence[Diagnostic], written: Manuscript) -> tuple[Diagnostic, ...]:
    """f-093: many places ask for what stands in an empty list; of one that cannot be read, that itself is told."""
    spoilt = {one.span.path for one in found if one.code in NO_LIST or one.code.startswith("m-")}
    missing = Counter(one.code for one in found)
    for path, read, code in ((glossary.PATH, written.glossary, "g-001"), (sources.PATH, written.bibliography, "x-024")):
        if read or not (path in spoilt or missing[code] >= MANY):
            continue
        told = () if path in spoilt else (diagnose("f-093", Span(path), path=path, count=missing[code]),)
        found = (*(one for one in found if one.code != code), *told)
    return tuple(found)


def _without_lost_files(found: Sequence[Diagnostic], forgotten: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """x-060: references lead to a file that lies there and that book.yaml does not name any more."""
    for path, text in sorted(forgotten.items()):
        lost = [
            one for one in found if one.code in ("x-003", "x-007") and _leads_to(dict(one.facts)["name"], path, text)
        ]
        if not lost:
            continue
        kept = (one for one in found if one not in lost and not (one.code == "f-019" and one.span.path == path))
        related = tuple(one.span for one in lost[:MANY])
        found = (*kept, diagnose("x-060", Span(MANIFEST), related=related, path=path, count=len(lost)))
    return tuple(found)


def _leads_to(name: str, path: str, text: str) -> bool:
    stem = posixpath.splitext(posixpath.basename(path))[0]
    is_file = posixpath.basename(name.partition("#")[0]) == posixpath.basename(path)
    is_id = (
        name == stem
        or name.startswith(f"{stem}--")
        or bool(re.search(rf"#{re.escape(name)}(?![\w-])[^()\n]*\}}", text))
    )
    return is_file or is_id


def _without_renamed(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Leave out references to the former ids of a file whose new one is another's (x-001)."""
    stems = [posixpath.splitext(posixpath.basename(one.span.path))[0] for one in found if one.code == "x-001"]

    def is_former(one: Diagnostic) -> bool:
        name = dict(one.facts).get("name", "")
        return one.code == "x-003" and any(name == stem or name.startswith(f"{stem}--") for stem in stems)

    return tuple(one for one in found if not is_former(one))
