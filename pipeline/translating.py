"""What a translation lags behind: the original as it was translated, kept beside the translation, and as it is now.

`translation.json` holds the blocks of the original that the translation was made from, with their identities and the
digests of their words (record/blocks). They are compared as editions are, so that a text that was only wrapped anew is
no news. `translated-from/` holds the same texts as they were written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .cache import Cache
from .checks.neighbours import KEPT, read_kept, read_neighbour
from .conversion.catalogue import Source, entries_of, read_catalogue, translate
from .diagnostics import Checked, Diagnostic, Span, diagnose
from .record.blocks import Block, section_titles
from .record.compare import Change, compare, counted
from .record.edition import BrokenRecord, write_blocks
from .record.editions import read_editions
from .record.errata import Erratum, place_of, read_list
from .record.matching import identify
from .workspace import Workspace

# The original's files as they were translated.
SOURCES = "translated-from/"
MANIFEST = "book.yaml"
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Original:
    """The original as it is now and as it was translated; `paths` are the files of its sections, `changes` what came
    between, `texts` what stands in them. What is not marked as translated yet is in `waiting`, by path."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    kept: tuple[Block, ...]
    sections: dict[str, str]
    paths: dict[str, str]
    changes: tuple[Change, ...]
    waiting: tuple[str, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    slips: tuple[tuple[str, Erratum], ...] = ()


def look(workspace: Workspace, original: Workspace, cache: Cache) -> Checked[Original | None]:
    """Hold the original against what is kept of it. Codes: m-116 (no book there), m-117 (the kept cannot be read)."""
    read = read_neighbour(original, cache)
    if read is None:
        return Checked(None, (diagnose("m-116", Span(MANIFEST)),))
    try:
        kept, names = read_kept(workspace)
    except BrokenRecord:
        return Checked(None, (diagnose("m-117", Span(KEPT), path=KEPT),))
    present = identify(kept, read.blocks)
    known = {block.section for block in kept}
    changes = _news(compare(kept, tuple(block for block in present if block.section in known)))
    paths = read.paths
    waiting = tuple(path for id, path in paths.items() if id not in known)
    sections = {**names, **section_titles(read.book)}
    return Checked(
        Original(
            read.book.manifest.title,
            read.book.manifest.language,
            present,
            kept,
            sections,
            paths,
            changes,
            waiting,
            read.texts,
            tuple(_slips(original, read.blocks, kept, present)),
        )
    )


def _slips(
    original: Workspace, blocks: tuple[Block, ...], kept: Sequence[Block], present: Sequence[Block]
) -> Iterator[tuple[str, Erratum]]:
    """The errata of the original whose wrong words are among those that were translated, with their sections."""
    errata = read_list(original).value
    editions = read_editions(original).value if errata else ()
    if not editions:
        return
    # Errata count by the blocks of editions, a translation by those that it was made from: they meet at their places.
    anchors = {block.id: block.anchor for block in identify(editions[-1].blocks, blocks)}
    names = {block.anchor: block.id for block in present}
    made_from = {block.id: block for block in kept}
    for one in errata:
        block = made_from.get(names.get(anchors.get(one.block, ""), ""))
        if block and place_of(one, block.text) >= 0:
            yield block.section, one


def _news(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Without what went and came in the same words: readers' answers may not follow a tick to another place, a
    translation does."""
    gone = Counter((one.block.section, one.block.hash) for one in changes if one.kind == "removed")
    come = Counter((one.block.section, one.block.hash) for one in changes if one.kind == "added")
    same = gone & come
    return tuple(one for one in changes if one.kind == "changed" or (one.block.section, one.block.hash) not in same)


def lags(original: Original, translated: Collection[str]) -> Iterator[Diagnostic]:
    """m-341: errata of what was translated; m-118: a text of which the original has changed since; m-119: one that is
    not marked as translated; m-260: those that are not there yet. `translated` are the files that the translation has;
    one of the same name as the original's is its translation."""
    for section, slip in original.slips:
        path = original.paths.get(section, MANIFEST)
        yield diagnose("m-341", Span(path if path in translated else MANIFEST), wrong=slip.wrong, right=slip.right)
    by_path: dict[str, list[Change]] = {}
    for change in original.changes:
        by_path.setdefault(original.paths.get(change.block.section, MANIFEST), []).append(change)
    for path, changes in by_path.items():
        counts = counted(changes)
        place = Span(path if path in translated else MANIFEST)
        yield diagnose(
            "m-118",
            place,
            path=path,
            changed=counts["changed"] + counts["moved"],
            added=counts["added"],
            removed=counts["removed"],
        )
    yield from (diagnose("m-119", Span(path), path=path) for path in original.waiting if path in translated)
    if absent := [path for path in original.waiting if path not in translated]:
        more = ", …" if len(absent) > MOST_NAMED else ""
        yield diagnose("m-260", Span(MANIFEST), count=len(absent), paths=", ".join(absent[:MOST_NAMED]) + more)


def keep(workspace: Workspace, original: Original, wanted: Collection[str]) -> tuple[str, ...]:
    """Mark texts as translated as the original is now, all that the translation has where none is named; give their
    paths."""
    is_chosen = (lambda path: path in wanted) if wanted else workspace.exists
    chosen = {id for id, path in original.paths.items() if is_chosen(path)}
    still = {block.section for block in original.blocks}
    old = [block for block in original.kept if block.section not in chosen and (wanted or block.section in still)]
    new = [block for block in original.blocks if block.section in chosen]
    order = {id: nth for nth, id in enumerate(original.paths)}
    blocks = sorted((*old, *new), key=lambda block: order.get(block.section, len(order)))
    names = {id: original.sections.get(id, id) for id in dict.fromkeys(block.section for block in blocks)}
    workspace.write(KEPT, write_blocks(tuple(blocks), names))
    marked = tuple(path for id, path in original.paths.items() if id in chosen)
    for path in marked:
        workspace.write(SOURCES + path, original.texts[path].encode())
    return marked


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a PO file: the files that were written, and what was not."""

    written: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def sources_of(workspace: Workspace, original: Original) -> tuple[Source, ...]:
    """Every file of the original with what the translation has of it."""

    def text(path: str) -> str:
        return workspace.read(path).decode("utf-8", "replace") if workspace.exists(path) else ""

    return tuple(
        Source(path, original.texts[path], text(SOURCES + path), text(path)) for path in original.paths.values()
    )


def take_in(workspace: Workspace, original: Original, catalogue: str, keys: Collection[str]) -> Taken:
    """Write what a PO file says; a file of which all is done is marked as translated. Raises ValueError where it is no
    PO file. Codes: m-262 (a translation with something of its own, which stays as it is)."""
    told, done = read_catalogue(catalogue)
    written, whole, found = list[str](), list[str](), list[Diagnostic]()
    for source in sources_of(workspace, original):
        identities = [entry.identity for entry in entries_of(source, keys)]
        if not any(one in told for one in identities):
            continue
        text = translate(source, told, keys)
        if text is None:
            found.append(diagnose("m-262", Span(source.path), path=source.path))
            continue
        if text != source.translation:
            workspace.write(source.path, text.encode())
            written.append(source.path)
        if all(one in done for one in identities):
            whole.append(source.path)
    if whole:
        keep(workspace, original, whole)
    return Taken(tuple(written), tuple(found))
