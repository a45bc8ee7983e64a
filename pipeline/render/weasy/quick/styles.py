"""Styles shared wherever the same rules apply, and asked for fewer properties.

WeasyPrint computes a style for each element that has an id, as the id is a property there; for six pseudo-elements of
every element, whether they come about or not; and for twenty boxes of every page. A book has an id on every block. Here
elements, pseudo-elements and pages that match the same rules have one style, made when something asks for it, and ids
are read from the elements where places are gathered (`gather_anchors`).

A sheet whose styles ask for the place of a target keeps WeasyPrint's way, which finds targets by that property.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf
from typing import Any

from weasyprint import anchors, css, document
from weasyprint.css import computed_values
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

from ..known import Cascade, Known
from . import take

# Attributes that declare properties of their element; width and height those of SVG.
WRITTEN = ("style", "lang", "width", "height")
SVG = "{http://www.w3.org/2000/svg}svg"
_ANCHOR = "-weasy-anchor"
_gather_anchors = anchors.gather_anchors
_missing = css.ComputedStyle.__missing__
_StyleFor: Any = css.StyleFor

# Properties whose value may hang on others than their own cascaded and inherited one.
_ENTANGLED = frozenset({"position", "float", "display", "page"})
_PLAIN = frozenset(key for key in INITIAL_VALUES if key not in _ENTANGLED and not key.startswith("text_decoration_"))
_INHERITED = frozenset(_PLAIN & INHERITED)
_INITIAL = frozenset(_PLAIN - INHERITED - INITIAL_NOT_COMPUTED)
_LOGICAL = {
    key: {direction: logical(block="ttb", inline=direction) for direction in ("ltr", "rtl")}
    for key, logical in computed_values.PHYSICAL_FUNCTIONS.items()
}

# The rules that apply to a page.
Matched = tuple[int, ...]


def style_for(html: Any, sheets: Any, hints: bool, font_config: Any, target_collector: Any) -> Any:
    """What gives the styles of a document's elements and pages (`StyleFor`)."""
    kind = Styles if getattr(html, "known_styles", None) and not hints else _StyleFor
    return kind(html, sheets, hints, font_config, target_collector)


class Styles(_StyleFor):  # type: ignore[misc]
    """Styles by what applies; `_computed_styles` holds those that were asked for."""

    def __init__(self, html: Any, sheets: Any, hints: bool, font_config: Any, target_collector: Any) -> None:
        self._cascaded_styles: dict[Any, Any] = {}
        self._computed_styles: dict[Any, Any] = {}
        self._sheets = sheets
        self.font_config = font_config
        self._html = html
        self._common: Known = html.known_styles
        self._own = Known(*(sheet for sheet, _, _ in sheets))
        self.initial_page_sizes = self._common.page_sizes
        self.splits = self._common.splits
        # By element: what applies, and whether its style is one that sheets have in common.
        self._cascades: dict[Any, tuple[Cascade, bool]] = {}
        self._page_kinds: dict[Matched, Any] = {}
        for sheet in (sheet for sheet, origin, _ in sheets if origin == "user agent"):
            self._common.add(sheet)
        written = _written(html)
        for element in html.wrapper_element.iter_subtree():
            self._add(element, written.get(element.etree_element, {}))

    def _add(self, element: Any, written: dict[str, Any]) -> None:
        """Give an element its style."""
        rules = [(nth, rule) for nth, (sheet, _, _) in enumerate(self._sheets) for rule in sheet.matcher.match(element)]
        etree_element = element.etree_element
        parent = element.parent.etree_element if element.parent else None
        is_common = self._are_common(rules) and (parent is None or self._cascades[parent][1])
        known = self._common if is_common else self._own
        numbers = (number for nth, (_, order, _, _) in rules for number in (self._number(known, nth), order))
        key = (*numbers, *((name, etree_element.get(name)) for name in WRITTEN if written))
        cascade = known.cascades.get(key)
        if cascade is None:
            cascade = known.cascades[key] = self._cascade(rules, {None: written})
        # The overflow of these two is moved to the page, and then is no longer theirs.
        if is_common and element.local_name in ("html", "body") and "overflow" in cascade[None]:
            is_common = False
        self._cascades[etree_element] = cascade, is_common
        self._share((etree_element, None), parent, cascade[None], is_common)

    def _are_common(self, rules: Iterable[tuple[int, Any]]) -> bool:
        return all(id(self._sheets[nth][0]) in self._common.numbers for nth, _ in rules)

    def _number(self, known: Known, nth: int) -> int:
        return known.numbers[id(self._sheets[nth][0])]

    def _cascade(self, rules: Iterable[tuple[int, Any]], cascade: Cascade) -> Cascade:
        """What these rules declare, on top of what is written at the element."""
        for nth, (specificity, _, pseudo_type, (declarations, layer)) in rules:
            sheet, origin, of_sheet = self._sheets[nth]
            _declare(
                cascade.setdefault(pseudo_type, {}),
                declarations,
                origin,
                inf if layer is None else sheet.layers.index(layer),
                of_sheet or specificity,
            )
        return cascade

    def _share(self, key: tuple[Any, str | None], parent: Any, cascaded: dict[str, Any], is_common: bool) -> None:
        """Give an element or pseudo-element the style of others of the same parent style and declarations."""
        above = None if parent is None else self._computed_styles[parent, None]
        known = self._common if is_common else self._own
        shared = known.styles.get((id(above), id(cascaded)))
        if shared is None:
            self._cascaded_styles[key] = cascaded
            root = self._html.etree_element
            _StyleFor.set_computed_styles(self, key[0], parent, root, key[1], self._html.base_url)
            del self._cascaded_styles[key]
            shared = known.styles[id(above), id(cascaded)] = self._computed_styles[key]
        self._computed_styles[key] = shared

    def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
        """The style of an element or page, or of a pseudo-element, None where no rule mentions it."""
        key = element, pseudo_type
        if pseudo_type and key not in self._computed_styles and element in self._cascades:
            cascade, is_common = self._cascades[element]
            if pseudo_type in cascade:
                self._share(key, element, cascade[pseudo_type], is_common)
        return super().__call__(element, pseudo_type)

    def add_page_declarations(self, page_type: Any) -> None:
        """Find what rules say of a page (`add_page_declarations`), or take the styles of one that matched the same."""
        alike = self._page_kinds.setdefault(self._matched(page_type), page_type)
        if alike is page_type:
            super().add_page_declarations(page_type)
            return
        for element, pseudo_type in [key for key in self._cascaded_styles if key[0] == alike]:
            self._computed_styles[page_type, pseudo_type] = self._computed_styles[element, pseudo_type]

    def _matched(self, page_type: Any) -> Matched:
        """The numbers of all page selectors that match."""
        selectors = (
            selector for sheet, _, _ in self._sheets for _, chosen, _ in sheet.page_rules for _, _, selector in chosen
        )
        return tuple(nth for nth, selector in enumerate(selectors) if self._page_type_match(selector, page_type))

    def set_computed_styles(self, element: Any, *arguments: Any, pseudo_type: Any = None, **options: Any) -> None:
        """Compute the style of a page or one of its boxes (`set_computed_styles`), if it has none yet."""
        if (element, pseudo_type) not in self._computed_styles:
            super().set_computed_styles(element, *arguments, pseudo_type=pseudo_type, **options)


def _written(html: Any) -> dict[Any, dict[str, Any]]:
    """What elements declare in attributes, but for their ids."""
    chosen = [element for element in html.etree_element.iter() if _declares(element)]
    written: dict[Any, dict[str, Any]] = {}
    for specificity, element, declarations, base_url in css.find_style_attributes(
        _Chosen(chosen), False, html.base_url
    ):
        named = [one for one in declarations if getattr(one, "lower_name", None) != _ANCHOR]
        processed = css.preprocess_declarations(base_url, named)
        _declare(written.setdefault(element, {}), processed, "author", inf, specificity)
    return written


def _declares(element: Any) -> bool:
    return bool(element.get("style") or element.get("lang") or element.tag == SVG)


class _Chosen:
    """Elements that can be gone through like those of a tree."""

    def __init__(self, elements: list[Any]) -> None:
        self._elements = elements

    def iter(self) -> Iterator[Any]:
        return iter(self._elements)


def _declare(style: dict[str, Any], declarations: Iterable[Any], origin: str, layer: float, specificity: Any) -> None:
    """Add declarations where none weighs more."""
    for name, values, importance in declarations:
        weight = (css.declaration_precedence(origin, importance), layer, specificity)
        known = style.get(name)
        if known is None or known[1] <= weight:
            style[name] = values, weight


class _Named(css.Style):  # type: ignore[misc]
    """A style with a name for a place, and else another's properties."""

    def __init__(self, style: Any, name: str) -> None:
        self["anchor"] = name
        self._style = style

    def __missing__(self, key: str) -> Any:
        return self._style[key]


def gather_anchors(box: Any, *arguments: Any, **options: Any) -> None:
    """Gather places (`gather_anchors`) with the name of the box's element, if it is that element's own box."""
    style = box.style
    name = _name(box.element) if isinstance(style, css.ComputedStyle) and not style.pseudo_type else None
    if name:
        box.style = _Named(style, name)
    _gather_anchors(box, *arguments, **options)
    box.style = style


def _name(element: Any) -> str | None:
    """The name of an element as a place: its id, or the name of an `a`."""
    if element is None:
        return None
    name: str | None = (element.tag == "a" and element.get("name")) or element.get("id")
    return name


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


WAYS = (
    (css, "StyleFor", _StyleFor, style_for),
    (css.ComputedStyle, "__missing__", _missing, missing),
    (anchors, "gather_anchors", _gather_anchors, gather_anchors),
    (document, "gather_anchors", _gather_anchors, gather_anchors),
)


def install() -> None:
    """Make WeasyPrint take these ways."""
    take(WAYS)
