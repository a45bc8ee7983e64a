"""Text stands out from its ground, in print, on light and on dark screens."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pipeline.render.contrast import LEAST, measure, ratio
from pipeline.render.templates import environment
from pipeline.theme import Theme, default_theme, inks
from tests.render import sample


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [("#000", "#ffffff", 21.0), ("#fff", "#fff", 1.0), ("#777777", "#ffffff", 4.48), ("#767676", "#fff", 4.54)],
)
def test_the_ratio_is_that_of_wcag(one: str, other: str, wanted: float) -> None:
    assert ratio(one, other) == pytest.approx(wanted, abs=0.005)
    assert ratio(other, one) == ratio(one, other)


def test_all_text_of_the_theme_stands_out() -> None:
    measured = measure(default_theme("de"))
    assert len(measured) > 150
    assert [pair for pair in measured if pair.ratio < LEAST] == []


def _with(path: str, old: bytes, new: bytes) -> Theme:
    theme = default_theme("de")
    assert old in theme.files[path]
    return replace(theme, files={**theme.files, path: theme.files[path].replace(old, new, 1)})


@pytest.mark.parametrize(
    ("path", "old", "new", "place"),
    [
        ("styles/tokens.css", b"--part: #00606b", b"--part: #00a0b0", "print .part-1"),
        ("styles/web.css", b"light-dark(#5a5963,", b"light-dark(#9a9aa3,", "light "),
        (
            "styles/web.css",
            b"--part: light-dark(#00606b, #6fd6df)",
            b"--part: light-dark(#00606b, #205a60)",
            "dark .part-1",
        ),
        ("styles/web.css", b"--code-text: light-dark(#3f6212,", b"--code-text: light-dark(#8fb262,", "light "),
        (
            "styles/web.css",
            b"--code-name: light-dark(#3a3fa8, #b3b6ff)",
            b"--code-name: light-dark(#3a3fa8, #3a3fa8)",
            "dark ",
        ),
        ("styles/print.css", b'[data-token="ex"] { color: #3a3fa8', b'[data-token="ex"] { color: #9a9fff', "print.css"),
        ("styles/print.css", b"color: #1b1b24", b"color: #9a9aa2", "print.css html"),
    ],
)
def test_a_pale_colour_is_noticed(path: str, old: bytes, new: bytes, place: str) -> None:
    pale = [pair for pair in measure(_with(path, old, new)) if pair.ratio < LEAST]
    assert pale
    assert all(pair.place.startswith(place) for pair in pale)


@pytest.mark.parametrize("name", ["pdf/page.css", "pdf/handout.css"])
def test_print_has_the_colours_that_are_measured(name: str) -> None:
    theme = default_theme("de")
    parts = {value for rule, values in inks(theme).items() if rule.startswith(".part-") for value in values.values()}
    assert len(parts) == 10
    assert not parts & set(re.findall(r"#[0-9a-f]{6}", theme.files[name].decode()))
    book = sample.book()
    section = replace(book.sections[-1], part=2, kind="chapter")
    values = {"section": section, "manifest": book.manifest, "book": book, "opens": "recto", "part": None, "title": "T"}
    values["runs_on"] = False
    written = environment(theme).get_template(name).render(values)
    assert inks(theme)[".part-2"]["part"] in written
