"""What the tags of a book's editions are called, and which of a repository's tags are its own.

A book that is alone in its repository has `v1.0`. Where there are several, each has its short name before: `buch-v1.0`.
A tag belongs to the book whose record its commit brought, whatever it is called: so a second book may come, and a book
may get another name, and all editions are found.
"""

from __future__ import annotations

import re
from pathlib import Path

from .. import history
from ..checks.proof import MANIFEST
from ..record.edition import FOLDER, RECORD
from ..record.editions import is_version

PLAIN = "v"
_TAG = re.compile(r"(?:(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)-)?v(?P<version>[0-9.]+)")


def name_of(version: str, slug: str) -> str:
    """Name the tag of an edition; a book that is alone has no `slug`."""
    return f"{slug}-{PLAIN}{version}" if slug else PLAIN + version


def version_in(tag: str) -> str:
    """Take the number out of a tag; empty for one of somebody else."""
    match = _TAG.fullmatch(tag)
    return match["version"] if match and is_version(match["version"]) else ""


def is_alone(root: Path) -> bool:
    """Say whether the repository holds no other book; one that lies inside of another's folder is a part of that."""
    return books_in(history.paths_in(root, "HEAD")) in ((), (history.prefix(root),))


def books_in(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Name the folders of books among files, with a slash at their end, without those inside of others."""
    found: list[str] = []
    for path in sorted(paths, key=lambda one: one.split("/")[:-1]):
        folder = path.removesuffix(MANIFEST)
        is_book = path == folder + MANIFEST and folder[-1:] in ("", "/")
        if is_book and not any(folder.startswith(one) for one in found):
            found.append(folder)
    return tuple(found)


def tag_of(root: Path, version: str) -> str:
    """Name the tag of one of the book's editions; empty when it has none."""
    tags = [tag for tag in history.tags(root) if version_in(tag) == version]
    own = next((tag for tag in tags if _brought(root, tag, version)), "")
    # One that somebody has set again, on a later commit, is still that of the only book.
    plain = name_of(version, "")
    return own or (plain if plain in tags and _holds(root, plain, version) and is_alone(root) else "")


def versions_of(root: Path, slug: str) -> tuple[str, ...]:
    """List the numbers that are given, on whatever branch. Of a book that is alone all plain tags are its own."""
    numbers = [(tag, version) for tag in history.tags(root) if (version := version_in(tag))]
    return tuple(
        version
        for tag, version in numbers
        if (not slug and tag == name_of(version, "")) or _brought(root, tag, version)
    )


def book_of(root: Path, tag: str) -> Path | None:
    """Find the folder of the book whose edition a tag stands for, in the repository that `root` lies in."""
    ending = f"{FOLDER}/{version_in(tag)}/{RECORD}"
    commit = history.commit_of(root, tag)
    paths = history.paths_in(root, commit) if commit and version_in(tag) else ()
    folders = [path.removesuffix(ending) for path in paths if f"/{path}".endswith(f"/{ending}")]
    top = history.top(root) if folders else root
    return next((top / folder for folder in folders if _brought(top / folder, tag, version_in(tag))), None)


def _brought(root: Path, tag: str, version: str) -> bool:
    """Say whether the commit of a tag brought the record of the edition; what is before a shallow copy is not there."""
    return _holds(root, tag, version) and not _holds(root, tag, version, "^")


def _holds(root: Path, tag: str, version: str, before: str = "") -> bool:
    commit = history.commit_of(root, tag)
    return bool(commit) and history.read_at(root, f"{commit}{before}", f"{FOLDER}/{version}/{RECORD}") is not None
