"""Texts set with the Pango context and font that their style had before, and split once.

Pango keeps what it found out about a line until it is drawn; a section is written as soon as it is set.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features

from .. import breaks
from ..typefaces import describe
from . import take

_setup = line_break.Layout.setup
_deactivate = line_break.Layout.deactivate
_reactivate = line_break.Layout.reactivate
_strut = line_break.strut
_split_first_line = line_break.split_first_line
_can_break_text = line_break.can_break_text

# Where a style keeps what was found out about it.
_KIT, _STRUT = "_kit", "_strut"
Split = tuple[Any, int, int | None, float, float, float]


class _Kit(NamedTuple):
    """What Pango needs for texts of one style; `features` are those of OpenType as text, empty without any."""

    context: Any
    language: Any
    description: Any
    features: bytes


def setup(layout: Any, style: Any) -> None:
    """Prepare a layout (`Layout.setup`) with the context and font that its style had before."""
    if style["text_decoration_line"] != "none" or style["font_language_override"] != "normal" or not style["lang"]:
        _setup(layout, style)
        return
    kit = style.__dict__.get(_KIT) or _outfit(style)
    layout.style = style
    layout.first_line_direction = 0
    layout.language = kit.language
    layout.layout = ffi.gc(pango.pango_layout_new(kit.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, kit.description)
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    if kit.features:
        # A list of its own, as letter spacing comes into it; it goes with the layout. WeasyPrint's stay for good.
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(kit.features))
        pango.pango_layout_set_attributes(layout.layout, attributes)
        pango.pango_attr_list_unref(attributes)


def _outfit(style: Any) -> _Kit:
    """Make the kit of a style, and let the style keep it."""
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    name, _ = unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(name)
    pango.pango_context_set_language(context, language)
    kit = style.__dict__[_KIT] = _Kit(context, language, describe(style), _features(style))
    return kit


def _features(style: Any) -> bytes:
    """The OpenType features of a style as Pango reads them, empty without any."""
    features = font_features(
        style["font_kerning"],
        style["font_variant_ligatures"],
        style["font_variant_position"],
        style["font_variant_caps"],
        style["font_variant_numeric"],
        style["font_variant_alternates"],
        style["font_variant_east_asian"],
        style["font_feature_settings"],
    )
    return ",".join(f"{key} {value}" for key, value in features.items()).encode()


def deactivate(layout: Any) -> None:
    """Keep the glyphs of a line until it is drawn (`Layout.deactivate`); a section is written as soon as it is set."""


def reactivate(layout: Any, style: Any) -> None:
    """Take the glyphs that are there (`Layout.reactivate`), if they are those of one line without other spaces."""
    spaced = layout.justification_spacing or style["word_spacing"] or style["letter_spacing"] != "normal"
    if spaced or layout.style is not style or layout.get_first_line()[1] is not None:
        _reactivate(layout, style)


def strut(style: Any) -> tuple[float, float]:
    """The line height and baseline of a style (`strut`), remembered."""
    known = style.__dict__.get(_STRUT)
    if known is None:
        known = style.__dict__[_STRUT] = _strut(style)
    return known  # type: ignore[no-any-return]


def split_first_line(text: str, style: Any, context: Any, max_width: float | None, *rest: Any, **options: Any) -> Split:
    """Split a text (`split_first_line`) as it was split before: boxes are set again beside floats, in tables and
    flexible boxes, or on pages of another height, and a line that was set is not changed."""
    return _remembered(breaks.split_first_line, text, style, context, max_width, *rest, **options)


def measure_first_line(
    text: str, style: Any, context: Any, max_width: float | None, *rest: Any, **options: Any
) -> Split:
    """Split a text only to know its width."""
    return _remembered(_measure, text, style, context, max_width, *rest, **options)


def _measure(*given: Any, **options: Any) -> Split:
    _, *measures = _split_first_line(*given, **options)
    return None, *measures


def _remembered(
    split: Callable[..., Split],
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Split:
    known = getattr(getattr(context, "style_for", None), "splits", {})
    key = split, id(style), text, max_width, spacing, is_line_start, minimum
    if key not in known:
        found = split(text, style, context, max_width, spacing, is_line_start=is_line_start, minimum=minimum)
        # With the style, so that no other style can be at its place.
        known[key] = found, style
    return known[key][0]  # type: ignore[no-any-return]


can_break_text = lru_cache(4096)(_can_break_text)

WAYS = (
    (line_break.Layout, "setup", _setup, setup),
    (line_break.Layout, "deactivate", _deactivate, deactivate),
    (line_break.Layout, "reactivate", _reactivate, reactivate),
    (inline, "strut", _strut, strut),
    (inline, "split_first_line", _split_first_line, split_first_line),
    (inline, "can_break_text", _can_break_text, can_break_text),
    (preferred, "split_first_line", _split_first_line, measure_first_line),
    (preferred, "can_break_text", _can_break_text, can_break_text),
)


def install() -> None:
    """Make WeasyPrint take these ways."""
    take(WAYS)
