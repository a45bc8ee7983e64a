"""Help with the language: what a careful reader would stumble over, told where it is written.

In: each document's source as blocks of prose (`prose`). Out: diagnostics. What holds is said by `language_rules` in
book.yaml. A rule that is right in fewer than 95 of 100 cases asks to be switched on there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from ... import program
from ...artifacts import digest
from ...cache import Cache
from ...diagnostics import Diagnostic
from ...manuscript.composed import read_diagnostic
from ...manuscript.model import LanguageRules, Manuscript
from .lengths import long_sentences
from .prose import blocks
from .words import doubled

KIND = "language"
LANGUAGES = ("de", "en")


def check(manuscript: Manuscript, cache: Cache) -> tuple[Diagnostic, ...]:
    """Hold every document that is German or English against the rules."""
    rules = manuscript.manifest.language_rules
    return tuple(
        one
        for document in manuscript.documents.values()
        for one in _once(
            document.path, document.text, document.front.lang or manuscript.manifest.language, rules, cache
        )
    )


def look(path: str, text: str, language: str, rules: LanguageRules) -> Iterator[Diagnostic]:
    """What the rules find in one source."""
    for block in blocks(text, language):
        yield from doubled(block, text, path, language)
        if rules.longest_sentence_words:
            yield from long_sentences(block, text, path, int(rules.longest_sentence_words))


def _once(path: str, text: str, tag: str, rules: LanguageRules, cache: Cache) -> tuple[Diagnostic, ...]:
    language = tag.split("-")[0].lower()
    if language not in LANGUAGES:
        return ()
    key = digest(program.fingerprint(), repr((path, text, language, rules)))
    kept = cache.get(KIND, key)
    if kept is None:
        kept = json.dumps([asdict(one) for one in look(path, text, language, rules)]).encode()
        cache.put(KIND, key, kept)
    return tuple(read_diagnostic(one) for one in json.loads(kept))
