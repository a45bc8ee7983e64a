"""A variant of the book: the manifest as it is without some files, with others, with other names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ..diagnostics import Diagnostic, Span, diagnose
from ..spelling import nearest
from .model import ChapterEntry, Manifest, Variant

# Where a variant has its own, it has its own; else what the book has.
NAMED = ("title", "subtitle", "publisher", "rights", "description")


def as_variant(manifest: Manifest, name: str) -> Manifest:
    """The manifest of one variant, or of the book itself; `elsewhere` are the files that only other readings have."""
    paths = {one.name: _paths(_changed(manifest, one)) for one in manifest.variants}
    whole = next((one for one in manifest.variants if one.name == name), Variant(""))
    found = _changed(manifest, whole) if whole.name else manifest
    others = {*_paths(manifest), *(path for some in paths.values() for path in some)}
    return replace(found, elsewhere=tuple(sorted(others - _paths(found))))


def misplaced(manifest: Manifest, spans: Mapping[tuple[str, str], Span]) -> Iterator[Diagnostic]:
    """m-114: a file that a variant leaves out, replaces or puts another behind is not in the book. `spans` are those of
    a variant's keys, by its name and theirs."""
    known = _paths(manifest)
    for one in manifest.variants:
        named = {
            "without": one.without,
            "replace": tuple(path for path, _ in one.replace),
            "add": tuple(after for _, after in one.add if after),
        }
        for key, paths in named.items():
            for path in (path for path in paths if path not in known):
                place = spans[one.name, key]
                yield diagnose("m-114", place, suggestion=nearest(path, known), path=path, name=one.name)


def _changed(manifest: Manifest, variant: Variant) -> Manifest:
    own = {name: value for name in NAMED if (value := getattr(variant, name))}
    instead = dict(variant.replace)
    following: dict[str, list[str]] = {}
    for path, after in variant.add:
        following.setdefault(after or _last(manifest), []).append(path)

    def entries(given: Iterable[ChapterEntry]) -> tuple[ChapterEntry, ...]:
        made: list[ChapterEntry] = []
        for entry in given:
            if entry.path not in variant.without:
                made.append(replace(entry, path=instead.get(entry.path, entry.path)))
            made += [ChapterEntry(path, span=entry.span) for path in following.get(entry.path, ())]
        return tuple(made)

    parts = (replace(part, chapters=entries(part.chapters)) for part in manifest.parts)
    return replace(
        manifest,
        **own,
        isbn=variant.isbn,
        parts=tuple(part for part in parts if part.chapters) or manifest.parts,
        front_matter=entries(manifest.front_matter),
        back_matter=entries(manifest.back_matter),
        checklists=entries(manifest.checklists),
        worksheets=entries(manifest.worksheets),
    )


def _last(manifest: Manifest) -> str:
    return next((entry.path for part in reversed(manifest.parts) for entry in reversed(part.chapters)), "")


def _paths(manifest: Manifest) -> set[str]:
    lists = (manifest.front_matter, manifest.back_matter, manifest.checklists, manifest.worksheets)
    chapters = (entry.path for part in manifest.parts for entry in part.chapters)
    return {*chapters, *(entry.path for entries in lists for entry in entries)}
