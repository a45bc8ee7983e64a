"""Compiled templates are kept beside the program, and only what this very program compiled is taken."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from pipeline import program
from pipeline.memory import Memory
from pipeline.render import compiled, templates
from pipeline.render.compiled import Compiled
from pipeline.render.hyphenation import teach_hyphens
from pipeline.theme import Labels, Theme


def show(home: Path, text: str) -> tuple[str, bool]:
    """What a template shows to a new process, and whether it had to be compiled."""
    compiled._LOADED = Memory()
    return show_again(home, text)


def show_again(home: Path, text: str) -> tuple[str, bool]:
    """The same in the process that was at work before."""
    made: list[str] = []

    class Watched(Environment):
        def _generate(self, *given: object, **named: object) -> str:
            made.append("compiled")
            return super()._generate(*given, **named)  # type: ignore[arg-type]

    templates = Watched(loader=DictLoader({"x.html": text}), bytecode_cache=Compiled(home))
    return templates.get_template("x.html").render(), bool(made)


@pytest.fixture(autouse=True)
def writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(compiled, "_LOADED", Memory())


def test_a_template_is_compiled_once(tmp_path: Path) -> None:
    assert [show(tmp_path, "{{ 1 + 1 }}") for _ in range(2)] == [("2", True), ("2", False)]


def test_another_text_or_another_program_compiles_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    show(tmp_path, "{{ 1 + 1 }}")
    assert show(tmp_path, "{{ 1 + 2 }}") == ("3", True)
    monkeypatch.setattr(program, "fingerprint", lambda: "another")
    assert show(tmp_path, "{{ 1 + 2 }}") == ("3", True)


def test_a_damaged_one_is_compiled_anew(tmp_path: Path) -> None:
    show(tmp_path, "x")
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    kept.write_bytes(kept.read_bytes()[:-1])
    assert show(tmp_path, "x") == ("x", True)


def test_nothing_is_kept_where_python_shall_not_keep_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    show(tmp_path, "x")
    assert list(tmp_path.iterdir()) == []
    assert show_again(tmp_path, "x") == ("x", False), "the process itself need not compile it twice"
    assert show_again(tmp_path, "y") == ("y", True)


def test_code_lies_beside_the_program_never_in_a_book() -> None:
    assert Path(compiled.__file__).parent / "__pycache__" == compiled.HOME


def test_the_words_of_one_book_are_not_compiled_into_the_template_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "Compiled", lambda: Compiled(tmp_path))
    theme = Theme({"x.html": b'{{ "Workbook" | parted }}'}, Labels({}))
    shown = [
        teach_hyphens(templates.environment(theme), words).get_template("x.html").render()
        for words in (("Work-book",), (), ("Wor-kbook",))
    ]
    assert shown == ["Work\u00adbook", "Workbook", "Wor\u00adkbook"]
