"""Killed at every system call: outputs being put in place, and the cut of an edition. Only on Linux, with strace.

`.venv/bin/python -m tests.kills [exchange] [cut] [--most 400]` tries at most so many calls of each, spread over all,
and goes on where it was ended: what was tried stands in `build/kills.jsonl`. The suite kills between lines of Python
(`test_outputs`, `editions/test_scenario`); here the process dies before a call of its own has any effect. Before a call
that only looks it need not die: nothing is other then before the next one that does something.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.editions.cut import cut
from pipeline.editions.readiness import Wanted
from pipeline.outputs import install
from tests.editions.conftest import FILES, run, toolbox_at
from tests.editions.test_cut import is_whole
from tests.editions.test_scenario import groups
from tests.test_outputs import NEW, OLD, is_mended, old_or_new

RECORD = Path(__file__).parents[1] / "build/kills.jsonl"
MOST = 400
_LOOKING = """
access brk clock_nanosleep epoll_wait exit_group faccessat2 fstat futex getcwd getdents64 getegid geteuid getgid
getpid getppid getrandom gettid getuid ioctl lgetxattr listxattr lseek lstat madvise mmap mprotect mremap munmap
newfstatat poll ppoll pread64 prlimit64 pselect6 read readlink readlinkat restart_syscall rt_sigaction
rt_sigprocmask sched_getaffinity sched_yield select set_robust_list stat statfs statx sysinfo uname wait4 waitid
"""
LOOKS = frozenset(_LOOKING.split())
_SET_PTRACER, _ANY = 0x59616D61, ctypes.c_ulong(-1)  # PR_SET_PTRACER, linux/prctl.h
_CALL = re.compile(r"^([a-z_0-9]+)\(", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done in a folder, how that is made, and what must hold after it was killed; says how it ended."""

    make: Callable[[Path], None]
    do: Callable[[Path], object]
    hold: Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Call:
    """The nth call of a name."""

    name: str
    nth: int


def calls_of(deed: Deed, folder: Path) -> tuple[Call, ...]:
    """Do it once, and say which calls that may change something the process made, in their order."""
    log = folder.with_suffix(".log")
    _traced(deed, folder, "-o", str(log))
    counts, found = Counter[str](), []
    for name in _CALL.findall(log.read_text()):
        counts[name] += 1
        found.append(Call(name, counts[name]))
    return tuple(call for call in found if call.name not in LOOKS)


def killed(deed: Deed, folder: Path, call: Call) -> bool:
    """Do it in a process that dies at a call; whether it came so far."""
    return _traced(deed, folder, "-o", "/dev/null", "-e", f"inject={call.name}:signal=KILL:when={call.nth}") != 0


def _traced(deed: Deed, folder: Path, *options: str) -> int:
    """Do it in a child that strace watches, and say how that ended when all that it started has ended, too."""
    child = os.fork()
    if child == 0:
        os.setsid()
        ctypes.CDLL(None).prctl(_SET_PTRACER, _ANY)
        os.kill(os.getpid(), signal.SIGSTOP)
        deed.do(folder)
        os._exit(0)
    os.waitpid(child, os.WUNTRACED)
    with subprocess.Popen(["strace", "-q", "-p", str(child), *options], stderr=subprocess.PIPE) as strace:
        while "TracerPid:\t0" in Path(f"/proc/{child}/status").read_text():
            if strace.poll() is not None:
                raise SystemExit(strace.communicate()[1].decode())
            time.sleep(0.002)
        os.kill(child, signal.SIGCONT)
        status = os.waitpid(child, 0)[1]
    while child in groups():
        time.sleep(0.01)
    return os.waitstatus_to_exitcode(status)


def _hold_outputs(folder: Path) -> str:
    names = old_or_new(folder, is_swap=True)
    assert is_mended(folder)
    return "-".join(sorted(set(names.values())))


def _make_repository(folder: Path) -> None:
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    run(folder, "init", "-q", "-b", "main")
    run(folder, "add", ".")
    run(folder, "commit", "-q", "-m", "Write")


def _hold_edition(folder: Path) -> str:
    assert run(folder, "diff", "HEAD", "--", "chapters", "book.yaml") == ""
    ended = "whole" if run(folder, "tag") else "nothing"
    if ended == "nothing":
        assert run(folder, "rev-list", "--count", "HEAD") == "1"
        assert cut(toolbox_at(folder), Wanted("1.0")).value is not None
    is_whole(folder)
    return ended


DEEDS = {
    "exchange": Deed(lambda folder: install(folder, OLD), lambda folder: install(folder, NEW), _hold_outputs),
    "cut": Deed(_make_repository, lambda folder: cut(toolbox_at(folder), Wanted("1.0")), _hold_edition),
}


def spread(calls: Sequence[Call], most: int) -> list[Call]:
    """At most so many of them, evenly."""
    return [calls[nth * len(calls) // most] for nth in range(most)] if len(calls) > most else list(calls)


def tried(record: Path) -> Iterator[tuple[str, Call]]:
    """What stands in the record."""
    for line in record.read_text().splitlines() if record.exists() else ():
        row = json.loads(line)
        yield row["deed"], Call(row["call"], row["nth"])


def _try_all(name: str, most: int, place: Path) -> None:
    # Once here: what is loaded only when it is needed would make other calls the next time.
    DEEDS[name].make(place / "warm")
    DEEDS[name].do(place / "warm")
    shutil.rmtree(place / "warm")
    deed, known = DEEDS[name], {call for other, call in tried(RECORD) if other == name}
    whole = place / name
    deed.make(whole)
    calls = calls_of(deed, whole)
    chosen = spread(calls, most)
    print(
        f"{name}: {len(calls)} calls, {len(chosen)} to try, {len(known.intersection(chosen))} tried before", flush=True
    )
    ended = Counter[str]()
    for call in (one for one in chosen if one not in known):
        folder = place / f"{name}-{call.name}-{call.nth}"
        deed.make(folder)
        was_killed = killed(deed, folder, call)
        try:
            how = deed.hold(folder)
        except BaseException:
            print(f"{name}: killed at {call.name}, the {call.nth}th of them", file=sys.stderr)
            raise
        ended[how if was_killed else "not killed"] += 1
        with RECORD.open("a") as out:
            out.write(json.dumps({"deed": name, "call": call.name, "nth": call.nth, "ended": how}) + "\n")
        shutil.rmtree(folder)
    print(f"{name}: {dict(sorted(ended.items()))}", flush=True)


def main(arguments: Sequence[str]) -> None:
    """Try what the command line names, or both."""
    parser = argparse.ArgumentParser(prog="tests.kills", description=__doc__)
    parser.add_argument("deeds", nargs="*", default=list(DEEDS), help=" or ".join(DEEDS))
    parser.add_argument("--most", type=int, default=MOST)
    options = parser.parse_args(arguments)
    if unknown := [one for one in options.deeds if one not in DEEDS]:
        parser.error(f"{unknown[0]} is none of {', '.join(DEEDS)}")
    if shutil.which("strace") is None:
        raise SystemExit("tests.kills: strace is missing")
    for role in ("AUTHOR", "COMMITTER"):
        os.environ |= {f"GIT_{role}_NAME": "A", f"GIT_{role}_EMAIL": "a@example.org"}
    os.environ["GIT_CONFIG_GLOBAL"] = "/dev/null"
    RECORD.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        for name in options.deeds:
            _try_all(name, options.most, Path(place))


if __name__ == "__main__":
    main(sys.argv[1:])
