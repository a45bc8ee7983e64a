"""Codes x: cross-references and citations. Numbers are never used again."""

from pipeline.codes.code import Code

ROWS: dict[str, Code] = {
    "x-001": Code(
        "error",
        de="die Kennung `{id}` gibt es schon in {first}",
        en="the id `{id}` is already used in {first}",
        cure_de="gib einer der beiden Stellen eine andere Kennung",
        cure_en="give one of the two places another id",
        why_de="Ein Verweis muss wissen, wohin er führt. Bis zur Klärung bekommt die zweite Stelle eine Nummer "
        "angehängt, und "
        "Verweise führen zur ersten.",
        why_en="A reference must know where it leads. Until then the second place gets a number at its end, and "
        "references lead to the first.",
    ),
    "x-003": Code(
        "error",
        de="Verweis ins Leere: `{name}`",
        en="cross-reference to `{name}`, which does not exist",
        cure_de="prüfe die Schreibweise der Kennung oder ergänze sie am Ziel",
        cure_en="check the spelling of the id, or write it at the target",
        why_de="An der Stelle steht im Entwurf „Verweis fehlt“; eine Ausgabe wird so nicht geschnitten.",
        why_en="A draft shows a mark in its place; an edition is not cut like this.",
    ),
    "x-004": Code(
        "error",
        de="die eingebundene Datei `{name}` gibt es nicht",
        en="the included file `{name}` does not exist",
        cure_de="prüfe den Pfad und ob die Datei in book.yaml steht",
        cure_en="check the path, and that book.yaml names the file",
        why_de="Eingebunden werden kann nur, was zum Manuskript gehört: Dateien, die book.yaml nennt.",
        why_en="Only what belongs to the manuscript can be included: files that book.yaml names.",
    ),
    "x-006": Code(
        "warning",
        de="`{name}` gibt es nur in {formats}; der Verweis führt in den anderen Formaten ins Leere",
        en="`{name}` is in {formats} only; elsewhere the reference leads nowhere",
        cure_de="setze auch den Verweis in ein `nur` mit demselben Format, oder nenne eine Stelle, die überall steht",
        cure_en="limit the reference to the same format, or refer to a place that every format has",
        why_de="Was nur für ein Format gedacht ist, fehlt in den anderen, und mit ihm das Ziel.",
        why_en="What is meant for one format is missing from the others, and so is the target.",
    ),
    "x-005": Code(
        "warning",
        de="`{name}` ist schon in {first} eingebunden; hier steht nur ein Verweis",
        en="`{name}` is already included in {first}; here stands a reference only",
        cure_de="schreibe hier einen Verweis: `[]({name})`",
        cure_en="write a reference here: `[]({name})`",
        why_de="Jede Liste hat genau einen Ort; zweimal gedruckt hätten ihre Punkte zweimal dieselbe Kennung.",
        why_en="Every list has exactly one place. Printed twice, its items would share their ids.",
    ),
}
