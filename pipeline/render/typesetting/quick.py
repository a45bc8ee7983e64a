"""WeasyPrint 70.0 with less work: the same results from fewer steps.

Most of a layout's time goes into a few questions asked again and again with the same answer: a property that no rule
sets, a length without a percentage, the Pango context and font of a style, a background that is not there. Each
function here answers the usual case at once and leaves every other one to the function it replaces (`install`). These
are private names: the version is pinned, and test_quick.py holds sheets against those of the untouched WeasyPrint.
"""

from __future__ import annotations

from math import inf
from typing import Any, NamedTuple

from weasyprint import css
from weasyprint.css import computed_values
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import absolute, background, block, column, flex, float, grid, inline, page, percent, table
from weasyprint.layout.percent import percentage
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

_missing = css.ComputedStyle.__missing__
_setup = line_break.Layout.setup
_deactivate = line_break.Layout.deactivate
_reactivate = line_break.Layout.reactivate
_strut = line_break.strut
_resolve_percentages = percent.resolve_percentages
_layout_box_backgrounds = background.layout_box_backgrounds

# Properties whose value may hang on others than their own cascaded and inherited one.
_ENTANGLED = frozenset({"position", "float", "display", "page"})
_PLAIN = frozenset(key for key in INITIAL_VALUES if key not in _ENTANGLED and not key.startswith("text_decoration_"))
_INHERITED = frozenset(_PLAIN & INHERITED)
_INITIAL = frozenset(_PLAIN - INHERITED - INITIAL_NOT_COMPUTED)
_LOGICAL = {
    key: {direction: logical(block="ttb", inline=direction) for direction in ("ltr", "rtl")}
    for key, logical in computed_values.PHYSICAL_FUNCTIONS.items()
}
# Where a style keeps what was found out about it.
_KIT, _STRUT, _BARE = "_kit", "_strut", "_bare"
_RADII = (
    "border_top_left_radius",
    "border_top_right_radius",
    "border_bottom_right_radius",
    "border_bottom_left_radius",
)
_NONE = (0, "px")


def install() -> None:
    """Make WeasyPrint take the short ways."""
    css.ComputedStyle.__missing__ = missing
    line_break.Layout.setup = setup
    line_break.Layout.deactivate = deactivate
    line_break.Layout.reactivate = reactivate
    inline.strut = strut
    for module in (absolute, block, column, flex, float, grid, inline, page, table):
        module.resolve_percentages = resolve_percentages
    background.layout_box_backgrounds = layout_box_backgrounds


def missing(style: Any, key: str) -> Any:
    """Compute a property (`ComputedStyle.__missing__`)."""
    cascaded = style.cascaded
    if key in cascaded or (key in _LOGICAL and _LOGICAL[key][style["direction"]] in cascaded):
        return _missing(style, key)
    if key in _INITIAL:
        value = style[key] = INITIAL_VALUES[key]
        return value
    if key in _INHERITED and style.parent_style is not None and not check_math(value := style.parent_style[key]):
        style[key] = value
        return value
    return _missing(style, key)


class _Kit(NamedTuple):
    """What Pango needs for texts of one style; `features` are an attribute that Pango keeps for good."""

    context: Any
    language: Any
    description: Any
    features: Any


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
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, kit.features)
        pango.pango_layout_set_attributes(layout.layout, attributes)


def _outfit(style: Any) -> _Kit:
    """Make the kit of a style, and let the style keep it."""
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    name, _ = unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(name)
    pango.pango_context_set_language(context, language)
    kit = style.__dict__[_KIT] = _Kit(context, language, get_font_description(style), _features(style))
    return kit


def _features(style: Any) -> Any:
    """The OpenType features of a style as one attribute, None without any. WeasyPrint keeps them by their text."""
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
    if not features:
        return None
    text = ",".join(f"{key} {value}" for key, value in features.items()).encode()
    known = style.font_config.font_features
    if text not in known:
        known[text] = pango.pango_attr_font_features_new(text)
    return known[text]


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


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the used lengths of a box (`resolve_percentages`) where its block's height is known and sizes are those of
    the content."""
    style = box.style
    known = isinstance(containing_block, boxes.Box)
    width, height = (containing_block.width, containing_block.height) if known else containing_block
    if style["box_sizing"] != "content-box" or isinstance(box, boxes.PageBox):
        _resolve_percentages(box, containing_block)
        return
    box.margin_left = _used(style, "margin_left", width)
    box.margin_right = _used(style, "margin_right", width)
    box.margin_top = _used(style, "margin_top", width)
    box.margin_bottom = _used(style, "margin_bottom", width)
    box.padding_left = _used(style, "padding_left", width)
    box.padding_right = _used(style, "padding_right", width)
    box.padding_top = _used(style, "padding_top", width)
    box.padding_bottom = _used(style, "padding_bottom", width)
    box.width = _used(style, "width", width)
    box.min_width = _least(style, "min_width", width)
    box.max_width = _used(style, "max_width", width)
    box.height = _height(style, height)
    known_height = height != "auto"
    box.min_height = _least(style, "min_height", height if known_height else 0)
    box.max_height = _used(style, "max_height", height if known_height else inf)
    if style["border_collapse"] == "collapse" and hasattr(box, "border_top_width"):
        return
    box.border_top_width = style["border_top_width"]
    box.border_right_width = style["border_right_width"]
    box.border_bottom_width = style["border_bottom_width"]
    box.border_left_width = style["border_left_width"]


def _used(style: Any, name: str, whole: Any) -> Any:
    """A length in pixels, or "auto"; `whole` is what a percentage is of."""
    value = style[name]
    if value.__class__ is Dimension and value.unit != "%":
        return value.value
    return percentage(value, style, whole)


def _least(style: Any, name: str, whole: Any) -> Any:
    used = _used(style, name, whole)
    return 0 if used == "auto" else used


def _height(style: Any, whole: Any) -> Any:
    """The height, where "auto" is also a part of what is "auto" itself."""
    value = style["height"]
    if whole == "auto" and (value == "auto" or check_math(value) or value.unit == "%"):
        return "auto"
    return _used(style, "height", whole)


def layout_box_backgrounds(
    page: Any, box: Any, get_image_from_uri: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Find the background of a box (`layout_box_backgrounds`); most have none."""
    bare = box.style.__dict__.get(_BARE)
    if bare is None:
        bare = box.style.__dict__[_BARE] = _is_bare(box.style)
    if not bare or style is not None or box is page or not layout_children:
        _layout_box_backgrounds(page, box, get_image_from_uri, layout_children, style)
        return
    for name in _RADII:
        setattr(box, name, (0, 0))
    for child in box.all_children():
        layout_box_backgrounds(page, child, get_image_from_uri)
    box.background = None


def _is_bare(style: Any) -> bool:
    """Whether a style has neither background, shadow nor pictures or curves in its border."""
    return (
        style["visibility"] != "hidden"
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and not style["box_shadow"]
        and all(kind == "none" for kind, _ in style["background_image"])
        and get_color(style, "background_color").alpha == 0
        and all(_NONE in style[name] for name in _RADII)
    )
