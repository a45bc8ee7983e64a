"""Samples: a sheet shown filled in. Here stand only the answers; `book/samples` draws them into a copy of the sheet."""

from __future__ import annotations

from lxml.etree import _Element as Element

from ...trees import classes, take, text_of
from ..parse_state import ParseState
from .dress import dress

_DASH = "–"


def make_sample(state: ParseState, block: Element) -> None:
    """Keep the name of the sheet and the answers by field: a list of definitions, each word a field's id.

    A sample without `sheet` belongs to the sheet that it stands in.
    """
    sheet = take(block, "sheet") or state.id
    fiction = "fiction" in classes(block)
    if block.find("dl") is None:
        state.report("s-027", block, name=state.labels.word("elements.sample.alias"))
    dress(state, block, "sample", tag="section", name="box sample fiction" if fiction else "box sample")
    if fiction:
        block[0].text = f"{state.labels.word('elements.fiction.word')} · {block[0].text}"
    block.set("data-sheet", sheet)
    for answers in block.findall("dl"):
        answers.set("class", "answers")
        for definition in answers.iter("dt", "dd"):
            words = _spoken(definition)
            # Pandoc takes the two hyphens of an id for a dash.
            words = words.replace(_DASH, "--") if definition.tag == "dt" else words
            for child in list(definition):
                definition.remove(child)
            definition.text = words


def _spoken(answer: Element) -> str:
    """The words of an answer; one that begins with a date, `17. Juni`, is a list to pandoc."""
    lists = answer.findall("ol")
    return f"{lists[0].get('start', '1')}. {text_of(answer)}" if lists else text_of(answer)
