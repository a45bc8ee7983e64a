"""Changes as people read them: lines in a terminal, Markdown, and an HTML page with the words marked."""

from __future__ import annotations

import mimetypes
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from ..artifacts import Artifacts
from ..record.compare import Change, counted, mark_words
from ..record.editions import is_version
from .wording import words_for

Reader = Callable[[str], bytes | None]
SHOWN_WORDS = 14
SIGNS = {"added": "+", "changed": "~", "removed": "-", "moved": ">"}
# The unchanged middle of a long block is shortened to this many words on each side in a terminal.
NEAR_WORDS = 6
# Signs that mean something in Markdown.
_MARKDOWN = str.maketrans({sign: "\\" + sign for sign in "\\`*_[]<>#|~"})
_LIST_MARK = re.compile(r"^[-+]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
article { border-left: .25rem solid #8886; margin: 1rem 0; padding: .1rem 0 .1rem 1rem; }
.what { font-size: .85rem; margin: 0; opacity: .85; }
.text { margin: .2rem 0; overflow-wrap: anywhere; }
ins { background: #1a7f3733; text-decoration: underline; text-decoration-thickness: .12em; }
del { background: #b3261e33; text-decoration: line-through; }
.pictures { display: flex; flex-wrap: wrap; gap: 1rem; }
.pictures figure { flex: 1 1 16rem; margin: .4rem 0; }
.pictures img { max-width: 100%; background: #fff; }
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is said about the book, as it was and as it is; `name` is a word of `wording`."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a block, as they were and as they are, by path."""

    before: Artifacts
    after: Artifacts


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes between two editions with the names they are shown under, and the `pictures` of changed blocks by
    their ids; `looks` are folders of the theme."""

    title: str
    before: str
    after: str
    language: str
    changes: tuple[Change, ...]
    sections: Mapping[str, str]
    facts: tuple[Fact, ...] = ()
    looks: tuple[str, ...] = ()
    pictures: Mapping[str, Pictures] = field(default_factory=dict)


def as_text(found: Comparison) -> str:
    """Write a comparison for the terminal: `[-old-]` and `{+new+}` in the line."""
    words = words_for(found.language)
    lines = [_headline(found), *([_count(found)] if found.changes else [])]
    lines += [f"  {SIGNS['changed']} {line}" for line in _facts(found)]
    for section, changes in _by_section(found.changes):
        lines += ["", found.sections.get(section, section)]
        for change in changes:
            lines.append(f"  {SIGNS[change.kind]} {_what(change, found)}")
            lines.append(f"    {_marked_line(change, words)}")
    return "\n".join(lines if found.changes else [*lines, words["none"]]) + "\n"


def as_markdown(found: Comparison, level: int = 1) -> str:
    """Write a comparison as Markdown, with its title as a heading of this level."""
    words, marks = words_for(found.language), "#" * level
    lines = [f"{marks} {_headline(found).translate(_MARKDOWN)}", "", _count(found) if found.changes else words["none"]]
    if found.facts or found.looks:
        lines += ["", *(f"- {line.translate(_MARKDOWN)}" for line in _facts(found))]
    for section, changes in _by_section(found.changes):
        lines += ["", f"{marks}# {found.sections.get(section, section).translate(_MARKDOWN)}", ""]
        for change in changes:
            lines.append(f"- **{words[change.kind]}** ({_what(change, found).translate(_MARKDOWN)})")
            lines += [f"  {line}" for line in _markdown_text(change, words)]
    return "\n".join(lines) + "\n"


def as_html(found: Comparison) -> str:
    """Write a comparison as one page that needs nothing else; for assistive technology changes are words, too."""
    words = words_for(found.language)
    head = escape(_headline(found))
    body = [f"<h1>{head}</h1>", f"<p>{escape(_count(found) if found.changes else words['none'])}</p>"]
    body += [f'<p class="fact">{escape(line)}</p>' for line in _facts(found)]
    body += [f"<p>{escape(words['legend'])}</p>"] if found.changes else []
    for section, changes in _by_section(found.changes):
        body.append(f"<h2>{escape(found.sections.get(section, section))}</h2>")
        for change in changes:
            body.append(f'<article class="{change.kind}" data-block="{escape(change.block.id)}">')
            body.append(f'<p class="what"><b>{words[change.kind]}</b> ({escape(_what(change, found))})</p>')
            body.append(f'<p class="text">{"".join(_html_words(change, words))}</p>')
            body.append(f"{_html_pictures(found.pictures.get(change.block.id), words)}</article>")
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(found.language)}"><head><meta charset="utf-8"/>'
        f'<meta name="viewport" content="width=device-width"/><title>{head}</title><style>{STYLE}</style></head>\n'
        f"<body><main>\n" + "\n".join(body) + "\n</main></body></html>\n"
    )


def pictures_of(changes: Sequence[Change], before: Reader, after: Reader) -> dict[str, Pictures]:
    """Read the pictures of changed blocks where they were and where they are; what cannot be read is not shown."""
    found = {}
    for change in changes:
        then, now = (one.pictures if one else () for one in (change.before, change.after))
        if (then or now) and change.kind != "moved":
            found[change.block.id] = Pictures(_read(then, before), _read(now, after))
    return found


def _read(paths: Sequence[str], reader: Reader) -> Artifacts:
    return {path: data for path in paths if (data := reader(path)) is not None}


def in_markdown(text: str) -> str:
    """Write a text so that Markdown shows it as it is."""
    return _LIST_MARK.sub(r"\\\g<0>", text.translate(_MARKDOWN))


def opening(text: str, most: int = SHOWN_WORDS) -> str:
    """The first words of a text."""
    words = text.split()
    return " ".join(words[:most]) + (" …" if len(words) > most else "")


def _headline(found: Comparison) -> str:
    words = words_for(found.language)
    before, after = (
        words["in-edition"].format(version=name) if is_version(name) else name for name in (found.before, found.after)
    )
    return words["from-to"].format(title=found.title, before=before, after=after)


def _count(found: Comparison) -> str:
    words = words_for(found.language)
    return ", ".join(f"{count} {words[kind]}" for kind, count in counted(found.changes).items() if count)


def _facts(found: Comparison) -> Iterator[str]:
    words = words_for(found.language)
    for fact in found.facts:
        yield f"{words[fact.name]}: {fact.before or '–'} → {fact.after or '–'}"
    if found.looks:
        yield words["look"].format(parts=", ".join(words[f"look-{name}"] for name in found.looks))


def _unsaid(change: Change, words: Mapping[str, str]) -> str:
    """What to say of a change that no word shows: another picture, choice or target."""
    before, after = _texts(change)
    if change.kind != "changed" or before != after:
        return ""
    return words["picture" if change.block.kind == "figure" else "unsaid"].format(text=opening(after))


def _by_section(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    for section, group in groupby(changes, key=lambda change: change.block.section):
        yield section, list(group)


def _what(change: Change, found: Comparison) -> str:
    """The pages of a change, and its id, by which errata name a block."""
    words, told = words_for(found.language), []
    before, after = change.before, change.after
    if after and after.folio:
        told.append(words["page"].format(page=after.folio))
    if before and before.folio and (after is None or before.folio != after.folio):
        word = "was-page" if is_version(found.before) else "page-before"
        told.append(words[word].format(version=found.before, page=before.folio))
    if before and after and before.section != after.section:
        told.append(words["from"].format(section=found.sections.get(before.section, before.section)))
    return ", ".join([*told, change.block.id])


def _texts(change: Change) -> tuple[str, str]:
    return change.before.text if change.before else "", change.after.text if change.after else ""


def _marked_line(change: Change, words: Mapping[str, str]) -> str:
    if unsaid := _unsaid(change, words):
        return unsaid
    if change.kind != "changed":
        return opening(change.block.text)
    pieces = []
    stretches = mark_words(*_texts(change))
    for position, one in enumerate(stretches):
        if one.kind == "same":
            pieces.append(_shortened(one.text, position > 0, position < len(stretches) - 1))
        else:
            pieces.append({"ins": "{{+{}+}}", "del": "[-{}-]"}[one.kind].format(one.text))
    return "".join(pieces)


def _shortened(text: str, after_mark: bool, before_mark: bool) -> str:
    """Leave out what is far from a change."""
    words = text.split(" ")
    near = NEAR_WORDS * (after_mark + before_mark)
    if len(words) <= near + 2:
        return text
    head = " ".join(words[:NEAR_WORDS]) + " " if after_mark else ""
    tail = " " + " ".join(words[-NEAR_WORDS:]) if before_mark else ""
    return f"{head}…{tail}"


def _markdown_text(change: Change, words: Mapping[str, str]) -> Iterable[str]:
    if change.kind != "changed":
        return [in_markdown(opening(change.block.text))]
    if unsaid := _unsaid(change, words):
        return [in_markdown(unsaid)]
    marks = {"same": "{}", "ins": "**{}**", "del": "~~{}~~"}
    return ["".join(_around(one.text, marks[one.kind]) for one in mark_words(*_texts(change)))]


def _around(text: str, mark: str) -> str:
    """Put marks around a text but not around the spaces at its ends, where Markdown would not see them."""
    inner = text.strip()
    start = text[: len(text) - len(text.lstrip())]
    return start + mark.format(inner.translate(_MARKDOWN)) + text[len(start) + len(inner) :] if inner else text


def _html_pictures(shown: Pictures | None, words: Mapping[str, str]) -> str:
    """Show the pictures beside each other; equal ones once, as only the words around them are others."""
    if shown is None or not (shown.before or shown.after):
        return ""
    same = shown.before == shown.after
    sides = [("picture-now", shown.after)] if same else [("picture-then", shown.before), ("picture-now", shown.after)]
    figures = [
        f"<figure><figcaption>{words['picture-same' if same else name]}: {escape(path)}</figcaption>"
        f'<img alt="{escape(path)}" src="data:{_media_type(path)};base64,{b64encode(data).decode()}"/></figure>'
        for name, pictures in sides
        for path, data in pictures.items()
    ]
    return f'<div class="pictures">{"".join(figures)}</div>'


def _media_type(path: str) -> str:
    return mimetypes.guess_type(path)[0] or "application/octet-stream"


def _html_words(change: Change, words: Mapping[str, str]) -> Iterator[str]:
    unsaid = _unsaid(change, words)
    if unsaid or change.kind == "moved":
        yield escape(unsaid or change.block.text)
        return
    for one in mark_words(*_texts(change)):
        yield escape(one.text) if one.kind == "same" else f"<{one.kind}>{escape(one.text)}</{one.kind}>"
