"""How a thing is called in print: "Kapitel 4", "Abbildung 3.2", "Abschnitt „Titel“ in Kapitel 4".

All words come from the labels; the patterns stand there under `references`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..theme import Labels
from .model import Section, Target

_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
# Kinds whose number and title together name them.
_TITLED = frozenset({"part", "chapter", "checklist", "worksheet"})
# Kinds whose number alone names them.
_NUMBERED = frozenset({"figure", "table", "shortcut"})


def numbered(words: Labels, kind: str, number: str) -> str:
    """ "Kapitel 4", or nothing without a number."""
    return f"{words.word(f'names.{kind}')} {number}" if number else ""


def quoted(words: Labels, title: str) -> str:
    """The title in the language's quotation marks; those inside it become single ones."""
    opening, closing, first, last = words.quotes
    if opening in title:
        title = title.replace(opening, first).replace(closing, last)
    return f"{opening}{title}{closing}"


def section_name(words: Labels, section: Section) -> str:
    """How a section is named from elsewhere, shortly: "Kapitel 3", else its title in quotes."""
    return section.label or quoted(words, section.title)


def written_date(words: Labels, date: str) -> str:
    """A date as it is written out: "27. November 2026". What is no ISO date (ISO 8601) stays as it is."""
    parts = _ISO_DATE.fullmatch(date)
    if parts is None:
        return date
    year, month, day = map(int, parts.groups())
    name = words.under("dates.months").get(str(month))
    return words.word("dates.written").format(day=day, month=name, year=year) if name else date


def reference_text(words: Labels, target: Target, here: str, sections: Mapping[str, Section]) -> str:
    """The text of a cross-reference to a target, read in section `here`."""
    home = sections[target.section]
    if target.kind in _NUMBERED and target.label:
        return target.label
    if target.kind == "method" and target.title:
        return f"{target.label} {target.title}"
    if target.kind in _TITLED and target.number:
        return words.word("references.titled").format(label=target.label, title=target.title)
    if target.id == home.id:
        return quoted(words, target.title)
    return _passage(words, target, here, home)


def _passage(words: Labels, target: Target, here: str, home: Section) -> str:
    if target.kind == "heading":
        name = f"{words.word('names.section')} {quoted(words, target.title)}"
    elif target.title:
        name = f"{target.label} {quoted(words, target.title)}".strip()
    else:
        name = target.label
    if not name:
        return section_name(words, home)
    if target.section == here:
        return name
    return words.word("references.elsewhere").format(name=name, home=section_name(words, home))
