"""What `workbook edition` does: the use cases with their words for people and programs."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..artifacts import checksums
from ..book.model import PageMap
from ..build import CHECKSUMS, pages_of
from ..cache import Cache, MemoryCache
from ..checks.proof import Order, open_manifest, proofread
from ..codes import CODES
from ..diagnostics import Checked, Span, diagnose
from ..history import read_at, read_revision
from ..outputs import install
from ..record import errata
from ..record.blocks import blocks_of, section_titles
from ..record.edition import FOLDER, RECORD, BrokenRecord, Edition, Record, read_record
from ..record.editions import read_editions
from ..record.matching import identify
from ..store import open_cache
from ..workspace import FolderWorkspace, WorkspaceError, alone_in, unlinked, write_whole
from . import errata as errata_forms
from . import redline
from .arguments import WORK
from .cited import cite
from .cut import OUTPUT, Toolbox, cut
from .deposit import make_deposit
from .notes import compare_editions
from .produce import look_of, produce
from .readiness import Wanted
from .site import SITE, assemble
from .tags import book_of, tag_of, version_in
from .trade.shelf import TODO, deliver
from .verify import order_from, verify
from .wording import words_for

Done = Checked[bool]
TRADE = "trade"


@dataclass(frozen=True, slots=True)
class Teller:
    """Who hears results and stages, and how."""

    say: Callable[[str], None]
    stage: Callable[[str], None]
    language: str = "de"
    message_format: str = "human"

    @property
    def words(self) -> Mapping[str, str]:
        """The words in the teller's language."""
        return words_for(self.language)


def run(options: argparse.Namespace, workspace: FolderWorkspace, jobs: int, teller: Teller) -> Done:
    """Do what the command line asks for; the value says whether it was done."""
    deeds = {
        "cut": _cut,
        "list": _list,
        "verify": _verify,
        "diff": _diff,
        "site": _site,
        "press": _press,
        "trade": _trade,
        "cite": _cite,
    }
    if options.deed == "errata":
        return (_add_erratum if options.note == "add" else _list_errata)(options, workspace, jobs, teller)
    return deeds[options.deed](options, workspace, getattr(options, "jobs", 0) or jobs, teller)


def _cut(options: argparse.Namespace, workspace: FolderWorkspace, jobs: int, teller: Teller) -> Done:
    wanted = Wanted(options.version, options.title or "", options.date, options.allow)
    # What is for ever is made from the text alone.
    done = cut(Toolbox(workspace, MemoryCache(), teller.stage, jobs), wanted)
    if done.value is not None:
        version = done.value.version
        tag = tag_of(workspace.root, version)
        teller.say(teller.words["cut"].format(version=version, files=len(done.value.outputs), tag=tag))
        teller.say(teller.words["unpushed"].format(tag=tag))
    return Checked(done.value is not None, done.diagnostics)


def _list(options: argparse.Namespace, workspace: FolderWorkspace, jobs: int, teller: Teller) -> Done:
    shelf = read_editions(workspace)
    records = [edition.record for edition in reversed(shelf.value)]
    if teller.message_format == "json":
        teller.say(json.dumps([_entry(record) for record in records], ensure_ascii=False))
    else:
        if not records:
            teller.say(teller.words["no-editions"])
        for record in records:
            counts = [f"{len(ids)} {teller.words[kind]}" for kind, ids in record.changes.items() if ids]
            told = [record.version, record.date, record.source[:10], ", ".join(counts) or "–"]
            teller.say("  ".join([*told, *(f"({name})" for name in record.allowed)]))
    return Checked(True, shelf.diagnostics)


def _entry(record: Record) -> dict[str, object]:
    return {
        "version": record.version,
        "date": record.date,
        "title": record.full_title,
        "source": record.source,
        "allowed": record.allowed,
        "files": len(record.outputs),
    }


def _verify(options: argparse.Namespace, workspace: FolderWorkspace, jobs: int, teller: Teller) -> Done:
    version, workspace = _named(options.version, workspace)
    # A cache of its own: what was kept must not vouch for itself.
    toolbox = Toolbox(workspace, MemoryCache(), teller.stage, jobs, announce=teller.say)
    done = verify(toolbox, version, teller.language, options.trust)
    if done.value is not None:
        total = len(done.value.record.outputs)
        teller.say(teller.words["verified"].format(version=version, same=done.value.same, all=total))
        if options.out:
            made = done.value.artifacts
            install(Path(options.out), {**made, CHECKSUMS: checksums(made)})
        # Only what is what was cut goes out.
        if options.deposit and not done.diagnostics:
            install(Path(options.deposit), make_deposit(done.value.artifacts, done.value.kept))
    return Checked(done.value is not None, done.diagnostics)


def _named(wanted: str, workspace: FolderWorkspace) -> tuple[str, FolderWorkspace]:
    """Take the number of an edition and its book out of what was typed, which may be a tag: forges know no other name,
    and whose edition it is says the tag's commit."""
    version = version_in(wanted) or wanted
    folder = book_of(workspace.root, wanted) if version != wanted else None
    return version, FolderWorkspace(folder) if folder else workspace


def _press(options: argparse.Namespace, workspace: FolderWorkspace, jobs: int, teller: Teller) -> Done:
    path = f"{FOLDER}/{options.version}/{RECORD}"
    try:
        record = read_record(workspace.read(path))
    except FileNotFoundError:
        return _no_edition(options.version)
    except BrokenRecord as problem:
        return Checked(False, (diagnose("e-021", Span(path), version=options.version, problem=problem),))
    produced = produce(workspace, MemoryCache(), order_from(record, jobs), teller.stage)
    if produced.value is None:
        return Checked(False, produced.diagnostics)
    install(Path(options.out), produced.value.artifacts)
    return Checked(True)


def _site(options: argparse.Namespace, workspace: FolderWorkspace, jobs: int, teller: Teller) -> Done:
    made = assemble(workspace)
    if made.value is None:
        return Checked(False, made.diagnostics)
    place = Path(options.out) if options.out else workspace.root / OUTPUT / SITE
    install(place, made.value.files)
    told = {"editions": len(made.value.versions), "version": made.value.versions[-1], "files": len(made.value.files)}
    teller.say(teller.words["site"].format(place=options.out or f"{OUTPUT}/{SITE}", **told))
    return Checked(True, made.diagnostics)


def _trade(options: argparse.Namespace, workspace: FolderWorkspace, jobs: int, teller: Teller) -> Done:
    version, workspace = _named(options.version, workspace)
    done = deliver(workspace, version)
    if done.value is None:
        return Checked(False, done.diagnostics)
    shown = options.out or f"{OUTPUT}/{TRADE}/{version}"
    install(Path(options.out) if options.out else workspace.root / shown, done.value.files)
    ready = ", ".join(done.value.ready) or "–"
    teller.say(teller.words["trade"].format(place=shown, ready=ready, missing=len(done.value.missing), list=TODO))
    return Checked(not any(CODES[one.code].severity == "error" for one in done.diagnostics), done.diagnostics)


def _cite(options: argparse.Namespace, workspace: FolderWorkspace, jobs: int, teller: Teller) -> Done:
    opened = open_manifest(workspace, open_cache(workspace.root).value)
    if opened.value is None:
        return Checked(False, opened.diagnostics)
    shelf = read_editions(workspace)
    done = cite(workspace, opened.value, shelf.value[-1].record if shelf.value else None)
    for path, data in done.value.items():
        workspace.write(path, data)
    if done.value:
        teller.say(teller.words["cited"].format(files=", ".join(done.value)))
    return Checked(bool(done.value), (*shelf.diagnostics, *done.diagnostics))


def _diff(options: argparse.Namespace, workspace: FolderWorkspace, jobs: int, teller: Teller) -> Done:
    shelf = read_editions(workspace)
    known = {edition.record.version: edition for edition in shelf.value}
    if missing := [name for name in (options.before, options.after) if name not in (WORK, *known)]:
        return Checked(False, (*shelf.diagnostics, *_no_edition(missing[0]).diagnostics))
    latest = shelf.value[-1] if shelf.value else None
    if WORK in (options.before, options.after):
        work = _work(workspace, latest)
        if work.value is None:
            return Checked(False, (*shelf.diagnostics, *work.diagnostics))
        known[WORK] = work.value
    before, after = known[options.before], known[options.after]
    found = compare_editions(before, after, teller.language)
    found = replace(
        found, pictures=redline.pictures_of(found.changes, *(_reader(workspace, one) for one in (before, after)))
    )
    forms = {"text": redline.as_text, "markdown": redline.as_markdown, "html": redline.as_html}
    _give(forms[options.form](found), options.out, teller)
    return Checked(True, shelf.diagnostics)


def _reader(workspace: FolderWorkspace, edition: Edition) -> redline.Reader:
    """Read files as they were when an edition was cut, or as they are in the folder."""

    def read(path: str) -> bytes | None:
        if edition.record.source:
            return read_at(workspace.root, edition.record.source, path)
        try:
            return workspace.read(path)
        except (FileNotFoundError, WorkspaceError):
            return None

    return read


def _work(workspace: FolderWorkspace, latest: Edition | None) -> Checked[Edition | None]:
    """Read the folder as it is, as an edition would show it, with the pages of the PDF that was built of it, if any."""
    cache = open_cache(workspace.root).value
    proof = proofread(workspace, cache, Order(strict=True), lambda stage: None)
    if proof.value is None:
        return Checked(None, proof.diagnostics)
    book = proof.value.book
    pages = _drafted(workspace, cache)
    paged = (replace(one, folio=pages.get((one.anchor, one.hash), "")) for one in blocks_of(book, PageMap()))
    blocks = identify(latest.blocks if latest else (), tuple(paged))
    manifest = book.manifest
    record = Record(
        *("", manifest.title, "", ""),
        subtitle=manifest.subtitle,
        language=manifest.language,
        publisher=manifest.publisher,
        description=" ".join(manifest.description.split()),
        rights=manifest.rights,
        subjects=manifest.subjects,
        contributors=manifest.contributors,
        theme=look_of(proof.value.theme, manifest.language),
    )
    return Checked(Edition(record, blocks, section_titles(book)))


def _drafted(workspace: FolderWorkspace, cache: Cache) -> dict[tuple[str, str], str]:
    """Look up the page of every block in the draft of this very state. A draft holds notes, which shift the ids that
    are counted: a block is the same only where its text is, too."""
    order = Order(revision=read_revision(workspace.root))
    draft = proofread(workspace, cache, order, lambda stage: None).value
    if draft is None:
        return {}
    return {(one.anchor, one.hash): one.folio for one in blocks_of(draft.book, pages_of(draft, cache))}


def _add_erratum(options: argparse.Namespace, workspace: FolderWorkspace, jobs: int, teller: Teller) -> Done:
    shelf = read_editions(workspace)
    erratum = errata.Erratum(options.block, options.wrong, options.right)
    # Another may be noting one in this very moment.
    with alone_in(workspace.root):
        kept = workspace.read(errata.FILE) if workspace.exists(errata.FILE) else b""
        added = errata.add_erratum(kept, erratum, shelf.value)
        if added.value is not None:
            workspace.write(errata.FILE, added.value)
    if added.value is None:
        return Checked(False, (*shelf.diagnostics, *added.diagnostics))
    (*_, last) = errata.read_errata(added.value).value
    for one in errata.list_errata((last,), shelf.value):
        teller.say(errata_forms.line(one, teller.words))
    return Checked(True, shelf.diagnostics)


def _list_errata(options: argparse.Namespace, workspace: FolderWorkspace, jobs: int, teller: Teller) -> Done:
    shelf = read_editions(workspace)
    if options.version and options.version not in [edition.record.version for edition in shelf.value]:
        return _no_edition(options.version)
    known = errata.read_list(workspace)
    listed = errata.list_errata(known.value, shelf.value)
    forms = {"text": errata_forms.as_text, "markdown": errata_forms.as_markdown, "html": errata_forms.as_html}
    _give(forms[options.form](listed, teller.language, options.version), options.out, teller)
    return Checked(True, (*shelf.diagnostics, *known.diagnostics))


def _no_edition(version: str) -> Done:
    return Checked(False, (diagnose("e-020", Span(FOLDER), version=version),))


def _give(text: str, out: str, teller: Teller) -> None:
    if out:
        write_whole(unlinked(Path(out)), text.encode())
    else:
        teller.say(text.rstrip("\n"))
