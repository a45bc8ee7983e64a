"""Fields and boxes to tick, drawn: a question, then lines, a frame or a list, all in one column."""

from __future__ import annotations

import re

from ...theme import Labels
from ...trees import Element, by_class, classes, elements, make, text_of

MAX_LINES = 12
MAX_SCALE = 20
MM_PER_STEP = 10
WIDTH_STEPS = (2, 8)
HEIGHT_STEPS = (3, 10)


def draw_fields(tree: Element, labels: Labels) -> None:
    """Draw every field."""
    for field in [e for e in elements(tree) if "field" in classes(e) and e.get("data-kind")]:
        kind = field.get("data-kind", "line")
        label = next((child for child in field if "field-label" in classes(child)), None)
        if kind == "slot":
            field.set("class", "slot")
            field.text = f"[{text_of(field)}]"
            for child in list(field):
                field.remove(child)
            continue
        if kind in ("gap", "cell"):
            _draw_blank(field, kind, label, labels)
            continue
        field.set("class", f"{field.get('class')} {kind}")
        if label is not None and _repeats_title(field, label):
            field.remove(label)
        elif label is not None:
            label.tag = "p"
        if "team" in classes(field):
            field.insert(0, make("p", {"class": "box-label"}, labels.word("elements.team-field.word")))
        field.extend(_drawing(field, kind, labels.word("sheet.open")))


def draw_checks(tree: Element, labels: Labels) -> None:
    """Give every point of a list its box, and the marked ones their word."""
    for item in by_class(tree, "check"):
        box = tick(labels.word("sheet.open"))
        box.tail, item.text = " " + (item.text or ""), None
        item.insert(0, box)
        for name in ("must", "short"):
            if name in classes(item):
                badge = make("span", {"class": f"badge {name}"}, labels.word(f"sheet.{name}"))
                _append(item, badge)


def tick(word: str) -> Element:
    """A box to tick. The style draws it: fonts lack the sign, and reading systems do not remember a form."""
    return make("span", {"class": "tick", "role": "img", "aria-label": word})


def _repeats_title(field: Element, label: Element) -> bool:
    """Whether the cell of a canvas already says what its only field is for."""
    parent = field.getparent()
    titles = [] if parent is None else [child for child in parent if "cell-title" in classes(child)]
    return any(text_of(title) == text_of(label) for title in titles)


def _append(item: Element, badge: Element) -> None:
    """Put a badge after the text of a point, with a space between."""
    last = next((child for child in item if "check-text" in classes(child)), None)
    if last is None:
        item.append(badge)
        return
    badge.tail, last.tail = last.tail, " "
    at = item.index(last) + 1
    while at < len(item) and "badge" in classes(item[at]):
        item[at].tail = " "
        at += 1
    item.insert(at, badge)


def _draw_blank(field: Element, kind: str, label: Element | None, labels: Labels) -> None:
    """A blank in a sentence or a cell: nothing to see but its line, its name for those who listen."""
    name = "" if label is None else text_of(label)
    if label is not None:
        field.remove(label)
    word = labels.word("elements.gap.word" if kind == "gap" else "elements.field.word")
    width = f" width-{_steps(field.get('data-width', ''), WIDTH_STEPS)}" if kind == "gap" else ""
    field.tag, field.text = "span", None
    field.set("class", f"blank {kind}{width}")
    field.set("role", "img")
    field.set("aria-label", f"{word}: {name}" if name else word)


def _drawing(field: Element, kind: str, open_word: str) -> list[Element]:
    if kind == "choice":
        options = [option.strip() for option in field.get("data-options", "").split(";")]
        return [_options([option for option in options if option], open_word)]
    if kind == "scale":
        return [_options(_scale(field), open_word)]
    if kind == "area":
        height = _steps(field.get("data-height", "50mm"), HEIGHT_STEPS)
        return [make("div", {"class": f"space height-{height}"})]
    lines = _whole(field.get("data-lines", "1"), 1)
    return [make("div", {"class": "rule"}) for _ in range(min(max(lines, 1), MAX_LINES))]


def _options(words: list[str], open_word: str) -> Element:
    rows = []
    for word in words:
        box = tick(open_word)
        box.tail = f" {word}"
        rows.append(make("li", children=[box]))
    return make("ul", {"class": "options"}, children=rows or [make("li")])


def _scale(field: Element) -> list[str]:
    """The steps of a scale, its ends with their words."""
    first, last = _whole(field.get("data-from", "1"), 1), _whole(field.get("data-to", "5"), 5)
    steps = [str(step) for step in range(first, min(max(first, last), first + MAX_SCALE) + 1)]
    for at, name in ((0, "data-left"), (-1, "data-right")):
        if words := field.get(name, ""):
            steps[at] += f" – {words}"
    return steps


def _steps(length: str, allowed: tuple[int, int]) -> int:
    """A length in centimetres, as a class can name it: no element has a style of its own."""
    least, most = allowed
    found = re.match(r"(\d+(?:\.\d+)?)\s*(mm|cm)", length)
    millimetres = float(found[1]) * (10 if found[2] == "cm" else 1) if found else 0
    return min(max(round(millimetres / MM_PER_STEP), least), most)


def _whole(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,4}", text) else otherwise
