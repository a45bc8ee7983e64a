"""The door to pandoc: many texts in one process, each on its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import pandoc
from pipeline.pandoc import to_fragments
from pipeline.workspace import ToolFailed, ToolMissing


def test_texts_are_read_in_their_order() -> None:
    read = to_fragments(["# A", "", "*b*"])
    assert [fragment.html for fragment in read] == ["<h1>A</h1>", "", "<p><em>b</em></p>"]
    assert not any(fragment.failure for fragment in read)


def test_straight_quotes_become_those_of_the_language() -> None:
    assert to_fragments(["\"a 'b'\""])[0].html == "<p>„a ‚b‘“</p>"
    assert to_fragments(["\"a 'b'\""], ("“", "”", "‘", "’"))[0].html == "<p>“a ‘b’”</p>"


def test_warnings_are_caught() -> None:
    (read,) = to_fragments(["[^a]: x\n"])
    assert read.html == ""
    assert "not used" in read.log[0]


def test_raw_markup_stays_text() -> None:
    (read,) = to_fragments(["<b>x</b> `<i>`{=html} \\textbf{x}"])
    assert "<b>" not in read.html
    assert "<i>" not in read.html


def test_no_file_is_read() -> None:
    (read,) = to_fragments(["```{.include}\n/etc/passwd\n```\n"])
    assert "root:" not in read.html


def test_a_text_that_hangs_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    real = pandoc._read_batch

    def hang(texts: tuple[str, ...], language: str, timeout_s: float) -> tuple[pandoc.Fragment, ...]:
        if "bad" in texts:
            raise subprocess.TimeoutExpired("pandoc", timeout_s)
        return real(texts, language, timeout_s)

    monkeypatch.setattr(pandoc, "_read_batch", hang)
    good, bad = to_fragments(("good", "bad"))
    assert good.html == "<p>good</p>"
    assert bad.failure == "more than 20 s"


def test_many_texts_are_read_side_by_side_and_stay_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"*Text* {number}" for number in range(11)]
    alone = to_fragments(texts)
    shares: list[Sequence[str]] = []
    real = pandoc._read_batch

    def count(texts: Sequence[str], language: str, timeout_s: float) -> tuple[pandoc.Fragment, ...]:
        shares.append(texts)
        return real(texts, language, timeout_s)

    monkeypatch.setattr(pandoc, "SHARE", 20)
    monkeypatch.setattr(pandoc, "_read_batch", count)
    assert to_fragments(texts, jobs=3) == alone
    assert sorted(len(share) for share in shares) == [3, 4, 4]


def test_what_fails_beside_is_told_as_what_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    real = pandoc._read_share

    def lose(texts: Sequence[str], language: str) -> tuple[pandoc.Fragment, ...]:
        if "b" in texts:
            raise ToolMissing("pandoc")
        return real(texts, language)

    monkeypatch.setattr(pandoc, "SHARE", 1)
    monkeypatch.setattr(pandoc, "_read_share", lose)
    with pytest.raises(ToolMissing):
        to_fragments(["a", "b"], jobs=2)


def test_one_that_waits_reads_the_next_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    alone, real, started = to_fragments(["*a*", "b"]), pandoc._start, []
    monkeypatch.setattr(pandoc, "_start", lambda *given: started.append(given) or real(*given))
    pandoc.get_ready()
    pandoc.get_ready()
    assert len(started) == 1
    assert (to_fragments(["*a*", "b"]), len(started)) == (alone, 1)
    assert (to_fragments(["*a*", "b"]), len(started)) == (alone, 2)


def test_one_that_was_ended_while_it_waited_is_replaced() -> None:
    pandoc.get_ready()
    pandoc._waiting[0].kill()
    pandoc._waiting[0].wait()
    assert to_fragments(["*a*"])[0].html == "<p><em>a</em></p>"


def test_one_that_nobody_needs_is_ended() -> None:
    pandoc.get_ready()
    (process,) = pandoc._waiting
    pandoc.dismiss()
    assert (pandoc._waiting, process.poll() is not None) == ([], True)
    pandoc.dismiss()


def test_its_input_may_be_open_elsewhere() -> None:
    pandoc.get_ready()
    (process,) = pandoc._waiting
    assert process.stdin is not None
    also = os.dup(process.stdin.fileno())
    try:
        assert to_fragments(["a"])[0].html == "<p>a</p>"
    finally:
        os.close(also)


def test_a_missing_pandoc_has_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "_program", lambda: "/nowhere/pandoc")
    with pytest.raises(ToolMissing):
        to_fragments(["a"])


@pytest.mark.parametrize("content", ["", "no program"], ids=["not executable", "no program"])
def test_a_pandoc_that_cannot_be_started_is_as_good_as_missing(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "pandoc"
    program.write_bytes(b"\x7fELF" + content.encode())
    program.chmod(0o755 if content else 0o644)
    monkeypatch.setattr(pandoc, "_program", lambda: str(program))
    with pytest.raises(ToolMissing, match="pandoc"):
        to_fragments(["a"])


def test_a_pandoc_that_does_not_say_its_version_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pandoc"
    program.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(pandoc, "_program", lambda: str(program))
    monkeypatch.setattr(pandoc, "SINGLE_TIMEOUT_S", 0.2)
    pandoc.version.cache_clear()
    with pytest.raises(ToolFailed, match="version"):
        pandoc.version()
    pandoc.version.cache_clear()


def test_setting_citations_takes_no_more_memory_than_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "BOUNDED", ("+RTS", "-M4m", "-RTS"))
    assert "heap" in pandoc.cite("Text.", "[]", b"").failure.lower()


def test_a_failing_pandoc_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "_program", lambda: "/bin/false")
    with pytest.raises(ToolFailed):
        pandoc._run(("x",), "", 5)


ORPHAN = """
import os, signal, threading
from pipeline import pandoc
pandoc._program = lambda: {program!r}
threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGKILL)).start()
pandoc.to_fragments(["a"])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells processes that their parent is gone")
def test_a_pandoc_that_hangs_ends_with_the_program(tmp_path: Path) -> None:
    hanging, told = tmp_path / "pandoc", tmp_path / "pid"
    hanging.write_text(f"#!/bin/sh\necho $$ > {told}.half && mv {told}.half {told}\nexec sleep 60\n", encoding="utf-8")
    hanging.chmod(0o755)
    ended = subprocess.run([sys.executable, "-c", ORPHAN.format(program=str(hanging))], check=False, timeout=30)
    assert ended.returncode == -signal.SIGKILL
    status = Path("/proc", told.read_text().strip(), "stat")
    for _ in range(100):
        if not is_alive(status):
            break
        time.sleep(0.02)
    assert not is_alive(status)


def is_alive(status: Path) -> bool:
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
