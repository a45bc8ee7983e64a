"""What goes over a socket: one byte says what it is, four number it, the rest is the matter."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from enum import IntEnum
from typing import Any, NamedTuple

from .pad import Refused

_HEAD = struct.Struct(">BI")
MOST_CARET = 2_000
# What JavaScript counts without a mistake.
MOST_CLIENT = 2**53


class Says(IntEnum):
    """What a frame is."""

    VECTOR = 0  # what its sender knows: the answer is the rest
    UPDATE = 1  # what somebody wrote
    KEPT = 2  # updates up to this number are on the disk
    CARET = 3  # where somebody is
    ROOM = 4  # how the room stands


class Frame(NamedTuple):
    """A message as it was sent."""

    says: Says
    number: int = 0
    body: bytes = b""

    def pack(self) -> bytes:
        """Write it down."""
        return _HEAD.pack(self.says, self.number) + self.body


def unpack(data: bytes) -> Frame:
    """Read a message; raise Refused."""
    if len(data) < _HEAD.size:
        raise Refused("too short")
    says, number = _HEAD.unpack_from(data)
    if says not in (Says.VECTOR, Says.UPDATE, Says.CARET):
        raise Refused(f"kind {says}")
    return Frame(Says(says), number, data[_HEAD.size :])


def write_json(says: Says, matter: object) -> bytes:
    """A message that scripts read at once."""
    return Frame(says, 0, json.dumps(matter).encode()).pack()


def read_caret(body: bytes) -> Mapping[str, Any]:
    """Read where somebody is; raise Refused. Only numbers and what Yjs calls relative positions, nothing to show."""
    if len(body) > MOST_CARET:
        raise Refused("caret too large")
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise Refused("caret") from problem
    if not isinstance(said, dict) or type(said.get("client")) is not int or not 0 <= said["client"] < MOST_CLIENT:
        raise Refused("caret")
    return {"client": said["client"], "anchor": said.get("anchor"), "head": said.get("head")}
