"""What comes into a text by drop and paste: pictures, and what other programs wrote; and why something does not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from ..codes import CODES, phrase
from ..conversion import pasting
from ..conversion.archives import Refused
from ..conversion.arriving import SHOWN
from ..conversion.importing import element_words
from ..manuscript.addition import FOLDERS
from ..manuscript.pictures import MOST_SIDE
from ..rasters import NotDrawn, make_still
from ..spelling import ascii_slug
from ..theme import Labels
from ..workspace import Workspace

IMAGES = "images"
ENDINGS = {"JPEG": ".jpg", "PNG": ".png"}
# What of a paste is told to its writer, and how much of it.
TOLD = ("f-169", "f-170", "f-176", "f-178")
MOST_TOLD, MOST_PICTURES, DEEPEST = 5, 30, 4


class Unwilling(Exception):
    """Why something cannot be done: a word that the page has a sentence for."""

    def __init__(self, reason: str, status: int = 409) -> None:
        super().__init__(reason)
        self.reason, self.status = reason, status


@dataclass(frozen=True, slots=True)
class Beside:
    """A text into which something comes: where its file is, and what it says now."""

    workspace: Workspace
    path: str
    text: str
    labels: Labels


def keep_picture(workspace: Workspace, path: str, name: str, data: bytes) -> str:
    """Put a picture into the folder for those of a text, as large as print needs; its path from there."""
    try:
        # Saved anew: neither the place where it was taken nor anything hidden stays in it.
        kind, made = make_still(data, MOST_SIDE)
    except NotDrawn:
        raise Unwilling("picture", 400) from None
    ending = ENDINGS[kind]
    folder = PurePosixPath(path).parent / IMAGES
    stem = ascii_slug(re.sub(r"\.\w{1,5}$", "", name)) or "bild"
    names = (f"{stem}{ending}" if nth < 2 else f"{stem}-{nth}{ending}" for nth in range(1, 10_000))
    free = next(one for one in names if not workspace.exists(f"{folder}/{one}"))
    workspace.write(f"{folder}/{free}", made)
    return f"{IMAGES}/{free}"


def pictures_in(workspace: Workspace) -> tuple[str, ...]:
    """The pictures that the book's texts can show."""
    found = (path for folder in FOLDERS.values() for path in workspace.files(f"{folder}/{IMAGES}"))
    return tuple(sorted(path for path in found if PurePosixPath(path).suffix.lower() in SHOWN))


def read_paste(beside: Beside, html: str, above: int) -> dict[str, Any]:
    """Make Markdown of what was copied, with what was left out of it in words. No text: its plain text says as much."""
    place = pasting.Place(beside.text, max(0, min(above, DEEPEST)))
    kept: dict[bytes, str] = {}
    language = beside.labels.language
    try:
        made = pasting.read_paste(html, place, language, element_words(beside.labels), partial(_keep, beside, kept))
    except Refused:
        raise Unwilling("paste", 422) from None
    if made is None:
        return {"text": None}
    return {"text": made.text, "inline": made.inline, "told": _told(made.changed, language)}


def _keep(beside: Beside, kept: dict[bytes, str], data: bytes) -> str:
    if data not in kept and len(kept) < MOST_PICTURES:
        try:
            kept[data] = keep_picture(beside.workspace, beside.path, PurePosixPath(beside.path).stem, data)
        except Unwilling:
            return ""
    return kept.get(data, "")


def _told(changed: Counter[tuple[str, str]], language: str) -> list[str]:
    said = []
    for (code, name), count in sorted(changed.items()):
        if code in TOLD:
            words = phrase(CODES[code], {"name": name or "?", "count": str(count)}, language)
            said.append(f"{words.fact[:1].upper()}{words.fact[1:]}.")
    return said[:MOST_TOLD]
