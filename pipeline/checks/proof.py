"""The book without any format: read, resolved, checked. What `check` shows and `build` starts from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from .. import manuscript
from ..artifacts import digest
from ..book import resolve
from ..book.model import Book
from ..cache import Cache
from ..codes import CODES
from ..diagnostics import Checked, Diagnostic, Span, diagnose, in_order
from ..history import UNKNOWN, Revision
from ..manuscript import glossary, sources
from ..manuscript.last_good import recall, remember
from ..manuscript.manifest import list_sheets, read_manifest
from ..manuscript.model import Manifest, Manuscript
from ..manuscript.readings import undecided
from ..manuscript.variants import as_variant
from ..record import errata, news
from ..record.editions import read_editions
from ..sieve import sift
from ..spelling import nearest
from ..theme import Theme, read_theme
from ..workspace import Outside, TooLarge, Workspace, WorkspaceError, WrongName
from . import balance, conflicts, exceptions, follow_ups, language, marks, rules
from .lettering import letters_have_fonts
from .neighbours import tell_languages
from .stubs import templates_are_overwritten
from .tongues import what_lacks

MANIFEST = "book.yaml"
WORDS = "words.txt"
MOST_BYTES = 2_000_000
NO_REVISION = Revision()
SHEETS = ("checklists", "worksheets")
FOLDERS = ("chapters", *SHEETS, "templates", "editions")


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. No formats means those of the manifest; `strict` makes an edition, not a draft. With no `jobs`
    type is set in this process.

    `edition`, `title` and `date` stand for those of the manifest, where they are given.
    """

    formats: tuple[str, ...] = ()
    variant: str = ""
    strict: bool = False
    jobs: int = 0
    revision: Revision = NO_REVISION
    edition: str = ""
    title: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A book ready to be rendered, with the look it gets, the texts that it was made from, by path, and what was read
    in them."""

    book: Book
    theme: Theme
    texts: Mapping[str, str] = field(default_factory=dict)
    manuscript: Manuscript | None = None

    def fingerprint(self) -> str:
        """A digest of all that a format is made from."""
        book, theme = self.book, self.theme
        return digest(
            repr((book.manifest, book.sections, book.draft, book.revision, book.variant)),
            repr((book.former, sorted(book.revised), book.languages)),
            *(part for path, asset in sorted(book.assets.items()) for part in (path, asset.data)),
            *(part for path, data in sorted(theme.files.items()) for part in (path, data)),
            repr(sorted(theme.labels.words.items())),
            book.profile,
            *(part for entry in sorted(self.texts.items()) for part in entry),
        )


def proofread(workspace: Workspace, cache: Cache, order: Order, tell: Callable[[str], None]) -> Checked[Proof | None]:
    """Read, resolve and check the book; None when there is nothing to read. `tell` hears each stage."""
    tell("read")
    opened = open_manifest(workspace, cache)
    manifest = opened.value
    if manifest is None:
        return Checked(None, conflicts.tell(_texts(workspace), opened.diagnostics))
    if unknown := _unknown_variant(manifest, order.variant):
        return Checked(None, in_order((*opened.diagnostics, *unknown)))
    draft = not order.strict
    if draft and not manifest.date:
        manifest = replace(manifest, date=order.revision.date)
    asked = {name: sift(getattr(order, name)) for name in ("edition", "title", "date")}
    given: dict[str, Any] = {name: value for name, value in asked.items() if value}
    manifest = replace(manifest, **given)
    manifest = list_sheets(manifest, (path for folder in SHEETS for path in workspace.files(folder, (".md",))))
    manifest = as_variant(manifest, order.variant)
    look = read_theme(workspace, manifest.language)
    theme, foreign = _relabelled(look.value, manifest, order.variant)
    written = manuscript.read(workspace, manifest, theme, cache, draft, order.variant, order.jobs)
    tell("resolve")
    shelf = read_editions(workspace, order.edition)
    commit = order.revision.commit if draft else ""
    commit = theme.labels.word("names.unknown") if commit == UNKNOWN else commit
    # A record tells of the book itself, not of what is new in its variants.
    revised = bool(shelf.value) and not order.variant
    resolved = resolve(written.value, theme.labels, draft, commit, order.variant, revised)
    slips = errata.read_list(workspace)
    book = news.tell(resolved.value, shelf.value, theme.labels)
    book = errata.tell(book, shelf.value, slips.value, theme.labels)
    languages = tell_languages(workspace, book, cache)
    book = replace(book, languages=languages.value)
    tell("check")
    held = (*rules.check(written.value, book), *letters_have_fonts(written.value, theme))
    held += tuple(templates_are_overwritten(written.value, theme))
    held += language.check(written.value, cache, _read(workspace, WORDS), _row_of_language(workspace))
    held += marks.check(written.value, (*written.diagnostics, *resolved.diagnostics, *held), cache)
    pairs = next((one.replacements for one in manifest.variants if one.name == order.variant), ())
    documents, told = written.value.documents.values(), written.diagnostics
    lost = balance.of_documents(documents, theme.labels, [old for old, _ in pairs], cache, told, draft=draft)
    later = follow_ups.without_unread(written.diagnostics, (*_strayed(workspace), *resolved.diagnostics, *held, *lost))
    found = (
        *opened.diagnostics,
        *_doubts(order.revision),
        *look.diagnostics,
        *foreign,
        *what_lacks(manifest, theme, _row_of_language(workspace)),
        *written.diagnostics,
        *shelf.diagnostics,
        *slips.diagnostics,
        *languages.diagnostics,
        *_undecided(workspace, written.value),
        *later,
    )
    found = follow_ups.settle(found, written.value, _forgotten(workspace, written.diagnostics))
    texts = _texts(workspace, written.value)
    # What an exception takes still says why words are missing there.
    found = exceptions.settle(balance.once(found), texts, is_whole=not order.variant)
    found = conflicts.tell(texts, found)
    return Checked(Proof(book, theme, texts, written.value), in_order(balance.once(found)))


def _texts(workspace: Workspace, written: Manuscript | None = None) -> dict[str, str]:
    """Every text of the book as it is saved, by path."""
    texts = {path: document.text for path, document in written.documents.items()} if written else {}
    for path in (MANIFEST, glossary.PATH, sources.PATH):
        with suppress(WorkspaceError, FileNotFoundError):  # told where it is read
            texts[path] = workspace.read(path, MOST_BYTES).decode("utf-8", "replace")
    return texts


def _read(workspace: Workspace, path: str) -> str:
    """A text that a book may do without."""
    with suppress(WorkspaceError, FileNotFoundError):
        return workspace.read(path, MOST_BYTES).decode("utf-8", "replace")
    return ""


def _forgotten(workspace: Workspace, found: Iterable[Diagnostic]) -> dict[str, str]:
    """The texts of the files that book.yaml does not name, by path."""
    texts = {}
    for path in (one.span.path for one in found if one.code == "f-019"):
        with suppress(WorkspaceError, FileNotFoundError):  # gone or spoilt since it was listed
            texts[path] = workspace.read(path, MOST_BYTES).decode("utf-8", "replace")
    return texts


def _doubts(revision: Revision) -> Iterator[Diagnostic]:
    if revision.foreign:
        yield diagnose("f-045", Span(MANIFEST), setting=revision.foreign)
    if revision.slow:
        yield diagnose("f-046", Span(MANIFEST), commit=revision.commit.rstrip("+"))


def open_manifest(workspace: Workspace, cache: Cache) -> Checked[Manifest | None]:
    """Read book.yaml; what is wrong in it is replaced from the last good one, which the cache keeps as text."""
    try:
        source = workspace.read(MANIFEST, MOST_BYTES)
    except FileNotFoundError:
        return Checked(None, (diagnose("m-019", Span(MANIFEST)),))
    except WorkspaceError as problem:
        kept = recall(cache, MANIFEST)
        return Checked(read_manifest(kept, "").value if kept else None, (_closed(MANIFEST, problem),))
    read = read_manifest(source, MANIFEST)
    if not spoils(read.diagnostics, strict=False):
        remember(cache, MANIFEST, source.decode())
        return read
    kept = recall(cache, MANIFEST)
    # Its lines are not those of today's book.yaml, so its places bear no path.
    return read_manifest(source, MANIFEST, read_manifest(kept, "").value) if kept else read


def spoils(diagnostics: Iterable[Diagnostic], strict: bool) -> bool:
    """Say whether there are errors, or with `strict` also warnings."""
    bad = ("error", "warning") if strict else ("error",)
    return any(CODES[diagnostic.code].severity in bad for diagnostic in diagnostics)


def _strayed(workspace: Workspace) -> Iterator[Diagnostic]:
    """Report what of the book's folders is not read: it leads out, may not be opened, or has a name that is none."""
    for folder in FOLDERS:
        try:
            workspace.make_real(folder)
        except Outside:
            yield diagnose("f-022", Span(folder), path=folder)
        for path, problem in workspace.unlisted(folder):
            yield _closed(path, problem)


def _closed(path: str, problem: WorkspaceError) -> Diagnostic:
    if isinstance(problem, TooLarge):
        return diagnose("f-079", Span(path), path=path, size=problem.size, most=problem.most)
    if isinstance(problem, Outside | WrongName):
        return diagnose("f-022" if isinstance(problem, Outside) else "f-057", Span(path), path=path)
    return diagnose("f-023", Span(path), path=path, problem=problem)


def _undecided(workspace: Workspace, written: Manuscript) -> Iterator[Diagnostic]:
    """Report where a merge has left two readings."""
    for path, document in written.documents.items():
        yield from undecided(document.text, path)
    for path in (MANIFEST, glossary.PATH, sources.PATH):
        if workspace.exists(path):
            yield from undecided(workspace.read(path).decode("utf-8", "replace"), path)


def _relabelled(theme: Theme, manifest: Manifest, name: str) -> tuple[Theme, tuple[Diagnostic, ...]]:
    """The theme with a variant's own words; m-115 for a word that the theme does not have."""
    own = dict(next((one.labels for one in manifest.variants if one.name == name), ()))
    words = theme.labels.words
    found = tuple(
        diagnose("m-115", Span(MANIFEST), suggestion=nearest(word, words), word=word, name=name)
        for word in own
        if word not in words
    )
    kept = {word: text for word, text in own.items() if word in words}
    return replace(theme, labels=replace(theme.labels, words={**words, **kept})), found


def _row_of_language(workspace: Workspace) -> Span:
    """Where book.yaml names the language."""
    line = 1
    with suppress(WorkspaceError, FileNotFoundError):  # gone or spoilt since it was read
        lines = workspace.read(MANIFEST, MOST_BYTES).decode("utf-8", "replace").splitlines()
        line = next((number for number, text in enumerate(lines, 1) if text.startswith("language")), 1)
    return Span(MANIFEST, line, 1, line, len("language") + 1)


def _unknown_variant(manifest: Manifest, name: str) -> tuple[Diagnostic, ...]:
    names = [variant.name for variant in manifest.variants]
    if not name or name in names:
        return ()
    return (diagnose("m-031", Span(MANIFEST), suggestion=nearest(name, names), name=name),)
