"""Notes at the foot of pages."""

from __future__ import annotations

import re

from pipeline import trees
from pipeline.render import markup
from pipeline.render.layout import Sheet
from pipeline.render.pdf.notes import LONG_NOTE, put_notes_at_foot
from pipeline.render.weasy import blocks
from pipeline.render.weasy.engine import Engine

CALL = '<a class="footnote-ref" href="#fn1" id="r1"><sup>1</sup></a>'
BACK = ' <a class="footnote-back" href="#r1">↩</a>'


def _feet(note: str, title: str = "Titel", text: str = f"Satz{CALL}.") -> tuple[trees.Element, trees.Element]:
    head = trees.parse(title)
    tree = trees.parse(f'<p>{text}</p><section class="footnotes"><ol><li id="fn1">{note}</li></ol></section>')
    put_notes_at_foot(head, tree)
    return head, tree


def test_each_paragraph_of_a_note_begins_a_line_and_lists_stay_lists() -> None:
    _, tree = _feet(f'<p>Eins.</p><ol start="3" type="1"><li>drei</li></ol><p>Zwei.{BACK}</p>')
    (foot,) = trees.by_class(tree, "footnote")
    assert [(one.tag, one.get("class")) for one in foot] == [
        ("span", "note-text"),
        ("ol", None),
        ("span", "note-text further"),
    ]
    assert foot.tail == "." and foot[1].get("start") == "3"


def test_a_note_of_the_title_stands_in_the_title() -> None:
    head, tree = _feet("<p>Gemeint ist die Küche.</p>", f"Werkstatt{CALL}", "Text")
    assert trees.text_of(head) == "WerkstattGemeint ist die Küche."
    assert trees.text_of(tree) == "Text"


def test_a_long_note_is_several_and_loses_no_word() -> None:
    sentences = " ".join(f"Das ist <em>der Satz</em> {number} einer langen Note." for number in range(60))
    _, tree = _feet(f"<p>{sentences}{BACK}</p>")
    feet = trees.by_class(tree, "footnote")
    assert len(feet) > 2 and ["more" in trees.classes(foot) for foot in feet] == [False] + [True] * (len(feet) - 1)
    assert max(len(trees.text_of(foot)) for foot in feet) <= LONG_NOTE + 100
    said = " ".join(trees.text_of(foot) for foot in feet)
    assert re.findall(r"Satz (\d+)", said) == [str(number) for number in range(60)]
    assert len({foot.get("id") for foot in feet}) == len(feet)


def test_a_note_longer_than_a_page_goes_on_at_the_foot_of_the_next() -> None:
    sentences = " ".join(f"Das ist der Satz {number} einer Note, die nicht enden will." for number in range(120))
    _, tree = _feet(f"<p>{sentences}</p>")
    style = (
        "@page { size: 100mm 120mm; margin: 10mm; @footnote { max-height: 60mm } } .footnote { float: footnote;"
        " footnote-policy: line; font-size: 8pt } .more { footnote-policy: auto } .note-text { display: inline }"
    )
    page = f"<html lang='de'><head><title>T</title></head><body>{markup.to_polyglot(tree)}</body></html>"
    layout, _ = Engine(style, {}).lay_out(Sheet(page, ""))
    lines = [
        box for sheet in layout.pages for box in blocks.descendants(sheet._page_box) if type(box).__name__ == "TextBox"
    ]
    assert min(box.position_y for box in lines) > 0
    assert max(box.position_y + box.height for box in lines) < layout.pages[0].height
    words = " ".join(box.text for box in lines)
    assert set(re.findall(r"Satz (\d+)", " ".join(words.split()))) == {str(number) for number in range(120)}
