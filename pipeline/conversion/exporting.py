"""Chapters and sheets for other programs: a book and ids in, files out."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from .. import manuscript as door
from ..artifacts import Artifacts
from ..cache import Cache
from ..checks.proof import SHEETS, open_manifest
from ..diagnostics import Checked
from ..manuscript.front_matter import aliases_of, read_front_matter
from ..manuscript.manifest import list_sheets
from ..manuscript.model import Document, Manuscript
from ..theme import Labels, read_theme
from ..workspace import Workspace
from .leaving import WRITERS, Names, leave
from .passages import read_sheet
from .wordwriting import Shown, write_word

WORD = "docx"
FORMS = (WORD, *WRITERS)
SUFFIXES = {"jats": ".jats.xml", "tei": ".tei.xml"}
_KINDS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif"}


def read_book(workspace: Workspace, cache: Cache) -> Checked[tuple[Manuscript, Labels] | None]:
    """Read all that is written, and what the book calls things; None without a manifest."""
    opened = open_manifest(workspace, cache)
    if opened.value is None:
        return Checked(None, opened.diagnostics)
    paths = (path for folder in SHEETS for path in workspace.files(folder, (".md",)))
    manifest = list_sheets(opened.value, paths)
    theme = read_theme(workspace, manifest.language).value
    written = door.read(workspace, manifest, theme, cache)
    return Checked((written.value, theme.labels), (*opened.diagnostics, *written.diagnostics))


def known_ids(manuscript: Manuscript) -> dict[str, Document]:
    """What can be exported, by its id."""
    return {document.id: document for document in manuscript.documents.values()}


def export(manuscript: Manuscript, documents: tuple[Document, ...], form: str, labels: Labels) -> Artifacts:
    """Write documents in a form, a file each. Raises ToolMissing, ToolFailed."""
    address = _Addresses.of(manuscript)
    made: dict[str, bytes] = {}
    for document in documents:
        name = f"{document.id}{SUFFIXES.get(form, f'.{form}')}"
        if form == WORD:
            made[name] = _word(manuscript, document, address, labels)
        else:
            _, body = read_front_matter(document.text, document.path, aliases_of(labels)).value
            names = Names(
                {alias: one for one, alias in _aliases(labels).items()},
                {one: labels.words.get(f"elements.{one}.word", "") for one in _aliases(labels)},
                lambda written, path=document.path: address.name(written, path),  # type: ignore[misc]
            )
            promise = document.front.promise
            language = manuscript.manifest.language
            made[name] = leave(body, document.title, promise, form, names, language).encode()
    return made


def box_words(labels: Labels) -> dict[str, str]:
    """What the book calls its elements: as they are written, in either way → printed."""
    words = {alias: labels.words.get(f"elements.{one}.word", one) for one, alias in _aliases(labels).items()}
    return {**{one: words[alias] for one, alias in _aliases(labels).items()}, **words}


@dataclass(frozen=True, slots=True)
class _Addresses:
    """What the places of a book are called."""

    ids: Mapping[str, str]
    paths: Mapping[str, str]

    @classmethod
    def of(cls, manuscript: Manuscript) -> _Addresses:
        ids: dict[str, str] = {}
        for document in manuscript.documents.values():
            ids |= {target.id: target.title for target in document.targets if target.title}
            ids[document.id] = document.title
        return cls(ids, {document.path: document.title for document in manuscript.documents.values()})

    def name(self, address: str, path: str) -> str:
        """The title of a place that is named in a file."""
        file, _, place = address.partition("#")
        if place and place in self.ids:
            return self.ids[place]
        near = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else ""
        return self.paths.get(near) or self.paths.get(file) or address


def _word(manuscript: Manuscript, document: Document, address: _Addresses, labels: Labels) -> bytes:
    used: dict[str, str] = {}

    def naming(written: str) -> str:
        used[written] = address.name(written, document.path)
        return used[written]

    def picture(written: str) -> Shown | None:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), written))
        asset = manuscript.assets.get(path)
        suffix = _KINDS.get(asset.media_type, "") if asset else ""
        ratio = asset.height / asset.width if asset and asset.width and asset.height else 0.6
        return Shown(asset.data, suffix, ratio) if asset and suffix else None

    words = box_words(labels)
    source = document.text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    sheet = read_sheet(source, naming, lambda box: words.get(box, box))
    written = {*re.findall(r"\.([\w-]+)", source), *re.findall(r"^[ >]*:{3,}[ \t]*([\w-]+)", source, re.MULTILINE)}
    spans = {style for one in sheet.passages() for run in one.runs for style in run.styles if style in words}
    return write_word(
        sheet,
        source,
        document.path,
        boxes={one: words[one] for one in sorted(written) if one in words},
        spans={one: words[one] for one in sorted(spans)},
        names=used,
        picture=picture,
        language=manuscript.manifest.language,
    )


def _aliases(labels: Labels) -> dict[str, str]:
    """Elements by their canonical names, as authors write them."""
    return {
        key.removesuffix(".alias"): word for key, word in labels.under("elements").items() if key.endswith(".alias")
    }


def stem_of(given: str) -> str:
    """The id that somebody may mean by a path."""
    return PurePosixPath(given).name.removesuffix(".md")
