"""Codes f-160 to f-179, x-080 to x-099, s-200 to s-209: what came from other programs. Numbers are never used again."""

from .code import Code

_NEVER_DE = "Was von außen kommt, wird gelesen und nie ausgeführt, und nichts wird dafür aus dem Netz geholt."
_NEVER_EN = "What comes from outside is read and never run, and nothing is fetched for it."
_KEPT_DE = "Der Text ist da; nur die Form, die das andere Programm ihm gab, hat hier kein Gegenstück."
_KEPT_EN = "The text is there; only the form that the other program gave it has no like here."

# Code: severity, message and cure in German, message and cure in English, why.
_ROWS: dict[str, tuple[str, ...]] = {
    "f-160": (
        "error",
        "diese Datei lässt sich nicht lesen: {problem}",
        "öffne sie in dem Programm, aus dem sie kommt, und speichere sie neu",
        "this file cannot be read: {problem}",
        "open it in the program that it comes from, and save it anew",
    ),
    "f-161": (
        "error",
        "was in `{path}` liegt, kann niemand hier lesen",
        "speichere es als DOCX, ODT, HTML, EPUB oder Markdown, oder als ZIP oder Ordner davon",
        "nothing in `{path}` can be read here",
        "save it as DOCX, ODT, HTML, EPUB or Markdown, or as a ZIP or folder of these",
    ),
    "f-162": (
        "error",
        "ausgepackt hätte dieses Archiv {count} Dateien und {size}; so groß ist kein Text",
        "lass Filme und große Bilder weg; von Fremden nimm es gar nicht an",
        "unpacked, this archive has {count} files and {size}; no text is as large",
        "leave out films and large pictures; from strangers do not take it at all",
        _NEVER_DE,
        _NEVER_EN,
    ),
    "f-163": (
        "error",
        "in diesem Archiv führt ein Name hinaus: `{path}`",
        "nimm es nicht an, oder pack es neu",
        "a name in this archive leads out of it: `{path}`",
        "do not take it, or pack it anew",
        _NEVER_DE,
        _NEVER_EN,
    ),
    "f-164": (
        "warning",
        "`{name}` ist ein Programm oder ein eingebettetes Dokument und bleibt draußen",
        "füge ein, was davon im Buch stehen soll, etwa als Bild",
        "`{name}` is a program or an embedded document and stays outside",
        "put in what of it the book needs, as a picture say",
        _NEVER_DE,
        _NEVER_EN,
    ),
    "f-165": (
        "warning",
        "dieses Dokument holt beim Öffnen etwas von `{name}`; es wurde nicht geholt",
        "bette das Bild in das Dokument ein, wenn es gebraucht wird",
        "this document fetches something from `{name}` when it is opened; it was not fetched",
        "embed the picture in the document, if it is needed",
        _NEVER_DE,
        _NEVER_EN,
    ),
    "f-166": (
        "error",
        "dieses Dokument erklärt XML-Entitäten; so etwas wird nicht gelesen",
        "öffne es in dem Programm, aus dem es kommt, und speichere es neu; von Fremden nimm es nicht an",
        "this document declares XML entities, which are not read",
        "open it in the program that it comes from, and save it anew; from strangers do not take it",
        _NEVER_DE,
        _NEVER_EN,
    ),
    "f-167": (
        "note",
        "aus dem Kopf der Datei blieb weg: {name}",
        "trag nach, was davon ins Buch gehört",
        "of the head of the file was left out: {name}",
        "enter what of it belongs into the book",
    ),
    "f-168": (
        "note",
        "die Formatvorlage „{name}“ gibt es hier nicht ({count}-mal); der Text steht ohne sie da",
        "setze einen Baustein, wo einer gemeint war",
        "there is no style `{name}` here ({count} times); the text stands without it",
        "put an element where one was meant",
        _KEPT_DE,
        _KEPT_EN,
    ),
    "f-169": (
        "warning",
        "das Bild `{name}` liegt der Vorlage nicht bei",
        "lege es in chapters/images, und schreib `![Titel](images/…)` an seine Stelle",
        "the picture `{name}` does not come with the source",
        "put it into chapters/images, and write `![title](images/…)` in its place",
    ),
    "f-170": (
        "warning",
        "das Bild `{name}` hat ein Format, das kein Buch zeigt",
        "speichere es als PNG, JPG oder SVG, und setze es ein",
        "the picture `{name}` is of a kind that no book can show",
        "save it as PNG, JPG or SVG, and put it in",
    ),
    "f-171": (
        "note",
        "Kopf- und Fußzeilen blieben weg: „{name}“",
        "nichts zu tun, wenn darin nur Titel und Seitenzahlen stehen",
        "heads and feet of pages were left out: `{name}`",
        "nothing is to be done, if they hold titles and page numbers only",
        "Kolumnentitel und Seitenzahlen macht das Buch selbst.",
        "The book makes running heads and folios itself.",
    ),
    "f-172": (
        "note",
        "die Überschrift „{name}“ steht eine andere Ebene hoch als in der Vorlage",
        "sieh nach, ob sie richtig steht",
        "the heading `{name}` has another level than in the source",
        "see whether it is right",
        "Überschriften springen hier nicht und haben höchstens vier Ebenen.",
        "Headings do not jump here and have four levels at most.",
    ),
    "f-173": (
        "note",
        "in der Tabelle „{name}…“ waren Zellen verbunden; ihr Text steht in der ersten, die anderen sind leer",
        "fülle die leeren Zellen, oder teile die Tabelle",
        "cells of the table `{name}…` were merged; their text stands in the first, the others are empty",
        "fill the empty cells, or part the table",
    ),
    "f-174": (
        "note",
        "`{path}` gibt es schon; das Neue heißt `{other}`",
        "lösche eines von beiden, wenn es dasselbe ist",
        "there is a `{path}` already; what is new is called `{other}`",
        "delete one of the two, if they are the same",
        "Import überschreibt nichts.",
        "Nothing is ever written over by import.",
    ),
    "f-175": (
        "warning",
        "`{path}` steht in keinem Inhaltsverzeichnis der Vorlage und blieb draußen",
        "importiere die Datei für sich, wenn sie ins Buch gehört",
        "`{path}` stands in no table of contents of the source and was left out",
        "import the file alone, if it belongs into the book",
    ),
    "f-176": (
        "warning",
        "das Bild `{name}` liegt im Netz und wurde nicht geholt",
        "lade es herunter, sieh nach, ob ihr es verwenden dürft, und setze es ein",
        "the picture `{name}` lies in the web and was not fetched",
        "download it, see whether you may use it, and put it in",
        _NEVER_DE,
        _NEVER_EN,
    ),
    "f-177": (
        "warning",
        "`{path}` ließ sich nicht in book.yaml eintragen",
        "trag es von Hand ein: unter `chapters:` eine Zeile je Datei",
        "`{path}` could not be entered in book.yaml",
        "enter it by hand: below `chapters:`, a line for each file",
    ),
    "f-178": (
        "warning",
        "der Link zu `{name}` führt aus dem Buch hinaus oder ins Leere; sein Text blieb",
        "setze einen Verweis `[](#…)`, wo einer gemeint war",
        "the link to `{name}` leads out of the book or nowhere; its text was kept",
        "put a reference `[](#…)` where one was meant",
    ),
    "f-179": (
        "warning",
        "die Anweisung `{name}` versteht nur das andere Werkzeug; sie blieb weg",
        "schreib, was dastehen soll, mit den Bausteinen",
        "the directive `{name}` is understood by the other tool only; it was left out",
        "write what should stand there with the elements",
    ),
    "x-080": (
        "warning",
        "{count} Wörter der Vorlage stehen nicht im Buch: {words}",
        "suche sie in der Vorlage und trag sie nach",
        "{count} words of the source are not in the book: {words}",
        "look for them in the source, and enter them",
        "Gezählt wird die Vorlage selbst, Wort für Wort, nicht, was beim Lesen daraus wurde.",
        "What is counted is the source itself, word by word, not what was made of it.",
    ),
}

ROWS: dict[str, Code] = {
    code: Code(severity, de, en, cure_de, cure_en, *(why or ("", "")))  # type: ignore[arg-type]
    for code, (severity, de, cure_de, en, cure_en, *why) in _ROWS.items()
}
