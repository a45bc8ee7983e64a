"""What a reader filled in, on its way between the web edition, its file and a PDF.

A file of answers is JSON: `{"book": slug, "edition": "1.0", "answers": {field id: value}}`. A tick is true, a
choice its text, several choices a list of texts, everything else the text as typed. Empty fields are not in it. The
ids are those of the manuscript, the same in every format. The web edition adds what it carried over from an earlier
edition: `changed` names fields that read differently now, `removed` has, by edition, answers without a place here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ..diagnostics import Checked, Diagnostic, Span, diagnose

Value: TypeAlias = bool | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by field id, and which book and edition they belong to."""

    book: str = ""
    edition: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


def read_answers(data: bytes, path: str) -> Checked[Answers | None]:
    """Read a file of answers; None when it is none (k-080). Values of no known form are named (k-081) and left out."""
    try:
        # Editors put a mark before it or save it in UTF-16; what is not sure is not guessed.
        read = json.loads(data.decode(json.detect_encoding(data)))
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        return Checked(None, (diagnose("k-080", Span(path, line, column, line, column + 1), name=path),))
    if not isinstance(read, dict) or not isinstance(read.get("answers"), dict):
        return Checked(None, (diagnose("k-080", Span(path), name=path),))
    values: dict[str, Value] = {}
    found: list[Diagnostic] = []
    for key, value in read["answers"].items():
        name = whole(key)
        if isinstance(value, str):
            values[name] = whole(value)
        elif value is True:
            values[name] = True
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            values[name] = tuple(map(whole, value))
        else:
            found.append(diagnose("k-081", Span(path), name=name))
    return Checked(Answers(_said(read, "book"), _said(read, "edition"), values), tuple(found))


def _said(read: Mapping[str, object], name: str) -> str:
    value = read.get(name)
    return whole(value) if isinstance(value, str) else ""


def whole(text: str) -> str:
    """Text without half signs: a browser cuts an emoji in two where a length is limited, and no PDF takes the half."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def write_answers(answers: Answers) -> str:
    """Write a file of answers, in the order of the ids."""
    values = {
        name: list(value) if isinstance(value, tuple) else value for name, value in sorted(answers.values.items())
    }
    data = {"book": answers.book, "edition": answers.edition, "answers": values}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
