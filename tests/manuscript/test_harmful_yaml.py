"""Whatever stands where a value is expected, in each file of YAML: it is read or told, and nothing else happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple

import pytest

from pipeline.cache import MemoryCache
from pipeline.manuscript.addition import enter, is_listed
from pipeline.manuscript.front_matter import aliases_of, read_front_matter
from pipeline.manuscript.glossary import read_glossary
from pipeline.manuscript.manifest import read_manifest
from pipeline.manuscript.schema import BOOK, HEAD
from pipeline.manuscript.sources import read_sources
from pipeline.sieve import strays
from pipeline.theme import default_theme, read_theme
from pipeline.workspace import MemoryWorkspace
from tests.sampling import every

VALUES = [
    *("1e999999", "-1e999999", ".inf", ".nan", "190:20:30", "0x" + "f" * 5000, "9" * 5000, "-" + "9" * 5000, "1_000"),
    *(
        "9999-99-99",
        "0000-00-00",
        "2026-02-30",
        "2026-11-30T99:99:99Z",
        "yes",
        "~",
        "''",
        "<<",
        "{<<: *x}",
        "{<<: [1]}",
    ),
    *("!!binary AAAA", "!!binary '!'", "!!python/object:os.system x", "!!python/name:os.system", "!<tag:x,2026:y> z"),
    *("!x%01y z", "!!int x", "!!int ''", "!!float x", "!!timestamp x", "!!set {a}", "!!omap [a: 1]", "!!bool x"),
    *("&a b", "&ä-ß b", "*nirgends", "&a [*a]", "&a {k: *a}", "&a &b c", "[&a b, &a c, *a]", "&" + "a" * 2000 + " b"),
    *("{? [a, b] : c}", "{? {a: b} : c}", "[]", "{}", "[[[]]]", "{a: {b: {c: d}}}", "[" * 40_000, "{a: " * 40_000),
    *("- " * 3000, "? " * 3000, "'" + "[" * 40_000 + "'", "|\n  a\n  b", "%YAML 9.9", "--- x", "...", "@x", "`x`"),
    *('"\\x01\\0\\uFFFE\\u2028\\U0001FFFE"', '"\\ud800"', '"\\N\\L\\P\\e"', "a\u2028b", "a\x85b", "\x07", "a\ufeffb"),
]
START = "title: P\nlanguage: de\nparts:\n  - title: E\n    chapters: [chapters/a.md]\n"
LABELS = default_theme("de").labels


@pytest.mark.parametrize("value", every(3, VALUES), ids=lambda value: ascii(value)[:30])
def test_a_value_is_read_or_told_in_the_manifest(value: str) -> None:
    for key in (key.name for key in BOOK.keys):
        for text in (f"{START}{key}: {value}\n", f"{key}: {value}\n{START}", f"{START}{key}:\n  - {value}\n"):
            read = read_manifest(text)
            assert read.value or read.diagnostics
            assert list(strays("".join(_texts(read.value and astuple(read.value))))) == []
            if is_listed(text, "chapter"):
                enter(text, "chapter", "chapters/x.md")


@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value)[:30])
def test_a_value_is_read_or_told_in_a_head(value: str) -> None:
    for key in (key.name for key in HEAD.keys):
        read = read_front_matter(f"---\n{key}: {value}\n---\n# T\n", "a.md", aliases_of(LABELS))
        assert read.value[1].endswith("# T\n")


@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value)[:30])
def test_a_value_is_read_or_told_in_lists_and_labels(value: str) -> None:
    for key in ("id", "title", "issued", "author", "URL", "x"):
        read = read_sources(f"- id: q1\n  title: x\n  {key}: {value}\n")
        assert read.value or read.diagnostics
    glossary = read_glossary(f"- term: a\n  definition: b\n  also: {value}\n", LABELS, MemoryCache())
    assert glossary.value or glossary.diagnostics
    theme = read_theme(MemoryWorkspace({"templates/labels/de.yaml": f"elements:\n  tip:\n    word: {value}\n"}), "de")
    assert list(strays("".join(theme.value.labels.words.values()))) == []


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _texts(part)


def test_what_the_manifest_holds_is_looked_through() -> None:
    read = read_manifest(START.replace("E\n", "E\n    subtitle: Zwei\n"))
    assert {"P", "Zwei", "chapters/a.md"} <= set(_texts(read.value and astuple(read.value)))
