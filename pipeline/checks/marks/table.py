"""The marks of Markdown and of our own notation that were meant to be read, and were not: the likeliest first.

Each row: the code of its message, what it looks like in the source, what its author meant. A line is told once, so the
order decides which row names it.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from html.entities import html5, name2codepoint
from unicodedata import normalize

from .lines import LINES
from .mark import Mark, Match, row

_BLANK = "\u00a0\u2000-\u200a\u202f\u3000"
_ADDRESS = r"(?:https?://|www\.|mailto:|#|\.{0,2}/)[^\s()\[\]<>]+|[\w./-]+\.(?:md|html?|svg|png|jpe?g|pdf)(?:#[\w-]*)?"
_WEB = r"https?://[^\s{}\[\]()<>]+"
_PICTURE = r"[\w./-]+\.(?:svg|png|jpe?g|webp|gif)"
_KEY = r"[\w][\w:.-]*\w"
_BOX = r"(?:\[ ?\]|\( ?\)|[○◯☐□])[ ]?"
_DECORATION = re.compile('["„“”«»]')


def _heading(match: Match) -> str:
    # One alone is the title's, which a file has already.
    return f"{'#' * max(2, len(match['signs']))} {match['rest'].rstrip()}"


def _is_heading(match: Match) -> bool:
    """`#1` and `#tag #tag` are text."""
    rest = match["rest"].rstrip()
    is_tag = len(match["signs"]) == 1 and ("#" in rest or rest[-1] in ".!?:,;")
    return bool(match["gap"]) or not (rest[0].isdigit() or rest[0] in "+." or is_tag)


def _attributes(match: Match) -> str:
    return f"{{{_tidy(match['inside'])}}}"


def _attributes_of(inside: str) -> str:
    return f"{{{_tidy(inside)}}}"


def _tidy(inside: str) -> str:
    """Attributes as they are read: composed letters, straight quotation marks, no commas, no blank around `=`."""
    text = normalize("NFC", inside.strip(" –—").replace("＝", "="))
    text = re.sub(r'="([^"]*)$', r'="\1"', text)
    text = re.sub(r"[„“”»«]([^„“”»«\"]*)[„“”»«]", r'"\1"', text)
    text = re.sub(r"\s*=\s*", "=", text)
    text = re.sub(r"(=\d+(?:[.,]\d+)?) +(mm|cm|%)", r"\1\2", text)
    text = re.sub(r",(?=\s|$)", "", re.sub(r",\s*(?=[.#])", " ", text)).removeprefix(":").strip()
    text = re.sub(r"(?<=[\w\"]):\s*(?=[\d\"])|(?<=[\w\"]):\s+|(?<=[^\W\d_])[–—](?=\d)", "=", text)
    text = re.sub(r"=([^\"'\s=]+;[^\"=]*?)(?=\s+[\w-]+=|$)", r'="\1"', text)
    text = re.sub(r"(\.(?:skala|scale) )(\d+) ?[-–] ?(\d+)", r"\1von=\2 bis=\3", text)
    text = re.sub(r"^(?=\d+(?:%|mm|cm)$)", "width=", text)
    if match := re.fullmatch(r"#([^\s=.#\"]+(?: [^\s=.#\"]+)+)", text):
        text = "#" + "-".join(match[1].split())
    return text if re.match(r"[.#]|[\w-]+=", text) else f".{text}"


def _sign_of(name: str) -> str:
    """What an entity without its semicolon or with a wrong name was meant to be, empty when it was none."""
    if f"{name};" in html5:
        return html5[f"{name};"]
    near = get_close_matches(name, name2codepoint, n=1, cutoff=0.75)
    return chr(name2codepoint[near[0]]) if near and len(name) > 3 else ""


def _of_forum(match: Match) -> str:
    made = {"b": "**{}**", "i": "*{}*", "s": "~~{}~~", "code": "`{}`", "img": "![]({})", "url": "<{}>"}
    return made.get(match["tag"], "{}").format(match["text"])


def _digits(raised: str) -> int:
    return int(normalize("NFKC", raised))


def _is_note(match: Match) -> bool:
    """Does a line begin with the same raised number, as the text of a note does?"""
    return re.search(rf"^{match['mark']}[ ]?[^\W\d]", match.string, re.M) is not None


def _is_starred(match: Match) -> bool:
    """Is there a line of its own with the same star, as the text of a note is?"""
    return re.search(r"\n\n\\?\*[ ]?[^\s*][^\n]*(?:\n\n|\n?\Z)", match.string[match.end() :]) is not None


def _is_known(match: Match) -> bool:
    """Has something in the same file this id?"""
    return re.search(rf"\{{[^{{}}\n]*#{match['id']}(?![\w-])", match.string) is not None


def _is_unclosed(match: Match) -> bool:
    line = match.string[match.start() :].split("\n", 1)[0]
    return line.count("[") > line.count("]")


def _row_below(match: Match) -> str:
    return "|" + "---|" * max(1, match[0].strip().strip("|").count("|") + 1)


def _in_order(match: Match) -> bool:
    """Is there a line with the next or the last number close by?"""
    number, text = int(match["number"]), match.string
    after = "\n".join(text[match.end() :].split("\n")[:4])
    before = "\n".join(text[: match.start()].split("\n")[-4:])
    return bool(
        re.search(rf"^[ >]*{number + 1}[.)]", after, re.M) or re.search(rf"^[ >]*{number - 1}[.)]", before, re.M)
    )


def _is_alone(match: Match) -> bool:
    """Has its paragraph an odd number of these signs?"""
    text = match.string
    start, end = text.rfind("\n\n", 0, match.start()), text.find("\n\n", match.start())
    paragraph = text[max(0, start) : len(text) if end < 0 else end]
    return len(re.findall(rf"(?<!\\){re.escape(match['mark'])}", paragraph)) % 2 == 1


_HEADINGS = (
    row(
        "s-111",
        rf"^(?P<indent>[ >]*)(?P<mark>(?P<signs>[#＃]{{1,6}})(?P<gap>[ \t{_BLANK}]*)(?=[^\s#＃{{!]))(?P<rest>[^\n]+)$",
        _heading,
        fits=_is_heading,
    ),
    row(
        "s-111",
        r"^[ \t]*(?P<mark>[^\w\s#|`<>\\]{1,3}[ ]?#{2,6}[ ]+(?P<rest>[^\n]*[^\W_][^\n]*))$",
        lambda match: f"## {match['rest'].strip(' *_')}",
    ),
    row("s-111", r"^(?:\*\*|__)(?P<mark>#{1,6}[ ]+(?P<rest>[^\n*_]+))(?:\*\*|__)[ ]*$", r"## \g<rest>"),
    row(
        "s-111",
        r"(?<=\n\n)(?P<mark>(?:={2,6}|\*{2,5}|[hH][1-6][.:])[ ]+(?P<rest>[A-ZÄÖÜ\d][^=*\n]*))$(?!\n[^\n])",
        r"## \g<rest>",
    ),
    row("s-114", r"^#{1,6} [^\n]*?(?P<mark>\{+:?[ ]*#(?P<id>[\w-]+)[ ]*\}+)\s*$", r"{#\g<id>}", sure=True),
    row("s-111", r"^[ >]*(?P<mark>={2,6}[ ]+(?P<rest>[^=\n]+?)[ ]+={2,6})[ ]*$", r"## \g<rest>"),
    row("s-114", r"^#{1,6} [^\n]*?(?P<mark>[(\[]#(?P<id>[\w-]+)[)\]])\s*$", r"{#\g<id>}", sure=True),
    row("s-114", r"^#{1,6} [^\n]*?(?P<mark>(?P<id>\{#[\w-]+\})[.:,;])\s*$", r"\g<id>", sure=True),
    row("s-114", r"^#{1,6} [^\n]*?(?P<mark>\{(?P<id>[a-zäöüß][\w-]+)\})\s*$", r"{#\g<id>}", sure=True),
    row("s-114", r"^#{1,6} [^#\n]*?[ ](?P<mark>#(?P<id>[a-zäöüß][\w-]+))\s*$", r"{#\g<id>}"),
)
_LISTS = (
    row("s-113",
        r"^[ >\t]*(?P<mark>(?:(?:[-*+]|\d{1,2}[.)]) +(?P<shown>\[\]|\( ?\)|\([xX]\))|[-*+•–] *\[[ xX]?\](?!\()))[ \t]*"
        r"(?P<rest>[^\s(][^\n]*)$", r"- [ ] \g<rest>", sure=True),
    row("s-113", r"^(?P<mark>\[ ?\]) +(?P<rest>[^\s(][^\n]*)$", r"- [ ] \g<rest>"),
    row("s-112", rf"^[ >\t]*(?P<mark>[•●▪■‣◦∙➤➢►▶]|-(?=[{_BLANK}])|o(?=\t))[ \t{_BLANK}]*(?P<rest>\S[^\n]*)$",
        r"- \g<rest>", sure=True),
    row("s-112", rf"^[ >\t]*(?P<mark>[·–—→✓✔✗✘*+-])[ \t{_BLANK}]+(?P<rest>\S[^\n]*)$", r"- \g<rest>", run=2),
    row("s-112", r"^(?P<mark>-(?=[A-Za-zÄÖÜäöü„\"]))(?P<rest>\w[^\n|]*)$", r"- \g<rest>", run=2),
    row("s-112", r"^[ >]*(?P<mark>(?P<number>\d{1,2})[.)](?=[A-Za-zÄÖÜäöü„\"]))(?P<rest>[^\n]+)$",
        r"\g<number>. \g<rest>", fits=_in_order),
    row("s-112", r"^(?P<mark>(?P<number>\d)\ufe0f?\u20e3)[ \t]*(?P<rest>\S[^\n]*)$", r"\g<number>. \g<rest>",
        sure=True),
    row("s-112", r"^[ >]*(?P<mark>\(?(?P<number>\d{1,2})[.)]) +(?P<rest>\S[^\n]*)$", r"\g<number>. \g<rest>",
        fits=_in_order),
)  # fmt: skip
_NOTES_AND_SOURCES = (
    row("s-116", rf"(?P<mark>\[ *-?@ +(?P<key>{_KEY}) *\])", r"[@\g<key>]", sure=True),
    row("s-116", rf"(?P<mark>\[-?@(?P<key>{_KEY})(?=[^\]\n\w]*$))", r"[@\g<key>]"),
    row("s-116", r"\[-?@\w[^\[\]\n]*;[ ]*(?P<mark>(?P<key>[a-z]+[\w-]*\d))\]", r"@\g<key>"),
    row("s-116", rf"(?P<mark>\{{-?@(?P<key>{_KEY})\}})", r"[@\g<key>]", sure=True),
    row("s-116", r"(?P<mark>\[(?:vgl\.|siehe|s\.|see|cf\.)[ ](?P<key>[a-z]+\d{1,4})\])(?![(:\[{])", r"[@\g<key>]"),
    row("s-118", r"(?P<mark>\^\[(?=[^\]\n]*$))", "^[…]"),
    row("s-118", r"(?<=[a-zäöüß][.!?…“,;:])(?P<mark>\*)(?=[ ]|$)", "[^1]", fits=_is_starred),
    row("s-116", rf"(?P<mark>\[@@(?P<key>{_KEY})\])", r"[@\g<key>]", sure=True),
    row("s-118", r"(?P<mark>\[\^(?P<text>[^\]\n]*[ ][^\]\n]*)\])(?!:)", r"^[\g<text>]"),
    row("s-118", r"(?P<mark>\[(?P<text>[^\[\]\n^]+)\]\^)(?![\w(\[^])", r"^[\g<text>]"),
    row("s-118", r"(?<=[.,;:!?…“\"])(?P<mark>\^(?P<number>\d{1,3}))(?![\w^])", r"[^\g<number>]"),
    row("s-118", r"^(?P<mark>\^(?P<number>\d{1,3}):?)(?=[ ]\S)", r"[^\g<number>]"),
    row("s-118", r"(?P<mark>[⁰¹²³⁴-⁹]+)(?![\w/])", lambda match: f"[^{_digits(match['mark'])}]", fits=_is_note),
    row("s-118", r"(?<![A-Z_$\]])(?P<mark>\[(?:MM?|[A-Z]{1,2}\d?[A-Z]?)?(?P<number>\d{1,3})\])(?![(:\[{])(?=\W|$)",
        r"[^\g<number>]"),
)  # fmt: skip
_LINKS = (
    row("s-115", rf"(?P<mark>(?P<bang>!?)\[(?P<text>[^\[\]\n]*)\][ \n{_BLANK}]+\((?P<url>{_ADDRESS})\))",
        r"\g<bang>[\g<text>](\g<url>)", sure=True),
    row("s-115", rf"(?P<mark>\((?P<text>[^()\n]+)\)\[(?P<url>{_ADDRESS})\])", r"[\g<text>](\g<url>)", sure=True),
    row("s-115", rf"(?P<mark>\[(?P<text>[^\[\]()\n]+)\((?P<url>{_ADDRESS})\))(?!\])", r"[\g<text>](\g<url>)",
        sure=True),
    row("s-115", rf"(?P<mark>\[(?P<text>[^\[\]\n]*)\]\((?P<url>{_ADDRESS}))(?=[\s.,;]|$)", r"[\g<text>](\g<url>)"),
    row("s-115", r"(?<![\w)\]])(?P<mark>\]\((?P<id>#[^\W\d][\w-]+)\))", r"[](\g<id>)"),
    row("s-115", rf"(?P<mark>\[(?P<text>[^\[\]\n]+)\][\[{{<](?P<url>{_WEB})[\]}}>])", r"[\g<text>](\g<url>)",
        sure=True),
    row("s-115", rf"(?P<mark>\[(?P<url>{_WEB})[ ]+(?P<text>[^\[\]\n]+)\])(?!\()", r"[\g<text>](\g<url>)", sure=True),
    row("s-115", rf"(?P<mark>\[\[(?P<url>{_WEB})\]\[(?P<text>[^\[\]\n]+)\]\])", r"[\g<text>](\g<url>)", sure=True),
    row("s-115", rf"(?P<mark>\[(?P<text>[^\[\]|\n]+)(?:\||\][ ]?)(?P<url>{_WEB})\]?)", r"[\g<text>](\g<url>)"),
    row("s-115", rf"(?P<mark>\((?P<url>{_WEB})\)\[(?P<text>[^\[\]\n]+)\])", r"[\g<text>](\g<url>)", sure=True),
    row("s-115", r"(?<![\w\])}])(?P<mark>\(#(?P<id>[^\W\d][\w-]+)\))", r"[](#\g<id>)", fits=_is_known),
    row("s-115", r"(?<!<)(?P<mark><<(?P<id>[^\W\d][\w-]+)>>)(?!>)", r"[](#\g<id>)", fits=_is_known),
    row("s-115", r"(?<![\w(\[#&/{])(?P<mark>#(?P<id>[^\W\d][\w-]*\w))(?![\w}])", r"[](#\g<id>)", fits=_is_known),
    row("s-115", rf"^(?P<mark>(?:image::?(?P<adoc>{_PICTURE})\[[^\]\n]*\]|!(?P<url>{_PICTURE})!))",
        lambda match: f"![]({match['adoc'] or match['url']})", sure=True),
    row("s-115", rf"(?P<mark><(?P<url>{_WEB}))(?=\s)(?![^\n<]*>)", r"<\g<url>>"),
    row("s-115", r"(?P<mark>(?P<shown>\[)(?P<link>\[[^\[\]\n]*\]\([^()\s]*\)))", r"\g<link>", fits=_is_unclosed),
    row("s-115", r"(?P<mark>(?:\[#(?P<id>[^\W\d][\w-]+)\](?![(\[{])|<#(?P<named>[^\W\d][\w-]+)>))",
        lambda match: f"[](#{match['id'] or match['named']})", sure=True),
    row("s-115", r"(?<![\w!])(?P<mark>\[(?P<text>[^\[\]\n^@]+)\]\[(?P<label>[^\[\]\n]*)\])(?![\[({:])",
        r"[\g<text>](https://…)"),
    row("s-115", rf"(?P<mark>!(?P<open>\{{?)(?P<text>\w[^\[\]{{}}()\n!]*)\}}?\((?P<url>{_PICTURE})\))",
        r"![\g<text>](\g<url>)", sure=True),
    row("s-115", r"(?P<mark>!\[(?P<text>[^\[\]\n]+)\](?:\[[^\[\]\n]*\])?)(?![(\[{])", r"![\g<text>](images/…)"),
    row("s-115", rf"(?<=\n\n)(?P<mark>{_PICTURE})[ ]*$", r"![](\g<mark>)"),
    row("s-115", rf"(?P<mark>[(\[](?:Bild|Foto|Abb\.|Abbildung|Grafik)[: ]+(?P<url>{_PICTURE})[)\]])",
        r"![](images/\g<url>)"),
    row("s-115", r"(?<![\w./@(<\[:&=-])(?P<mark>(?P<url>www\.[\w-]+(?:\.[\w-]+)+(?:/[\w/.~-]*\w/?)?))(?![\w@/])",
        r"<https://\g<url>>"),
    row("s-115", r"(?<![\w.@\[/])(?P<mark>@(?P<id>[^\W\d][\w-]*\w))", r"[](#\g<id>)",
        fits=_is_known),
)  # fmt: skip
_ATTRIBUTES = (
    row("s-114", r"(?P<mark>\[(?P<text>[^\[\]\n]+)\]\.(?P<shown>"
        r"(?P<inside>(?:feld|fläche|lücke|auswahl|skala|begriff|register|field|area|gap)"
        r"\b[^\n]*)))$", lambda match: f"[{match['text']}]{_attributes_of('.' + match['inside'])}"),
    row("s-114", r"(?P<mark>(?<=\])\{\{(?P<inside>[.#][^{}\n]*)\}\})", _attributes, sure=True),
    row("s-114", r"(?<=\))(?P<mark>(?:[ \t]+\{(?P<inside>\w[^{}\n]*=[^{}\n]*)\}"
        r"|[(\[](?:width|height|breite|höhe|alt)=[^()\[\]\n]*[)\]]))",
        lambda match: _attributes_of(match["inside"] or match["mark"][1:-1])),
    row("s-114", r"(?<=\])(?P<mark>[ \t]+\{(?P<inside>[.#][^{}\n]*)\})", _attributes, sure=True),
    row("s-114", r"(?P<mark>\((?P<text>[^()\n]+)\)(?P<shown>\{(?P<inside>\.[^{}\n]*)\}))",
        lambda match: f"[{match['text']}]{_attributes(match)}", sure=True),
    row("s-126", r"^(?P<mark>(?P<text>[^\s:#|>\[!{-][^\n]*?)[ ]*(?P<shown>\{(?P<inside>#[^{}\n]*)\}))$",
        r": \g<text> {\g<inside>}"),
    row("s-114", r"(?<!\{)(?P<mark>\{(?P<inside>[.#][^{}\n]*)\})", _attributes),
    row("s-114", r"(?<=[\])])(?P<mark>\{(?P<inside>[^{}\n=+~>-][^{}\n/]*)\})", _attributes),
    row("s-114", r"^(?P<mark>\{:(?!toc\})(?P<inside>[^{}\n]*)\})[ ]*$", _attributes),
    row("s-114", r"(?P<mark>\{(?P<inside>[.#]\w[^{}\n]*)$)", _attributes),
    row("s-114", r"(?<=[\])])(?P<mark>\{)[ \t]*$", "{…}"),
    row("s-114", r"(?P<mark>\[[^\[\]\n{}]+\{(?P<inside>\.[^{}\n]*)\})(?!\])",
        lambda match: match["mark"].replace("{", "]{", 1)),
)  # fmt: skip
_FENCES = (
    row("s-119", r"^[ >\t]*(?P<mark>:::+|::(?!:)|: : :)[ \t]*(?P<rest>[\w{(.][^\n]*)$",
        lambda match: f"::: {match['rest'].strip(' :')}"),
    row("s-119", r"^[ >\t]*(?P<mark>:::+|::(?!:))[ \t]*$", ":::"),
    row("s-119", r"^(?P<mark>…)[ ]?(?P<rest>[a-zäöü]{3,})[ \t]*$", r"::: \g<rest>"),
)  # fmt: skip
_TABLES = (
    row("s-120", r"^[ >\t]*(?P<mark>\|[ \t]*(?P<shown>[^|\n]*\w[^|\n]*\|)[^\n]*\|?)[ \t]*$", _row_below),
    row("s-120", r"^(?P<mark>[^\s|>#][^|\n]* \| [^\n]*)$", _row_below, run=2),
)
_INLINE = (
    row("s-121", r"(?<![\w*_\\])(?P<mark>(?P<signs>\*\*|__) +(?P<text>[^*_\n]+?) +(?P=signs))(?![\w*_])",
        r"\g<signs>\g<text>\g<signs>", sure=True),
    row("s-121", r"(?<=\S )(?P<mark>\*[ ](?P<text>[^\s*][^*\n]*?[^\s*])\*)(?!\w)", r"*\g<text>*"),
    row("s-121", r"(?<![\w*\\])(?P<mark>\*{1,6})(?=[^\W_])", ""),
    row("s-121", r"(?<![\w*\\])(?P<mark>\*\*(?P<shown>\*)(?=[^\W_]))", ""),
    row("s-121", r"(?<!')(?P<mark>'{3}(?P<text>[^'\n]+)'{3})(?!')", r"**\g<text>**", sure=True),
    row("s-121", r"(?P<mark>＊{1,2}(?P<text>[^＊\n]+)＊{1,2})", r"**\g<text>**", sure=True),
    row("s-121", r"(?<![\w_\\/.])(?P<mark>__)(?=[^\W_])", ""),
    row("s-121", r"(?<=[\w.!?…“])(?P<mark>\*{2,3})(?![\w*])", ""),
    row("s-122", r"(?P<mark>~~)(?=\S)", "~~…~~", fits=_is_alone),
    row("s-122", r"(?P<mark>==(?P<text>[^\s=](?:[^=\n]*[^\s=])?)==)", r"**\g<text>**"),
    row("s-121", r"(?<=[a-zäöüß])(?P<mark>__(?P<text>[^\W\d_]+)__)(?=[a-zäöüß])", r"**\g<text>**", sure=True),
    row("s-121", r"(?<!\S)(?P<mark>_)(?=[^\W\d_]+(?:[ ,;:!?]|$)[^_\n]*$)", ""),
    row("s-122", r"(?<![\w:=+%!-])(?P<mark>(?P<sign>(?P<one>[:=!])(?P=one){1,2})"
        r"(?P<text>[^\W_](?:[^\n]{0,60}?[^\s:=%!])?)(?P=sign))"
        r"(?![\w:=%!-])", r"**\g<text>**"),
    row("s-122", r"(?<=\s)(?P<mark>-(?P<text>[^\W\d_]{2,}[^\n-]{1,60}?[^\W\d_]{2,})-)(?=[\s.,;:])", r"– \g<text> –"),
    row("s-122", r"(?<=[A-Z])(?P<mark>_(?P<number>\d)_)(?=[A-Z]|\b)", r"~\g<number>~"),
    row("s-122",
        r"(?P<mark>(?P<begun>[^\W\d_][a-zäöüß]+)-\n(?!(?:und|oder|bis|sowie|bzw|and|or|to)\b)(?P<ended>[a-zäöüß]{2,}))",
        r"\g<begun>\g<ended>"),
    row("s-122", r"(?<![\w|-])(?P<mark>--(?P<text>[^\W\d_][^\n-]{0,60}?[^\s-])--)(?![\w|-])", r"~~\g<text>~~"),
    row("s-122", r"(?<=[A-Z])(?P<mark>~(?P<number>\d))(?![\w~.,])", r"~\g<number>~"),
    row("s-122", r"(?P<mark>\$[ ](?P<text>[^$\n]*[+=^_\\][^$\n]*)[ ]\$)", r"$\g<text>$"),
    row("s-122", r"(?P<mark>(?:&#(?P<number>\d{2,6})(?![;\d])|\\u(?P<code>[\da-fA-F]{4})))",
        lambda match: chr(int(match["number"] or f"0x{match['code']}", 10 if match["number"] else 16))),
    row("s-122", r"(?<![|\w])(?P<mark>\|\|(?P<text>[^\s|][^|\n]*)\|\|)(?!\|)", r"\g<text>"),
    row("s-122", r"(?<![+\w{])(?P<mark>\+\+(?P<text>[^\W_](?:[^+\n]|\+(?!\+))*)\+\+)(?![\w}])", r"{++\g<text>++}"),
    row("s-122", r"(?<![\w~])(?P<mark>~(?P<text>[^\W\d_](?:[^~\n]*[^\s~])?)~)(?![\w~])", r"~~\g<text>~~"),
    row("s-122", r"(?<=[A-Za-z\d)])(?P<mark>\^(?P<number>-?\d{1,2}))(?![\w^.])", r"^\g<number>^"),
    row("s-122", r"(?P<mark>&(?P<name>[A-Za-z]{2,8})(?:;|\b(?!;)))", lambda match: _sign_of(match["name"]),
        fits=lambda match: bool(_sign_of(match["name"]))),
    row("s-122", r"(?P<mark>\[(?P<tag>b|i|u|s|url|img|quote|code|color|size)(?:=[^\]\n]*)?\]"
        r"(?P<text>[^\n]*?)\[/(?P=tag)\])", _of_forum),
    row("s-123", r"(?P<mark>\{(?P<sign>[+~=-])(?!(?P=sign))(?P<text>[^{}\n]+?)(?P=sign)\})",
        r"{\g<sign>\g<sign>\g<text>\g<sign>\g<sign>}"),
    row("s-122", r"(?<=[\w,;:] )(?P<mark>\.\.)(?=[ ]|$)", "…"),
    row("s-122", r"(?<=[^\W\d_])(?P<mark>\.\.)(?=[ ]+[^\W\d_]|$)", "…"),
    row("s-123", r"(?P<mark>\{(?:\+\+|--|~~|>>|==))", ""),
    row("s-123", r"(?P<mark>(?:\+\+|--|~~|<<|==)\})", ""),
    row("s-124", r"(?P<mark><!--+)", "<!-- … -->"),
    row("s-125", r"(?<![\w_])(?P<mark>_{4,}|(?:_ ){3,}_)(?![\w_])", "[…]{.feld}"),
    row("s-387", rf"(?P<mark>{_BOX}(?P<one>[^\W\d_][\w-]*)[ ,/]+{_BOX}(?P<other>[^\W\d_][\w-]*))",
        r'[…]{.auswahl optionen="\g<one>; \g<other>"}'),
    row("s-387", r"(?P<mark>(?:[○◯☐□][ ]?){2,}[○◯☐□])",
        lambda match: f"[…]{{.skala von=1 bis={len(re.sub(' ', '', match['mark']))}}}"),
    row("s-125", r"(?<![\w.…])(?P<mark>\.{6,}|…{2,})(?![ ]*[\w.…])", "[…]{.feld}"),
)  # fmt: skip
_LETTERS = (
    row("t-060", r"(?<=[^\W\d_])(?P<mark>[`´])(?=[^\W\d_])", "’", sure=True),
    row("t-060", r"(?<!\S)(?P<mark>[`´])(?=[ns]\b)", "’", sure=True),
    row("t-063", r"(?<![\w<])(?P<mark><<(?P<text>[^\W_][^<>\n]{0,200}?)>>)(?![\w>])", r"„\g<text>“"),
    row("t-063", r"(?<![\w>])(?P<mark>>>(?P<text>[^\W_][^<>\n]{0,200}?)<<)(?![\w<])", r"„\g<text>“"),
    row("t-063", r"(?<!\S)(?P<mark>\"[ ](?P<text>[^\W_][^\"\n]{0,200}?)[ ]\")(?!\w)", r"„\g<text>“"),
    row("t-063", r"(?<![\w,])(?P<mark>,,(?P<text>[^\W_][^,'\n]{0,200}?)(?:''|``|“|”|\"))", r"„\g<text>“"),
    row("t-063", r"(?<![\w,])(?P<mark>,,)(?=[^\W_])", "„"),
    row("s-122", r"(?<!\w)(?P<mark>´(?P<text>[^\s´`][^´`\n]{0,80}?)[´`])(?!\w)", r"`\g<text>`"),
    row("s-122", r"(?<![\w`´])(?P<mark>`{1,2}(?P<text>[^\s`´][^`´\n]{0,80}?)´)(?!\w)", r"`\g<text>`"),
    row("s-122", r"(?<![\w`])(?P<mark>`{1,2})(?=[^\s`])", "`…`"),
    row("t-063", r"(?<![\w,])(?P<mark>,(?P<text>[^\W_][^,'\n]{0,60})')(?!\w)", r"‚\g<text>‘"),
    row("t-063", r"(?P<mark>''(?P<text>[^\W_][^'\n]{0,200}?)'')", '"\\g<text>"'),
)  # fmt: skip

MARKS: tuple[Mark, ...] = (
    *_HEADINGS,
    *_LISTS,
    *LINES,
    *_NOTES_AND_SOURCES,
    *_LINKS,
    *_ATTRIBUTES,
    *_FENCES,
    *_TABLES,
    *_INLINE,
    *_LETTERS,
)
