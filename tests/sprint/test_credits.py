"""Who has a part in the book is counted wherever it is written down, and nobody is named who does not agree."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.sprint.credits import ASK, ENTER, FINE, WITHDRAWN, Credit, credits_of, tell_credits, tell_unagreed
from pipeline.sprint.people import People
from pipeline.theme import default_theme
from pipeline.workspace import FolderWorkspace

from .sample import TEXT, Writer, lay_out, open_room

LABELS = default_theme().labels
BOOK = """title: Probe
language: de
contributors:
  - {name: Redaktion, roles: [edt], organisation: true}
  - {name: Ben, roles: [aut], consent: 2027-03-01}
  - {name: Cem, roles: [aut], consent: 2027-03-01}
parts:
  - title: Eins
    chapters:
      - chapters/anfang.md
"""
MESSAGE = "Write\n\nCo-authored-by: Anna <p1@sprint.invalid>\nCo-authored-by: Dora <p9@sprint.invalid>"


@pytest.fixture
def book(tmp_path: Path) -> FolderWorkspace:
    lay_out(tmp_path, f"---\nowner: anna\nmitwirkende: [Oma Erna, Ben]\n---\n{TEXT}")
    (tmp_path / "book.yaml").write_text(BOOK)
    asyncio.run(_write(tmp_path))
    return FolderWorkspace(tmp_path)


async def _write(root: Path) -> None:
    room, people = open_room(root), People(root / ".sprint")
    await room.settle()
    for name, consent, words in (("Anna", True, "zwölf Zeichen"), ("Ben", False, "acht"), ("Gast", False, "")):
        writer = Writer(people.join(name, consent).id)
        writer.enter(room)
        writer.listen()
        if words:
            writer.insert(words)
    await room.close()


def test_parts_are_counted_wherever_they_are_written_down(book: FolderWorkspace) -> None:
    who = ("-c", "user.name=Haus", "-c", "user.email=a@example.org")
    for words in (("init", "-q"), ("add", "chapters"), ("commit", "-qm", MESSAGE)):
        subprocess.run(["git", *who, *words], cwd=book.root, check=True, capture_output=True)
    found = {one.name.casefold(): one for one in credits_of(book, LABELS)}
    anna = found["anna"]
    assert (anna.letters >= 13, anna.commits, anna.texts, anna.state) == (True, 1, 1, ENTER)
    assert found["ben"].letters >= 4 and found["ben"].state == WITHDRAWN
    assert (found["cem"].state, found["redaktion"].state) == (FINE, FINE)
    # Somebody else has typed her words: they are hers.
    assert (found["oma erna"].texts, found["oma erna"].state) == (1, ASK)
    assert (found["dora"].commits, found["haus"].commits) == (1, 1)
    assert "gast" not in found


def test_who_agreed_and_is_missing_gets_a_line_to_copy(
    book: FolderWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sprint", "credits", "--book", str(book.root)]) == 0
    said = capsys.readouterr().out
    assert "stimmt zu; in book.yaml fehlt die Zeile" in said and "zurückgenommen: nimm die Zeile" in said
    assert said.count("  - {name: ") == 1 and "roles: [aut], consent: 20" in said


def test_check_names_who_wrote_without_agreeing_and_nobody_else(
    book: FolderWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    # Ben is in book.yaml nevertheless; Anna agrees, Gast wrote nothing.
    assert [(one.code, one.span.path) for one in tell_unagreed(book)] == [("m-435", "book.yaml")]
    (book.root / "book.yaml").write_text(BOOK.replace("  - {name: Ben, roles: [aut], consent: 2027-03-01}\n", ""))
    assert [one.code for one in tell_unagreed(book)] == ["m-436"]
    assert main(["check", "--book", str(book.root)]) == 0
    assert "Ben hat im Schreibraum geschrieben und nicht zugestimmt" in capsys.readouterr().out
    # Who ticked it at another browser agrees.
    People(book.root / ".sprint").join("ben ", True)
    assert tell_unagreed(book) == ()
    (book.root / ".sprint/people.json").write_text("{")
    assert tell_unagreed(book) == ()


def test_without_a_room_or_git_there_are_the_heads_and_the_roster(tmp_path: Path) -> None:
    lay_out(tmp_path)
    (tmp_path / "book.yaml").write_text(BOOK)
    assert [one.name for one in credits_of(FolderWorkspace(tmp_path), LABELS)] == ["Ben", "Cem", "Redaktion"]
    (tmp_path / ".sprint").mkdir()
    (tmp_path / ".sprint/people.json").write_text("{")
    assert len(credits_of(FolderWorkspace(tmp_path), LABELS)) == 3
    assert tell_credits((), "2027-03-02", "en") == "Nobody has written yet."
    assert '{name: "A \\"B\\"", ' in tell_credits([Credit('A "B"', state=ENTER)], "2027-03-02", "en")
