"""Merging by sentence and item: what different authors wrote in different places never conflicts."""

from __future__ import annotations

import random
import re
from itertools import product

import pytest

from pipeline.manuscript.merge import Merged, merge
from tests.manuscript.random_merges import faults, try_out
from tests.manuscript.wild import by_chance, edit

SENTENCES = ("Eins ist hier.", "Zwei ist dort.", "Drei ist fort.", "Vier ist da.")
ITEMS = "- [ ] Eins ist bereit.\n- [ ] Zwei ist bereit.\n- [ ] Drei ist bereit. **!**\n"
TABLE = "| Was | Wer |\n|-----|-----|\n| Stuhl | Anna |\n| Tisch | Berta |\n"
HEAD = "---\nstatus: entwurf\nversprechen: Du kannst es.\n---\n# Titel\n\nEin Satz.\n"
TERMS = "# Wörter\n- term: Abend\n  definition: Das Ende des Tages.\n- term: Zeit\n  definition: Was fehlt.\n"
QUICK, WILD = range(300), range(400)


def both(base: str, ours: str, theirs: str, path: str = "x.md") -> Merged:
    """Merge in both orders, which must agree."""
    merged = merge(base, ours, theirs, path)
    assert merged == merge(base, theirs, ours, path)
    return merged


def neighbours() -> list[tuple[str, str, str]]:
    """Sixty pairs of edits to neighbouring sentences: in one line, one a line, in quotations, in definitions."""
    edits = (("ist", "war"), (".", " gewiss."), (".", ". Neu ist das."), ("ist ", "ist heute "), ("ist", "bleibt"))
    pairs = []
    for joint, before in ((" ", ""), ("\n", ""), (" ", "> "), (" ", "Wort\n:   ")):
        base = before + joint.join(SENTENCES) + "\n"
        for nth, (ours, theirs) in product((0, 1, 2), zip(edits, (*edits[1:], edits[0]), strict=True)):
            one = base.replace(SENTENCES[nth], SENTENCES[nth].replace(*ours))
            other = base.replace(SENTENCES[nth + 1], SENTENCES[nth + 1].replace(*theirs))
            pairs.append((base, one, other))
    return pairs


@pytest.mark.parametrize(("base", "ours", "theirs"), neighbours())
def test_neighbouring_sentences_do_not_conflict(base: str, ours: str, theirs: str) -> None:
    merged = both(base, ours, theirs)
    assert merged.conflicts == 0
    wanted = {word for text in (ours, theirs) for word in text.split()} - set(base.split())
    assert wanted <= set(merged.text.split())


def test_there_are_sixty_of_them() -> None:
    assert len(neighbours()) == 60


@pytest.mark.parametrize(
    ("path", "base", "ours", "theirs", "merged"),
    [
        (
            "x.md",
            ITEMS,
            ITEMS.replace("[ ] Zwei", "[x] Zwei"),
            ITEMS.replace("Zwei ist bereit", "Zwei ist da"),
            ITEMS.replace("[ ] Zwei ist bereit", "[x] Zwei ist da"),
        ),
        (
            "x.md",
            ITEMS,
            ITEMS.replace("- [ ] Drei", "- [ ] Von a ist da.\n- [ ] Drei"),
            ITEMS.replace("- [ ] Drei", "- [ ] Von b ist da.\n- [ ] Drei"),
            ITEMS.replace("- [ ] Drei", "- [ ] Von a ist da.\n- [ ] Von b ist da.\n- [ ] Drei"),
        ),
        (
            "x.md",
            TABLE,
            TABLE.replace("Stuhl", "Hocker"),
            TABLE.replace("Anna", "Ina"),
            TABLE.replace("Stuhl | Anna", "Hocker | Ina"),
        ),
        (
            "x.md",
            TABLE,
            TABLE.replace("Wer |", "Wer | Wann |").replace("---|\n", "---|---|\n").replace("a |\n", "a | 8 |\n"),
            TABLE.replace("Berta", "Bea"),
            TABLE.replace("Wer |", "Wer | Wann |")
            .replace("---|\n", "---|---|\n")
            .replace("a |\n", "a | 8 |\n")
            .replace("Berta", "Bea"),
        ),
        (
            "x.md",
            HEAD,
            HEAD.replace("entwurf", "prüfung"),
            HEAD.replace("kannst es", "kannst alles"),
            HEAD.replace("entwurf", "prüfung").replace("kannst es", "kannst alles"),
        ),
        (
            "glossary.yaml",
            TERMS,
            TERMS + "- term: Mut\n  definition: Was hilft.\n",
            TERMS.replace("Was fehlt.", "Was fehlt.\n  also: [Zeiten]"),
            TERMS + "  also: [Zeiten]\n- term: Mut\n  definition: Was hilft.\n",
        ),
        (
            "glossary.yaml",
            TERMS,
            TERMS.replace("Das Ende", "Der Schluss"),
            TERMS.replace("term: Abend", "term: Nacht"),
            TERMS.replace("Das Ende", "Der Schluss").replace("term: Abend", "term: Nacht"),
        ),
    ],
    ids=["tick and item", "two new items", "cells", "column and cell", "head keys", "new terms", "keys of one term"],
)
def test_items_cells_and_keys(path: str, base: str, ours: str, theirs: str, merged: str) -> None:
    assert both(base, ours, theirs, path) == Merged(merged, 0)


def test_a_moved_paragraph_is_followed() -> None:
    base = "Der erste Absatz steht hier.\n\nDer zweite steht dort. Er ist lang.\n\nDer dritte schließt ab.\n"
    ours = "Der erste Absatz steht hier.\n\nDer dritte schließt ab.\n\nDer zweite steht dort. Er ist lang.\n"
    theirs = base.replace("Er ist lang.", "Er ist sehr lang. Und er wächst.")
    expected = ours.replace("Er ist lang.", "Er ist sehr lang. Und er wächst.")
    assert both(base, ours, theirs) == Merged(expected, 0)


def test_the_same_edit_by_both_stands_once() -> None:
    base, edit = "Eins ist hier.\n", "Eins ist hier. Zwei kam dazu.\n"
    assert both(base, edit, edit + "\nDrei kam auch.\n").text == edit + "\nDrei kam auch.\n"


def test_what_one_changed_and_the_other_deleted_stays() -> None:
    assert both(ITEMS, ITEMS.replace("- [ ] Zwei ist bereit.\n", ""), ITEMS.replace("Zwei ist", "Zwei war")) == Merged(
        ITEMS.replace("Zwei ist", "Zwei war"), 0
    )


def test_one_sentence_changed_by_both_is_a_box_with_both_readings() -> None:
    merged = both("Eins ist. Zwei ist.\n", "Eins war. Zwei ist.\n", "Eins wird. Zwei ist.\n")
    box = "::::: konflikt\n:::: lesart\nEins war. Zwei ist.\n::::\n:::: lesart\nEins wird. Zwei ist.\n::::\n:::::\n"
    assert merged == Merged(box, 1)


@pytest.mark.parametrize(
    ("path", "base", "old", "one", "other", "stands"),
    [
        ("x.md", HEAD, "entwurf", "fertig", "prüfung", "status: fertig\n# konflikt: status: prüfung\n"),
        ("x.md", HEAD, "# Titel", "# Name", "# Ruf", "# Name\n<!-- konflikt: # Ruf -->\n"),
        ("glossary.yaml", TERMS, "Was fehlt.", "Ab.", "An.", "  definition: Ab.\n  # konflikt:   definition: An.\n"),
    ],
)
def test_where_no_box_can_stand_the_other_reading_is_a_comment(
    path: str, base: str, old: str, one: str, other: str, stands: str
) -> None:
    merged = both(base, base.replace(old, one), base.replace(old, other), path)
    assert merged.conflicts == 1 and stands in merged.text


@pytest.mark.parametrize("wrong", ["W1a w2b.\n", "W1a w2b a1c. W1a w2b a1c.\n", "W1a w2b a1c. W3c.\n"])
def test_words_lost_doubled_and_back_would_be_noticed(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.manuscript.random_merges.merge", lambda *given: Merged(wrong, 0))
    assert list(faults("W1a w2b. W3c.\n", "W1a w2b a1c.\n", "W1a w2b.\n"))


def test_merges_by_chance_lose_and_double_nothing() -> None:
    found, conflicts = try_out(QUICK)
    assert found == []
    assert 0 < conflicts < len(QUICK) / 5


def test_of_the_wildest_texts_no_new_word_is_lost_and_both_orders_are_equal() -> None:
    for seed in WILD:
        chance = random.Random(seed)
        base = by_chance(seed)
        ours, theirs = edit(chance, base, "unser"), edit(chance, base, "euer")
        merged = both(base, ours, theirs)
        wanted = set(re.findall(r"(?:unser|euer)\d", ours + theirs))
        assert wanted <= set(re.findall(r"(?:unser|euer)\d", merged.text)), seed


def test_a_list_that_both_have_begun_is_one() -> None:
    base = "title: Probe\nlanguage: de\n"
    ours, theirs = (
        base + "hyphenation:\n  - Netz-werk\n  - Buch-bau\n",
        base + "hyphenation:\n  - Netz-werk\n  - Ton-art\n",
    )
    merged = both(base, ours, theirs, "book.yaml")
    assert merged == Merged(base + "hyphenation:\n  - Netz-werk\n  - Buch-bau\n  - Ton-art\n", 0)


def test_what_stands_in_both_additions_stands_once_wherever_it_is() -> None:
    base = "# Neu\n\n- Alt ist dies.\n"
    ours = base.replace("- Alt", "- Das kam zuerst dazu.\n- Alt")
    theirs = base.replace("- Alt", "- Das kam danach dazu.\n- Das kam zuerst dazu.\n- Und das zuletzt.\n- Alt")
    assert both(base, ours, theirs) == Merged(theirs, 0)


def test_a_chapter_that_both_have_entered_at_places_of_their_own_stands_once() -> None:
    base = "parts:\n  - chapters:\n      - a.md\n      - b.md\n      - c.md\n"
    first, last = base.replace("      - b.md", "      - neu.md\n      - b.md"), base + "      - neu.md\n"
    assert both(base, first, last, "book.yaml") == Merged(first, 0)
