"""Help with the language: what a careful reader would stumble over, told where it is written.

In: each document's source as blocks of prose (`prose`). Out: diagnostics. What holds is said by `language_rules` in
book.yaml. A rule that is right in fewer than 95 of 100 cases asks to be switched on there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from ... import program
from ...artifacts import digest
from ...cache import Cache
from ...diagnostics import Diagnostic
from ...manuscript.composed import read_diagnostic
from ...manuscript.model import LanguageRules, Manuscript
from .lengths import long_sentences
from .prose import blocks
from .quotes import open_quotes
from .unwanted import Unwanted, unwanted
from .words import doubled

KIND = "language"
LANGUAGES = ("de", "en")
NO_RULES = LanguageRules()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a book's texts are held against: its rules, and the words it has decided against in its own language."""

    rules: LanguageRules = NO_RULES
    unwanted: tuple[Unwanted, ...] = ()


def check(manuscript: Manuscript, cache: Cache) -> tuple[Diagnostic, ...]:
    """Hold every document that is German or English against the rules."""
    manifest = manuscript.manifest
    own, others = _asked(manuscript), Asked(manifest.language_rules)
    return tuple(
        one
        for document in manuscript.documents.values()
        for language in [_language(document.front.lang or manifest.language)]
        if language in LANGUAGES
        for one in _once(
            document.path, document.text, language, own if language == _language(manifest.language) else others, cache
        )
    )


def look(path: str, text: str, language: str, asked: Asked) -> Iterator[Diagnostic]:
    """What the rules find in one source."""
    read = tuple(blocks(text, language))
    yield from open_quotes(read, text, path, language)
    for block in read:
        yield from doubled(block, text, path, language)
        yield from unwanted(block, text, path, asked.unwanted)
        if most := int(asked.rules.longest_sentence_words):
            yield from long_sentences(block, text, path, most)


def _asked(manuscript: Manuscript) -> Asked:
    rules = manuscript.manifest.language_rules
    names = (Unwanted(name, term.term) for term in manuscript.glossary for name in term.instead_of)
    return Asked(rules, (*map(Unwanted, rules.phrases), *names))


def _language(tag: str) -> str:
    return tag.split("-")[0].lower()


def _once(path: str, text: str, language: str, asked: Asked, cache: Cache) -> tuple[Diagnostic, ...]:
    key = digest(program.fingerprint(), repr((path, text, language, asked)))
    kept = cache.get(KIND, key)
    if kept is None:
        kept = json.dumps([asdict(one) for one in look(path, text, language, asked)]).encode()
        cache.put(KIND, key, kept)
    return tuple(read_diagnostic(one) for one in json.loads(kept))
