"""How far the book is: every chapter, checklist and worksheet with its state, its owner and its words. Read from the
sources, without a build; when they were changed last is what git says of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ..authorship import Change
from ..manuscript.addition import FOLDERS
from ..manuscript.front_matter import aliases_of, read_front_matter
from ..manuscript.manifest import list_sheets, read_manifest
from ..manuscript.model import Manifest, Sprint
from ..manuscript.positions import bare
from ..manuscript.schema import STATUSES
from ..manuscript.suggestions import find
from ..theme import Labels
from ..workspace import Workspace, WorkspaceError

MANIFEST = "book.yaml"
ENDING = ".md"
# A chapter without a word about it is to have so many; a bar needs an end.
USUAL_WORDS = 0
_TITLE = re.compile(r"^# +(.+?)(?: *\{[^}]*\})? *#* *$", re.MULTILINE)
_NO_WORDS = re.compile(r"<!--.*?-->|\{[^{}\n]*\}|^:::[^\n]*$|\]\([^)\s]*\)|^```.*?^```", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"!\[[^\]\n]*\]\(<?([^()\s<>:]+)>?[^()\n]*\)")
_WORD = re.compile(r"\w+(?:[-–'’*:_·]\w+)*")


@dataclass(frozen=True, slots=True)
class Row:
    """One file of the manuscript. `part` is the title of its part, empty where it stands in none; `comments` are those
    and suggestions that wait for somebody, `pictures` those that are asked for and not there. `changed` is a date, with
    "+" where something is not committed yet."""

    path: str
    kind: str
    title: str
    part: str = ""
    status: str = STATUSES[0]
    owner: str = ""
    words: int = 0
    target: int = 0
    open_points: int = 0
    comments: int = 0
    pictures: int = 0
    changed: str = ""
    changed_by: str = ""


def rows_of(workspace: Workspace, labels: Labels) -> tuple[Row, ...]:
    """List what is written, in the book's order; what stands in no list comes last."""
    manifest = manifest_of(workspace)
    there = [path for folder in FOLDERS.values() for path in workspace.files(folder, (ENDING,))]
    placed = dict(_places(manifest)) if manifest else {}
    order = [path for path in placed if path in set(there)]
    rest = [path for path in there if path not in placed]
    return tuple(_row(workspace, path, placed.get(path, ""), labels) for path in (*order, *rest))


def sprint_of(workspace: Workspace) -> Sprint:
    """The clock that book.yaml sets."""
    manifest = manifest_of(workspace)
    return manifest.sprint if manifest else Sprint()


def manifest_of(workspace: Workspace) -> Manifest | None:
    """Read book.yaml, None where it cannot be read."""
    try:
        manifest = read_manifest(workspace.read(MANIFEST)).value
    except (FileNotFoundError, WorkspaceError):
        return None
    sheets = (path for folder in ("checklists", "worksheets") for path in workspace.files(folder, (ENDING,)))
    return list_sheets(manifest, sheets) if manifest else None


def read_row(path: str, text: str, part: str, labels: Labels) -> Row:
    """Measure one text."""
    front, body = read_front_matter(text, path, aliases_of(labels)).value
    title = _TITLE.search(body)
    kind = next((kind for kind, folder in FOLDERS.items() if path.startswith(folder + "/")), "chapter")
    todo, comment = (re.escape(labels.word(f"elements.{name}.alias")) for name in ("todo", "comment"))
    return Row(
        path,
        kind,
        title[1] if title else path.rpartition("/")[2].removesuffix(ENDING),
        part,
        front.status,
        front.owner,
        len(_WORD.findall(_NO_WORDS.sub(" ", body))),
        front.target_words,
        len(re.findall(rf"^:::+ *\{{? *\.?(?:{todo}|todo)\b|\{{\.(?:{todo}|todo)\b", body, re.MULTILINE)),
        _count_threads(body) + len(re.findall(rf"\{{\.(?:{comment}|comment)\}}", body)),
    )


def dated(rows: Iterable[Row], changes: Mapping[str, Change]) -> tuple[Row, ...]:
    """Add to each file when it was changed last, and who did it."""
    none = Change()
    return tuple(
        replace(row, changed=one.date, changed_by=one.name) for row in rows for one in [changes.get(row.path, none)]
    )


def _places(manifest: Manifest) -> list[tuple[str, str]]:
    """Where each file stands: path and title of the part."""
    parts = [(entry.path, part.title) for part in manifest.parts for entry in part.chapters]
    around = [(entry.path, "") for entry in (*manifest.front_matter, *manifest.back_matter)]
    sheets = [(entry.path, "") for entry in (*manifest.checklists, *manifest.worksheets)]
    front = around[: len(manifest.front_matter)]
    return [*front, *parts, *around[len(front) :], *sheets]


def _row(workspace: Workspace, path: str, part: str, labels: Labels) -> Row:
    try:
        text = workspace.read(path).decode("utf-8", "replace")
    except (FileNotFoundError, WorkspaceError):
        text = ""
    folder = path.rpartition("/")[0]
    asked = {match[1] for match in _PICTURE.finditer(bare(text))}
    missing = sum(not _is_there(workspace, f"{folder}/{name}") for name in asked)
    return replace(read_row(path, text, part, labels), pictures=missing)


def _count_threads(body: str) -> int:
    """What was said of a text: marks that stand one behind the other are one."""
    places = [match.span() for match in find(bare(body))]
    return len({start for start, _ in places} - {end for _, end in places})


def _is_there(workspace: Workspace, path: str) -> bool:
    try:
        return workspace.exists(path)
    except WorkspaceError:
        return False
