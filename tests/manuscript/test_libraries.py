"""Sources as BibTeX, BibLaTeX and CSL JSON, beside sources.yaml."""

from __future__ import annotations

import json

import pytest

from pipeline.cache import MemoryCache
from pipeline.manuscript.libraries import read_libraries
from pipeline.manuscript.sources import Source
from pipeline.workspace import MemoryWorkspace

BIB = """\
@comment{x, y}
@incollection{meier, author={Meier, Anna and Schulz, Bernd}, editor={Kraus, Eva},
  title={Über Cross Innovation und Handwerk}, booktitle={Handbuch der Kreativwirtschaft},
  publisher={Verlag}, location={Berlin}, series={Reihe}, number={4}, edition={2}, volume={1}, date={2024-05},
  pages={12--34}, url={https://example.org/x}, urldate={2026-01-02}, doi={10.1000/182}, isbn={978-3-00-000001-0}}
@article{knuth, author={Donald E. Knuth}, title={Literate Programming}, journal={The Computer Journal},
  volume={27}, number={2}, year={1984}, issn={0010-4620}, langid={english}}
@online{stadt, author={{Stadt Leipzig}}, title={Haushalt}, date={2025}, url={https://leipzig.example/h}}
"""
# As Zotero writes it (Better BibTeX adds the key).
ZOTERO = [
    {
        "id": "http://zotero.org/users/1/items/AB",
        "citation-key": "rot2020",
        "type": "article-journal",
        "abstract": "…",
        "container-title": "Zeitschrift",
        "DOI": "10.1000/9",
        "ISSN": "1234-5678",
        "issue": "3",
        "journalAbbreviation": "Z.",
        "language": "de",
        "page": "1-9",
        "source": "Zotero",
        "title": "Rot und Grün",
        "title-short": "Rot",
        "volume": "5",
        "author": [{"family": "Rot", "given": "Rosa"}],
        "accessed": {"date-parts": [["2026", 11, 30]]},
        "issued": {"date-parts": [["2020", 4]]},
    }
]


def read(
    files: dict[str, str], language: str = "de"
) -> tuple[dict[str, dict[str, object]], list[tuple[str, str, int]]]:
    known = {"a": Source("a", {"id": "a", "title": "A"})}
    got = read_libraries(MemoryWorkspace(files), MemoryCache(), language, known)
    found = [(one.code, one.span.path, one.span.line) for one in got.diagnostics]
    return {key: one.item for key, one in got.value.items()}, found


def test_every_field_of_a_biblatex_entry_is_there_and_german_titles_keep_their_capitals() -> None:
    items, found = read({"sources.bib": BIB})
    assert found == []
    meier = items["meier"]
    texts = {key: value for key, value in meier.items() if isinstance(value, str) and key not in ("id", "language")}
    assert texts == {
        "type": "chapter",
        "title": "Über Cross Innovation und Handwerk",
        "publisher": "Verlag",
        "edition": "2",
        "container-title": "Handbuch der Kreativwirtschaft",
        "collection-title": "Reihe",
        "collection-number": "4",
        "publisher-place": "Berlin",
        "volume": "1",
        "page": "12-34",
        "ISBN": "978-3-00-000001-0",
        "DOI": "10.1000/182",
        "URL": "https://example.org/x",
    }
    assert meier["author"] == [{"family": "Meier", "given": "Anna"}, {"family": "Schulz", "given": "Bernd"}]
    assert meier["editor"] == [{"family": "Kraus", "given": "Eva"}]
    assert (meier["issued"], meier["accessed"]) == ({"date-parts": [[2024, 5]]}, {"date-parts": [[2026, 1, 2]]})
    assert items["stadt"]["author"] == [{"literal": "Stadt Leipzig"}]


def test_an_entry_that_says_its_language_is_read_in_that() -> None:
    knuth = read({"sources.bib": BIB})[0]["knuth"]
    assert knuth["title"] == "Literate programming"
    assert (knuth["container-title"], knuth["issue"]) == ("The Computer Journal", "2")


def test_what_zotero_exports_is_read_without_a_message_by_its_citation_key() -> None:
    items, found = read({"sources/Meine Bibliothek.json": json.dumps(ZOTERO)})
    assert found == []
    assert items["rot2020"].keys() == ZOTERO[0].keys()
    assert items["rot2020"]["issued"] == {"date-parts": [[2020, 4]]}


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("sources.bib", "@book{b,\n title={x\n", "x-070"),
        ("sources.json", '[{"id": "b",}]', "x-070"),
        ("sources.json", '{"id": "b"}', "x-070"),
        ("sources.json", "[" * 100_000, "x-070"),
        ("sources/z.bib", "\n@book{a, title={Zweimal}, date={2020}}\n", "x-071"),
        ("sources/z.bib", "\n@book{b, title={x}, url={http://exa mple.org}, date={2020}}\n", "x-061"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_place_and_the_others_stay(path: str, text: str, told: str) -> None:
    items, found = read({path: text, "sources/gut.bib": "@book{gut, title={Gut}, date={2020}}"})
    assert [(code, where) for code, where, _ in found] == [(told, path)]
    assert {"a", "gut"} <= items.keys()
    assert path != "sources/z.bib" or found[0][2] == 2


# Every field of BibLaTeX 3.19 that holds a text, and those that Zotero, JabRef, BibDesk and Mendeley write besides.
TEXTS = """abstract addendum afterword annotation annotator annote author bookauthor chapter commentator doi edition
    editor editora editorb editorc eid eventtitle foreword holder howpublished institution introduction isan isbn ismn
    isrn issn issue issuesubtitle issuetitle iswc journal journalsubtitle journaltitle keywords library location
    mainsubtitle maintitle maintitleaddon nameaddon note number organization origlanguage origlocation origpublisher
    origtitle pages pagetotal part publisher pubstate reprinttitle school series shortauthor shorteditor shortjournal
    shortseries shorttitle subtitle title titleaddon translator type url usera userb userc userd usere userf venue verba
    verbb verbc version volume volumes volumetitle address copyright eprint"""
THEIRS = "file timestamp owner groups ids date-added bdsk-file-1 mendeley-groups sortkey shorthand label options"
HELP = {
    "eprint": "eprinttype={arxiv}",
    "journalsubtitle": "journaltitle={B}",
    "mainsubtitle": "maintitle={B}",
    "maintitleaddon": "maintitle={B}",
}


def test_every_field_of_a_bibliography_arrives_or_is_told_or_is_for_programs() -> None:
    theirs = THEIRS.split()
    fields = [*TEXTS.split(), *theirs]
    entries = (
        f'@incollection{{k-{field},\n title = "A, b = {{c}}", {HELP.get(field, "date={2020}")}, {field} = {{Zqx}}}}\n'
        for field in fields
    )
    got = read_libraries(MemoryWorkspace({"sources.bib": "".join(entries)}), MemoryCache(), "de", {})
    told = {dict(one.facts)["name"].removeprefix("k-"): one.facts for one in got.diagnostics if one.code == "x-344"}
    kept = {key.removeprefix("k-"): json.dumps({**one.item, "id": ""}).lower() for key, one in got.value.items()}
    assert set(kept) == set(fields)
    ways = {field: ("zqx" in kept[field]) + (field in told) + (field in theirs) for field in fields}
    assert [field for field, count in ways.items() if count != 1] == []
    assert dict(told["holder"])["fields"] == "holder"


@pytest.mark.parametrize(
    ("archive", "told"),
    [
        ("", True),
        ("eprinttype={hal},", True),
        ("eprinttype={pubmed},", False),
        ('archiveprefix = "arXiv",', False),
        ("eprinttype = JSTOR,", False),
    ],
)
def test_a_number_in_an_archive_becomes_an_address_or_is_told(archive: str, told: bool) -> None:
    text = f"@misc{{a, title={{T}}, date={{2020}}, {archive} eprint={{Zqx1}}}}\n"
    got = read_libraries(MemoryWorkspace({"sources.bib": text}), MemoryCache(), "de", {})
    unread = [dict(one.facts)["fields"] for one in got.diagnostics if one.code == "x-344"]
    assert unread == (["eprint"] if told else [])
    assert ("Zqx1" in json.dumps(got.value["a"].item)) is not told
