"""Ports, and what counts as a change."""

from __future__ import annotations

from pathlib import Path

from watchfiles import Change

from pipeline.preview import WRONG_COMMAND, Sources, listen, serve


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
