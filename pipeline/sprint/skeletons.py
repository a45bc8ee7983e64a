"""What the bar of the writing room inserts, in the words of the book's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from typing import Any

import yaml

from ..manuscript.elements.vocabulary import ATTRIBUTES, BLOCKS, FIELDS, SPANS
from ..theme import LOADER, Labels, default_theme, room_file

FILE = "elements.{}.yaml"
FALLBACK = "de"
_GAP = re.compile(r"\{([a-z-]+)\}")


def skeletons(labels: Labels) -> list[Mapping[str, Any]]:
    """List the elements: group, name, and the text that stands for each; ⟦…⟧ is what is to be overwritten."""
    try:
        data = room_file(FILE.format(labels.language.split("-")[0]))
    except FileNotFoundError:
        data = room_file(FILE.format(FALLBACK))
    return [
        {
            "group": entry["group"],
            "name": entry.get("name") or labels.word(f"elements.{entry['element']}.word"),
            "text": _GAP.sub(lambda gap: _alias(labels, gap[1]), entry["text"]),
            "inside": entry.get("inside") == "true",
        }
        for entry in yaml.load(data, Loader=LOADER)
    ]


def element_names(labels: Labels) -> list[Mapping[str, str]]:
    """What may stand after `:::` (kind `box`) and after `{.` (kind `span`), with what readers see."""
    kinds = {"box": BLOCKS, "span": SPANS}
    found = [(kind, name) for kind, names in kinds.items() for name in names]
    return [
        {"kind": kind, "name": _alias(labels, name), "detail": labels.words.get(f"elements.{name}.word", "")}
        for kind, name in sorted(found)
    ]


def form_names(labels: Labels) -> Mapping[str, Any]:
    """What forms know blocks, settings and facts by: the words of the book's language first, then those that hold in
    every book."""
    elements = [
        {
            "name": name,
            "kind": "field" if name in FIELDS else "box",
            "words": _words(labels, name, f"elements.{name}.alias"),
            "label": labels.words.get(f"elements.{name}.word", name),
            "attributes": ATTRIBUTES.get(name, ()),
        }
        for name in sorted(BLOCKS | FIELDS)
    ]
    attributes = {name: _words(labels, name, f"attributes.{name}") for name in sorted({*chain(*ATTRIBUTES.values())})}
    facts = [
        {"name": name, "word": word, "words": [one.casefold() for one in _words(labels, word, f"facts.{name}")]}
        for name, word in labels.under("facts").items()
    ]
    return {"elements": elements, "attributes": attributes, "facts": facts}


def _words(labels: Labels, name: str, key: str) -> list[str]:
    found = (labels.words.get(key), default_theme().labels.words.get(key), name)
    return [*dict.fromkeys(word for word in found if word)]


def _alias(labels: Labels, name: str) -> str:
    """What authors write for an element or an attribute."""
    return labels.words.get(f"elements.{name}.alias") or labels.words.get(f"attributes.{name}") or name
