"""Codes m: what the program has for the language of a book, and what not. Numbers are never used again."""

from .code import Code

ROWS: dict[str, Code] = {
    "m-080": Code(
        "warning",
        "für die Sprache `{language}` gibt es keine Wörter; im Buch stehen englische",
        "there are no words for the language `{language}`; the book has English ones",
        "lege `templates/labels/{language}.yaml` an, mit den Wörtern aus `en.yaml`",
        "make `templates/labels/{language}.yaml`, with the words of `en.yaml`",
        "„Kapitel“, „Inhalt“ und „Impressum“ setzt das Programm; sie gehören in die Sprache des Buchs.",
        "The program puts in “Chapter”, “Contents” and “Imprint”; they belong in the language of the book.",
    ),
    "m-110": Code(
        "note",
        "`templates/labels/{language}.yaml` fehlen Wörter: {count}; im Buch stehen englische für {names}",
        "`templates/labels/{language}.yaml` lacks words: {count}; the book has English ones for {names}",
        "ergänze sie; `en.yaml` des Programms hat alle",
        "add them; the program's `en.yaml` has all",
        "Ein fremdes Wort im Buch wird auch falsch vorgelesen, denn es gilt als Wort der Sprache des Buchs.",
        "A foreign word in the book is also read aloud wrongly, for it counts as a word of the book's language.",
    ),
    "m-111": Code(
        "note",
        "für die Sprache `{language}` gibt es keine Trennmuster; im PDF wird kein Wort getrennt",
        "there are no hyphenation patterns for the language `{language}`; in the PDF no word is parted",
        "nenne Trennstellen langer Wörter in book.yaml unter `hyphenation`",
        "name where long words may be parted, in book.yaml under `hyphenation`",
        "Zeilen laufen dann ungleich lang aus, lange Wörter können zu breit sein.",
        "Lines then end unevenly, and long words may be too wide.",
    ),
    "m-112": Code(
        "note",
        "für die Sprache `{language}` kennt die Suche keine Wortformen",
        "for the language `{language}` the search knows no forms of words",
        "trag im Glossar Formen, die Lesende eingeben, als `synonyms` ein",
        "enter forms that readers will type as `synonyms` in the glossary",
        "Wer ein Wort in einer anderen Form eingibt, findet nur, was denselben Anfang hat.",
        "Who types a word in another form finds only what begins in the same way.",
    ),
    "m-113": Code(
        "error",
        "die Sprache `{language}` läuft von rechts nach links; das kann das Programm noch nicht setzen",
        "the language `{language}` runs from right to left; the program cannot set that yet",
        "setze einzelne Stellen mit `{{lang={language} dir=rtl}}` in ein Buch einer anderen Sprache",
        "set single passages with `{{lang={language} dir=rtl}}` in a book of another language",
        "Richtung, Ausrichtung, Ränder, Zahlen und Knöpfe wären falsch herum; nur ein Entwurf entsteht.",
        "Direction, alignment, margins, numbers and buttons would be the wrong way round; only a draft is made.",
    ),
}
