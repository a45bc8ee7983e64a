"""German for what the command line says of itself, and for what argparse says."""

from __future__ import annotations

from collections.abc import Callable
from re import Match

Words = str | Callable[[Match[str]], str]


def _choice(match: Match[str]) -> str:
    return f"{match[2]} gibt es nicht als {match[1]}; es gibt {match[3]}".replace("'", "")


MEANT = {"de": "; meintest du {}?", "en": "; did you mean {}?"}
HEADINGS: tuple[tuple[str, Words], ...] = (
    (r"^usage: ", "Aufruf: "),
    (r"^positional arguments:$", "Angaben:"),
    (r"^options:$", "Schalter:"),
    (r"show this help message and exit", "diese Hilfe zeigen"),
)
COMPLAINTS: tuple[tuple[str, Words], ...] = (
    (
        r"^argument (\S+?): invalid choice: '?([^']*)'? \(choose from (.*)\)$",
        _choice,
    ),
    (r"^unrecognized arguments: (.*)$", r"das gehört nicht zu diesem Befehl: \1"),
    (r"^the following arguments are required: (.*)$", r"es fehlt: \1"),
    (r"^ambiguous option: (\S+) could match (.*)$", r"\1 kann mehreres heißen: \2"),
    (r"^argument ([^:]+): expected one argument$", r"\1 braucht eine Angabe"),
    (r"^argument ([^:]+): expected at least one argument$", r"\1 braucht wenigstens eine Angabe"),
    (r"^argument ([^:]+): ignored explicit argument (.*)$", r"\1 nimmt keine Angabe: \2"),
    (r"(\S+) is no whole number from 1 to (\d+), two for each processor here$",
     r"\1 ist keine ganze Zahl von 1 bis \2, zwei für jeden Prozessor hier"),
    (r"(\S+) is no port; a port is a number from 0 to 65535$",
     r"\1 ist kein Port; ein Port ist eine Zahl von 0 bis 65535"),
    (r"a title has words and no control characters$", "ein Titel hat Wörter und keine Steuerzeichen"),
    (r"(\S+) cannot be allowed, only (.*)$", r"\1 lässt sich nicht erlauben, nur \2"),
    (r"^argument ([^:]+): ", r"\1: "),
)  # fmt: skip

GERMAN = {
    "Make a workbook from Markdown.": "Aus Markdown ein Workbook machen.",
    "commands": "Befehle",
    "what": "was",
    "the book's folder (default: this one)": "der Ordner des Buchs (sonst: dieser hier)",
    "how messages are written": "wie Meldungen geschrieben werden",
    "language of the messages (default: the book's)": "Sprache der Meldungen (sonst: die des Buchs)",
    "errors and warnings only: no notes, no progress": "nur Fehler und Warnungen: keine Hinweise, kein Fortschritt",
    "name this program and its version": "dieses Programm und seine Version nennen",
    "Build the book.": "Das Buch bauen.",
    "Say what is wrong and left to do, also on sheets that must keep to a page; with --strict run validators too.": (
        "Sagen, was nicht stimmt und was zu tun bleibt, auch ob Blätter auf ihre Seite passen; mit --strict laufen "
        "auch die Prüfprogramme."
    ),
    "Count what is in the book, measure how it reads, and say how far each text is.": (
        "Zählen, was im Buch ist, messen, wie es sich liest, und sagen, wie weit jeder Text ist."
    ),
    "Say which version of this program the book asks for, fetch it, or tell what is other since a version.": (
        "Sagen, welche Version dieses Programms das Buch braucht, sie holen, oder sagen, was seit einer anders ist."
    ),
    "a folder of wheels in the book, or an index: the book gets a launcher that fetches the program there": (
        "ein Ordner mit Wheels im Buch oder ein Index: das Buch bekommt einen Starter, der das Programm von dort holt"
    ),
    "fetch: take the version that book.yaml asks for; notes: what to look at after a version (default: show)": (
        "fetch: die Version holen, die book.yaml verlangt; notes: worauf nach einer Version zu achten ist (sonst: show)"
    ),
    "for notes: the version before": "zu notes: die Version davor",
    "also ask whether addresses on the web answer": "auch fragen, ob Adressen im Web antworten",
    "html: how far each text is": "html: wie weit jeder Text ist, als Seite",
    "Print the entry of a code.": "Eine Meldung erklären.",
    "Show the book in the browser and rebuild it at every change.": (
        "Das Buch im Browser zeigen und bei jeder Änderung neu bauen."
    ),
    "Make a chapter, checklist or worksheet, or all that an outline names, and enter them in book.yaml.": (
        "Ein Kapitel (chapter), eine Checkliste (checklist), ein Arbeitsblatt (worksheet) oder alles, was in "
        "einer Gliederung steht, anlegen und in book.yaml eintragen."
    ),
    "Show what changed in the original since it was translated, mark texts as translated, or exchange a PO file.": (
        "Zeigen, was sich im Original seit der Übersetzung geändert hat (show), Texte als übersetzt merken (mark) oder "
        "eine PO-Datei austauschen (export, import)."
    ),
    "default: show": "ohne Angabe: show",
    "only these files of the original; for export and import: a PO file": (
        "nur diese Dateien des Originals; bei export und import: eine PO-Datei"
    ),
    "Begin a book of your own in a new folder.": "Ein eigenes Buch in einem neuen Ordner beginnen.",
    "a folder that is not there yet, or empty": "ein Ordner, den es noch nicht gibt oder der leer ist",
    "the book's language: de, en, fr, cs, pl, hsb …": "die Sprache des Buchs: de, en, fr, cs, pl, hsb …",
    "the book's title": "der Titel des Buchs",
    "who writes": "wer schreibt",
    "who publishes it": "wer es herausgibt",
    "licence or rights, in one line": "Lizenz oder Rechte, in einer Zeile",
    "Cut, list, verify, compare and correct editions.": (
        "Ausgaben schneiden, auflisten, nachprüfen, vergleichen und berichtigen."
    ),
    "Show what became of the book since a commit: words, pages, messages, and the pages as pictures.": (
        "Zeigen, was seit einem Commit aus dem Buch wurde: Wörter, Seiten, Meldungen, und die Seiten als Bilder."
    ),
    "a commit, branch or tag (default: HEAD)": "ein Commit, Zweig oder Tag (sonst: HEAD)",
    "output folder (default: build/changes/)": "Ordner dafür (sonst: build/changes/)",
    "Say as JSON which variants there are to build in which formats.": (
        "Als JSON sagen, welche Varianten in welchen Formaten zu bauen sind."
    ),
    "Print the draft to be corrected by hand: line numbers, wide margins, no fields; the book, or some chapters.": (
        "Druckt den Entwurf zum Korrigieren von Hand: Zeilennummern, breite Ränder, ohne Felder; Buch oder Kapitel."
    ),
    "only these chapters and sheets, by id or file": "nur diese Kapitel und Blätter, nach Kennung oder Datei",
    "those that this person cares for (owner)": "die, um die sich diese Person kümmert (owner)",
    "the PDF (default: build/NAME-proof.pdf)": "das PDF (sonst: build/NAME-proof.pdf)",
    "Print single sheets: checklists, worksheets, methods, the shortcuts as cards or as a poster.": (
        "Einzelne Blätter drucken: Checklisten, Arbeitsblätter, Methoden, die Shortcuts als Karten oder Poster."
    ),
    "Take answers out of a filled-in PDF (read), or put a file of answers into one (fill).": (
        "Antworten aus einem ausgefüllten PDF holen (read) oder eine Datei mit Antworten hineinschreiben (fill)."
    ),
    "Write what a shell needs to complete commands and options: source <(./workbook completion bash).": (
        "Schreiben, womit eine Shell Befehle und Schalter ergänzt: source <(./workbook completion bash)."
    ),
    "Take texts of other programs into the book: DOCX, ODT, HTML, EPUB, Markdown, folders and ZIP files of them.": (
        "Texte anderer Programme ins Buch holen: DOCX, ODT, HTML, EPUB, Markdown, Ordner und ZIP-Dateien davon."
    ),
    "Write chapters for other programs: docx for review in Word, md, jats, tei, json.": (
        "Kapitel für andere Programme schreiben: docx zum Gegenlesen in Word, md, jats, tei, json."
    ),
    "chapters and sheets, by id or path": "Kapitel und Blätter, mit Kennung oder Pfad",
    "default: docx": "sonst: docx",
    "output folder (default: build/export/)": "Ordner für das Ergebnis (sonst: build/export/)",
    "files, ZIP files or folders": "Dateien, ZIP-Dateien oder Ordner",
    "Write one sentence a line, and tables and lists tidily; nothing that is made of a text changes.": (
        "Jeden Satz in eine Zeile schreiben, Tabellen und Listen ordentlich; was daraus wird, ändert sich nicht."
    ),
    "Let git merge texts by sentence and item, and tell of large pictures (install), or as before (remove).": (
        "Git nach Sätzen und Punkten zusammenführen lassen und große Bilder nennen (install), oder wie vorher (remove)."
    ),
    "only these files or folders": "nur diese Dateien oder Ordner",
    "only name the files that have another form": "nur die Dateien nennen, die eine andere Form haben",
    "run and staged are what git calls": "run und staged ruft Git auf",
    "for run: %%O %%A %%B %%P": "für run: %%O %%A %%B %%P",
    "pdf, epub, html, handouts, print, cover, with commas": "pdf, epub, html, handouts, print, cover, mit Kommas",
    "another reading of the book": "eine andere Lesart des Buchs",
    "an edition: nothing is written while there is a problem": (
        "eine Ausgabe: nichts wird geschrieben, solange etwas nicht stimmt"
    ),
    "output folder (default: build/)": "Ordner für das Ergebnis (sonst: build/)",
    "processes at once (default: by itself)": "Prozesse nebeneinander (sonst: von selbst)",
    "use nothing that earlier builds kept": "nichts verwenden, was frühere Läufe behalten haben",
    "say what was built anew, and how long it took": "sagen, was neu gebaut wurde und wie lange es dauerte",
    "only what concerns these files or folders": "nur, was diese Dateien oder Ordner betrifft",
    "as for an edition: build in memory, run validators": (
        "wie für eine Ausgabe: im Speicher bauen, Prüfprogramme laufen lassen"
    ),
    "also tell what leaves nothing to do": "auch sagen, was in Ordnung ist",
    "write what is beyond doubt into the files": "in die Dateien schreiben, was außer Zweifel steht",
    "e.g. x-003": "z. B. x-003",
    "default: 8000": "sonst: 8000",
    "let other devices in this network see it": "auch andere Geräte in diesem Netz dürfen es sehen",
    "Let many write the book at once in the browser; `board` says how far it is, `credits` who may be named.": (
        "Viele zugleich im Browser am Buch schreiben lassen; `board` sagt, wie weit es ist, `credits`, wer genannt "
        "werden darf."
    ),
    "default: room": "sonst: room",
    "let others in this network write, with the link": "andere in diesem Netz dürfen schreiben, mit dem Link",
    "with board: write it as a page for who has no room": "mit board: als Seite schreiben, für alle ohne Raum",
    "bring commits where the branch comes from": "was festgehalten ist dorthin bringen, woher der Zweig kommt",
    "leave the book's git repository alone": "das Git-Repository des Buchs in Ruhe lassen",
    "the file's name without its ending": "der Name der Datei ohne Endung",
    "make all that a nested list names; - reads what is sent": (
        "Teile und Texte einer Gliederung anlegen; - liest, was geschickt wird"
    ),
    "Give the committed state of the book a number, a record and a tag.": (
        "Dem eingecheckten Stand des Buchs eine Nummer, einen Eintrag und eine Marke geben."
    ),
    "List the editions, newest first.": "Die Ausgaben auflisten, die neueste zuerst.",
    "Make an edition again from its tag and compare every file.": (
        "Eine Ausgabe aus ihrer Marke noch einmal machen und jede Datei vergleichen."
    ),
    "Show what changed between two editions.": "Zeigen, was sich zwischen zwei Ausgaben geändert hat.",
    "Put all editions together as a web site: the newest in front, each at its own address.": (
        "Alle Ausgaben zu einer Website zusammenstellen: die neueste vorn, jede unter eigener Adresse."
    ),
    "Write CITATION.cff and .zenodo.json beside book.yaml; from then on every cut keeps them true.": (
        "CITATION.cff und .zenodo.json neben book.yaml schreiben; danach hält jeder Schnitt sie aktuell."
    ),
    "Make an edition ready for shops, printing houses, archives and libraries.": (
        "Eine Ausgabe für Handel, Druckereien, Archive und Bibliotheken fertig machen."
    ),
    "output folder (default: build/trade/VERSION)": "Zielordner (sonst build/trade/VERSION)",
    "Make the files of an edition that was cut from this folder (what verify runs).": (
        "Die Dateien einer Ausgabe machen, die aus diesem Ordner geschnitten wurde (das benutzt verify)."
    ),
    "Note errors in editions, and list them with pages.": "Fehler in Ausgaben festhalten und mit Seiten auflisten.",
    "its number, or its tag": "ihre Nummer oder ihre Marke",
    "numbers with dots between, e.g. 1.0 or 2027.1": "Zahlen mit Punkten dazwischen, z. B. 1.0 oder 2027.1",
    "another title than the manifest's": "ein anderer Titel als in book.yaml",
    "year-month-day (default: the commit's)": "Jahr-Monat-Tag (sonst: der des Commits)",
    "of status, todos, comments, consent, isbn, unchecked": "aus status, todos, comments, consent, isbn, unchecked",
    "also put the files here": "die Dateien auch hier ablegen",
    "and here, if all are the same, as for an archive": "und hier, wenn alle gleich sind, wie für ein Archiv",
    "let the program run that comes with somebody else's book": (
        "das Programm laufen lassen, das mit einem fremden Buch kommt"
    ),
    "default: work, the folder as it is": "sonst: work, der Ordner, wie er ist",
    "default: text": "sonst: text",
    "write it here instead of showing it": "hierhin schreiben statt zeigen",
    "output folder (default: build/site)": "Ordner für das Ergebnis (sonst: build/site)",
    "note an error": "einen Fehler festhalten",
    "list the errors": "die Fehler auflisten",
    "the block's id, or what a link to it ends with": "die Kennung des Absatzes, oder womit ein Link dorthin endet",
    "default: all editions": "sonst: alle Ausgaben",
    "a sheet's or method's id; shortcuts-karten, shortcuts-poster": (
        "die Kennung eines Blatts oder einer Methode; shortcuts-karten, shortcuts-poster"
    ),
    "the answers to fill in (JSON)": "die Antworten zum Eintragen (JSON)",
}
