"""A book made into its formats. What was made of the same book by the same program is taken from the cache.

Print comes first, because it knows the pages that the others name. As soon as these are known, the other formats are
made here, while its own processes write the print's sections and bind them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import cache as once
from typing import TYPE_CHECKING, Any

from . import kept, program
from .artifacts import Artifacts, digest
from .book.model import PageMap
from .cache import Cache
from .checks import balance
from .checks.proof import Order, Proof
from .diagnostics import Checked, Diagnostic, Span, diagnose
from .registry import FORMATS
from .render import module_of
from .render.job import Job
from .workspace import WrongFile

if TYPE_CHECKING:
    from .render.workers import Workshop

Hire = Callable[[], "Workshop"]


def render(
    proof: Proof,
    cache: Cache,
    order: Order,
    tell: Callable[[str], None],
    given: Workshop | None = None,
    *,
    keep: bool = True,
) -> Checked[Artifacts]:
    """Make the formats asked for; `tell` hears each. A workshop that is not given is opened, and closed at the end.
    With `keep`, whole formats are kept for the next time."""
    formats = order.formats or proof.book.manifest.formats
    with ExitStack() as stack:

        @once
        def workshop() -> Workshop:
            return given or stack.enter_context(module_of("pdf").Workshop(order.jobs))

        beside = stack.enter_context(ThreadPoolExecutor(1))
        return _Rendering(proof, cache, tell, workshop, beside, formats, keep).make()


def pages_of(proof: Proof, cache: Cache) -> PageMap:
    """Say where everything is in the PDF that was built of this very book; nothing where none was."""
    made = kept.get(cache, "pdf", _key(proof, printed=True))
    return (made.value.pages if made else None) or PageMap()


def unusable(problem: WrongFile) -> Diagnostic:
    """Say that a template or a font cannot be used."""
    place, path = Span(problem.path, problem.line), problem.path
    return (
        diagnose("f-025", place, path=path, problem=problem.reason)
        if problem.reason
        else diagnose("f-026", place, path=path)
    )


def _key(proof: Proof, *, printed: bool) -> str:
    """What formats are kept by; those made beside print name its pages."""
    return digest(program.fingerprint(), proof.fingerprint(), "pdf" if printed else "")


class _Rendering:
    """A book on its way into its formats."""

    def __init__(
        self,
        proof: Proof,
        cache: Cache,
        tell: Callable[[str], None],
        workshop: Hire,
        beside: ThreadPoolExecutor,
        formats: Container[str],
        keep: bool,
    ) -> None:
        self.proof, self.cache, self.tell = proof, cache, tell
        self.workshop, self.beside, self.formats = workshop, beside, formats
        # Empty where whole formats are not kept.
        self.key = _key(proof, printed="pdf" in formats) if keep else ""
        self.beside_print = tuple(one.name for one in FORMATS if one.names_pages and one.name in formats)
        self.title = digest(program.fingerprint(), proof.book.manifest.slug, proof.book.variant)
        self.pages = PageMap()
        self.binding: Future[Checked[Any]] | None = None
        self.ahead: dict[str, Future[Checked[kept.Made]]] = {}
        self.made: dict[str, bytes] = {}
        self.found: list[Diagnostic] = []

    def make(self) -> Checked[Artifacts]:
        """Make the formats in their order."""
        for one in (one for one in FORMATS if one.name in self.formats):
            if one.sets_type:
                self._end_print()
            self.tell(one.name)
            try:
                self._make(one.name)
            except WrongFile as problem:
                self._miss(one.name, problem)
        self._end_print()
        return Checked(self.made, tuple(self.found))

    def _make(self, name: str) -> None:
        known = kept.get(self.cache, name, self.key) if self.key else None
        if known:
            self._take(known)
        elif name == "pdf":
            self._begin_print()
        else:
            ahead = self.ahead.pop(name, None)
            self._keep(name, ahead.result() if ahead else self._render(name))

    def _miss(self, name: str, problem: WrongFile) -> None:
        """Go on without a format whose template or font cannot be used; without print the others name no pages."""
        self.found.append(unusable(problem))
        if name == "pdf":
            self._turn_back(PageMap())
            self.key = _key(self.proof, printed=False) if self.key else ""

    def _begin_print(self) -> None:
        book, theme, workshop = self.proof.book, self.proof.theme, self.workshop()
        # Before there is a thread: beside one, processes start more slowly.
        module_of("pdf").open_workshop(workshop, theme, self.cache)
        self._go_ahead()
        laid_out = module_of("pdf").lay_out(book, theme, self.cache, workshop)
        if self.pages != laid_out.pages:
            self._turn_back(laid_out.pages)
            if self.beside_print:
                kept.put_last_pages(self.cache, self.title, self.pages)
        self.binding = self.beside.submit(laid_out.finish)

    def _go_ahead(self) -> None:
        """Make the formats that name pages with those of the last time, while this process waits for those who set
        type: most edits move no page. Where there was no last time, load what makes them."""
        last = kept.last_pages(self.cache, self.title) if self.beside_print else None
        self.pages = last or PageMap()
        for name in self.beside_print:
            if last:
                self.ahead[name] = self.beside.submit(self._render, name)
            else:
                self.beside.submit(module_of, name)

    def _turn_back(self, pages: PageMap) -> None:
        """The pages are others."""
        for future in self.ahead.values():
            future.cancel()
        self.ahead.clear()
        self.pages = pages

    def _end_print(self) -> None:
        if self.binding is None:
            return
        self.tell("bind")
        printed = self.binding.result()
        self.binding = None
        paths = {section.id: section.path for section in self.proof.book.sections}
        for name, reason in printed.value.made.items():
            self.tell(f"anew {reason} {paths.get(name) or name}")
        for name in printed.value.unfit:
            self.tell(f"long {name}")
        made = kept.Made(printed.value.artifacts, printed.value.pages)
        lost = tuple(self._lost_in_print(printed.value))
        self._keep("pdf", Checked(made, (*printed.diagnostics, *lost, *balance.claim_of_print(lost))))

    def _lost_in_print(self, printed: Any) -> Iterator[Diagnostic]:
        for section in self.proof.book.sections:
            if (extent := printed.extents.get(section.id)) and extent.flaws:
                yield from balance.of_print(section, extent, printed.page_names[section.id], self.proof.texts)

    def _render(self, name: str) -> Checked[kept.Made]:
        job = Job(self.proof.book, self.proof.theme, self.cache, self.workshop, self.pages)
        rendered: Checked[Artifacts] = module_of(name).make(job)
        return Checked(kept.Made(rendered.value), rendered.diagnostics)

    def _keep(self, name: str, rendered: Checked[kept.Made]) -> None:
        rendered = Checked(rendered.value, balance.placed(rendered.diagnostics, self.proof.texts))
        if self.key:
            kept.put(self.cache, name, self.key, rendered)
        self._take(rendered)

    def _take(self, rendered: Checked[kept.Made]) -> None:
        self.pages = rendered.value.pages or self.pages
        self.made.update(rendered.value.artifacts)
        self.found += rendered.diagnostics
