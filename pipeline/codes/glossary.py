"""Codes g: the glossary. Numbers are never used again."""

from .code import Code

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
    "g-010": Code(
        "error",
        de="der Glossarbegriff hat keinen Text",
        en="the glossary term has no text",
        cure_de="schreibe das Wort in die Klammer: `[Challenge]{{.begriff}}`",
        cure_en="write the word: `[Challenge]{{.term}}`",
        why_de="Ohne Wort ist nicht klar, welche Erklärung gemeint ist.",
        why_en="Without a word nobody knows which entry is meant.",
    ),
    "g-011": Code(
        "error",
        de="das Glossar ist keine Liste",
        en="the glossary is no list",
        cure_de="beginne jeden Eintrag mit `- term:`",
        cure_en="begin each entry with `- term:`",
        why_de="Nur so lässt sich erkennen, wo ein Eintrag aufhört.",
        why_en="Only so can entries be told apart.",
    ),
    "g-012": Code(
        "error",
        de="dem Eintrag fehlt `term` oder `definition`",
        en="the entry lacks `term` or `definition`",
        cure_de="schreibe `term:` mit dem Wort und darunter `definition:` mit der Erklärung",
        cure_en="write both lines",
        why_de="Ein Eintrag ohne Wort oder ohne Erklärung hilft niemandem.",
        why_en="An entry without word or explanation helps nobody.",
    ),
    "g-013": Code(
        "warning",
        de="unbekannte Angabe `{key}` im Glossar",
        en="unknown key `{key}` in the glossary",
        cure_de="nimm `term`, `definition` oder `also`",
        cure_en="use `term`, `definition` or `also`",
        why_de="Unbekannte Angaben kommen nicht ins Buch.",
        why_en="Unknown keys do not reach the book.",
    ),
    "g-014": Code(
        "error",
        de="der Begriff „{term}“ steht zweimal im Glossar",
        en="the term `{term}` stands twice in the glossary",
        cure_de="lege beide Einträge zusammen",
        cure_en="join the two entries",
        why_de="Gedruckt wird nur der erste.",
        why_en="Only the first one is printed.",
    ),
    "g-015": Code(
        "warning",
        de="die Schreibweise „{term}“ gehört schon zu „{owner}“",
        en="the spelling `{term}` already belongs to `{owner}`",
        cure_de="streiche sie bei einem der beiden Einträge",
        cure_en="take it out of one of the entries",
        why_de="Ein Wort kann nur zu einer Erklärung führen.",
        why_en="A word can lead to one entry only.",
    ),
}
