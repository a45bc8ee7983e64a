"""Markdown of other tools made ready for pandoc: boxes of six notations become divs, directives that print nothing go.

GitHub and Obsidian (`> [!NOTE]`), MkDocs (`!!! note`), GitBook (`{% hint %}`), HedgeDoc (`:::info`), MyST
(```` ```{note} ````), Quarto (`.callout-note`, which is a div already); bookdown's references, kramdown's attributes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ..manuscript.scanner import Kind, scan
from .nodes import box_of
from .workings import chunk, figures, in_line

_ADMONITION = re.compile(r"^(?P<indent> *)(?:!!!|\?\?\?\+?)[ ]+(?P<kind>[\w-]+)[^\"\n]*(?:\"(?P<title>[^\"]*)\")?[ ]*$")
_TAB = re.compile(r"^(?P<indent> *)===[+!]*[ ]+\"(?P<title>[^\"]*)\"[ ]*$")
_TAGS = re.compile(r"^\s*#{4,6}\s+tags:\s+`")
_PART = re.compile(r"^# \((?:PART|APPENDIX)\\?\*?\) ")
_LABELLED = re.compile(r"^(?P<start>(?:Table)?: *)\(\\#\w+:(?P<id>[\w-]+)\) *(?P<said>.*)$")
_ALERT = re.compile(r"^ {0,3}>[ ]*\[!(?P<kind>[\w-]+)\][+-]?[ ]*(?P<title>.*)$")
_HINT = re.compile(r"^\s*\{%-?\s*(?:hint|callout)\b[^%]*?style=[\"']?(?P<kind>[\w-]+)[^%]*%\}\s*$")
_HINT_END = re.compile(r"^\s*\{%-?\s*end(?:hint|callout)\s*-?%\}\s*$")
_TITLED = re.compile(r"^\s*\{%-?\s*(?:tab|step|code)\b[^%]*?title=[\"'](?P<title>[^\"']*)[\"'][^%]*%\}\s*$")
_EMBED = re.compile(r"^\s*\{%-?\s*(?:embed|content-ref|file)\b[^%]*?(?:url|src)=[\"'](?P<url>[^\"']*)[\"'][^%]*%\}\s*$")
_TAG = re.compile(r"^\s*\{%.*%\}\s*$")
_HEDGEDOC = re.compile(r"^(?P<indent>\s*):::+[ ]*(?P<kind>[\w-]+)(?:[ ]+(?P<title>[^{}:]+))?\s*$")
_MYST = re.compile(r"^(?P<fence>`{3,}|:{3,})\{(?P<kind>[\w-]+)\}[ ]*(?P<title>.*)$")
_CONTENTS = re.compile(
    r"(?i)^\s*(?:\[\[?_?TOC_?\]?\]|\{:toc\}|@\[toc\].*|\{\{<\s*pagebreak\s*>\}\}|\\newpage|\\mainmatter)\s*$"
)
_ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}")
_BOOKDOWN = re.compile(
    r"(?:(?:Figure|Table|Section|Chapter|Abbildung|Tabelle|Kapitel)\s+)?\\@ref\((?:\w+:)?(?P<id>[\w-]+)\)"
)
_MEDIA = re.compile(r"\{%(?P<kind>youtube|vimeo|slideshare|pdf|figma)\s+(?P<what>\S+)\s*%\}")
_SITES = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}


def made_common(text: str, changed: Counter[tuple[str, str]]) -> str:
    """Write in pandoc's Markdown what other tools write in their own; what is left out is counted."""
    text = figures(text)
    is_code = [line.kind is Kind.CODE for line in scan(text).lines]
    lines = text.split("\n")
    made: list[str] = []
    place = 0
    while place < len(lines):
        if run := chunk(lines, place, _box):
            piece, place = run
            made += piece
            continue
        if is_code[place] and not _MYST.match(lines[place]):
            made.append(lines[place])
            place += 1
            continue
        piece, place = _piece(lines, place, changed)
        made += piece
    return "\n".join(made)


def _piece(lines: Sequence[str], place: int, changed: Counter[tuple[str, str]]) -> tuple[list[str], int]:
    line = lines[place]
    if match := _ADMONITION.match(line):
        inside, end = _indented(lines, place + 1, len(match["indent"]) + 4)
        return _box(match["kind"], match["title"] or "", made_common("\n".join(inside), changed)), end
    if match := _TAB.match(line):
        inside, end = _indented(lines, place + 1, len(match["indent"]) + 4)
        return ["", f"**{match['title']}**", "", made_common("\n".join(inside), changed), ""], end
    if match := _ALERT.match(line):
        end = next((n for n in range(place + 1, len(lines)) if not lines[n].lstrip().startswith(">")), len(lines))
        inside = [re.sub(r"^ {0,3}> ?", "", one) for one in lines[place + 1 : end]]
        return _box(match["kind"], match["title"], "\n".join(inside)), end
    if match := _HINT.match(line):
        return ["", f"::: {{.callout-{match['kind']}}}", ""], place + 1
    if _HINT_END.match(line):
        return ["", ":::", ""], place + 1
    if (match := _MYST.match(line)) and box_of(match["kind"]):
        end = next((n for n in range(place + 1, len(lines)) if lines[n].strip() == match["fence"]), len(lines))
        return _box(match["kind"], match["title"], "\n".join(lines[place + 1 : end])), end + 1
    if (match := _HEDGEDOC.match(line)) and box_of(match["kind"]):
        title = f' title="{match["title"].strip()}"' if match["title"] else ""
        return ["", f"{match['indent']}::: {{.{match['kind'].lower()}{title}}}"], place + 1
    return [*_directive(line, changed)], place + 1


def _directive(line: str, changed: Counter[tuple[str, str]]) -> Iterator[str]:
    """A line that is an order to another tool, or one with such orders in it."""
    if match := _TITLED.match(line):
        yield from ("", f"**{match['title']}**", "")
    elif match := _EMBED.match(line):
        yield from ("", f"<{match['url']}>" if "://" in match["url"] else f"[{match['url']}]({match['url']})", "")
    elif match := _LABELLED.match(line):
        yield f"{match['start']}{match['said']} {{#{match['id']}}}"
    elif _PART.match(line):
        yield ""
    elif _TAG.match(line) or _CONTENTS.match(line) or _TAGS.match(line):
        if not re.match(r"^\s*\{%-?\s*(?:end|tabs|stepper|raw)", line):
            changed["f-179", line.strip()[:60]] += 1
        yield ""
    else:
        line = _BOOKDOWN.sub(lambda found: f"[](#{found['id']})", _ATTRIBUTES.sub("", line))
        line = re.sub(r"\(\\#\w+:[\w-]+\)", "", line)
        line = _MEDIA.sub(lambda found: f"<{_SITES.get(found['kind'], '')}{found['what']}>", line)
        yield in_line(line, changed)


def _indented(lines: Sequence[str], place: int, by: int) -> tuple[list[str], int]:
    end = place
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) >= by):
        end += 1
    return [line[by:] for line in lines[place:end]], end


def _box(kind: str, title: str, inside: str) -> list[str]:
    """A div around lines, with a fence longer than those in it."""
    longest = max((len(run) for run in re.findall(r"^:{3,}", inside, re.MULTILINE)), default=2)
    fence = ":" * (longest + 1)
    said = title.strip().replace('"', "'")
    pair = f' title="{said}"' if said else ""
    return ["", f"{fence} {{.callout-{kind.lower()}{pair}}}", "", inside, "", fence, ""]
