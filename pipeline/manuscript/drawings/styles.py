"""A drawing's styles, as attributes: what its rules and `style=` say of each element.

A rule of one drawing would reach the whole page, and a page whose policy allows no style in itself could not show it.
So the cascade (CSS Cascading 4, 6; author rules only) is settled once, here, and no style stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import cssselect2
import tinycss2
from lxml.etree import _Element as Element

from .copies import TooMuch
from .values import MOST_SIGNS, is_readable, is_settled
from .vocabulary import SVG

# Rules that look at an element's surroundings cost a look at them for every element.
MOST_STEPS, MOST_LOOKS, MOST_RULES = 3, 400_000, 3000
# What is said of one element, overruled or not.
MOST_DECLARED = 500
_STYLE = f"{{{SVG}}}style"


class Declared(NamedTuple):
    """A property and its value as a style says them."""

    name: str
    value: str
    important: bool


class Sheet(NamedTuple):
    """A drawing's rules; `dropped` are the kinds of what is not used, with their lines."""

    matcher: cssselect2.Matcher
    dropped: tuple[tuple[str, int], ...]


def read_sheet(root: Element, size: int) -> Sheet:
    """Read the rules of a drawing with so many elements."""
    matcher, dropped, looks, rules, signs = cssselect2.Matcher(), [], 0, 0, 0
    for style in root.iter(_STYLE):
        line = style.sourceline if isinstance(style.sourceline, int) else 1
        written = "".join(str(text) for text in style.itertext())
        signs += len(written)
        if not is_readable(written) or signs > MOST_SIGNS or rules > MOST_RULES:
            dropped.append(("style", line))
            continue
        for rule in tinycss2.parse_stylesheet(written, True, True):
            selectors = _selectors(rule) if rule.type == "qualified-rule" else None
            if selectors is None:
                kind = f"@{rule.lower_at_keyword}" if rule.type == "at-rule" else "style"
                if kind not in ("@charset", "@namespace"):
                    dropped.append((kind, line + rule.source_line - 1))
                continue
            rules += 1
            looks += size * sum(_steps(rule) for _ in selectors)
            if looks > MOST_LOOKS or rules > MOST_RULES:
                dropped.append(("style", line + rule.source_line - 1))
                if rules > MOST_RULES:
                    break
                continue
            declared = _read(tinycss2.parse_blocks_contents(rule.content, True, True))
            # Also of a rule that meets no element: what leads out is told.
            dropped += [(one.name, line + rule.source_line - 1) for one in declared if not is_settled(one.value)]
            for selector in selectors:
                matcher.add_selector(selector, declared)
    return Sheet(matcher, tuple(dropped))


def declared_of(wrapped: cssselect2.ElementWrapper, sheet: Sheet) -> dict[str, str]:
    """What counts for an element in the end: rules by weight, then `style=`, then what is important. Raises TooMuch."""
    layers: list[Sequence[Declared]] = [found[3] for found in sheet.matcher.match(wrapped) if found[2] is None]
    if written := wrapped.etree_element.get("style"):
        layers.append(_inline(written))
    if not layers:
        return {}
    every = [one for layer in layers for one in layer]
    if len(every) > MOST_DECLARED:
        raise TooMuch
    return {one.name: one.value for one in (*(d for d in every if not d.important), *(d for d in every if d.important))}


def _selectors(rule: Any) -> list[Any] | None:
    try:
        selectors = cssselect2.compile_selector_list(rule.prelude)
    except cssselect2.SelectorError:
        return None
    return list(selectors) if _steps(rule) <= MOST_STEPS * 10 else None


def _steps(rule: Any) -> int:
    """How far a rule looks around: nothing for one element alone, ten for each combinator and what is in brackets."""
    parts = [one for one in rule.prelude if one.type != "comment"]
    while parts and parts[-1].type == "whitespace":
        parts.pop()
    far: int = sum(one.type in ("whitespace", "function") or one == ">" or one == "+" or one == "~" for one in parts)
    commas: int = sum(one == "," for one in parts)
    return 10 * max(0, far - 2 * commas)


@lru_cache(maxsize=512)  # programs write the same style on many elements
def _inline(written: str) -> tuple[Declared, ...]:
    return _read(tinycss2.parse_blocks_contents(written, True, True)) if is_readable(written) else ()


def _read(contents: Sequence[Any]) -> tuple[Declared, ...]:
    return tuple(
        Declared(name, value, one.important)
        for one in contents
        if one.type == "declaration"
        for name, value in _longhands(one.lower_name, one.value)
    )


def _longhands(name: str, tokens: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """The properties that stand for a shorthand, which no attribute can say."""
    if name == "marker":
        for place in ("start", "mid", "end"):
            yield f"marker-{place}", tinycss2.serialize(tokens).strip()
    elif name == "font":
        yield from _font(tokens)
    else:
        yield name, tinycss2.serialize(tokens).strip()


def _font(tokens: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """`font: italic bold 12px/1.2 Display, serif` (CSS Fonts 4, 2.7); a line height means nothing here."""
    sizes = [nth for nth, one in enumerate(tokens) if one.type in ("dimension", "percentage")]
    if not sizes:
        return
    for one in tokens[: sizes[0]]:
        word = getattr(one, "lower_value", "") or (one.serialize() if one.type == "number" else "")
        if word in ("italic", "oblique"):
            yield "font-style", word
        elif word in ("bold", "bolder", "lighter") or one.type == "number":
            yield "font-weight", word
        elif word == "small-caps":
            yield "font-variant", word
    yield "font-size", tokens[sizes[0]].serialize()
    family = list(tokens[sizes[0] + 1 :])
    if len(family) > 1 and family[0] == "/":
        family = family[2:]
    if written := tinycss2.serialize(family).strip():
        yield "font-family", written
