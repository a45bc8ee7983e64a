"""What there is to build: every variant in every format, for a forge that builds them side by side."""

from __future__ import annotations

from pipeline.manuscript.model import Manifest


def matrix(manifest: Manifest) -> dict[str, list[dict[str, str]]]:
    """List variant × format as GitHub's `strategy.matrix` reads it; "" is the book itself."""
    variants = ("", *(variant.name for variant in manifest.variants))
    return {"include": [{"variant": name, "format": form} for name in variants for form in manifest.formats]}
