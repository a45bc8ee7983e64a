"""Boxes measured and placed with fewer steps."""

from __future__ import annotations

from math import inf
from typing import Any, NamedTuple

from weasyprint.css.properties import Dimension
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import absolute, background, block, column, float, grid, inline, page, percent, table
from weasyprint.layout.percent import percentage

from . import take

_resolve_percentages = percent.resolve_percentages
_layout_box_backgrounds = background.layout_box_backgrounds
_avoid_collisions = float.avoid_collisions
_is_in_normal_flow = boxes.Box.is_in_normal_flow

# Where a style keeps what was found out about it.
_LENGTHS, _BARE, _FLOWS = "_lengths", "_bare", "_flows"
_SIDES = ("left", "right", "top", "bottom")
_OF_WIDTH = (*(f"margin_{side}" for side in _SIDES), *(f"padding_{side}" for side in _SIDES), "width", "max_width")
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_RADII = (
    "border_top_left_radius",
    "border_top_right_radius",
    "border_bottom_right_radius",
    "border_bottom_left_radius",
)
_NONE = (0, "px")


class _Lengths(NamedTuple):
    """The used lengths of a style: those that are always the same, and which depend on a containing block."""

    fixed: dict[str, Any]
    varying: tuple[str, ...]
    of_collapsed: bool
    borders: dict[str, Any]


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the used lengths of a box (`resolve_percentages`) where sizes are those of the content."""
    style = box.style
    lengths = style.__dict__.get(_LENGTHS)
    if lengths is None:
        lengths = style.__dict__[_LENGTHS] = _lengths(style)
    if not lengths or isinstance(box, boxes.PageBox | absolute.AbsolutePlaceholder):
        _resolve_percentages(box, containing_block)
        return
    attributes = box.__dict__
    attributes.update(lengths.fixed)
    if lengths.varying:
        known = isinstance(containing_block, boxes.Box)
        width, height = (containing_block.width, containing_block.height) if known else containing_block
        for name in lengths.varying:
            attributes[name] = _used(style, name, width, height)
    if not lengths.of_collapsed or not hasattr(box, "border_top_width"):
        attributes.update(lengths.borders)


def _lengths(style: Any) -> _Lengths | tuple[()]:
    """What is known of the lengths of a style; nothing, if its sizes are those of another box than the content's."""
    if style["box_sizing"] != "content-box":
        return ()
    names = (*_OF_WIDTH, "min_width", "height", "min_height", "max_height")
    fixed = {name: _used(style, name, 0, 0) for name in names if _is_fixed(style[name])}
    varying = tuple(name for name in names if name not in fixed)
    borders = {name: style[name] for name in _BORDERS}
    return _Lengths(fixed, varying, style["border_collapse"] == "collapse", borders)


def _is_fixed(value: Any) -> bool:
    return value == "auto" or (value.__class__ is Dimension and value.unit != "%")


def _used(style: Any, name: str, width: Any, height: Any) -> Any:
    """A length in pixels, or "auto", in a containing block of this size."""
    value = style[name]
    if value.__class__ is Dimension and value.unit != "%":
        return value.value
    if name == "height":
        return "auto" if height == "auto" or value == "auto" else percentage(value, style, height)
    if name in ("min_height", "max_height"):
        whole = height if height != "auto" else 0 if name == "min_height" else inf
    else:
        whole = width
    used = percentage(value, style, whole)
    return 0 if used == "auto" and name.startswith("min_") else used


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


def is_in_normal_flow(box: Any) -> bool:
    """Whether a box is in the flow (`Box.is_in_normal_flow`), which hangs on its style alone."""
    known = box.style.__dict__.get(_FLOWS)
    if known is None:
        known = box.style.__dict__[_FLOWS] = _is_in_normal_flow(box)
    return known  # type: ignore[no-any-return]


def avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> tuple[Any, Any, Any]:
    """Find a place for a box beside what floats (`avoid_collisions`); beside most lines nothing does."""
    is_free = not context.excluded_shapes and not outer and isinstance(box, boxes.LineBox)
    if not is_free or containing_block.style["direction"] == "rtl":
        return _avoid_collisions(context, box, containing_block, outer)  # type: ignore[no-any-return]
    edge = containing_block.content_box_x()
    # In its steps: where they are rounded, the sums are other ones.
    left, right = edge + box.margin_left, edge + containing_block.width - box.margin_right
    return left - box.margin_left, box.position_y + box.margin_top - box.margin_top, right - left


WAYS = (
    *(
        (module, "resolve_percentages", _resolve_percentages, resolve_percentages)
        for module in (absolute, block, column, float, grid, inline, page, percent, table)
    ),
    (background, "layout_box_backgrounds", _layout_box_backgrounds, layout_box_backgrounds),
    (boxes.Box, "is_in_normal_flow", _is_in_normal_flow, is_in_normal_flow),
    *((module, "avoid_collisions", _avoid_collisions, avoid_collisions) for module in (block, float, inline)),
)


def install() -> None:
    """Make WeasyPrint take these ways."""
    take(WAYS)
