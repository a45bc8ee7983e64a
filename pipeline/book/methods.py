"""What the method boxes of a book make: the goal × format matrix, and an empty sheet for a method of one's own.

The matrix has every method in one table, with the page where it is described.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml.etree import _Element as Element

from ..theme import Labels
from ..trees import attribute, by_class, escape, first_by_class, words_of
from .arrangement import Piece
from .fragments import fill_after_title

# What the table compares; a method box may say more.
FACTS = ("goal", "group", "duration", "lead", "result")
# What the empty sheet asks, line by line of the sheet; then come the steps, to be written into a table.
ASKED = (("name",), ("goal",), ("duration", "group"), ("phase", "lead"), ("roles", "room"), ("material", "result"))
STEPS = ("minutes", "what", "who")
MOST_STEPS = 5


def fill_methods(piece: Piece, pieces: Iterable[Piece], labels: Labels) -> None:
    """Write the table, a row for each method box in the order of the book."""
    heads = "".join(f'<th scope="col">{escape(labels.word(f"facts.{fact}"))}</th>' for fact in FACTS)
    corner = f'<th scope="col">{escape(labels.word("names.format"))}</th>'
    rows = "".join(_row(method) for other in pieces for method in methods_of(other.tree))
    fill_after_title(
        piece.tree, f'<table class="matrix"><thead><tr>{corner}{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )


def fill_own_method(piece: Piece, labels: Labels) -> None:
    """Write the empty sheet: a line for its name, the facts of a method box, a table for its steps."""
    id = piece.section.id
    names = {**labels.under("facts"), "name": labels.word("own-method.name")}
    lines = (_beside("".join(_line(id, fact, names[fact]) for fact in line), len(line)) for line in ASKED)
    heads = {step: labels.word(f"own-method.{step}") for step in STEPS}
    head = "".join(f'<th scope="col"{_narrow(step)}>{escape(word)}</th>' for step, word in heads.items())
    rows = "".join(
        f"<tr>{''.join(_cell(id, step, nth, word) for step, word in heads.items())}</tr>"
        for nth in range(1, MOST_STEPS + 1)
    )
    title = f'<h2 id="{id}--steps">{escape(labels.word("elements.steps.word"))}</h2>'
    table = f'<table class="fill" id="{id}--table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    fill_after_title(piece.tree, f"<p>{escape(labels.word('own-method.intro'))}</p>{''.join(lines)}{title}{table}")


def _beside(fields: str, count: int) -> str:
    return fields if count == 1 else f'<div class="fields">{fields}</div>'


def _line(sheet: str, fact: str, label: str) -> str:
    head = f'<div class="field" id="{sheet}--{fact}" data-kind="line" data-lines="1">'
    return f'{head}<span class="field-label">{escape(label)}</span></div>'


def _cell(sheet: str, step: str, nth: int, label: str) -> str:
    words = f'<span class="field-label">{escape(label)}, {nth}</span>'
    return f'<td><span class="field" id="{sheet}--{step}-{nth}" data-kind="cell">{words}</span></td>'


def _narrow(step: str) -> str:
    return ' class="narrow"' if step == "minutes" else ""


def methods_of(tree: Element) -> Iterator[Element]:
    """The method boxes of a section that can be referred to."""
    return (element for element in by_class(tree, "method") if element.get("id"))


def _row(method: Element) -> str:
    title = first_by_class(method, "box-title")
    name = escape(words_of(title)) if title is not None else escape(method.get("id", ""))
    id = method.get("id", "")
    link = f'<a href={attribute("#" + id)}>{name}</a> <span class="page-ref" data-target={attribute(id)}></span>'
    facts = {fact.get("data-fact"): fact.find("dd") for fact in by_class(method, "fact")}
    cells = "".join(f"<td>{escape(_words(facts.get(name)))}</td>" for name in FACTS)
    return f'<tr><th scope="row">{link}</th>{cells}</tr>'


def _words(definition: Element | None) -> str:
    return words_of(definition) if definition is not None else ""
