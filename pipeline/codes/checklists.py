"""Codes k: checklists and fields. Numbers are never used again."""

from pipeline.codes.code import Code

ROWS: dict[str, Code] = {
    "k-050": Code(
        "warning",
        de="die Checkliste „{title}“ hat {count} Punkte; ab 15 wird sie nicht mehr abgehakt",
        en="the checklist `{title}` has {count} items; from 15 on nobody ticks them",
        cure_de="streiche, fasse zusammen, oder teile sie in zwei Listen mit eigenem Zeitpunkt",
        cure_en="cut, merge, or split it into two lists with a moment each",
        why_de="Eine Checkliste erinnert an das, was sonst schiefgeht. "
        "Gut sind fünf bis neun Punkte, die Grenze ist vierzehn.",
        why_en="A checklist reminds of what goes wrong otherwise. Five to nine items are good, fourteen the limit.",
    ),
    "k-051": Code(
        "warning",
        de="die Checkliste „{title}“ hat nur {count} Punkte",
        en="the checklist `{title}` has {count} items only",
        cure_de="ergänze sie, oder schreibe einen Tipp daraus",
        cure_en="add to it, or turn it into a tip",
        why_de="Für weniger als drei Punkte schlägt niemand eine eigene Seite auf.",
        why_en="Nobody turns to a page of its own for fewer than three items.",
    ),
}
