"""The index: what the reader's browser needs to find pieces, made here once.

How much a word says about a piece is one number, by the formula of BM25 over weighted fields. The browser adds these
numbers up (`templates/html/find.js`); it builds nothing and needs no stemmer.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .known import KINDS, NUMERALS, STOPWORDS
from .pieces import OTHER, TOOL, Piece
from .words import Stems, families, fold, parts, stems, words_of

# How often a word counts that stands in the title, in the label, in the id, which authors chose, among the words that
# lead there, in the section's name.
TITLE, LABEL, ID, ALSO, HOME = 6.0, 2.5, 2.5, 2.0, 1.0
# BM25: when more of the same says no more, and how far long texts must have more of it.
K1, B = 1.2, 0.4
LEVELS = 26
# Ids of other pieces say what kind they are of.
NAMED = frozenset({"chapter", "method", TOOL, OTHER})
_DIGIT_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
# Numbered things stand in a passage already, sources and imprint have words of every kind.
WEIGHTS = {"source": 0.15, OTHER: 0.4, "shortcut": 0.5, "figure": 0.5, "table": 0.5}
# Who asks for a thing without its kind reads about it first.
WEIGHTS |= {"checklist": 0.85, "worksheet": 0.85, TOOL: 0.75, "term": 0.5}
# A page that is called so, before a passage that is.
WHOLE = 1.1


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The book's words: every form with its stem, and the stems in the order of the alphabet."""

    forms: Mapping[str, str]
    stems: tuple[str, ...]


def search_script(
    pieces: Sequence[Piece],
    found: Iterable[Stems],
    synonyms: Mapping[str, Sequence[str]],
    pages: Mapping[str, str],
    place: Callable[[str], str],
    language: str,
) -> str:
    """Write the index as a script: pages opened as files may not fetch data, but they may load scripts. `place` maps
    an id to its address, `synonyms` a term to its other names."""
    spellings = {form: tuple(pair) for some in found for form, pair in some.items()}
    named = stems((name for term, others in synonyms.items() for name in (term, *others)), language)
    lexicon = _lexicon(spellings, named)
    numbers = {stem: nth for nth, stem in enumerate(lexicon.stems)}
    homes = list(dict.fromkeys(piece.home for piece in pieces))
    spoken = language.split("-")[0].lower()
    counted = [(str(nth), name) for nth, name in enumerate(NUMERALS.get(spoken, "").split(), start=1)]
    numerals = {one: [other] for pair in counted for one, other in (pair, pair[::-1])}
    data = {
        "pieces": [
            (
                place(one.id),
                one.kind,
                one.label,
                one.title,
                homes.index(one.home),
                one.text,
                _weight(one, place(one.id)),
                ",".join(words for phrase in one.asked.split(",") if (words := phrase.strip())),
            )
            for one in pieces
        ],
        "homes": homes,
        "stems": lexicon.stems,
        "forms": {form: numbers[stem] for form, stem in sorted(lexicon.forms.items()) if form != stem},
        "postings": _postings(pieces, spellings, numbers),
        "within": _within(lexicon, numbers),
        "families": {
            numbers[stem]: [numbers[one] for one in others] for stem, others in families(lexicon.stems).items()
        },
        "synonyms": _synonyms({**numerals, **synonyms}),
        "kinds": {fold(word): kind for kind, words in KINDS.get(spoken, {}).items() for word in words.split()},
        "stopwords": sorted({fold(word) for word in STOPWORDS.get(spoken, "").split()}),
        "pages": dict(pages),
    }
    # Browsers read a text of JSON faster than a script of the same length.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"window.bookIndex = JSON.parse({json.dumps(text, ensure_ascii=False)});\n"


def _weight(piece: Piece, address: str) -> float:
    """How much a piece counts. Lists have a name only, and who asks for that means them."""
    kind = 1 if piece.kind == OTHER and not piece.text else WEIGHTS.get(piece.kind, 1)
    return kind if "#" in address else round(kind * WHOLE, 3)


def _lexicon(spellings: Mapping[str, tuple[str, ...]], named: Stems) -> Lexicon:
    """The words of the pieces, and of names as far as they are forms of those."""
    forms: dict[str, str] = {}
    for _, (form, stem) in sorted(spellings.items()):
        forms.setdefault(form, stem)
    known = set(forms.values())
    for form, stem in named.values():
        if stem in known:
            forms.setdefault(form, stem)
    return Lexicon(forms, tuple(sorted(set(forms.values()))))


def _postings(
    pieces: Sequence[Piece], spellings: Mapping[str, tuple[str, ...]], numbers: Mapping[str, int]
) -> list[str]:
    """For each stem the pieces that have it: how many further, in digits and small letters, and in a capital how much
    it says about the piece."""

    def stems_in(text: str) -> list[str]:
        return [stem for word in words_of(text) if (stem := _stem(word, spellings)) in numbers]

    counted = [_weigh(piece, stems_in) for piece in pieces]
    mean = sum(length for _, length in counted) / (len(counted) or 1) or 1
    found: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for nth, (counts, length) in enumerate(counted):
        for stem, weight in counts.items():
            found[numbers[stem]].append((nth, weight * (K1 + 1) / (weight + K1 * (1 - B + B * length / mean))))
    return [_packed(found[nth]) for nth in range(len(numbers))]


def _stem(word: str, spellings: Mapping[str, tuple[str, ...]]) -> str:
    return spellings[word][1] if word in spellings else fold(word)


def _weigh(piece: Piece, stems_in: Callable[[str], list[str]]) -> tuple[Counter[str], int]:
    counts: Counter[str] = Counter()
    text = stems_in(piece.text)
    name, id = piece.id.replace("-", " "), ID if piece.kind in NAMED else 0
    fields = (
        (0 if piece.kind == "source" else TITLE, piece.title),
        (LABEL, piece.label),
        (id, name),
        (ALSO, f"{piece.also} {piece.asked}"),
        (0 if piece.label else HOME, piece.home),
    )
    for weight, words in fields:
        for stem in stems_in(words):
            counts[stem] += weight  # type: ignore[assignment]
    counts.update(text)
    return +counts, len(text)


def _packed(found: Iterable[tuple[int, float]]) -> str:
    made, before = [], -1
    for nth, impact in found:
        level = min(LEVELS - 1, round(impact / (K1 + 1) * (LEVELS - 1)))
        made.append(_digits(nth - before) + chr(ord("A") + level))
        before = nth
    return "".join(made)


def _digits(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, len(_DIGIT_SIGNS))
        text = _DIGIT_SIGNS[digit] + text
    return text


def _within(lexicon: Lexicon, numbers: Mapping[str, int]) -> dict[int, list[int]]:
    """For each stem the compounds that have it as a part."""
    known = {form for form in (*lexicon.forms, *lexicon.stems) if form.isalpha()}
    found: defaultdict[int, set[int]] = defaultdict(set)
    for form, stem in lexicon.forms.items():
        for part in parts(form, known, (form, stem)) if form.isalpha() else ():
            found[numbers[lexicon.forms.get(part, part)]].add(numbers[stem])
    return {part: sorted(compounds - {part}) for part, compounds in sorted(found.items()) if compounds - {part}}


def _synonyms(given: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Names of one thing, the term first, each as its folded words."""

    def spellings(name: str) -> Iterator[str]:
        """Also written together, as readers do: worldcafe."""
        words = [fold(word) for word in words_of(name) if word.isalnum()]
        yield " ".join(words)
        if " " in name:
            yield "".join(words)

    groups = ([one for name in (term, *others) for one in spellings(name)] for term, others in given.items())
    return sorted(list(dict.fromkeys(names)) for names in groups if len(set(names)) > 1)
