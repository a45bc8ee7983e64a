"""The sign is a pure function of the edition."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.render.motif import crossing_bands, edge_bands


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


@pytest.mark.parametrize("seed", [f"edge-blatt-{nth}" for nth in range(40)])
def test_an_edge_shows_a_crossing_in_full_colour(seed: str) -> None:
    root = etree.fromstring(edge_bands(seed, 10, 297, ["#111111", "#222222", "#333333"]).encode())
    left, top, width, height = map(float, root.get("viewBox", "").split())
    strong = [one for one in root if one.get("class") == "band-c" and one.get("fill-opacity") == "0.92"]
    corners = [[tuple(map(float, corner.split(","))) for corner in one.get("points", "").split()] for one in strong]
    middles = [(sum(x for x, _ in points) / 4, sum(y for _, y in points) / 4) for points in corners]
    assert any(left < x < left + width and top < y < top + height for x, y in middles)
    assert {one.get("fill") for one in strong} == {"#333333"}
