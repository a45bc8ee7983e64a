"""Whole manuscripts: what cannot be read never stops the rest, and the cache changes nothing."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.cache import MemoryCache
from pipeline.manuscript.model import Variant
from tests.manuscript.reading import SVG, read_book

GOOD = "# Gut\n\nText mit ![A](images/x.svg) und [@q]. [B]{.begriff}\n"
SOURCES = "references:\n  - id: q\n    title: Buch\n    type: book\n    issued: 2020\n"
FILES = {"chapters/a.md": GOOD, "sources.yaml": SOURCES, "glossary.yaml": "- term: B\n  definition: Erklärung.\n"}


def test_a_hit_equals_a_miss() -> None:
    cache = MemoryCache()
    cold = read_book(FILES, cache)
    assert read_book(FILES, cache) == cold
    assert read_book(FILES, MemoryCache()) == cold
    assert cold.diagnostics == ()


def test_a_manuscript_knows_everything_that_was_written() -> None:
    manuscript = read_book(FILES).value
    document = manuscript.documents["chapters/a.md"]
    assert (document.id, document.title, document.kind) == ("a", "Gut", "chapter")
    assert document.pictures == ("chapters/images/x.svg",)
    assert document.words == 5
    assert [(one.kind, one.name) for one in document.references] == [("cite", "q"), ("term", "B")]
    assert manuscript.assets["chapters/images/x.svg"].width == 120
    assert manuscript.glossary[0].definition_html == "Erklärung."


def test_one_bad_file_changes_no_other() -> None:
    alone = read_book({"chapters/a.md": GOOD}).value.documents["chapters/a.md"]
    bad: dict[str, bytes | str] = {
        "chapters/a.md": GOOD,
        "chapters/b.md": b"# B\n\n\xff\xfe",
        "chapters/c.md": "",
        "chapters/d.md": "> " * 500 + "x",
        "chapters/e.md": "# E" + "x" * 1_600_000,
    }
    result = read_book(bad, chapters=(*sorted(bad), "chapters/f.md", "../g.md"))
    assert result.value.documents["chapters/a.md"] == alone
    assert [(one.code, one.span.path) for one in result.diagnostics if one.code.startswith("f")] == [
        ("f-022", "../g.md"),
        ("f-012", "chapters/b.md"),
        ("f-011", "chapters/c.md"),
        ("f-021", "chapters/d.md"),
        ("f-013", "chapters/e.md"),
        ("f-010", "chapters/f.md"),
    ]
    for path in ("chapters/b.md", "chapters/f.md"):
        assert '<aside class="box broken" role="note"' in result.value.documents[path].body


def test_the_last_good_text_stands_in_for_a_broken_file() -> None:
    cache = MemoryCache()
    read_book({"chapters/a.md": GOOD.replace("[@q]", "Wort")}, cache)
    result = read_book({"chapters/a.md": b"\xff"}, cache)
    document = result.value.documents["chapters/a.md"]
    assert document.title == "Gut"
    assert document.body.startswith('<aside class="box broken"')
    assert "Text mit" in document.body
    assert [one.code for one in result.diagnostics] == ["f-012"]


def test_a_byte_order_mark_and_windows_lines_are_no_trouble() -> None:
    document = read_book({"chapters/a.md": b"\xef\xbb\xbf---\r\nid: x\r\n---\r\n# A\r\n\r\nB\r\n"}).value.documents
    assert document["chapters/a.md"].id == "x"
    assert document["chapters/a.md"].body == "<p>B</p>"


def test_forgotten_files_are_noted() -> None:
    result = read_book({"chapters/a.md": "# A", "chapters/b.md": "# B"}, chapters=("chapters/a.md",))
    assert [(one.code, one.span.path) for one in result.diagnostics] == [("f-019", "chapters/b.md")]


def test_a_variant_replaces_whole_words_everywhere() -> None:
    pairs = (("Betrieb", "Schule"), ("Betrieb und Team", "Kollegium"))
    files = {
        "chapters/a.md": "---\nversprechen: Im Betrieb\n---\n# Der Betrieb\n\nBetrieb und Team, Betriebe `Betrieb`\n"
    }
    variants = (Variant("schule", "", pairs),)
    document = read_book(files, variants=variants, variant="schule").value.documents["chapters/a.md"]
    assert document.title == "Der Schule"
    assert document.body == "<p>Kollegium, Betriebe <code>Betrieb</code></p>"
    assert document.front.promise == "Im Schule"
    assert read_book(files, variants=variants).value.documents["chapters/a.md"].title == "Der Betrieb"


def test_a_variant_replaces_a_phrase_before_its_words_wherever_its_line_ends() -> None:
    pairs = (("Partner:innen", "Partnerinnen und Partner"), ("mit Partner:innen", "mit Partnerinnen und Partnern"))
    files = {"chapters/a.md": "# A\n\nPartner:innen planen mit\nPartner:innen.\n"}
    document = read_book(files, variants=(Variant("schule", "", pairs),), variant="schule").value.documents
    body = document["chapters/a.md"].body
    assert body == "<p>Partnerinnen und Partner planen mit Partnerinnen und Partnern.</p>"


def test_a_file_without_a_title_is_named_after_itself() -> None:
    result = read_book({"chapters/mein-text.md": "Nur Text."})
    assert result.value.documents["chapters/mein-text.md"].title == "Mein text"
    assert [one.code for one in result.diagnostics] == ["s-001"]


PIECES = [
    "::: tipp\n",
    ":::\n",
    "::: {.methode #m}\n",
    "### T\n",
    "# X\n",
    "- [ ] a **!**\n",
    "[F]{.feld zeilen=2} ",
    "[@q; @w] ",
    "Z\n:   D\n\n",
    "![b](images/x.svg){alt=x}\n\n",
    "| a | b |\n|--|--|\n| | 2 |\n\n",
    "::: {.canvas}\n",
    "::: {.ausfülltabelle zeilen=2}\n",
    "[a]{.b c:d=1}",
    "[^1] ",
    "[^1]: n\n",
    "{++a++}",
    "<i>&amp;\x07",
    "\n\n",
    "> ",
    "    ",
    "$x^2$",
    "```\n",
    "text Kolleg:innen ",
    "::: reflexion\n",
    "[]{.register als=x}",
    "::: {.nur format=pdf}\n",
]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), min_size=6, max_size=6))
def test_reading_never_crashes_and_fragments_are_xml_with_unique_ids(texts: list[str]) -> None:
    files = {f"chapters/k{number}.md": text for number, text in enumerate(texts)}
    result = read_book(files, MemoryCache())
    for document in result.value.documents.values():
        etree.fromstring(f"<div><h1>{document.title_html}</h1>{document.body}</div>")
        ids = re.findall(r' id="([^"]+)"', document.body)
        assert len(ids) == len(set(ids))
        assert {target.id for target in document.targets} <= set(ids)
    for one in result.diagnostics:
        lines = files.get(one.span.path, "\n").split("\n")
        assert 1 <= one.span.line <= len(lines)


def test_unsafe_drawings_are_made_harmless() -> None:
    bad = SVG.replace(b"<title>", b'<script>x</script><image href="https://example.org/a.png" onload="x"/><title>')
    result = read_book({"chapters/a.md": "# A\n\n![A](images/x.svg)", "chapters/images/x.svg": bad})
    assert [one.code for one in result.diagnostics] == ["f-017"]
    data = result.value.assets["chapters/images/x.svg"].data
    assert b"script" not in data
    assert b"example.org" not in data
    assert b'viewBox="0 0 120 60"' in data


def test_the_place_of_a_wrong_byte_counts_no_byte_order_mark() -> None:
    text = "# Größe\n\nMaßä".encode("utf-8-sig") + b"\xff"
    (told,) = [one for one in read_book({"chapters/a.md": text}).diagnostics if one.code == "f-012"]
    assert (told.span.line, told.span.column) == (3, 5)


def test_the_place_of_a_wrong_byte_counts_lines_however_they_end() -> None:
    for ending in (b"\n", b"\r\n", b"\r"):
        (told,) = read_book({"chapters/a.md": b"# A" + ending * 2 + b"x\xff"}).diagnostics
        assert (told.code, told.span.line, told.span.column) == ("f-012", 3, 2)


def test_umlauts_are_the_same_however_they_are_spelt() -> None:
    spread = unicodedata.normalize("NFD", "Eine [Übung]{.begriff} am [](#größe).\n\n## Die Größe {#größe}\n\nText.")
    result = read_book(
        {"chapters/k.md": f"# Titel\n\n{spread}\n", "glossary.yaml": "- term: Übung\n  definition: Tun.\n"}
    )
    assert result.diagnostics == ()
    assert "größe" in result.value.documents["chapters/k.md"].body
