"""What the preview shows is made here: a chapter's page alone, the web edition of the newest text, then its PDF, by
workers that stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from .. import memory, pandoc
from ..artifacts import Artifacts
from ..book import home_of, resolve_again
from ..build import Order, get_ready, render
from ..cache import RememberingCache
from ..checks import exceptions
from ..checks.proof import Proof, proofread
from ..diagnostics import Checked, in_order
from ..history import read_revision
from ..manuscript import read_again
from ..render import module_of
from ..render.markup import section_names
from ..render.workers import Stopped, Workshop
from ..store import open_cache
from ..workspace import FolderWorkspace, WorkspaceError

OUTPUT = "build"
WEB, PRINT, EBOOK = ("html",), ("pdf",), ("epub",)
# What nothing asked for while a book was read, or texts of it, so often is of texts that are no more.
READINGS = 16


class Maker:
    """Makes the book below a folder, format by format. The web edition and the PDF may be made in two threads at once.

    An edit that comes while the PDF is made makes it void: it is stopped at the next sheet. Use as a context.
    """

    def __init__(self, root: Path, jobs: int) -> None:
        self._root = root
        self._jobs = jobs
        self._workspace = FolderWorkspace(root)
        opened = open_cache(root)
        # The other diagnostics are those of a text; this one holds until the preview ends.
        self._kept, self._told = opened.value, opened.diagnostics
        self._cache = RememberingCache(self._kept)
        self._workshop = Workshop(jobs, self._is_wanted)
        self._newest = self._printing = self._readings = 0
        self._read: tuple[int, Proof, Order] | None = None
        self._made: Proof | None = None

    def __enter__(self) -> Maker:
        # Before there are threads: a process that has some cannot be forked without risk.
        get_ready(self._workspace, self._cache, Order(formats=PRINT), self._workshop)
        self._workshop.open()
        pandoc.get_ready()
        return self

    def __exit__(self, *error: object) -> None:
        self._workshop.__exit__(*error)
        pandoc.dismiss()

    def renounce(self) -> None:
        """Say that there is a newer text: a PDF in the making is of no use any more."""
        self._newest += 1

    def make_web(self) -> Checked[Artifacts | None]:
        """Read the text and make the web edition; None when there is no book."""
        self._let_go()
        number = self._newest
        order = Order(formats=WEB, jobs=self._jobs, revision=read_revision(self._root))
        proof = proofread(self._workspace, self._cache, order, _hear)
        if proof.value is None:
            return Checked(None, in_order((*self._told, *proof.diagnostics)))
        pandoc.get_ready()
        self._read = (number, proof.value, order)
        # Whole formats are not kept: another edit comes soon.
        made = render(proof.value, self._cache, order, _hear, keep=False)
        if made.value:
            self._made = proof.value
        told = exceptions.add(proof.diagnostics, made.diagnostics, proof.value.texts)
        return Checked(made.value or None, in_order((*self._told, *told)))

    def _let_go(self) -> None:
        """Forget now and then, and only before the whole book is asked for."""
        self._readings += 1
        if self._readings >= READINGS:
            self._readings = 0
            memory.let_go()
            self._cache.let_go()

    def make_page(self, path: str) -> Artifacts:
        """Read the file of a chapter or a sheet again and make its page, or the page it stands on, against the rest of
        the book as it was read last. Nothing where this takes the whole book."""
        self._readings += 1
        number, before = self._newest, self._made
        if before is None or before.manuscript is None or self._read is None:
            return {}
        written = read_again(self._workspace, before.manuscript, path, before.theme, self._cache)
        pandoc.get_ready()
        book = resolve_again(before.book, written, path, before.theme.labels) if written else None
        section = home_of(book, path) if book else None
        if written is None or book is None or section is None:
            return {}
        self._made = replace(before, book=book, manuscript=written)
        self._read = (number, self._made, self._read[2])
        made: Artifacts = module_of(*WEB).render_page(book, before.theme, self._cache, section.id)
        return made

    @property
    def pages(self) -> Mapping[str, str]:
        """On which page of the web edition each file of the manuscript was last seen."""
        if self._made is None:
            return {}
        book = self._made.book
        inside = {one.path: section for section in book.sections for one in section.included}
        alone = {section.path: section for section in book.sections if section.path}
        pages = self.sections
        return {path: pages[section.id] for path, section in (inside | alone).items()}

    @property
    def sections(self) -> Mapping[str, str]:
        """The page of each section, in the order of the book."""
        if self._made is None:
            return {}
        return {id: f"{name}.html" for id, name in section_names(self._made.book).items()}

    def lines(self, path: str) -> Sequence[str]:
        """The lines of a file of the manuscript; none where it cannot be read."""
        try:
            return self._workspace.read(path).decode("utf-8", "replace").splitlines()
        except (OSError, WorkspaceError):
            return ()

    @property
    def names(self) -> tuple[Mapping[str, str], ...]:
        """What the text that was read last can refer to: ids, sources and terms, each with what it is."""
        targets = self._made.book.targets.values() if self._made else ()
        named = [("source" if one.kind == "source" else "id", one) for one in targets]
        terms = ({"kind": "term", "name": one.title, "detail": ""} for one in targets if one.kind == "term")
        return (
            *terms,
            *(
                {
                    "kind": kind,
                    "name": one.id.removeprefix("source-" if kind == "source" else ""),
                    "detail": f"{one.label} {one.title}",
                }
                for kind, one in named
            ),
        )

    def make_pdf(self) -> Checked[Artifacts | None]:
        """Make the PDF of what was read last; None when there is none, or a newer text came meanwhile."""
        if self._read is None:
            return Checked(None)
        self._printing, proof, order = self._read
        try:
            order = replace(order, formats=PRINT)
            made = render(proof, self._cache, order, self._hear_and_stop, self._workshop, keep=False)
        except Stopped:
            return Checked(None)
        self._kept.prune()
        told = exceptions.add((), made.diagnostics, proof.texts)
        return Checked((made.value or None) if self._is_wanted() else None, told)

    def make_epub(self) -> Artifacts:
        """Make the EPUB of what was read last."""
        if self._read is None:
            return {}
        _, proof, order = self._read
        return render(proof, self._cache, replace(order, formats=EBOOK), _hear, keep=False).value

    def _is_wanted(self) -> bool:
        return self._printing == self._newest

    def _hear_and_stop(self, stage: str) -> None:
        if not self._is_wanted():
            raise Stopped


def _hear(stage: str) -> None:
    """Stages are for terminals."""
