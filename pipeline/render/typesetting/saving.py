"""The bytes of a finished book: packed as small as PDF/A lets it, and the same every time.

No packed stream may end in a carriage return: read with the line end before `endstream`, it would seem a byte shorter
than its length says (ISO 19005-2, 6.1.7.1). One in 256 does, whatever it holds: the last byte of what zlib packs is the
sum of all bytes. So every stream is packed before saving, and what only saving packs, the streams of objects and
their table, is mended in its place afterwards.
"""

from __future__ import annotations

import io
import re
import zlib

import pikepdf
from pikepdf import Array, Name

CARRIAGE_RETURN = b"\r"
# As qpdf 12 writes them: objects, and the table of all objects.
_PACKED_ON_SAVING = re.compile(rb"(<< /Type /(ObjStm|XRef) /Length )(\d+)( /Filter /FlateDecode [^\n]*>>\nstream\n)")
_AFTER = re.compile(rb"\n?endstream\nendobj\n")


def saved(book: pikepdf.Pdf) -> bytes:
    """Save a book; when what saving packs cannot be made to end well, it is left unpacked."""
    for thing in book.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Type") != "/Metadata":
            _end_well(thing)
    return _mended(_bytes(book, packed=True)) or _bytes(book, packed=False)


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


def _end_well(stream: pikepdf.Stream) -> None:
    """Pack a stream. A space after page content changes its last bytes and nothing else; all else that ends badly is
    packed in runs, too, which end with a byte of their own (ISO 32000-1, 7.4.5)."""
    raw = stream.read_raw_bytes()
    if raw and "/Filter" not in stream:
        raw = zlib.compress(raw)
        stream.write(raw, filter=Name.FlateDecode)
    if not raw.endswith(CARRIAGE_RETURN):
        return
    if not {"/Length1", "/N", "/Subtype"} & set(stream.keys()) or stream.get("/Subtype") == "/Form":
        stream.write(zlib.compress(bytes(stream.get_stream_buffer()) + b" ", 9), filter=Name.FlateDecode)
    else:
        filters, parameters = (_listed(stream.get(key)) for key in ("/Filter", "/DecodeParms"))
        stream.write(
            _in_runs(raw), filter=Array([Name.RunLengthDecode, *filters]), decode_parms=Array([None, *parameters])
        )


def _listed(entry: object) -> list[object]:
    return list(entry) if isinstance(entry, Array) else [entry]


def _in_runs(data: bytes) -> bytes:
    runs = (data[start : start + 128] for start in range(0, len(data), 128))
    return b"".join(bytes([len(run) - 1]) + run for run in runs) + b"\x80"


def _mended(data: bytes) -> bytes:
    """Give what ends badly another end and the same place in the file; empty when it would need more room."""
    file = bytearray(data)
    for found in _PACKED_ON_SAVING.finditer(data):
        end = found.end() + int(found[3])
        after = _AFTER.match(data, end)
        if after is None or data[end - 1 : end] != CARRIAGE_RETURN:
            continue
        packed = _packed_otherwise(data[found.end() : end], is_table=found[2] == b"XRef")
        # Spaces before names are for human readers.
        head = b"%s%d%s" % (found[1], len(packed), found[4])
        thing = head.replace(b" /", b"/") + packed + after[0]
        room = after.end() - found.start() - len(thing)
        # Nothing stands behind the table that would have to keep its place.
        if packed.endswith(CARRIAGE_RETURN) or (room < 0 and found[2] != b"XRef"):
            return b""
        file[found.start() : after.end()] = thing + b"\n" * room
    return bytes(file)


def _packed_otherwise(packed: bytes, *, is_table: bool) -> bytes:
    """Objects need no line end behind the last. The first row of their table has none above it: to say what it adds to
    that (PNG, filter type 2) is to say what it holds (type 0)."""
    content = zlib.decompress(packed)
    if not is_table:
        return zlib.compress(content.removesuffix(b"\n"), 9)
    return zlib.compress(b"\x00" + content[1:] if content.startswith(b"\x02") else content, 9)
