"""Ports, and what counts as a change."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.request import urlopen

import pytest
from watchfiles import Change

from pipeline.preview import WORDS, WRONG_COMMAND, _say_where, listen, make_door, serve
from pipeline.preview.access import Door
from pipeline.preview.watching import Contents, Sources, watch_over
from pipeline.render.qr import draw_in_blocks


class Ear:
    """Hears what is said."""

    language = "de"

    def __init__(self) -> None:
        self.heard: list[str] = []

    def note(self, text: str) -> None:
        self.heard.append(text)


def test_a_taken_port_is_said_with_a_way_out(tmp_path: Path) -> None:
    ear = Ear()
    with listen(0, lan=False) as listener:
        port = listener.getsockname()[1]
        assert serve(tmp_path, port, False, ear) == WRONG_COMMAND
    assert f"--port {port + 1}" in ear.heard[0]


def test_it_listens_on_this_machine_only_unless_told() -> None:
    with listen(0, lan=False) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"
    with listen(0, lan=True) as listener:
        assert listener.getsockname()[0] == "0.0.0.0"


def test_texts_are_sources_and_what_is_made_is_not() -> None:
    sources = Sources(Path("/book"))
    seen = {path: sources(Change.modified, f"/book/{path}") for path in (
        "chapters/a.md", "book.yaml", "templates/styles/web.css", "build/html/index.html", ".git/index", ".venv/x.py"
    )}  # fmt: skip
    assert [path for path, counts in seen.items() if counts] == [
        "chapters/a.md", "book.yaml", "templates/styles/web.css"
    ]  # fmt: skip


def test_in_the_network_every_run_has_a_secret_of_its_own_and_says_the_whole_address() -> None:
    first, second, ear = make_door(True, 8000), make_door(True, 8000), Ear()
    assert len(first.secret) >= 20
    assert first.secret != second.secret
    _say_where(first, 8000, ear, WORDS["de"])
    assert ear.heard[0].endswith(f"http://127.0.0.1:8000/?key={first.secret}")
    assert f":8000/?key={first.secret}" in ear.heard[1]
    assert ear.heard[2] == draw_in_blocks(ear.heard[1].rpartition(" ")[2])


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_in_peace_while_somebody_listens(tmp_path: Path, sign: signal.Signals) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/a.md").write_text("# Anfang\n\nEin Satz.\n")
    (tmp_path / "book.yaml").write_text("title: P\nlanguage: de\nparts: [{title: E, chapters: [chapters/a.md]}]\n")
    command = [sys.executable, "-P", "-m", "pipeline", "serve", "--book", str(tmp_path), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as program:
        assert program.stderr is not None
        address = program.stderr.readline().split()[-1]
        listening = _patiently(f"{address}-preview/changes")
        assert listening.readline().startswith(b"data: ")
        program.send_signal(sign)
        said = program.stderr.read()
    assert "Traceback" not in said
    assert "Cancelled" not in said


def _patiently(address: str) -> IO[bytes]:
    """Open an address as soon as it answers."""
    for _ in range(600):
        with suppress(OSError):
            return urlopen(address, timeout=60)  # type: ignore[no-any-return]
        time.sleep(0.1)
    raise TimeoutError(address)


def test_on_this_machine_no_secret_is_asked_for() -> None:
    assert make_door(False, 8000) == Door()


def test_a_watcher_that_fails_is_told_and_begins_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stays = []

    async def watch(root: Path, **more: object) -> AsyncIterator[set[tuple[Change, str]]]:
        if not stays:
            stays.append(root)
            raise OSError("OS file watch limit reached")
        yield {(Change.modified, str(root / "chapters/a.md"))}
        await more["stop_event"].wait()  # type: ignore[attr-defined]

    class Book:
        def __init__(self) -> None:
            self.told: list[str] = []

        async def renew(self, changed: Sequence[str] = ()) -> None:
            self.told.append("renewed")

        async def complain(self, problem: Exception) -> None:
            self.told.append(str(problem))

        async def close(self) -> None:
            self.told.append("closed")

    async def run() -> None:
        async with watch_over(tmp_path, shown, heard.extend)(None):  # type: ignore[arg-type]
            while shown.told.count("renewed") < 3:
                await asyncio.sleep(0.01)

    shown, heard = Book(), list[str]()
    monkeypatch.setattr("pipeline.preview.watching.awatch", watch)
    monkeypatch.setattr("pipeline.preview.watching.AGAIN_S", 0.0)
    asyncio.run(asyncio.wait_for(run(), 20))
    assert shown.told == ["renewed", "OS file watch limit reached", "renewed", "renewed", "closed"]
    assert heard == ["chapters/a.md"]


def test_what_is_saved_as_it_was_is_no_change_and_what_goes_is_one(tmp_path: Path) -> None:
    text, made = tmp_path / "chapters/a.md", tmp_path / "build/x.md"
    for file in (text, made):
        file.parent.mkdir()
        file.write_text("eins")
    contents = Contents(tmp_path)
    contents.read(Sources(tmp_path))
    assert not contents.differ([str(text)])
    assert contents.differ([str(made)])
    text.write_text("zwei")
    assert contents.differ([str(text)])
    assert not contents.differ([str(text)])
    text.unlink()
    assert contents.differ([str(text)])


def test_a_text_saved_while_the_first_build_runs_is_built(tmp_path: Path) -> None:
    text = tmp_path / "a.md"
    text.write_text("eins")

    built: list[str] = []

    class Slow:
        async def renew(self, changed: Sequence[str] = ()) -> None:
            built.append(text.read_text())
            if len(built) == 1:
                await asyncio.sleep(0.2)
                text.write_text("zwei")

        async def close(self) -> None:
            pass

    async def run() -> None:
        async with watch_over(tmp_path, Slow(), lambda names: None)(None):  # type: ignore[arg-type]
            for _ in range(200):
                if built == ["eins", "zwei"]:
                    return
                await asyncio.sleep(0.05)

    asyncio.run(run())
    assert built == ["eins", "zwei"]
