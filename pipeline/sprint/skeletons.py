"""What the bar of the writing room inserts, in the words of the book's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from ..manuscript.elements.vocabulary import BLOCKS, SPANS
from ..theme import LOADER, Labels, room_file

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


def _alias(labels: Labels, name: str) -> str:
    """What authors write for an element or an attribute."""
    return labels.words.get(f"elements.{name}.alias") or labels.words.get(f"attributes.{name}") or name
