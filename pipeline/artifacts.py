"""What a build makes: paths below build/ with their bytes, packed and summed so that equal input gives equal bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Artifacts = Mapping[str, bytes]

# The list of what was made, beside it; written last.
CHECKSUMS = "SHA256SUMS"
# The oldest date a zip archive can hold; every member has it.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
REGULAR_FILE_644 = 0o100644 << 16
UNIX = 3


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive; `stored` leaves it uncompressed, as an EPUB's mimetype must be."""

    name: str
    data: bytes
    stored: bool = False


def archive(members: Iterable[Member]) -> bytes:
    """Pack a zip with fixed times and rights, in the given order, without extra fields."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for member in members:
            head = zipfile.ZipInfo(member.name, ZIP_EPOCH)
            head.compress_type = zipfile.ZIP_STORED if member.stored else zipfile.ZIP_DEFLATED
            head.external_attr = REGULAR_FILE_644
            head.create_system = UNIX
            packed.writestr(head, member.data, compresslevel=9)
    return target.getvalue()


def checksums(artifacts: Artifacts) -> bytes:
    """Write the text of SHA256SUMS, readable by `sha256sum --check`."""
    lines = (f"{hashlib.sha256(artifacts[path]).hexdigest()}  {path}\n" for path in sorted(artifacts))
    return "".join(lines).encode()


def digest(*parts: bytes | str) -> str:
    """Hash parts as hex; each part's length goes in too, so that ("ab", "c") and ("a", "bc") differ."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.hexdigest()
