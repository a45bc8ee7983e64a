"""Which program a book asks for. Asked at every start, so it imports next to nothing.

book.yaml says it in two lines, `requires: ">=0.2, <0.3"` and `program_from: programs` (a folder of wheels in the book,
or the address of an index). program.lock, which belongs into git beside it, keeps what that came to: one wheel, by its
version and its digest, in pip's own words.
"""

from __future__ import annotations

import os
import re
import sys

from launcher.ready import read

BOOK, LOCK = "book.yaml", "program.lock"
NAME, PACKAGE = "workbook-pipeline", "workbook_pipeline"
# A line of its own at the left edge, its value plain or in quotes: nothing here reads YAML.
_KEY = re.compile(
    r"""^(requires|program_from):[ \t]*(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^#\r\n]*?))[ \t]*(?:#.*)?\r?$""", re.M
)
_PIN = re.compile(rf"^{NAME}==([\w.+!-]+) --hash=sha256:([0-9a-f]{{64}})$", re.M)
_HEAD = "# {requires}"


class Asked:
    """What a book says: `requires` is a range of versions, `place` where the wheels are; both may be empty."""

    def __init__(self, root: str) -> None:
        text = read(os.path.join(root, BOOK)).decode("utf-8", "replace")
        found = {key: quoted or single or plain for key, quoted, single, plain in _KEY.findall(text)}
        self.requires = found.get("requires", "").strip()
        self.place = found.get("program_from", "").strip()


class Pin:
    """One wheel: its version, and the SHA-256 of its bytes."""

    def __init__(self, version: str, digest: str) -> None:
        self.version = version
        self.digest = digest

    @property
    def home(self) -> str:
        """Where this program lies, once it is installed, for all books of this user that ask for it."""
        python = "py" + ".".join(map(str, sys.version_info[:2]))
        return os.path.join(cache(), "-".join((self.version, self.digest[:16], python)))

    @property
    def python(self) -> str:
        """The program's Python; it is there when the program is whole."""
        return os.path.join(self.home, "bin", "python")

    @property
    def line(self) -> str:
        """The wheel as pip is asked for it."""
        return f"{NAME}=={self.version} --hash=sha256:{self.digest}"


def pinned(root: str, asked: Asked) -> Pin | None:
    """What program.lock keeps; nothing where book.yaml has come to ask for something else since."""
    lock = read(os.path.join(root, LOCK)).decode("utf-8", "replace").replace("\r\n", "\n")
    found = _PIN.search(lock)
    return Pin(*found.groups()) if found and _HEAD.format(requires=asked.requires) in lock.splitlines() else None


def installed(root: str, asked: Asked) -> Pin | None:
    """What program.lock keeps, where it lies on this machine, too."""
    pin = pinned(root, asked)
    return pin if pin and os.path.exists(pin.python) else None


def lock_text(asked: Asked, pin: Pin) -> str:
    """The file that keeps a choice."""
    told = "# Which program makes this book, chosen for `requires` of book.yaml as it stands in the next line."
    return "\n".join((told, _HEAD.format(requires=asked.requires), pin.line, ""))


def cache() -> str:
    """The folder of all programs of this user."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "workbook", "programs")


def is_own(root: str) -> bool:
    """Whether the program lies beside the launcher, as in its own repository."""
    return os.path.isfile(os.path.join(root, "pipeline", "__main__.py"))
