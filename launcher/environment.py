"""Make .venv from the locks: once, whole or not at all, by one start at a time.

It is built aside as .venv.new and moved to its place when all packages are in; an interrupted set-up leaves only
.venv.new behind, which the next one removes. The tests' packages are added in place: they share no version with the
others that is not the same.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from launcher.ready import FOLDER, LOCKS, expected, is_ready, marker_of
from launcher.system import FOR_RUNNING, FOR_TESTS, install_missing
from launcher.words import Stop, Voice

# Wheels only: nothing of a package is executed while it is installed, and no compiler is needed.
INSTALL = ("install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:")
LAST_LINES = 12


def prepare(root: str, locks: Sequence[str], voice: Voice, may_install: bool = True) -> None:
    """Bring environment and, where that may be, system to what `locks` ask for; may raise Stop."""
    testing = LOCKS[1] in locks
    with alone(root, voice):
        install_missing(FOR_RUNNING, voice, may_install)
        if testing:
            install_missing(FOR_TESTS, voice, may_install)
        if not is_ready(root, LOCKS[:1]):
            voice.say("setting-up")
            build(Path(root))
        if testing and not is_ready(root, LOCKS[1:]):
            voice.say("adding-tests")
            install(Path(root) / FOLDER, Path(root), LOCKS[1])


@contextmanager
def alone(root: str, voice: Voice) -> Iterator[None]:
    """Hold the book's folder against a second set-up; the system lets go of it however this process ends.

    The programs that are started hold it too: one that outlives a killed launcher may still be writing.
    """
    folder = os.open(root, os.O_RDONLY)
    os.set_inheritable(folder, True)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            voice.say("waiting")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def build(root: Path) -> None:
    """Make the environment anew."""
    place, new, old = (root / f"{FOLDER}{suffix}" for suffix in ("", ".new", ".old"))
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    make_environment(new)
    add_pip(new)
    paths = sysconfig.get_paths("venv", {"base": str(new), "platbase": str(new)})
    Path(paths["purelib"], "workbook.pth").write_bytes(os.fsencode(root) + b"\n")
    install(new, root, LOCKS[0])
    compile_program(new, root)
    settle(new, place)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def make_environment(place: Path) -> None:
    """Make an empty environment."""
    command = [sys.executable, "-I", "-m", "venv", "--without-pip", "--prompt", "workbook", str(place)]
    call(command, "no-venv", path=str(place))


def add_pip(environment: Path) -> None:
    """Give the environment Python's own copy of pip."""
    call([str(environment / "bin" / "python"), "-I", "-m", "ensurepip", "--default-pip"], "no-pip")


def install(environment: Path, root: Path, lock: str) -> None:
    """Install a lock and write its marker last. pip reads the machine's own settings: index, proxy, certificates."""
    wanted = expected(str(root), lock)
    command = [
        str(environment / "bin" / "python"),
        "-I",
        "-m",
        "pip",
        *INSTALL,
        "--require-hashes",
        "-r",
        str(root / lock),
    ]
    call(command, "not-installed", lock=lock)
    marker = Path(marker_of(str(environment), lock))
    partial = marker.with_suffix(".partial")
    partial.write_bytes(wanted)
    partial.rename(marker)


def compile_program(environment: Path, root: Path) -> None:
    """Compile the program as pip compiles packages, also where Python is told to write nothing down as it runs: it
    starts twice as fast. It may fail: then Python does so at each start."""
    command = [str(environment / "bin" / "python"), "-I", "-m", "compileall", "-q", str(root / "pipeline")]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, close_fds=False)


def settle(new: Path, place: Path) -> None:
    """Write the final place into the scripts of an environment that was built aside."""
    for script in (new / "bin").iterdir():
        text = b"" if script.is_symlink() else script.read_bytes()
        if os.fsencode(new) in text and b"\0" not in text:
            script.write_bytes(text.replace(os.fsencode(new), os.fsencode(place)))


def call(command: Sequence[str], key: str, **gaps: str) -> None:
    """Run a program; its last lines are the reason why it failed."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", close_fds=False
    )
    if done.returncode:
        reason = "\n".join(done.stdout.strip().splitlines()[-LAST_LINES:])
        raise Stop(key, reason=reason, **gaps)
