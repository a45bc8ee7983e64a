"""Every file of an edition, made from one state of the book, and what they were made with."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import metadata

from .. import former
from ..artifacts import Artifacts, digest
from ..book.model import Book, PageMap
from ..cache import Cache
from ..checks import exceptions
from ..checks.balance import finished
from ..checks.proof import Order, proofread
from ..diagnostics import Checked, Diagnostic, in_order
from ..pandoc import version as pandoc_version
from ..program import lock_file
from ..registry import FORMATS
from ..render import accessibility, module_of, pdf
from ..render.html.enclosed import enclose
from ..render.job import Job
from ..render.pango import system_libraries
from ..render.workers import Workshop
from ..theme import Theme
from ..workspace import FolderWorkspace, Workspace
from .matrix import formats_of, variants_of

VARIANTS = "variants"
# The folders of the theme that decide how a book looks, and what else is printed.
LOOK = ("citations", "epub", "fonts", "html", "icons", "pdf", "styles")
LABELS = "labels"
# What decides on a single byte of the outputs; everything else is in the lock.
LIBRARIES = (
    *("EbookLib", "fonttools", "Jinja2", "lxml", "markupsafe", "pikepdf", "pydyf", "PyYAML", "segno", "tinycss2"),
    *("tinyhtml5", "weasyprint", "ziafont", "ziamath"),
)


@dataclass(frozen=True, slots=True)
class Produced:
    """The files by path, variants among them; the book itself, where everything is in its print, what was measured
    for people who choose what they can read, and the checksums of the theme."""

    artifacts: Artifacts
    book: Book
    pages: PageMap
    accessibility: Mapping[str, str] = field(default_factory=dict)
    look: Mapping[str, str] = field(default_factory=dict)


Press = Callable[[Workspace, Cache, Order, Callable[[str], None]], Checked[Produced | None]]


def produce(workspace: Workspace, cache: Cache, order: Order, tell: Callable[[str], None]) -> Checked[Produced | None]:
    """Make all formats and hand-outs of the book and of its variants, each of which has a folder of its own; None when
    there is no book."""
    whole = _produce(workspace, cache, order, tell)
    if whole.value is None:
        return whole
    made = dict(whole.value.artifacts)
    found = list(whole.diagnostics)
    for name in variants_of(whole.value.book.manifest)[1:]:
        one = _produce(workspace, cache, replace(order, variant=name), tell)
        found += one.diagnostics
        if one.value is not None:
            made.update({f"{VARIANTS}/{name}/{path}": data for path, data in one.value.artifacts.items()})
    return Checked(replace(whole.value, artifacts=made), in_order(found))


def _produce(workspace: Workspace, cache: Cache, order: Order, tell: Callable[[str], None]) -> Checked[Produced | None]:
    """Make one reading of the book."""
    proof = proofread(workspace, cache, order, tell)
    if proof.value is None:
        return Checked(None, proof.diagnostics)
    book, theme = proof.value.book, proof.value.theme
    formats = formats_of(book.manifest)
    made: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    pages = PageMap()
    with Workshop(order.jobs) as workshop:
        for name in (one.name for one in FORMATS if one.name in formats):
            tell(name)
            if name == "pdf":
                printed = pdf.render(book, theme, cache, workshop)
                pages, done = printed.value.pages, Checked(printed.value.artifacts, printed.diagnostics)
                found += [one for data in done.value.values() for one in finished.of_file(data, book)]
            else:
                done = module_of(name).make(Job(book, theme, cache, lambda: workshop, pages))
            made.update(done.value)
            found += done.diagnostics
    whole = enclose(made, book, theme)
    found += whole.diagnostics
    measured = dict(accessibility.rows(accessibility.measure(book, theme, pages), theme.labels))
    produced = Produced(whole.value, book, pages, measured, look_of(theme, book.manifest.language))
    return Checked(produced, exceptions.add(proof.diagnostics, found, proof.value.texts))


def look_of(theme: Theme, language: str) -> dict[str, str]:
    """Give a checksum for each part of the theme that readers see; fixed words are those of the language."""
    files = sorted(theme.files.items())
    places = {**{name: f"{name}/" for name in LOOK}, LABELS: f"{LABELS}/{language[:2]}"}
    return {
        name: digest(*(part for path, data in files if path.startswith(place) for part in (path, data)))
        for name, place in places.items()
    }


def tools() -> dict[str, str]:
    """Name the programs and libraries that the files come from, with their versions."""
    found = {
        "python": platform.python_version(),
        "pandoc": pandoc_version().split()[-1],
        "system": system(),
        **system_libraries(),
    }
    for name in LIBRARIES:
        try:
            found[name.lower()] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return dict(sorted(found.items()))


def system() -> str:
    """Name the system as its makers do: `debian 12`, `macos 15.1`."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return f"{platform.system().lower().replace('darwin', 'macos')} {platform.mac_ver()[0]}".strip()
    return f"{release['ID']} {release.get('VERSION_ID', '')}".strip()


def program() -> str:
    """Give the checksum of the pipeline and its theme."""
    return digest_of(former.program())


def digest_of(files: Mapping[str, bytes]) -> str:
    """Give the checksum of the files of a pipeline."""
    return digest(*(part for entry in sorted(files.items()) for part in entry))


def lock() -> str:
    """Give the checksum of the list of libraries that the pipeline was written for; empty without one."""
    path = lock_file()
    return digest(FolderWorkspace(path.parent).read(path.name)) if path else ""
