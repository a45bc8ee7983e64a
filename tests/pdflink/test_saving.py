"""Pieces are linked into a file that every reader can follow."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import pikepdf
import pytest

from pipeline.pdflink.linking import Block, link, size_of
from pipeline.pdflink.packing import packed
from pipeline.pdflink.pieces import Piece, from_bytes, refer, to_bytes
from pipeline.pdflink.saving import saved

CATALOG, PAGES = b"<</Type/Catalog/Pages 2 0 R/Things 5 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
FRONT = Piece.of([CATALOG, PAGES, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>"])
FIRST = 5


def holding(count: int, more: int = 0) -> Piece:
    """An array of so many strings, each an object, and so many streams, all different; one symbol stands in front."""
    texts = [b"(%d %s)" % (nth, b"q" * (nth * count % 13)) for nth in range(count)]
    streams = [packed(b"stream %d" % nth, {}) for nth in range(more)]
    held = b" ".join(map(refer, range(1, 1 + count + more)))
    return Piece.of([b"[%s %s]" % (refer(1 + count + more), held), *texts], streams, [("said",)])


def file_of(pieces: Sequence[Piece], gap: int = 0) -> bytes:
    blocks = [link(FRONT, 1, ())]
    for piece in pieces:
        blocks.append(link(piece, blocks[-1].end + gap * (len(blocks) > 1), [b"(said)"]))
    return saved(blocks, 1, 2)


def opened(data: bytes) -> pikepdf.Pdf:
    """A file in which a reader finds nothing to mend, and in which no stream ends in a carriage return."""
    book = pikepdf.open(io.BytesIO(data), attempt_recovery=False)
    assert book.get_warnings() == [] == book.check_pdf_syntax()
    streams = [thing for thing in book.objects if isinstance(thing, pikepdf.Stream)]
    assert [str(one.objgen) for one in streams if one.read_raw_bytes().endswith(b"\r")] == []
    return book


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 1000])
@pytest.mark.parametrize("more", [0, 3])
def test_everything_is_found(count: int, more: int) -> None:
    with opened(file_of([holding(count, more)])) as book:
        said, *things = book.Root.Things
        assert str(said) == "said"
        assert [str(thing) for thing in things[:count]] == [f"{nth} {'q' * (nth * count % 13)}" for nth in range(count)]
        assert [thing.read_bytes() for thing in things[count:]] == [b"stream %d" % nth for nth in range(more)]


@pytest.mark.parametrize("count", [65_534, 65_535, 65_600])
def test_there_may_be_more_objects_than_two_bytes_count(count: int) -> None:
    with opened(file_of([holding(count)])) as book:
        things = book.Root.Things
        assert len(things) == count + 1
        assert str(things[count]).startswith(f"{count - 1} ")


def test_numbers_between_blocks_stay_free() -> None:
    with opened(file_of([holding(2, 1), holding(300, 2), holding(1)], gap=70)) as book:
        third = FIRST + size_of(holding(2, 1)) + 70 + size_of(holding(300, 2)) + 70
        assert str(book.get_object(third + 1, 0)) == "0 "
        assert book.get_object(third - 1, 0) is None


def test_streams_of_objects_end_well_whatever_they_hold() -> None:
    ended: set[str] = set()
    for count in range(300):
        data = file_of([holding(count)])
        with opened(data):
            pass
        ended |= {name for name, content in unmended(holding(count)) if content.endswith(b"\r")}
    assert ended == {"objects"}


def unmended(piece: Piece) -> list[tuple[str, bytes]]:
    """What would be packed if no care were taken."""
    with opened(file_of([piece])) as book:
        return [
            ("objects", zlib.compress(thing.read_bytes().removesuffix(b"\n")))
            for thing in book.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Type") == "/ObjStm"
        ]


def test_a_table_that_would_end_badly_gets_a_row_more() -> None:
    sizes = set()
    for count in range(400):
        data = file_of([holding(1, count % 7)] * (count % 60 + 1))
        with opened(data) as book:
            sizes.add(int(book.trailer.Size) - max(thing.objgen[0] for thing in book.objects) - 1)
    assert sizes == {0, 1}


def test_blocks_and_pieces_are_read_as_they_were_written() -> None:
    pieces = (holding(7, 2), Piece.of((), [packed(b"x", {})], [("rectangle", (1.5, 2.0), ((0,), ()))], {"name": "n"}))
    assert from_bytes(to_bytes(pieces)) == pieces
    block = link(pieces[0], 64, [b"(said)"])
    assert Block.from_bytes(block.to_bytes()) == block
    assert (block.first, block.end) == (64, 64 + size_of(pieces[0]))


def test_the_same_pieces_give_the_same_bytes() -> None:
    assert file_of([holding(9, 3)]) == file_of([holding(9, 3)])
    assert file_of([holding(9, 3)]) != file_of([holding(9, 2)])
