"""Help with the language: what a careful reader would stumble over, told where it is written.

In: each document's source as blocks of prose (`prose`). Out: diagnostics. What holds is said by `language_rules` in
book.yaml. A rule that is right in fewer than 95 of 100 cases asks to be switched on there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from ...cache import Cache
from ...diagnostics import Diagnostic, Span, diagnose
from ...dictionaries import find
from ...manuscript.composed import read_diagnostic
from ...manuscript.model import Document, LanguageRules, Manuscript
from ...once import once_as_json
from .address import mixed_address
from .dating import outdated
from .lengths import long_sentences
from .prose import blocks
from .quotes import open_quotes
from .spelling import Verdicts, read_own, unknown
from .unwanted import Unwanted, unwanted
from .words import doubled

KIND = "language"
LANGUAGES = ("de", "en")
NO_RULES = LanguageRules()
NOWHERE = Span("")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a book's texts are held against: its rules, and the words it has decided against in its own language."""

    rules: LanguageRules = NO_RULES
    unwanted: tuple[Unwanted, ...] = ()


def check(manuscript: Manuscript, cache: Cache, words: str = "", place: Span = NOWHERE) -> tuple[Diagnostic, ...]:
    """Hold every document that is German or English against the rules; `words` is the book's list of words, `place`
    where its language is named."""
    manifest = manuscript.manifest
    main = _language(manifest.language)
    verdicts, told = _verdicts(manuscript, cache, words, place)
    own, others = _asked(manuscript), Asked(manifest.language_rules)
    found = [
        one
        for document in manuscript.documents.values()
        for language in [_language(document.front.lang or manifest.language)]
        if language in LANGUAGES
        for is_main in [language == main]
        for one in _once(document, language, own if is_main else others, verdicts if is_main else None, cache)
    ]
    if verdicts:
        verdicts.keep()
    return (*told, *found)


def look(
    path: str, text: str, language: str, asked: Asked, knows: Callable[[str], bool] | None = None
) -> Iterator[Diagnostic]:
    """What the rules find in one source."""
    read = tuple(blocks(text, language))
    yield from open_quotes(read, text, path, language)
    for block in read:
        yield from doubled(block, text, path, language)
        yield from unwanted(block, text, path, asked.unwanted)
        if most := int(asked.rules.longest_sentence_words):
            yield from long_sentences(block, text, path, most)
        if asked.rules.one_address and language == "de":
            yield from mixed_address(block, text, path)
    if asked.rules.oldest_as_of:
        yield from outdated(text, path, language, asked.rules.oldest_as_of)
    if knows:
        yield from unknown(read, text, path, knows)


def _asked(manuscript: Manuscript) -> Asked:
    rules = manuscript.manifest.language_rules
    names = (Unwanted(name, term.term) for term in manuscript.glossary for name in term.instead_of)
    return Asked(rules, (*map(Unwanted, rules.phrases), *names))


def _verdicts(
    manuscript: Manuscript, cache: Cache, words: str, place: Span
) -> tuple[Verdicts | None, tuple[Diagnostic, ...]]:
    """What knows the words of the book's language, where it asks for spelling; l-068 without a dictionary."""
    manifest = manuscript.manifest
    if not manifest.language_rules.spelling or _language(manifest.language) not in LANGUAGES:
        return None, ()
    dictionary = find(manifest.language)
    if dictionary is None:
        return None, (diagnose("l-068", place, language=manifest.language),)
    terms = (name for term in manuscript.glossary for name in (term.term, *term.also, *term.synonyms))
    sources = (re.sub(r"<[^>]*>", " ", text) for _, text in manuscript.bibliography)
    people = (one.name for one in manifest.contributors)
    return Verdicts(dictionary, read_own(words, (*terms, *sources, *people)), cache), ()


def _language(tag: str) -> str:
    return tag.split("-")[0].lower()


def _once(
    document: Document, language: str, asked: Asked, verdicts: Verdicts | None, cache: Cache
) -> tuple[Diagnostic, ...]:
    path, text = document.path, document.text
    spelling = verdicts.fingerprint if verdicts else ""
    knows = verdicts.knows if verdicts else None
    found = once_as_json(
        cache,
        KIND,
        (path, text, language, asked, spelling),
        lambda: [asdict(one) for one in look(path, text, language, asked, knows)],
    )
    return tuple(read_diagnostic(one) for one in found)
