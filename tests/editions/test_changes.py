"""What became of the book since a commit, with the pages that show it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from pipeline.cache import REMEMBERED, EarlierCache, MemoryCache
from pipeline.cli import main
from pipeline.diagnostics import Span, diagnose
from pipeline.editions.changes import REPORT, State, Turn, _facts, _turns
from pipeline.editions.notes import compare_editions
from pipeline.record.blocks import Block
from pipeline.record.edition import Edition, Record
from tests.editions.conftest import commit, run
from tests.record.samples import named

OLD = named("a1", "Wer hat das Problem", folio="3"), named("a2", "Die Stühle", folio="4")
NEW = named("a1", "Wer hat hier das Problem", folio="5"), named("a3", "Etwas Neues", folio="5")


def state(blocks: tuple[Block, ...], *codes: str) -> State:
    found = tuple(diagnose(code, Span("a.md", nth), name="x") for nth, code in enumerate(codes, start=1))
    return State(Edition(Record("", "Probe", "", ""), blocks, {}), b"", found)


def test_words_and_messages_are_counted() -> None:
    was, now = state(OLD, "x-003"), state(NEW, "x-003", "x-003")
    text = "\n".join(_facts(was, now, compare_editions(was.edition, now.edition, "en")))
    assert "| words | 6 | 7 | +1 |" in text
    assert "| errors | 1 | 2 | +1 |" in text
    assert text.count("(x-003)") == 1, "the one that is new"


def test_each_page_is_shown_once_and_another_look_on_some() -> None:
    was, now = state(OLD), state(NEW)
    found = compare_editions(was.edition, now.edition, "en")
    assert _turns(found, now) == [Turn("3", "5"), Turn("4", "")]


def test_what_is_remembered_of_the_past_does_not_stand_in_for_the_present() -> None:
    inner = MemoryCache()
    apart = EarlierCache(inner)
    apart.put("section", "k", b"made")
    apart.put(REMEMBERED[0], "k", b"old")
    assert inner.entries == {("section", "k"): b"made"}
    assert (apart.get("section", "k"), apart.get(REMEMBERED[0], "k")) == (b"made", b"old")


@pytest.mark.slow
def test_a_branch_shows_what_it_changed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(repository, "switch", "-q", "-c", "better")
    commit(repository, chapters__a=(repository / "chapters/a.md").read_text().replace("Feler", "Fehler"))
    place = repository / "build/changes"
    assert main(["changes", "main", "--book", str(repository), "--jobs", "1"]) == 0
    text = (place / REPORT).read_text()
    assert capsys.readouterr().out.startswith(text.rstrip())
    assert "| Seiten | 1" in text
    assert "~~Feler~~**Fehler**" in text
    pictures = sorted((place / "pages").iterdir())
    assert [one.name.split("-")[0] for one in pictures] == ["after", "before"]
    widths = [Image.open(BytesIO(one.read_bytes())).width for one in pictures]
    assert widths == [700, 700] and pictures[0].read_bytes() != pictures[1].read_bytes()
    assert all(f"](pages/{one.name})" in text for one in pictures)
    assert "<ins>Fehler</ins>" in (place / "redline.html").read_text()
    assert run(repository, "worktree", "list").count("\n") == 0
    assert main(["changes", "gibt-es-nicht", "--book", str(repository)]) == 2
    assert "gibt-es-nicht" in capsys.readouterr().err
