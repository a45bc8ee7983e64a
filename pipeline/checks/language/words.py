"""l-060: a word that stands twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...diagnostics import Diagnostic, Edit, diagnose
from ...manuscript.positions import span_at
from .prose import Block, is_quoted

_DOUBLED = re.compile(r"(?<![\w’'.:–-])(?P<first>[^\W\d_]{2,})(?P<gap>\s+)(?P<second>(?i:(?P=first)))(?![\w’'–-]|\.\w)")
_WORDS = re.compile(r"[^\W\d_]+|[,;:(–—]")


def _table(words: str) -> frozenset[str]:
    return frozenset(words.split())


# May stand twice in German: pronouns in two cases, verbs at the ends of two clauses, what is said with weight.
TWICE = _table(
    "sie ihr ihnen es uns euch sein haben werden sind waren sehr ganz viel weit lange nie ja nein so na ha hm bla la"
    " tick tack zu auf an ab mit ein aus vor nach wer was wo wie welche welcher welches welchem welchen"
    " alles nichts etwas"
)
# What has no meaning of its own is nothing but a slip; English puts other words together as they are ("file file").
SLIPS = {
    "de": _table(
        "der die das den dem des ein eine einen einem einer eines und oder aber im in am von vom bei beim zum zur für"
        " nicht auch als wenn dass durch über unter"
    ),
    "en": _table(
        "the an and or but of to at by for from with into as be been has not this these those they we she if all than"
        " then can will would should"
    ),
}
# Twice where a clause begins: "die Idee, mit der der Verein arbeitet", "weil die die Kosten tragen".
ARTICLES = _table("der die das den dem")
_SUBORDINATE = _table("dass daß weil wenn ob als denn da obwohl damit und oder aber nur auch wie wo falls sondern")


def doubled(block: Block, source: str, path: str, language: str) -> Iterator[Diagnostic]:
    """Tell each pair; dropping one is the fix where both are written alike."""
    for found in _DOUBLED.finditer(block.text):
        if _is_meant(found, language):
            continue
        span = span_at(source, block.start + found.start("second"), block.start + found.end(), path)
        yield diagnose("l-060", span, fix=_fix(found, block.start, source, path, language), word=found["second"])


def _is_meant(found: re.Match[str], language: str) -> bool:
    first, second = found["first"], found["second"]
    word, text = second.lower(), found.string
    if word in TWICE if language == "de" else word not in SLIPS[language]:
        return True
    if first not in (second, second.capitalize()) or is_quoted(found):
        return True
    again = re.compile(rf"[^\w|]*{re.escape(word)}\b", re.IGNORECASE)
    if again.match(text, found.end()) or re.search(
        rf"\b{re.escape(word)}[^\w|]+$", text[: found.start()], re.IGNORECASE
    ):
        return True  # three times: on purpose
    return language == "de" and word in ARTICLES and _begins_a_clause(text[: found.start()])


def _begins_a_clause(before: str) -> bool:
    """Whether a clause has begun in this sentence, or begins with the pair."""
    words = _WORDS.findall(re.split(r"[.!?]\s", before)[-1])
    return not words or any(not word[0].isalpha() or word.lower() in _SUBORDINATE for word in words)


def _fix(found: re.Match[str], offset: int, source: str, path: str, language: str) -> tuple[Edit, ...]:
    """Drop the second one, where both stand in one line and it can be nothing but a slip."""
    start, end = offset + found.end("first"), offset + found.end()
    if found["second"] not in SLIPS[language] or source[start : offset + found.start("second")].strip(" \t\u00a0"):
        return ()
    return (Edit(span_at(source, start, end, path), ""),)
