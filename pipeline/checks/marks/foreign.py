"""The notation of other tools that has no reader here: what stands for it in our books."""

from __future__ import annotations

import re

from .mark import Mark, Match, row

# Commands of TeX that are made by nothing or by themselves here.
_TEX_ALONE = (
    "newpage pagebreak clearpage vspace hspace label begin end noindent bigskip medskip smallskip hfill centering "
    "input include tableofcontents LaTeX href"
)
# Those of Sphinx and MyST; code stands behind them.
_ROLES = "ref doc term numref eq cite cite:p cite:t download sub sup kbd abbr index math menuselection guilabel file"
_MADE_OF = {
    "textbf": "**{}**",
    "textit": "*{}*",
    "emph": "*{}*",
    "texttt": "`{}`",
    "footnote": "^[{}]",
    "cite": "[@{}]",
    "citep": "[@{}]",
    "citet": "[@{}]",
    "ref": "[](#{})",
    "autoref": "[](#{})",
    "url": "<{}>",
    "includegraphics": "![]({})",
    "index": "[{}]{{.register}}",
}


_FILE = re.compile(r"(?:Datei|Bild|File|Image):", re.IGNORECASE)
_SIZE = re.compile(r"\d+(?:px|x\d+)?$")


def _latex(match: Match) -> str:
    return _MADE_OF[match["name"]].format(match["inside"] or "…")


def _wiki(match: Match) -> str:
    page, *said = match["page"].split("|")
    if match["bang"] or _FILE.match(page):
        text = said[-1] if said and not _SIZE.match(said[-1]) else ""
        return f"![{text}](images/{_FILE.sub('', page)})"
    place, _, part = page.partition("#")
    name = place.strip().lower().replace(" ", "-")
    return f"[{said[-1] if said else page}]({name + '.md' if name else ''}{'#' + part if part else ''})"


FOREIGN: tuple[Mark, ...] = (
    row("s-130", r"^[ ]{0,3}>[ ]*(?P<mark>\[!(?P<kind>[\w-]+)\][+-]?)", "::: tipp"),
    row("s-130", r"^[ ]*(?P<mark>(?:!!!|\?\?\?\+?)[ ]+(?P<kind>[\w-]+)[^\n]*)$", "::: tipp"),
    row("s-132", r"^[ ]*(?P<mark>\.\.[ ]+(?:image|figure)::[ ]*(?P<url>\S+))[ ]*$", r"![](\g<url>)"),
    row("s-130", r"^[ ]*(?P<mark>\.\.[ ]+(?P<kind>[\w-]+)::[^\n]*)$", "::: tipp"),
    row("s-130", r"^(?P<mark>`{3,}\{(?P<kind>[\w-]+)\}[^\n]*)$", "::: tipp"),
    row("s-131", r"^[ ]*(?P<mark>\[(?:TOC|toc|\[_?(?:TOC|toc)_?\])\]|\{:toc\}|@\[toc\][^\n]*)[ ]*$"),
    row("s-131", r"^[ ]*(?P<mark>(?P<shown>\[\[)_(?:TOC|toc)_\]\])[ ]*$"),
    row("s-132", r"(?P<mark>(?P<bang>!?)\[\[(?P<page>[^\[\]\n]+)\]\])", _wiki),
    row("s-133", r"(?P<mark>\{=[\w-]+\})"),
    row("s-134", r"(?P<mark>\{\{[<%]?[^{}\n]+[>%]?\}\}|\{%[^{}\n]+%\})"),
    row("s-134", r"(?P<mark>\$\{[\w.]+\})"),
    row("s-134", r"^(?P<mark>#\+[A-Za-z_]+[^\n]*)$"),
    row("s-139", r"(?P<mark>\\(?P<shown>@ref\((?P<id>[\w:.-]+)\)))", r"[](#\g<id>)", sure=True),
    row("s-135", rf"(?P<mark>\\(?:{'|'.join(_TEX_ALONE.split())})(?![a-zA-Z])(?:\{{[^{{}}\n]*\}})*)"),
    row(
        "s-139",
        rf"(?P<mark>\\(?P<name>{'|'.join(_MADE_OF)})(?:\[[^\[\]\n]*\])?(?:\{{(?P<inside>[^{{}}\n]*)\}}))",
        _latex,
        sure=True,
    ),
    row("s-136", rf"(?P<mark>\{{(?:{'|'.join(_ROLES.split())})\}})"),
    row("s-136", rf"(?<!\w)(?P<mark>:(?:{'|'.join(_ROLES.split())}):)"),
    row("s-136", r"^(?P<mark>\((?P<role>[\w-]+)\)=)[ ]*$", r"{#\g<role>}"),
    row("s-136", r"(?<=[\w.!?)] )(?P<mark>\^[a-z][\w-]+)[ ]*$"),
    row("s-137", r"(?P<mark><!(?!--)[-–—]+[ ]*(?P<text>[^>\n]*?)[ ]*[-–—]+>)", r"<!-- \g<text> -->", sure=True),
    row("s-137", r"(?P<mark><!(?!--)[ ]*(?P<text>[^<>\n]*?[^<>\n!-])[ ]*!?>)", r"<!-- \g<text> -->"),
    row("s-137", r"^(?P<mark>/\*+[ ]*(?P<text>[^\n]*?)[ ]*\*+/)[ ]*$", r"<!-- \g<text> -->"),
    row("s-137", r"^(?P<mark>%%[ ]+(?P<text>[^%\s][^%\n]*))$", r"<!-- \g<text> -->"),
    row("s-137", r"^(?P<mark>//[ ]+(?P<text>\S[^\n]*))$", r"<!-- \g<text> -->"),
    row("s-137", r"(?P<mark>%%(?P<text>[^%\n]+)%%)", r"<!-- \g<text> -->", sure=True),
    row("s-381", r"^(?P<mark>\*\[(?P<name>[^\[\]\n]+)\]:)"),
    row("s-138", r"(?<![\w:])(?P<mark>:[a-z]+(?:_[a-z0-9]+)*:)(?![\w:`])"),
)
