"""A code and its facts in, the sentences that authors read out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .code import Code, Severity

LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A diagnostic in words: how bad, what, what to do, why it matters."""

    severity: Severity
    fact: str
    cure: str
    why: str


def phrase(code: Code, facts: Mapping[str, str], language: str) -> Phrase:
    """Fill the gaps of a code's texts; a fact that nobody gave leaves its gap to be seen."""
    texts = (code.de, code.cure_de, code.why_de) if language == "de" else (code.en, code.cure_en, code.why_en)
    fact, cure, why = (text.format_map(_Facts(facts)) for text in texts)
    return Phrase(code.severity, fact, cure, why)


class _Facts(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "{" + name + "}"
