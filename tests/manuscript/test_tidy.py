"""One sentence a line, and not one byte of what is made of it changes: held against pandoc, on our own book and on
documents put together by chance from everything that authors and pandoc know."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import pandoc
from pipeline.manuscript.preparation import prepare
from pipeline.manuscript.tidy import tidy

ROOT = Path(__file__).resolve().parents[2]
SEEDS = range(400)
PROSE = (
    "Ruf an. Schreib nicht. Am 15. Mai ist Schluss.",
    "Eins ist da. 2. Platz ist leer. - Strich. * Stern. + Plus. # Zahl.",
    "Wer kommt?\nWer bleibt? „Alle.“ Dann\nwar Ruhe.",
    "Zwei Blanks.  \nNeue Zeile. Und noch eine.\\\nUnd noch eine. Ende.",
    "Mit **fett. Und weiter.** Dann `a. B. c`. Dann [Link. Text](x.md). Ende.",
    "Fuß.[^n] Danach. Inline.^[Eine Note. Mit zwei Sätzen.] Schluss.",
    "Es kostet 5$ am Tag. Nachts\nkostet es 6$. Immer.",
    "Geht es? : So nicht. ~ Auch nicht. | Gar nicht. > Nie. ::: Nein. | Ende.",
    "Siehe [a]. [b]: c. [^x]: y. (@) Gut. (a) Besser. A. Am besten. i. So.",
    "Ein Satz.   Drei Blanks.\tEin Tab. Ende. ",
    "{++Dazu. Und mehr.++} {--Weg.--} Ende. {>>Note. Zwei.<<} Schluss.",
    "Titel hier. Kein Titel.\n---",
    "Auch Titel. Kein Titel.\n===",
    '[Was. Wer?]{.feld zeilen=2} Danach. []{.register als="A. B"} Schluss.',
    '![Bild. Zwei.](images/x.svg){#b alt="Eins. Zwei. Drei."}',
    "Ein\\\nRückstrich. <b>Tag. Zwei</b> Ende. &amp; Und. &lt; So.",
    "Zeile eins.\n#Raute. Zwei.\n##  Drei. Vier.",
    "Ein \"Zitat. Mit Satz.\" Und 'noch. Eins.' Ende. -- Strich. --- Lang. ... Punkte.",
    "$$x. Y$$ Danach. $a. B$ Ende.",
)
BLOCKS = (
    "# Titel",
    "## Zwei {#zwei}",
    "- a. B.\n- c. D.\n  E. F.\n- [ ] g. H. **!**",
    "* a. B.\n+ c. D.\n\n    Absatz. Zwei.\n\n    - innen. Zwei.",
    "1. eins. Zwei.\n2. drei. Vier.\n   a. innen. Zwei.",
    "3) drei. Vier.\n\n   Absatz. Zwei.",
    "- außen. Zwei.\n    - innen. Zwei.\n        - tief. Zwei.",
    "-   breit. Zwei.\n    Weiter. Drei.\n-   noch. Vier.",
    "> Zitat. Zwei.\n> Drei. Vier.",
    "> Zitat. Zwei.\nfaul. Drei.",
    "> - Liste. Zwei.\n> - drei. Vier.",
    "Wort\n:   Erklärung. Zwei.\n    Drei. Vier.\n\nNoch eins\n:   Fünf. Sechs.",
    "Wort\n\n:   Erklärung. Zwei.\n\n    Absatz. Drei.",
    "| a | b |\n|---|--:|\n| c. D. | e  |\n|f|g|",
    "| a | b |\n|:-|-|\n| " + "lang. Wort " * 8 + "|  |\n\n: Titel. Zwei. {#t}",
    "a | b\n--|--\nc. D. | e",
    "| Vers. Eins.\n|   Vers. Zwei.",
    "  eins     zwei\n------   ------\na. B.    c. D.\n",
    "+---+---+\n| a | b |\n+===+===+\n| c. D. | e |\n+---+---+",
    "```\nCode. Zwei.\n\n- x. Y.\n```",
    "~~~ python\nCode. Zwei.\n~~~",
    "    Code. Zwei.",
    "\tCode. Zwei.",
    "<!-- Kommentar. Zwei.\n\nDrei. -->",
    "Text. <!-- Kommentar. Zwei. --> Text. Drei.",
    "::: tipp\n### Titel. Zwei.\nText. Zwei.\n:::",
    ":::: {.checkliste #l}\n- [ ] Punkt. Zwei.\n::: tipp\nInnen. Zwei.\n:::\n::::",
    "::: tipp\nOffen. Zwei.",
    "[^n]: Note. Zwei.\n\n    Absatz. Drei.",
    '[ref]: https://example.org/a.b "Titel. Zwei"',
    "* * *",
    "---",
    "\\newpage Text. Zwei.",
    "(1) eins. Zwei.\n(2) drei. Vier.",
    "#. auto. Zwei.\n#. auto. Drei.",
    "Text. Zwei.\n- Liste. Drei.\n- vier. Fünf.\nfaul. Sechs.",
)


def book_files() -> list[str]:
    folders = ("chapters", "checklists", "worksheets")
    return [path.read_text(encoding="utf-8") for folder in folders for path in sorted((ROOT / folder).glob("*.md"))]


def by_chance(seed: int) -> str:
    chance = random.Random(seed)
    parts = []
    for _ in range(chance.randrange(1, 7)):
        block = chance.choice((*PROSE, *BLOCKS))
        if chance.random() < 0.2:
            indent = " " * chance.choice((1, 2, 3, 4))
            block = "\n".join(indent + line for line in block.split("\n"))
        parts.append(block + chance.choice(("\n", "\n\n", "\n\n", "\n\n\n", "  \n\n")))
    head = "---\nstatus: entwurf\nhinweis: Eins.  Zwei.\n---\n" if chance.random() < 0.3 else ""
    return head + "".join(parts)


def shown(texts: Sequence[str]) -> list[str]:
    """What pandoc makes of files, as the pipeline gives them to it."""
    ready = []
    for text in texts:
        end = text.index("\n---\n") + 5 if text.startswith("---\n") and "\n---\n" in text else 0
        ready.append(prepare(text, text[end:], "x.md", draft=True).value)
    return [one.html or one.failure for one in pandoc.to_fragments(ready)]


@pytest.mark.parametrize("files", [pytest.param(book_files, id="our book")])
def test_our_book_gives_the_same_bytes(files: object) -> None:
    texts = book_files()
    assert shown(texts) == shown([tidy(text) for text in texts])


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
