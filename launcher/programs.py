"""Fetch the program that a book asks for: a wheel with a known digest and the libraries of its own lock, each version
in a place of its own.

Nothing is installed that was not pinned: the wheel by the book's program.lock, its libraries by the lock that lies in
the wheel. Where there is no pin yet, pip chooses the newest wheel that the book admits, and program.lock keeps it.
What is there once needs no network. As a program of its own (`-m launcher.programs ROOT`) it prints the Python of the
book's program.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from launcher.environment import LAST_LINES, add_pip, alone, call, make_environment, settle
from launcher.system import FOR_RUNNING, install_missing
from launcher.wanted import LOCK, NAME, PACKAGE, Asked, Pin, cache, installed, lock_text, pinned
from launcher.words import Stop, Voice

LIBRARIES = f"{PACKAGE}/_requirements.lock"
_RANGE = re.compile(r"[0-9.,<>=~ ]*")
# As the program reads `requires`: a bare number is what the book has needed since.
_BARE = re.compile(r"(^|,)\s*(?=\d)")
_QUIET = ("--quiet", "--no-input", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:")
KEPT_ONLY = "--kept"


def fetch(root: str, asked: Asked, voice: Voice, may_install: bool = True) -> Pin:
    """Install what the book asks for, and keep the choice if it is one; may raise Stop."""
    if not asked.place:
        raise Stop("no-place", requires=asked.requires or "–")
    if not _RANGE.fullmatch(asked.requires):  # pip would read addresses and conditions there, too
        raise Stop("no-range", requires=asked.requires)
    places = _places(root, asked.place)
    os.makedirs(cache(), exist_ok=True)
    install_missing(FOR_RUNNING, voice, may_install)
    with alone(cache(), voice):
        if made := installed(root, asked):
            return made  # another start has just made it
        pin = pinned(root, asked)
        voice.say("fetching", what=pin.version if pin else asked.requires or NAME, place=asked.place)
        with tempfile.TemporaryDirectory(prefix=".new.", dir=cache()) as aside:
            chosen = _install(asked, pin, places, Path(aside))
        if not pin:
            _keep(Path(root, LOCK), lock_text(asked, chosen))
        return chosen


def _install(asked: Asked, pin: Pin | None, places: Sequence[str], aside: Path) -> Pin:
    new, wheels = aside / "program", aside / "wheels"
    make_environment(new)
    add_pip(new)
    pip = (str(new / "bin" / "python"), "-I", "-m", "pip")
    wheel = _download(pip, asked, pin, places, wheels)
    chosen = pin or Pin(wheel.name.split("-")[1], hashlib.sha256(wheel.read_bytes()).hexdigest())
    try:
        lock = zipfile.ZipFile(wheel).read(LIBRARIES)
    except (zipfile.BadZipFile, KeyError) as trouble:
        raise Stop("no-program", wheel=wheel.name, reason=str(trouble)) from trouble
    (aside / "libraries.lock").write_bytes(lock)
    _install_libraries((*pip, "install", *_QUIET, "--require-hashes", "-r", str(aside / "libraries.lock")), places)
    call((*pip, "install", *_QUIET, "--no-index", str(wheel)), "not-fetched", what=wheel.name, place=asked.place)
    _prove(new, chosen, wheel)
    home = Path(chosen.home)
    settle(new, home)
    shutil.rmtree(home, ignore_errors=True)
    new.rename(home)
    return chosen


def _places(root: str, place: str) -> tuple[str, ...]:
    if "://" in place:
        return ("--index-url", place)
    folder = Path(root, place)
    if not folder.is_dir():
        raise Stop("no-folder", place=place)
    return ("--no-index", "--find-links", str(folder))


def _download(pip: Sequence[str], asked: Asked, pin: Pin | None, places: Sequence[str], wheels: Path) -> Path:
    wheels.mkdir()
    wanted = [NAME + _BARE.sub(r"\1>=", asked.requires)]
    if pin:
        (wheels / LOCK).write_text(pin.line + "\n")
        wanted = ["--require-hashes", "-r", str(wheels / LOCK)]
    command = (*pip, "download", *_QUIET, "--no-cache-dir", *places, "--dest", str(wheels), *wanted)
    call(command, "not-fetched", what=pin.version if pin else asked.requires or NAME, place=asked.place)
    return next(wheels.glob("*.whl"))


def _install_libraries(command: Sequence[str], places: Sequence[str]) -> None:
    """From the program's own folder where all of them lie there, so that it needs no network; else as pip is set up."""
    if "--find-links" in places:
        done = subprocess.run([*command, *places], capture_output=True, close_fds=False)
        if not done.returncode:
            return
    call(command, "not-installed", lock=LIBRARIES)


def _prove(environment: Path, pin: Pin, wheel: Path) -> None:
    """Ask the program who it is: one that says another version than its wheel would be sent for for ever."""
    command = [str(environment / "bin" / "python"), "-P", "-m", PACKAGE, "--version"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", close_fds=False)
    if done.returncode or done.stdout.split() != [NAME, pin.version]:
        reason = "\n".join((done.stdout + done.stderr).strip().splitlines()[-LAST_LINES:])
        raise Stop("no-program", wheel=wheel.name, reason=reason)


def _keep(lock: Path, text: str) -> None:
    partial = lock.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.rename(lock)


def main(arguments: Sequence[str]) -> int:
    """Print the Python of a book's program: 0. With --kept 1 where it is not there yet, without a word."""
    root, *others = arguments
    voice, asked = Voice(others), Asked(root)
    try:
        pin = installed(root, asked)
        if pin is None:
            if KEPT_ONLY in others:
                return 1
            pin = fetch(root, asked, voice, "--no-system" not in others)
    except Stop as stop:
        voice.say(stop.key, **stop.gaps)
        return 3
    print(pin.python)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
