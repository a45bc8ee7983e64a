"""Formulas: pandoc's MathML, without the TeX that would be read a second time; that becomes the `alttext`."""

from __future__ import annotations

from lxml.etree import _Element as Element

from ...diagnostics import diagnose
from ...trees import MATHML, elements, has_class, text_of, unwrap
from ..parse_state import ParseState
from ..positions import locate

_SIGNS = "$"


def make_formulas(state: ParseState, tree: Element) -> None:
    """Keep of each formula what is shown and said. TeX that pandoc cannot read stays as code and is told (f-100)."""
    for formula in elements(tree, f"{MATHML}math"):
        _settle(formula)
    for written in [one for one in elements(tree, "span") if has_class(one, "math")]:
        tex = text_of(written).strip(_SIGNS)
        place = locate(state.text, "text", tex.splitlines()[0] if tex else "", 1, state.path)
        state.found.append(diagnose("f-100", place, tex=" ".join(tex.split())))
        written.attrib.clear()
        written.tag = "code"


def _settle(formula: Element) -> None:
    meaning = formula.find(f"{MATHML}semantics")
    if meaning is None:
        return
    for note in meaning.findall(f"{MATHML}annotation"):
        formula.set("alttext", " ".join((note.text or "").split()))
        meaning.remove(note)
    unwrap(meaning)
