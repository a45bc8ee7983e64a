"""What is known about an edition for ever: a small sorted file in editions/<version>/, and its blocks beside it.

`record.json` says from which commit, with which tools and with which exceptions the edition was made, and the checksum
of every file; `blocks.json` holds the blocks with their ids and pages, one a line, so that git shows what changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field, fields
from typing import Any

from ..artifacts import Artifacts
from ..manuscript.model import Contributor
from ..sieve import sift
from .blocks import Block

SCHEMA = 1
FOLDER = "editions"
RECORD, BLOCKS = "record.json", "blocks.json"
# At most 6 digits a number: a version is read aloud.
_VERSION = re.compile(r"(?:0|[1-9][0-9]{0,5})(?:\.(?:0|[1-9][0-9]{0,5})){0,3}")


class BrokenRecord(ValueError):
    """A file of an edition does not say what it should."""


# After these a subtitle needs no sign before it.
ENDS = (".", "!", "?", "…", ":", "–")


@dataclass(frozen=True, slots=True)
class Record:
    """An edition. `outputs` are checksums by path, `changes` the ids of blocks by what happened to them since
    `previous`, `source` is the commit that was built, `lock`, `program` and `blocks` are checksums.
    `isbn` and `prices` are by format, `license` are SPDX ids of text, pictures and hand-outs, `paper_mm` is as the
    manifest has it, `theme` checksums by folder, `checks` what each validator said,
    `accessibility` what was measured."""

    version: str
    title: str
    date: str
    source: str
    subtitle: str = ""
    language: str = "de"
    identifier: str = ""
    isbn: Mapping[str, str] = field(default_factory=dict)
    publisher: str = ""
    description: str = ""
    rights: str = ""
    subjects: tuple[str, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    license: Mapping[str, str] = field(default_factory=dict)
    doi: str = ""
    urn: str = ""
    thema: tuple[str, ...] = ()
    warengruppe: str = ""
    prices: Mapping[str, str] = field(default_factory=dict)
    site_url: str = ""
    paper_mm: str = ""
    previous: str = ""
    allowed: tuple[str, ...] = ()
    lock: str = ""
    program: str = ""
    tools: Mapping[str, str] = field(default_factory=dict)
    theme: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, str] = field(default_factory=dict)
    accessibility: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    blocks: str = ""

    @property
    def full_title(self) -> str:
        """Title and subtitle in one line, told apart."""
        apart = " " if self.title.endswith(ENDS) else ": "
        return f"{self.title}{apart}{self.subtitle}" if self.subtitle else self.title


# What each value must be like.
_SAMPLE = Record("", "", "", "")


@dataclass(frozen=True, slots=True)
class Edition:
    """A record with its blocks and the names of their sections. What lies in the working folder has no version."""

    record: Record
    blocks: tuple[Block, ...]
    sections: Mapping[str, str]


def order_of(version: str) -> tuple[int, ...]:
    """Give the order of a version: 1.10 after 1.9, 1.0 like 1. Raises ValueError for what is no version."""
    if not _VERSION.fullmatch(version):
        raise ValueError(version)
    numbers = [int(part) for part in version.split(".")]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def sums(artifacts: Artifacts) -> dict[str, str]:
    """Give the checksum of every file."""
    return {path: hashlib.sha256(artifacts[path]).hexdigest() for path in sorted(artifacts)}


def write_record(record: Record) -> bytes:
    """Write a record, sorted; equal records are equal bytes."""
    data = {"schema": SCHEMA, **asdict(record)}
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_record(data: bytes) -> Record:
    """Read a record; raise BrokenRecord."""
    known = {item.name for item in fields(Record)}
    loaded = _load(data)
    if not isinstance(loaded, dict) or loaded.get("schema") != SCHEMA:
        raise BrokenRecord("schema")
    try:
        values = {name: _frozen(value) for name, value in loaded.items() if name in known}
        for name in values.keys() - {"contributors"}:
            _check(name, values[name])
        people = loaded.get("contributors", ())
        values["contributors"] = tuple(Contributor(**{**person, "roles": tuple(person["roles"])}) for person in people)
        if not all(isinstance(one, str) for person in values["contributors"] for one in (person.name, *person.roles)):
            raise TypeError("contributors")
        record = Record(**values)
        order_of(record.version)
    except (TypeError, KeyError, ValueError, AttributeError) as problem:
        raise BrokenRecord(str(problem)) from problem
    return record


def write_blocks(blocks: tuple[Block, ...], sections: Mapping[str, str]) -> bytes:
    """Write the blocks in reading order, one a line."""
    lines = [_line({"schema": SCHEMA, "sections": dict(sections)})]
    lines += [_line(_told(block)) for block in blocks]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def read_blocks(data: bytes) -> tuple[tuple[Block, ...], dict[str, str]]:
    """Read blocks and the names of their sections; raise BrokenRecord."""
    try:
        head, *lines = _load(data)
        if head["schema"] != SCHEMA:
            raise BrokenRecord("schema")
        return tuple(_block(line) for line in lines), {str(key): str(name) for key, name in head["sections"].items()}
    except (TypeError, KeyError, ValueError, AttributeError, OverflowError) as problem:
        raise BrokenRecord(str(problem)) from problem


def read_edition(record: bytes, blocks: bytes) -> Edition:
    """Read an edition; raise BrokenRecord, also when the blocks are not those of the record."""
    read = read_record(record)
    if hashlib.sha256(blocks).hexdigest() != read.blocks:
        raise BrokenRecord(BLOCKS)
    return Edition(read, *read_blocks(blocks))


def _check(name: str, value: Any) -> None:
    """Raise TypeError for what is not of its kind: texts, lists of texts, texts or lists by name."""
    like = getattr(_SAMPLE, name)
    right = isinstance(value, type(like))
    if right and not isinstance(value, str):
        inner = tuple if name == "changes" else str
        right = all(isinstance(one, inner) for one in (value.values() if isinstance(value, dict) else value))
    if right and name == "changes":
        right = all(isinstance(one, str) for ids in value.values() for one in ids)
    if not right:
        raise TypeError(name)


def _block(line: Mapping[str, Any]) -> Block:
    turns = tuple((int(letters), str(folio)) for letters, folio in line.get("turns", ()))
    block = Block(**{**line, "turns": turns, "pictures": tuple(line.get("pictures", ()))})
    texts = (*astuple(block)[:7], *block.pictures)
    if not all(isinstance(one, str) for one in texts) or not isinstance(block.written, bool):
        raise TypeError(block.id)
    return block


def _told(block: Block) -> dict[str, Any]:
    told = asdict(block)
    if not block.pictures:
        del told["pictures"]
    return told


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _load(data: bytes) -> Any:
    """Read JSON; what it holds as escapes, no text of the book may hold either."""
    try:
        return _sifted(json.loads(data))
    except (ValueError, RecursionError) as problem:
        raise BrokenRecord(str(problem)) from problem


def _sifted(value: Any) -> Any:
    if isinstance(value, str):
        return sift(value)
    if isinstance(value, list):
        return [_sifted(item) for item in value]
    return {sift(key): _sifted(item) for key, item in value.items()} if isinstance(value, dict) else value


def _frozen(value: Any) -> Any:
    """Turn the lists of JSON into tuples."""
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return {key: _frozen(item) for key, item in value.items()} if isinstance(value, dict) else value
