"""Both readings of a place stand in the draft; when one was deleted, the other stands as if it had never been two."""

from __future__ import annotations

import pytest

from pipeline.codes import CODES
from pipeline.manuscript.merge import merge
from tests.manuscript.reading import read_book

PLAIN = "# T\n\nEins war. Zwei ist.\n\nEnde.\n"
BASE = PLAIN.replace("war", "ist")


def body(text: str) -> str:
    return read_book({"chapters/a.md": text}).value.documents["chapters/a.md"].body


def test_a_merge_shows_both_readings() -> None:
    shown = body(merge(BASE, PLAIN, BASE.replace("Eins ist", "Eins wird")).text)
    assert '<aside class="box conflict"' in shown
    assert shown.count('class="reading"') == 2 and "Eins war." in shown and "Eins wird." in shown


@pytest.mark.parametrize("kept", ["Eins war. Zwei ist.", "Eins wird. Zwei ist."])
def test_to_delete_one_settles_it(kept: str) -> None:
    merged = merge(BASE, PLAIN, BASE.replace("Eins ist", "Eins wird")).text
    gone = next(one for one in ("Eins war. Zwei ist.", "Eins wird. Zwei ist.") if one != kept)
    settled = merged.replace(f":::: lesart\n{gone}\n::::\n", "")
    assert settled != merged
    assert body(settled).split() == body(PLAIN.replace("Eins war. Zwei ist.", kept)).split()


def test_ids_stand_once() -> None:
    picture = '# T\n\n![{}](images/x.svg){{#b alt="Ein Bild."}}\n'
    merged = merge(*(picture.format(words) for words in ("Ein Bild", "Ein Haus", "Ein Tor"))).text
    assert "konflikt" in merged
    read = read_book({"chapters/a.md": merged})
    assert [one.code for one in read.diagnostics if CODES[one.code].severity == "error"] == []
    assert read.value.documents["chapters/a.md"].body.count('id="b"') == 1


def test_a_reading_outside_of_a_box_is_only_text() -> None:
    assert body("# T\n\n::: lesart\nEins.\n:::\n") == body("# T\n\nEins.\n")
