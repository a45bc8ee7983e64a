"""An edition is made again from its tag; whatever differs has a name and a reason."""

import ast
import json
import os
import shutil
import socket
import venv
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import former, programs
from pipeline.cache import Cache
from pipeline.checks.proof import Order
from pipeline.cli import main
from pipeline.diagnostics import Checked
from pipeline.editions import produce
from pipeline.editions import verify as verifying
from pipeline.editions.cut import cut
from pipeline.editions.produce import Produced
from pipeline.editions.readiness import Wanted
from pipeline.editions.verify import verify
from pipeline.fence import fence
from pipeline.workspace import ToolFailed, Workspace
from tests.editions.conftest import commit, plain_press, run, toolbox_at
from tests.wheels import write_wheel


@pytest.fixture
def edition(repository: Path) -> Path:
    assert cut(toolbox_at(repository), Wanted("1.0", title="Anderer Titel", date="2027-04-01")).value
    return repository


def test_an_edition_is_the_same_also_after_the_book_went_on(edition: Path) -> None:
    commit(edition, chapters__a="# Ganz anders\n\nNichts wie vorher.\n")
    (edition / "chapters/a.md").write_text("# Noch anders\n")
    done = verify(toolbox_at(edition), "1.0")
    assert done.diagnostics == ()
    assert done.value is not None
    assert done.value.same == len(done.value.artifacts) == 2
    assert done.value.artifacts["probe.txt"].startswith(b"Anderer Titel 1.0 2027-04-01\n")
    assert run(edition, "status", "--porcelain") == "M chapters/a.md"
    assert len(run(edition, "worktree", "list").splitlines()) == 1


def aged(monkeypatch: pytest.MonkeyPatch, **others: str) -> None:
    """Let the tools be others than when the edition was cut."""
    present = {**produce.tools(), **others}
    monkeypatch.setattr(verifying, "tools", lambda: present)
    libraries = {name: present[name] for name in produce.system_libraries()}
    monkeypatch.setattr(verifying, "system_libraries", lambda: libraries)


def test_another_system_is_told_once_with_the_way_back(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    then = produce.tools()
    aged(monkeypatch, system="debian 99", harfbuzz="99.0")
    done = verify(replace(toolbox_at(edition), press=faulty), "1.0")
    assert [one.code for one in done.diagnostics] == ["e-022"] * 3 + ["e-068"]
    facts = dict(done.diagnostics[-1].facts)
    assert facts["image"] == then["system"].replace(" ", ":")
    assert f"harfbuzz {then['harfbuzz']}" in facts["then"] and "harfbuzz 99.0" in facts["now"]
    problem = dict(done.diagnostics[0].facts)["problem"]
    assert f"harfbuzz {then['harfbuzz']} → 99.0" in problem and "pango" not in problem
    assert verify(toolbox_at(edition), "1.0").diagnostics == (), "nothing differs: nothing to say"


def faulty(workspace: Workspace, cache: Cache, order: Order, tell: Callable[[str], None]) -> Checked[Produced | None]:
    """A press that changes a file, loses one and adds one."""
    made = plain_press(workspace, cache, order, tell)
    assert made.value is not None
    return Checked(replace(made.value, artifacts={"probe.txt": b"other", "more.txt": b""}), made.diagnostics)


def test_each_file_that_differs_is_named_with_its_reason(edition: Path) -> None:
    done = verify(replace(toolbox_at(edition), press=faulty), "1.0")
    told = {dict(one.facts)["file"]: dict(one.facts)["problem"] for one in done.diagnostics}
    assert list(told) == ["html/index.html", "more.txt", "probe.txt"]
    assert "nicht mehr" in told["html/index.html"]
    assert "damals nicht" in told["more.txt"]
    assert told["probe.txt"] == "der Inhalt ist ein anderer; Werkzeuge und Pipeline sind dieselben"
    assert {one.code for one in done.diagnostics} == {"e-022"}


def test_another_tool_is_named_as_the_reason(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "tools", lambda: {"pandoc": "99.0"})
    done = verify(replace(toolbox_at(edition), press=faulty), "1.0", "en")
    assert all(
        "pandoc" in dict(one.facts)["problem"] and "→ 99.0" in dict(one.facts)["problem"] for one in done.diagnostics
    )


def test_another_pipeline_is_named_as_the_reason(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "program", lambda: "another")
    done = verify(replace(toolbox_at(edition), press=faulty), "1.0", "en")
    assert all("the pipeline is another" in dict(one.facts)["problem"] for one in done.diagnostics)
    assert done.diagnostics


def test_an_edition_that_is_not_there_is_refused(edition: Path) -> None:
    run(edition, "tag", "v7.0")
    for version in ("2.0", "7.0", "../1.0"):
        done = verify(toolbox_at(edition), version)
        assert [one.code for one in done.diagnostics] == ["e-020"]


def test_a_book_that_can_no_longer_be_built_is_told(edition: Path) -> None:
    done = verify(replace(toolbox_at(edition), press=lambda *some: Checked(None)), "1.0")
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


def test_a_program_at_the_repositorys_top_makes_the_books_in_its_folders(tmp_path: Path) -> None:
    top, book, out = tmp_path / "top", tmp_path / "top/books/de", tmp_path / "out"
    for folder in (top / "pipeline", book, out):
        folder.mkdir(parents=True)
    (book / "text").write_text("?")
    (top / "pipeline" / "__init__.py").touch()
    (top / "pipeline" / "__main__.py").write_text(PROGRAM)
    assert former.home_of(book, "books/de/") == top
    assert former.home_of(top, "") == top
    assert former.press(top, "1.0", out, 1, inside="books/de") == {"probe.txt": b"1.0?"}


def test_a_program_that_gives_up_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline" / "__init__.py").touch()
    (tmp_path / "pipeline" / "__main__.py").write_text("raise SystemExit('kein Papier')")
    with pytest.raises(ToolFailed, match="kein Papier"):
        former.press(tmp_path, "1.0", tmp_path, 1)


NOSY = """
import os, socket, sys
from pathlib import Path
out = Path(sys.argv[sys.argv.index("--out") + 1])
found = {}
def tried(name, deed):
    try:
        deed()
        found[name] = "done"
    except OSError:
        found[name] = "refused"
tried("book", lambda: Path(BOOK, "trace").write_text("ran"))
tried("copy", lambda: Path("trace").write_text("ran"))
tried("mount", lambda: os.system(f"mount -o remount,bind,rw {BOOK} 2>/dev/null"))
tried("book again", lambda: Path(BOOK, "trace").write_text("ran"))
tried("network", lambda: socket.create_connection(("127.0.0.1", PORT), 5))
tried("temporary", lambda: (Path(os.environ["TMPDIR"]) / "x").write_text("x"))
found["secret"] = os.environ.get("GH_TOKEN", "none")
(out / "probe.txt").write_text(repr(found))
"""


@pytest.fixture
def stranger(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A book with a program of its own, and an edition."""
    monkeypatch.setenv("GH_TOKEN", "secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        (repository / "pipeline").mkdir()
        (repository / "pipeline/__init__.py").touch()
        head = f"BOOK, PORT = {str(repository)!r}, {server.getsockname()[1]}\n"
        (repository / "pipeline/__main__.py").write_text(head + NOSY)
        commit(repository)
        with monkeypatch.context() as patch:
            patch.setattr("pipeline.editions.cut.program", lambda: "another")
            assert cut(toolbox_at(repository), Wanted("1.0")).value
        yield repository


def test_the_program_of_a_stranger_does_not_run_without_trust(
    stranger: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["edition", "verify", "1.0", "--book", str(stranger)]) == 1
    said = capsys.readouterr()
    assert "e-024" in said.out + said.err
    assert "--trust" in said.out + said.err
    assert not (stranger / "trace").exists()


def test_a_trusted_program_is_announced_and_runs_behind_a_fence(stranger: Path) -> None:
    said: list[str] = []
    toolbox = replace(
        toolbox_at(stranger), announce=lambda told: said.append(f"{told} {(stranger / 'trace').exists()}")
    )
    done = verify(toolbox, "1.0", "en", trusted=True)
    assert done.value is not None
    assert done.value.same == 0
    found = ast.literal_eval(done.value.artifacts["probe.txt"].decode())
    (told,) = said
    assert told.endswith("False"), "said before it runs"
    assert str(stranger) in told and "another checksum" in told
    assert found["secret"] == "none"
    assert found["temporary"] == "done"
    if "without a fence" in told:
        assert shutil.which("unshare") is None or not os.environ.get("CI")
        return
    assert {found[name] for name in ("book", "copy", "book again", "network")} == {"refused"}
    assert not (stranger / "trace").exists()


def test_without_any_fence_that_is_said(stranger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.fence._ways", lambda *places: iter(()))
    said: list[str] = []
    done = verify(replace(toolbox_at(stranger), announce=said.append), "1.0", "de", trusted=True)
    assert "ohne Zaun" in said[0]
    assert done.value is not None
    assert "'book': 'done'" in done.value.artifacts["probe.txt"].decode(), "the fence is what holds it"


def test_an_edition_whose_program_was_a_package_is_made_by_that_package(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "program.lock").write_text(f"workbook-pipeline==0.0.9 --hash=sha256:{'0' * 64}\n")
    commit(repository)
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.editions.cut.program", lambda: "another")
        assert cut(toolbox_at(repository), Wanted("1.0")).value
    asked: list[Path] = []
    monkeypatch.setattr(programs, "find", lambda book: asked.append(book))
    refused = verify(toolbox_at(repository), "1.0")
    assert [one.code for one in refused.diagnostics] == ["e-340"]
    assert ("program", "0.0.9") in refused.diagnostics[0].facts

    python = _install(write_wheel(tmp_path, "0.0.9"), tmp_path / "home")
    monkeypatch.setattr(programs, "fetch", lambda book, language: python)
    said: list[str] = []
    done = verify(replace(toolbox_at(repository), announce=said.append), "1.0", "en", trusted=True)
    assert done.value is not None
    assert done.value.artifacts == {"probe.txt": b"0.0.9"}
    assert "0.0.9" in said[0] and "another checksum" in said[0]
    # What was fetched once needs no further word.
    monkeypatch.setattr(programs, "find", lambda book: python)
    again = verify(toolbox_at(repository), "1.0")
    assert again.value is not None and again.value.artifacts == done.value.artifacts


def _install(wheel: Path, home: Path) -> Path:
    venv.create(home, with_pip=False)
    zipfile.ZipFile(wheel).extractall(next(home.glob("lib/python*/site-packages")))
    return home / "bin/python"


def test_a_fence_that_does_not_hold_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.setattr("pipeline.fence._ways", lambda *places: iter((["env"], ["no-such-program"])))
    assert fence(tmp_path, (tmp_path / "out",)) == []


def test_an_edition_of_no_files_is_never_confirmed(edition: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = edition / "editions/1.0/record.json"
    record = json.loads(place.read_text())
    place.write_text(json.dumps({**record, "outputs": {}}))
    run(edition, "commit", "-q", "-a", "-m", "Forget")
    run(edition, "tag", "-f", "v1.0")
    assert main(["edition", "verify", "1.0", "--book", str(edition)]) == 1
    said = capsys.readouterr()
    assert "e-025" in said.out + said.err
    assert "0 von 0" not in said.out
