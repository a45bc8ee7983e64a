"""The history of a book replayed as two authors' branches: what happened one after the other happens side by side.

Of each text of the book every two changes in a row that touched it are taken: one author has made the first; of the
second, the other has made what does not build on it, sentence by sentence; both are merged from the text before. Where
the history itself has branches that both touched a text, these are merged, too. As a program:
`.venv/bin/python -m tests.manuscript.replayed_history [FOLDER] [--most 200]`; it tells what the driver and git's own
merge made of it: conflicts, words lost, sentences doubled, and ends with 1 where there are any of these.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from pipeline.manuscript.merge import merge

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ("chapters/*.md", "checklists/*.md", "worksheets/*.md", "glossary.yaml", "sources.yaml", "book.yaml")
WORD = re.compile(r"\w+")
# With what follows it, a source in brackets too; told apart more simply than the program does.
SENTENCE = re.compile(r".+?(?:[.!?]+(?: \[@[^\]\n]*\])?[\s“”\"]+|\n+|$)", re.DOTALL)
BOX = re.compile(
    r"^(?P<box>:+) konflikt\n(?P<side>:+) lesart\n(?P<one>.*?)\n(?P=side)\n"
    r"(?P=side) lesart\n(?P<other>.*?)\n(?P=side)\n(?P=box)$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One text and what two authors made of it; `commits` are theirs."""

    path: str
    commits: tuple[str, str]
    base: str
    ours: str
    theirs: str


@dataclass(slots=True)
class Account:
    """What came of all meetings: how many had a conflict, here and with git, and what is wrong with merges without."""

    meetings: int = 0
    conflicts: int = 0
    with_git: int = 0
    turned: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


def meetings(root: Path, paths: tuple[str, ...] = TEXTS) -> Iterator[Meeting]:
    """Every two changes in a row of a text that may have been made side by side, the newest first."""
    for path in _git(root, "ls-files", "--", *(f":(glob){one}" for one in paths)).splitlines():
        commits = _git(root, "log", "--first-parent", "-m", "--format=%h", "--", path).split()
        for second, first, before in zip(commits, commits[1:], commits[2:], strict=False):
            texts = [_text(root, commit, path) for commit in (before, first, second)]
            beside = _without_first(*texts)
            if all(texts) and texts[0] not in (texts[1], beside) and texts[1] != beside:
                yield Meeting(path, (first, second), texts[0], texts[1], beside)
    yield from _branches(root, paths)


def _branches(root: Path, paths: tuple[str, ...]) -> Iterator[Meeting]:
    """Every text that both sides of a merge had changed."""
    for line in _git(root, "log", "--merges", "--format=%h %p").splitlines():
        _, ours, theirs = line.split()[:3]
        bases = _git(root, "merge-base", ours, theirs).split()
        changed = [
            set(
                _git(
                    root, "diff", "--name-only", bases[0], side, "--", *(f":(glob){one}" for one in paths)
                ).splitlines()
            )
            for side in (ours, theirs)
        ]
        for path in sorted(set.intersection(*changed)):
            base, here, there = (_text(root, commit, path) for commit in (bases[0], ours, theirs))
            if base and here and there and here != there:
                yield Meeting(path, (ours, theirs), base, here, there)


def replay(found: Iterator[Meeting], most: int) -> Account:
    """Merge them all."""
    account = Account()
    for meeting in found:
        if account.meetings == most:
            break
        account.meetings += 1
        one = merge(meeting.base, meeting.ours, meeting.theirs, meeting.path)
        other = merge(meeting.base, meeting.theirs, meeting.ours, meeting.path)
        account.turned += one != other
        account.with_git += _merge_with_git(meeting.base, meeting.ours, meeting.theirs)[1]
        if one.conflicts:
            account.conflicts += 1
        name = f"{meeting.path} {'+'.join(meeting.commits)}"
        account.lost += [f"{name}: {word}" for word in find_lost(meeting, one.text)]
        readings = [BOX.sub(rf"\g<{side}>", one.text) for side in ("one", "other")]
        doubled = sorted({each for reading in readings for each in find_doubled(meeting, reading)})
        account.doubled += [f"{name}: {word}" for word in doubled]
    return account


def find_lost(meeting: Meeting, merged: str) -> list[str]:
    """The words that stand in a merge less often than they may: as often as before, without those of sentences that
    either took out, with those of sentences that either wrote. Of a conflict both readings stand."""
    old, *new = (_all_sentences(text) for text in (meeting.base, meeting.ours, meeting.theirs))
    gone = old & ((old - new[0]) + (old - new[1]))
    come = (new[0] - old) | (new[1] - old)
    least = _words_of(old)
    least.update(_words_of(come))
    least.subtract(_words_of(gone))
    return sorted(least - Counter(_words(merged)))


def find_doubled(meeting: Meeting, merged: str) -> list[str]:
    """The sentences that stand in a merge more often than either has them, or both together have brought."""
    before, ours, theirs, now = (_sentences(text) for text in (meeting.base, meeting.ours, meeting.theirs, merged))
    return sorted(
        one for one in now if now[one] > max(ours[one], theirs[one], ours[one] + theirs[one] - before[one], 1)
    )


def _words_of(sentences: Counter[str]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for sentence, times in sentences.items():
        counted.update({word: times * count for word, count in Counter(sentence.split()).items()})
    return counted


def _without_first(base: str, first: str, second: str) -> str:
    """What the second change makes of the text before the first: of its edits those whose sentences were there."""
    old, now, then = (SENTENCE.findall(text) for text in (base, first, second))
    # Where in the old text each place between sentences is that the first change left alone.
    places: dict[int, int] = {}
    for one in SequenceMatcher(None, old, now, autojunk=False).get_matching_blocks():
        places |= {one.b + nth: one.a + nth for nth in range(one.size + (one.size > 0))}
    made = list(old)
    for kind, start, end, here, there in reversed(SequenceMatcher(None, now, then, autojunk=False).get_opcodes()):
        is_left_alone = all(places.get(start + nth) == places.get(start, -1) + nth for nth in range(end - start + 1))
        if kind != "equal" and is_left_alone:
            made[places[start] : places[end]] = then[here:there]
    return "".join(made)


def _merge_with_git(base: str, ours: str, theirs: str) -> tuple[str, bool]:
    with tempfile.TemporaryDirectory() as name:
        files = [Path(name, side) for side in ("ours", "base", "theirs")]
        for file, text in zip(files, (ours, base, theirs), strict=True):
            file.write_text(text, encoding="utf-8")
        done = subprocess.run(["git", "merge-file", "-p", *map(str, files)], capture_output=True, check=False)
    return done.stdout.decode(), done.returncode != 0


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _sentences(text: str) -> Counter[str]:
    """The sentences of more than three words, by these."""
    return Counter({one: times for one, times in _all_sentences(text).items() if one.count(" ") > 2})


def _all_sentences(text: str) -> Counter[str]:
    """The sentences and cells by their words: one that only begins another line is the same."""
    return Counter(" ".join(_words(one)) for one in SENTENCE.findall(text.replace("*", "").replace("|", "\n")))


def _text(root: Path, commit: str, path: str) -> str:
    shown = subprocess.run(["git", "show", f"{commit}:{path}"], cwd=root, capture_output=True, check=False)
    return shown.stdout.decode() if not shown.returncode else ""


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True).stdout.decode()


def main() -> int:
    """Replay a repository's history and tell what came of it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, nargs="?", default=ROOT)
    options.add_argument("--most", type=int, default=-1, help="how many meetings")
    given = options.parse_args()
    account = replay(meetings(given.folder), given.most)
    print("\n".join([*(f"lost: {one}" for one in account.lost), *(f"doubled: {one}" for one in account.doubled)]))
    print(
        f"{account.meetings} meetings: {account.conflicts} with two readings ({account.with_git} conflicts with git "
        f"alone), {len(account.lost)} words lost, {len(account.doubled)} sentences doubled, "
        f"{account.turned} other in the other order"
    )
    return bool(account.lost or account.doubled or account.turned)


if __name__ == "__main__":
    sys.exit(main())
