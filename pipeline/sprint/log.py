"""What happened in a room, in a file that only grows: each record is on the disk before anybody hears that it is kept.

A record is its length, its CRC-32 and its bytes. A run that was cut off leaves a torn record at the end: it is cut
away, and kept beside. A file that is damaged anywhere else is an error, never an empty room, which would double every
text.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from enum import IntEnum
from itertools import count
from pathlib import Path
from typing import NamedTuple

from ..workspace import WorkspaceError, sync_folder, write_whole

MAGIC = b"workbook room 1\n"
COUNT = struct.Struct("<Q")
_FRAME, _HEAD = struct.Struct("<II"), struct.Struct("<BQH")
MOST_RECORD = 16_000_000
# What a log said before it was written anew stands beside it, under its name and this.
UNTIL = ".until-"


class Kind(IntEnum):
    """What a record says."""

    UPDATE = 1  # somebody wrote: the raw update, as it came
    WRITTEN = 2  # the text after so many updates was written into the file
    FOUND = 3  # another program had written the file: its text
    COMMITTED = 4  # the file of this moment is in git


class Record(NamedTuple):
    """Something that happened, when (milliseconds since 1970) and by whom."""

    kind: Kind
    time: int
    person: str
    data: bytes = b""


class Damaged(WorkspaceError):
    """The log cannot be read, and what it holds must not be made up."""


class Log:
    """The log of one room. Whoever appends waits for the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            write_whole(path, MAGIC)
            data = MAGIC
        self.records, good = read_records(data, path.name)
        if good < len(data):
            write_whole(path.with_suffix(f".torn-{good}"), data[good:])
        self._handle = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
        os.ftruncate(self._handle, good)
        self._good = os.lseek(self._handle, good, os.SEEK_SET)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self._good

    def append(self, records: Sequence[Record]) -> None:
        """Put records on the disk, all or none; raise OSError when that cannot be done."""
        data = memoryview(b"".join(map(pack, records)))
        try:
            done = 0
            # A full disk takes a part without an error.
            while done < len(data):
                done += os.write(self._handle, data[done:])
            os.fdatasync(self._handle)
        except OSError:
            os.ftruncate(self._handle, self._good)
            os.lseek(self._handle, self._good, os.SEEK_SET)
            raise
        self._good += len(data)
        self.records.extend(records)

    def compact(self, records: Sequence[Record]) -> None:
        """Go on with fewer records that say the same; the old file stays beside it."""
        time = records[-1].time
        olds = (self.path.with_suffix(f"{UNTIL}{time}{f'-{nth}' if nth else ''}") for nth in count())
        old = next(one for one in olds if not _is_other(one, self.path))
        # It is there already where a run ended just now, after it had been made and before the new one was.
        with suppress(FileExistsError):
            os.link(self.path, old)
        write_whole(self.path, MAGIC + b"".join(map(pack, records)))
        os.close(self._handle)
        self._handle = os.open(self.path, os.O_WRONLY | os.O_CLOEXEC)
        self._good = os.lseek(self._handle, 0, os.SEEK_END)
        self.records = list(records)

    def close(self) -> None:
        """Let the file go."""
        os.close(self._handle)
        sync_folder(self.path.parent)


def _is_other(one: Path, path: Path) -> bool:
    return one.exists() and not one.samefile(path)


def pack(record: Record) -> bytes:
    """Write a record as it stands in the file."""
    person = record.person.encode()
    body = _HEAD.pack(record.kind, record.time, len(person)) + person + record.data
    return _FRAME.pack(len(body), zlib.crc32(body)) + body


def read_records(data: bytes, name: str = "") -> tuple[list[Record], int]:
    """Read records, and say where the last good one ends; raise Damaged when what follows is more than a torn end."""
    if not data.startswith(MAGIC):
        if MAGIC.startswith(data):
            raise Damaged(f"{name}: empty")
        raise Damaged(f"{name}: no log of this program")
    records, place = [], len(MAGIC)
    for record, end in _records(data, place):
        records.append(record)
        place = end
    if _follows(data, place):
        raise Damaged(f"{name}: byte {place}")
    return records, place


def _records(data: bytes, place: int) -> Iterator[tuple[Record, int]]:
    while place + _FRAME.size <= len(data):
        length, checksum = _FRAME.unpack_from(data, place)
        start, end = place + _FRAME.size, place + _FRAME.size + length
        body = data[start:end]
        if not _HEAD.size <= length <= MOST_RECORD or end > len(data) or zlib.crc32(body) != checksum:
            return
        kind, time, named = _HEAD.unpack_from(body)
        person = body[_HEAD.size : _HEAD.size + named]
        yield Record(Kind(kind), time, person.decode("utf-8", "replace"), body[_HEAD.size + named :]), end
        place = end


def _follows(data: bytes, place: int) -> bool:
    """Whether a good record stands behind a bad one: then it was not torn, but spoilt."""
    return any(next(_records(data, later), None) is not None for later in range(place + 1, len(data) - _FRAME.size))
