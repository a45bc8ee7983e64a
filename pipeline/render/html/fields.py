"""Fields and ticks as native inputs with labels, which work without scripts.

In and out: a section's tree, changed in place. A field keeps its id; its input gets `<id>--input` and carries
the field's id as `data-answer`, the key under which the browser remembers it.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from ...theme import Labels
from ...trees import Element, by_class, classes, elements, make, remove, replace, text_of
from ..markup import name_cells

MAX_SCALE = 20
# A field for one line is an area, too: it grows when the line is long.
ONE_LINE = {"class": "one-line"}
MM_PER_ROW = 9
MM_PER_LETTER = 2.4


@dataclass(frozen=True, slots=True)
class Field:
    """What is kept under an id: what it is called, and its kind (tick, one, many, line or text)."""

    id: str
    label: str
    kind: str


def fields_of(tree: Element) -> Iterator[Field]:
    """Name what is remembered, in the order of the page. The tree is ready: labels are bound to their inputs."""
    labels = {label.get("for", ""): _without_badges(label) for label in tree.iter("label")}
    seen: set[str] = set()
    for one in tree.iter("input", "textarea"):
        name = one.get("data-answer", "")
        if name and name not in seen:
            seen.add(name)
            kind = _kind(one)
            group = next((text_of(legend) for legend in _ancestor(one, "fieldset").iter("legend")), "")
            asked = group if kind in ("one", "many") else labels.get(one.get("id", ""), "")
            yield Field(name, one.get("aria-label") or asked or name, kind)


def _without_badges(label: Element) -> str:
    bare = deepcopy(label)
    for badge in by_class(bare, "badge"):
        remove(badge)
    return text_of(bare)


def _kind(one: Element) -> str:
    if one.tag == "textarea":
        return "line" if "one-line" in classes(one) else "text"
    if one.get("type") == "radio":
        return "one"
    return "many" if one.get("value") is not None else "tick"


def _ancestor(one: Element, tag: str) -> Element:
    """The nearest element of a tag around another; itself where there is none."""
    return next((parent for parent in one.iterancestors(tag)), one)


def make_fillable(tree: Element, labels: Labels) -> int:
    """Turn every field and tick into inputs; return how many things can be filled in."""
    made = 0
    for field in [e for e in elements(tree) if "field" in classes(e) and e.get("data-kind") is not None]:
        if "team" in classes(field):
            _show_team_field(field, labels)
        elif field.get("data-kind") == "slot":
            _make_slot(field)
        else:
            _fill(field)
            made += 1
    for item in by_class(tree, "check"):
        _make_tick(item, labels)
        made += 1
    for table in by_class(tree, "fill"):
        name_cells(table)
    for cell in by_class(tree, "cell"):
        _hide_doubled_label(cell)
    return made


def _fill(field: Element) -> None:
    kind = field.get("data-kind", "line")
    label = text_of(field)
    old_label = next((child for child in field if "field-label" in classes(child)), None)
    if kind == "choice":
        options = [option.strip() for option in field.get("data-options", "").split(";") if option.strip()]
        _make_group(field, old_label, _options(field, options))
    elif kind == "scale":
        _make_group(field, old_label, _scale(field))
    elif kind in ("gap", "cell"):
        _make_inline(field, label, old_label)
    else:
        _make_lines(field, old_label)
    for name in [str(name) for name in field.attrib if str(name).startswith("data-")]:
        del field.attrib[name]
    field.set("class", f"{field.get('class', 'field')} {kind}")


def _make_lines(field: Element, label: Element | None) -> None:
    """A line, several lines or a free area, under its label."""
    if label is not None:
        label.tag = "label"
        label.set("for", _input_id(field))
    rows = _rows(field)
    field.append(make("textarea", {"rows": str(rows), **(ONE_LINE if rows == 1 else {}), **_names(field)}))


def _rows(field: Element) -> int:
    if field.get("data-kind") == "area":
        return max(3, round(_millimetres(field.get("data-height", ""), 50) / MM_PER_ROW))
    given = field.get("data-lines", "1")
    return max(1, int(given)) if given.isdigit() else 1


def _make_inline(field: Element, label: str, old_label: Element | None) -> None:
    """A gap in a sentence, or a cell of a table: the label is for assistive technology, the gap shows it too."""
    if old_label is not None:
        remove(old_label)
    names = {**_names(field), "aria-label": label}
    if field.get("data-kind") == "cell":
        field.append(make("textarea", {"rows": "1", **names}))
        return
    letters = max(6, len(label) + 1, round(_millimetres(field.get("data-width", ""), 35) / MM_PER_LETTER))
    field.append(make("textarea", {"rows": "1", "cols": str(letters), "placeholder": label, **ONE_LINE, **names}))


def _make_slot(field: Element) -> None:
    """A gap of a letter is filled in to be copied; it is no answer, and nothing remembers it."""
    label = text_of(field)
    for child in list(field):
        field.remove(child)
    attributes = {"type": "text", "size": str(max(6, len(label) + 1)), "placeholder": label, "aria-label": label}
    field.append(make("input", {**attributes, "id": _input_id(field), "autocomplete": "off"}))
    field.set("class", "field slot")


def _make_group(field: Element, label: Element | None, inputs: Iterator[Element]) -> None:
    """A choice or scale: a group with its question as legend. The `div` becomes the `fieldset`."""
    field.tag = "fieldset"
    if label is not None:
        label.tag = "legend"
    field.append(make("div", {"class": "options"}, children=list(inputs)))


def _options(field: Element, options: list[str]) -> Iterator[Element]:
    type_ = "checkbox" if field.get("data-multiple") is not None else "radio"
    for nth, option in enumerate(options, start=1):
        yield _option(field, type_, nth, option, make("label", text=option))


def _scale(field: Element) -> Iterator[Element]:
    """The steps of a scale; the words at its ends belong to the first and the last step."""
    start, end = _whole(field.get("data-from", ""), 1), _whole(field.get("data-to", ""), 5)
    end = min(end, start + MAX_SCALE - 1)
    words = {start: field.get("data-left", ""), end: field.get("data-right", "")}
    for nth, step in enumerate(range(start, end + 1), start=1):
        label = make("label", children=[make("span", {"class": "step"}, str(step))])
        if words.get(step):
            label.append(make("span", {"class": "scale-end"}, words[step]))
        yield _option(field, "radio", nth, str(step), label)


def _option(field: Element, type_: str, nth: int, value: str, label: Element) -> Element:
    name = field.get("id", "")
    own = f"{_input_id(field)}-{nth}"
    label.set("for", own)
    box = make("input", {"type": type_, "id": own, "name": name, "value": value, "data-answer": name})
    return make("div", {"class": "option"}, children=[box, label])


def _make_tick(item: Element, labels: Labels) -> None:
    """A line of a checklist: a box, and the text as its label with the words for must and short."""
    name = item.get("id", "")
    label = next((child for child in item if "check-text" in classes(child)), None)
    if label is None:
        label = make("span", {"class": "check-text"}, item.text or "", list(item))
        item.text = None
        item.append(label)
    label.tag = "label"
    label.set("for", _input_id(item))
    for mark in ("must", "short"):
        if mark in classes(item):
            badge = make("span", {"class": f"badge {mark}"}, labels.word(f"sheet.{mark}"))
            if len(label):
                label[-1].tail = (label[-1].tail or "") + " "
            else:
                label.text = (label.text or "") + " "
            label.append(badge)
    item.insert(0, make("input", {"type": "checkbox", "id": _input_id(item), "name": name, "data-answer": name}))


def _show_team_field(field: Element, labels: Labels) -> None:
    """What only the project's team can fill in stays a gap that everybody sees."""
    word = labels.word("elements.team-field.word")
    field.append(make("span", {"class": "team-gap"}, word))
    for name in [str(name) for name in field.attrib if str(name).startswith("data-")]:
        del field.attrib[name]


def _hide_doubled_label(cell: Element) -> None:
    """In a canvas the cell's title is the label already: bind it, and take the second one out."""
    title = next((child for child in cell if "cell-title" in classes(child)), None)
    label = next((child for child in cell.iter("label") if "field-label" in classes(child)), None)
    if title is None or label is None or text_of(title) != text_of(label):
        return
    bound = make("label", {"class": "cell-title", "for": label.get("for", "")}, text_of(title))
    remove(label)
    replace(title, bound)


def _names(field: Element) -> dict[str, str]:
    name = field.get("id", "")
    return {"id": _input_id(field), "name": name, "data-answer": name, "autocomplete": "off"}


def _input_id(field: Element) -> str:
    return f"{field.get('id', '')}--input"


def _whole(text: str, default: int) -> int:
    try:
        return int(text)
    except ValueError:
        return default


def _millimetres(text: str, default: float) -> float:
    try:
        return float(text.removesuffix("mm").removesuffix("cm").replace(",", ".")) * (10 if text.endswith("cm") else 1)
    except ValueError:
        return default
