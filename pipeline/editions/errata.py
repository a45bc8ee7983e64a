"""Errata as people read them: lines in a terminal, Markdown, and the page that an imprint's address leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from ..record.errata import Listed
from .redline import STYLE, in_markdown
from .wording import words_for


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
    body = f"<h1>{words['errata']}</h1>\n{as_articles(listed, language, version)}"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8"/>'
        f'<meta name="viewport" content="width=device-width"/><title>{words["errata"]}</title><style>{STYLE}</style>'
        f"</head>\n<body><main>\n{body}\n</main></body></html>\n"
    )


def as_articles(listed: Sequence[Listed], language: str, version: str = "") -> str:
    """Write the errata of all editions, or of one, as a part of a page, under a heading for each edition."""
    words = words_for(language)
    shown = [one for one in listed if version in ("", one.version)]
    body = [] if shown else [f"<p>{words['no-errata']}</p>"]
    for edition in dict.fromkeys(one.version for one in shown):
        body.append(f"<h2>{escape(words['in-edition'].format(version=edition))}</h2>")
        body += [_article(one, words) for one in shown if one.version == edition]
    return "\n".join(body)


def _article(one: Listed, words: Mapping[str, str]) -> str:
    return (
        f'<article data-block="{escape(one.erratum.block)}"><p class="what"><b>{escape(_where(one, words))}</b></p>'
        f'<p class="text">{words["wrong"]}: <del>{escape(one.erratum.wrong)}</del></p>'
        f'<p class="text">{words["right"]}: <ins>{escape(one.erratum.right)}</ins></p>'
        f'<p class="what">{words["corrected"]}: {escape(one.corrected or words["not-yet"])}</p></article>'
    )


def _where(one: Listed, words: Mapping[str, str]) -> str:
    page = words["page"].format(page=one.folio) if one.folio else ""
    return ", ".join(filter(None, (page, one.place)))
