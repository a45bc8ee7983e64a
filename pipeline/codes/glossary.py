"""Codes g: the glossary. Numbers are never used again."""

from pipeline.codes.code import Code

ROWS: dict[str, Code] = {
    "g-001": Code(
        "error",
        de="„{term}“ steht nicht im Glossar",
        en="`{term}` is not in the glossary",
        cure_de='ergänze den Begriff in glossary.yaml, oder nenne mit `zu="…"` den Eintrag, der gemeint ist',
        cure_en="add the term to glossary.yaml, or name the entry that is meant",
        why_de="Die Auszeichnung verspricht eine Erklärung. Gebeugte Formen brauchen `zu`.",
        why_en="The mark promises an explanation. Inflected forms must name their entry.",
    ),
}
