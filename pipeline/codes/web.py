"""What the web edition asks of book.yaml, and what lies in its folder."""

from __future__ import annotations

from collections.abc import Mapping

from .code import Code

ROWS: Mapping[str, Code] = {
    "m-145": Code(
        "warning",
        "der Weg „{title}“ führt zu `{to}`; das gibt es im Buch nicht",
        "the way in “{title}” leads to `{to}`, which the book does not have",
        "nimm die Kennung eines Kapitels, eines Blatts oder eines Absatzes, wie in einem Verweis",
        "take the id of a chapter, a sheet or a block, as in a reference",
        "Die Startseite zeigt nur Wege, die ankommen; dieser fehlt dort.",
        "The start page shows only ways that arrive; this one is left out.",
    ),
    "m-360": Code(
        "warning",
        "in diesem Text trägt nichts die Kennung `{id}`",
        "nothing in this text has the id `{id}`",
        "nimm die Kennung einer Überschrift oder eines Kastens aus diesem Text, oder gib ihr eine: `## Raum {{#raum}}`",
        "take the id of a heading or a box of this text, or give it one: `## Room {{#room}}`",
        "Wer so fragt, soll in der Web-Ausgabe an dieser Stelle ankommen; hier geht die Frage verloren.",
        "Who asks so should arrive at this place of the web edition; here the question is lost.",
    ),
    "m-146": Code(
        "error",
        "`{value}` ist weder Mailadresse noch Webadresse",
        "`{value}` is neither a mail address nor a web address",
        "schreibe zum Beispiel `fehler@example.org` oder `https://example.org/buch/issues/new`",
        "write for example `errors@example.org` or `https://example.org/book/issues/new`",
        "An jedem Absatz der Web-Ausgabe steht, wohin Lesende einen Fehler melden.",
        "Every block of the web edition says where readers may report an error.",
    ),
    "m-147": Code(
        "note",
        "die Web-Ausgabe verlinkt {count} Dateien, die dieses Mal nicht entstanden sind, zum Beispiel `{file}`",
        "the web edition links to {count} files that were not made this time, `{file}` for one",
        "baue ohne `--format`, bevor du den Ordner `html` weitergibst",
        "build without `--format` before you give away the folder `html`",
        "Was verlinkt ist, liegt im selben Ordner, damit er allein irgendwohin kann.",
        "What is linked lies in the same folder, so that it can go anywhere alone.",
    ),
}
