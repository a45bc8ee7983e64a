"""The book's sign: translucent bands of two fields cross, and where they cross something new is coloured.

A pure function of a seed, which is the edition's version: 1.0 always looks like 1.0, and 1.1 looks different.
The crossings are drawn as shapes of their own, because not every renderer can blend colours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import cos, radians, sin

from markupsafe import Markup

# (one field, the other, the crossing): the colours of the parts, three at a time.
PALETTES = (
    ("#00606b", "#a8195c", "#3a3fa8"),
    ("#00606b", "#a33d00", "#a8195c"),
    ("#3a3fa8", "#a33d00", "#a8195c"),
    ("#3f6212", "#3a3fa8", "#00606b"),
    ("#a8195c", "#3f6212", "#a33d00"),
)

# On a cover: the ground, one field, the other, the crossing. The fields are light and the crossings strong, and ink can
# be read on all of them.
COVER_PALETTES = (
    ("#ffffff", "#6fd6df", "#ff9cc6", "#ff6a3d"),
    ("#ffffff", "#6fd6df", "#ffb27a", "#ff6fae"),
    ("#ffffff", "#b3b6ff", "#ffb27a", "#ff6a3d"),
    ("#ffffff", "#b9dc7c", "#b3b6ff", "#1fb6c6"),
    ("#ffffff", "#ff9cc6", "#b9dc7c", "#ff8a2b"),
)
OPACITY = {("a", True): 0.22, ("b", True): 0.22, ("c", True): 0.92, ("c", False): 0.55}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Band:
    """A straight band: its angle in degrees, its distance from the middle, its width, both as a share of the height."""

    angle: float
    offset: float
    width: float


def cover_sign(seed: str, width: float, height: float, bleed: float) -> Markup:
    """Draw the sign as it lies over a whole cover, and on over what is trimmed off."""
    ground, *fields = cover_palette(seed)
    fills = dict(zip("abc", fields, strict=True))
    corners = ((-bleed, -bleed), (width + bleed, -bleed), (width + bleed, height + bleed), (-bleed, height + bleed))
    shapes = [_polygon(corners, ground, "ground", 1)]
    shapes += [
        _polygon(one.points, fills[one.field], f"band-{one.field}", 1) for one in lay(seed, width, height, spread=True)
    ]
    view = f"{-bleed:g} {-bleed:g} {width + 2 * bleed:g} {height + 2 * bleed:g}"
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" aria-hidden="true">{"".join(shapes)}</svg>'
    )


def cover_palette(seed: str) -> tuple[str, str, str, str]:
    """The ground, the two fields and their crossing on the cover of an edition."""
    return COVER_PALETTES[sha256(seed.encode()).digest()[0] % len(COVER_PALETTES)]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the sign: `field` is "a" or "b" for a band, "c" for a crossing, of which every other one is even."""

    field: str
    points: tuple[Point, ...]
    is_even: bool = True


def lay(seed: str, width: float, height: float, *, spread: bool = False) -> Iterator[Stretch]:
    """Lay the bands over an area, those of the first field below, the crossings on top. Bands go on far beyond it; with
    `spread` each field takes all of the height."""
    first, second = _families(sha256(seed.encode()).digest())
    if spread:
        first, second = _spread(first), _spread(second)
    yield from (Stretch("a", _outline(band, width, height)) for band in first)
    yield from (Stretch("b", _outline(band, width, height)) for band in second)
    yield from (
        Stretch("c", _crossing(one, other, width, height), (i + j) % 2 == 0)
        for i, one in enumerate(first)
        for j, other in enumerate(second)
    )


def crossing_bands(
    seed: str, width: int, height: int, *, colours: Sequence[str] = (), label: str = "", bleed: int = 0
) -> str:
    """Draw the sign as an SVG of a size; `colours` are those of both fields and of the crossing, else the seed chooses.

    Without a label it is silent for assistive technology. With a `bleed` the same bands are seen that much further on
    every side: what paper is trimmed off.
    """
    colours = colours or PALETTES[sha256(seed.encode()).digest()[0] % len(PALETTES)]
    fills = {field: (colour, f"band-{field}") for field, colour in zip("abc", colours, strict=True)}
    shapes = [
        _polygon(one.points, *fills[one.field], OPACITY[one.field, one.is_even]) for one in lay(seed, width, height)
    ]
    view = f"{-bleed} {-bleed} {width + 2 * bleed} {height + 2 * bleed}"
    silent = ' aria-hidden="true" focusable="false"' if not label else f' role="img" aria-label="{label}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="motif" viewBox="{view}"'
        f' preserveAspectRatio="xMidYMid slice"{silent}>{"".join(shapes)}</svg>'
    )


def edge_bands(seed: str, width: float, height: float, colours: Sequence[str]) -> Markup:
    """Draw a narrow strip of the sign for the edge of a sheet, there where its fields cross in full colour."""
    laid = tuple(lay(seed, height, height, spread=True))
    across = (_middle(one.points) for one in laid if one.field == "c" and one.is_even)
    middle, _ = min(across, key=lambda point: (abs(point[1] - height / 2), point))
    fills = dict(zip("abc", colours, strict=True))
    shapes = [
        _polygon(one.points, fills[one.field], f"band-{one.field}", OPACITY[one.field, one.is_even]) for one in laid
    ]
    view = f"{middle - width / 2:.1f} 0 {width:g} {height:g}"
    return Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="motif" viewBox="{view}" aria-hidden="true">'
        f"{''.join(shapes)}</svg>"
    )


def _middle(points: Sequence[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _families(digest: bytes) -> tuple[tuple[Band, ...], tuple[Band, ...]]:
    """Read two families of bands out of a digest: each has one angle, two to three bands, widths that differ."""
    one = -38 + digest[1] / 255 * 20
    other = 28 + digest[2] / 255 * 26
    return tuple(_family(digest[3:], one)), tuple(_family(digest[12:], other))


def _family(numbers: bytes, angle: float) -> Iterator[Band]:
    count = 2 + numbers[0] % 2
    place = -0.42 + numbers[1] / 255 * 0.12
    for nth in range(count):
        width = 0.07 + numbers[2 + nth] / 255 * 0.17
        yield Band(angle, place + width / 2, width)
        place += width + 0.06 + numbers[5 + nth] / 255 * 0.2


def _spread(family: tuple[Band, ...]) -> tuple[Band, ...]:
    near = min(band.offset - band.width / 2 for band in family)
    far = max(band.offset + band.width / 2 for band in family)
    scale = 1 / (far - near)
    return tuple(Band(band.angle, (band.offset - (near + far) / 2) * scale, band.width * scale) for band in family)


def _frame(band: Band, width: float, height: float) -> tuple[Point, Point, float, float]:
    """The band's direction, its normal, and the distances of its two edges from the middle, in px."""
    turn = radians(band.angle)
    middle, half = band.offset * height, band.width * height / 2
    return (cos(turn), sin(turn)), (-sin(turn), cos(turn)), middle - half, middle + half


def _outline(band: Band, width: float, height: float) -> tuple[Point, ...]:
    along, across, near, far = _frame(band, width, height)
    reach = width + height
    ends = ((-reach, near), (reach, near), (reach, far), (-reach, far))
    return tuple(
        (width / 2 + run * along[0] + off * across[0], height / 2 + run * along[1] + off * across[1])
        for run, off in ends
    )


def _crossing(one: Band, other: Band, width: float, height: float) -> tuple[Point, ...]:
    """The parallelogram both bands share: four times the point where two edges meet."""
    _, n, near_n, far_n = _frame(one, width, height)
    _, m, near_m, far_m = _frame(other, width, height)
    scale = n[0] * m[1] - n[1] * m[0]
    edges = ((near_n, near_m), (far_n, near_m), (far_n, far_m), (near_n, far_m))
    return tuple(
        (width / 2 + (c * m[1] - d * n[1]) / scale, height / 2 + (d * n[0] - c * m[0]) / scale) for c, d in edges
    )


def _polygon(points: tuple[Point, ...], colour: str, name: str, opacity: float) -> str:
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polygon class="{name}" points="{corners}" fill="{colour}" fill-opacity="{opacity}"/>'
