"""The head of a file, by its raw lines: what YAML makes of a value may be less than what stands there (`Platz #1`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...tokens import words_of
from .compare import Loss, compare
from .written import Stream

# What readers see of a head.
SHOWN = ("promise", "notice", "purpose", "moment", "who", "duration")
# Lines of dashes, as a keyboard or a word processor writes them, and what may stand between them.
_DASHES = r"[ \t]*[-–—―−‐‑]{1,6}[ \t]*(?:\n|\Z)"
_END = rf"(?:\.\.\.[ \t]*(?:\n|\Z)|{_DASHES})"
_LINE = r"(?:[^\W\d][\w-]*\s*:.*|[ \t\u00a0\u202f].*|-[ \t].*|#.*|)\n"
_HEADS = (
    re.compile(rf"(?:[ \t]*\n)*{_DASHES}(?P<lines>(?:{_LINE})*?){_END}"),
    re.compile(rf"---[ \t]*\n(?P<lines>(?:(?!#+[ \t]).*\n)*?){_END}"),
    # No end: what stands before the first blank line or heading.
    re.compile(r"---[ \t]*\n(?P<lines>(?:(?!#[ \t])\S.*\n)*)"),
)
_WITHOUT_DASHES = re.compile(
    rf"(?:[ \t]*\n)*(?P<lines>(?P<key>[^\W\d][\w-]*)\s*:.*\n(?:(?![ \t]*\n|#){_LINE})*){_END}?"
)
# A key at the beginning of a line; its value goes on in lines that are indented.
_VALUE = re.compile(r"^(?P<key>[^\s:#][^:\n]*?)[ \t]*:(?P<value>[ \t]+\S.*(?:\n[ \t]+\S.*)*)$", re.MULTILINE)
# A remark in YAML; a number sign right before a word is rather meant.
_REMARK = re.compile(r"[ \t]#[ \t].*$", re.MULTILINE)


def head_of(text: str, names: Mapping[str, str]) -> re.Match[str] | None:
    """Find what looks like a head, with or without an end; `names` are the keys by what authors write."""
    for pattern in _HEADS:
        if head := pattern.match(text):
            return head
    head = _WITHOUT_DASHES.match(text)
    known = {name.casefold() for pair in names.items() for name in pair}
    return head if head and head["key"].casefold() in known else None


def head_losses(
    head: re.Match[str], values: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[tuple[Loss, Stream]]:
    """What of a head's lines is not in the values that were read."""
    for found in _VALUE.finditer(head["lines"]):
        read = values.get(names.get(found["key"], found["key"]))
        if read is None:
            continue
        written = _REMARK.sub(lambda match: " " * len(match.group()), found["value"])
        place = head.start("lines") + found.start("value")
        stream = Stream(tuple(words_of(written)), ((place, written),))
        for loss in compare(stream.words, tuple(words_of(read))):
            yield loss, stream
