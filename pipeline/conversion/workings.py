"""Workings of other tools in Markdown: code that is run, tabs, included files, short orders, references by kind.

knitr and Quarto run ```` ```{r} ````; MkDocs shows `=== "Tab"`, `==marks==` and `++keys++`; mdBook takes in files and
sets `\\\\( formulas \\\\)`; Quarto refers to `@fig-plan` and obeys `{{< video … >}}`; HedgeDoc gives pictures a size.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Sequence

from ..workspace import Workspace, WorkspaceError

_ENGINES = "r python julia bash sh sql ojs js css dot mermaid stan rust c cpp node perl ruby cat"
ENGINES = frozenset(_ENGINES.split(" "))
BLOCKS = ("block", "block2")
_CHUNK = re.compile(r"^(?P<fence>`{3,})[ ]*\{(?P<engine>\w+)(?P<options>(?:[ ,][^`]*)?)\}[ ]*$")
_OPTION = re.compile(r"^#\|\s*(?P<key>[\w.-]+)\s*:\s*(?P<value>.*?)\s*$", re.MULTILINE)
_GIVEN = re.compile(r"(?P<key>[\w.-]+)\s*=\s*(?P<sign>[\"'])(?P<value>.*?)(?P=sign)")
_LABEL = re.compile(r"^[\s,]*(?P<label>[\w-]+)\s*(?:,|$)")
_SHOWN = re.compile(r"include_graphics\(\s*[\"'](?P<path>[^\"']+)[\"']")
_INCLUDE = re.compile(
    r"\{\{\s*#(?:rustdoc_)?(?:include|playground)\s+(?P<path>[^\s:}]+)(?::(?P<lines>[^}\s]*))?[^}]*\}\}"
)
_FIGURE = re.compile(
    r"<figure[^>]*\bmarkdown\b[^>]*>\s*!\[(?P<alt>[^\]\n]*)\]\((?P<src>[^()\s]+)[^()]*\)(?:\{[^{}\n]*\})?\s*"
    r"(?:<figcaption>(?P<said>.*?)</figcaption>\s*)?</figure>",
    re.DOTALL,
)
_CODE = r"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
_INLINE = re.compile(
    rf"{_CODE}"
    r"|(?<!\{)==(?=\S)(?P<mark>[^=\n]+?)(?<=\S)==(?!\})"
    r"|(?<!\{)\+\+(?=[^\s+])(?P<key>[^+\n]+(?:\+[^+\n]+)*)(?<=\S)\+\+(?!\})"
    r"|(?P<icon>:(?:material|fontawesome|octicons|simple)-[\w-]+:)"
    r"|(?P<size>(?<=\S) =\d*x\d*)(?=\))"
    r"|\[?(?<![\w@.])@(?P<to>(?:fig|tbl|sec|lst)-[\w-]+)\]?"
    r"|(?<=\$\$) *(?P<equation>\{#eq-[\w-]+\})"
    r"|\\\\\((?P<formula>.+?)\\\\\)"
    r"|\{\{< *(?P<order>[\w-]+)(?P<given>[^<>]*)>\}\}"
)
_URL = re.compile(r"https?://[^\s\"']+")


def taken_in(text: str, workspace: Workspace, folder: str, changed: Counter[tuple[str, str]]) -> str:
    """Put the files that a text of mdBook takes in where it names them."""

    def read(found: re.Match[str]) -> str:
        try:
            path = posixpath.normpath(posixpath.join(folder, found["path"]))
            lines = workspace.read(path).decode("utf-8-sig", "replace").rstrip("\n").split("\n")
        except (FileNotFoundError, WorkspaceError):
            changed["f-179", found.group()[:60]] += 1
            return ""
        return "\n".join(_chosen(lines, found["lines"] or ""))

    return _INCLUDE.sub(read, text)


def _chosen(lines: Sequence[str], wanted: str) -> Sequence[str]:
    """Lines 2 to 5 for `2:5`, those of an anchor for its name, all for nothing."""
    if wanted and not re.fullmatch(r"\d*(?::\d*)?", wanted):
        inside = [re.search(rf"ANCHOR(?:_END)?:\s*{re.escape(wanted)}\b", line) is not None for line in lines]
        ends = [place for place, is_end in enumerate(inside) if is_end]
        lines = lines[ends[0] + 1 : ends[-1]] if len(ends) > 1 else ()
        return [line for line in lines if "ANCHOR" not in line]
    first, colon, last = wanted.partition(":")
    start = int(first) - 1 if first else 0
    end = int(last) if last else len(lines) if colon or not first else start + 1
    return lines[max(start, 0) : end]


def chunk(lines: Sequence[str], place: int, box: Callable[[str, str, str], list[str]]) -> tuple[list[str], int] | None:
    """A piece of code that another tool runs, as code; a picture that it shows, as a picture; a block, as a box."""
    match = _CHUNK.match(lines[place])
    if match is None or match["engine"].lower() not in (*ENGINES, *BLOCKS):
        return None
    end = next((n for n in range(place + 1, len(lines)) if lines[n].strip() == match["fence"]), len(lines))
    inside = "\n".join(lines[place + 1 : end])
    given = {one["key"].replace(".", "-"): one["value"] for one in _GIVEN.finditer(match["options"])}
    if match["engine"] in BLOCKS:
        return box(given.get("type", "").removeprefix("rmd") or "note", "", inside), end + 1
    given |= {one["key"].replace(".", "-"): one["value"].strip("\"'") for one in _OPTION.finditer(inside)}
    code = "\n".join(line for line in inside.split("\n") if not line.startswith("#|"))
    if shown := _SHOWN.search(code):
        label = _LABEL.match(match["options"])
        name = given.get("label") or (label["label"] if label else "")
        return ["", f"![{given.get('fig-cap', '')}]({shown['path']})" + (f"{{#{name}}}" if name else ""), ""], end + 1
    return [f"{match['fence']} {match['engine'].lower()}", *code.split("\n"), match["fence"]], end + 1


def in_line(text: str, changed: Counter[tuple[str, str]]) -> str:
    """What stands in a line for another tool, as pandoc reads it."""

    def read(found: re.Match[str]) -> str:
        if found["mark"]:
            return f"**{found['mark']}**"
        if found["to"]:
            return f"[](#{found['to']})"
        if found["formula"]:
            return f"${found['formula'].strip()}$"
        if found["order"]:
            if url := _URL.search(found["given"]):
                return f"<{url.group()}>"
            changed["f-179", found.group()[:60]] += 1
            return ""
        return found["code"] or found["key"] or ""

    return _INLINE.sub(read, text)


def figures(text: str) -> str:
    """Figures whose inside is Markdown, as HTML."""

    def read(found: re.Match[str]) -> str:
        said = f"<figcaption>{found['said'].strip()}</figcaption>" if found["said"] else ""
        return f'<figure><img src="{found["src"]}" alt="{found["alt"]}"/>{said}</figure>'

    return _FIGURE.sub(read, text)
