"""Made files go into a folder so that each name there is the old one or the new one at any moment, also after a kill.

Everything is written beside and synced to the disk first. Then name by name changes places with what was there, in one
step of the system; SHA256SUMS comes last. Nothing is replaced but what lies there by our own doing: SHA256SUMS lists
it, or MARK where that does not. No symbolic link is followed.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import itertools
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from .artifacts import CHECKSUMS
from .leftovers import sweep
from .workspace import NotOurs, WorkspaceError, alone_in, clean, sync_folder, unlinked, write_whole

MARK = ".workbook"
STAGE = ".new-"
FRESH, GONE = "fresh", "gone"
# renameat2 (Linux 3.15) and renamex_np (macOS 10.12): both names change places.
EXCHANGE = 2
HERE = -100
# What a disk or system says that cannot do that.
CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, errno.EXDEV)
DIGEST_SIGNS = 64
# What a build makes, at the top.
BUILT = re.compile(r"html|handouts|[^/]+\.(?:pdf|epub)")


def free_bytes(folder: Path) -> int:
    """Count the room that is left where a folder lies."""
    return shutil.disk_usage(folder).free


def install(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Put a set of files into `folder`; a top-level folder among them is replaced as a whole, nothing else touched.

    A failure leaves what was there. Raises WorkspaceError; Linked and NotOurs before anything was done.
    """
    folder = unlinked(folder)
    files = {clean(path): data for path, data in contents.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _stage(folder, _names(files)) as stage:
            names = [name for name in _names(files) if name == CHECKSUMS or not _is_there(folder, name, files)]
            _write(stage / FRESH, {path: data for path, data in files.items() if path.split("/")[0] in names})
            with alone_in(folder):
                _refuse_foreign(folder, _names(files))
                with _marked(folder, files):
                    _exchange(folder, stage, names)
                    sync_folder(folder)
    except OSError as problem:
        raise WorkspaceError(f"{problem.filename or folder}: {problem.strerror}") from problem


def exchange(one: Path, other: Path) -> bool:
    """Let two names change places in one step; say no, and do nothing, where the system or disk cannot."""
    system = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if hasattr(system, "renameat2"):
        failed = system.renameat2(HERE, paths[0], HERE, paths[1], EXCHANGE)
    elif hasattr(system, "renamex_np"):
        failed = system.renamex_np(*paths, EXCHANGE)
    else:
        return False
    if failed and (number := ctypes.get_errno()) not in CANNOT:
        raise OSError(number, os.strerror(number), str(other))
    return not failed


def _names(files: Mapping[str, bytes]) -> list[str]:
    """The names at the top, the list of checksums last."""
    return sorted({path.split("/")[0] for path in files}, key=lambda name: (name == CHECKSUMS, name))


@contextmanager
def _stage(folder: Path, names: list[str]) -> Iterator[Path]:
    """Give a folder of its own beside the outputs, locked as long as it is used; remove those of killed runs."""
    with alone_in(folder):
        _sweep(folder)
        _refuse_foreign(folder, names)
        stage, held = _open_stage(folder)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        os.close(held)


def _open_stage(folder: Path) -> tuple[Path, int]:
    for number in itertools.count():
        stage = folder / f"{STAGE}{os.getpid()}-{number}"
        with suppress(FileExistsError):
            stage.mkdir()
            break
    (stage / FRESH).mkdir()
    (stage / GONE).mkdir()
    held = os.open(stage, os.O_RDONLY)
    with suppress(OSError):
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return stage, held


def _sweep(folder: Path) -> None:
    """Remove what killed runs left; what they took away and did not replace comes back."""
    sweep(folder)
    for stage in sorted(folder.glob(f"{STAGE}*")):
        if stage.is_symlink() or not stage.is_dir() or _is_used(stage):
            continue
        for old in sorted((stage / GONE).glob("*")):
            if not os.path.lexists(folder / old.name) and not old.is_symlink():
                os.rename(old, folder / old.name)
        shutil.rmtree(stage, ignore_errors=True)


def _is_used(stage: Path) -> bool:
    """Say whether a run holds its stage, or has just removed it; where the disk knows no locks, nobody can tell."""
    try:
        handle = os.open(stage, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _refuse_foreign(folder: Path, names: list[str]) -> None:
    """Raise NotOurs where something would be replaced that we did not put there."""
    ours = _ours(folder)
    if not ours.isdisjoint(names):
        ours.add(CHECKSUMS)
    for name in names:
        place = folder / name
        if place.is_symlink() or (place.exists() and name not in ours and not _is_empty(place)):
            raise NotOurs(str(place))


def _ours(folder: Path) -> set[str]:
    """The names that we put into a folder, as far as its lists tell."""
    marked, summed = _lines(folder / MARK) - {""}, _summed("\n".join(_lines(folder / CHECKSUMS)))
    # Others list what they have in the same form.
    is_list = bool(summed) and all(name in marked or BUILT.fullmatch(name) for name in summed)
    return marked | summed | ({CHECKSUMS} if is_list else set())


def _summed(sums: str) -> set[str]:
    paths = (line[DIGEST_SIGNS + 2 :] for line in sums.split("\n"))
    return {path.split("/")[0] for path in paths if path}


def _is_empty(place: Path) -> bool:
    return place.is_dir() and not any(place.iterdir())


def _lines(file: Path) -> set[str]:
    try:
        return set() if file.is_symlink() or not file.is_file() else set(file.read_text("utf-8", "replace").split("\n"))
    except OSError:
        return set()


@contextmanager
def _marked(folder: Path, files: Mapping[str, bytes]) -> Iterator[None]:
    """Have a list of what is ours and stands in no checksums: before it is there, as a run that is killed must be known
    by what it left, and afterwards as far as the new checksums tell less than the old ones."""
    ours, summed = _ours(folder), _summed(files.get(CHECKSUMS, b"").decode())
    coming = set(_names(files)) - {CHECKSUMS}
    stays = (coming | {name for name in ours if os.path.lexists(folder / name)}) - summed - {CHECKSUMS}
    if listed := stays | (coming - ours):
        write_whole(folder / MARK, "".join(f"{name}\n" for name in sorted(listed)).encode())
    yield
    if not stays:
        (folder / MARK).unlink(missing_ok=True)


def _is_there(folder: Path, name: str, files: Mapping[str, bytes]) -> bool:
    """Say whether a name holds these very files and nothing else, so that nothing needs to be done."""
    wanted = {path: data for path, data in files.items() if path.split("/")[0] == name}
    place = folder / name
    if place.is_symlink():
        return False
    found = [f for f in place.rglob("*") if f.is_symlink() or not f.is_dir()] if place.is_dir() else [place]
    return {f.relative_to(folder).as_posix() for f in found} == set(wanted) and all(
        f.is_file() and not f.is_symlink() and f.read_bytes() == wanted[f.relative_to(folder).as_posix()] for f in found
    )


def _write(top: Path, files: Mapping[str, bytes]) -> None:
    """Write files where nobody looks yet, and have them on the disk before anything names them."""
    folders = {top}
    for path, data in files.items():
        folders |= {top / parent for parent in Path(path).parents}
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        with open(top / path, "xb") as file:
            file.write(data)
    # Not one by one: the disk takes them together.
    for path in files:
        _sync(top / path)
    for folder in sorted(folders):
        sync_folder(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exchange(folder: Path, stage: Path, names: list[str]) -> None:
    """Move each name in; on a failure move everything back."""
    done: list[str] = []
    try:
        for name in names:
            done.append(name)
            _move_in(stage / FRESH / name, folder / name, stage / GONE / name)
    except BaseException:
        for name in reversed(done):
            _move_back(stage / FRESH / name, folder / name, stage / GONE / name)
        raise


def _move_in(fresh: Path, place: Path, gone: Path, swap: Callable[[Path, Path], bool] | None = None) -> None:
    """Put `fresh` into its place; what was there is `gone` then."""
    if not os.path.lexists(place):
        os.rename(fresh, place)
    elif (swap or exchange)(fresh, place):
        os.rename(fresh, gone)
    elif place.is_dir() or fresh.is_dir():
        os.rename(place, gone)
        os.rename(fresh, place)
    else:
        os.link(place, gone)
        os.replace(fresh, place)


def _move_back(fresh: Path, place: Path, gone: Path) -> None:
    """Undo `_move_in`, however far it came."""
    if gone.exists() and not fresh.exists():
        _move_in(gone, place, fresh)
    elif gone.exists() and not place.exists():
        os.rename(gone, place)
    elif not fresh.exists() and place.exists():
        os.rename(place, fresh)
