"""The replay of a history finds what it is to find, in a small repository and in merges that are wrong."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.manuscript.replayed_history import Meeting, find_doubled, find_lost, meetings, replay

TEXTS = (
    "# Weg\n\nErst kommt der Markt am Fluss. Dann kommt das alte Haus. Am Ende wartet ein Garten.\n",
    "# Weg\n\nErst kommt der Markt am Fluss. Dann kommt das rote Haus. Am Ende wartet ein Garten.\n",
    "# Weg\n\nErst kommt der Markt am Fluss. Dann kommt das rote Haus. Am Ende wartet ein Garten mit Bank.\n",
    "# Weg\n\nErst kommt der Markt am Fluss. Dann kommt das rote Haus im Hof. Am Ende wartet ein Garten mit Bank.\n",
)


def history(root: Path) -> Path:
    """A repository with a commit for each text."""
    git = ["git", "-c", "user.name=Ute", "-c", "user.email=ute@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run([*git, "init", "-q"], cwd=root, check=True)
    (root / "chapters").mkdir()
    for text in TEXTS:
        (root / "chapters/weg.md").write_text(text, encoding="utf-8")
        subprocess.run([*git, "add", "."], cwd=root, check=True)
        subprocess.run([*git, "commit", "-qm", "Write"], cwd=root, check=True)
    return root


def test_changes_in_a_row_meet_as_if_they_had_been_made_side_by_side(tmp_path: Path) -> None:
    second, first = meetings(history(tmp_path))
    assert (first.base, first.ours) == TEXTS[:2]
    assert first.theirs == TEXTS[0].replace("Garten", "Garten mit Bank")
    assert (second.base, second.ours) == TEXTS[1:3]
    account = replay(iter([first, second]), -1)
    assert (account.meetings, account.conflicts, account.with_git) == (2, 0, 2)
    assert (account.lost, account.doubled, account.turned) == ([], [], 0)


def test_what_is_lost_or_doubled_is_found() -> None:
    base, ours, theirs = TEXTS[0], TEXTS[1], TEXTS[0].replace("Garten", "Garten mit Bank")
    meeting = Meeting("chapters/weg.md", ("a", "b"), base, ours, theirs)
    assert (find_lost(meeting, TEXTS[2]), find_doubled(meeting, TEXTS[2])) == ([], [])
    assert find_lost(meeting, TEXTS[2].replace("rote", "alte")) == ["rote"]
    assert find_doubled(meeting, TEXTS[2] + "Erst kommt der Markt am Fluss.\n") == ["erst kommt der markt am fluss"]
