"""What no wheel carries and the system has to give: git, Python's pip, the text libraries, and programs for tests.

Where this process may (Debian's apt, as root or with a sudo that asks nothing), it says so and installs them;
elsewhere, and with --no-system, it names the command.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher.ready import MAC_LIBRARIES
from launcher.words import Stop, Voice

# How each package manager installs, most particular first.
MANAGERS: Mapping[str, tuple[str, ...]] = {
    "apt-get": ("apt-get", "install", "-y", "--no-install-recommends"),
    "dnf": ("dnf", "install", "-y"),
    "zypper": ("zypper", "install", "-y"),
    "pacman": ("pacman", "-S", "--needed"),
    "apk": ("apk", "add"),
    "brew": ("brew", "install"),
}
APT_PATIENCE = ("-q", "-o", "DPkg::Lock::Timeout=300")


@dataclass(frozen=True, slots=True)
class Need:
    """Something the system gives: how it is recognised, and its package for each manager.

    `optional`: without it some tests are skipped, and that is all.
    """

    name: str
    is_there: Callable[[], bool]
    packages: Mapping[str, str]
    optional: bool = False


def has_library(linux: str, mac: str) -> Callable[[], bool]:
    """Whether a shared library can be loaded, by the names that WeasyPrint asks for."""

    def look() -> bool:
        if sys.platform == "darwin" and any(Path(place, mac).exists() for place in MAC_LIBRARIES):
            return True
        try:
            ctypes.CDLL(mac if sys.platform == "darwin" else linux)
        except OSError:
            return False
        return True

    return look


def has_program(*names: str) -> Callable[[], bool]:
    """Whether one of these programs is on the path."""
    return lambda: any(shutil.which(name) for name in names)


def has_ensurepip() -> bool:
    """Whether this Python can give an environment its pip; Debian takes that out into a package of its own."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def has_german_dictionary() -> bool:
    """Whether hunspell would find the German dictionary."""
    places = ("/usr/share/hunspell", "/usr/share/myspell/dicts", "/Library/Spelling", "/opt/homebrew/share/hunspell")
    return any(Path(place, "de_DE.dic").exists() for place in places)


def _packages(apt: str, dnf: str, zypper: str, pacman: str, apk: str, brew: str) -> dict[str, str]:
    return {"apt-get": apt, "dnf": dnf, "zypper": zypper, "pacman": pacman, "apk": apk, "brew": brew}


def _everywhere(name: str) -> dict[str, str]:
    return dict.fromkeys(MANAGERS, name)


FOR_RUNNING = (
    Need("git", has_program("git"), _everywhere("git")),
    Need(
        "ensurepip",
        has_ensurepip,
        _packages(f"python3.{sys.version_info[1]}-venv", "python3-libs", "python3-base", "python", "python3", "python"),
    ),
    Need(
        "GLib",
        has_library("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
        _packages("libglib2.0-0", "glib2", "libgobject-2_0-0", "glib2", "so:libgobject-2.0.so.0", "glib"),
    ),
    Need(
        "Pango",
        has_library("libpango-1.0.so.0", "libpango-1.0.0.dylib"),
        _packages("libpango-1.0-0", "pango", "libpango-1_0-0", "pango", "so:libpango-1.0.so.0", "pango"),
    ),
    Need(
        "PangoFT2",
        has_library("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib"),
        _packages("libpangoft2-1.0-0", "pango", "libpango-1_0-0", "pango", "so:libpangoft2-1.0.so.0", "pango"),
    ),
    Need(
        "HarfBuzz",
        has_library("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
        _packages("libharfbuzz0b", "harfbuzz", "libharfbuzz0", "harfbuzz", "so:libharfbuzz.so.0", "harfbuzz"),
    ),
    Need(
        "HarfBuzz-Subset",
        has_library("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
        {
            **_everywhere("harfbuzz"),
            "apt-get": "libharfbuzz-subset0",
            "zypper": "libharfbuzz-subset0",
            "apk": "so:libharfbuzz-subset.so.0",
        },
    ),
    Need(
        "Fontconfig",
        has_library("libfontconfig.so.1", "libfontconfig.1.dylib"),
        _everywhere("fontconfig"),
    ),
)

FOR_TESTS = (
    Need(
        "libatomic, for the Node in Playwright",
        has_library("libatomic.so.1", "libSystem.B.dylib"),
        _packages("libatomic1", "libatomic", "libatomic1", "gcc-libs", "libatomic", "gcc"),
        optional=True,
    ),
    Need(
        "Chromium",
        has_program("chromium", "chromium-browser"),
        _everywhere("chromium"),
        optional=True,
    ),
    Need("hunspell", has_program("hunspell"), _everywhere("hunspell"), optional=True),
    Need(
        "hunspell de_DE",
        has_german_dictionary,
        _packages("hunspell-de-de", "hunspell-de", "myspell-de_DE", "hunspell-de", "hunspell-de-de", "hunspell"),
        optional=True,
    ),
    Need(
        "pdftoppm",
        has_program("pdftoppm"),
        _packages("poppler-utils", "poppler-utils", "poppler-tools", "poppler", "poppler-utils", "poppler"),
        optional=True,
    ),
    Need(
        "Poppler with GLib, which fills in forms",
        has_library("libpoppler-glib.so.8", "libpoppler-glib.8.dylib"),
        _packages("libpoppler-glib8", "poppler-glib", "libpoppler-glib8", "poppler-glib", "poppler-glib", "poppler"),
        optional=True,
    ),
    Need(
        "pdf.js, the viewer in Firefox",
        Path("/usr/share/javascript/pdf/build/pdf.js").exists,
        # Nobody but Debian and Ubuntu has it as a package.
        {"apt-get": "libjs-pdf"},
        optional=True,
    ),
)


def install_missing(needs: Sequence[Need], voice: Voice, may_install: bool = True) -> None:
    """See to everything in `needs`; raises Stop when something necessary is missing and may not be installed."""
    manager = next((name for name in MANAGERS if shutil.which(name)), "")
    # What is optional and cannot be had on this system is not worth a word; its tests say what they lack.
    missing = [need for need in needs if not need.is_there() and (manager in need.packages or not need.optional)]
    if not missing:
        return
    prefix = apt_prefix() if manager == "apt-get" and may_install else None
    if prefix is not None:
        packages = packages_of(missing, manager)
        voice.say("installing", packages=" ".join(packages))
        apt_install(prefix, packages)
        missing = [need for need in missing if not need.is_there()]
    if not missing:
        return
    names = ", ".join(need.name for need in missing)
    command = install_command(missing, manager, os.geteuid() == 0)
    if all(need.optional for need in missing):
        voice.say("left-out", names=names, command=command)
    elif command:
        raise Stop("missing", names=names, command=command)
    else:
        raise Stop("missing-unknown", names=names)


def install_command(needs: Sequence[Need], manager: str, is_root: bool) -> str:
    """The command to type on this system; empty when its package manager is none we know."""
    if not manager:
        return ""
    words = (*MANAGERS[manager], *packages_of(needs, manager))
    return " ".join(words if is_root or manager == "brew" else ("sudo", *words))


def packages_of(needs: Sequence[Need], manager: str) -> tuple[str, ...]:
    """The packages that give these needs, each once; not every system has one for each."""
    return tuple(dict.fromkeys(need.packages[manager] for need in needs if manager in need.packages))


def apt_prefix() -> tuple[str, ...] | None:
    """What to write before apt-get so that it may install without a question; None when it may not."""
    if os.geteuid() == 0:
        return ("env", "DEBIAN_FRONTEND=noninteractive")
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ("sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive")
    return None


def apt_install(prefix: Sequence[str], packages: Sequence[str]) -> None:
    """Install, with a fresh list of packages if need be. Whether it worked, the caller sees."""
    command = [*prefix, *MANAGERS["apt-get"], *APT_PATIENCE]
    if not subprocess.run([*command, *packages], stdin=subprocess.DEVNULL, capture_output=True).returncode:
        return
    subprocess.run([*prefix, "apt-get", "update", *APT_PATIENCE], stdin=subprocess.DEVNULL, capture_output=True)
    if subprocess.run([*command, *packages], stdin=subprocess.DEVNULL, stdout=sys.stderr).returncode:
        # A package that this release lacks would keep out all others.
        for package in packages:
            subprocess.run([*command, package], stdin=subprocess.DEVNULL, stdout=sys.stderr)
