"""What is told of a book that is written in a sprint: of its gates, and of those who write."""

from __future__ import annotations

from .code import Code

ROWS = {
    "m-435": Code(
        "warning",
        "{name} steht in book.yaml, will im Schreibraum aber nicht genannt werden",
        "{name} stands in book.yaml, but does not want to be named, says the writing room",
        "frage die Person; bleibt es dabei, nimm die Zeile unter `contributors` heraus",
        "ask the person; if it stays so, take the line below `contributors` out",
        "Die Zustimmung im Schreibraum ist das neuere Wort; eine Ausgabe nennt nur, wer einverstanden ist.",
        "What was ticked in the room is the newer word; an edition names only those who agree.",
    ),
    "m-436": Code(
        "note",
        "{name} hat im Schreibraum geschrieben und nicht zugestimmt, genannt zu werden",
        "{name} wrote in the writing room and has not agreed to be named",
        "frage die Person; das Häkchen steht bei ihrem Namen im Schreibraum oder, wenn du leitest, auf der Tafel",
        "ask the person; the tick is beside the name in the room, or on the board for who leads",
        "Ohne Zustimmung nennt keine Ausgabe den Namen, auch wenn die Person das möchte und es nur vergessen hat.",
        "Without consent no edition names anybody, even one who would like it and just forgot.",
    ),
    "m-240": Code(
        "warning",
        "`{path}` ist noch ein Entwurf; seit {moment} ist Schluss für Inhalt",
        "`{path}` is still a draft; since {moment} no content comes in",
        "setze `status` auf `prüfung` oder `fertig`, oder nimm den Text aus book.yaml",
        "set `status` to `prüfung` or `fertig`, or take the text out of book.yaml",
        "Der Termin gilt, nicht die Vollständigkeit: Was nicht fertig ist, fliegt heraus oder bleibt offen.",
        "The deadline rules: what is not done goes out or stays an open point.",
    ),
    "m-241": Code(
        "warning",
        "`{path}` kam nach dem Schluss für neue Kapitel dazu ({moment})",
        "`{path}` came in after the last moment for chapters ({moment})",
        "nimm den Text aus book.yaml, oder verschiebe `chapters` unter `sprint`",
        "take the text out of book.yaml, or move `chapters` under `sprint`",
        "Was spät kommt, hat niemand gegengelesen.",
        "What comes late was read by nobody else.",
    ),
    "m-242": Code(
        "warning",
        "`{path}` ist nach dem Schluss für Inhalt ({moment}) um {more} Zeichen gewachsen",
        "`{path}` grew by {more} signs after the last moment for content ({moment})",
        "kürze den Text wieder, oder verschiebe `content` unter `sprint`",
        "cut the text again, or move `content` under `sprint`",
        "Nach dem Schluss für Inhalt wird nur gekürzt und verbessert, sonst ändern sich gelesene Seiten.",
        "After that moment texts are only cut and corrected; else pages change that were read already.",
    ),
}
