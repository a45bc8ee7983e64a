r"""Marks behind a backslash: a converter writes `\*\*so\*\*` for stars that somebody typed, and so they are printed.

One such sign alone is meant: `2 \* 3`, `\*args`. What only marks that belong together make is told.
"""

from __future__ import annotations

import re

from .mark import Mark, Match, row


def _bare(match: Match) -> str:
    return re.sub(r"\\([^\w\s]|_)", r"\1", match["mark"])


ESCAPED: tuple[Mark, ...] = (
    row("s-111", r"^[ ]*(?P<mark>\\#{1,6}[ ]+[^\W\d_][^\n]*)$", _bare, escaped=True),
    row("s-112", r"^[ ]*(?P<mark>\\[-*+•][ ]+\S[^\n]*)$", _bare, run=2, escaped=True),
    row("s-113", r"^[ ]*(?P<mark>[-*+][ ]+(?P<shown>\\\[[ xX]?\\\][ ]*(?P<words>\S[^\n]*)))$", r"- [ ] \g<words>",
        escaped=True),
    row("s-115", r"(?P<mark>(?:\\?!)?(?P<shown>\\\[[^\[\]\n\\]*\\?\])\\?\((?:https?:|images/|#)[^()\s]*\))", _bare,
        escaped=True),
    row("s-116", r"(?P<mark>\\\[(?P<shown>\\?@[a-z][\w:-]*\d)\\?\])", _bare, escaped=True),
    row("s-116", r"(?P<mark>(?P<shown>\\\[)-?@[a-z][\w:-]*\d\\\])", _bare, escaped=True),
    row("s-114", r"(?P<mark>\[[^\[\]\n]+\]\\?\{[.#][^{}\n]*\\\})", _bare, escaped=True),
    row("s-119", r"^[ ]*(?P<mark>\\:::[ ]*\w[^\n]*)$", _bare, escaped=True),
    row("s-120", r"^[ ]*(?P<mark>\\\|[ ]*[^|\n\\]*\w[^|\n\\]*\\\|[^\n]*)$", _bare, escaped=True),
    row("s-121", r"(?P<mark>\\\*\\\*[^\W_](?:[^*\n\\]*[^\s*\\])?\\\*\\\*)", _bare, escaped=True),
    row("s-125", r"(?<![\w_\\])(?P<mark>(?:\\_){4,})(?![\w_])", "[…]{.feld}", escaped=True),
    row("s-122", r"(?P<mark>&lt;(?P<tag>b|i|em|strong|u|h[1-6]|p)&gt;(?P<text>[^&\n]+)&lt;/(?P=tag)&gt;)",
        lambda match: {"i": "*{}*", "em": "*{}*"}.get(match["tag"], "**{}**").format(match["text"]), escaped=True),
    row("s-122", r"^(?P<mark>&gt;)(?=[ ]+[^\W_])", ">", escaped=True),
)  # fmt: skip
