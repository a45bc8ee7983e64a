"""The author's vocabulary: pandoc's HTML in, the canonical fragment (pipeline/README.md) out.

The passes stand in their order in `compose`; each leaves the tree in a state that the next relies on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element as Element

from ...trees import make, take, text_of, words_of, write
from ..model import Target
from ..parse_state import ParseState
from .allowed import keep_allowed
from .boxes import make_boxes
from .checks import make_checks, tell_empty
from .code import caption_code, make_code
from .conflicts import settle_conflicts
from .fields import make_fields
from .figures import make_figures
from .formulas import make_formulas
from .gaps import leave_gaps_out
from .headings import level_headings, lift_title, settle_notes, take_title
from .inline import choose_readings, make_inline
from .media import make_pictures
from .names import give_ids, list_targets
from .settings import settle_settings
from .tables import make_tables
from .tags import make_tags
from .vocabulary import mark_places, name_elements
from .wording import settle_words

# Keys of sources, as in [@q37], are no words.
_WORD = re.compile(r"(?<![@\w])\w+(?:[-’'·:*]\w+)*")


@dataclass(frozen=True, slots=True)
class Composed:
    """A document's text in canonical form."""

    title: str
    title_html: str
    body: str
    targets: tuple[Target, ...]
    words: int


def read_id(tree: Element, title_of_head: str = "") -> str:
    """The id that an author gave to a document's title, empty when there is none. The tree is used up."""
    lift_title(tree, title_of_head)
    title = tree.find(".//h1")
    return title.get("id", "") if title is not None else ""


def compose(state: ParseState, tree: Element) -> Composed:
    """Bring a document into canonical form; what is wrong is noted in its state. The tree is used up."""
    make_pictures(tree)
    make_formulas(state, tree)
    make_code(tree)
    make_tags(tree)
    mark_places(tree)
    lift_title(tree, state.title)
    settle_settings(state, tree)
    name_elements(state, tree)
    settle_conflicts(tree)
    choose_readings(state, tree)
    leave_gaps_out(state, tree)
    settle_words(state, tree)
    title = take_title(state, tree)
    words = len(_WORD.findall(text_of(tree))) + len(_WORD.findall(text_of(title)))
    for part in (title, tree):
        make_inline(state, part)
        make_checks(state, part)
        make_fields(state, part)
    tell_empty(state, tree)
    make_figures(state, tree)
    caption_code(tree)
    make_tables(state, tree)
    make_boxes(state, tree)
    level_headings(state, tree)
    for part in (title, tree):
        settle_notes(state, part)
    take(title, "id")
    whole = make("div", children=[title])
    whole.append(tree)
    give_ids(state, whole)
    targets = list_targets(state, tree)
    for part in (title, tree):
        keep_allowed(part)
    return Composed(words_of(title), write(title).strip(), write(tree).strip(), targets, words)
