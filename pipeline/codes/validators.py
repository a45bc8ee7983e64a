"""Codes v: validators and tools. Numbers are never used again."""

from .code import Code

ROWS: dict[str, Code] = {
    "v-001": Code(
        "error",
        de="{tool} ({rule}): {message} [{place}]",
        en="{tool} ({rule}): {message} [{place}]",
        cure_de="prüfe die Stelle im Text; steht dort nichts Ungewöhnliches, ist es ein Fehler der Pipeline: melde ihn",
        cure_en="look at the place in the text; if nothing is unusual there, report it as a bug of the pipeline",
        why_de="Eine Ausgabe mit diesem Fehler kann von Läden, Bibliotheken oder Vorleseprogrammen abgewiesen werden.",
        why_en="Shops, libraries or assistive technology may refuse an edition with this error.",
    ),
    "v-002": Code(
        "warning",
        de="{tool} ({rule}): {message} [{place}]",
        en="{tool} ({rule}): {message} [{place}]",
        cure_de="prüfe die Stelle im Text; steht dort nichts Ungewöhnliches, melde es als Fehler der Pipeline",
        cure_en="look at the place in the text; if nothing is unusual there, report it as a bug of the pipeline",
        why_de="Die Datei ist gültig, macht aber manchen Leseprogrammen Mühe.",
        why_en="The file is valid, but some reading systems have trouble with it.",
    ),
    "v-003": Code(
        "note",
        de="{tool} ist nicht eingerichtet, dieses Format ist also nicht geprüft (es fehlt: {modules})",
        en="{tool} is not installed, so this format is not checked (missing: {modules})",
        cure_de="`./workbook test --quick` richtet alle Prüfprogramme ein",
        cure_en="`./workbook test --quick` installs all validators",
        why_de="Die Prüfprogramme sind groß und werden nur für `check --strict` und die Tests gebraucht.",
        why_en="The validators are big and only needed for `check --strict` and the tests.",
    ),
    "v-004": Code(
        "warning",
        de="{tool} ist gescheitert: {problem}",
        en="{tool} failed: {problem}",
        cure_de="versuche es noch einmal; bleibt es so, melde es",
        cure_en="try again; if it stays so, report it",
        why_de="Ohne seinen Bericht weiß niemand, ob die Datei in Ordnung ist.",
        why_en="Without its report nobody knows whether the file is good.",
    ),
    "v-020": Code(
        "error",
        de="dieses WeasyPrint ist nicht das, wofür das Programm geschrieben ist ({ways}): Das PDF ist ein Entwurf ohne"
        " Tags, Formularfelder und Konformität",
        en="this WeasyPrint is not the one that the program was written for ({ways}): the PDF is a draft without tags,"
        " form fields or claims of conformance",
        cure_de="richte die Bibliotheken aus `requirements.lock` ein oder nimm ein neueres Programm",
        cure_en="install the libraries of `requirements.lock`, or take a newer program",
        why_de="Was ein Buch zugänglich macht, ersetzt innere Funktionen von WeasyPrint; passen sie nicht mehr, wird"
        " ohne sie gesetzt. Eine Ausgabe wird so nicht gezogen.",
        why_en="What makes a book accessible replaces inner functions of WeasyPrint; where they do not fit any more,"
        " the book is set without. No edition is cut like that.",
    ),
}
