"""Signs that were typed for others, or in the wrong place; each row asks for so much around them that text passes."""

from __future__ import annotations

import re

from .mark import Mark, Match, row

_WEB = r"https?://[^\s{}\[\]()<>]+"
_PICTURE = r"[\w./-]+\.(?:svg|png|jpe?g|webp|gif)"
_MONTHS = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
_UNITS = "Uhr|Euro|Minuten|Stunden|Personen|Prozent"
# Folders that are written between slashes.
_FOLDERS = "usr|etc|home|var|tmp|opt|dev|src|bin|lib|docs?|api|admin|images?|dist|build|test|tests|root|mnt|proc|sys"


def _lines_around(match: Match) -> tuple[str, str]:
    text = match.string
    start, end = text.rfind("\n", 0, match.start("mark")), text.find("\n", match.end("mark"))
    above = text[text.rfind("\n", 0, max(start, 0)) + 1 : max(start, 0)] if start >= 0 else ""
    return above, text[end + 1 :].split("\n", 1)[0] if end >= 0 else ""


def _is_in_a_list(match: Match) -> bool:
    return any(re.match(r"[ ]*(?:[-*+]|\d{1,2}[.)])[ ]", line) for line in _lines_around(match))


def _is_alone(match: Match) -> bool:
    return not _is_in_a_list(match)


def _points(match: Match) -> str:
    return "\n".join(f"- {point.strip()}" for point in re.split(r"[ ][-*][ ]", match["all"])[1:])


def _is_followed_by_a_point(match: Match) -> bool:
    return re.match(r"[-*][ ]", _lines_around(match)[1]) is not None


def _is_two_rows(match: Match) -> bool:
    """Are two lines a paragraph, with as many semicolons each?"""
    first, second = match["mark"].split("\n")
    return first.count(";") == second.count(";") and not re.search(r";\s|;$", match["mark"])


def _row_of(match: Match) -> str:
    return "| " + " | ".join(match["mark"].split("\n")[0].split(";")) + " |"


def _paragraph(match: Match) -> str:
    text = match.string
    start, end = text.rfind("\n\n", 0, match.start()), text.find("\n\n", match.end())
    return text[max(0, start) : len(text) if end < 0 else end]


def _is_only_one(match: Match) -> bool:
    """Is this sign the only mark of quotation in its paragraph?"""
    return len(re.findall('["„“”«»]', _paragraph(match))) == 1


def _closes_nothing(match: Match) -> bool:
    """Is it that, and no speech open that began in a paragraph above?"""
    above = match.string[: match.start()]
    return _is_only_one(match) and above.count("„") <= above.count("“")


def _quoted(match: Match) -> str:
    return re.sub(r'="([^{}\n]*?)"(?=\}| [\w-]+=)', lambda one: '="' + one[1].replace('"', "'") + '"', match["mark"])


MISPLACED: tuple[Mark, ...] = (
    row("s-111",
        r"(?<=\n\n)(?P<mark>(?P<sign>-{2,3}|\*{3,}|~{3,})[ ]+(?P<words>[A-ZÄÖÜ\d][^\n*~]*?)[ ]+(?P=sign))[ ]*$",
        r"## \g<words>"),
    row("s-111", r"^#{1,6} [^\n#]*[^\n#\s][ ]*(?P<mark>#{2,}[.:,;])[ ]*$", ""),
    row("s-111", r"(?<=[.!?:] )(?P<mark>#{2,6}[ ]+(?P<words>[A-ZÄÖÜ][^\n#]*))$", r"## \g<words>"),
    row("s-111", r"^#{1,6} (?P<mark>#{1,6}[ ]+)(?=[A-ZÄÖÜ])", ""),
    row("s-111", r"(?<=\n\n)(?P<mark>(?:(?:Zwischen|Kapitel)?[Üü]berschrift|Heading|Headline)(?: \d)?:[ ]+"
        r"(?P<words>[^\n]+))$(?=\n\n|\n?\Z)", r"## \g<words>"),
    row("s-114", r"^#{1,6} [^{\n]*?(?P<mark>#(?P<id>[a-zäöüß][\w-]+)\})[ ]*$", r"{#\g<id>}"),
    row("s-122", r"(?<=[^\n]\n)(?P<mark>(?P<sign>[=*~+])(?:(?P=sign)|-){3,})[ ]*$", "---"),
    row("s-122", r"(?<=\n\n)(?P<mark>={3,}|\+{3,}|-{2}|[—–])[ ]*$(?=\n\n)", "---"),
    row("s-122", r"^(?P<mark>(?P<sign>['´])(?P=sign){2}\w*)[ ]*$", "```"),
    row("s-112", r"^(?P<all>(?=\*[ ])(?P<first>\*[ ][^*\n]+?)[ ](?P<mark>\*[ ](?P<last>[^\W\d_][^*\n]*)))$", _points),
    row("s-112", r"^(?P<all>(?P<first>-[ ]\w+(?: \w+)?)(?P<mark>(?:[ ]-[ ][A-ZÄÖÜ]\w+(?: \w+)?)+))$", _points,
        fits=_is_alone),
    row("s-112", r"^[ ]*(?P<mark>(?:-{2,5}|\*{2,5})[ ]+(?P<words>[^\s*-][^*\n]*))$", r"    - \g<words>",
        fits=_is_in_a_list),
    row("s-112", r"(?<=\w: )(?P<mark>-[ ]+(?P<words>[^\n-]+))$", r"\n- \g<words>", fits=_is_followed_by_a_point),
    row("s-112", r"^(?P<mark>(?P<number>[IVX]{1,4})[.)][ ]+(?P<words>\S[^\n]*))$", r"- \g<mark>", run=2),
    row("s-112", r"^(?P<mark>-(?=\d{1,3} [A-ZÄÖÜ]))(?P<rest>[^\n]+)$", r"- \g<rest>", run=2),
    row("s-113", r"^[ ]*(?P<mark>\[[*xX-]\][ ]+(?P<words>[^\s(][^\n]*))$", r"- [ ] \g<words>", run=2),
    row("s-384", r"(?<=\n\n)(?P<mark>(?P<bar>!)[ ][^\n]*(?P=bar))[ ]*$(?=\n!-{2,})", "| A | B |"),
    row("s-384", r"(?<=\n\n)(?P<mark>[^\s;<`{][^;\n]{0,40}(?:;[^;\n]{1,40})+\n[^\s;<`{][^;\n]{0,40}(?:;[^;\n]{1,40})+)"
        r"(?=\n\n|\n?\Z)", _row_of, fits=_is_two_rows),
    row("s-114", r"^:[ ]+[^\n{}]*?(?P<mark>\{(?P<id>(?:tab|abb|tbl|fig)-[\w-]+)\})[ ]*$", r"{#\g<id>}"),
    row("s-114", r"^:[ ]+[^\n{}]*?[ ](?P<mark>#(?P<id>(?:tab|abb|tbl|fig)-[\w-]+)\}?)[ ]*$", r"{#\g<id>}"),
    row("s-114", r"^!\[[^\]\n]*\]\([^()\n]*\)(?P<mark>#(?P<id>[a-z][\w-]+))[ ]*$", r"{#\g<id>}"),
    row("s-114", r"!\[[^\]\n|]*(?P<mark>\|(?P<size>\d{1,4})(?P<unit>%|px|x\d+)?)\](?=\()",
        lambda match: f"{{width={match['size']}{match['unit'] if match['unit'] in ('%', 'px') else 'px'}}}"),
    row("s-114", r"(?P<mark>(?P<shown>\{[#.][^\s{}\"]+ [\w-]+=)\"[^\"{}\n]*\"\w[^{}\n]*\"\})", _quoted),
    row("s-114", r"(?P<mark>\{(?P<inside>[.#][^{}\n]*)\}\[(?P<text>[^\[\]\n]+)\])", r"[\g<text>]{\g<inside>}"),
    row("s-114", r"(?P<mark>\[(?P<text>[^\[\]\n]+)\]<(?P<inside>[.#]\w[^<>\n]*)>)", r"[\g<text>]{\g<inside>}"),
    row("s-115", rf"(?P<mark>\[(?P<text>[^\[\]\n]+)\[\((?P<url>{_WEB})\))", r"[\g<text>](\g<url>)"),
    row("s-115", rf"(?P<mark>!\[(?P<text>[^\[\]\n]*)\][{{<](?P<url>{_PICTURE})[}}>])", r"![\g<text>](\g<url>)"),
    row("s-115", r"(?<=\n\n)!\[[^\[\]\n]*\]\([^()\n]*\)(?P<mark>[.,;])[ ]*$(?=\n\n|\n?\Z)", ""),
    row("s-115", r"(?P<mark>[(\[<](?:Bild|Foto|Abb\.|Abbildung|Grafik)(?: hier)?(?: einfügen)?:?[ ]+"
        rf"(?P<url>{_PICTURE})[)\]>])", r"![](images/\g<url>)"),
    row("s-116", r"(?P<mark>\[(?P<key>[a-z]+[\w-]*\d)@\])", r"[@\g<key>]"),
    row("s-118", r"(?P<mark>\^[ ]\[(?P<text>[^\[\]\n]+)\])", r"^[\g<text>]"),
    row("s-118", r"(?P<mark>\[(?:fn|Fn|FN|Fußnote|Anm\.|Anmerkung):[ ]*(?P<text>[^\[\]\n]+)\])", r"^[\g<text>]"),
    row("s-121", r"(?P<mark>∗{1,2}(?P<text>[^∗\s][^∗\n]*)∗{1,2})", r"**\g<text>**"),
    row("s-122", r"(?P<mark>\[(?P<tag>b|i|u|s)\](?P<text>[^\[\]\n]+)\[(?P=tag)\])", r"**\g<text>**"),
    row("s-122", r"(?P<mark><[ ]+(?P<tag>b|i|em|strong|u)[ ]*>(?P<text>[^<>\n]+)<[ ]*/[ ]*(?P=tag)[ ]*>)",
        r"**\g<text>**"),
    row("s-122", r"(?<=\w)(?P<mark>(?P<sign>[_^])\{(?P<text>\w{1,3})\})",
        lambda match: ("~{}~" if match["sign"] == "_" else "^{}^").format(match["text"])),
    row("s-122", r"(?<![\w'])(?P<mark>['´](?P<text>[\w./-]+)`)(?![\w`])", r"`\g<text>`"),
    row("s-122", r"(?<=[a-zäöüß.!?,])(?P<mark>\\n)(?=[A-ZÄÖÜ][a-zäöüß])", "\\\\"),
    row("s-122", r"(?<=\w)(?P<mark>//)$(?=\n[^\W_])", "\\\\"),
    row("s-112", r"^[ ]+(?P<mark>-(?=[^\W\d_]{2}))(?P<rest>[^\n|-]*)$", r"- \g<rest>", fits=_is_in_a_list),
    row("s-113", r"^[ ]*(?P<mark>[-*+][ ]+(?P<shown>\[[ xX]?(?:[)}][ ]?|[ ](?!\]))(?P<words>[^\]\n]+)))$",
        r"- [ ] \g<words>"),
    row("s-122", r"(?P<mark>&nbsp)(?=[A-ZÄÖÜa-z\d])(?!;)", "&nbsp;"),
    row("s-122", r"(?<=[^\s\\])(?P<mark>\\\\)$(?=\n[^\W_])", "\\\\", escaped=True),
    row("s-122", r"(?P<mark>\\(?:[dt]?frac|sqrt|color|mathrm|mathbf|vec|overline|hat)\{[^{}\n]*\}(?:\{[^{}\n]*\})?)",
        lambda match: f"${match['mark']}$"),
    row("s-122", r"(?P<mark>(?P<shown><br)[ ]?\\>)", "<br>"),
    row("s-122", r"(?<=\w )(?P<mark>`)(?=[ ]{2,}\w)", "`…`"),
    row("s-125", r"(?<=[?:] )(?P<mark>-{6,}|\[ {3,}\])[ ]*$", "[…]{.feld}"),
)  # fmt: skip

MISPLACED_IN_GERMAN: tuple[Mark, ...] = (
    row("s-122", rf"(?<!\S)(?P<mark>/(?!(?:{_FOLDERS})/)(?P<text>[^\W\d_]+(?: [^\W\d_]+){{0,3}})/)(?=[\s.,;:!?]|$)",
        r"*\g<text>*"),
    row("s-122", r"(?<!\S)(?P<mark>(?P<sign>[+#])(?P<text>[^\W\d_]{2,}(?: [^\W\d_]+){0,3})(?P=sign))(?=[\s.,;:!?]|$)",
        r"**\g<text>**"),
    row("s-122", r"(?<!\S)(?P<mark>>(?P<text>[^\W\d_]{2,}(?: [^\W\d_]+){0,3})<)(?=[\s.,;:!?]|$)", r"**\g<text>**"),
    row("t-064", r"(?<![\w„])(?P<mark>“(?P<text>[^\W_][^“”„\n]{0,300})“)(?!\w)", r"„\g<text>“"),
    row("t-064", r"(?P<mark>„(?P<text>[^“”„\n]{1,300})“”)", r"„\g<text>“"),
    row("t-067", r"(?P<mark>„[ ](?P<text>[^\s“”„][^“”„\n]{0,300}?)[ ]?“)", r"„\g<text>“"),
    row("t-067", r"(?P<mark>(?<=\w)(?P<one>[:,.])(?P<other>„)(?=[^\W\d_]))", r"\g<one> \g<other>"),
    row("t-067", r"(?P<mark>(?<=[\w.!?])“(?P<other>[a-zäöüß]{2,}))(?=[ ,.])", r"“ \g<other>"),
    row("t-067", rf"(?<![\d.])(?P<mark>(?P<one>\d{{1,2}}\.)(?P<other>{_MONTHS}))\b", r"\g<one> \g<other>"),
    row("t-067", rf"(?P<mark>(?P<one>\d{{1,2}}(?:[.:]\d{{2}})?)(?P<other>{_UNITS}))\b", r"\g<one> \g<other>"),
    row("t-067", r"(?<=\d)(?P<mark>[ ]?%%)(?!\w)", " %"),
    row("t-067", r"(?<=[^\W\d_] )(?P<mark>\.{4,5})(?=[ ]|$)", "…"),
    row("t-400", r"(?<=[\w.!?])(?P<mark>“)(?!\w)", "„…“", fits=_closes_nothing),
    row("t-065", r"^(?P<mark>»)[ ]?(?=[A-ZÄÖÜ])", "„…“", fits=_is_only_one),
)  # fmt: skip
