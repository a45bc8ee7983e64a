"""What is stamped on a page is content that can be read back, whatever its words are."""

from __future__ import annotations

import zlib

import pikepdf
import pytest

from pipeline.pdflink.packing import string
from pipeline.pdflink.pieces import Piece
from pipeline.pdflink.stamp import Stamps

FONT = Piece.of([], (), (), {"first": 32, "widths": [500] * 224})


def shown(content: bytes) -> list[str]:
    """The texts that content shows."""
    pdf = pikepdf.new()
    instructions = pikepdf.parse_content_stream(pikepdf.Stream(pdf, content))
    assert pikepdf.unparse_content_stream(instructions)
    operators = [str(one.operator) for one in instructions]
    assert operators.count("BT") == operators.count("ET") == operators.count("Tj")
    return [bytes(one.operands[0]).decode("cp1252") for one in instructions if str(one.operator) == "Tj"]


@pytest.mark.parametrize("note", ["Entwurf :)", "((", ")", "\\", "a\\)b(", "„Skizze“ – 5 €", "Entwurf 1a2b3c+"])
def test_the_note_of_a_draft_says_what_it_says(note: str) -> None:
    stamp = Stamps(FONT, note).stamp((400.0, 600.0), "iv", ((10.0, 20.0),))
    assert shown(zlib.decompress(stamp.content)) == ["iv", note]


@pytest.mark.parametrize(("folio", "left"), [("1", 20 * 72 / 25.4), ("2", 400 - 20 * 72 / 25.4 - 4 * 7.5 / 2)])
def test_the_note_of_a_draft_stands_at_the_inner_edge_of_the_text(folio: str, left: float) -> None:
    content = zlib.decompress(Stamps(FONT, "abcd").stamp((400.0, 600.0), folio, ()).content)
    file = pikepdf.new()
    shown = pikepdf.parse_content_stream(pikepdf.Stream(file, content))
    _, note = (one.operands for one in shown if str(one.operator) == "Tm")
    assert float(note[4]) == pytest.approx(left, abs=0.01)


def test_a_string_is_written_as_pdf_wants_it() -> None:
    assert string(b"a(b)c\\d\r\n") == b"(a\\(b\\)c\\\\d\n)"
