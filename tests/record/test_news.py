"""What is new in a book, told to its readers: by chapter, by name, with the way there; and where answers belong now."""

import re

from pipeline.book.model import Book, Section
from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.record.errata import Erratum, list_errata
from pipeline.workspace import MemoryWorkspace
from tests.record.samples import files_of, read, shelve

BOOK = "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [chapters/a.md, chapters/b.md{}]\n"
A = (
    "# Anfang\n\nEin Satz mit einem Feler darin.\n\n## Schritte\n\nErster Absatz unter der Überschrift.\n\n"
    "Zweiter Absatz unter der Überschrift.\n\n::: tipp\nFangt klein an.\n:::\n"
)
B = "# Weg\n\nHier steht der Weg.\n\nDas hier fällt später ganz weg.\n\n"
SHEET = "---\nzweck: Planen.\n---\n# Liste\n\n- [ ] Raum buchen\n- [ ] Essen bestellen\n- [ ] Alle einladen\n"
FORM = "---\nzweck: Planen.\n---\n# Blatt\n\n[Wer macht mit?]{.feld}\n\n[Was ist das Ziel?]{.feld #ziel}\n"
FILES: dict[str, str | bytes] = {
    "book.yaml": BOOK.format(""),
    "chapters/a.md": A,
    "chapters/b.md": B,
    "checklists/liste.md": SHEET,
    "worksheets/blatt.md": FORM,
}
FIRST = shelve("1.0", read(FILES))


def edited(**changes: str) -> Book:
    """The book with some files written anew, after edition 1.0."""
    written = {f"{name.replace('__', '/')}.md": text for name, text in changes.items()}
    return read({**FILES, **files_of(FIRST), **written})


def news(book: Book) -> Section | None:
    return next((section for section in book.sections if section.kind == "news"), None)


def told(book: Book) -> list[str]:
    """The list as lines: chapters, and what happened → where."""
    section = news(book)
    assert section is not None
    lines = re.findall(r"<h2.*?</h2>|<li.*?</li>", section.body)
    targets = [re.search(r'href="#([^"]+)"', line) for line in lines]
    texts = [re.sub(r"<[^>]+>", "", line) for line in lines]
    return [f"{text} → {target[1]}" if target else text for text, target in zip(texts, targets, strict=True)]


def test_a_book_without_an_earlier_edition_tells_nothing() -> None:
    book = read(FILES)
    assert news(book) is None
    assert book.former == ()


def test_a_long_title_is_told_by_its_first_nine_words() -> None:
    title = "Neun Wörter sind noch kurz genug für eine Zeile"
    lines = told(edited(chapters__b=f"{B}## {title}\n\nText.\n\n## {title} hier\n\nText.\n"))
    assert [line.count(f"{title} …") for line in lines if title in line] == [0, 1]


def test_nothing_new_is_said_in_a_sentence() -> None:
    section = news(edited())
    assert section is not None
    assert "Gegenüber Ausgabe 1.0 ist kein Wort anders." in section.body
    assert section.headings == ()


def test_a_place_is_told_by_its_heading_its_label_or_its_first_words() -> None:
    text = A.replace("Feler", "Fehler").replace("Erster Absatz", "Der erste Absatz").replace("Zweiter", "Der zweite")
    book = edited(chapters__a=text.replace("klein an", "sehr klein an"))
    assert told(book) == [
        "Kapitel 1, Anfang",
        "geändert Ein Satz mit einem Fehler darin. → a--b1",
        "geändert Schritte (2 Stellen) → a--b3",
        "geändert Tipp: Fangt sehr klein an. → a--tipp",
    ]


def test_a_schedule_is_told_by_its_heading_and_not_by_the_heads_of_its_columns() -> None:
    table = "| Min. | Was | Wer |\n|-----:|-----|-----|\n| 20 | Ankommen | alle |\n| 10 | Pause | alle |\n"
    text = A + f"\n## So läuft es\n\n::: {{.ablauf dauer=30}}\n{table}:::\n"
    before = shelve("1.0", read({**FILES, "chapters/a.md": text}))
    book = read({**FILES, **files_of(before), "chapters/a.md": text.replace("Pause", "Pause mit Tee")})
    assert told(book) == ["Kapitel 1, Anfang", "geändert Ablauf: So läuft es → a--ablauf"]


def test_what_is_gone_names_its_page_in_the_edition_before() -> None:
    page = next(block.folio for block in FIRST.blocks if block.section == "b")
    book = edited(chapters__b=B.replace("Das hier fällt später ganz weg.", ""))
    assert told(book) == [
        "Kapitel 2, Weg",
        f"entfallen Das hier fällt später ganz weg. (in Ausgabe 1.0 auf Seite {page})",
    ]


def test_what_moved_to_another_chapter_names_the_old_one() -> None:
    book = edited(chapters__a=A + "\nHier steht der Weg.\n", chapters__b=B.replace("Hier steht der Weg.", ""))
    assert "verschoben Schritte (vorher in: Kapitel 2, Weg) → a--b6" in told(book)


def test_a_chapter_that_is_new_or_gone_is_one_line() -> None:
    more = {**FILES, "book.yaml": BOOK.format(", chapters/c.md"), "chapters/c.md": "# Neues\n\nEins.\n\nZwei.\n"}
    assert told(read({**more, **files_of(FIRST)})) == ["Kapitel 3, Neues", "neu Kapitel 3, Neues → c"]
    page = next(block.folio for block in shelve("1.0", read(more)).blocks if block.section == "c")
    less = read({**FILES, **files_of(shelve("1.0", read(more)))})
    assert told(less) == ["Ganz entfallen", f"entfallen Kapitel 3, Neues (in Ausgabe 1.0 auf Seite {page})"]


def test_a_comma_is_no_news_but_a_choice_that_reads_the_same_is() -> None:
    assert told(edited(chapters__b=B.replace("Weg.\n\nDas", "Weg!\n\nDas"))) == []
    form = FORM.replace("{.feld}", '{.auswahl optionen="eins; zwei"}')
    before = shelve("1.0", read({**FILES, "worksheets/blatt.md": form}))
    book = read({**FILES, **files_of(before), "worksheets/blatt.md": form.replace("zwei", "drei")})
    assert told(book)[1:] == ["geändert Feld: Wer macht mit? → blatt--wer-macht-mit"]


def test_a_chapter_rewritten_in_many_places_is_cut_short() -> None:
    lists = SHEET + "".join(f"- [ ] Neuer Punkt Nummer {nth}\n" for nth in range(20))
    lines = told(edited(checklists__liste=lists))
    assert lines[-1] == "und 8 weitere Stellen → liste"
    assert len(lines) == 14


def test_the_section_can_be_read_like_any_other_and_the_contents_name_it() -> None:
    book = edited(chapters__a=A.replace("Feler", "Fehler"))
    section, contents = news(book), next(one for one in book.sections if one.kind == "contents")
    assert section is not None
    assert [heading.title for heading in section.headings] == ["Kapitel 1, Anfang"]
    assert 'href="#news"' in contents.body
    assert 'data-target="a--b1"' in section.body


def test_every_tick_and_field_is_followed_from_every_earlier_edition() -> None:
    second_sheet = SHEET.replace("- [ ] Essen bestellen\n", "")
    second_form = FORM.replace("Was ist das Ziel?", "Was ist das gemeinsame Ziel?")
    files = {**FILES, "checklists/liste.md": second_sheet, "worksheets/blatt.md": second_form}
    second = shelve("1.1", read({**files, **files_of(FIRST)}), FIRST)
    third = second_sheet.replace("Raum buchen", "Raum bald buchen")
    book = read({**files, **files_of(FIRST), **files_of(second), "checklists/liste.md": third})
    first, then = book.former
    assert (first.version, then.version) == ("1.0", "1.1")
    moved = {"liste--raum-buchen": "liste--raum-bald-buchen"}
    assert then.moved == moved
    assert then.changed == ("liste--raum-bald-buchen",)
    assert first.moved == {**moved, "liste--essen-bestellen": ""}
    assert first.changed == ("liste--raum-bald-buchen", "ziel")


def test_an_answer_never_lands_in_another_field_that_took_the_old_name() -> None:
    before = "- [ ] Raum buchen\n"
    anew = SHEET.replace(before, "").replace("Alle einladen", "Alle bald und herzlich einladen {#liste--raum-buchen}")
    (first,) = edited(checklists__liste=anew).former
    assert first.moved["liste--raum-buchen"] == ""


TEAMS = "---\nzweck: Planen.\n---\n# Blatt\n\n## Team Rot\n\n[Name]{.feld}\n\n[Telefon]{.feld}\n\n"
BLUE = "## Team Blau\n\n[Name]{.feld}\n\n[Telefon]{.feld}\n"


def followed(before: str, after: str, name: str = "blatt") -> tuple[dict[str, str], tuple[str, ...]]:
    """What became of the fields of a sheet."""
    first = shelve("1.0", read({**FILES, "worksheets/blatt.md": before}))
    files = {path: text for path, text in FILES.items() if path != "worksheets/blatt.md"}
    (former,) = read({**files, **files_of(first), f"worksheets/{name}.md": after}).former
    return dict(former.moved), former.changed


def test_answers_stay_with_their_team_when_another_one_with_the_same_questions_is_removed() -> None:
    moved, changed = followed(TEAMS + BLUE, TEAMS.partition("## Team Rot")[0] + BLUE)
    assert moved["blatt--name"] == moved["blatt--telefon"] == ""
    assert (moved["blatt--name-2"], moved["blatt--telefon-2"]) == ("blatt--name", "blatt--telefon")
    assert changed == ()


def test_answers_of_a_team_that_another_one_replaces_are_not_carried_over() -> None:
    moved, _ = followed(TEAMS + BLUE, TEAMS.replace("Rot", "Gelb") + BLUE)
    assert moved == {"blatt--name": "", "blatt--telefon": ""}


def test_a_field_that_stays_keeps_its_answer_when_one_with_the_same_words_is_renamed() -> None:
    canvas = ":::: {.canvas #plan}\n### Wer macht mit\nNamen.\n\n### Wozu\nZiele.\n::::\n"
    before = f"{TEAMS}[Wer macht mit]{{.feld #mit}}\n\n{canvas}"
    after = f"{TEAMS}[Wer macht alles mit]{{.feld #dabei}}\n\n{canvas}"
    first = shelve("1.0", read({**FILES, "worksheets/blatt.md": before}))
    (cell,) = (one.anchor for one in first.blocks if one.text == "Wer macht mit" and one.anchor != "mit")
    moved, changed = followed(before, after, "bogen")
    assert moved["mit"] == "dabei"
    assert moved.get(cell, cell) == cell.replace("blatt--", "bogen--")
    assert changed == ("dabei",)


def test_answers_follow_a_field_whose_heading_is_new_and_are_to_be_checked() -> None:
    form = FORM.replace("[Was", "## Ziele\n\n[Was")
    moved, changed = followed(FORM, form)
    assert moved == {}
    assert changed == ("ziel",)


def test_ids_that_change_places_take_no_answers_along() -> None:
    before = FORM + "\n[Telefon]{.feld #a}\n\n[Anschrift]{.feld #b}\n"
    moved, _ = followed(before, before.replace("#a", "#c").replace("#b", "#a").replace("#c", "#b"))
    assert moved.get("a") != "a"
    assert moved.get("b") != "b"


def test_an_edition_is_compared_with_the_one_before_it_and_not_with_itself_or_later_ones() -> None:
    second = shelve("1.1", read({**FILES, "chapters/b.md": B + "Später.\n"}), FIRST)
    files = {**FILES, **files_of(FIRST), **files_of(second)}
    assert [one.version for one in read(files, "1.1").former] == ["1.0"]
    assert [one.version for one in read(files, "1.2").former] == ["1.0", "1.1"]
    assert read(files, "1.0").former == ()


def test_a_damaged_record_is_named_and_the_book_is_built_all_the_same() -> None:
    broken = {**FILES, **files_of(FIRST), "editions/1.0/blocks.json": "[]"}
    proof = proofread(MemoryWorkspace(broken), MemoryCache(), Order(), lambda stage: None)
    assert [one.code for one in proof.diagnostics if one.code.startswith("e-")] == ["e-021"]
    assert proof.value is not None
    assert news(proof.value.book) is None


LISTS: dict[str, str | bytes] = {
    **FILES,
    "book.yaml": BOOK.format("") + "back_matter: [glossary, sources]\n",
    "chapters/a.md": A + "\nEin Pitch [@q1].\n",
    "glossary.yaml": "- term: Pitch\n  definition: Ein kurzer Vortrag.\n",
    "sources.yaml": "- id: q1\n  title: Ein Buch\n  author: Muster, Maria\n",
}


def test_terms_and_sources_that_read_differently_are_told_and_can_be_corrected() -> None:
    first = shelve("1.0", read(LISTS))
    assert [(one.kind, one.id) for one in first.blocks if one.kind in ("term", "source")] == [
        ("term", "term-pitch"),
        ("source", "source-q1"),
    ]
    anew = {
        "glossary.yaml": "- term: Pitch\n  definition: Ein kurzer, unbezahlter Vortrag.\n",
        "sources.yaml": "- id: q1\n  title: Kein Buch\n  author: Muster, Maria\n",
    }
    lines = told(read({**LISTS, **files_of(first), **anew}))
    assert [line for line in lines if "Pitch" in line] == [
        "geändert Begriff: Pitch Ein kurzer, unbezahlter Vortrag. → term-pitch"
    ]
    assert [line for line in lines if "Quelle: " in line] == [
        "geändert Quelle: Muster, Maria: „Kein Buch“. → source-q1"
    ]
    slip = Erratum("term-pitch", "kurzer", "langer")
    assert [listed.place for listed in list_errata((slip,), (first,))] == ["Glossar"]


def test_a_source_that_is_cited_earlier_has_not_moved() -> None:
    two = str(LISTS["sources.yaml"]) + "- id: q2\n  title: Zwei\n  author: Anders, Ada\n"
    before = {**LISTS, "sources.yaml": two, "chapters/b.md": B + "Mehr [@q2].\n"}
    first = shelve("1.0", read(before))
    after = {**before, "chapters/a.md": A + "\nEin Pitch [@q2; @q1].\n"}
    assert not [line for line in told(read({**after, **files_of(first)})) if "Quelle: " in line]
