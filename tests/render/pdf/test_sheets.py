"""What a section gets on its way to paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline import trees
from pipeline.book.model import Section
from pipeline.render.pdf.sheets import make_sheet, prepare
from pipeline.theme import default_theme
from tests.render import sample


def _printed(body: str, numbers: Mapping[str, str] | None = None) -> trees.Element:
    section = Section(id="probe", kind="chapter", title="Probe", number="3", part=1, body=body)
    book = replace(sample.book(), sections=(section,))
    sheet = make_sheet(prepare(book, default_theme("de")), section, "right", numbers or {})
    return trees.parse(sheet.html.partition("<body")[2].partition(">")[2].partition("</body>")[0])


def test_the_number_of_a_reference_stays_with_its_word() -> None:
    tree = _printed(
        '<p>In <a class="xref" href="#probe">Abbildung 11.1</a> und <a class="xref" href="#probe">'
        "Abschnitt „Drei 3“ in Kapitel 1</a>.</p>"
    )
    said = [reference.text for reference in trees.by_class(tree, "xref")]
    assert said == ["Abbildung\u00a011.1", "Abschnitt „Drei\u00a03“ in Kapitel\u00a01"]


def test_a_link_that_is_a_number_says_of_what() -> None:
    cited = '<span class="citation">[<a class="cite" href="#source-q1">45</a>]</span>'
    places = '<p id="source-q1">A</p><p id="marke">B</p>'
    tree = _printed(f'<p>{cited}, <a class="locator" href="#marke">Kapitel 3</a></p>{places}', {"marke": "92"})
    assert [link.get("aria-label") for link in tree.iter("a")] == ["Quelle 45", "Seite 92"]


def test_only_a_parted_word_has_the_sign_of_parted_words() -> None:
    assert trees.text_of(_printed("<p>E\u2010Mail</p>")).endswith("E-Mail")


def test_the_links_of_contents_lines_stand_in_a_span() -> None:
    tree = _printed('<ol class="toc"><li class="toc-line"><a href="#probe">Probe</a></li></ol>')
    (link,) = tree.iter("a")
    assert trees.classes(trees.parent_of(link)) == ("toc-entry",)


def test_a_citation_stays_with_the_word_that_it_proves() -> None:
    tree = _printed('<p>Sie fragt <em>nach</em> dem Ort <span class="citation">[7]</span>, <i>er</i> nicht.</p>')
    (held,) = trees.by_class(tree, "nohyphen")
    assert trees.text_of(held) == "Ort [7]"
    assert "dem Ort [7], er nicht." in trees.text_of(tree)


def test_a_citation_without_a_word_before_it_stays_as_it_is() -> None:
    tree = _printed('<p><span class="citation">[7]</span> <em>nach</em><span class="citation">[8]</span></p>')
    assert not list(trees.by_class(tree, "nohyphen"))


def test_a_citation_in_a_note_may_begin_a_line() -> None:
    tree = _printed('<p>So<span class="note-text">Laut Ort <span class="citation">[7]</span></span>.</p>')
    assert not list(trees.by_class(tree, "nohyphen"))


def test_the_host_of_a_printed_address_is_not_broken() -> None:
    tree = _printed(
        '<p><a href="https://a.example/b-c">https://a.example/b-c</a> <a href="https://a.example">A</a></p>'
    )
    assert [trees.text_of(one) for one in trees.by_class(tree, "nohyphen")] == ["https://a.example"]
    assert "https://a.example/\u200bb\u200b-\u2060c A" in trees.text_of(tree)


def test_sources_hang_on_their_numbers_and_keep_their_dates_together() -> None:
    link = '<a href="https://a.example">https://a.example</a>'
    tree = _printed(f'<ul class="bibliography"><li id="q">[12] Wer: Was. {link}, abgerufen am 4. Mai 2026.</li></ul>')
    assert [one.text for one in trees.by_class(tree, "source-number")] == ["[12]"]
    assert "am 4.\u00a0Mai 2026." in "".join(tree.itertext())


def test_a_page_says_that_it_is_one_but_for_contents_lines() -> None:
    place = '<span class="page-ref" data-target="far"></span>'
    tree = _printed(
        f'<p>Kapitel 2{place}</p><ol class="toc"><li class="toc-line">Kapitel 2{place}</li></ol>', {"far": "7"}
    )
    notes = [trees.text_of(one) for one in trees.by_class(tree, "page-note")]
    assert len(notes) == 1 and notes[0].startswith("S.")
    assert len(list(trees.by_class(tree, "page-number"))) == 2


def test_what_is_made_up_shows_its_sign() -> None:
    boxes = ("fiction", "tip")
    tree = _printed("".join(f'<aside class="box {one}"><p class="box-label">Wort</p></aside>' for one in boxes))
    signs = [len(trees.by_class(box, "icon-fiction")) for name in boxes for box in trees.by_class(tree, name)]
    assert signs == [1, 0]
    assert [trees.text_of(label) for label in trees.by_class(tree, "box-label")] == ["Wort", "Wort"]


def test_a_paragraph_with_a_colon_announces_what_follows() -> None:
    tree = _printed("<p>Das gilt:</p><ul><li>x</li></ul><p>Das gilt.</p>")
    assert [trees.text_of(one) for one in trees.by_class(tree, "announces")] == ["Das gilt:"]


def test_what_announces_a_sample_begins_its_page_and_so_does_the_heading_of_methods() -> None:
    sample_box = '<section class="box sample" id="m"><p>x</p></section>'
    method = '<section class="micro-method" id="n"><p>x</p></section>'
    body = f"<p>So sah es aus:</p>{sample_box}<p>Text.</p>{sample_box}<h2>Gruppe</h2><p>Vier.</p>{method}{method}"
    opening = trees.by_class(_printed(body), "opens")
    assert [(one.tag, trees.text_of(one)) for one in opening] == [("p", "So sah es aus:"), ("h2", "Gruppe")]
