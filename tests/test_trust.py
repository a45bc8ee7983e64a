"""Chapters come from many hands: whatever stands in them stops nothing, runs nothing and reads nothing outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.cli import main
from pipeline.diagnostics import Checked, Diagnostic
from pipeline.manuscript.pictures import read_svg
from pipeline.workspace import FolderWorkspace, MemoryWorkspace

COMPLETE = Path(__file__).with_name("books") / "complete"
SECRET = "streng geheim"
BOOK = "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [chapters/a.md]\n"
HEAD = "---\nversprechen: Du kannst es.\n---\n# Anfang\n\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'


class Fragments(MemoryCache):
    """Keeps what pandoc made, and nothing that a book remembers of itself."""

    def get(self, kind: str, key: str) -> bytes | None:
        return super().get(kind, key) if kind == "fragment" else None


KEPT = Fragments()


def quiet(stage: str) -> None:
    """Hear nothing."""


def hold(files: dict[str, bytes | str]) -> tuple[Diagnostic, ...]:
    """Check a book in memory; every diagnostic lies inside its file."""
    found = proofread(MemoryWorkspace(files), KEPT, Order(), quiet).diagnostics
    for one in found:
        for span in (one.span, *one.related):
            assert inside(files.get(span.path, b""), span.line, span.column, span.end_line, span.end_column), one
    return found


def inside(data: bytes | str, line: int, column: int, end_line: int, end_column: int) -> bool:
    text = data if isinstance(data, str) else data.decode("utf-8", "replace")
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    if not 1 <= line <= end_line <= len(lines):
        return False
    # The end is exclusive, and an empty line still has a place to point at.
    return 1 <= column <= len(lines[line - 1]) + 1 and column < end_column <= max(2, len(lines[end_line - 1]) + 2)


SOURCES = {
    path.relative_to(COMPLETE).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(COMPLETE.rglob("*"))
    if path.suffix in (".md", ".yaml") and "build" not in path.parts
}
PICTURES = {
    path.relative_to(COMPLETE).as_posix(): path.read_bytes() for path in sorted(COMPLETE.glob("chapters/images/*"))
}
SIGNS = st.text(alphabet=st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    [
        "\x00",
        "\ufeff",
        "\u202e",
        "\r",
        "\t",
        "{",
        "}",
        "[",
        "](",
        "::::",
        "---\n",
        "|",
        "`",
        "\\",
        "[@",
        "[^",
        "<!--",
        "$",
        "#",
    ]
)


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, bytes | str]:
    """The book with everything, one file of it cut, doubled or written into."""
    path = draw(st.sampled_from(sorted(SOURCES)))
    text = SOURCES[path]
    for _ in range(draw(st.integers(1, 3))):
        lines = text.split("\n")
        place = draw(st.integers(0, len(text)))
        line = draw(st.integers(0, len(lines) - 1))
        text = draw(
            st.sampled_from(
                [
                    text[:place],
                    text[place:],
                    text[:place] + draw(SIGNS) + text[place:],
                    "\n".join([*lines[:line], lines[line], *lines[line:]]),
                    "\n".join([*lines[:line], *lines[line + 1 :]]),
                    "\n".join([*lines[:line], "  " + lines[line], *lines[line + 1 :]]),
                ]
            )
        )
    return {**SOURCES, **PICTURES, path: text}


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(spoilt())
def test_no_slip_of_the_keys_stops_a_check(files: dict[str, bytes | str]) -> None:
    hold(files)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200), st.sampled_from(["chapters/zeilen.md", "glossary.yaml", "sources.yaml", "book.yaml"]))
def test_no_bytes_stop_a_check(data: bytes, path: str) -> None:
    hold({**SOURCES, **PICTURES, path: data})


@pytest.mark.parametrize(
    "text",
    [
        "> " * 400 + "x",
        "- " * 400 + "x",
        "[" * 3000 + "](x)" * 3000,
        "*" * 5000,
        "\n".join(":" * (400 - n) + " tipp" for n in range(390)),
        "| a |\n|---|\n" + "| b |\n" * 3000,
        "|" + " a |" * 800 + "\n|" + "---|" * 800 + "\n|" + " b |" * 800,
        "`" * 4001,
        "<!--" * 2000,
        "[^a]: x[^a]\n\n" + "[^a]" * 800,
    ],
    ids=["quotes", "lists", "brackets", "stars", "boxes", "rows", "columns", "ticks", "comments", "notes"],
)
def test_no_amount_stops_a_check(text: str) -> None:
    hold({"book.yaml": BOOK, "chapters/a.md": HEAD + text})


HARM = """
<script>alert(1)</script><img src=x onerror=alert(1)><iframe src="https://example.org"></iframe>

[Wort]{onclick="alert(1)" style="background:url(https://example.org/a.png)"} [klick](javascript:alert(1))
[klick](JaVaScRiPt:alert(1)) [klick](&#106;avascript:alert(1)) [klick](java\tscript:alert(1)) <javascript:alert(1)>
[klick](data:text/html;base64,PHNjcmlwdD4=) [klick](vbscript:x) [klick](file:///etc/passwd)

::: {.tipp onmouseover="alert(1)" style="position:fixed" href="javascript:alert(1)"}
Text
:::

![Karte](file:///etc/passwd) ![Karte](https://example.org/a.png) ![Karte](../geheim.png)

```{=html}
<script>alert(1)</script>
```

`<script>alert(1)</script>`{=html} $\\href{javascript:alert(1)}{x}$

![Fern](bild.svg){#abb-fern onload="alert(1)"}
"""


def test_nothing_that_could_run_is_in_the_book() -> None:
    drawing = SVG.format('<script>alert(1)</script><a xlink:href="javascript:alert(1)"><path onclick="alert(1)"/></a>')
    files = {"book.yaml": BOOK, "chapters/a.md": HEAD + HARM, "chapters/bild.svg": drawing}
    proof = proofread(MemoryWorkspace(files), MemoryCache(), Order(), quiet)
    assert proof.value is not None
    allowed = {"https", "http", "mailto", "tel"}
    for section in proof.value.book.sections:
        tree = etree.fromstring(f"<div>{section.body}</div>")
        for element in tree.iter():
            assert element.tag not in ("script", "iframe", "object", "embed", "style", "form")
            assert not [name for name in element.attrib if str(name).startswith("on") or name == "style"]
            for name in ("href", "src"):
                scheme = re.match(r"\s*([A-Za-z][\w+.-]*):", element.get(name, ""))
                assert scheme is None or scheme[1] in allowed
    for asset in proof.value.book.assets.values():
        assert b"alert" not in asset.data
    hold(files)


@pytest.mark.parametrize(
    "inside_svg",
    [
        '<image href="https://example.org/a.png"/>',
        '<image xlink:href="file:///etc/passwd"/>',
        '<use href="other.svg#x"/>',
        '<style>@import "https://example.org/a.css";</style>',
        "<style>path{fill:url(https://example.org/#a)}</style>",
        '<style>@\\69mport "https://example.org/a.css";</style>',
        "<style>path{background:\\75rl(https://example.org/a)}</style>",
        '<style>path{background:image-set("https://example.org/a" 1x)}</style>',
        '<path style="fill:url(https://example.org/#a)"/>',
        '<path style="background:image-set(&quot;https://example.org/a&quot; 1x)"/>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">https://example.org</p></foreignObject>',
        '<animate attributeName="href" to="https://example.org"/>',
        '<a href="javascript:alert(1)"><path/></a>',
        '<?xml-stylesheet href="https://example.org/a.css"?>',
    ],
)
def test_a_drawing_reaches_nothing_outside(inside_svg: str) -> None:
    seen = read_svg("x.svg", SVG.format(inside_svg).encode())
    assert [one.code for one in seen.found] == ["f-017"]
    assert seen.asset is not None
    assert b"example.org" not in seen.asset.data
    assert b"passwd" not in seen.asset.data
    assert b"alert" not in seen.asset.data
    assert b"other.svg" not in seen.asset.data


def test_entities_of_a_drawing_are_never_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    outside = f'<!DOCTYPE svg [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>' + SVG.format("<text>&e;</text>")
    seen = read_svg("x.svg", outside.encode())
    assert seen.asset is None or SECRET.encode() not in seen.asset.data
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]>' + SVG.format("<text>&l11;</text>")
    seen = read_svg("x.svg", bomb.encode())
    assert seen.asset is None or len(seen.asset.data) < 10_000


def test_symbolic_links_lead_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "secret.md").write_text(f"# {SECRET}\n", encoding="utf-8")
    book = tmp_path / "book"
    (book / "chapters").mkdir(parents=True)
    (book / "book.yaml").write_text(BOOK, encoding="utf-8")
    for name, target in {
        "chapters/a.md": "../../secret.md",
        "glossary.yaml": "../secret.md",
        "sources.yaml": "../secret.md",
        "templates": "..",
        "worksheets": "..",
        "checklists": "checklists",
    }.items():
        (book / name).symlink_to(target)
    checked: Checked[object] = proofread(FolderWorkspace(book), MemoryCache(), Order(), quiet)
    told = {(one.code, one.span.path) for one in checked.diagnostics}
    assert told >= {("f-022", name) for name in ("book.yaml", "worksheets", "checklists", "templates")}
    assert told >= {("f-023", name) for name in ("glossary.yaml", "sources.yaml")}
    assert SECRET not in repr(checked.value)
    assert main(["check", "--book", str(book)]) == 1
    assert SECRET not in capsys.readouterr().out


def test_a_pipe_or_a_file_of_twenty_megabytes_is_no_chapter(tmp_path: Path) -> None:
    import os

    (tmp_path / "chapters").mkdir()
    (tmp_path / "book.yaml").write_text(BOOK.replace("a.md]", "a.md, chapters/b.md]"), encoding="utf-8")
    os.mkfifo(tmp_path / "chapters" / "a.md")
    (tmp_path / "chapters" / "b.md").write_bytes(b"# Gro\xc3\x9f\n" + b"Viel Text. " * 2_000_000)
    checked = proofread(FolderWorkspace(tmp_path), MemoryCache(), Order(), quiet)
    assert [one.code for one in checked.diagnostics] == ["f-010", "f-013"]
