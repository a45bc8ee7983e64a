"""Three editions of a small book through the real press: cut, edited, corrected, verified, and torn apart by force."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random
from types import FrameType

import pikepdf
import pytest

from pipeline import history
from pipeline.cache import FolderCache, MemoryCache
from pipeline.editions.cut import Toolbox, cut
from pipeline.editions.readiness import Wanted
from pipeline.editions.verify import verify
from pipeline.record.editions import read_editions
from pipeline.record.errata import FILE, Erratum, add_erratum, list_errata, read_list
from pipeline.workspace import FolderWorkspace
from tests.conftest import FindProgram
from tests.editions.conftest import commit, run, toolbox_at
from tests.editions.test_cut import STEPS, is_whole, state

VERSIONS = ("1.0", "1.1", "1.2")
# As many kills in each phase of a cut; the last is the time after the tag.
TAGGED = "tagged"
PHASES = [*STEPS, TAGGED]
KILLS, MORE_KILLS = len(PHASES), 8 * len(PHASES)
OURS = f"{os.sep}pipeline{os.sep}"
# Each slip stands where its page is not that of its block's beginning, or not that of the text around it.
SLIPS = {"Feler": "Fehler", "Fusnote": "Fußnote", "Tip": "Tipp", "Kästchn": "Kästchen"}
LONG = " ".join(f"Im Satz {nth} steht, was alle schon wissen und gern noch einmal lesen." for nth in range(130))
TEXT = f"""---
status: fertig
versprechen: Du kannst es.
---
# Anfang

Erster Absatz, der bleibt, wie er ist. Er kommt[^n] in allen Ausgaben vor.

[^n]: Eine Fusnote am Fuß der Seite.

{LONG} Hier steht ein Feler. {LONG}

::: tipp
Ein Tip für alle.
:::

Ein Absatz, der in zwei Teile geht, denn er sagt das eine und das andere. Das andere kommt dann.

Ein Absatz, der umzieht, weil er woanders besser passt.

Ein Absatz, der wegfällt, weil ihn niemand vermisst.
"""
LIST = "---\nstatus: fertig\nzweck: Sehen.\nmoment: Jetzt\n---\n# Liste\n\n- [ ] Ein Kästchn voll\n- [ ] B\n- [ ] C\n"
MOVING = "Ein Absatz, der umzieht, weil er woanders besser passt.\n\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book with its three editions: 1.1 is edited and has errors still, 1.2 is corrected and says so."""
    with pytest.MonkeyPatch.context() as patch:
        for role in ("AUTHOR", "COMMITTER"):
            patch.setenv(f"GIT_{role}_NAME", "A")
            patch.setenv(f"GIT_{role}_EMAIL", "a@example.org")
        patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        folder = tmp_path_factory.mktemp("scenario") / "book"
        folder.mkdir()
        parts = "parts:\n  - title: Eins\n    chapters: [chapters/a.md]\n"
        (folder / "book.yaml").write_text(
            f"title: Probe\nlanguage: de\nformats: [pdf, html]\n{parts}", encoding="utf-8"
        )
        (folder / ".gitignore").write_text("/build/\n")
        run(folder, "init", "-q", "-b", "main")
        commit(folder, chapters__a=TEXT, checklists__liste=LIST)
        press(folder, "1.0")
        edited = TEXT.replace("Hier steht ein Feler.", "Auch hier steht noch ein Feler.").replace(MOVING, "")
        edited = edited.replace("# Anfang\n\n", f"# Anfang\n\n{MOVING}").replace("andere. Das", "andere.\n\nDas")
        edited = edited.partition("Ein Absatz, der wegfällt")[0] + "Ein Absatz, der ganz neu ist.\n"
        commit(folder, chapters__a=edited)
        press(folder, "1.1")
        note_slips(folder)
        for wrong, right in SLIPS.items():
            edited = re.sub(rf"\b{wrong}\b", right, edited)
        commit(folder, chapters__a=edited, checklists__liste=LIST.replace("Kästchn", "Kästchen"))
        press(folder, "1.2")
    return folder


def press(folder: Path, version: str) -> None:
    cache = FolderCache(folder / "build/.cache")
    assert cut(Toolbox(FolderWorkspace(folder), cache, lambda stage: None), Wanted(version)).value is not None


def note_slips(folder: Path) -> None:
    """Enter every slip against the block that has it."""
    editions, data = read_editions(FolderWorkspace(folder)).value, b""
    for wrong, right in SLIPS.items():
        block = next(one.id for one in editions[0].blocks if re.search(rf"\b{wrong}\b", one.text))
        added = add_erratum(data, Erratum(block, wrong, right), editions)
        assert added.value is not None
        data = added.value
    (folder / FILE).write_bytes(data)


@pytest.mark.slow
def test_an_edition_is_made_again_byte_for_byte(book: Path, thorough: bool) -> None:
    for version in VERSIONS if thorough else VERSIONS[1:2]:
        done = verify(Toolbox(FolderWorkspace(book), MemoryCache(), lambda stage: None), version)
        assert done.diagnostics == ()
        assert done.value is not None
        assert done.value.same == len(done.value.record.outputs) > 20


@pytest.mark.slow
def test_what_authors_did_is_what_the_second_edition_says(book: Path) -> None:
    first, second, third = (one.record for one in read_editions(FolderWorkspace(book)).value)
    assert {kind: len(ids) for kind, ids in second.changes.items()} == {
        "added": 2, "changed": 2, "moved": 1, "removed": 1
    }  # fmt: skip
    assert {kind: len(ids) for kind, ids in third.changes.items()} == {
        "added": 0, "changed": 4, "moved": 0, "removed": 0
    }  # fmt: skip
    assert not any(first.changes.values())


@pytest.mark.slow
def test_the_page_of_each_erratum_has_the_wrong_words_in_that_edition(book: Path, find_program: FindProgram) -> None:
    workspace = FolderWorkspace(book)
    listed = list_errata(read_list(workspace).value, read_editions(workspace).value)
    assert [(one.version, one.corrected) for one in listed] == [("1.1", "1.2")] * 4 + [("1.0", "1.2")] * 4
    for one in listed:
        file = book / "build/editions" / one.version / "probe.pdf"
        with pikepdf.open(file) as pdf:
            (page,) = [nth for nth, page in enumerate(pdf.pages, start=1) if page.label == one.folio]
        command = [find_program("pdftotext"), "-f", str(page), "-l", str(page), str(file), "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert re.search(rf"\b{one.erratum.wrong}\b", text), (one.version, one.folio, one.erratum.wrong)
    assert len({one.folio for one in listed if one.version == "1.0"}) > 2


@pytest.mark.slow
def test_the_edition_that_has_it_right_tells_readers_of_the_others(book: Path) -> None:
    pages = [(book / "build/editions" / version / "html/news.html") for version in VERSIONS]
    assert not pages[0].exists()
    assert "Berichtigungen" not in pages[1].read_text(encoding="utf-8")
    told = pages[2].read_text(encoding="utf-8")
    assert all(f"statt „{wrong}“ richtig „{right}“" in told for wrong, right in SLIPS.items())
    assert told.count("richtig „") == 2 * len(SLIPS)


@pytest.mark.slow
def test_a_changed_comma_makes_verify_name_the_files_it_is_in(book: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    shutil.copytree(book, twin)
    text = (twin / "chapters/a.md").read_text(encoding="utf-8")
    (twin / "chapters/a.md").write_text(text.replace("bleibt, wie", "bleibt wie"), encoding="utf-8")
    for setting in ("user.name", "user.email"):
        run(twin, "config", setting, "b")
    run(twin, "commit", "-q", "-a", "-m", "Change a comma")
    run(twin, "tag", "-f", "v1.2")
    done = verify(Toolbox(FolderWorkspace(twin), MemoryCache(), lambda stage: None), "1.2")
    named = {dict(one.facts)["file"] for one in done.diagnostics}
    assert {one.code for one in done.diagnostics} == {"e-022"}
    assert {"probe.pdf", "html/a.html"} <= named
    assert "handouts/liste.pdf" not in named


@pytest.mark.slow
def test_killed_at_any_moment_a_cut_loses_nothing_and_never_leaves_half_an_edition(
    repository: Path, tmp_path: Path, thorough: bool
) -> None:
    kills = MORE_KILLS if thorough else KILLS
    moments = killed(shutil.copytree(repository, tmp_path / "whole"), None)
    is_whole(tmp_path / "whole")
    assert list(moments) == PHASES
    chance, finished = Random(kills), Counter[str]()
    for nth in range(kills):
        phase = PHASES[nth % len(PHASES)]
        folder = shutil.copytree(repository, tmp_path / f"book-{nth}")
        head, _, _, _ = state(folder)
        killed(folder, (phase, chance.randint(1, moments[phase])))
        assert run(folder, "diff", "HEAD", "--", "chapters", "book.yaml") == ""
        if run(folder, "tag"):
            finished[phase] += 1
            is_whole(folder)
            continue
        assert run(folder, "rev-parse", "HEAD") == head
        killed(folder, None)
        is_whole(folder)
    assert finished[TAGGED] == kills // len(PHASES)
    assert set(finished) <= {"commit", TAGGED}


def killed(folder: Path, moment: tuple[str, int] | None) -> dict[str, int]:
    """Cut in a process that is killed at a moment, the nth of a phase; wait until the programs that it started have
    ended. Never killed, it says how many moments each phase has."""
    kept = folder.parent / f"{folder.name}.json"
    child = os.fork()
    if child == 0:
        os.setsid()
        kept.write_text(json.dumps(watched(folder, moment)))
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    while any(group == child for group in groups()):
        time.sleep(0.02)
    assert status == (signal.SIGKILL if moment else 0)
    found: dict[str, int] = {} if moment else json.loads(kept.read_text())
    return found


def watched(folder: Path, moment: tuple[str, int] | None) -> dict[str, int]:
    """Cut, and count the moments: whenever a function of ours begins or ends, or another program has begun."""
    counts, phases = Counter[str](), [PHASES[0]]

    def watch(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event == "return" and code is history.commit_and_tag.__code__:
            phases.append(TAGGED)
        if OURS in code.co_filename or (event == "return" and code is subprocess.Popen.__init__.__code__):
            counts[phases[-1]] += 1
            if moment == (phases[-1], counts[phases[-1]]):
                os.kill(os.getpid(), signal.SIGKILL)

    toolbox = toolbox_at(folder, phases.append)
    sys.setprofile(watch)
    cut(toolbox, Wanted("1.0"))
    sys.setprofile(None)
    return dict(counts)


def groups() -> set[int]:
    """The process groups in which something runs."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if fields[0] != "Z":
            found.add(int(fields[2]))
    return found
