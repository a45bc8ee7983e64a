"""Codes t: typography. Numbers are never used again."""

from pipeline.codes.code import Code

ROWS: dict[str, Code] = {
    "t-050": Code(
        "note",
        de="gerades Anführungszeichen bei „{text}“",
        en="straight quotation mark near `{text}`",
        cure_de="schreibe „…“ oder ‚…‘",
        cure_en="write the language's quotation marks",
        why_de="Gerade Zeichen macht die Pipeline von selbst deutsch; dieses eine konnte sie nicht deuten.",
        why_en="Straight marks are turned by themselves; this one could not be read.",
    ),
    "t-051": Code(
        "note",
        de="„--“ bei „{text}“",
        en="`--` near `{text}`",
        cure_de="schreibe den Gedankenstrich: –",
        cure_en="write the dash: –",
        why_de="Im Druck stünden zwei Bindestriche.",
        why_en="Two hyphens would be printed.",
    ),
}
