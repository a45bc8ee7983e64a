"""Fuzzing by coverage: whatever comes in, a reader ends soon, and by no exception but those that it names.

`.venv/bin/python -m tests.fuzz [READER …] [--minutes 2]` changes what is known at random, so long for each reader, and
keeps what reaches lines that nothing reached before. All of it lies in `build/fuzz/READER`; the next run goes on from
there. What ends badly is kept as `bad-…` beside it, and told; it belongs into a test.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import logging
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from pipeline.answers import read_answers
from pipeline.answers.sheet import read_sheet
from pipeline.manuscript.front_matter import read_front_matter
from pipeline.manuscript.manifest import read_manifest
from pipeline.manuscript.pictures import read_bitmap, read_svg
from pipeline.manuscript.preparation import prepare
from pipeline.manuscript.sources import read_sources
from pipeline.record.edition import BrokenRecord, read_blocks, read_record, write_blocks, write_record
from pipeline.record.errata import read_errata
from pipeline.sprint.log import MAGIC, Damaged, Record, pack, read_records
from pipeline.sprint.pad import Pad, Refused
from tests.record.samples import RECORD

ROOT = Path(__file__).parents[1]
FOUND = ROOT / "build/fuzz"
OURS = str(ROOT / "pipeline")
# On a busy machine, too, no input of these sizes takes so long.
MOST_S, MOST_BYTES = 10.0, 60_000
SPICE = (
    *(
        b"\0",
        b"\xff",
        b"\xe2\x80\xa8",
        b"\xed\xa0\x80",
        b"&a ",
        b"*a",
        b"[",
        b"{",
        b"<",
        b">",
        b'"',
        b"'",
        b"\\",
        b"\t",
    ),
    *(b"---\n", b"\n\n", b":::", b"&#1;", b"%00", b"../", b"url(", b"1e9", b"-1", b"99999999999999999999"),
)


class Reader(NamedTuple):
    """What reads, what it may raise, and what its inputs begin with."""

    read: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]]
    may: tuple[type[Exception], ...] = ()


def _text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: read(data.decode("utf-8", "replace"))


def _parts_of_cases(ending: str) -> Iterator[bytes]:
    """Files of the books that show messages."""
    for path in sorted((ROOT / "tests/cases").glob("*/*.txt")):
        for part in path.read_text("utf-8").split("\n=== ")[1:]:
            name, _, text = part.partition("\n")
            if name.split()[0].endswith(ending):
                yield text.encode()


def _drawings() -> Iterator[bytes]:
    for folder in ("tests/manuscript/drawn", "chapters/images"):
        for path in sorted((ROOT / folder).glob("*.svg")):
            if path.stat().st_size <= MOST_BYTES:
                yield path.read_bytes()


def _updates() -> Iterator[bytes]:
    pad = Pad()
    yield from (pad.become(text) for text in ("Hallo Welt", "Hallo, schöne Welt 😀", "Welt", ""))


def _bitmaps() -> Iterator[bytes]:
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        file = io.BytesIO()
        Image.new("RGB", (3, 2), "red").save(file, kind)
        yield file.getvalue()


def _sheets() -> Iterator[bytes]:
    """A sheet with a line and a tick, packed and as it can be read."""
    for packed in (pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate):
        with pikepdf.new() as book:
            book.add_blank_page()
            text = {"/Type": Name.Annot, "/Subtype": Name.Widget, "/FT": Name.Tx, "/T": "w--a", "/V": "Wort"}
            tick = {**text, "/FT": Name.Btn, "/T": "w--b", "/V": Name.Yes, "/AS": Name.Yes}
            fields = Array([book.make_indirect(Dictionary({**one, "/Rect": [0, 0, 9, 9]})) for one in (text, tick)])
            book.pages[0].obj.Annots, book.Root.AcroForm = fields, Dictionary(Fields=fields)
            file = io.BytesIO()
            book.save(file, object_stream_mode=packed, compress_streams=False)
        yield file.getvalue()


ANSWERS = b'{"book": "x", "edition": "1", "answers": {"a": ["b"], "c": true, "d": "Wort"}}'
ERRATA = b"- block: a--b\n  wrong: Feler\n  right: Fehler\n"
READERS = {
    "manifest": Reader(read_manifest, lambda: _parts_of_cases("book.yaml")),
    "head": Reader(_text(lambda text: read_front_matter(text, "a.md", {})), lambda: _parts_of_cases(".md")),
    "chapter": Reader(_text(lambda text: prepare(text, "a.md", draft=True)), lambda: _parts_of_cases(".md")),
    "sources": Reader(_text(read_sources), lambda: _parts_of_cases("sources.yaml")),
    "errata": Reader(read_errata, lambda: (ERRATA,)),
    "drawing": Reader(lambda data: read_svg("a.svg", data), _drawings),
    "bitmap": Reader(lambda data: read_bitmap("a.png", data), _bitmaps),
    "answers": Reader(lambda data: read_answers(data, "a.json"), lambda: (ANSWERS,)),
    "sheet": Reader(lambda data: read_sheet(data, "a.pdf"), _sheets),
    "record": Reader(read_record, lambda: (write_record(RECORD),), (BrokenRecord,)),
    "blocks": Reader(read_blocks, lambda: (write_blocks((), {"a": "b"}),), (BrokenRecord,)),
    "log": Reader(read_records, lambda: (MAGIC, MAGIC + pack(Record(1, 2, "a", b"b"))), (Damaged,)),
    "update": Reader(lambda data: Pad().take(data), _updates, (Refused,)),
}


def changed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A few changes: bytes, pieces doubled, gone, moved here from another input, and what is seldom meant well."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        at, length = chance.randint(0, len(made)), chance.choice((1, 1, 2, 8, 64))
        match chance.randrange(6):
            case 0 if made:
                made[at % len(made)] ^= 1 << chance.randrange(8)
            case 1:
                made[at:at] = chance.choice(SPICE) * chance.choice((1, 1, 1, 3, 200))
            case 2:
                del made[at : at + length]
            case 3:
                made[at:at] = made[at : at + length] * chance.choice((1, 2, 100))
            case 4:
                begin = chance.randint(0, len(other))
                made[at:at] = other[begin : begin + 8 * length]
            case _:
                made[at : at + 1] = chance.randbytes(1)
    return bytes(made[:MOST_BYTES])


class Fuzz:
    """One reader, what is known of it, and where that lies."""

    def __init__(self, name: str, folder: Path) -> None:
        self.reader, self.folder = READERS[name], folder
        self.lines: set[tuple[str, int]] = set()
        self.known: list[bytes] = []
        self.bad: list[str] = []
        self.tried = 0
        folder.mkdir(parents=True, exist_ok=True)
        for data in (*self.reader.seeds(), *(path.read_bytes() for path in sorted(folder.glob("in-*")))):
            self.try_one(data, is_new=False)
        count = folder / "tried.json"
        self.before = json.loads(count.read_text()) if count.exists() else 0

    def try_one(self, data: bytes, *, is_new: bool = True) -> None:
        """Read it; keep it where it went new ways, and where it ended badly."""
        before, begun, problem = len(self.lines), time.process_time(), ""
        sys.settrace(self._trace)
        try:
            self.reader.read(data)
        except self.reader.may:
            pass
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"[:200]
        finally:
            sys.settrace(None)
        if time.process_time() - begun > MOST_S:
            problem = problem or "too long"
        name = hashlib.sha256(data).hexdigest()[:16]
        if problem:
            (self.folder / f"bad-{name}").write_bytes(data)
            self.bad.append(f"bad-{name}: {problem}")
        if len(self.lines) > before or not is_new:
            self.known.append(data)
            if is_new:
                (self.folder / f"in-{name}").write_bytes(data)

    def run(self, seconds: float) -> None:
        """Try what is changed at random, so long."""
        chance, end = random.Random(self.before), time.monotonic() + seconds
        while time.monotonic() < end:
            self.try_one(changed(chance.choice(self.known), chance.choice(self.known), chance))
            self.tried += 1
        (self.folder / "tried.json").write_text(json.dumps(self.before + self.tried))

    def _trace(self, frame: FrameType, event: str, _: object) -> Any:
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        self.lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self._trace


def main(arguments: Sequence[str]) -> int:
    """Fuzz the readers named, or all."""
    parser = argparse.ArgumentParser(prog="tests.fuzz", description=__doc__)
    parser.add_argument("readers", nargs="*", default=list(READERS), metavar="READER", help=", ".join(READERS))
    parser.add_argument("--minutes", type=float, default=2.0)
    options = parser.parse_args(arguments)
    if unknown := [one for one in options.readers if one not in READERS]:
        parser.error(f"{unknown[0]} is none of {', '.join(READERS)}")
    logging.disable()  # pikepdf says of every file what is wrong with it
    status = 0
    for name in options.readers:
        one = Fuzz(name, FOUND / name)
        one.run(60 * options.minutes)
        sys.stdout.write(
            f"{name}: {one.tried} tried, {one.before} before; {len(one.known)} known, {len(one.lines)} lines\n"
        )
        sys.stdout.writelines(f"  {bad}\n" for bad in sorted(set(one.bad)))
        sys.stdout.flush()
        status |= bool(one.bad)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
