"""Who has written the book, and who of them may be named: what the room's logs, the commits and the heads of the texts
say, held against `contributors` in book.yaml, which is the roster that imprint, files and catalogues are made from.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..authorship import commits_by
from ..checks.board import MANIFEST, manifest_of
from ..diagnostics import Diagnostic, Span, diagnose
from ..manuscript.addition import FOLDERS
from ..manuscript.front_matter import aliases_of, read_front_matter
from ..manuscript.model import Contributor
from ..theme import Labels
from ..workspace import FolderWorkspace
from .gates import PLACE
from .log import UNTIL, Kind, read_records
from .pad import Pad
from .people import NAME as PEOPLE
from .rooms import ENDING

# What is to be done about somebody.
FINE, ENTER, ASK, WITHDRAWN = "fine", "enter", "ask", "withdrawn"
WORDS = {
    "de": {
        "head": ("Wer", "Zeichen im Raum", "Commits", "Texte", ""),
        FINE: "steht in book.yaml", ENTER: "stimmt zu; in book.yaml fehlt die Zeile",
        ASK: "hat nicht zugestimmt", WITHDRAWN: "hat die Zustimmung zurückgenommen: nimm die Zeile aus book.yaml",
        "lines": "Für book.yaml, unter contributors:", "none": "Noch hat niemand geschrieben.",
    },
    "en": {
        "head": ("Who", "letters in the room", "commits", "texts", ""),
        FINE: "is in book.yaml", ENTER: "agrees; the line in book.yaml is missing",
        ASK: "has not agreed", WITHDRAWN: "has withdrawn: take the line out of book.yaml",
        "lines": "For book.yaml, below contributors:", "none": "Nobody has written yet.",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Credit:
    """Somebody who has a part in the book: letters written in the room, commits, texts that name them; what to do."""

    name: str
    letters: int = 0
    commits: int = 0
    texts: int = 0
    state: str = ASK


def credits_of(workspace: FolderWorkspace, labels: Labels) -> tuple[Credit, ...]:
    """Name everybody who has a part, who wrote most first. A name is one however it is written, large or small."""
    manifest = manifest_of(workspace)
    roster = {_key(one.name): one for one in (manifest.contributors if manifest else ())}
    people = _people(workspace.root / PLACE)
    letters = Counter(_written(workspace.root / PLACE, {id: name for id, (name, _) in people.items()}))
    commits = Counter(commits_by(workspace.root, FOLDERS.values()))
    named = Counter(_named(workspace, labels))
    agreed = {_key(name): consent for name, consent in people.values()}
    names = {_key(name): name for name in (*named, *commits, *letters, *(one.name for one in roster.values()))}
    sums = ({_key(name): count for name, count in counted.items()} for counted in (letters, commits, named))
    by_letters, by_commits, by_name = sums
    found = (
        Credit(
            name,
            by_letters.get(key, 0),
            by_commits.get(key, 0),
            by_name.get(key, 0),
            _state(roster.get(key), agreed.get(key)),
        )
        for key, name in names.items()
    )
    return tuple(sorted(found, key=lambda one: (-one.letters, -one.commits, -one.texts, one.name)))


def tell_credits(credits: Sequence[Credit], today: str, language: str) -> str:
    """Say it as lines, and at the end the lines that book.yaml lacks, to be copied."""
    words = WORDS["de" if language.startswith("de") else "en"]
    if not credits:
        return str(words["none"])
    rows = [
        (one.name, str(one.letters or ""), str(one.commits or ""), str(one.texts or ""), str(words[one.state]))
        for one in credits
    ]
    table = [tuple(words["head"]), *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    missing = lines_for(credits, today)
    return "\n".join([*lines, *(["", str(words["lines"]), *missing] if missing else [])])


def lines_for(credits: Sequence[Credit], today: str) -> list[str]:
    """The lines of `contributors` that book.yaml lacks."""
    return [
        f"  - {{name: {json.dumps(one.name, ensure_ascii=False)}, roles: [aut], consent: {today}}}"
        for one in credits
        if one.state == ENTER
    ]


def tell_unagreed(workspace: FolderWorkspace) -> tuple[Diagnostic, ...]:
    """Name those who wrote in the room and do not agree to be named, for `check`; nothing where nobody wrote.

    m-435: named in book.yaml nevertheless, m-436: not named there.
    """
    folder = workspace.root / PLACE
    people, manifest = _people(folder), manifest_of(workspace)
    if not people or manifest is None:
        return ()
    wrote = _written(folder, {id: name for id, (name, _) in people.items()})
    agreed = {_key(name) for name, consent in people.values() if consent}
    names = {_key(name): name for name in wrote if _key(name) not in agreed}
    roster = {_key(one.name) for one in manifest.contributors if not one.organisation}
    return tuple(
        diagnose("m-435" if key in roster else "m-436", Span(MANIFEST), name=name)
        for key, name in sorted(names.items())
    )


def _state(listed: Contributor | None, agreed: bool | None) -> str:
    """What a line in book.yaml and the tick in the room make together; the tick is the newer word."""
    if listed and listed.organisation:
        return FINE
    if agreed is not None:
        return (FINE if listed else ENTER) if agreed else (WITHDRAWN if listed else ASK)
    return FINE if listed and listed.consent else ASK


def _people(folder: Path) -> Mapping[str, tuple[str, bool]]:
    try:
        kept = json.loads((folder / PEOPLE).read_text("utf-8"))["people"]
        return {one["id"]: (one["name"], one["consent"] is True) for one in kept}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _written(folder: Path, names: Mapping[str, str]) -> Mapping[str, int]:
    """By how many letters each made the texts longer. Somebody who only looked on is not in it."""
    found: Counter[str] = Counter()
    for log in _logs(folder):
        pad, size = Pad(), 0
        for record in read_records(log.read_bytes(), log.name)[0]:
            if record.kind is Kind.UPDATE:
                pad.put(record.data)
                before, size = size, len(pad.text)
                if record.person in names and size > before:
                    found[names[record.person]] += size - before
    return found


def _logs(folder: Path) -> list[Path]:
    """The logs of all texts. One that was written anew names nobody: who wrote before stands in what it was."""
    return sorted((*folder.glob("*.log"), *folder.glob(f"*{UNTIL}*")))


def _named(workspace: FolderWorkspace, labels: Labels) -> Iterator[str]:
    """Whom the heads of the texts name: who cares for one, and whose words it has, whoever typed them."""
    for path in (path for folder in FOLDERS.values() for path in workspace.files(folder, (ENDING,))):
        text = workspace.read(path).decode("utf-8", "replace")
        front, _ = read_front_matter(text, path, aliases_of(labels)).value
        yield from _each_once((front.owner, *front.contributors))


def _each_once(names: Iterable[str]) -> Iterator[str]:
    yield from dict.fromkeys(name for name in names if name)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
