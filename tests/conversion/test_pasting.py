"""What people copy in Word, Google Docs, LibreOffice, pads, tables and on pages becomes the Markdown that they meant.
`clipboard/` has what lies on the clipboard then, and what comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.conversion.archives import Refused
from pipeline.conversion.pasting import MOST_LETTERS, Pasted, Place, read_paste

FOLDER = Path(__file__).with_name("clipboard")
PNG = "data:image/png;base64,iVBORw0KGgo="


def pasted(html: str, above: int = 1, chapter: str = "# Titel\n\nEins[^2].\n\n[^2]: Note.\n") -> Pasted | None:
    return read_paste(html, Place(chapter, above), "de", {}, lambda data: "images/bild.png" if data else "")


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.html")), ids=lambda file: file.stem)
def test_what_is_copied_becomes_what_somebody_would_have_written(file: Path) -> None:
    wanted = file.with_suffix(".md").read_text().rstrip("\n")
    made = pasted(file.read_text())
    assert made is not None
    assert made.text == wanted
    assert made.inline == ("\n" not in wanted)


def test_words_alone_and_lines_of_code_are_better_as_plain_text() -> None:
    code = (
        "<meta charset='utf-8'><div style=\"color: #d4d4d4;font-family: Consolas, monospace;white-space: pre;\">"
        '<div><span style="color: #569cd6;"># Titel</span></div></div>'
    )
    assert pasted(code) is None
    assert pasted('<span style="color:red">nur *Wörter* [x]</span>') is None


def test_a_picture_of_the_clipboard_is_kept_and_one_from_elsewhere_is_told() -> None:
    made = pasted(f'<p>Vor <img src="{PNG}" alt="Plan"> <img src="https://example.org/a.png" alt=""> '
                  '<img src="file:///C:/Temp/clip_image001.png"></p>')  # fmt: skip
    assert made is not None
    assert made.text == "Vor ![Plan](images/bild.png)"
    assert {code for code, _ in made.changed} == {"f-176", "f-169"}


def test_headings_come_below_the_one_that_stands_above() -> None:
    html = "<h1>Eins</h1><p>a</p><h3>Zwei</h3><p>b</p>"
    texts = [made.text for above in (0, 1, 3) if (made := pasted(html, above))]
    assert [[line for line in text.split("\n") if line.startswith("#")] for text in texts] == [
        ["# Eins", "## Zwei"], ["## Eins", "### Zwei"], ["## Eins", "### Zwei"]
    ]  # fmt: skip


@pytest.mark.parametrize("html", ["<p>" + "x" * MOST_LETTERS, "<b><ul><li>" * 2_000 + "x", "<div>" * 9_000 + "x"])
def test_what_is_too_much_is_refused_or_read_and_nothing_else_happens(html: str) -> None:
    try:
        made = pasted(html)
    except Refused:
        return
    assert made is None or "x" in made.text
