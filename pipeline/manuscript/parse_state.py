"""What reading one document needs at hand, and what it finds on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from lxml.etree import _Element as Element

from ..diagnostics import Diagnostic, Edit, Span, diagnose
from ..sieve import sift, strays
from ..theme import Labels
from .model import Asset, Reference
from .positions import locate

# Remembers on an element how its author wrote it, until the fragment is finished: "kind nth name".
AT = "data-at"


class Finding(NamedTuple):
    """What is wrong with a picture: a code, its facts, and the lines of the picture's file where it stands."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture that was looked at: the asset unless it is of no use, and what is wrong with it."""

    asset: Asset | None
    found: tuple[Finding, ...] = ()


@dataclass(slots=True)
class ParseState:
    """One document while it is parsed. `documents` maps the paths in the manifest to ids; `picture` looks at a picture.

    `variant` is the reading that is built, empty for the book itself; `title` that of the head, `kind` the document's.
    """

    path: str
    id: str
    text: str
    labels: Labels
    draft: bool = True
    variant: str = ""
    title: str = ""
    kind: str = "chapter"
    replacements: tuple[tuple[str, str], ...] = ()
    documents: Mapping[str, str] = field(default_factory=dict)
    picture: Callable[[str], Seen] = lambda path: Seen(None, (Finding("f-015"),))
    found: list[Diagnostic] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    uses: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def german(self) -> bool:
        """Is the book in German?"""
        return self.labels.language.split("-")[0] == "de"

    def decode(self, address: str, element: Element | None) -> str:
        """An address as it is meant, without percent signs; what no text may hold is told, and is not in it."""
        meant = normalize("NFC", unquote(address))
        for _, number in strays(meant):
            self.report("t-001", element, number=number)
        return sift(meant)

    def refer(self, kind: str, name: str) -> None:
        """Note the use of a name."""
        self.uses[kind, name] += 1
        self.references.append(Reference(kind, name, self.uses[kind, name]))

    def span(self, element: Element | None) -> Span:
        """Where an element, or what it stands in, was written."""
        while element is not None:
            if mark := element.get(AT):
                kind, nth, name = mark.split(" ", 2)
                return locate(self.text, kind, name, int(nth), self.path)
            element = element.getparent()
        return Span(self.path)

    def report(
        self,
        code: str,
        element: Element | None,
        *,
        suggestion: str = "",
        related: tuple[Span, ...] = (),
        fix: tuple[Edit, ...] = (),
        **facts: object,
    ) -> None:
        """Write down a problem with an element."""
        self.found.append(diagnose(code, self.span(element), suggestion=suggestion, related=related, fix=fix, **facts))
