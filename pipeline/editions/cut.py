"""Cut an edition: a state of the book gets a number, a record and a tag, for ever, or nothing happens at all.

Order: look (writes nothing) → build from a clean copy of the commit → run the validators → outputs below build/ →
record beside the book and in the index → commit and tag in one step of git. Interrupted anywhere before the last step
there is no edition, and the next run starts again over what was left; after it everything is in place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from .. import history
from ..artifacts import Artifacts, checksums
from ..book.model import Book
from ..build import CHECKSUMS, budget
from ..cache import Cache
from ..checks import exceptions, validators
from ..checks.proof import MANIFEST, Order, Proof, open_manifest, proofread
from ..diagnostics import Checked, Diagnostic, Span, diagnose, in_order
from ..outputs import install
from ..record.blocks import blocks_of, section_titles
from ..record.compare import KINDS, compare
from ..record.edition import BLOCKS, FOLDER, RECORD, Edition, Record, sums, write_blocks, write_record
from ..record.editions import read_editions
from ..record.matching import identify
from ..workspace import FolderWorkspace, Workspace
from . import deposit, tags
from .citation import write_cff, write_datacite
from .cited import CITATION as CITED
from .cited import MARK, ZENODO, facts_of, write_both
from .materials import write_sbom
from .matrix import formats_of, variants_of
from .notes import change_list
from .produce import Press, Produced, lock, produce, program, tools
from .readiness import (
    Wanted,
    fits,
    is_agreed,
    is_committed,
    is_merged,
    is_settled,
    is_sound,
    is_unused,
    lacks,
    paths_of,
)
from .standing import absent_for, can_keep, has_history, is_checkable

OUTPUT = history.OUTPUT
COPY = ".edition-cut"
CHANGES, CITATION, DATACITE, SBOM = "CHANGES.md", "CITATION.cff", "datacite.json", "sbom.json"
FILES = (RECORD, BLOCKS, CHANGES, CITATION, DATACITE, SBOM)
Tell = Callable[[str], None]
Judge = Callable[[Artifacts, Book, Callable[[str], str]], validators.Judged]


def _nobody(told: str) -> None:
    """Hear nothing: looking is quick."""


@dataclass(frozen=True, slots=True)
class Toolbox:
    """Where an edition is cut: the book's folder, the cache, the processes, who is told, what makes the files, what
    checks them, which checks are not set up here, and who reads what must be known before something happens."""

    workspace: FolderWorkspace
    cache: Cache
    tell: Tell
    jobs: int = 0
    press: Press = produce
    judge: Judge = validators.judge
    absent: Callable[[Sequence[str]], tuple[str, ...]] = absent_for
    announce: Callable[[str], None] = _nobody


def cut(toolbox: Toolbox, wanted: Wanted) -> Checked[Record | None]:
    """Cut an edition; None with all reasons when it may not be. Raises ToolFailed when git refuses."""
    root = toolbox.workspace.root
    shelf = _committed_shelf(toolbox)
    if lost := _untagged(toolbox, wanted.version, shelf.value):
        toolbox.tell("tag")
        commit = history.added_by(root, f"{FOLDER}/{wanted.version}/{RECORD}")
        history.tag_commit(root, tags.name_of(wanted.version, _slug(toolbox)), commit, _message(lost.record))
        return Checked(lost.record)
    toolbox.tell("look")
    reasons, gaps = _look(toolbox, wanted, shelf.value)
    if reasons := in_order((*shelf.diagnostics, *reasons)):
        return Checked(None, in_order((*reasons, *gaps)))
    # Not after minutes of work.
    history.try_index(root)
    source = history.head(root)
    wanted = replace(wanted, date=wanted.date or history.read_revision(root).date)
    with history.checked_out(root, source, COPY) as copy:
        toolbox.tell("copy")
        produced = toolbox.press(FolderWorkspace(copy), toolbox.cache, order_for(wanted, toolbox.jobs), toolbox.tell)
    if produced.value is None:
        return Checked(None, produced.diagnostics)
    toolbox.tell("validate")
    judged, checks = toolbox.judge(produced.value.artifacts, produced.value.book, _reader(toolbox.workspace))
    heard = in_order((*produced.diagnostics, *judged))
    if bad := tuple(is_sound(heard, wanted.allowed)):
        return Checked(None, in_order(bad))
    record, files = make_record(produced.value, wanted, source, shelf.value[-1] if shelf.value else None, checks)
    _put_in_place(toolbox, record, files, produced.value)
    return Checked(record, in_order((*heard, *gaps)))


def order_for(wanted: Wanted, jobs: int) -> Order:
    """Order an edition."""
    return Order(strict=True, jobs=jobs, edition=wanted.version, title=wanted.title, date=wanted.date)


def make_record(
    produced: Produced, wanted: Wanted, source: str, previous: Edition | None, checks: Mapping[str, str]
) -> tuple[Record, dict[str, bytes]]:
    """Write everything down that is kept of an edition, by file name."""
    former = previous.blocks if previous else ()
    blocks = identify(former, blocks_of(produced.book, produced.pages))
    sections = section_titles(produced.book)
    changes = compare(former, blocks) if previous else ()
    listed = write_blocks(blocks, sections)
    manifest = produced.book.manifest
    record = replace(
        facts_of(manifest, wanted.version, wanted.date, source),
        previous=previous.record.version if previous else "",
        allowed=tuple(sorted(set(wanted.allowed))),
        lock=lock(),
        program=program(),
        tools=tools(),
        theme=produced.look,
        checks=checks,
        accessibility=produced.accessibility,
        outputs=sums(produced.artifacts),
        changes={kind: tuple(one.block.id for one in changes if one.kind == kind) for kind in KINDS},
        blocks=sums({BLOCKS: listed})[BLOCKS],
    )
    return record, {
        RECORD: write_record(record),
        BLOCKS: listed,
        CHANGES: change_list(Edition(record, blocks, sections), previous).encode(),
        CITATION: write_cff(record),
        DATACITE: write_datacite(record),
        SBOM: write_sbom(record),
    }


def _reader(workspace: Workspace) -> Callable[[str], str]:
    return lambda path: workspace.read(path).decode("utf-8", "replace")


def _look(
    toolbox: Toolbox, wanted: Wanted, shelf: tuple[Edition, ...]
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """Give the reasons why it may not be cut, and what it does without, which is none."""
    root, workspace = toolbox.workspace.root, toolbox.workspace
    found: list[Diagnostic] = []
    if foreign := history.strange(root):
        return (diagnose("e-013", Span(MANIFEST), setting=foreign),), ()
    cut_before = [one.record.version for one in shelf]
    if history.head(root):
        numbers = tags.versions_of(root, _slug(toolbox))
        taken = tuple(_is_free(root, tags.name_of(wanted.version, _slug(toolbox)), wanted.version))
        found += taken
        cut_before += [number for number in numbers if not (taken and number == wanted.version)]
        found += is_committed(
            [path for path in history.uncommitted(root) if not _is_ours(toolbox, wanted.version, path)]
        )
        found += can_keep(root)
    found += has_history(root)
    found += fits(wanted, cut_before, [one.record.version for one in shelf])
    opened = open_manifest(workspace, toolbox.cache).value
    if opened:
        found += is_unused(asdict(opened.isbn), [one.record for one in shelf], wanted.allowed)
        found += is_checkable(toolbox.absent(formats_of(opened)), wanted.allowed)
    drafts: list[Checked[Proof | None]] = []
    heard: list[Diagnostic] = []
    for name in variants_of(opened) if opened else ("",):
        drafts.append(proofread(workspace, toolbox.cache, Order(variant=name), _nobody))
        edition = replace(order_for(wanted, toolbox.jobs), variant=name)
        proof = proofread(workspace, toolbox.cache, edition, _nobody)
        heard += proof.diagnostics if proof.value is None else _with_sheets(proof, proof.value, toolbox)
    reasons = (*found, *_unready(workspace, drafts, wanted), *is_sound(in_order(heard), wanted.allowed))
    gaps = {gap.span.path: gap for draft in reversed(drafts) if draft.value for gap in lacks(draft.value.book)}
    return reasons, tuple(gaps.values())


def _with_sheets(proof: Checked[Proof | None], read: Proof, toolbox: Toolbox) -> tuple[Diagnostic, ...]:
    return exceptions.add(proof.diagnostics, budget(read, toolbox.cache, toolbox.jobs), read.texts)


def _unready(workspace: FolderWorkspace, drafts: list[Checked[Proof | None]], wanted: Wanted) -> Iterator[Diagnostic]:
    """Look at the book itself and at its variants; what several of them tell of a file is told once."""
    books = [(draft.value.book, draft.diagnostics) for draft in drafts if draft.value]
    yield from is_merged(workspace, {path for book, _ in books for path in paths_of(book.sections)})
    reasons = [reason for book, found in books for reason in is_settled(book, found, wanted.allowed)]
    yield from {(reason.code, reason.span): reason for reason in reversed(reasons)}.values()
    if "consent" not in wanted.allowed:
        yield from {reason: None for book, _ in books for reason in is_agreed(book)}


def _put_in_place(toolbox: Toolbox, record: Record, files: dict[str, bytes], produced: Produced) -> None:
    """Write outputs, record, commit and tag; on a failure take back what was written."""
    root, folder = toolbox.workspace.root, f"{FOLDER}/{record.version}"
    tag = tags.name_of(record.version, _slug(toolbox))
    outputs = {**produced.artifacts, CHECKSUMS: checksums(produced.artifacts)}
    cited = {name: data for name, data in write_both(record).items() if name in _cited(root)}
    placed = {f"{folder}/{name}": data for name, data in files.items()} | cited
    toolbox.tell("write")
    for place, made in ((FOLDER, outputs), (deposit.FOLDER, deposit.make_deposit(produced.artifacts, files))):
        install(root / OUTPUT / place, {f"{record.version}/{path}": data for path, data in made.items()})
    try:
        toolbox.tell("record")
        history.discard(root, folder)
        for path, data in placed.items():
            toolbox.workspace.write(path, data)
        history.stage(root, tuple(placed))
        toolbox.tell("commit")
        history.commit_and_tag(root, record.source, placed, _message(record), tag)
    except BaseException:
        if not history.commit_of(root, tag):
            history.discard(root, folder)
            history.restore(root, tuple(cited))
        raise


def _cited(root: Path) -> tuple[str, ...]:
    """The files at the book's root that say how it is cited, as far as they are committed and ours."""
    ours = (history.read_at(root, "HEAD", CITED) or b"").startswith(MARK)
    return tuple(name for name in (CITED, ZENODO) if ours and history.read_at(root, "HEAD", name) is not None)


def _message(record: Record) -> str:
    return f"Cut edition {record.version}\n\n{record.full_title}, {record.date}, from {record.source}\n"


def _committed_shelf(toolbox: Toolbox) -> Checked[tuple[Edition, ...]]:
    """Read the editions without what an interrupted cut has left, which is none."""
    shelf = read_editions(toolbox.workspace)
    return Checked(
        tuple(one for one in shelf.value if _is_committed(toolbox, one.record.version)),
        tuple(
            one
            for one in shelf.diagnostics
            if history.read_at(toolbox.workspace.root, "HEAD", one.span.path) is not None
        ),
    )


def _untagged(toolbox: Toolbox, version: str, shelf: tuple[Edition, ...]) -> Edition | None:
    """Find an edition that was committed and has lost its tag: the power failed inside git, or somebody removed it."""
    lost = next((one for one in shelf if one.record.version == version), None)
    return None if lost is None or tags.tag_of(toolbox.workspace.root, version) else lost


def _slug(toolbox: Toolbox) -> str:
    """Give the short name that the book's tags bear; empty for a book that is alone in its repository."""
    opened = open_manifest(toolbox.workspace, toolbox.cache).value
    return "" if opened is None or tags.is_alone(toolbox.workspace.root) else opened.slug


def _is_free(root: Path, tag: str, version: str) -> Iterator[Diagnostic]:
    """Refuse a number whose tag stands for something else than an edition of this book."""
    if (commit := history.commit_of(root, tag)) and tags.tag_of(root, version) != tag:
        yield diagnose("e-220", Span(MANIFEST), tag=tag, commit=commit[:10])


def _is_committed(toolbox: Toolbox, version: str) -> bool:
    return history.read_at(toolbox.workspace.root, "HEAD", f"{FOLDER}/{version}/{RECORD}") is not None


def _is_ours(toolbox: Toolbox, version: str, path: str) -> bool:
    """Say whether a path, from the repository's top, is what an interrupted cut of this version left."""
    root = toolbox.workspace.root
    folder = f"{history.prefix(root)}{FOLDER}/{version}/"
    if path.removeprefix(history.prefix(root)) in _cited(root):
        return True
    name = path.removeprefix(folder)
    ours = name in FILES or any(name.startswith(f".{file}.") for file in FILES)
    return name != path and ours and not _is_committed(toolbox, version)
