"""The files of one book, real or in memory, and the exceptions for what no author can mend in a text.

Paths go in and out as POSIX strings from the root. Nothing outside the root is ever read or written: not by
`..`, not by an absolute path, not by a symbolic link. Only this module opens files.
"""

from __future__ import annotations

import fcntl
import itertools
import os
import re
import shutil
import stat
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol
from unicodedata import normalize

# A name cannot be mended, only refused: such ones neither XML nor a terminal can hold. Bytes that are no UTF-8 arrive
# as halves of surrogate pairs (PEP 383).
UNFIT_NAME = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# No file of a book is as large; a stray or sparse one would fill the memory.
MOST_BYTES = 512_000_000
WINDOWS_DRIVE = re.compile(r"^[A-Za-z]:")


class WorkspaceError(Exception):
    """The folder itself is in the way: not there, not readable, not writable."""


class Outside(WorkspaceError):
    """A path leads out of the book's folder."""


class WrongName(WorkspaceError):
    """A file's name holds what no text may hold, or is no UTF-8."""


class TooLarge(WorkspaceError):
    """A file is larger than what it is for may be."""

    def __init__(self, path: str, size: int, most: int) -> None:
        self.path, self.size, self.most = path, f"{size / 1e6:.1f} MB", f"{most / 1e6:g} MB"
        super().__init__(f"{path}: {self.size} > {self.most}")


class Linked(WorkspaceError):
    """A symbolic link stands where something is to be written: it could lead to other people's files."""


class NotOurs(WorkspaceError):
    """Something would be replaced that this program did not put there."""


class WrongFile(WorkspaceError):
    """A file that the book is made with cannot be used: a template for a `reason`, and at a `line`; a font as it is."""

    def __init__(self, path: str, line: int = 1, reason: str = "") -> None:
        super().__init__(f"{path}:{line}: {reason}" if reason else path)
        self.path, self.line, self.reason = path, line, reason


class ToolMissing(Exception):
    """A program that the pipeline needs is not installed."""


class ToolFailed(Exception):
    """A program that the pipeline runs gave up, and no text is to blame."""


class Workspace(Protocol):
    """The files below one root."""

    def read(self, path: str, most: int = MOST_BYTES) -> bytes:
        """Return a file of at most so many bytes; raise FileNotFoundError, Outside or TooLarge."""

    def exists(self, path: str) -> bool:
        """Say whether `path` is a readable file inside the root."""

    def files(self, folder: str, suffixes: tuple[str, ...] = ()) -> tuple[str, ...]:
        """List the files below `folder`, sorted; hidden ones are left out."""

    def unlisted(self, folder: str) -> tuple[tuple[str, WorkspaceError], ...]:
        """Say what below `folder` is not among its files, and why: what may not be opened, leads out, or has a name
        that is none. Such a name comes as it can be printed."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file whole or not at all."""

    def make_real(self, path: str) -> Path:
        """Return where `path` lies on disk, for tools that take file names."""


class FolderWorkspace:
    """A folder on disk."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root).resolve()

    def read(self, path: str, most: int = MOST_BYTES) -> bytes:
        return self._read(path, self._locate(path), most)

    def use(self, path: str) -> bytes:
        """Read a file, and note that it was used now; where that cannot be noted, nothing is."""
        real = self._locate(path)
        data = self._read(path, real)
        with suppress(OSError):
            os.utime(real)
        return data

    def _read(self, path: str, real: str, most: int | None = None) -> bytes:
        try:
            facts = os.stat(real)
            # A pipe or a device would block the build for ever.
            if not stat.S_ISREG(facts.st_mode):
                raise FileNotFoundError(path)
            if most is not None and facts.st_size > most:
                raise TooLarge(path, facts.st_size, most)
            with open(real, "rb", buffering=0) as file:
                return file.readall()
        except (FileNotFoundError, NotADirectoryError):
            raise FileNotFoundError(path) from None
        except OSError as problem:
            raise WorkspaceError(f"{path}: {problem.strerror}") from problem

    def exists(self, path: str) -> bool:
        with suppress(WorkspaceError):
            return os.path.isfile(self._locate(path))
        return False

    def files(self, folder: str, suffixes: tuple[str, ...] = ()) -> tuple[str, ...]:
        return tuple(sorted(path for path, problem in self._walk(folder, suffixes) if problem is None))

    def unlisted(self, folder: str) -> tuple[tuple[str, WorkspaceError], ...]:
        found = {path: problem for path, problem in self._walk(folder) if problem}
        return tuple((os.fsencode(path).decode("utf-8", "replace"), found[path]) for path in sorted(found))

    def _walk(self, folder: str, suffixes: tuple[str, ...] = ()) -> Iterator[tuple[str, WorkspaceError | None]]:
        """Every file below a folder, with what is in its way; folders only when something is."""
        closed: list[OSError] = []
        try:
            top = self._locate(folder)
        except Outside:
            return
        for place, folders, names in os.walk(top, onerror=closed.append):
            folders[:] = [name for name in folders if not name.startswith(".")]
            below = os.path.relpath(place, self.root)
            for name in (*names, *(one for one in folders if os.path.islink(os.path.join(place, one)))):
                path = name if below == "." else f"{below}/{name}"
                spelt = normalize("NFC", path)
                path = path if os.path.lexists(self.root / spelt) else spelt
                if not name.startswith(".") and (name in folders or not suffixes or path.endswith(suffixes)):
                    is_file, problem = self._look(path)
                    if is_file or problem:
                        yield path, problem
        for error in closed:
            if not isinstance(error, FileNotFoundError | NotADirectoryError):
                yield os.path.relpath(error.filename, self.root), WorkspaceError(error.strerror)

    def _look(self, path: str) -> tuple[bool, WorkspaceError | None]:
        """Whether a path is that of a file, and why it cannot be taken for one."""
        try:
            is_file = stat.S_ISREG(os.stat(self._locate(path)).st_mode)
        except Outside as problem:
            return False, problem
        except (FileNotFoundError, NotADirectoryError):
            return False, None
        except OSError as problem:
            return False, WorkspaceError(problem.strerror)
        return is_file, WrongName(path) if is_file and UNFIT_NAME.search(path) else None

    def write(self, path: str, data: bytes) -> None:
        self._write(path, data, durable=True)

    def keep(self, path: str, data: bytes) -> None:
        """Write a file that may be lost when the power fails."""
        self._write(path, data, durable=False)

    def _write(self, path: str, data: bytes, durable: bool) -> None:
        target = self.make_real(path)
        # A link inside the book stays one.
        target = target.resolve() if target.is_symlink() else target
        try:
            write_whole(target, data, durable)
        except OSError as problem:
            raise WorkspaceError(f"{path}: {problem.strerror}") from problem

    def age(self, path: str) -> float:
        """Seconds since a file was written or touched, endless where there is none."""
        try:
            return time.time() - os.stat(self._locate(path)).st_mtime
        except (OSError, WorkspaceError):
            return float("inf")

    def is_newer_than(self, made: Path) -> bool:
        """Whether a file was written after `made` was, or that is missing; hidden files and those beside it aside."""
        try:
            then = made.stat().st_mtime_ns
            for place, folders, names in os.walk(self.root):
                beside = (os.path.join(place, name) for name in names if not name.startswith("."))
                if any(os.stat(path).st_mtime_ns > then for path in beside):
                    return True
                folders[:] = [one for one in folders if not one.startswith(".") and Path(place, one) != made.parent]
        except OSError:
            return True
        return False

    def ages(self) -> tuple[tuple[str, int, float], ...]:
        """Every file, hidden ones too: path, bytes, seconds since it was written or touched. The oldest come first."""
        now, found = time.time(), list[tuple[str, int, float]]()
        for place, _, names in os.walk(self.root):
            for name in names:
                with suppress(OSError):
                    facts = os.stat(path := os.path.join(place, name), follow_symlinks=False)
                    found.append((os.path.relpath(path, self.root), facts.st_size, now - facts.st_mtime))
        return tuple(sorted(found, key=lambda entry: (-entry[2], entry[0])))

    def remove(self, path: str) -> None:
        """Delete a file; one that is gone already, or may not be deleted, is no error."""
        with suppress(OSError, WorkspaceError):
            (self.root / clean(path)).unlink()

    def make_real(self, path: str) -> Path:
        return Path(self._locate(path))

    def _locate(self, path: str) -> str:
        """Say where a file lies; only symbolic links on the way there can lead out, so the rest is not looked at."""
        name = clean(path)
        target = str(self.root)
        for part in name.split("/"):
            target = _spelt(target, part)
            if os.path.islink(target):
                return self._follow(path, name)
        return str(self.root) if name == "." else target

    def _follow(self, path: str, name: str) -> str:
        target = self.root / name
        try:
            inside = target.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):
            raise Outside(path) from None  # a ring of symbolic links
        if not inside:
            raise Outside(path)
        return str(target)


class MemoryWorkspace:
    """Files in a dict, for tests and for values that never were files."""

    def __init__(self, contents: Mapping[str, bytes | str] | None = None) -> None:
        self.contents = {clean(path): _as_bytes(data) for path, data in (contents or {}).items()}
        self._folder: Path | None = None

    def read(self, path: str, most: int = MOST_BYTES) -> bytes:
        try:
            data = self.contents[clean(path)]
        except KeyError:
            raise FileNotFoundError(path) from None
        if len(data) > most:
            raise TooLarge(path, len(data), most)
        return data

    def exists(self, path: str) -> bool:
        with suppress(Outside):
            return clean(path) in self.contents
        return False

    def files(self, folder: str, suffixes: tuple[str, ...] = ()) -> tuple[str, ...]:
        below = "" if (top := clean(folder)) == "." else top + "/"
        return tuple(
            sorted(
                path
                for path in self.contents
                if path.startswith(below)
                and (not suffixes or path.endswith(suffixes))
                and not any(part.startswith(".") for part in path[len(below) :].split("/"))
            )
        )

    def unlisted(self, folder: str) -> tuple[tuple[str, WorkspaceError], ...]:
        return ()

    def write(self, path: str, data: bytes) -> None:
        self.contents[clean(path)] = data

    def make_real(self, path: str) -> Path:
        name = clean(path)
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="workbook-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        target = self._folder / name
        if name in self.contents:
            write_whole(target, self.contents[name], durable=False)
        return target


def _spelt(folder: str, name: str) -> str:
    """Where a name lies in a folder; on macOS the marks of its letters are letters of their own."""
    if name.isascii() or os.path.lexists(os.path.join(folder, name)):
        return os.path.join(folder, name)
    with suppress(OSError):
        name = min((one for one in os.listdir(folder) if normalize("NFC", one) == normalize("NFC", name)), default=name)
    return os.path.join(folder, name)


def clean(path: str) -> str:
    """Normalise a path from the root; raise Outside when it is absolute or climbs with `..`."""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    if not path or "\0" in path or path.startswith("/") or WINDOWS_DRIVE.match(path) or ".." in parts:
        raise Outside(path)
    return "/".join(parts) or "."


def write_whole(target: Path, data: bytes, durable: bool = True) -> None:
    """Write a file beside its place and move it in, so that nobody sees half of it; `durable` survives a power cut.

    A file that was there keeps its mode; a new one has what the umask leaves.
    """
    try:
        handle, name = _open_beside(target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = _open_beside(target)
    try:
        with os.fdopen(handle, "wb") as file:
            with suppress(FileNotFoundError):
                os.fchmod(handle, stat.S_IMODE(os.stat(target).st_mode))
            file.write(data)
            if durable:
                file.flush()
                os.fsync(handle)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(target.parent)


def _open_beside(target: Path) -> tuple[int, str]:
    """Make a file of a name that only we give; unlike those of `tempfile`, it has the usual mode."""
    for number in itertools.count():
        name = str(target.parent / f".{target.name[:40]}.{os.getpid()}-{threading.get_native_id()}-{number}.half")
        with suppress(FileExistsError):
            return os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666), name
    raise AssertionError


def unlinked(place: Path) -> Path:
    """Give the absolute path of a place to write to; raise Linked when a symbolic link stands on the way.

    Links right below the root are the system's own, as /tmp or /home may be.
    """
    absolute = Path(os.path.abspath(place))
    for folder in (absolute, *absolute.parents):
        if len(folder.parts) > 2 and folder.is_symlink():
            raise Linked(f"{folder} → {folder.resolve()}")
    return absolute


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk; some disks cannot do that for folders."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until nobody else changes the names in `folder`; where the disk knows no locks, go on without."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _as_bytes(data: bytes | str) -> bytes:
    return data.encode() if isinstance(data, str) else data
