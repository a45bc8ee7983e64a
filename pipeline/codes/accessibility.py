"""Codes a: accessibility. Numbers are never used again."""

from .code import Code

ROWS: dict[str, Code] = {
    "a-001": Code(
        "error",
        de="das Bild hat weder Alternativtext noch Bildunterschrift",
        en="the picture has neither an alternative text nor a caption",
        cure_de='schreibe hinter das Bild {{alt="was zu sehen ist"}}; Schmuck bekommt {{alt=""}}',
        cure_en='write {{alt="what it shows"}} behind the picture; decoration gets {{alt=""}}',
        why_de="Wer das Bild nicht sieht, erfährt sonst nicht, was darauf ist.",
        why_en="Who cannot see the picture would not learn what it shows.",
    ),
}
