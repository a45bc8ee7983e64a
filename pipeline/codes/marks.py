"""Codes s-110 to s-149, s-38x, s-400: signs of markup that stand in the text. Numbers are never used again."""

from .code import Code

_WHY_DE = "Beim Lesen wurde daraus nichts, also ist es in jedem Format gedruckt. Ist es so gemeint, setze `\\` davor."
_WHY_EN = "Reading made nothing of it, so every format shows it. If it is meant, put `\\` before it."
_TOOLS_DE = "Jedes Werkzeug hat seine eigene Schreibweise; diese hier liest die Pipeline nicht."
_TOOLS_EN = "Every tool has a notation of its own; this one is not read here."

# Code: message and cure in German, message and cure in English.
_LEFT_OVER = {
    "s-111": (
        "„{mark}“ macht hier keine Überschrift",
        "lass davor eine Zeile leer und schreibe `{write}`, am Zeilenanfang und mit einem Leerzeichen hinter dem `#`",
        "`{mark}` makes no heading here",
        "leave a line blank before it and write `{write}`, at the line's start and with a space after the `#`",
    ),
    "s-112": (
        "„{mark}“ macht hier keinen Listenpunkt",
        "lass vor der Liste eine Zeile leer und schreibe `{write}`",
        "`{mark}` makes no list item here",
        "leave a line blank before the list and write `{write}`",
    ),
    "s-113": ("„{mark}“ macht kein Kästchen", "schreibe `{write}`", "`{mark}` makes no check box", "write `{write}`"),
    "s-114": (
        "die Angabe `{mark}` wirkt nicht und steht im Buch",
        "schreibe `{write}`, im Satz ohne Leerzeichen gleich hinter `]`",
        "`{mark}` has no effect and is printed",
        "write `{write}`, in a sentence right after the `]`",
    ),
    "s-115": ("`{mark}` ist kein Link", "schreibe `{write}`", "`{mark}` is no link", "write `{write}`"),
    "s-116": ("`{mark}` ist kein Beleg", "schreibe `{write}`", "`{mark}` is no citation", "write `{write}`"),
    "s-117": (
        "`{mark}` wird als `{write}` gelesen",
        "trenne Quellen mit einem Semikolon: `{write}`",
        "`{mark}` is read as `{write}`",
        "part sources by a semicolon: `{write}`",
    ),
    "s-118": (
        "`{mark}` ist keine Fußnote",
        "schreibe `{write}`, und den Text der Fußnote in eine eigene Zeile: `{write}: …`",
        "`{mark}` is no footnote",
        "write `{write}`, and the note's text in a line of its own: `{write}: …`",
    ),
    "s-119": (
        "`{mark}` öffnet oder schließt hier keinen Kasten",
        "schreibe `{write}` am Anfang einer eigenen Zeile, und `:::` ans Ende des Kastens",
        "`{mark}` opens or closes no box here",
        "write `{write}` at the start of a line of its own, and `:::` where the box ends",
    ),
    "s-120": (
        "diese Zeile mit `|` ist in keiner Tabelle",
        "lass vor der Tabelle eine Zeile leer, in ihr keine, und schreibe unter die Kopfzeile `{write}`",
        "this line with `|` is in no table",
        "leave a line blank before the table and none inside, and write `{write}` below its first row",
    ),
    "s-384": (
        "die Zellen in dieser Zeile werden keine Tabelle",
        "schreibe `|` zwischen die Spalten und darunter eine Zeile mit Strichen: `{write}`, dann `|---|---|`",
        "the cells in this line make no table",
        "write `|` between the columns and a line of dashes below the head: `{write}`, then `|---|---|`",
    ),
    "s-386": (
        "diese Zeilen stehen im Buch hintereinander in einer: „{mark}“ und was danach kommt",
        "schreibe `- ` davor für eine Liste, oder zwei Leerzeichen ans Ende jeder Zeile, die umbrechen soll",
        "these lines follow each other in one line of the book: `{mark}` and what comes below",
        "write `- ` before each for a list, or two blanks at the end of every line that is to break",
    ),
    "s-121": (
        "„{mark}“ hebt nichts hervor und steht so im Buch",
        "setze es vor und hinter die Wörter, ohne Leerzeichen dazwischen, in einem Absatz: `**so**`",
        "`{mark}` makes no emphasis and is printed",
        "put it before and after the words, without a space between, in one paragraph: `**so**`",
    ),
    "s-122": (
        "„{mark}“ wird nicht so gelesen, wie es wohl gemeint ist",
        "schreibe `{write}`",
        "`{mark}` is not read as it was probably meant",
        "write `{write}`",
    ),
    "s-123": (
        "`{mark}` gehört zu keinem Änderungsvorschlag",
        "schreibe Vorschläge in einem Absatz und ganz: `{{++neu++}}`, `{{--weg--}}`, `{{~~alt~>neu~~}}`",
        "`{mark}` belongs to no suggestion",
        "write suggestions in one paragraph and whole: `{{++new++}}`, `{{--gone--}}`, `{{~~old~>new~~}}`",
    ),
    "s-124": (
        "dieser Kommentar wird nicht geschlossen und steht im Buch",
        "schreibe `-->` dahinter",
        "this comment is not closed and is printed",
        "write `-->` after it",
    ),
    "s-400": (
        "„{mark}“ ist kein Kommentar und steht im Buch",
        "schreibe `{write}`",
        "`{mark}` is no comment and is printed",
        "write `{write}`",
    ),
    "s-125": (
        "Striche oder Punkte zum Ausfüllen sind kein Feld",
        "schreibe `[Name]{{.feld}}` oder im Satz `[Name]{{.lücke}}`: das lässt sich auch am Bildschirm ausfüllen",
        "a line of underscores or dots is no field",
        "write `[Name]{{.field}}`, or `[Name]{{.gap}}` in a sentence: that can be filled in on a screen, too",
    ),
    "s-387": (
        "„{mark}“ ist nichts zum Ankreuzen",
        "schreibe `{write}`, mit der Frage in den eckigen Klammern: das lässt sich auch am Bildschirm ausfüllen",
        "`{mark}` is nothing to tick",
        "write `{write}`, with the question in the brackets: that can be filled in on a screen, too",
    ),
    "s-126": (
        "die Kennung in „{mark}“ wirkt nicht und steht im Buch",
        "schreibe als Unterschrift einer Tabelle `{write}`, mit einer leeren Zeile davor; Absätze haben keine Kennung",
        "the id in `{mark}` has no effect and is printed",
        "write `{write}` as a table's caption, with a blank line before it; paragraphs have no id",
    ),
}
_FOREIGN = {
    "s-130": (
        "`{mark}` macht hier keinen Kasten",
        "schreibe `{write}` in die Zeile davor und `:::` darunter",
        "`{mark}` makes no box here",
        "write `{write}` in the line before and `:::` below",
    ),
    "s-131": (
        "`{mark}` macht kein Inhaltsverzeichnis",
        "lösche die Zeile: das Inhaltsverzeichnis entsteht von selbst",
        "`{mark}` makes no table of contents",
        "delete the line: the contents are made by themselves",
    ),
    "s-132": ("`{mark}` ist hier kein Verweis", "schreibe `{write}`", "`{mark}` is no link here", "write `{write}`"),
    "s-133": (
        "`{mark}` gehört zu rohem HTML oder TeX, das nicht gelesen wird",
        "lösche es und schreibe den Text in Markdown",
        "`{mark}` belongs to raw HTML or TeX, which is not read",
        "delete it and write the text in Markdown",
    ),
    "s-134": (
        "`{mark}` wird nicht ausgeführt und steht im Buch",
        "lösche es; eine Datei kommt über book.yaml ins Buch, eine Checkliste mit `::: {{.checkliste datei=…}}`",
        "`{mark}` is not carried out and is printed",
        "delete it; book.yaml takes files into the book, `::: {{.checklist file=…}}` a checklist",
    ),
    "s-135": (
        "der TeX-Befehl `{mark}` wird nicht gelesen",
        "lösche ihn; Seitenwechsel und Abstände macht die Pipeline",
        "the TeX command `{mark}` is not read",
        "delete it; page breaks and spaces are made by the pipeline",
    ),
    "s-139": (
        "der TeX-Befehl `{mark}` wird nicht gelesen",
        "schreibe `{write}`",
        "the TeX command `{mark}` is not read",
        "write `{write}`",
    ),
    "s-136": (
        "`{mark}` wird hier nicht gelesen",
        "schreibe einen Verweis als `[](#kennung)` und eine Kennung als `{{#kennung}}`",
        "`{mark}` is not read here",
        "write a reference as `[](#id)` and an id as `{{#id}}`",
    ),
    "s-137": (
        "`{mark}` ist hier kein Kommentar",
        "schreibe `{write}`",
        "`{mark}` is no comment here",
        "write `{write}`",
    ),
    "s-381": (
        "`{mark}` erklärt keine Abkürzung und steht im Buch",
        "schreibe die Abkürzung als Begriff in glossary.yaml, und lösche die Zeile",
        "`{mark}` explains no abbreviation and is printed",
        "write the abbreviation as a term into glossary.yaml, and delete the line",
    ),
    "s-404": (
        "„{mark}“ kam wohl beim Kopieren aus einem anderen Programm mit",
        "lösche es, oder schreibe hin, was dort stehen soll",
        "`{mark}` probably came along when the text was copied out of another program",
        "delete it, or write what belongs there",
    ),
    "s-138": (
        "`{mark}` wird kein Bildzeichen",
        "schreibe das Zeichen selbst oder lösche es",
        "`{mark}` becomes no emoji",
        "write the character itself or delete it",
    ),
}


def _code(texts: tuple[str, str, str, str], why_de: str, why_en: str) -> Code:
    de, cure_de, en, cure_en = texts
    return Code("warning", de=de, cure_de=cure_de, en=en, cure_en=cure_en, why_de=why_de, why_en=why_en)


ROWS: dict[str, Code] = {
    "s-110": Code(
        "error",
        de="hier haben zwei dieselbe Stelle geändert, und niemand hat entschieden",
        en="two people changed this place, and nobody has decided",
        cure_de="behalte einen Wortlaut oder beide und lösche die Zeilen mit `<<<<<<<`, `=======` und `>>>>>>>`",
        cure_en="keep one wording or both and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`",
        why_de="Git schreibt diese Marken, wenn es zwei Fassungen nicht von selbst vereinen kann.",
        why_en="Git writes these marks where it cannot join two versions by itself.",
    ),
    "s-141": Code(
        "note",
        de="hier steht noch der Text der Vorlage",
        en="this is still the template's text",
        cure_de="schreibe deinen eigenen, oder lösche ihn",
        cure_en="write your own, or delete it",
        why_de="Was `new` in eine Datei schreibt, zeigt nur, wie sie aussehen kann; gedruckt würde es trotzdem.",
        why_en="What `new` writes into a file shows what it may look like; it would be printed all the same.",
    ),
    "s-140": Code(
        "note",
        de="„{written}“ wird als Kasten gelesen: `{read}`",
        en="`{written}` is read as a box: `{read}`",
        cure_de="schreibe `{read}` und `:::` ans Ende",
        cure_en="write `{read}`, and `:::` at the end",
        why_de="So schreibt es ein anderes Werkzeug; hier hat jeder Kasten einen Namen zwischen `:::`.",
        why_en="Another tool writes it so; here every box has a name between `:::`.",
    ),
    **{code: _code(texts, _WHY_DE, _WHY_EN) for code, texts in _LEFT_OVER.items()},
    **{code: _code(texts, _TOOLS_DE, _TOOLS_EN) for code, texts in _FOREIGN.items()},
}
