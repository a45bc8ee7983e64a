"""Codes t: typography. Numbers are never used again."""

from .code import Code

ROWS: dict[str, Code] = {
    "t-001": Code(
        "warning",
        de="unsichtbares Steuerzeichen {number}",
        en="invisible control character {number}",
        cure_de="lösche das Zeichen",
        cure_en="delete the character",
        why_de="Es kommt meist durch Einfügen aus anderen Programmen hinein.",
        why_en="It mostly comes with pasted text.",
    ),
    "t-002": Code(
        "warning",
        de="über diesen Änderungsvorschlag ist nicht entschieden",
        en="this suggestion is not decided on",
        cure_de="übernimm ihn oder lösche ihn samt Klammern",
        cure_en="accept it or delete it with its braces",
        why_de="In einer Ausgabe steht bis dahin der alte Text.",
        why_en="An edition keeps the old text until then.",
    ),
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
    "t-070": Code(
        "warning",
        de="keine Schrift des Buchs hat das Zeichen {name}; hier stehen {count} solche: {letters}",
        en="no font of the book has the letter {name}; here are {count} such: {letters}",
        cure_de="schreibe es anders, oder lege eine Schrift, die es hat, nach `templates/fonts/` (woff2, ttf oder otf)",
        cure_en="write it another way, or put a font that has it into `templates/fonts/` (woff2, ttf or otf)",
        why_de="Im Druck steht dort ein leerer Kasten; Schriften des Rechners nimmt die Pipeline nie, sonst sähe "
        "das Buch auf jedem anders aus.",
        why_en="Print shows an empty box there; fonts of the machine are never used, as the book would look different "
        "on each.",
    ),
}
