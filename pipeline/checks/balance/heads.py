"""The head of a file, by its raw lines: what YAML makes of a value may be less than what stands there (`Platz #1`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...tokens import words_of
from .compare import Loss, compare
from .written import Stream

# What readers see of a head.
SHOWN = ("promise", "notice", "purpose", "moment", "who", "duration")
_HEAD = re.compile(r"\A---[ \t]*\n(?P<lines>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
# A key at the beginning of a line; its value goes on in lines that are indented.
_VALUE = re.compile(r"^(?P<key>[^\s:#][^:\n]*?)[ \t]*:(?P<value>[ \t]+\S.*(?:\n[ \t]+\S.*)*)$", re.MULTILINE)
# A remark in YAML; a number sign right before a word is rather meant.
_REMARK = re.compile(r"[ \t]#[ \t].*$", re.MULTILINE)


def head_losses(text: str, values: Mapping[str, str], names: Mapping[str, str]) -> Iterator[tuple[Loss, Stream]]:
    """What of a head's lines is not in the values that were read; `names` are the keys by what authors write."""
    head = _HEAD.match(text)
    if head is None:
        return
    for found in _VALUE.finditer(head["lines"]):
        read = values.get(names.get(found["key"], found["key"]))
        if read is None:
            continue
        written = _REMARK.sub(lambda match: " " * len(match.group()), found["value"])
        place = head.start("lines") + found.start("value")
        stream = Stream(tuple(words_of(written)), ((place, written),))
        for loss in compare(stream.words, tuple(words_of(read))):
            yield loss, stream
