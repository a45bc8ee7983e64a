"""A German workbook of any size, the same bytes for the same numbers: chapters, checklists, pictures, manifest."""

from __future__ import annotations

import random
import struct
import zlib
from pathlib import Path

SUBJECTS = [
    "die Werkstatt",
    "der Betrieb",
    "das Team",
    "die Verwaltung",
    "die Gestalterin",
    "der Verein",
    "die Hochschule",
    "das Museum",
    "die Tischlerei",
    "der Verlag",
    "die Kammer",
    "das Theater",
    "die Fabrik",
    "der Handwerksbetrieb",
    "die Bibliothek",
    "das Labor",
]
VERBS = [
    "fragt",
    "prüft",
    "zeigt",
    "beschreibt",
    "verschiebt",
    "sammelt",
    "verwirft",
    "notiert",
    "bespricht",
    "baut",
    "testet",
    "ordnet",
    "teilt",
    "wiederholt",
]
OBJECTS = [
    "die offene Frage",
    "den ersten Entwurf",
    "das kleine Modell",
    "die nächste Sitzung",
    "den gemeinsamen Termin",
    "die Checkliste",
    "das Ergebnis der Woche",
    "die Rückmeldung der Gäste",
    "den Kostenrahmen",
    "die Zusammenarbeitsvereinbarung",
]
TAILS = [
    "bevor jemand über Geld spricht",
    "ohne lange zu warten",
    "am frühen Morgen",
    "mit allen Beteiligten",
    "im Rahmen des Möglichen",
    "nach einer kurzen Pause",
    "in der Halle nebenan",
    "vor dem zweiten Treffen",
    "bis zum Ende des Monats",
]
WORDS = [
    "Anfang",
    "Austausch",
    "Begegnung",
    "Entwurf",
    "Frage",
    "Geduld",
    "Material",
    "Nähe",
    "Probe",
    "Raum",
    "Sprache",
    "Takt",
    "Übergabe",
    "Zeit",
]
SIZES = {"S": (12, 15), "L": (120, 150)}
SECTIONS = 8
PARAGRAPHS = 4


def write_book(folder: Path, chapters: int, checklists: int, seed: int = 1) -> None:
    """Write a book below a folder."""
    random_numbers = random.Random(seed)
    for place in ("chapters/images", "checklists"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    names = [f"kapitel-{n:03d}" for n in range(1, chapters + 1)]
    for number, name in enumerate(names, 1):
        text = _chapter(random.Random(f"{seed}/{name}"), number, names)
        (folder / f"chapters/{name}.md").write_text(text, encoding="utf-8")
        for nth in (1, 2):
            (folder / f"chapters/images/{name}-{nth}.png").write_bytes(_picture(random_numbers.randrange(1 << 24)))
    sheets = [f"liste-{n:03d}" for n in range(1, checklists + 1)]
    for number, name in enumerate(sheets, 1):
        text = _checklist(random.Random(f"{seed}/{name}"), number)
        (folder / f"checklists/{name}.md").write_text(text, encoding="utf-8")
    (folder / "book.yaml").write_text(_manifest(names, sheets), encoding="utf-8")


def _sentence(numbers: random.Random) -> str:
    subject, verb = numbers.choice(SUBJECTS), numbers.choice(VERBS)
    return f"{subject[0].upper()}{subject[1:]} {verb} {numbers.choice(OBJECTS)} {numbers.choice(TAILS)}."


def _paragraph(numbers: random.Random) -> str:
    return " ".join(_sentence(numbers) for _ in range(numbers.randint(4, 7)))


def _title(numbers: random.Random) -> str:
    return " und ".join(numbers.sample(WORDS, 2))


def _chapter(numbers: random.Random, number: int, names: list[str]) -> str:
    name = names[number - 1]
    blocks = [f"# {_title(numbers)}, Folge {number}", f"{_paragraph(numbers)}[^n]", f"[^n]: {_sentence(numbers)}"]
    for section in range(1, SECTIONS + 1):
        blocks.append(f"## {_title(numbers)} {number}.{section} {{#{name}-{section}}}")
        for _ in range(PARAGRAPHS):
            blocks.append(f"{_paragraph(numbers)} Mehr dazu steht in [](#{numbers.choice(names)}).")
        blocks.append(_extra(numbers, name, section))
    return "\n\n".join(blocks) + "\n"


def _extra(numbers: random.Random, name: str, section: int) -> str:
    """What interrupts the text: by turns a tip, a table, a picture, a list."""
    if section % 4 == 1:
        return f"::: tipp\n{_paragraph(numbers)}\n:::"
    if section % 4 == 2:
        rows = "\n".join(
            f"| {numbers.choice(WORDS)} | {numbers.randint(5, 90)} | {_sentence(numbers)} |" for _ in range(5)
        )
        return f"| Was | Minuten | Wozu |\n|---|---:|---|\n{rows}\n\n: Ablauf {section} {{#tab-{name}-{section}}}"
    if section % 4 == 3:
        picture = f"images/{name}-{1 if section < 4 else 2}.png"
        return f'![Skizze {section}]({picture}){{#abb-{name}-{section} alt="Farbfelder nebeneinander"}}'
    return "\n".join(f"- {_sentence(numbers)}" for _ in range(5))


def _checklist(numbers: random.Random, number: int) -> str:
    items = "\n".join(f"- [ ] {_sentence(numbers)}" for _ in range(9))
    return (
        f"---\nzweck: {_title(numbers)}\n---\n# Liste {number}: {_title(numbers)}\n\n{_sentence(numbers)}\n\n{items}\n"
    )


def _manifest(chapters: list[str], sheets: list[str]) -> str:
    listed = "".join(f"      - chapters/{name}.md\n" for name in chapters)
    lists = "".join(f"  - checklists/{name}.md\n" for name in sheets)
    return (
        'title: "Messbuch"\nlanguage: de\nslug: messbuch\nidentifier: "urn:uuid:00000000-0000-4000-8000-00000000000b"\n'
        f"parts:\n  - title: Alles\n    chapters:\n{listed}checklists:\n{lists}"
    )


def _picture(seed: int, width: int = 640, height: int = 400) -> bytes:
    """A PNG of colour fields with grain, so that it packs no better than a photograph of paper."""
    numbers = random.Random(seed)
    colours = [bytes(numbers.randrange(60, 220) for _ in range(3)) for _ in range(8)]
    grain = [bytes(min(255, part + numbers.randrange(24)) for part in colours[n % 8]) for n in range(64)]
    rows = b"".join(
        b"\0" + b"".join(grain[(column * 8 // width * 7 + row * 5 + column) % 64] for column in range(width))
        for row in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
