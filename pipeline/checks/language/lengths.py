"""l-061: a sentence of more words than the book allows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...diagnostics import Diagnostic, diagnose
from ...manuscript.positions import span_at
from ...manuscript.sentences import spans
from .prose import HIDDEN, Block

_WORD = re.compile(r"[^\W_]+(?:[-–/’'.:][^\W_]+)*")
_BREAK = re.compile(r" {2,}\n|\\\n")
# What ends otherwise is a list, a line of an address, a caption: no sentence.
_ENDS = re.compile(rf"[.!?…][\"”“»)\]*_{HIDDEN}]*$")


def long_sentences(block: Block, source: str, path: str, most: int) -> Iterator[Diagnostic]:
    """Tell each sentence at its first word."""
    if not block.is_running or _BREAK.search(block.text):
        return
    for start, end in spans(block.text):
        sentence = block.text[start:end]
        words = list(_WORD.finditer(sentence))
        if len(words) > most and _ENDS.search(sentence):
            first = block.start + start
            place = span_at(source, first + words[0].start(), first + words[0].end(), path)
            yield diagnose("l-061", place, words=len(words), most=most)
