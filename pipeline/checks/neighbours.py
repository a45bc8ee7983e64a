"""The same book in other languages: its original or its translations, read from their folders beside it.

In: where the book lies, and its manifest. Out: for each language what its readers need (book/model): which place is
which, where answers belong, and what a translation lags behind. The other book's own faults are told there.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from .. import manuscript, program
from ..artifacts import digest
from ..book import resolve
from ..book.model import Book, Lag, OtherLanguage, PageMap
from ..cache import REMEMBERED, Cache, once
from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..manuscript.manifest import list_sheets, read_manifest
from ..manuscript.model import Manifest
from ..record.blocks import DRAFT_ONLY, LISTED, Block, blocks_of
from ..record.counterparts import Twin, find_twins, is_filled_in, options_of
from ..record.edition import BrokenRecord, read_blocks
from ..record.matching import identify
from ..render.addresses import base_of
from ..render.markup import section_names
from ..theme import own_fingerprint, read_theme
from ..trees import by_class, elements_of
from ..watched import Watched, answers_again
from ..workspace import FolderWorkspace, Workspace, WorkspaceError

KIND = "neighbour"
MANIFEST, KEPT = "book.yaml", "translation.json"
SHEETS = ("checklists", "worksheets")
WEB = "build/html"
# What a book has once without an author's file.
_ALONE = ("imprint", "contents", "shortcuts", "glossary", "bibliography", "index", "news")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another book as it is now, with the texts that it was made from by path, and its word for its language."""

    book: Book
    texts: Mapping[str, str]
    name: str

    @property
    def paths(self) -> dict[str, str]:
        """The file of each section that an author wrote and that editions do not change by themselves."""
        return {one.id: one.path for one in self.book.sections if one.path and one.kind != "imprint"}

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What can be translated block by block."""
        return written_blocks(self.book)


class NeighbourCache:
    """A cache in which another book cannot be taken for this one, nor its last good texts for ours. `recalled` are
    digests of what it remembers of them."""

    def __init__(self, cache: Cache, name: str) -> None:
        self._cache, self._name = cache, name
        self.recalled: dict[tuple[str, str], str] = {}

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was kept, or None."""
        data = self._cache.get(kind, digest(self._name, key))
        self._note(kind, key, data or b"")
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Keep `data`."""
        self._cache.put(kind, digest(self._name, key), data)
        self._note(kind, key, data)

    def _note(self, kind: str, key: str, data: bytes) -> None:
        if kind in REMEMBERED:
            self.recalled[kind, key] = digest(data)


def read_neighbour(workspace: Workspace, cache: Cache, draft: bool = True) -> Neighbour | None:
    """Read a book as it is, without checking it; None where none can be read."""
    manifest = manifest_of(workspace)
    if manifest is None:
        return None
    manifest = list_sheets(manifest, (path for folder in SHEETS for path in workspace.files(folder, (".md",))))
    theme = read_theme(workspace, manifest.language).value
    written = manuscript.read(workspace, manifest, theme, cache, draft).value
    book = resolve(written, theme.labels, draft).value
    texts = {document.path: document.text for document in written.documents.values()}
    return Neighbour(book, texts, theme.labels.word("names.language"))


def written_blocks(book: Book) -> tuple[Block, ...]:
    """The blocks that can be translated one by one: not the lists, and nothing that only drafts have."""
    return tuple(block for block in blocks_of(book, PageMap()) if block.kind not in (*LISTED, *DRAFT_ONLY))


def read_kept(workspace: Workspace) -> tuple[tuple[Block, ...], dict[str, str]]:
    """What a translation was made from; raise BrokenRecord."""
    try:
        return read_blocks(workspace.read(KEPT))
    except FileNotFoundError:
        return (), {}
    except WorkspaceError as problem:
        raise BrokenRecord(str(problem)) from problem


def homes_of(translated: Mapping[str, str], original: Mapping[str, str]) -> dict[str, str]:
    """The original's section for each of a translation's: the one whose file has the same name."""
    by_path = {path: id for id, path in original.items()}
    return {id: by_path[path] for id, path in translated.items() if path in by_path}


def tell_languages(workspace: Workspace, book: Book, cache: Cache) -> Checked[tuple[OtherLanguage, ...]]:
    """What a book's readers need of its other languages. Codes: m-261 (a folder of `translations` has no translation of
    this book)."""
    if not isinstance(workspace, FolderWorkspace):
        return Checked(())
    manifest, found, told = book.manifest, list[OtherLanguage](), list[Diagnostic]()
    if way := manifest.translation_of:
        original = _once(workspace, way, book, cache, _original)
        found += [original] if original else []
    for way in manifest.translations:
        translation = _once(workspace, way, book, cache, _translation)
        if translation is None:
            told.append(diagnose("m-261", Span(MANIFEST), path=way))
        else:
            found.append(translation)
    return Checked(tuple(found), tuple(told))


Tell = Callable[[Workspace, Workspace, str, Book, Cache], OtherLanguage | None]


def _once(workspace: FolderWorkspace, way: str, book: Book, cache: Cache, tell: Tell) -> OtherLanguage | None:
    """Read a book beside this one, or remember what was read of it while all its files and this book are the same."""
    beside = FolderWorkspace((workspace.root / way).resolve())
    key = digest(program.fingerprint(), own_fingerprint(), tell.__name__, way, _digest(book))

    def holds(kept: bytes) -> bool:
        facts = json.loads(kept)
        apart = NeighbourCache(cache, way)
        for kind, name, _ in facts["recalled"]:
            apart.get(kind, name)
        is_same = answers_again(workspace, facts["here"]) and answers_again(beside, facts["there"])
        return bool(is_same and facts["recalled"] == _listed(apart))

    def make() -> bytes:
        here, there, apart = Watched(workspace), Watched(beside), NeighbourCache(cache, way)
        told = tell(here, there, way, book, apart)
        facts = {
            "here": here.answers,
            "there": there.answers,
            "recalled": _listed(apart),
            "language": told and asdict(told),
        }
        return json.dumps(facts).encode()

    return _read_language(json.loads(once(cache, KIND, key, make, holds))["language"])


def _listed(apart: NeighbourCache) -> list[list[str]]:
    return [[kind, name, said] for (kind, name), said in sorted(apart.recalled.items())]


def _digest(book: Book) -> str:
    """A digest of what is asked of a book: its blocks, the names of its pages, its pictures."""
    facts = repr((book.manifest, book.sections, book.draft, book.variant))
    return digest(facts, *(part for path, asset in sorted(book.assets.items()) for part in (path, asset.data)))


def _read_language(facts: Mapping[str, Any] | None) -> OtherLanguage | None:
    return OtherLanguage(**{**facts, "lags": tuple(Lag(**one) for one in facts["lags"])}) if facts else None


def _original(here: Workspace, there: Workspace, way: str, book: Book, cache: Cache) -> OtherLanguage | None:
    """The original, as the readers of its translation need it."""
    original = read_neighbour(there, cache, book.draft)
    if original is None:
        return None
    twins, present = _twins(here, book, original)
    pairs = [(twin.here, twin.original) for twin in twins if twin.original]
    return _language(original, way, pairs, book, _lags(twins, present, original))


def _translation(here: Workspace, there: Workspace, way: str, book: Book, cache: Cache) -> OtherLanguage | None:
    """A translation, as the readers of the original need it; None where the book there is none."""
    translation = read_neighbour(there, cache, book.draft)
    if translation is None or not translation.book.manifest.translation_of:
        return None
    twins, _ = _twins(there, translation.book, Neighbour(book, {}, ""))
    return _language(translation, way, [(twin.original, twin.here) for twin in twins if twin.original], book)


def _twins(workspace: Workspace, translation: Book, original: Neighbour) -> tuple[tuple[Twin, ...], tuple[Block, ...]]:
    try:
        kept, _ = read_kept(workspace)
    except BrokenRecord:  # told by `check`
        return (), ()
    present = identify(kept, original.blocks)
    homes = homes_of({one.id: one.path for one in translation.sections if one.path}, original.paths)
    return find_twins(written_blocks(translation), kept, present, homes), present


def _lags(twins: Iterable[Twin], present: Iterable[Block], original: Neighbour) -> tuple[Lag, ...]:
    names = section_names(original.book)
    changed = [
        Lag(one.here.section, one.here.anchor, _address(names, one.original), one.here.text)
        for one in twins
        if one.is_behind
    ]
    return tuple(changed)


def _language(
    other: Neighbour,
    way: str,
    pairs: Iterable[tuple[Block, Block]],
    book: Book,
    lags: tuple[Lag, ...] = (),
) -> OtherLanguage:
    pairs, names = tuple(pairs), section_names(other.book)
    here, there = _options(book), _options(other.book)
    filled = [(mine, theirs) for mine, theirs in pairs if is_filled_in(mine)]
    choices = {
        mine.anchor: options_of(here[mine.anchor], there[theirs.anchor])
        for mine, theirs in filled
        if mine.anchor in here and theirs.anchor in there
    }
    manifest = other.book.manifest
    return OtherLanguage(
        language=manifest.language,
        name=other.name,
        slug=manifest.slug,
        # Nobody moves a draft; an edition goes to places that only a site's address knows.
        base=base_of(other.book) or (_web_way(way) if book.draft else ""),
        places={mine.anchor: _address(names, theirs) for mine, theirs in pairs} | dict(_alone(book, other.book, names)),
        fields={theirs.anchor: mine.anchor for mine, theirs in filled},
        choices={id: options for id, options in choices.items() if options},
        lags=lags,
    )


def _web_way(way: str) -> str:
    """From a page of one book's web edition to the folder of another's, where both were built in place."""
    return posixpath.normpath(f"../../{way}/{WEB}") + "/"


def _address(names: Mapping[str, str], block: Block | None) -> str:
    if block is None or block.section not in names:
        return ""
    page = f"{quote(names[block.section])}.html"
    return page if block.anchor == block.section else f"{page}#{quote(block.anchor)}"


def _alone(book: Book, other: Book, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    there = {one.kind: one.id for one in other.sections if one.kind in _ALONE}
    for section in book.sections:
        if section.kind in there:
            yield section.id, f"{quote(names[there[section.kind]])}.html"


def _options(book: Book) -> dict[str, list[str]]:
    """The choices of each field that has some."""
    found: dict[str, list[str]] = {}
    for section in book.sections:
        if "data-options" in section.body:
            for field in (one for top in elements_of(section.body) for one in by_class(top, "field")):
                if options := field.get("data-options"):
                    found[field.get("id", "")] = [option.strip() for option in options.split(";")]
    return found


def manifest_of(workspace: Workspace) -> Manifest | None:
    """The manifest of a book, as far as it can be read."""
    try:
        return read_manifest(workspace.read(MANIFEST), MANIFEST).value
    except (FileNotFoundError, WorkspaceError):
        return None
