"""What there is to build: every variant in every format. What a cut makes, and what a forge builds side by side."""

from __future__ import annotations

from ..manuscript.model import Manifest
from ..registry import HANDOUTS

BOOK_ITSELF = ""


def matrix(manifest: Manifest) -> dict[str, list[dict[str, str]]]:
    """List variant × format as GitHub's `strategy.matrix` reads it; "" is the book itself."""
    formats = formats_of(manifest)
    return {"include": [{"variant": name, "format": form} for name in variants_of(manifest) for form in formats]}


def variants_of(manifest: Manifest) -> tuple[str, ...]:
    """Name the book itself and its variants."""
    return BOOK_ITSELF, *(variant.name for variant in manifest.variants)


def formats_of(manifest: Manifest) -> tuple[str, ...]:
    """Name the formats of the manifest; an edition has its hand-outs, too."""
    return tuple(dict.fromkeys((*manifest.formats, HANDOUTS)))
