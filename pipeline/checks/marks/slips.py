"""Signs of markup at the wrong place or in the wrong order, where what was meant is as plain as in `table`."""

from __future__ import annotations

import re

from .lines import BOXES
from .mark import Mark, Match, row

_WEB = r"https?://[^\s{}\[\]()<>]+"
_PICTURE = r"[\w./-]+\.(?:svg|png|jpe?g|webp|gif)"
_POINT = re.compile(r"[ >\t]*[-*+•] ")


def _is_beside_a_point(match: Match) -> bool:
    """Is the line right above or below a point of a list?"""
    text = match.string
    above = text[: match.start()].rstrip(" ").removesuffix("\n").rsplit("\n", 1)[-1]
    below = text[match.end() :].removeprefix("\n").split("\n", 1)[0]
    return bool(_POINT.match(above) or _POINT.match(below))


def _is_box(match: Match) -> bool:
    return match["name"].casefold() in BOXES


def _cells(match: Match) -> str:
    return f"| {' | '.join(cell.strip() for cell in match['mark'].split('¦'))} |"


SLIPS: tuple[Mark, ...] = (
    row("s-112", r"^(?P<mark>-(?=[^\W\d_]))(?P<rest>\w[^\n|]*)$", r"- \g<rest>", fits=_is_beside_a_point),
    row("s-115", rf"(?P<mark>\{{(?P<text>[^\W_][^{{}}\n]*)\}}\((?P<url>{_WEB})\))", r"[\g<text>](\g<url>)", sure=True),
    row("s-115", rf"(?<![\w\]!])(?P<mark>(?P<text>[^\W\d_][\w-]*)\[(?P<url>{_WEB})\])", r"[\g<text>](\g<url>)"),
    row("s-115", rf"(?P<mark>!\((?P<url>{_PICTURE})\)\[(?P<text>[^\[\]\n]*)\])", r"![\g<text>](\g<url>)", sure=True),
    row("s-114", r"(?<=\))(?P<mark>\{(?P<inside>[\w-]+=[^{}\n]*)$)", r"{\g<inside>}"),
    row("s-114", r"(?<=\])(?P<mark>\.\{\.?(?P<inside>[a-zäöüß][^{}\n]*)\})", r"{.\g<inside>}"),
    row("s-118", r"(?P<mark>\^\((?P<text>[^\W\d_][^()\n]* [^()\n]*)\))", r"^[\g<text>]"),
    row("s-118", r"(?P<mark>\(\((?P<text>[^\W\d_][^()\n]* [^()\n]*)\)\))", r"^[\g<text>]"),
    row("s-122", r"(?P<mark><(?P<tag>[a-zäöüß]{2,12})>(?P<text>[^<>\n]+)</(?P=tag)>)", r"**\g<text>**"),
    row("s-384", r"^(?P<mark>[^\s¦|][^¦|\n]*(?: ¦ [^¦|\n]+)+)$", _cells),
    row("s-400", r"(?P<mark><-{2,3}[ ](?P<text>[^<>\n]*[^<>\s-])[ ]*-{2,3}>)", r"<!-- \g<text> -->", sure=True),
)
# A box in the fence of code: asked of the whole text, for what is code is blank elsewhere.
FENCED = row(
    "s-119", r"^[ ]*(?P<mark>(?:`{3,}|~{3,})[ ]*\{?\.?(?P<name>[^\W\d_]{3,14})\}?)[ ]*$", r"::: \g<name>", fits=_is_box
)
