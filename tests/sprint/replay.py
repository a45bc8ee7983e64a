"""A sprint replayed: scripted writers in several texts, cut lines, kills of the server, an editor and a `git pull`
beside it, and builds of the book at any moment.

`python -m tests.sprint.replay WRITERS EDITS KILLS [BUILDS]` says what was seen; the suite runs a small one.
"""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from pycrdt import Doc, Text, TextEvent

from pipeline.merging import install
from pipeline.sprint.log import Kind, Log
from pipeline.sprint.pad import NAME

from .sample import TEXT
from .scribes import MARK, Scribe, Seen, until
from .serving import ROOT, House, house

PATHS = ("chapters/anfang.md", "chapters/ende.md", "checklists/liste.md")
BOOK = (
    "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters:\n      - chapters/anfang.md\n"
    "      - chapters/ende.md\n"
)
# What comes by way of the files, and is nobody's in a log.
BESIDE = ("datei", "git")
WHO = ("-c", "user.name=A", "-c", "user.email=a@example.org")
BUILD_TIMEOUT_S = 300


async def replay(
    root: Path, writers: int, edits: int, kills: int, pause_s: float = 0.02, builds: int = 0, pulls_s: float = 0
) -> Seen:
    """Let writers write, and kill the server meanwhile; every `pulls_s` somebody else's commits come in."""
    seen = Seen()
    lay_out(root)
    with house(root) as running:
        names = ["".join(chr(97 + int(digit)) for digit in f"{nth:02}") + "w" for nth in range(writers)]
        cookies = [running.cookie("write", name, True) for name in names]
        rooms = {path: running.room_of(path, cookies[0]) for path in PATHS}
        scribes = [
            Scribe(running, name, rooms[PATHS[nth % len(PATHS)]], cookies[nth], seen) for nth, name in enumerate(names)
        ]
        living = [asyncio.create_task(scribe.live()) for scribe in scribes]
        await until(lambda: all(scribe.is_loaded for scribe in scribes))
        turn = asyncio.Lock()
        beside = [asyncio.create_task(_edit_beside(root, seen, turn))]
        if pulls_s:
            beside.append(asyncio.create_task(_pull_beside(root, seen, pulls_s, turn, scribes)))
        writing = [asyncio.create_task(scribe.write(edits, pause_s)) for scribe in scribes]
        building = asyncio.create_task(_build_beside(root, seen, builds, edits * pause_s))
        await _kill_meanwhile(running, scribes, kills, edits * pause_s)
        await asyncio.gather(*writing, building)
        await _end(beside)
        await until(lambda: all(scribe.is_kept for scribe in scribes))
        if pulls_s:
            await _come_together(root, seen)
        ended = time.monotonic()
        with suppress(TimeoutError):
            await until(lambda: _is_written(root, rooms, scribes))
        seen.lag_s = time.monotonic() - ended
        _judge(root, rooms, scribes, seen)
        for scribe in scribes:
            scribe.is_over = True
        await _end(living)
        running.stop()
    return seen


def lay_out(root: Path) -> None:
    """Write a book of three texts."""
    (root / "book.yaml").write_text(BOOK)
    (root / ".gitattributes").write_text("*.md merge=workbook\n")
    for path in PATHS:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(TEXT + TEXT.partition("\n")[2] * 3)


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    for told in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(told, Exception):
            raise told


async def _kill_meanwhile(running: House, scribes: Sequence[Scribe], kills: int, lasts_s: float) -> None:
    for nth in range(kills):
        await asyncio.sleep(lasts_s / (kills + 1))
        running.kill()
        await asyncio.sleep(0.3)
        await asyncio.to_thread(running.start)
        await until(scribes[nth % len(scribes)].forget)


async def _edit_beside(root: Path, seen: Seen, turn: asyncio.Lock) -> None:
    """An editor that loads a file, takes its time, and saves its copy with a sentence more. What git has just brought
    it leaves alone until the room has seen it: else it would be gone before anybody could know of it."""
    chance = random.Random(0)
    while True:
        file = root / chance.choice(PATHS)
        text = file.read_text()
        await asyncio.sleep(chance.uniform(0.3, 2.5))
        async with turn:
            seen.by_editor += 1
            file.write_text(_with_sentence(text, f"Von außen kam dateix{seen.by_editor}x dazu.", chance))


def _with_sentence(text: str, sentence: str, chance: random.Random) -> str:
    paragraphs = text.rstrip("\n").split("\n\n")
    paragraphs.insert(chance.randrange(1, len(paragraphs)), sentence)
    return "\n\n".join(paragraphs) + "\n"


async def _pull_beside(root: Path, seen: Seen, pulls_s: float, turn: asyncio.Lock, scribes: Sequence[Scribe]) -> None:
    """Somebody with a repository of their own commits and pushes; whoever has the book pulls by hand."""
    away, theirs = Path(f"{root}.git"), Path(f"{root}.theirs")
    for words in (("init", "-q", "-b", "main"), ("add", ".gitattributes", "book.yaml", *PATHS), ("commit", "-qm", "a")):
        _git(root, *words)
    install(root)
    subprocess.run(["git", "clone", "-q", "--bare", str(root), str(away)], check=True)
    subprocess.run(["git", "clone", "-q", str(away), str(theirs)], check=True)
    _git(root, "remote", "add", "origin", str(away))
    _git(root, "fetch", "-q")
    _git(root, "branch", "-q", "--set-upstream-to=origin/main")
    chance = random.Random(1)
    while True:
        await asyncio.sleep(chance.uniform(0.5, 1.5) * pulls_s)
        async with turn:
            # Not broken off in the middle: what was pushed is counted.
            await asyncio.shield(asyncio.to_thread(_exchange, root, theirs, seen, chance))
            await until(partial(_has_seen, scribes, [mark for path in PATHS for mark in _marks(root / path, "git")]))


def _marks(file: Path, who: str) -> list[str]:
    return [mark[0] for mark in MARK.finditer(file.read_text()) if mark[1] == who]


def _has_seen(scribes: Sequence[Scribe], marks: Collection[str]) -> bool:
    return {*marks} <= {mark[0] for scribe in scribes for mark in MARK.finditer(str(scribe.text))}


def _exchange(root: Path, theirs: Path, seen: Seen, chance: random.Random) -> None:
    file = theirs / chance.choice(PATHS)
    _git(theirs, "pull", "-q", "--ff-only")
    seen.by_git += 1
    file.write_text(_with_sentence(file.read_text(), f"Mit git kam gitx{seen.by_git}x dazu.", chance))
    _git(theirs, "commit", "-qam", "b")
    _git(theirs, "push", "-q")
    _pull(root, seen)


def _pull(root: Path, seen: Seen) -> bool:
    """Commit what is there and pull, as by hand; git itself may find that a file was written meanwhile, and refuse."""
    _git(root, "commit", "-qam", "c", may_fail=True)
    is_done = _git(root, "pull", "-q", "--no-rebase", "--no-edit", may_fail=True)
    if is_done:
        seen.pulls += 1
        _git(root, "push", "-q", may_fail=True)
    elif (root / ".git/MERGE_HEAD").exists():
        raise AssertionError(f"a merge stays open: {root}")
    return is_done


async def _come_together(root: Path, seen: Seen) -> None:
    """Pull until everything is here."""
    for _ in range(20):
        await asyncio.sleep(1.5)
        if await asyncio.to_thread(_pull, root, seen):
            return
    raise AssertionError("git pull never came through")


def _git(root: Path, *words: str, may_fail: bool = False) -> bool:
    done = subprocess.run(["git", *WHO, *words], cwd=root, capture_output=True, text=True)
    assert may_fail or done.returncode == 0, done.stderr
    return done.returncode == 0


async def _build_beside(root: Path, seen: Seen, builds: int, lasts_s: float) -> None:
    """Build the book at random moments."""
    chance, begun = random.Random(2), time.monotonic()
    for moment in sorted(chance.uniform(0, lasts_s) for _ in range(builds)):
        await asyncio.sleep(max(0.0, begun + moment - time.monotonic()))
        place = Path(f"{root}.built") / str(len(seen.builds))
        command = [sys.executable, "-m", "pipeline", "build", "--format", "html,epub", "--book", str(root)]
        done = await asyncio.create_subprocess_exec(
            *command, "--out", str(place), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        status = await asyncio.wait_for(done.wait(), BUILD_TIMEOUT_S)
        is_there = (place / "html/index.html").exists() and any(place.glob("*.epub"))
        seen.builds.append(status if is_there else -1)


def _is_written(root: Path, rooms: dict[str, str], scribes: Sequence[Scribe]) -> bool:
    """Whether all copies are equal, and the files with them."""
    texts = {room: (root / path).read_text() for path, room in rooms.items()}
    return all(str(scribe.text) == texts[scribe.room] for scribe in scribes)


def _judge(root: Path, rooms: dict[str, str], scribes: Sequence[Scribe], seen: Seen) -> None:
    """Every word is there once, where it belongs, in every copy, and the log knows whose it is."""
    for path, room in rooms.items():
        here = [scribe for scribe in scribes if scribe.room == room]
        text = (root / path).read_text()
        seen.unequal += [f"{path}: {scribe.name}" for scribe in here if str(scribe.text) != text]
        marks = [(found[0], found[1] in BESIDE) for found in MARK.finditer(text)]
        counted, is_beside = Counter(mark for mark, _ in marks), dict(marks)
        expected = {mark for scribe in here for mark in scribe.there}
        seen.wrong += [f"{path}: {mark} {counted[mark]}" for mark in sorted(expected) if counted[mark] != 1]
        strays = [mark for mark in counted if mark not in expected and not is_beside[mark]]
        seen.wrong += [f"{path}: {mark} is there" for mark in strays]
        seen.wrong += [f"{path}: {mark} {count}" for mark, count in counted.items() if is_beside[mark] and count != 1]
        seen.strange += _strange(root / ".sprint" / f"{room}.log", root)
    every = "".join((root / path).read_text() for path in rooms)
    came = [f"dateix{nth}x" for nth in range(1, seen.by_editor + 1)]
    came += [f"gitx{nth}x" for nth in range(1, seen.by_git + 1)]
    seen.wrong += [f"{mark} is lost" for mark in came if mark not in every]


def _strange(log: Path, root: Path) -> list[str]:
    """Words that the log gives to somebody else than their writer."""
    people = {f"p{nth + 1}": name for nth, name in enumerate(_names(root))}
    doc: Doc[Text] = Doc()
    came: list[str] = []

    def note(event: TextEvent) -> None:
        came.extend(str(change["insert"]) for change in event.delta if "insert" in change)

    doc.get(NAME, type=Text).observe(note)
    found = []
    for record in Log(log).records:
        if record.kind is Kind.UPDATE:
            came.clear()
            doc.apply_update(record.data)
            writers = (people[record.person],) if record.person in people else BESIDE
            marks = [mark for text in came for mark in MARK.finditer(text)]
            found += [f"{mark[0]} by {writers[0]}" for mark in marks if mark[1] not in writers]
    return found


def _names(root: Path) -> list[str]:
    return [one["name"] for one in json.loads((root / ".sprint/people.json").read_text())["people"]]


def tell(seen: Seen) -> str:
    """What a replay has shown, in lines."""
    tenths = quantiles(seen.delays_ms, n=20) if len(seen.delays_ms) > 20 else [0.0]
    return "\n".join(
        (
            f"{seen.written} words written, {seen.taken_out} taken out, {seen.cuts} cuts of the line",
            f"{seen.by_editor} sentences by an editor beside, {seen.by_git} by git in {seen.pulls} pulls",
            f"{seen.forgotten} words known to the server alone after a kill",
            f"wrong: {len(seen.wrong)} {seen.wrong[:5]}",
            f"attributed wrongly: {len(seen.strange)} {seen.strange[:5]}",
            f"the files had all {seen.lag_s:.1f} s after the last word was kept",
            f"unequal: {len(seen.unequal)} {seen.unequal[:5]}",
            f"built {len(seen.builds)} times, by exit status: {dict(Counter(seen.builds))}",
            f"written → kept: median {median(seen.delays_ms):.0f} ms, p95 {tenths[-1]:.0f} ms",
        )
    )


if __name__ == "__main__":
    writers, edits, kills, builds = (*(int(given) for given in sys.argv[1:]), 0)[:4]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "book"
        root.mkdir()
        begun = time.monotonic()
        seen = asyncio.run(
            replay(root, writers, edits, kills, pause_s=0.15 if builds else 0.02, builds=builds, pulls_s=10)
        )
        print(tell(seen))
        print(f"{time.monotonic() - begun:.0f} s")
        sys.exit(bool(seen.wrong or seen.strange or seen.unequal or -1 in seen.builds))
