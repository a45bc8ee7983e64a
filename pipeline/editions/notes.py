"""The change list that goes with an edition, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from ..record.compare import compare
from ..record.edition import Edition, Record
from .redline import Comparison, Fact, as_markdown
from .wording import words_for


def change_list(edition: Edition, previous: Edition | None) -> str:
    """Say what is new since the previous edition, and with which exceptions this one was cut."""
    record = edition.record
    words = words_for(record.language)
    head = [f"# {record.full_title}", "", words["edition"].format(version=record.version, date=record.date)]
    if record.allowed:
        head += ["", words["allowed"].format(names=", ".join(record.allowed))]
    if previous is None:
        return "\n".join([*head, "", words["first"]]) + "\n"
    return "\n".join([*head, "", as_markdown(compare_editions(previous, edition), level=2)])


def compare_editions(before: Edition, after: Edition, language: str = "") -> Comparison:
    """Compare two editions under their names, in the book's language if no other is asked for."""
    language = language or after.record.language
    return Comparison(
        after.record.full_title,
        before.record.version or words_for(language)["work"],
        after.record.version or words_for(language)["work"],
        language,
        compare(before.blocks, after.blocks),
        {**before.sections, **after.sections},
        tuple(_facts(before.record, after.record)),
        _looks(before.record, after.record),
    )


def _facts(before: Record, after: Record) -> Iterator[Fact]:
    """Give what is said about the book and has changed."""
    for name in ("title", "subtitle", "language", "publisher", "description", "rights"):
        if (was := getattr(before, name)) != (now := getattr(after, name)):
            yield Fact(name, was, now)
    if before.subjects != after.subjects:
        yield Fact("subjects", ", ".join(before.subjects), ", ".join(after.subjects))
    people = [", ".join(person.name for person in record.contributors) for record in (before, after)]
    if people[0] != people[1]:
        yield Fact("contributors", *people)


def _looks(before: Record, after: Record) -> tuple[str, ...]:
    """Name the parts of the theme that are others now; what a record does not say cannot have changed."""
    return tuple(name for name in sorted(before.theme) if after.theme.get(name, "") not in ("", before.theme[name]))
