"""What stands behind an attribute or a property: numbers within bounds, and nothing that leads out of the drawing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import tinycss2

from .vocabulary import VARIABLES

MOST = 10_000_000.0
# Filters cost by these, not by the size of what they are put on.
MOST_OF = {"numOctaves": 16.0, "order": 20.0, "radius": 1000.0, "stdDeviation": 2000.0}
TEXTS = frozenset({"font-family", "result", "in", "in2", "aria-label", "aria-roledescription", "lang"})
# An escape of CSS can spell what no XML may hold.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Of a style or of a value with brackets or escapes in it. The longest that a drawing program wrote had 60,000.
MOST_SIGNS, MOST_NESTED = 500_000, 32
_BRACKET = re.compile(r"[(\[{}\])]")
_SUSPECT = re.compile(r"[(\\]|/\*")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_LONG = re.compile(r"\d{7}|\d[eE][-+]?\d")
_FUNCTION_NAMES = """
    rgb rgba hsl hsla hwb lab lch oklab oklch color icc-color calc matrix translate translatex translatey scale scalex
    scaley rotate skewx skewy blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
"""
_FUNCTIONS = frozenset(_FUNCTION_NAMES.split())


def is_readable(css: str) -> bool:
    """Whether a text of CSS has an end for its reader, which goes down as deep as brackets nest."""
    if len(css) > MOST_SIGNS:
        return False
    depth = deepest = 0
    for bracket in _BRACKET.finditer(css):
        depth = depth + 1 if bracket.group() in "([{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest <= MOST_NESTED


class Value(NamedTuple):
    """A value that may stay; `colour` is the name of the theme's colour that may stand in its place."""

    text: str
    colour: str = ""


class WrongValue(ValueError):
    """A value that leads out of the drawing, or whose meaning is not known."""


def is_suspect(text: str) -> bool:
    """Whether a value may have more than one reading, so that it has to be read as CSS."""
    return _SUSPECT.search(text) is not None


def settle(text: str) -> Value:
    """Bring a value into a form that has one reading only. Raises WrongValue."""
    if not is_suspect(text):
        return Value(text.strip())
    if not is_readable(text):
        raise WrongValue(text[:80])
    colours: list[str] = []
    tokens = tinycss2.parse_component_value_list(text, skip_comments=True)
    settled = "".join(_written(tokens, colours)).strip()
    if _NOT_XML.search(settled):
        raise WrongValue(text)
    return Value(settled, colours[0] if len(colours) == 1 else "")


def is_settled(text: str) -> bool:
    """Whether a value may stay."""
    try:
        settle(text)
    except WrongValue:
        return False
    return True


def in_bounds(name: str, text: str) -> bool:
    """Whether a drawing program can have meant the numbers of a value."""
    most = MOST_OF.get(name)
    if name in TEXTS or (most is None and not _LONG.search(text)):
        return True
    # A colour is no number, whatever it looks like.
    plain = re.sub(r"#[\w.-]+", "", text)
    return all(len(one) < 100 and abs(float(one)) <= (most or MOST) for one in _NUMBER.findall(plain))


def _written(tokens: Sequence[Any], colours: list[str]) -> list[str]:
    return [_token(token, colours) for token in tokens]


def _token(token: Any, colours: list[str]) -> str:
    if token.type == "url":
        return _address(token.value)
    if token.type == "function":
        return _function(token, colours)
    if token.type in ("() block", "[] block", "{} block", "error", "at-keyword"):
        raise WrongValue(token.type)
    return str(token.serialize())


def _function(token: Any, colours: list[str]) -> str:
    name, given = token.lower_name, [one for one in token.arguments if one.type not in ("whitespace", "comment")]
    if name == "url" and len(given) == 1 and given[0].type == "string":
        return _address(given[0].value)
    if name in ("var", "light-dark"):
        return _choice(name, token.arguments, colours)
    if name not in _FUNCTIONS:
        raise WrongValue(name)
    return f"{name_of(token.name)}({''.join(_written(token.arguments, colours))})"


def name_of(written: str) -> str:
    """A function's name as SVG's attributes want it."""
    return {"translatex": "translateX", "translatey": "translateY"}.get(written.lower(), written)


def _address(value: str) -> str:
    if not re.fullmatch(r"#[^\s'\"()\\]+", value):
        raise WrongValue("url")
    return f"url({value})"


def _choice(name: str, arguments: Sequence[Any], colours: list[str]) -> str:
    """`light-dark(a, b)` is a: paper is light. `var(--figure-ink, a)` is a, or what the theme has for it."""
    comma = next((nth for nth, one in enumerate(arguments) if one.type == "literal" and one.value == ","), -1)
    if comma < 0:
        raise WrongValue(name)
    if name == "light-dark":
        return "".join(_written(arguments[:comma], colours)).strip()
    variable = "".join(one.serialize() for one in arguments[:comma]).strip()
    if variable in VARIABLES:
        colours.append(VARIABLES[variable])
    return "".join(_written(arguments[comma + 1 :], colours)).strip()
