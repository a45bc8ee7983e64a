"""Codes f: files and front matter. Numbers are never used again."""

from pipeline.codes.code import Code

ROWS: dict[str, Code] = {
    "f-001": Code(
        "error",
        "der Kopf der Datei hat kein Ende",
        "the head of the file has no end",
        "schreibe unter den Kopf eine Zeile, in der nur `---` steht",
        "write a line with nothing but `---` below the head",
        "Der Kopf steht zwischen zwei Zeilen `---`. Fehlt die zweite, ist nicht klar, wo der Text beginnt.",
        "The head stands between two lines `---`. Without the second nobody knows where the text begins.",
    ),
    "f-002": Code(
        "error",
        "der Kopf der Datei besteht nicht aus Zeilen `name: wert`",
        "the head of the file does not consist of lines `name: value`",
        "schreibe `name: wert`, oder setze eine Leerzeile vor `---`, wenn es eine Trennlinie sein soll",
        "write `name: value`, or put an empty line before `---` if it is meant as a rule",
        "Steht `---` in der ersten Zeile, gilt das Folgende bis zum nächsten `---` als Kopf.",
        "When `---` is the first line, everything up to the next `---` is taken for the head.",
    ),
}
