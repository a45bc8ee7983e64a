"""What is said of documents that came in, in German and English."""

from __future__ import annotations

from .importing import Account

_COUNTED = {
    "headings": ("Überschrift", "Überschriften", "heading", "headings"),
    "lists": ("Liste", "Listen", "list", "lists"),
    "tables": ("Tabelle", "Tabellen", "table", "tables"),
    "pictures": ("Bild", "Bilder", "picture", "pictures"),
    "notes": ("Fußnote", "Fußnoten", "note", "notes"),
    "links": ("Link", "Links", "link", "links"),
    "boxes": ("Kasten", "Kästen", "box", "boxes"),
    "formulas": ("Formel", "Formeln", "formula", "formulas"),
    "citations": ("Beleg", "Belege", "citation", "citations"),
    "code": ("Programmtext", "Programmtexte", "piece of code", "pieces of code"),
    "changes": ("Änderung", "Änderungen", "change", "changes"),
    "comments": ("Kommentar", "Kommentare", "comment", "comments"),
}
_WORDS = {
    "de": ("{words} Wörter, alle da", "{words} Wörter, {missing} fehlen", "von {names}"),
    "en": ("{words} words, all there", "{words} words, {missing} are missing", "by {names}"),
}


def account_of(account: Account, language: str) -> str:
    """One line for a document: where it went, its words, what else it holds."""
    is_german = language.lower().startswith("de")
    arrival, said = account.arrival, _WORDS["de" if is_german else "en"]
    parts = [said[1 if arrival.missing else 0].format(words=arrival.counts["words"], missing=len(arrival.missing))]
    for name, words in _COUNTED.items():
        if count := arrival.counts[name]:
            parts.append(f"{count} {words[(0 if is_german else 2) + (count != 1)]}")
    if arrival.authors:
        parts.append(said[2].format(names=", ".join(arrival.authors)))
    return f"{account.source} → {', '.join(account.paths)}: {'; '.join(parts)}"
