"""The sign is a pure function of the edition."""

from __future__ import annotations

from lxml import etree

from pipeline.render.motif import crossing_bands


def test_the_same_edition_always_looks_the_same_and_another_differs() -> None:
    assert crossing_bands("1.0", 340, 480) == crossing_bands("1.0", 340, 480)
    assert crossing_bands("1.0", 340, 480) != crossing_bands("1.1", 340, 480)


def test_every_band_crosses_every_other() -> None:
    root = etree.fromstring(crossing_bands("2.0", 340, 480).encode())
    kinds = [polygon.get("class") for polygon in root]
    assert kinds.count("band-c") == kinds.count("band-a") * kinds.count("band-b") >= 4


def test_without_a_label_it_is_silent() -> None:
    assert 'aria-hidden="true"' in crossing_bands("1.0", 10, 10)
    assert 'role="img" aria-label="Muster"' in crossing_bands("1.0", 10, 10, label="Muster")
