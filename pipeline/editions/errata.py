"""Errors in editions that were cut: on which page of which edition, and since when it is right.

In: editions/errata.yaml, a list of entries `block`, `wrong`, `right`, and the editions. Out: lines for each edition
that has the error. An edition that has it right is never named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import yaml

from pipeline.diagnostics import Checked, Diagnostic, Span, diagnose
from pipeline.editions.redline import STYLE, in_markdown
from pipeline.editions.wording import words_for
from pipeline.past.blocks import Block, normalise
from pipeline.past.record import Edition

FILE = "editions/errata.yaml"
HEAD = (
    "# Berichtigungen: block ist die Kennung eines Blocks, wrong und right sind die Wörter. `workbook edition errata`\n"
)


@dataclass(frozen=True, slots=True)
class Erratum:
    """A few words in a block that are wrong, and how they should read."""

    block: str
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An error in one edition. `corrected` is the first later edition that has it no longer; empty: none yet."""

    version: str
    folio: str
    place: str
    erratum: Erratum
    corrected: str = ""


def read_errata(data: bytes) -> Checked[tuple[Erratum, ...]]:
    """Read the list; an entry that cannot be read is named and left out."""
    try:
        entries = yaml.safe_load(data.decode("utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        return Checked((), (_unreadable(1, problem),))
    if not isinstance(entries, list):
        return Checked((), (_unreadable(1, type(entries).__name__),))
    found: list[Erratum] = []
    problems: list[Diagnostic] = []
    for number, entry in enumerate(entries, 1):
        if _is_entry(entry):
            found.append(Erratum(*(normalise(entry[name]) for name in ("block", "wrong", "right"))))
        else:
            problems.append(_unreadable(1, f"{number}. {entry!r:.60}"))
    return Checked(tuple(found), tuple(problems))


def add_erratum(data: bytes, erratum: Erratum, editions: Sequence[Edition]) -> Checked[bytes | None]:
    """Write an entry at the end of the list; None when the words stand in no edition, or are listed."""
    known = read_errata(data)
    erratum = Erratum(_id_of(erratum.block, editions), normalise(erratum.wrong), normalise(erratum.right))
    if known.diagnostics:
        return Checked(None, known.diagnostics)
    if erratum in known.value:
        return Checked(None, (diagnose("e-032", Span(FILE)),))
    if not list_errata((erratum,), editions):
        return Checked(None, (diagnose("e-030", Span(FILE), block=erratum.block, wrong=erratum.wrong),))
    fields = {"block": erratum.block, "wrong": erratum.wrong, "right": erratum.right}
    entry = yaml.safe_dump([fields], allow_unicode=True, sort_keys=False, width=110)
    text = (data.decode("utf-8").rstrip("\n") + "\n") if data.strip() else HEAD
    return Checked((text + entry).encode())


def list_errata(errata: Sequence[Erratum], editions: Sequence[Edition]) -> tuple[Listed, ...]:
    """List every error in every edition that has it, the newest edition first, then by the book's order."""
    found: list[tuple[int, int, Listed]] = []
    for erratum in errata:
        states = [_find(erratum, edition) for edition in editions]
        for number, (edition, (order, block)) in enumerate(zip(editions, states, strict=True)):
            if block is not None:
                place = edition.sections.get(block.section, block.section)
                corrected = _corrected_in(states[number + 1 :], editions[number + 1 :])
                found.append((-number, order, Listed(edition.record.version, block.folio, place, erratum, corrected)))
    return tuple(listed for _, _, listed in sorted(found, key=lambda entry: entry[:2]))


def as_text(listed: Sequence[Listed], language: str, version: str = "") -> str:
    """Write the errata of all editions, or of one, a line each."""
    words = words_for(language)
    lines = [line(one, words) for one in listed if version in ("", one.version)]
    return "\n".join(lines or [words["no-errata"]]) + "\n"


def line(one: Listed, words: Mapping[str, str]) -> str:
    """Write one erratum in a line."""
    edition = words["in-edition"].format(version=one.version)
    since = f"{words['corrected']}: {one.corrected or words['not-yet']}"
    return f"{edition}, {_where(one, words)}: {one.erratum.wrong} → {one.erratum.right} ({since})"


def as_markdown(listed: Sequence[Listed], language: str, version: str = "") -> str:
    """Write the errata of all editions, or of one, as Markdown."""
    words = words_for(language)
    lines = [f"# {words['errata']}", ""]
    shown = [one for one in listed if version in ("", one.version)]
    if not shown:
        lines.append(words["no-errata"])
    for edition in dict.fromkeys(one.version for one in shown):
        lines += [f"## {words['in-edition'].format(version=edition)}", ""]
        for one in (one for one in shown if one.version == edition):
            lines.append(f"- **{in_markdown(_where(one, words))}**")
            lines.append(f"  {words['wrong']}: {in_markdown(one.erratum.wrong)}  ")
            lines.append(f"  {words['right']}: {in_markdown(one.erratum.right)}  ")
            lines.append(f"  {words['corrected']}: {one.corrected or words['not-yet']}")
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def as_html(listed: Sequence[Listed], language: str, version: str = "") -> str:
    """Write the errata of all editions, or of one, as a page that needs nothing else."""
    words = words_for(language)
    shown = [one for one in listed if version in ("", one.version)]
    body = [f"<h1>{words['errata']}</h1>"] + ([] if shown else [f"<p>{words['no-errata']}</p>"])
    for edition in dict.fromkeys(one.version for one in shown):
        body.append(f"<h2>{escape(words['in-edition'].format(version=edition))}</h2>")
        body += [_article(one, words) for one in shown if one.version == edition]
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8"/>'
        f'<meta name="viewport" content="width=device-width"/><title>{words["errata"]}</title><style>{STYLE}</style>'
        "</head>\n<body><main>\n" + "\n".join(body) + "\n</main></body></html>\n"
    )


def _article(one: Listed, words: Mapping[str, str]) -> str:
    return (
        f'<article data-block="{escape(one.erratum.block)}"><p class="what">{escape(_where(one, words))}</p>'
        f'<p class="text">{words["wrong"]}: <del>{escape(one.erratum.wrong)}</del></p>'
        f'<p class="text">{words["right"]}: <ins>{escape(one.erratum.right)}</ins></p>'
        f'<p class="what">{words["corrected"]}: {escape(one.corrected or words["not-yet"])}</p></article>'
    )


def _where(one: Listed, words: Mapping[str, str]) -> str:
    page = words["page"].format(page=one.folio) if one.folio else ""
    return ", ".join(filter(None, (page, one.place)))


def _id_of(name: str, editions: Sequence[Edition]) -> str:
    """Take an id, or the place in the newest edition that has one by this name (what a link to it ends with)."""
    blocks = [block for edition in reversed(editions) for block in edition.blocks]
    if any(block.id == name for block in blocks):
        return name
    return next((block.id for block in blocks if block.anchor == name), name)


def _find(erratum: Erratum, edition: Edition) -> tuple[int, Block | None]:
    """Find the block in an edition, if it has the wrong words there."""
    for order, block in enumerate(edition.blocks):
        if block.id == erratum.block:
            return order, block if _has_error(erratum, block.text) else None
    return 0, None


def _has_error(erratum: Erratum, text: str) -> bool:
    """Look for the wrong words outside the right ones, which may contain them."""
    rest = text.replace(erratum.right, "\0") if erratum.wrong in erratum.right else text
    return erratum.wrong in rest


def _corrected_in(states: Sequence[tuple[int, Block | None]], editions: Sequence[Edition]) -> str:
    return next((edition.record.version for (_, block), edition in zip(states, editions, strict=True) if not block), "")


def _is_entry(entry: Any) -> bool:
    names = ("block", "wrong", "right")
    return isinstance(entry, dict) and all(isinstance(entry.get(name), str) for name in names) and bool(entry["wrong"])


def _unreadable(line: int, problem: object) -> Diagnostic:
    return diagnose("e-031", Span(FILE, line), problem=" ".join(str(problem).split())[:120])
