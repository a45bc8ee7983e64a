"""The command as it is typed: it says its links, holds the book alone, and ends in peace with everything written."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from pipeline.cli import main

from .sample import PATH, lay_out

BOOK = "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters:\n      - chapters/anfang.md\n"
COMMAND = [sys.executable, "-P", "-m", "pipeline", "sprint", "--port", "0", "--book"]


@pytest.mark.slow
def test_it_says_three_links_holds_the_book_alone_and_ends_in_peace(tmp_path: Path) -> None:
    lay_out(tmp_path)
    (tmp_path / "book.yaml").write_text(BOOK)
    with subprocess.Popen([*COMMAND, str(tmp_path)], stderr=subprocess.PIPE, text=True) as program:
        assert program.stderr is not None
        said = [program.stderr.readline() for _ in range(4)]
        links = [link for line in said for link in re.findall(r"http://127\.0\.0\.1:\d+/-sprint/\?key=\S+", line)]
        assert len(set(links)) == 3
        assert "Leiten" in said[0] and "Schreiben" in said[1] and "lesen" in said[2]
        again = subprocess.run([*COMMAND, str(tmp_path)], capture_output=True, text=True, timeout=60)
        assert (again.returncode, "läuft für diesen Ordner schon" in again.stderr) == (2, True)
        with urlopen(links[1], timeout=60) as answer:
            assert "workbook-sprint" in answer.headers["set-cookie"]
        with pytest.raises(HTTPError) as refusal:
            urlopen(Request(links[1].partition("?")[0]), timeout=60)
        assert refusal.value.code == 403
        refusal.value.close()
        program.send_signal(signal.SIGINT)
        assert program.wait(60) in (0, 130)
        assert "Traceback" not in program.stderr.read()
    assert sorted(path.name for path in (tmp_path / ".sprint").iterdir())[:2] == [".gitignore", "people.json"]


def test_the_board_is_said_in_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay_out(tmp_path)
    (tmp_path / "book.yaml").write_text(BOOK)
    assert main(["sprint", "board", "--book", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "Eins" in said and "Anfang" in said and "entwurf" in said
    assert (tmp_path / PATH).exists() and not (tmp_path / ".sprint").exists()


def test_the_board_is_written_as_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay_out(tmp_path)
    (tmp_path / "book.yaml").write_text(BOOK)
    page = tmp_path / "tafel.html"
    assert main(["sprint", "board", "--html", str(page), "--book", str(tmp_path)]) == 0
    assert "So weit ist das Buch" in page.read_text() and "Anfang" in page.read_text()
    assert main(["sprint", "board", "--html", str(tmp_path), "--book", str(tmp_path)]) == 2
    assert "Traceback" not in capsys.readouterr().err
