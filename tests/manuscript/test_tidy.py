"""One sentence a line, and not one byte of what is made of it changes: held against pandoc, on our own book and on
documents put together by chance from everything that authors and pandoc know."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import pandoc
from pipeline.manuscript.front_matter import read_front_matter
from pipeline.manuscript.preparation import prepare
from pipeline.manuscript.tidy import tidy
from tests.manuscript.wild import by_chance

ROOT = Path(__file__).resolve().parents[2]
SEEDS = range(200)


def book_files() -> list[str]:
    folders = ("chapters", "checklists", "worksheets")
    return [path.read_text(encoding="utf-8") for folder in folders for path in sorted((ROOT / folder).glob("*.md"))]


def shown(texts: Sequence[str]) -> list[str]:
    """What pandoc makes of files, as the pipeline gives them to it."""
    bodies = (read_front_matter(text, "x.md", {}).value[1] for text in texts)
    ready = [prepare(body, "x.md", draft=True).value.read for body in bodies]
    return [one.html or one.failure for one in pandoc.to_fragments(ready)]


@pytest.mark.slow
def test_our_book_gives_the_same_bytes() -> None:
    texts = book_files()
    assert shown(texts) == shown([tidy(text) for text in texts])


@pytest.mark.slow
def test_documents_by_chance_give_the_same_bytes() -> None:
    texts = [by_chance(seed) for seed in SEEDS]
    tidied = [tidy(text) for text in texts]
    assert sum(one != other for one, other in zip(texts, tidied, strict=True)) > len(texts) // 2
    before, after = shown(texts), shown(tidied)
    other = [seed for seed, one, two in zip(SEEDS, before, after, strict=True) if one != two]
    assert [texts[seed] for seed in other] == []


def test_a_second_time_changes_nothing() -> None:
    for text in (*book_files(), *map(by_chance, SEEDS)):
        assert tidy(tidy(text)) == tidy(text)


def test_a_change_would_be_noticed() -> None:
    assert shown(["Eins.\n- Zwei."]) != shown(["Eins. - Zwei."])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ruf an. Schreib nicht.", "Ruf an.\nSchreib nicht.\n"),
        ("Ein Satz, der\numbrochen ist. Ende.", "Ein Satz, der umbrochen ist.\nEnde.\n"),
        ("- Geh hin. Hör zu.", "- Geh hin.\n  Hör zu.\n"),
        ("- [ ] Der Weg ist frei. **!**", "- [ ] Der Weg ist frei. **!**\n"),
        ("> Geh hin. Hör zu.", "> Geh hin.\n> Hör zu.\n"),
        ("Ziel\n:   Geh hin. Hör zu.", "Ziel\n:   Geh hin.\n    Hör zu.\n"),
        ("|a|b |\n|-|-|\n|  c|d|", "| a | b |\n|-|-|\n| c | d |\n"),
        ("Eins.  \nZwei. Drei.", "Eins.  \nZwei.\nDrei.\n"),
        ("# Titel  \n\n\n\nEins.   \r\n", "# Titel\n\nEins.\n"),
        ("```\nA. B.\n\n\nC.\n```", "```\nA. B.\n\n\nC.\n```\n"),
        ("Wir fragen. - Nein.", "Wir fragen. - Nein.\n"),
        ("", ""),
    ],
)
def test_the_form(text: str, expected: str) -> None:
    assert tidy(text) == expected
