"""An outline is read however it was written down, and says which texts are to be."""

from __future__ import annotations

import pytest

from pipeline.manuscript.outlines import MOST_TITLE, Planned, read_outline, sections
from pipeline.theme import default_theme

LABELS = default_theme().labels
CROSS, CREATE = "Cross", "Create: Anbahnen"
WANTED = [("was-ist-das", CROSS), ("wer-macht-mit", CROSS), ("formate", CREATE)]
WRITTEN = {
    "list": "- Cross\n  - Was ist das?\n  - Wer macht mit?\n- Create: Anbahnen\n  - Formate\n",
    "stars and tabs": "* **Cross**\n\t* Was ist das?\n\t* [Wer macht mit?](x.md)\n* Create: Anbahnen:\n\t* `Formate`\n",
    "numbers": "1. Cross\n   1. Was ist das?\n   2. Wer macht mit?\n2. Create: Anbahnen\n   1. Formate",
    "levels in numbers": "1 Cross\n1.1 Was ist das?\n1.2 Wer macht mit?\n2 Create: Anbahnen\n2.1 Formate",
    "headings": "# Cross {#eins}\n\n## Was ist das?\n## Wer macht mit? ##\n\n# Create: Anbahnen\n\n## Formate\n",
    "headings and lists": "## Cross\n\n- [ ] Was ist das?\n- [x] Wer macht mit?\n\n## Create: Anbahnen\n- Formate",
    "set in": "Cross\n    Was ist das?\n    Wer macht mit?\nCreate: Anbahnen\n    Formate\n",
    "lines over lists": "Cross\n- Was ist das?\n- Wer macht mit?\n\nCreate: Anbahnen\n- Formate",
    "from a word processor": "•\tCross\n\to\tWas ist das?\n\to\tWer macht mit?\n•\tCreate: Anbahnen\n\to\tFormate",
    "with words": "- Teil 1: Cross\n  - Kapitel 1: Was ist das?\n  - Kapitel 2 – Wer macht mit?\n"
    "- Teil 2: Create: Anbahnen\n  - Kapitel 3: Formate",
    "windows": "- Cross\r\n  - Was ist das?\r\n  - Wer macht mit?\r\n- Create: Anbahnen\r\n  - Formate\r\n",
    "with rules": "Cross\n=====\n\n- Was ist das?\n- Wer macht mit?\n\n---\n\nCreate: Anbahnen\n======\n- Formate",
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_an_outline_is_read_however_it_was_written(written: str) -> None:
    planned = read_outline(written, LABELS)
    assert [(one.path, one.part) for one in planned] == [(f"chapters/{name}.md", part) for name, part in WANTED]
    assert planned[0].title == "Was ist das?"


def test_lines_without_levels_are_texts_and_what_is_deeper_are_sections() -> None:
    assert [(one.title, one.part) for one in read_outline("Anfang\nEnde\n", LABELS)] == [("Anfang", ""), ("Ende", "")]
    deep = read_outline("- A\n  - Eins\n    - x\n      - y\n    - z\n  - Zwei\n- Anhang\n", LABELS)
    assert [(one.title, one.part, one.points) for one in deep] == [
        ("Eins", "A", ("x", "y", "z")), ("Zwei", "A", ()), ("Anhang", "A", ())
    ]  # fmt: skip
    text = sections(deep[0], "# Eins\n\nText.\n")
    assert text == "# Eins\n\nText.\n\n## x\n\n## y\n\n## z\n"
    assert sections(deep[1], "# Zwei\n\n") == "# Zwei\n\n"


def test_sheets_are_known_by_their_word_and_stand_in_no_part() -> None:
    planned = read_outline("- A\n  - Checkliste: Erstgespräch\n  - Arbeitsblatt Ziele\n  - Arbeitsblatt: Ziele", LABELS)
    assert planned == (
        Planned("checklist", "checklists/erstgespraech.md", "Erstgespräch"),
        Planned("chapter", "chapters/arbeitsblatt-ziele.md", "Arbeitsblatt Ziele", "A"),
        Planned("worksheet", "worksheets/ziele.md", "Ziele"),
    )


def test_a_title_that_comes_again_has_a_file_of_its_own() -> None:
    paths = [one.path for one in read_outline("- A\n  - Einleitung\n- B\n  - Einleitung\n", LABELS)]
    assert paths == ["chapters/einleitung.md", "chapters/einleitung-2.md"]


@pytest.mark.parametrize("written", ["", "\n \n", "---\n***\n", "# \n- \n", "- ???\n", "\N{NO-BREAK SPACE}"])
def test_an_outline_may_have_nothing_in_it(written: str) -> None:
    assert read_outline(written, LABELS) == ()


def test_what_is_no_outline_makes_no_trouble() -> None:
    (one,) = read_outline("x" * 5000, LABELS)
    assert one.title == "x" * MOST_TITLE and len(one.path) < 90
    (odd,) = read_outline('../../<b>"a": [x] {y}</b> #', LABELS)
    assert odd.path == "chapters/b-a-x-y-b.md" and "<" not in odd.title
    assert len(read_outline("- a\n" + "\n".join(f"{' ' * n}- t{n}" for n in range(1, 900)), LABELS)) == 1
