"""Forms of the writing room: what they read of a text, and that they change nothing else. They run in the browser; here
they are asked by way of Node, where it is there."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline.sprint.skeletons import form_names
from pipeline.theme import default_theme

ROOT = Path(__file__).resolve().parents[2]
BLOCKS = ROOT / "templates/sprint/src/blocks.js"
METHOD = (
    "Davor.\n\n::: {.methode #m}\n### Abend\n\nZiel\n:   reden,\n    und dann gehen\n\nGruppe\n\n"
    ":   8 Menschen\n\nEigenes\n:   - eins\n:::\n"
)
FIRST, SECOND = "| 10 | Ankommen \\| da | alle |\n", "|45|  | Team |\n"
STEPS = f"::: {{.ablauf dauer=90}}\n| Min. | Was | Wer |\n|-----:|-----|-----|\n{FIRST}{SECOND}| 20 | nur zwei |\n:::\n"
PENS, EMPTY = "- [x] Stifte **+** **!**\n  - genug\n", "- [ ]\n"
POINTS = f"::: checkliste\n### Vorher\n\n- [ ] Der Raum ist\n  gebucht. **!**\n{PENS}{EMPTY}:::\n"
FIELD = 'Text [Was\nist es?]{.auswahl #a optionen="der eine; das \\"andere\\"" mehrfach=ja} mehr.\n'


def asked(*cases: tuple[Any, ...]) -> list[Any]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is missing: only who changes the scripts needs it")
    task = json.dumps(
        {"blocks": str(BLOCKS), "names": form_names(default_theme().labels), "cases": cases}, default=list
    )
    done = subprocess.run(
        [node, str(Path(__file__).with_name("forms.mjs"))], input=task, capture_output=True, text=True, check=True
    )
    made: list[Any] = json.loads(done.stdout)
    return made


def test_a_form_shows_what_it_reads_for_sure() -> None:
    method, steps, points, field, box, none, code = asked(
        ("read", METHOD, METHOD.index("reden")),
        ("read", STEPS, STEPS.index("45")),
        ("read", POINTS, POINTS.index("Stifte")),
        ("read", FIELD, FIELD.index("ist es")),
        ("read", "::: ausfülltabelle\n| a |\n|---|\n:::\n", 5),
        ("read", METHOD, 2),
        ("read", f"```\n{STEPS}```\n", 40),
    )
    assert method["values"] | {"fact:phase": ""} == {
        "label": "Abend", "fact:goal": "reden,\nund dann gehen", "fact:group": "8 Menschen", "own:0": None,
        "fact:duration": "", "fact:phase": "", "fact:lead": "", "fact:roles": "", "fact:material": "", "fact:room": "",
        "fact:result": "",
    }  # fmt: skip
    assert steps["values"] == {
        "set:duration": "90", "cell:0:0": "10", "cell:0:1": "Ankommen | da", "cell:0:2": "alle",
        "cell:1:0": "45", "cell:1:1": "", "cell:1:2": "Team",
    }  # fmt: skip
    assert (steps["sum"], steps["unread"]) == (55, True)
    assert points["values"] == {
        "cell:0:0": "Der Raum ist\ngebucht.", "tick:0": False, "!:0": True, "+:0": False,
        "cell:1:0": "Stifte", "tick:1": True, "!:1": True, "+:1": True,
        "cell:2:0": "", "tick:2": False, "!:2": False, "+:2": False,
    }  # fmt: skip
    assert field["values"] == {
        "label": "Was ist es?", "set:options": 'der eine; das "andere"', "set:multiple": "ja"
    }  # fmt: skip
    assert box["values"] == {"set:lines": ""}
    assert none is code is None


CHANGES = [
    (("set", METHOD, 40, "fact:goal", "reden,\nund bald gehen"), ("und dann gehen", "und bald gehen")),
    (("set", METHOD, 40, "fact:goal", "reden,\nund dann gehen\nmit Mut"), ("dann gehen", "dann gehen\n    mit Mut")),
    (("set", METHOD, 40, "fact:duration", "60 Minuten"), ("dann gehen\n\n", "dann gehen\n\nDauer\n:   60 Minuten\n\n")),
    (("clear", METHOD, 40, "fact:group"), ("Gruppe\n\n:   8 Menschen\n\n", "")),
    (("set", METHOD, 40, "label", "Der Abend"), ("### Abend", "### Der Abend")),
    (("set", STEPS, 30, "cell:0:1", "Ankommen | hier"), ("\\| da", "\\| hier")),
    (("set", STEPS, 30, "cell:1:1", "a|b"), ("|45|  |", "|45| a\\|b |")),
    (("set", STEPS, 30, "set:duration", ""), (" dauer=90", "")),
    (("move", STEPS, 30, 1, -1), (FIRST + SECOND, SECOND + FIRST)),
    (("remove", STEPS, 30, 0), (FIRST, "")),
    (("add", STEPS, 30, 2), ("nur zwei |\n", "nur zwei |\n| 10 |  |  |\n")),
    (("set", POINTS, 40, "cell:0:0", "Der Saal ist\ngebucht."), ("Der Raum", "Der Saal")),
    (("set", POINTS, 40, "!:1", False), ("**+** **!**", "**+**")),
    (("set", POINTS, 40, "+:0", True), ("gebucht. **!**", "gebucht. **!** **+**")),
    (("set", POINTS, 40, "tick:1", False), ("[x]", "[ ]")),
    (("set", POINTS, 40, "cell:2:0", "Da"), ("- [ ]\n:::", "- [ ] Da\n:::")),
    (("move", POINTS, 40, 1, 1), (PENS + EMPTY, EMPTY + PENS)),
    (("set", FIELD, 8, "label", "Was ist das?"), ("Was\nist es?", "Was\nist das?")),
    (("set", FIELD, 8, "set:options", "der eine; das da"), ('das \\"andere\\"', "das da")),
    (("set", FIELD, 8, "set:multiple", ""), (" mehrfach=ja", "")),
    (("set", "[a]{.skala von=1}\n", 1, "set:left", "gar nicht"), ("von=1", 'von=1 links="gar nicht"')),
    (("set", "[a]{.fläche höhe=60mm}\n", 1, "set:height", "ganz hoch"), ("höhe=60mm", 'höhe="ganz hoch"')),
    (("set", "::: ablauf\n| M |\n|--|\n| 5 |\n:::\n", 1, "set:duration", "5"), ("::: ablauf", "::: {.ablauf dauer=5}")),
]  # fmt: skip


def test_a_change_touches_nothing_else() -> None:
    made = asked(*(case for case, _ in CHANGES))
    wanted = [case[1].replace(*pair, 1) for case, pair in CHANGES]
    assert made == wanted


def test_every_value_of_the_house_book_is_kept_and_read_again() -> None:
    texts = [
        path.read_text() for name in ("chapters", "checklists", "worksheets") for path in (ROOT / name).glob("*.md")
    ]
    made = asked(*(("all", text, 0) for text in texts))
    assert [wrong for _, wrong in made if wrong] == []
    assert sum(count for count, _ in made) > 400
