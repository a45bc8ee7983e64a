"""Codes i: the index. Numbers are never used again."""

from .code import Code

ROWS: dict[str, Code] = {
    "i-001": Code(
        "warning",
        de="„{headword}“ verweist im Register auf „{lead}“, das es dort nicht gibt",
        en="the index leads from `{headword}` to `{lead}`, which is no headword",
        cure_de="schreibe das Stichwort genau so, wie es im Register steht, oder zeichne es im Text aus",
        cure_en="write the headword exactly as the index has it, or mark it in the text",
        why_de="Wer einem „siehe“ folgt, muss ankommen.",
        why_en="Whoever follows a “see” must arrive.",
    ),
    "i-010": Code(
        "error",
        de="die Registerstelle hat kein Stichwort",
        en="the index mark has no headword",
        cure_de='schreibe `[Wort]{{.register}}` oder `[]{{.register als="Wort"}}`',
        cure_en='write `[word]{{.index}}` or `[]{{.index as="word"}}`',
        why_de="Ohne Stichwort kann sie niemand finden.",
        why_en="Without a headword nobody can find it.",
    ),
    "i-011": Code(
        "warning",
        de="das Register hat zwei Stufen, `{written}` hat mehr",
        en="the index has two levels, `{written}` has more",
        cure_de="schreibe `{write}`: so wird es gelesen",
        cure_en="write `{write}`: it is read so",
        why_de="Tiefer findet im Druck niemand mehr, was er sucht.",
        why_en="Deeper, nobody finds what they look for in print.",
    ),
}
