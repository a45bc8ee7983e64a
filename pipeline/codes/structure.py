"""Codes s: headings and elements. Numbers are never used again."""

from pipeline.codes.code import Code

ROWS: dict[str, Code] = {
    "s-050": Code(
        "note",
        de="das Kapitel „{title}“ hat kein Versprechen",
        en="the chapter `{title}` has no promise",
        cure_de="schreibe im Kopf der Datei `versprechen:` und einen Satz: Was kann ich nach dem Lesen?",
        cure_en="write `promise:` and one sentence at the head of the file: what can I do after reading?",
        why_de="Das Versprechen steht unter dem Titel und hilft beim Blättern zu entscheiden.",
        why_en="The promise stands below the title and helps readers to decide.",
    ),
    "s-051": Code(
        "note",
        de="auf {label} wird nirgends verwiesen",
        en="{label} is never referred to",
        cure_de="verweise im Text darauf: `[](#{id})`",
        cure_en="refer to it in the text: `[](#{id})`",
        why_de="Ein Bild, das der Text nicht nennt, wird übersehen; wer es nicht sieht, erfährt nicht, wozu es da ist.",
        why_en="A figure that the text never mentions is overlooked, and those who cannot see it miss its purpose.",
    ),
    "s-052": Code(
        "warning",
        de="„{title}“ hat {words} Wörter, vorgesehen sind {target}",
        en="`{title}` has {words} words, planned are {target}",
        cure_de="kürze, teile das Kapitel, oder hebe `zielwörter` an",
        cure_en="shorten it, split the chapter, or raise `target_words`",
        why_de="Gewarnt wird ab dem Anderthalbfachen der Zielwörter.",
        why_en="The warning comes at one and a half times the target.",
    ),
    "s-053": Code(
        "note",
        de="{count} offene Punkte in „{title}“",
        en="{count} open points in `{title}`",
        cure_de="kläre sie und lösche die Kästen; eine Ausgabe zeigt sie nicht",
        cure_en="settle them and delete the boxes; an edition does not show them",
        why_de="Offene Punkte sind für das Team. Sie verschwinden in der Ausgabe, die Lücke im Text bleibt.",
        why_en="Open points are for the team. They vanish from an edition; the gap in the text stays.",
    ),
    "s-054": Code(
        "warning",
        de="unter „{title}“ steht nichts",
        en="there is nothing below `{title}`",
        cure_de="schreibe etwas darunter oder lösche die Überschrift",
        cure_en="write something below it, or delete the heading",
        why_de="Eine Überschrift ohne Text ist ein Versprechen, das auf der Seite leer bleibt.",
        why_en="A heading without text is a promise that stays empty.",
    ),
}
