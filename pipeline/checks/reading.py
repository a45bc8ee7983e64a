"""What a rule of the house is, and what it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from ..book.model import Book, Section
from ..diagnostics import Diagnostic
from ..manuscript.model import Document, Manuscript


@dataclass(frozen=True, slots=True)
class Reading:
    """A written section as the rules read it."""

    section: Section
    document: Document
    tree: Element


Rule = Callable[[Manuscript, Book, tuple[Reading, ...]], Iterator[Diagnostic]]
