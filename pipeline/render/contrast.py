"""How well text stands out from its ground, measured on the theme's colours (WCAG 2.2, 1.4.3 and "relative luminance").

In: the theme's style sheets. Out: the ratio of every pair of colours that text is set in, in light and dark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..theme import Theme, styles_of

LEAST = 4.5
# Text in the first colour stands on the second, by the names of the theme's values.
PAIRS = (
    *((text, ground) for text in ("ink", "ink-soft", "part") for ground in ("paper", "paper-deep", "part-tint")),
    *(("paper", ground) for ground in ("ink", "part")),
    *((f"code-{kind}", "paper-deep") for kind in ("word", "text", "number", "type", "name", "error")),
)
SCREEN = ("styles/tokens.css", "styles/web.css")
PAPER = ("styles/tokens.css",)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_VALUE = re.compile(r"--([\w-]+)\s*:\s*([^;]+)")
_BOTH = re.compile(r"light-dark\(\s*(#[0-9a-fA-F]{3,6})\s*,\s*(#[0-9a-fA-F]{3,6})\s*\)")
_COLOUR = re.compile(r"(?<![-\w])color\s*:\s*(#[0-9a-fA-F]{3,6})")
_GROUND = re.compile(r"(?<![-\w])background(?:-color)?\s*:\s*(#[0-9a-fA-F]{3,6})")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Contrast:
    """A pair of colours: where it is used, and how far apart they are (1 to 21)."""

    place: str
    text: str
    ground: str
    ratio: float


def measure(theme: Theme) -> tuple[Contrast, ...]:
    """All pairs of the theme, in the order of its style sheets."""
    found = [*_of_values(theme, PAPER, "print", 0)]
    for mode, name in enumerate(("light", "dark")):
        found += _of_values(theme, SCREEN, name, mode)
    for path in (path for medium in ("print", "epub") for path in styles_of(theme.files, medium)):
        found += _of_literals(path, _text(theme, path))
    return tuple(found)


def lowest(theme: Theme) -> float:
    """The lowest ratio of all pairs, 0 where there are none."""
    return min((pair.ratio for pair in measure(theme)), default=0.0)


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, as #rgb or #rrggbb."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _of_values(theme: Theme, paths: tuple[str, ...], place: str, mode: int) -> Iterator[Contrast]:
    """The pairs of named values, for the page as a whole and for every part."""
    scopes: dict[str, dict[str, str]] = {}
    for path in paths:
        for selector, body in _RULE.findall(_COMMENT.sub("", _text(theme, path))):
            values = {name: _colour(value, mode) for name, value in _VALUE.findall(body)}
            scopes.setdefault(selector.strip(), {}).update({k: v for k, v in values.items() if v})
    whole = scopes.get(":root", {})
    for scope, values in scopes.items():
        if scope == ":root" or re.fullmatch(r"\.part-\d+", scope):
            yield from _pairs(f"{place} {scope}", {**whole, **values})


def _pairs(place: str, values: Mapping[str, str]) -> Iterator[Contrast]:
    for text, ground in PAIRS:
        if text in values and ground in values:
            pair = values[text], values[ground]
            yield Contrast(f"{place} --{text} / --{ground}", *pair, ratio(*pair))


def _of_literals(path: str, style: str) -> Iterator[Contrast]:
    """Colours that a rule names itself, on the ground that it names, or on white paper; white on white is meant."""
    for selector, body in _RULE.findall(_COMMENT.sub("", style)):
        if colour := _COLOUR.search(body):
            named = _GROUND.search(body)
            ground = named[1] if named else "#ffffff"
            if ratio(colour[1], ground) > 1:
                place = f"{path.rpartition('/')[2]} {' '.join(selector.split())}"
                yield Contrast(place, colour[1], ground, ratio(colour[1], ground))


def _colour(value: str, mode: int) -> str:
    """A value's colour in light (0) or dark (1); empty when it is none."""
    if both := _BOTH.fullmatch(value.strip()):
        return both[mode + 1]
    return value.strip() if re.fullmatch(r"#(?:[0-9a-fA-F]{3}){1,2}", value.strip()) else ""


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _text(theme: Theme, path: str) -> str:
    return theme.files.get(path, b"").decode("utf-8", "replace")
