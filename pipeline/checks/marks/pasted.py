"""What comes along when text is copied out of another program, and is no part of it."""

from __future__ import annotations

from .mark import Mark, row

_DATE = r"\d{1,2}[./]\d{1,2}[./]\d{2,4}"
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?"
_WORD = (
    r"(?:Fehler! (?:Verweisquelle|Textmarke|Hyperlink|Keine|Es)|Error! (?:Reference|Bookmark|Hyperlink))[^.!\n]*[.!]"
)
_CHAT = (
    "Medien ausgeschlossen|Media omitted|Bild weggelassen|Video weggelassen|Audio weggelassen|GIF weggelassen"
    "|Sticker weggelassen|image omitted|video omitted|audio omitted"
)
_MACROS = "quote|info|note|tip|warning|panel|code|noformat|expand|excerpt|section|column"

PASTED: tuple[Mark, ...] = (
    row("s-404", rf"^(?P<mark>\[{_DATE},? {_TIME}\][ ]*[^:\n]{{1,40}}:)(?=[ ])"),
    row("s-404", rf"^(?P<mark>{_DATE},? {_TIME} [-–] [^:\n]{{1,40}}:)(?=[ ])"),
    row("s-404", rf"(?P<mark>{_WORD})"),
    row("s-404", rf"(?P<mark><?(?:{_CHAT})>)"),
    row("s-404", rf"^(?P<mark>\{{(?:{_MACROS})(?::[^{{}}\n]*)?\}})[ ]*$"),
    row("s-404", r"(?P<mark></?[ovwm]:\w+[^<>\n]*>)"),
    row("s-404", r"(?P<mark>\[(?:edit|Bearbeiten|Quelltext bearbeiten|Bearbeiten \| Quelltext bearbeiten|cite_start"
        r"|citation needed|cite: ?\d+)\])(?![(\[{:])"),
    row("s-404", r"^(?P<mark>(?:Gesendet von|Von meinem|Sent from) (?:meinem|my|iPhone|Outlook|Mail)\b[^\n]*)$"),
    row("s-404", r"(?P<mark>\{color(?::[#\w]+)?\})"),
)  # fmt: skip
