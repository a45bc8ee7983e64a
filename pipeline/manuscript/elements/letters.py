"""Words to send and to say: letters with gaps, and scripts that go by the minute."""

from __future__ import annotations

from lxml.etree import _Element as Element

from ...trees import elements, has_class, make, replace, take
from ..parse_state import ParseState
from .dress import dress
from .tables import make_steps


def make_letter(state: ParseState, block: Element) -> None:
    """A letter has a subject and is sent; without one its words are said."""
    subject = take(block, "subject")
    dress(state, block, "letter", tag="section", name="box letter")
    _make_slots(block)
    head = [child for child in block if has_class(child, "box-label", "box-title")]
    if subject is None:
        head[0].text = state.labels.word("letter.said")
    words = make("div", {"class": "letter-text"}, children=[child for child in block if child not in head])
    if subject is not None:
        word = make("span", {"class": "letter-word"}, f"{state.labels.word('letter.subject')}: ")
        word.tail = subject
        block.append(make("p", {"class": "letter-subject"}, children=[word]))
    block.append(words)


def make_script(state: ParseState, block: Element) -> None:
    """A script is a run of show with the words that are said."""
    duration = take(block, "duration")
    dress(state, block, "script", tag="section", name="box script")
    _make_slots(block)
    table = block.find("table")
    if table is None:
        state.report("s-024", block)
        return
    held = make("div")
    replace(table, held)
    held.append(table)
    if duration is not None:
        held.set("duration", duration)
    make_steps(state, held)


def _make_slots(block: Element) -> None:
    """A gap in a letter shows what belongs there: nobody fills it in on paper."""
    for gap in [one for one in elements(block, "span") if one.get("data-kind") == "gap"]:
        gap.set("data-kind", "slot")
        gap.set("data-slug", "^" + gap.get("data-slug", "").removeprefix("^"))
