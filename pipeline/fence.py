"""A fence around a foreign program: no network, and the folder of a book and the user's home to be read only.

bubblewrap does it where it is installed, for all folders; else namespaces of the Linux kernel by util-linux' `unshare`,
where users may have them. Each way is tried before it is relied on.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

TRIAL_S = 20
# A program finds files and libraries by these; tokens and agents are none of its business.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "FONTCONFIG_FILE")
TRIAL = """
import os, socket, sys
closed, *opened = sys.argv[1:]
held = not os.access(closed, os.W_OK) and all(os.access(place, os.W_OK) for place in opened)
sys.exit(not (held and {name for _, name in socket.if_nameindex()} <= {"lo"}))
"""


def fence(closed: Path, opened: Sequence[Path]) -> list[str]:
    """Give the words that go before a command so that it has no network, changes nothing in `closed`, and may write to
    `opened`; none where this machine has no such thing."""
    places = [str(place) for place in (closed, *opened)]
    trial = (sys.executable, "-c", TRIAL, *places)
    return next((words for words in _ways(closed, opened) if _holds([*words, *trial])), [])


def surroundings(home: Path) -> dict[str, str]:
    """The environment of a foreign program: its home and its temporary files have a folder of their own."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, "HOME": str(home), "TMPDIR": str(home), "PYTHONDONTWRITEBYTECODE": "1"}


def _ways(closed: Path, opened: Sequence[Path]) -> Iterator[list[str]]:
    if found := shutil.which("bwrap"):
        writable = [word for place in opened for word in ("--bind", str(place), str(place))]
        yield [
            *(found, "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", *writable),
            *(
                "--unshare-user",
                "--unshare-net",
                "--unshare-pid",
                "--unshare-ipc",
                "--die-with-parent",
                "--new-session",
            ),
            "--",
        ]
    if found := shutil.which("unshare"):
        namespaces = ("--user", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--kill-child")
        yield [found, *namespaces, "sh", "-c", _mounts(closed, opened), "sh"]


def _mounts(closed: Path, opened: Sequence[Path]) -> str:
    """A script that mounts folders over themselves, to be read only but for `opened`, and goes on as its arguments.

    In a user namespace of its own, what goes on has no right to mount anything anew.
    """
    home = Path.home()
    shut = [str(place) for place in (home, closed) if place.is_dir() and place != Path("/")]
    steps = ["mount --make-rprivate /"]
    steps += [f"mount --rbind {shlex.quote(place)} {shlex.quote(place)}" for place in shut]
    steps += [f"mount --bind {shlex.quote(str(place))} {shlex.quote(str(place))}" for place in opened]
    steps += [f"mount -o remount,bind,ro {shlex.quote(place)}" for place in shut]
    steps += ["mount -t proc proc /proc", 'cd "$PWD"', 'exec unshare --user --map-root-user "$@"']
    return " && ".join(steps)


def _holds(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=TRIAL_S, check=False).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False
