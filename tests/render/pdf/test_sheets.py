"""What a section gets on its way to paper."""

from __future__ import annotations

from dataclasses import replace

from pipeline.book.model import Section
from pipeline.render import markup
from pipeline.render.pdf.sheets import make_sheet, prepare
from pipeline.theme import default_theme
from tests.render import sample


def _printed(body: str) -> markup.Tree:
    section = Section(id="probe", kind="chapter", title="Probe", number="3", part=1, body=body)
    book = replace(sample.book(), sections=(section,))
    sheet = make_sheet(prepare(book, default_theme("de")), section, "right", {})
    return markup.parse(sheet.html.partition("<body")[2].partition(">")[2].partition("</body>")[0])


def test_the_number_of_a_reference_stays_with_its_word() -> None:
    tree = _printed(
        '<p>In <a class="xref" href="#probe">Abbildung 11.1</a> und <a class="xref" href="#probe">'
        "Abschnitt „Drei 3“ in Kapitel 1</a>.</p>"
    )
    said = [reference.text for reference in markup.with_class(tree, "xref")]
    assert said == ["Abbildung\u00a011.1", "Abschnitt „Drei\u00a03“ in Kapitel\u00a01"]
