"""Chapters as somebody might write them, by chance but always the same: correct Markdown of every kind."""

from __future__ import annotations

import random
from collections.abc import Callable

WORDS = (
    *(
        "Werkstatt",
        "über",
        "Straße",
        "die",
        "Idee",
        "und",
        "Kreativwirtschaft",
        "z. B.",
        "d. h.",
        "am 3. Oktober",
        "1989",
    ),
    *(
        "2,5 Stunden",
        "50 %",
        "1.200 €",
        "Handwerker:innen",
        "„so“",
        '"gerade"',
        "–",
        "…",
        "naïve",
        "Łódź",
        "C++",
        "→",
        "§ 31",
    ),
    *(
        "*betont*",
        "**stark**",
        "***beides***",
        "`code_x`",
        "`a | b`",
        "~~alt~~",
        "H~2~O",
        "m^2^",
        "**fett**e",
        "_schräg_",
    ),
    *("[Netz](https://example.org/a_(b))", "<https://example.org>", "[Strg]{.taste}", "[fun]{lang=en}", "5 $", "A&B"),
    *(
        "[Wort]{.register}",
        '[]{.register als="Wort"}',
        "\\*Stern\\*",
        "\\#eins",
        "E-Mail",
        "3–5",
        "a_b",
        "wird/werden",
        "[](#ziel)",
    ),
    *("post@example.org", "<!-- still -->", "<!-- `still` -->", "[Ort](#ziel)", "Ja\u00adhres", "x\u00a0y", "Ende."),
)


def chapter(seed: int) -> str:
    """A chapter with a head, a title, and between six and twenty things."""
    chance = random.Random(seed)
    things = "\n\n".join(chance.choice(THINGS)(chance, nth) for nth in range(chance.randint(6, 20)))
    return f"---\nversprechen: Du kannst es.\n---\n# Kapitel {seed}\n\n## Ziel {{#ziel}}\n\n{things}\n"


def _line(chance: random.Random, most: int = 14) -> str:
    return "Am " + " ".join(chance.choices(WORDS, k=chance.randint(2, most)))


def _paragraph(chance: random.Random, nth: int) -> str:
    return "\n".join(_line(chance) for _ in range(chance.randint(1, 3)))


def _heading(chance: random.Random, nth: int) -> str:
    return (
        f"{'#' * chance.randint(2, 3)} Abschnitt {nth} {chance.choice(('', '{#a' + str(nth) + '}'))}\n\n{_line(chance)}"
    )


def _bullets(chance: random.Random, nth: int) -> str:
    return "\n".join(f"{chance.choice(('', '  '))}- {_line(chance, 5)}" for _ in range(4))


def _numbers(chance: random.Random, nth: int) -> str:
    first = chance.choice((1, 1, 3, 14))
    return f"{_line(chance, 4)}\n\n" + "\n".join(f"{first + n}. {_line(chance, 5)}" for n in range(3))


def _table(chance: random.Random, nth: int) -> str:
    rows = "\n".join(f"| {chance.choice(('Haus', 'a b', '**x**', ''))} | {n} |" for n in range(3))
    return f"| Kopf {nth} | Zahl |\n|:--|--:|\n{rows}\n\n: Eine Tabelle {nth} {{#tab-{nth}}}"


def _box(chance: random.Random, nth: int) -> str:
    kind = chance.choice(("tipp", "stolperstelle", "praxisbeispiel", "quelle"))
    return f"::: {{.{kind}}}\n### Titel {nth}\n\n{_paragraph(chance, nth)}\n\n{_bullets(chance, nth)}\n:::"


def _note(chance: random.Random, nth: int) -> str:
    return f"Ein Satz mit Note.[^n{nth}]\n\n[^n{nth}]: {_line(chance)}\n\n    Noch ein Absatz {nth} der Note."


def _code(chance: random.Random, nth: int) -> str:
    return f"```python\n# kein Titel\nx = [1]{{.y}} * {nth}\n:::\n<!-- bleibt -->\n```"


def _quote(chance: random.Random, nth: int) -> str:
    return "\n".join(f"> {_line(chance)}" for _ in range(2))


def _fields(chance: random.Random, nth: int) -> str:
    return f"[Was ist neu {nth}?]{{.feld zeilen=3}}\n\n[Wie gut?]{{.skala von=1 bis=5 links=schlecht rechts=gut}}"


def _checks(chance: random.Random, nth: int) -> str:
    return "::: checkliste\n" + "\n".join(f"- [ ] {_line(chance, 4)} **!**" for _ in range(2)) + "\n:::"


def _figure(chance: random.Random, nth: int) -> str:
    return f'![Ein Bild {nth}](images/x.svg){{#bild-{nth} alt="Ein Viereck."}}'


def _terms(chance: random.Random, nth: int) -> str:
    return f"Wort {nth}\n:   {_line(chance)}"


THINGS: tuple[Callable[[random.Random, int], str], ...] = (
    *(_paragraph, _paragraph, _heading, _bullets, _numbers, _table, _box, _note, _code, _quote, _fields, _checks),
    *(_figure, _terms),
)
