"""The bytes of a finished book: packed as small as PDF/A lets it, and the same every time.

No packed stream may end in a carriage return: read with the line end before `endstream`, it would seem a byte shorter
than its length says (ISO 19005-2, 6.1.7.1). One in 256 does, whatever it holds.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

# A private entry without a meaning; a number in it changes the last byte of the stream that its object is packed in.
BALLAST = Name("/Ballast")
ROUNDS = 12
PACKED_ON_SAVING = ("/ObjStm", "/XRef")


def saved(book: pikepdf.Pdf) -> bytes:
    """Save a book; what cannot be made to end well is left unpacked, and then all is that saving would pack."""
    can_be_packed = _end_well(book)
    data = _bytes(book, packed=can_be_packed)
    for nth in range(ROUNDS if can_be_packed else 0):
        with pikepdf.open(io.BytesIO(data)) as file:
            bad = list(filter(_ends_badly, _streams(file)))
            if not bad:
                return data
            for stream in bad:
                _load(file, stream, nth)
            _end_well(file)
            data = _bytes(file, packed=True)
    return _bytes(book, packed=False)


def _bytes(book: pikepdf.Pdf, *, packed: bool) -> bytes:
    target = io.BytesIO()
    book.save(
        target,
        deterministic_id=True,
        min_version="1.7",
        compress_streams=packed,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return target.getvalue()


def _streams(book: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    return (thing for thing in book.objects if isinstance(thing, pikepdf.Stream))


def _ends_badly(stream: pikepdf.Stream) -> bool:
    return stream.read_raw_bytes()[-1:] == b"\r"


def _load(file: pikepdf.Pdf, stream: pikepdf.Stream, nth: int) -> None:
    """Give ballast to the first dictionary of a stream of objects. Where all are arrays, and for the table of all
    objects, it is given as objects of its own, which move those behind them into other streams."""
    if stream.get("/Type") not in PACKED_ON_SAVING:
        return
    for thing in _inside(file, stream) if stream.Type == "/ObjStm" else ():
        if isinstance(thing, Dictionary):
            thing[BALLAST] = nth
            return
    file.Root[BALLAST] = Array([file.make_indirect(Dictionary()) for _ in range(nth + 1)])


def _inside(file: pikepdf.Pdf, stream: pikepdf.Stream) -> Iterator[pikepdf.Object]:
    """The objects that a stream holds; it begins with their numbers and places (ISO 32000-1, 7.5.7)."""
    head = bytes(stream.get_stream_buffer()).split()[: 2 * int(stream.N) : 2]
    return (file.get_object(int(number), 0) for number in head)


def _end_well(book: pikepdf.Pdf) -> bool:
    """Pack again what ends badly, and say whether that helped: a space after page content changes its last bytes and
    nothing else. What is no page content is left unpacked."""
    helped = True
    for stream in filter(_ends_badly, _streams(book)):
        if stream.get("/Type") in PACKED_ON_SAVING:
            continue
        data = bytes(stream.get_stream_buffer())
        drawn = not {"/Length1", "/N", "/Subtype"} & set(stream.keys()) or stream.get("/Subtype") == "/Form"
        packed = zlib.compress(data + b" ", 9)
        if drawn and not packed.endswith(b"\r"):
            stream.write(packed, filter=Name.FlateDecode)
        else:
            helped = False
            if stream.get("/Filter") == "/FlateDecode":
                stream.write(data)
    return helped
