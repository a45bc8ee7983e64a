"""The keys of book.yaml and of a file's head, once: the reader checks by them, editors complete by them.

`book_schema()` gives the JSON Schema (draft 7, the one that YAML editors know best). The descriptions are German
because authors see them in their editor.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ..registry import DEFAULTS, NAMES

GENERATED = (
    "checklists",
    "worksheets",
    "own-method",
    "shortcuts",
    "methods",
    "news",
    "list-of-figures",
    "list-of-tables",
    "contributors",
    "glossary",
    "sources",
    "index",
)
OPENINGS = ("recto", "page", "here")
STATUSES = ("draft", "review", "final")
MODES = ("read-do", "do-confirm")
# The sign inside words that mean all genders: Kolleg:innen, Kolleg*innen, Kolleg_innen, Kolleg·innen; or no such sign.
GENDER_SIGNS = {"colon": ":", "star": "*", "underscore": "_", "middot": "·", "none": ""}


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar; `form` names a rule of FORMS."""

    form: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number between two bounds, both included."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """A mapping of texts to texts."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `least` is how many it must have."""

    of: Text | Choice | Record
    least: int = 0


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its type and what it means; `default` says in words or as a value what holds without it."""

    name: str
    type: Type
    doc: str
    required: bool = False
    default: object = None


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys; `short` is the key for which a bare text may stand."""

    keys: tuple[Key, ...]
    short: str = ""


Type = Text | Choice | Number | Flag | Pairs | Items | Record

# How a text must look: a pattern for whole values, and the code when it does not fit.
FORMS: Mapping[str, tuple[str, str]] = {
    "slug": (r"[a-z0-9]+(-[a-z0-9]+)*", "m-010"),
    "language": (r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "m-011"),
    "date": (r"\d{4}(-\d{2}(-\d{2})?)?", "m-012"),
    "moment": (r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", "m-090"),
    "url": (r"https?://[^\s/?#]+\.?[^\s]*", "m-013"),
    "role": (r"[a-z]{3}", "m-021"),
    "path": (r"(?![/\\])(?![A-Za-z]:)(?!(.*[/\\])?\.\.([/\\]|$))[^\\\x00]+", "m-016"),
    "markdown": (r".+\.md", "m-024"),
    "contact": (r"([^\s@/:?&]+@[^\s@/?&]+\.[^\s@/?&]+|https?://[^\s]+)", "m-146"),
    "isbn": (r"97[89]([- ]?\d){10}", "m-032"),
    "profile": (r"(?![/\\])(?![A-Za-z]:)(?!(.*[/\\])?\.\.([/\\]|$))[^\\\x00]+\.(icc|icm)", "m-130"),
    "style": (r"(?![/\\])(?![A-Za-z]:)(?!(.*[/\\])?\.\.([/\\]|$))[^\\\x00]+\.csl", "m-340"),
    "doi": (r"10\.\d{4,9}/[^\s\"<>]+", "m-132"),
    "licence": (r"(?!CC)[A-Za-z0-9.+-]+|CC0-1\.0|CC-BY(-NC)?(-SA|-ND)?-(1\.0|2\.[05]|3\.0|4\.0)", "m-133"),
    "price": (r"\d{1,5}(\.\d{2})? [A-Z]{3}", "m-134"),
    "thema": (r"[A-Z][A-Z0-9]{0,9}|[1-6][A-Z0-9-]{1,19}", "m-135"),
    "warengruppe": (r"[1-9]\d{3}", "m-210"),
    "orcid": (r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", "m-136"),
    "urn": (r"urn:nbn:[a-z]{2}[A-Za-z0-9:_/.+-]+", "m-137"),
    "version": (r"((>=|<=|==|~=|>|<)? *\d+(\.\d+){0,3}( *, *(?! *$)|$))+", "m-100"),
}

ENTRY = Record(
    (
        Key("path", Text("markdown"), "Die Datei, vom Ordner des Buchs aus gezählt.", required=True),
        Key("numbered", Flag(), "Ob das Kapitel eine Nummer bekommt.", default=True),
    ),
    short="path",
)
MATTER_ENTRY = Record(
    (
        Key("path", Text("matter"), "Eine Datei, oder der Name eines Verzeichnisses, das von selbst entsteht: "
            + ", ".join(GENERATED) + ".", required=True),
        Key("numbered", Flag(), "Ob das Kapitel eine Nummer bekommt.", default=True),
    ),
    short="path",
)  # fmt: skip
CONTRIBUTOR = Record(
    (
        Key("name", Text(), "Name, wie er gedruckt wird.", required=True),
        Key("roles", Items(Text("role"), 1), "MARC-Kürzel: aut, edt, ill, trl, pbl, ctb …", default=["aut"]),
        Key("sort_as", Text(), "Name zum Einsortieren: „Nachname, Vorname“."),
        Key("consent", Text("date"), "Tag, an dem die Person zugestimmt hat, genannt zu werden: 2026-11-24."),
        Key("orcid", Text("orcid"), "ORCID der Person: 0000-0002-1825-0097."),
        Key("affiliation", Text(), "Einrichtung, für die die Person arbeitet."),
        Key("organisation", Flag(), "Ein Team oder eine Einrichtung; braucht keine Zustimmung.", default=False),
    ),
    short="name",
)
PART = Record(
    (
        Key("title", Text(), "Titel des Teils.", required=True),
        Key("subtitle", Text(), "Eine Zeile, die den Teil erklärt."),
        Key("opens", Choice(OPENINGS), "Wo die Kapitel dieses Teils beginnen, wenn anders als im Buch."),
        Key("chapters", Items(ENTRY, 1), "Die Kapitel in ihrer Reihenfolge.", required=True),
    )
)
PAGE = Record(
    (
        Key("width_mm", Number(80, 420), "Breite der gedruckten Seite in Millimetern.", default=170),
        Key("height_mm", Number(110, 600), "Höhe der gedruckten Seite in Millimetern.", default=240),
    )
)
# A number for each thing that is sold; a file of the web edition is none.
ISBN = Record(
    (
        Key("print", Text("isbn"), "ISBN des gedruckten Buchs."),
        Key("pdf", Text("isbn"), "ISBN des PDFs."),
        Key("epub", Text("isbn"), "ISBN des E-Books."),
    )
)
LICENSE = Record(
    (
        Key("text", Text("licence"), "Lizenz des Texts als SPDX-Kennung, z. B. CC-BY-4.0.", required=True),
        Key("pictures", Text("licence"), "Lizenz der Bilder. Ohne Angabe die des Texts."),
        Key("handouts", Text("licence"), "Lizenz der Einzelblätter, Briefe und Muster. Ohne Angabe die des Texts."),
    ),
    short="text",
)
PRICES = Record(
    (
        Key("print", Text("price"), "Preis des gedruckten Buchs mit Währung, z. B. 24.90 EUR."),
        Key("pdf", Text("price"), "Preis des PDFs."),
        Key("epub", Text("price"), "Preis des E-Books."),
    )
)
ADDED = Record(
    (
        Key("path", Text("markdown"), "Die Datei, die nur diese Variante hat.", required=True),
        Key("after", Text("markdown"), "Hinter welcher Datei sie steht. Ohne Angabe am Ende des letzten Teils."),
    ),
    short="path",
)
VARIANT = Record(
    (
        Key("name", Text("slug"), "Kurzname, auch im Dateinamen.", required=True),
        Key("title", Text(), "Titel der Variante, wenn er anders ist."),
        Key("subtitle", Text(), "Untertitel der Variante, wenn er anders ist."),
        Key("publisher", Text(), "Wer die Variante herausgibt, wenn es andere sind."),
        Key("rights", Text(), "Lizenz oder Rechtevermerk der Variante, wenn sie anders sind."),
        Key("description", Text(), "Worum es geht, wenn es anders zu sagen ist."),
        Key("without", Items(Text("markdown")), "Dateien, die die Variante nicht hat."),
        Key("replace", Pairs(), "Welche Datei durch welche ersetzt wird, auch das Impressum."),
        Key("add", Items(ADDED), "Dateien, die nur die Variante hat."),
        Key("labels", Pairs(), "Gedruckte Wörter, z. B. names.chapter: Lektion."),
        Key("replacements", Pairs(), "Welches Wort oder welche Wortfolge wodurch ersetzt wird."),
        Key("gender_sign", Choice(tuple(GENDER_SIGNS)), "Wie `gender_sign` des Buchs, nach dem Ersetzen."),
        Key("isbn", ISBN, "Eigene ISBN der Variante, je Format."),
    )
)
PLANS = Record(
    (
        Key("longest_stretch_min", Number(15, 240), "Nach wie vielen Minuten spätestens Pause ist, z. B. 75."),
        Key("spare_percent", Number(0, 50), "Wie viel Prozent der Arbeitszeit Puffer sind, z. B. 20."),
    )
)
LANGUAGE_RULES = Record(
    (
        Key(
            "longest_sentence_words",
            Number(0, 200),
            "Wie viele Wörter ein Satz höchstens hat, z. B. 35. 0 oder ohne Angabe: wie viele es sind.",
        ),
        Key("phrases", Items(Text()), "Leere Wendungen, die das Buch nicht will, z. B. im Endeffekt."),
        Key("spelling", Flag(), "Ob die Rechtschreibung geprüft wird, mit dem Wörterbuch des Systems.", default=False),
        Key("one_address", Flag(), "Ob gemeldet wird, wo ein Absatz du und ihr mischt.", default=False),
        Key("oldest_as_of", Text("date"), "Wie alt ein „Stand: …“ höchstens sein darf, z. B. 2026-01."),
    )
)
GATES = Record(
    (
        Key("chapters", Text("moment"), "Ab hier kommt kein Kapitel mehr dazu."),
        Key("content", Text("moment"), "Ab hier wird nur noch gekürzt und verbessert."),
        Key("proof", Text("moment"), "Dann wird auf Papier gelesen."),
        Key("print", Text("moment"), "Dann geht das Buch in den Druck."),
    )
)
WAY_IN = Record(
    (
        Key("title", Text(), "Für wen der Weg ist: „Du hast 5 Minuten“.", required=True),
        Key("text", Text(), "Ein Satz dazu."),
        Key("to", Text(), "Die Kennung, zu der er führt, wie in einem Verweis, ohne #.", required=True),
    )
)
SPRINT = Record(
    (
        Key("start", Text("moment"), "Wann der Booksprint beginnt, z. B. 2027-03-01 09:00."),
        Key("end", Text("moment"), "Wann er endet."),
        Key("gates", GATES, "Was ab wann nicht mehr geht."),
        Key("push", Flag(), "Ob der Schreibraum hinbringt, was er festhält; sonst holt er nur.", default=False),
    )
)
BOOK = Record(
    (
        Key("title", Text(), "Titel des Buchs.", required=True),
        Key("language", Text("language"), "Sprache des Buchs, z. B. de oder de-AT.", required=True),
        Key("parts", Items(PART, 1), "Die Teile des Buchs mit ihren Kapiteln.", required=True),
        Key("slug", Text("slug"), "Name der fertigen Dateien. Ohne Angabe aus dem Titel."),
        Key("subtitle", Text(), "Untertitel."),
        Key("identifier", Text(), "Feste Kennung, z. B. urn:isbn:… Ohne Angabe aus Titel und Sprache."),
        Key("isbn", ISBN, "ISBN, für jedes Format eine eigene."),
        Key("publisher", Text(), "Wer das Buch herausgibt."),
        Key("contributors", Items(CONTRIBUTOR), "Wer mitgearbeitet hat."),
        Key("rights", Text(), "Lizenz oder Rechtevermerk, eine Zeile."),
        Key("license", LICENSE, "Die Lizenz als SPDX-Kennung, z. B. CC-BY-SA-4.0; `rights` sagt sie in Worten."),
        Key(
            "handout_rights", Text(), "Ob Einzelblätter kopiert werden dürfen, eine Zeile; sie steht unter jedem Blatt."
        ),
        Key("doi", Text("doi"), "DOI der Ausgabe, vorher reserviert, z. B. 10.5281/zenodo.1234567."),
        Key("urn", Text("urn"), "URN, die eine Bibliothek vergeben hat: urn:nbn:de:…"),
        Key("prices", PRICES, "Preise für den Handel."),
        Key("thema", Items(Text("thema")), "Thema-Codes für den Handel, der wichtigste zuerst, z. B. KJD."),
        Key(
            "warengruppe",
            Text("warengruppe"),
            "Warengruppe des gedruckten Buchs im deutschen Handel, vier Ziffern, z. B. 1783.",
        ),
        Key("promises", Items(Text()), "Drei Versprechen für die Rückseite. Ohne Angabe die der ersten Kapitel."),
        Key("paper_mm", Number(0.03, 1), "Wie dick ein Blatt Papier ist, in Millimetern; daraus wird der Rücken."),
        Key("print_profile", Text("profile"), "Farbprofil der Druckerei (CMYK), eine Datei im Ordner des Buchs."),
        Key(
            "pages_by",
            Number(1, 64),
            "Auf welches Vielfache die Druckdatei mit leeren Seiten aufgefüllt wird.",
            default=1,
        ),
        Key("citation_style", Text("style"), "Wie Quellen zitiert werden: eine CSL-Datei im Ordner des Buchs."),
        Key("edition", Text(), "Bezeichnung der Ausgabe, z. B. 1.0."),
        Key("date", Text("date"), "Datum der Ausgabe: 2026, 2026-11 oder 2026-11-24."),
        Key("description", Text(), "Worum es geht, ein bis drei Sätze."),
        Key("subjects", Items(Text()), "Schlagwörter für Kataloge."),
        Key("site_url", Text("url"), "Wo die Web-Ausgabe steht."),
        Key("front_matter", Items(MATTER_ENTRY), "Was vor dem ersten Teil steht."),
        Key("back_matter", Items(MATTER_ENTRY), "Was nach dem letzten Teil steht. Ohne Angabe alles, was es gibt."),
        Key("checklists", Items(ENTRY), "Checklisten in ihrer Reihenfolge. Ohne Angabe alle in checklists/."),
        Key("worksheets", Items(ENTRY), "Arbeitsblätter in ihrer Reihenfolge. Ohne Angabe alle in worksheets/."),
        Key("formats", Items(Choice(NAMES), 1), "Was gebaut wird.", default=list(DEFAULTS)),
        Key("page", PAGE, "Die gedruckte Seite."),
        Key(
            "opens",
            Choice(OPENINGS),
            "Wo Kapitel beginnen: auf einer rechten Seite, auf der nächsten oder wo das letzte endet.",
            default="recto",
        ),
        Key("variants", Items(VARIANT), "Andere Fassungen desselben Buchs."),
        Key("hyphenation", Items(Text()), "Wörter mit ihren Trennstellen, z. B. Work-book."),
        Key("gender_sign", Choice(tuple(GENDER_SIGNS)), "Das einzige Zeichen in Formen wie Kolleg:innen."),
        Key("change_bars", Flag(), "Ob das PDF am Rand zeigt, was neu oder anders ist.", default=False),
        Key("requires", Text("version"), "Welche Version des Programms das Buch braucht, z. B. >=0.2, <1."),
        Key(
            "program_from", Text(), "Wo das Programm liegt: ein Ordner mit Wheels im Buch oder die Adresse eines Index."
        ),
        Key("translation_of", Text(), "Der Ordner des Buchs, das dieses übersetzt, z. B. ../de."),
        Key("translations", Items(Text()), "Die Ordner der Bücher, die dieses übersetzen, z. B. translations/en."),
        Key("certified_by", Text(), "Wer die Barrierefreiheit geprüft hat und bestätigt."),
        Key("plans", PLANS, "Was für Abläufe nach Minuten gilt."),
        Key("language_rules", LANGUAGE_RULES, "Was `check` an der Sprache meldet."),
        Key("sprint", SPRINT, "Die Uhr eines Booksprints."),
        Key("ways_in", Items(WAY_IN), "Die Wege ins Buch auf der Startseite der Web-Ausgabe."),
        Key(
            "feedback", Text("contact"), "Wohin Lesende Fehler melden: eine Mailadresse oder die Seite für neue Issues."
        ),
    )
)
HEAD = Record(
    (
        Key("id", Text("slug"), "Kennung. Ohne Angabe der Dateiname."),
        Key("title", Text(), "Titel, wenn im Text keine Überschrift # steht."),
        Key("status", Choice(STATUSES), "Wie weit der Text ist.", default="draft"),
        Key("owner", Text(), "Wer sich kümmert."),
        Key("contributors", Items(Text()), "Wer mitgeschrieben hat."),
        Key("summary", Text(), "Worum es geht."),
        Key("promise", Text(), "Was Lesende danach können."),
        Key("target_words", Number(0, 100_000), "Wie viele Wörter es werden sollen.", default=0),
        Key("purpose", Text(), "Wozu die Liste da ist."),
        Key("moment", Text(), "Wann sie gebraucht wird."),
        Key("who", Text(), "Wer sie benutzt."),
        Key("mode", Choice(MODES), "Wie man mit ihr arbeitet."),
        Key("duration", Text(), "Wie lange es dauert."),
        Key("notice", Text(), "Ein Hinweis über dem Text."),
        Key("handout", Text(), "Papier des Einzelblatts, z. B. A4."),
        Key("lang", Text("language"), "Sprache, wenn sie nicht die des Buchs ist."),
        Key("keywords", Items(Text()), "Andere Wörter, unter denen jemand danach sucht; gedruckt werden sie nicht."),
        Key("asked", Pairs(), "Wonach jemand sucht, der eine Stelle meint: Kennung der Stelle, dann die Wörter."),
    )
)


def book_schema() -> bytes:
    """Write the JSON Schema of book.yaml."""
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "book.yaml"}
    return (json.dumps({**head, **_schema(BOOK)}, ensure_ascii=False, indent=2) + "\n").encode()


def _schema(kind: Type) -> dict[str, object]:
    match kind:
        case Text(form):
            # YAML reads 2026 and 2026-11-24 as no strings; the reader takes both.
            return _pattern(form) if form else {"type": ["string", "number"]}
        case Choice(values):
            return {"enum": list(values)}
        case Number(least, most):
            return {"type": "number", "minimum": least, "maximum": most}
        case Flag():
            return {"type": "boolean"}
        case Pairs():
            return {"type": "object", "additionalProperties": {"type": "string"}}
        case Items(of, least):
            return {"type": "array", "items": _schema(of), **({"minItems": least} if least else {})}
        case Record():
            return _record_schema(kind)


def _pattern(form: str) -> dict[str, object]:
    if form == "matter":
        return {"anyOf": [{"enum": list(GENERATED)}, _pattern("markdown")]}
    kinds = ["string", "number"] if form in ("date", "warengruppe") else "string"
    return {"type": kinds, "pattern": f"^{FORMS[form][0]}$"}


def _record_schema(record: Record) -> dict[str, object]:
    properties = {}
    for key in record.keys:
        extra = {"description": key.doc} | ({} if key.default is None else {"default": key.default})
        properties[key.name] = {**_schema(key.type), **extra}
    required = [key.name for key in record.keys if key.required]
    full: dict[str, object] = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        full["required"] = required
    if not record.short:
        return full
    bare = next(_schema(key.type) for key in record.keys if key.name == record.short)
    return {"anyOf": [bare, full]}
