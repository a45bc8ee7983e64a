"""Formulas drawn for print."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace

import pikepdf
import pytest

from pipeline import trees
from pipeline.book.model import Section
from pipeline.cache import MemoryCache
from pipeline.render import formulas
from pipeline.render.pdf import render
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.manuscript.reading import read_book

from . import sample

TEX = {
    "power": "a^2 + b^2 = c^2",
    "fraction": r"\frac{1}{2}+\sqrt[3]{x}",
    "sum": r"\sum_{i=1}^{n} \frac{x_i}{\sqrt{n}}",
    "integral": r"\int_0^\infty e^{-x^2}\,dx",
    "matrix": r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    "cases": r"\begin{cases} 1 & x>0 \\ 0 & \text{sonst} \end{cases}",
    "accents": r"\hat{x} + \vec{v} + \overline{AB} + \underbrace{a+b}_{n}",
    "letters": r"\alpha \in \mathbb{R}, \mathcal{L}, \mathbf{v}, \forall \varepsilon > 0",
    "functions": r"\lim_{n\to\infty} \sin n \cdot \log_2 n \le \left|\binom{n}{k}\right|",
}


def canonical(tex: str) -> str:
    """What the manuscript makes of a formula in a sentence."""
    book = read_book({"chapters/a.md": f"# A\n\nEs gilt ${tex}$, wie man sieht.\n"})
    return book.value.documents["chapters/a.md"].body


@pytest.mark.parametrize("name", TEX)
def test_a_formula_is_drawn_on_the_line_of_its_text(name: str) -> None:
    body = canonical(TEX[name])
    assert "annotation" not in body
    tree = trees.parse(body)
    formulas.draw_formulas(tree, MemoryCache())
    (drawing,) = [one for one in tree.iter() if str(one.tag).endswith("}svg")]
    assert drawing[0].text == TEX[name]
    assert [one for one in drawing.iter() if str(one.tag).endswith(("path", "rect", "line"))]
    assert "em; vertical-align: -" in drawing.get("style", "") or "vertical-align: 0" in drawing.get("style", "")
    assert trees.parent_of(drawing).get("class") == "nohyphen"
    assert (drawing.tail, trees.parent_of(drawing).tail) == (",", " wie man sieht.")


def test_a_formula_is_drawn_once_and_always_the_same() -> None:
    kept, body = MemoryCache(), canonical(TEX["matrix"])
    made = []
    for cache in (kept, kept, MemoryCache()):
        tree = trees.parse(body)
        formulas.draw_formulas(tree, cache)
        made.append(trees.write(tree))
    assert made[0] == made[1] == made[2]


def test_what_cannot_be_set_stands_as_its_tex_and_is_told() -> None:
    body = canonical(r"x = \text{✅}")
    tree = trees.parse(body)
    formulas.draw_formulas(tree, MemoryCache())
    (code,) = tree.iter("code")
    assert code.text == r"x = \text{✅}"
    assert [one.code for one in formulas.unset(body, "chapters/a.md", MemoryCache())] == ["f-101"]
    assert list(formulas.unset(canonical("x"), "chapters/a.md", MemoryCache())) == []


def test_print_has_the_formula_as_a_drawing_that_says_its_tex() -> None:
    section = Section(id="k1", kind="chapter", title="Titel", part=1, body=canonical(TEX["fraction"]))
    book = replace(sample.book(), sections=(section,), assets={}, targets={})
    (data,) = render(book, default_theme("de"), MemoryCache(), Workshop()).value.artifacts.values()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        said = [
            str(one.Alt)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Formula" and "/Alt" in one
        ]
    assert said == [TEX["fraction"]]


def test_a_book_without_formulas_does_not_load_what_sets_them() -> None:
    script = (
        "import sys\nfrom pipeline import trees\nfrom pipeline.cache import MemoryCache\n"
        "from pipeline.render import formulas\n"
        "formulas.draw_formulas(trees.parse('<p>x</p>'), MemoryCache())\nassert 'ziamath' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
