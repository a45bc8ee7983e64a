"""The story, told with a small real manuscript and renderers that only count."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline import build as story
from pipeline import formats as making
from pipeline.artifacts import Artifacts
from pipeline.book.model import Book, PageMap
from pipeline.build import build
from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread, spoils
from pipeline.diagnostics import Checked, Span, diagnose
from pipeline.history import Revision
from pipeline.render.job import Job
from pipeline.render.layout import Extent
from pipeline.workspace import MemoryWorkspace, WrongFile

ROOT = Path(__file__).resolve().parents[1]
BOOK = "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [chapters/a.md]\n"
CHAPTER = "---\nstatus: fertig\nversprechen: Du kannst es.\n---\n# Anfang\n\nEin Satz.\n"


@dataclass(frozen=True)
class Printed:
    artifacts: Artifacts
    pages: PageMap
    made: Mapping[str, str] = field(default_factory=dict)
    extents: Mapping[str, Extent] = field(default_factory=dict)
    unfit: tuple[str, ...] = ()
    page_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def ignore(*given: object) -> None:
    """Open no workshop."""


@dataclass
class Press:
    """Stands in for the three renderers and remembers what it was given."""

    books: list[Book] = field(default_factory=list)
    pages: list[PageMap] = field(default_factory=list)

    def lay_out(self, book: Book, theme: object, cache: object, workshop: object) -> SimpleNamespace:
        self.books.append(book)
        pages = PageMap({"a": "7"})
        return SimpleNamespace(pages=pages, finish=lambda: Checked(Printed({"x.pdf": b"pdf"}, pages)))

    def other(self, job: Job) -> Checked[Artifacts]:
        self.books.append(job.book)
        self.pages.append(job.pages)
        return Checked({f"{len(self.pages)}.bin": b"x"})


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    made = Press()
    others = SimpleNamespace(make=made.other, enclose=lambda made, *others: Checked(made))
    renderers = {"pdf": SimpleNamespace(lay_out=made.lay_out, open_workshop=ignore, Workshop=nullcontext)}
    monkeypatch.setattr(making, "module_of", lambda name: renderers.get(name, others))
    monkeypatch.setattr(story, "module_of", making.module_of)
    yield made


def quiet(stage: str) -> None:
    """Hear nothing."""


def workspace(book: str = BOOK, chapter: str = CHAPTER, **more: str) -> MemoryWorkspace:
    return MemoryWorkspace({"book.yaml": book, "chapters/a.md": chapter, **more})


def codes(checked: Checked[object]) -> list[str]:
    return [diagnostic.code for diagnostic in checked.diagnostics]


def test_every_format_is_made_and_print_tells_the_others_its_pages(press: Press) -> None:
    stages: list[str] = []
    built = build(workspace(), MemoryCache(), Order(), stages.append)
    assert stages == ["read", "resolve", "check", "pdf", "epub", "html", "bind"]
    assert built.value is not None
    assert sorted(built.value) == ["1.bin", "2.bin", "SHA256SUMS", "x.pdf"]
    assert [page.folios for page in press.pages] == [{"a": "7"}] * 2
    assert built.value["SHA256SUMS"].decode().count("\n") == 3


def test_what_makes_formats_is_not_loaded_to_read_a_book() -> None:
    code = "import sys; import pipeline.build, pipeline.console; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(loaded.split()).isdisjoint(("weasyprint", "pikepdf", "jinja2", "urllib.request", "http.client", "email"))


def test_only_the_formats_asked_for_are_made(press: Press) -> None:
    built = build(workspace(), MemoryCache(), Order(formats=("html",)), quiet)
    assert built.value is not None
    assert sorted(built.value) == ["1.bin", "SHA256SUMS"]
    listed = build(workspace(BOOK + "formats: [pdf]\n"), MemoryCache(), Order(), quiet)
    assert listed.value is not None
    assert sorted(listed.value) == ["SHA256SUMS", "x.pdf"]


def test_a_draft_is_built_in_spite_of_errors_and_names_its_commit(press: Press) -> None:
    order = Order(revision=Revision("a1b2c3d+", "2026-11-24"))
    built = build(workspace(BOOK + "stauts: x\n"), MemoryCache(), order, quiet)
    assert built.value is not None
    assert codes(built) == ["m-004"]
    assert (press.books[0].draft, press.books[0].revision) == (True, "a1b2c3d+")
    assert press.books[0].manifest.date == "2026-11-24"


def test_strictly_nothing_is_made_while_there_is_a_problem(press: Press) -> None:
    refused = build(workspace(BOOK + "stauts: x\n"), MemoryCache(), Order(strict=True), quiet)
    assert (refused.value, codes(refused), press.books) == (None, ["m-004"], [])


def test_a_strict_build_is_an_edition(press: Press) -> None:
    order = Order(strict=True, revision=Revision("a1b2c3d", "2026-11-24"))
    built = build(workspace(BOOK + "date: 2026-12-01\n"), MemoryCache(), order, quiet)
    assert codes(built) == []
    assert built.value is not None
    assert (press.books[0].draft, press.books[0].revision) == (False, "")


def test_a_problem_of_a_renderer_spoils_a_strict_build(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    found = diagnose("m-004", Span("a.md"), key="x")
    made = Checked({"html/index.html": b""}, (found,))
    broken = SimpleNamespace(make=lambda *given: made, enclose=lambda made, *others: Checked(made))
    whole = making.module_of
    monkeypatch.setattr(making, "module_of", lambda name: broken if name == "html" else whole(name))
    assert build(workspace(), MemoryCache(), Order(strict=True), quiet).value is None
    assert build(workspace(), MemoryCache(), Order(), quiet).value is not None


def _unusable(press: Press, monkeypatch: pytest.MonkeyPatch, *names: str) -> list[str]:
    """Formats whose template has a mistake in line 3; returns what was tried, and is filled."""
    tried: list[str] = []
    whole = making.module_of

    def give_up(name: str) -> Checked[Artifacts]:
        tried.append(name)
        raise WrongFile("templates/x.html", 3, name)

    def module_of(name: str) -> object:
        broken = SimpleNamespace(
            make=lambda *given: give_up(name),
            lay_out=lambda *given: give_up(name),
            open_workshop=ignore,
            Workshop=nullcontext,
        )
        return broken if name in names else whole(name)

    monkeypatch.setattr(making, "module_of", module_of)
    return tried


def test_a_format_whose_template_has_a_mistake_is_left_out(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = MemoryCache()
    tried = _unusable(press, monkeypatch, "epub")
    for _ in range(2):
        built = build(workspace(), cache, Order(), quiet)
        assert built.value is not None
        assert sorted(built.value) == ["1.bin", "SHA256SUMS", "x.pdf"]
        (told,) = built.diagnostics
        assert (told.code, told.span, dict(told.facts)["problem"]) == ("f-025", Span("templates/x.html", 3), "epub")
    assert tried == ["epub"] * 2, "what could not be made is kept nowhere"


def test_without_print_the_others_name_no_pages_and_do_when_it_is_back(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = MemoryCache()
    with monkeypatch.context() as patch:
        _unusable(press, patch, "pdf")
        built = build(workspace(), cache, Order(), quiet)
        assert built.value is not None
        assert sorted(built.value) == ["1.bin", "2.bin", "SHA256SUMS"]
        assert codes(built) == ["f-025"]
    assert codes(build(workspace(), cache, Order(), quiet)) == []
    assert [pages.folios for pages in press.pages] == [{}, {}, {"a": "7"}, {"a": "7"}]


def test_what_names_pages_is_made_while_type_is_set_and_again_when_they_moved(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, made = MemoryCache(), threading.Semaphore(0)

    def other(job: Job) -> Checked[Artifacts]:
        made.release()
        return Checked({f"{id(job.pages)}.bin": repr(job.pages.folios).encode()})

    def built(title: str, folio: str, ahead: int) -> set[bytes]:
        """Build with this text and this page; how many formats must be there before print is."""

        def lay_out(*given: object) -> SimpleNamespace:
            assert all(made.acquire(timeout=20) for _ in range(ahead))
            pages = PageMap({"a": folio})
            return SimpleNamespace(pages=pages, finish=lambda: Checked(Printed({"x.pdf": b"pdf"}, pages)))

        renderers = {"pdf": SimpleNamespace(lay_out=lay_out, open_workshop=ignore, Workshop=nullcontext)}
        monkeypatch.setattr(making, "module_of", lambda name: renderers.get(name, SimpleNamespace(make=other)))
        whole = build(workspace(chapter=CHAPTER.replace("Anfang", title)), cache, Order(), quiet).value
        assert whole is not None
        return {data for path, data in whole.items() if path.endswith(".bin")}

    def late() -> int:
        """How many formats were made when print was there."""
        return sum(1 for _ in iter(lambda: made.acquire(blocking=False), False))

    assert (built("A", "7", 0), late()) == ({b"{'a': '7'}"}, 2)
    assert (built("B", "7", 2), late()) == ({b"{'a': '7'}"}, 0)
    assert (built("C", "9", 2), late()) == ({b"{'a': '9'}"}, 2)
    assert (built("D", "9", 2), late()) == ({b"{'a': '9'}"}, 0)


def test_where_no_format_can_be_made_nothing_is(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    _unusable(press, monkeypatch, "html")
    built = build(workspace(), MemoryCache(), Order(formats=("html",)), quiet)
    assert (built.value, codes(built)) == (None, ["f-025"])


def test_without_a_manifest_nothing_is_made(press: Press) -> None:
    assert codes(build(MemoryWorkspace(), MemoryCache(), Order(), quiet)) == ["m-019"]


def test_a_broken_manifest_is_replaced_by_the_last_good_one(press: Press) -> None:
    cache = MemoryCache()
    build(workspace(BOOK + "publisher: Haus\n"), cache, Order(), quiet)
    built = build(workspace("title: a: b\n"), cache, Order(), quiet)
    assert built.value is not None
    assert codes(built) == ["m-003"]
    assert press.books[-1].manifest.publisher == "Haus"
    assert build(workspace("title: a: b\n"), MemoryCache(), Order(), quiet).value is None


def test_one_broken_line_costs_only_its_own_value(press: Press) -> None:
    cache = MemoryCache()
    build(workspace(BOOK + "date: 2026-01-01\n"), cache, Order(), quiet)
    build(workspace(BOOK.replace("Probe", "Neu") + "date: bald\n"), cache, Order(), quiet)
    assert (press.books[-1].manifest.title, press.books[-1].manifest.date) == ("Neu", "2026-01-01")


def test_a_variant_that_nobody_described_is_refused(press: Press) -> None:
    described = BOOK + "variants: [{name: schule}]\n"
    refused = build(workspace(described), MemoryCache(), Order(variant="schuhe"), quiet)
    assert (refused.value, codes(refused), refused.diagnostics[0].suggestion) == (None, ["m-031"], "schule")
    assert build(workspace(described), MemoryCache(), Order(variant="schule"), quiet).value is not None


def test_checklists_of_the_folder_belong_to_the_book_without_being_listed() -> None:
    sheet = "---\nstatus: fertig\n---\n# Liste\n\n- [ ] Eins\n"
    files = {"checklists/b.md": sheet, "checklists/a.md": sheet, "checklists/README.md": "# x\n"}
    proof = proofread(workspace(**files), MemoryCache(), Order(), quiet)
    assert proof.value is not None
    listed = proof.value.book.manifest.checklists
    assert [entry.path for entry in listed] == ["checklists/a.md", "checklists/b.md"]


def test_warnings_spoil_only_where_it_is_strict() -> None:
    error, warning, note = (diagnose(code, Span("")) for code in ("m-004", "k-050", "s-050"))
    assert [spoils((found,), strict=False) for found in (error, warning, note)] == [True, False, False]
    assert [spoils((found,), strict=True) for found in (error, warning, note)] == [True, True, False]
    assert not spoils((), strict=True)


@pytest.mark.slow
def test_two_real_builds_have_the_same_bytes_with_and_without_a_cache() -> None:
    book = BOOK + "date: 2026-11-24\n"
    chapter = CHAPTER + "\n::: tipp\nFang klein an.\n:::\n\n[Wer?]{.feld zeilen=2}\n"
    kept = MemoryCache()
    first, warm, cold = (
        build(workspace(book, chapter), cache, Order(), quiet) for cache in (kept, kept, MemoryCache())
    )
    assert first.value is not None
    assert codes(first) == []
    assert {path.split("/")[0] for path in first.value} == {"SHA256SUMS", "html", "probe.epub", "probe.pdf"}
    assert first.value == warm.value == cold.value


@pytest.mark.slow
def test_a_sheet_is_held_against_its_page_with_the_page_numbers_that_print_has() -> None:
    refers = "Mehr dazu steht in [](#wege) und noch einmal in [](#ziele). " * 44
    files = {
        "book.yaml": f"{BOOK}formats: [pdf, handouts]\n",
        "chapters/a.md": f"{CHAPTER}\n## Wege {{#wege}}\n\nEins.\n\n## Ziele {{#ziele}}\n\nZwei.\n",
        "worksheets/b.md": f"---\nhandout: A4\nzweck: Proben.\n---\n# Blatt\n\n{refers}\n\n[Name]{{.feld}}\n",
    }
    verdicts = {}
    for formats in ("[pdf, handouts]", "[handouts]"):
        workspace = MemoryWorkspace({**files, "book.yaml": f"{BOOK}formats: {formats}\n"})
        proof = proofread(workspace, MemoryCache(), Order(), lambda stage: None).value
        assert proof is not None
        verdicts[formats] = [found.code for found in story.budget(proof, MemoryCache())]
    assert verdicts == {"[pdf, handouts]": ["k-061"], "[handouts]": ["k-060"]}
