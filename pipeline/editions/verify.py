"""Make an edition again from its tag and hold every file against its record."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .. import former, history, programs
from ..artifacts import Artifacts
from ..checks.proof import Order
from ..diagnostics import Checked, Diagnostic, Span, diagnose, in_order
from ..record.edition import FOLDER, RECORD, BrokenRecord, Record, read_record, sums
from ..render.pango import system_libraries
from ..repository import top_of
from ..workspace import FolderWorkspace
from . import tags
from .cut import FILES, Toolbox
from .produce import digest_of, lock, program, tools
from .standing import has_history
from .wording import words_for

COPY = ".edition-verify"


@dataclass(frozen=True, slots=True)
class Verified:
    """An edition made again: its record, its files, how many of them are the same, and what its tag keeps of it."""

    record: Record
    artifacts: Artifacts
    same: int
    kept: Artifacts


def verify(toolbox: Toolbox, version: str, language: str = "de", trusted: bool = False) -> Checked[Verified | None]:
    """Make an edition again and name each file that is not as it was, and why. Raises ToolFailed when git refuses.

    The program that comes with a book which is not this program's own runs only where it is `trusted`.
    """
    root, place = toolbox.workspace.root, Span(f"{FOLDER}/{version}/{RECORD}")
    toolbox.tell("look")
    if foreign := history.strange(root):
        return Checked(None, (diagnose("e-013", place, setting=foreign),))
    if not history.head(root) and (lost := tuple(has_history(root))):
        return Checked(None, lost)
    tag = tags.tag_of(root, version) if history.head(root) else ""
    commit = history.commit_of(root, tag) if tag else ""
    kept = history.read_at(root, commit, place.path) if commit else None
    if kept is None:
        code, at = ("e-221", place) if toolbox.workspace.exists(place.path) else ("e-020", Span(FOLDER))
        return Checked(None, (diagnose(code, at, version=version),))
    try:
        record = read_record(kept)
    except BrokenRecord as problem:
        return Checked(None, (diagnose("e-021", place, version=version, problem=problem),))
    if not record.outputs:
        return Checked(None, (diagnose("e-025", place, version=version),))
    words = words_for(language)
    with history.checked_out(root, commit, COPY) as copy:
        toolbox.tell("copy")
        is_former = record.program != program() and former.is_other(former.home_of(copy, history.prefix(root)))
        if is_former and not (trusted or _is_own(root)):
            return Checked(None, (diagnose("e-024", place, version=version, commit=commit[:10]),))
        package = "" if is_former or record.program == program() else programs.other_version(copy)
        if package:
            python = programs.find(copy) or (programs.fetch(copy, language) if trusted else None)
            if python is None:
                return Checked(None, (diagnose("e-340", place, version=version, program=package),))
            made = _by_package(toolbox, copy, record, python, {**words, "program": package})
        else:
            made = _by_former(toolbox, copy, record, commit, words) if is_former else _by_this(toolbox, copy, record)
    if made.value is None:
        return Checked(None, in_order((*made.diagnostics, diagnose("e-023", place, version=version, tag=tag))))
    actual = sums(made.value)
    found = tuple(_differences(record, actual, place, words))
    if found and (then := _elsewhere(record)):
        found = (
            *found,
            diagnose(
                "e-068",
                place,
                version=version,
                image=then.replace(" ", ":"),
                then=_tell(record.tools),
                now=_tell(tools()),
            ),
        )
    same = sum(actual.get(path) == total for path, total in record.outputs.items())
    entries = {name: history.read_at(root, commit, f"{FOLDER}/{version}/{name}") for name in FILES}
    return Checked(Verified(record, made.value, same, {name: data for name, data in entries.items() if data}), found)


def order_from(record: Record, jobs: int) -> Order:
    """Order what the record tells of, again."""
    return Order(strict=True, jobs=jobs, edition=record.version, title=record.title, date=record.date)


def _is_own(root: Path) -> bool:
    """Say whether a book lies in the repository of this program, whose editions were cut here."""
    return top_of(root) == former.HERE


def _by_former(
    toolbox: Toolbox, copy: Path, record: Record, commit: str, words: Mapping[str, str]
) -> Checked[Artifacts | None]:
    """Let the program of that time make the files, and say before what runs and how."""
    toolbox.tell("former")
    book = top_of(toolbox.workspace.root) or toolbox.workspace.root
    home = former.home_of(copy, history.prefix(toolbox.workspace.root))
    total = digest_of(former.program(home))
    told = words["runs"].format(version=record.version, commit=commit[:10], total=total[:16], book=book)
    other = "" if total == record.program else words["runs-other"]
    toolbox.announce(" ".join(filter(None, (told, other, words["fenced" if former.is_fenced(book) else "unfenced"]))))
    inside = copy.relative_to(home).as_posix()
    with tempfile.TemporaryDirectory() as out:
        return Checked(former.press(home, record.version, Path(out), toolbox.jobs, book=book, inside=inside))


def _by_package(
    toolbox: Toolbox, copy: Path, record: Record, python: Path, words: Mapping[str, str]
) -> Checked[Artifacts | None]:
    """Let the package make the files that made them then, and say before what runs and how."""
    toolbox.tell("former")
    book = top_of(toolbox.workspace.root) or toolbox.workspace.root
    told = words["runs-package"].format(version=record.version, name=words["program"])
    other = "" if digest_of(former.packaged(python)) == record.program else words["runs-other"]
    toolbox.announce(" ".join(filter(None, (told, other, words["fenced" if former.is_fenced(book) else "unfenced"]))))
    with tempfile.TemporaryDirectory() as out:
        return Checked(former.press(copy, record.version, Path(out), toolbox.jobs, book=book, python=python))


def _by_this(toolbox: Toolbox, copy: Path, record: Record) -> Checked[Artifacts | None]:
    produced = toolbox.press(FolderWorkspace(copy), toolbox.cache, order_from(record, toolbox.jobs), toolbox.tell)
    return Checked(produced.value.artifacts if produced.value else None, produced.diagnostics)


def _differences(
    record: Record, actual: Mapping[str, str], place: Span, words: Mapping[str, str]
) -> Iterator[Diagnostic]:
    why = _why(record, words)
    for path in sorted({*record.outputs, *actual}):
        then, now = record.outputs.get(path), actual.get(path)
        if then != now:
            what = words["file-gone"] if now is None else words["file-more"] if then is None else words["file-other"]
            yield diagnose("e-022", place, file=path, version=record.version, problem=f"{what}; {why}")


def _elsewhere(record: Record) -> str:
    """Name the system of the record where it is another or its libraries are."""
    is_same = all(record.tools.get(name) == version for name, version in system_libraries().items())
    return "" if is_same else record.tools.get("system", "")


def _tell(of: Mapping[str, str]) -> str:
    """Tell of a system with its libraries."""
    return ", ".join(f"{name} {of.get(name, '–')}" for name in ("system", *system_libraries(), "python"))


def _why(record: Record, words: Mapping[str, str]) -> str:
    """Name the tools that are not those of the record."""
    present = tools()
    others = [
        f"{name} {record.tools[name]} → {present.get(name, '–')}"
        # An older record knows less, and what it does not know it cannot miss.
        for name in sorted(record.tools)
        if record.tools[name] != present.get(name)
    ]
    if others:
        return words["other-tools"].format(tools=", ".join(others))
    if record.lock != lock():
        return words["other-lock"]
    return words["same-tools"] if record.program == program() else words["other-program"]
