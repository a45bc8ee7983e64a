"""The change list that goes with an edition, as Markdown."""

from __future__ import annotations

from pipeline.editions.redline import Comparison, as_markdown
from pipeline.editions.wording import words_for
from pipeline.record.compare import compare
from pipeline.record.edition import Edition


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
    )
