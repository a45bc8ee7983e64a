"""Gold lists, written down before the rules were asked: spelling, and sentences over a limit.

The words of `unseen_*` were not looked at while the rules were mended on `gold_*`; the rule of compounds was built anew
after they had been asked once; those of `fresh_*` were asked once, and nothing was changed for them. A word is what
stands between blanks.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cache import MemoryCache
from pipeline.checks.language import Asked, look
from pipeline.checks.language.spelling import Verdicts, read_own
from pipeline.dictionaries import find
from pipeline.manuscript.model import LanguageRules
from tests.conftest import miss

HERE = Path(__file__).parent
LIMIT = 12


@pytest.fixture(scope="module")
def verdicts() -> Verdicts:
    dictionary = find("de")
    if dictionary is None:
        miss("hunspell's German dictionary (hunspell-de-de)")
    assert dictionary is not None
    return Verdicts(dictionary, read_own("", ()), MemoryCache())


def words_of(name: str) -> list[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [word.partition(":")[0] for line in lines if line[0] != "#" for word in line.split()]


@pytest.mark.parametrize(
    ("name", "fewest", "most"),
    [
        pytest.param("gold_right.txt", 0, 0.065, marks=pytest.mark.slow),
        ("unseen_right.txt", 0, 0.095),
        pytest.param("gold_wrong.txt", 0.99, 1, marks=pytest.mark.slow),
        ("unseen_wrong.txt", 0.98, 1),
        ("fresh_right.txt", 0, 0.07),
        ("fresh_wrong.txt", 0.93, 1),
    ],
)
def test_errors_are_told_and_right_words_are_not(verdicts: Verdicts, name: str, fewest: float, most: float) -> None:
    words = words_of(name)
    assert len(words) in (60, 100, 200)
    text = "\n\n".join(f"Hier steht {word} im Satz." for word in words)
    asked = Asked(LanguageRules(spelling=True))
    told = {dict(one.facts)["word"] for one in look("a.md", text, "de", asked, verdicts.knows) if one.code == "l-067"}
    assert fewest <= sum(word in told for word in words) / len(words) <= most, told.intersection(words)


@pytest.mark.parametrize("line", (HERE / "gold_sentences.txt").read_text("utf-8").splitlines())
def test_sentences_over_the_limit_are_told_and_no_others(line: str) -> None:
    sentences = [sentence.split() for sentence in line.split(" ‖ ")]
    counted = [[word for word in words if any(sign.isalnum() for sign in word)] for words in sentences]
    text = line.replace(" ‖", "")
    found = look("a.md", text, "de", Asked(LanguageRules(longest_sentence_words=LIMIT)))
    told = [(int(dict(one.facts)["words"]), one.span.column) for one in found if one.code == "l-061"]
    expected = [len(words) for words in counted if len(words) > LIMIT]
    assert [words for words, _ in told] == expected
    firsts = [words[0].strip("„(") for words in counted if len(words) > LIMIT]
    assert all(text[column - 1 :].startswith(first) for (_, column), first in zip(told, firsts, strict=True))
