"""Documents put together by chance from everything that authors and pandoc know, and what an author does to one."""

from __future__ import annotations

import random

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


def edit(chance: random.Random, text: str, sign: str) -> str:
    """Change, delete, add and move lines as they come; every new word begins with `sign`."""
    lines = text.split("\n")
    for count in range(chance.randrange(1, 4)):
        place, what = chance.randrange(len(lines)), chance.random()
        if what < 0.3:
            lines[place] += f" {sign}{count}"
        elif what < 0.5 and len(lines) > 1:
            del lines[place]
        elif what < 0.8:
            lines.insert(place, f"Ganz {sign}{count} ist das hier.")
        else:
            lines.insert(chance.randrange(len(lines)), lines.pop(place))
    return "\n".join(lines)
