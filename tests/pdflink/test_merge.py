"""Sections become pieces, and pieces a book."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pikepdf
import pytest
from PIL import Image

from pipeline.pdflink.merge import LOT, merge
from pipeline.pdflink.model import Binding, Bookmark, Imprint, Part, Place
from pipeline.pdflink.pieces import Piece, from_bytes
from pipeline.render.layout import Sheet
from pipeline.render.weasy.engine import Engine
from tests.pdflink.bound import DESCRIPTION

STYLES = "@page { size: 100mm 100mm; margin: 10mm }"
SQUARE = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9' opacity='.5'/></svg>"


@pytest.fixture(scope="module")
def engine() -> Engine:
    pictures = {f"{name}.png": picture(colour) for name, colour in (("a", 7), ("b", 7), ("c", 90))}
    return Engine(STYLES, {**pictures, "square.svg": SQUARE.encode()})


def picture(colour: int) -> bytes:
    """A PNG with a mask."""
    target = io.BytesIO()
    Image.new("RGBA", (40, 40), (colour, 0, 0, 99)).save(target, "PNG")
    return target.getvalue()


def written(engine: Engine, body: str) -> bytes:
    return engine.typeset(Sheet(f"<html lang='de'><head><title>T</title></head><body>{body}</body></html>", "")).data


def bound(parts: Sequence[bytes], keep: Callable[[str, Callable[[], bytes]], bytes] | None = None) -> bytes:
    places = [Place(nth, 0, "recto", ("",) * len(section(data).facts["pages"]), True) for nth, data in enumerate(parts)]
    imprint = Imprint(DESCRIPTION, 100.0, 100.0, (Bookmark("Eins", "eins", (Bookmark("Zwei", "zwei"),)),))
    binding = Binding([Part(data, {}) for data in parts], places, imprint, "", "")
    return merge(binding, lambda names: {}, keep or (lambda key, make: make()))


def section(data: bytes) -> Piece:
    return from_bytes(data)[0]


def test_what_looks_like_a_reference_in_a_text_is_none(engine: Engine) -> None:
    said = "Siehe 5 0 R (auch \\ und 17 0 R)"
    data = bound(
        [written(engine, f"<p id='eins'><a href='https://example.org/1 0 R' aria-label='{said}'>hier</a></p>")]
    )
    with pikepdf.open(io.BytesIO(data)) as book:
        (link,) = book.pages[0].Annots
        assert str(link.Contents) == said


def test_equal_pictures_are_one_in_the_book(engine: Engine) -> None:
    one, other = (written(engine, f"<p><img src='book:{name}.png' alt='x'></p>") for name in "ab")
    third = written(engine, "<p><img src='book:c.png' alt='x'><img src='book:a.png' alt='x'></p>")
    with pikepdf.open(io.BytesIO(bound([one, other, third]))) as book:
        streams = [thing for thing in book.objects if isinstance(thing, pikepdf.Stream)]
        assert len([one for one in streams if one.get("/Subtype") == "/Image" and "/SMask" in one]) == 2
        shown = [{thing.objgen for _, thing in page.Resources.XObject.items()} for page in book.pages]
        assert shown[0] == shown[1] < shown[2]


def test_only_what_is_referred_to_goes_on(engine: Engine) -> None:
    """WeasyPrint writes bookmarks for every section; the book has its own."""
    data = bound([written(engine, f"<h1 id='eins'>Titel</h1><p id='zwei'>{SQUARE}</p>")])
    with pikepdf.open(io.BytesIO(data)) as book:
        books = {thing.objgen for thing in book.objects if isinstance(thing, pikepdf.Dictionary) and "/Title" in thing}
        with book.open_outline() as outline:
            (one,) = outline.root
            assert (one.title, [two.title for two in one.children], one.is_closed) == ("Eins", ["Zwei"], True)
        assert len(books) == 3  # two bookmarks and the document information


def test_a_section_that_grows_leaves_the_others_as_they_are(engine: Engine) -> None:
    kept: dict[str, bytes] = {}
    made = []

    def keep(key: str, make: Callable[[], bytes]) -> bytes:
        if key not in kept:
            made.append(key)
            kept[key] = make()
        return kept[key]

    first, second, longer, much_longer = (
        written(engine, "".join(f"<p id='p{nth}'>Text</p>" for nth in range(count))) for count in (3, 4, 5, 3 + LOT)
    )
    assert bound([first, second], keep) == bound([first, second])
    assert len(made) == 2
    assert bound([longer, second], keep) == bound([longer, second])
    assert len(made) == 3
    assert bound([much_longer, second], keep) == bound([much_longer, second])
    assert len(made) == 5


def test_every_mark_and_every_link_finds_its_element(engine: Engine) -> None:
    body = "<p id='eins'>Text <a href='#zwei'>Link</a></p><p style='break-before: page' id='zwei'>Text</p>"
    with pikepdf.open(io.BytesIO(bound([written(engine, body)] * 3))) as book:
        owners = owners_of(book)
        for page in book.pages:
            assert all(owner.S == "/P" or owner.S == "/Link" for owner in owners[int(page.StructParents)])
            for link in page.get("/Annots", []):
                owner = owners[int(link.StructParent)]
                assert [kid.Obj.objgen for kid in owner.K if not isinstance(kid, int)] == [link.objgen]
        assert max(owners) < int(book.Root.StructTreeRoot.ParentTreeNextKey)


def owners_of(book: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    """The parent tree; its leaves must say what they hold."""
    owners = {}
    for leaf in book.Root.StructTreeRoot.ParentTree.Kids:
        pairs = {int(key): owner for key, owner in zip(leaf.Nums[::2], leaf.Nums[1::2], strict=True)}
        assert [int(limit) for limit in leaf.Limits] == [min(pairs), max(pairs)]
        assert not owners.keys() & pairs.keys()
        owners |= pairs
    return owners
