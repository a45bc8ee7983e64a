"""What the command line says when it cannot do what was asked, in German and English."""

from __future__ import annotations

from .workspace import Linked, NotOurs, Outside, TooLarge, ToolFailed, ToolMissing, WorkspaceError, WrongFile

REFUSALS = {
    "no-folder": ("den Ordner {path} gibt es nicht", "there is no folder {path}"),
    "no-file": ("die Datei {path} gibt es nicht", "there is no file {path}"),
    "not-in-book": ("{path} gibt es in diesem Buch nicht", "there is no {path} in the book"),
    "no-manifest": (
        "in {path} liegt kein lesbares {manifest}; geh in den Ordner des Buchs, oder beginne eines: workbook init DIR",
        "there is no readable {manifest} in {path}; go to the book's folder, or begin one: workbook init DIR",
    ),
    "no-commit": (
        "{name} ist kein Commit, Zweig oder Tag dieses Repositorys",
        "{name} is no commit, branch or tag of this repository",
    ),
    "no-original": (
        "dieses Buch nennt kein Original; schreib seinen Ordner in book.yaml: translation_of: ../de",
        "this book names no original; write its folder into book.yaml: translation_of: ../de",
    ),
    "no-catalogue": (
        "{path} ist keine PO-Datei dieses Buchs: {problem}",
        "{path} is no PO file of this book: {problem}",
    ),
    "not-in-original": ("{path} gibt es im Original nicht", "there is no {path} in the original"),
    "not-empty": (
        "{path} ist nicht leer, darin liegt {name}; nenne einen Ordner, den es noch nicht gibt",
        "{path} is not empty, {name} lies in it; name a folder that is not there yet",
    ),
    "no-language": (
        "in der Sprache {name} lässt sich kein Buch beginnen; es gibt {known}",
        "no book can be begun in the language {name}; there are {known}",
    ),
    "no-versions": (
        "merge-driver braucht install oder remove; run (mit vier Dateien) und staged ruft Git auf",
        "merge-driver needs install or remove; run (with four files) and staged are called by git",
    ),
    "no-format": ("das Format {name} gibt es nicht; es gibt {known}", "there is no format {name}; there are {known}"),
    "no-code": ("die Meldung {name} gibt es nicht", "there is no code {name}"),
    "near-code": (
        "die Meldung {name} gibt es nicht; meintest du {near}?",
        "there is no code {name}; did you mean {near}?",
    ),
    "no-handout": (
        "{name} gibt es nicht zum Austeilen; es gibt {known}",
        "there is no hand-out {name}; there are {known}",
    ),
    "near-handout": (
        "{name} gibt es nicht zum Austeilen; meintest du {near}?",
        "there is no hand-out {name}; did you mean {near}?",
    ),
    "no-section": (
        "ein Kapitel oder Blatt {name} gibt es nicht; es gibt {known}",
        "there is no chapter or sheet {name}; there are {known}",
    ),
    "near-section": (
        "ein Kapitel oder Blatt {name} gibt es nicht; meintest du {near}?",
        "there is no chapter or sheet {name}; did you mean {near}?",
    ),
    "no-owner": (
        "um kein Kapitel kümmert sich {name}; als owner stehen da: {known}",
        "{name} cares for no chapter; owners are: {known}",
    ),
    "no-export": (
        "ein Kapitel oder Blatt {name} gibt es nicht; es gibt {known}",
        "there is no chapter or sheet {name}; there are {known}",
    ),
    "near-export": (
        "ein Kapitel oder Blatt {name} gibt es nicht; meintest du {near}?",
        "there is no chapter or sheet {name}; did you mean {near}?",
    ),
    "no-id": (
        "{name} taugt nicht als Dateiname; nimm kleine Buchstaben a–z, Ziffern und Bindestriche, zum Beispiel {near}",
        "{name} is no id; use small letters, digits and hyphens, e.g. {near}",
    ),
    "no-kind": (
        "new braucht eine Art und einen Namen, oder eine Gliederung: new chapter mein-kapitel, new --outline FILE",
        "new takes a kind and a name, or an outline: new chapter my-chapter, new --outline FILE",
    ),
    "no-text": ("{path} ist kein Text in UTF-8", "{path} is no text in UTF-8"),
    "no-outline": (
        "in der Gliederung steht nichts; gebraucht wird eine Liste: außen die Teile, eingerückt ihre Kapitel",
        "the outline has nothing in it; it takes a list: the parts, and set in below them their chapters",
    ),
    "long-outline": (
        "das sind zu viele Texte für eine Gliederung; teile sie",
        "too many texts for one outline; split it",
    ),
    "there-already": ("{path} gibt es schon", "{path} is there already"),
    "no-list": (
        "in {manifest} steht keine Liste mit einer Zeile je Datei; trag {path} von Hand ein",
        "{manifest} has no list with a line for each file; enter {path} by hand",
    ),
    "out-is-file": (
        "{path} ist eine Datei; gebraucht wird ein Ordner. Benenne sie um oder lösche sie",
        "{path} is a file, and a folder is needed; rename or delete it",
    ),
    "out-is-folder": (
        "{path} ist ein Ordner; nenne eine Datei darin",
        "{path} is a folder; name a file in it",
    ),
    "no-answers": (
        "answers fill braucht das PDF und die Datei mit den Antworten",
        "answers fill needs the PDF and the file of answers",
    ),
}
TROUBLE = {
    ToolMissing: ("ein Programm fehlt", "a program is missing"),
    ToolFailed: ("ein Programm ist gescheitert", "a program failed"),
    WorkspaceError: ("damit lässt sich nicht arbeiten", "this cannot be worked with"),
    WrongFile: ("diese Datei lässt sich nicht verwenden", "this file cannot be used"),
    OSError: ("das System lässt es nicht zu", "the system does not allow it"),
    TooLarge: ("diese Datei ist zu groß", "this file is too large"),
    Linked: (
        "hier führt ein symbolischer Link anderswohin; nenne den wirklichen Ordner, oder lege einen an",
        "a symbolic link leads elsewhere; name the real folder, or make one",
    ),
    NotOurs: (
        "das ist nicht von diesem Programm und ginge verloren; räume es fort, oder nenne einen anderen Ordner",
        "this was not made by this program and would be lost; move it away, or name another folder",
    ),
    Outside: ("dieser Pfad führt aus dem Buch hinaus", "this path leads out of the book"),
}


class WrongCommand(Exception):
    """The command line cannot be meant as it stands: `row` is one of REFUSALS, `gaps` fill it."""

    def __init__(self, row: str, /, **gaps: object) -> None:
        super().__init__(row)
        self.row = row
        self.gaps = gaps


def refuse(problem: WrongCommand | WorkspaceError | ToolMissing | ToolFailed | OSError, language: str) -> str:
    """Say what the matter is."""
    column = 0 if language.lower().startswith("de") else 1
    if isinstance(problem, WrongCommand):
        return REFUSALS[problem.row][column].format(**problem.gaps)
    if isinstance(problem, OSError):
        named = problem.filename if isinstance(problem.filename, str) else ""
        said = f"{named}: {problem.strerror}" if named else problem.strerror or str(problem)
        return f"{TROUBLE[OSError][column]}: {said}"
    kind = next(kind for kind in type(problem).__mro__ if kind in TROUBLE)
    return f"{TROUBLE[kind][column]}: {problem}"
