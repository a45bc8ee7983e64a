"""The words every stage shares: where a problem is, what it is, and a value that carries its problems.

A diagnostic holds a code and the facts, never a finished sentence: `codes` has the German and English
texts, so that the same problem reads well in both languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a source file.

    Lines and columns are 1-based, columns count characters, the end is exclusive.
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 2


def span_after(path: str, before: str, first_line: int = 1) -> Span:
    """The character that follows on some text of a file, which begins in `first_line`, however its lines end."""
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    line, column = before.count("\n") + first_line, len(before) - before.rfind("\n")
    return Span(path, line, column, line, column + 1)


def span_of_byte(path: str, problem: UnicodeDecodeError) -> Span:
    """Where the first byte of a file stands that is not UTF-8."""
    return span_after(path, problem.object[: problem.start].decode())


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """What an author's file should hold instead of a stretch of it; where both columns are the same, text is put in."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem in the author's files.

    `code` stands in the table of `codes`; `facts` fill the gaps of its texts, as (name, value) pairs.
    `suggestion` is the near miss for "did you mean", empty when there is none. `fix` is the cure, where it is beyond
    doubt.
    """

    code: str
    span: Span
    facts: tuple[tuple[str, str], ...] = ()
    suggestion: str = ""
    related: tuple[Span, ...] = ()
    fix: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """A stage's result together with everything it found wrong."""

    value: T
    diagnostics: tuple[Diagnostic, ...] = ()


def diagnose(
    code: str,
    span: Span,
    /,
    *,
    suggestion: str = "",
    related: tuple[Span, ...] = (),
    fix: tuple[Edit, ...] = (),
    **facts: object,
) -> Diagnostic:
    """Write a diagnostic down; the facts fill the gaps in the code's texts."""
    pairs = tuple(sorted((name, str(value)) for name, value in facts.items()))
    return Diagnostic(code, span, pairs, suggestion, related, fix)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by place and drop doubles."""
    return tuple(sorted(set(diagnostics), key=lambda d: (d.span, d.code, d.facts)))
