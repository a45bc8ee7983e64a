"""An edition is made again from its tag; whatever differs has a name and a reason."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import former
from pipeline.cache import Cache
from pipeline.checks.proof import Order
from pipeline.diagnostics import Checked
from pipeline.editions import verify as verifying
from pipeline.editions.cut import cut
from pipeline.editions.press import Produced
from pipeline.editions.readiness import Wanted
from pipeline.editions.verify import verify
from pipeline.workspace import ToolFailed, Workspace
from tests.editions.conftest import commit, desk_at, plain_press, run


@pytest.fixture
def edition(repository: Path) -> Path:
    assert cut(desk_at(repository), Wanted("1.0", title="Anderer Titel", date="2027-04-01")).value
    return repository


def test_an_edition_is_the_same_also_after_the_book_went_on(edition: Path) -> None:
    commit(edition, chapters__a="# Ganz anders\n\nNichts wie vorher.\n")
    (edition / "chapters/a.md").write_text("# Noch anders\n")
    done = verify(desk_at(edition), "1.0")
    assert done.diagnostics == ()
    assert done.value is not None
    assert done.value.same == len(done.value.artifacts) == 2
    assert done.value.artifacts["probe.txt"].startswith(b"Anderer Titel 1.0 2027-04-01\n")
    assert run(edition, "status", "--porcelain") == "M chapters/a.md"
    assert len(run(edition, "worktree", "list").splitlines()) == 1


def faulty(workspace: Workspace, cache: Cache, order: Order, tell: Callable[[str], None]) -> Checked[Produced | None]:
    """A press that changes a file, loses one and adds one."""
    made = plain_press(workspace, cache, order, tell)
    assert made.value is not None
    return Checked(replace(made.value, artifacts={"probe.txt": b"other", "more.txt": b""}), made.diagnostics)


def test_each_file_that_differs_is_named_with_its_reason(edition: Path) -> None:
    done = verify(replace(desk_at(edition), press=faulty), "1.0")
    told = {dict(one.facts)["file"]: dict(one.facts)["problem"] for one in done.diagnostics}
    assert list(told) == ["html/index.html", "more.txt", "probe.txt"]
    assert "nicht mehr" in told["html/index.html"]
    assert "damals nicht" in told["more.txt"]
    assert told["probe.txt"] == "der Inhalt ist ein anderer; Werkzeuge und Pipeline sind dieselben"
    assert {one.code for one in done.diagnostics} == {"e-022"}


def test_another_tool_is_named_as_the_reason(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "tools", lambda: {"pandoc": "99.0"})
    done = verify(replace(desk_at(edition), press=faulty), "1.0", "en")
    assert all(
        "pandoc" in dict(one.facts)["problem"] and "→ 99.0" in dict(one.facts)["problem"] for one in done.diagnostics
    )


def test_another_pipeline_is_named_as_the_reason(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "program", lambda: "another")
    done = verify(replace(desk_at(edition), press=faulty), "1.0", "en")
    assert all("the pipeline is another" in dict(one.facts)["problem"] for one in done.diagnostics)
    assert done.diagnostics


def test_an_edition_that_is_not_there_is_refused(edition: Path) -> None:
    run(edition, "tag", "v7.0")
    for version in ("2.0", "7.0", "../1.0"):
        done = verify(desk_at(edition), version)
        assert [one.code for one in done.diagnostics] == ["e-020"]


def test_a_book_that_can_no_longer_be_built_is_told(edition: Path) -> None:
    done = verify(replace(desk_at(edition), press=lambda *some: Checked(None)), "1.0")
    assert [one.code for one in done.diagnostics] == ["e-023"]


def test_a_book_without_a_program_is_made_by_this_one(tmp_path: Path) -> None:
    assert not former.is_other(tmp_path)
    assert not former.is_other(former.HERE)


PROGRAM = """
import sys
from pathlib import Path
_, _, book, _, _, version, _, out, _, _ = sys.argv
Path(out, "probe.txt").write_text(version + Path(book, "text").read_text())
"""


def test_another_program_makes_its_own_edition(tmp_path: Path) -> None:
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "text").write_text("!")
    (tmp_path / "pipeline" / "__init__.py").touch()
    (tmp_path / "pipeline" / "__main__.py").write_text(PROGRAM)
    out = tmp_path / "out"
    out.mkdir()
    assert former.is_other(tmp_path)
    assert former.press(tmp_path, "1.0", out, 1) == {"probe.txt": b"1.0!"}


def test_a_program_that_gives_up_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline" / "__init__.py").touch()
    (tmp_path / "pipeline" / "__main__.py").write_text("raise SystemExit('kein Papier')")
    with pytest.raises(ToolFailed, match="kein Papier"):
        former.press(tmp_path, "1.0", tmp_path, 1)
