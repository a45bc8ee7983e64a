"""What is offered to others does what its text says, on a copy of what is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from pipeline.render.weasy import border

ROOT = Path(__file__).resolve().parents[1]
UPSTREAM = ROOT / "upstream"
PATCHES = {"line-breaks": "weasyprint", "loading": "weasyprint", "hyphenation": "pyphen"}
FULL_LINE = """
import weasyprint
words, page = "Seiten an und hört auch das, was sich niemand traut.", "@page {{ size: {}px 120px; margin: 0 }}"
def lay_out(width, text):
    style = page.format(width) + "html { font: 10px/1 sans-serif } body, p { margin: 0 }"
    made = weasyprint.HTML(string="<p>" + text).render(stylesheets=[weasyprint.CSS(string=style)])
    return made.pages[0]._page_box.children[0].children[0].children[0].children
width = lay_out(2000, words)[0].width + 0.5
lines = lay_out(width, words + " <b>[1]</b>")
print(len(lines), "".join(box.text for box in lines[0].children))
"""
ASKED = """
import ctypes.util
asked = []
ctypes.util.find_library = lambda name: asked.append(name)
import weasyprint
print(sorted({name for name in asked if "gobject" in name or "pango-1" in name}))
"""
PATTERNS = """
import pyphen
for name in ("de", "en", "fr", "hu", "ru", "sr"):
    one = pyphen.HyphDict(pyphen.LANGUAGES[name])
    known = {letters: one.patterns.get(letters) for letters in one.patterns}
    words = ("Arbeitsgemeinschaft", "hyphenation", "asszonnyal", "программа")
    print(name, len(known), hash(tuple(sorted((k, v[0], tuple(map(int, v[1]))) for k, v in known.items()))), one.maxlen)
    print([(word, one.positions(word)) for word in words])
"""


def _packages(folder: Path, name: str) -> Path:
    """A copy of a package with a patch in it."""
    package = PATCHES[name]
    shutil.copytree(Path(str(import_module(package).__file__)).parent, folder / package)
    subprocess.run(["git", "apply", str(UPSTREAM / f"{name}.patch")], cwd=folder, check=True)
    return folder


def _said(program: str, packages: Path | None = None) -> str:
    place = f"import sys; sys.path.insert(0, {str(packages)!r})\n" if packages else ""
    environment = {"PYTHONHASHSEED": "0", "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", place + program], env=environment, capture_output=True, check=True)
    return done.stdout.decode()


def test_every_text_is_listed_and_every_way_names_one_that_is_there() -> None:
    listed = set(re.findall(r"\]\(([\w-]+\.(?:md|patch|py))\)", (UPSTREAM / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in UPSTREAM.iterdir()} - {"README.md"}
    assert {f"{name}.patch" for name in PATCHES} == {path.name for path in UPSTREAM.glob("*.patch")}
    named = {found for way in border.WAYS.values() for found in re.findall(r"upstream/([\w-]+\.md)", way.upstream)}
    assert named <= listed


def test_a_line_is_full_with_the_patch(tmp_path: Path) -> None:
    assert _said(FULL_LINE) == "2 Seiten\n"
    assert _said(FULL_LINE, _packages(tmp_path, "line-breaks")).startswith("2 Seiten an und hört auch das, was")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems look for libraries in other ways")
def test_no_library_is_searched_for_with_the_patch(tmp_path: Path) -> None:
    assert "libgobject-2.0-0" in _said(ASKED)
    assert _said(ASKED, _packages(tmp_path, "loading")) == "[]\n"


@pytest.mark.slow
def test_the_patterns_are_the_same_with_the_patch(tmp_path: Path) -> None:
    packages = _packages(tmp_path, "hyphenation")
    assert _said(PATTERNS, packages) == _said(PATTERNS)
    assert _said("import pyphen; print(pyphen.__file__)", packages).startswith(str(packages))
