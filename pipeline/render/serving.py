"""The workers' side of a workshop (workers.py): a process that does what comes through a pipe until that is closed.

Every task gets an answer: its result, or what went wrong, also when nothing that sets type could be loaded.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from ..workspace import ToolFailed, ToolMissing
from .layout import Furnishing, Unset

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

# Loaded by the processes that set type, and not by the one that asks them: it takes half a second.
WORKER = ".weasy.worker"
HIRE = "hire"
NO_ANSWER, HIRED = -1, -2
# A table of 20,000 rows takes one gigabyte.
MOST_MEMORY = 8 << 30
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, linux/prctl.h
# Windows has no SIGHUP.
_FAREWELLS = (signal.SIGTERM, *([signal.SIGHUP] if sys.platform != "win32" else []))

# Starts so many workers more, with a furnishing, or with what went wrong when this one got it.
Hire = Callable[[int, Furnishing, Exception | None], tuple[int, ...]]


class Post(NamedTuple):
    """What a worker begins with: its own pipe and those of workers that it may start, pipes that a fork has though they
    are none of its own, what sheets stand on, for which process it works, the module that sets type, and what went
    wrong before."""

    ends: tuple[Connection, ...]
    furnishing: Furnishing
    parent: int
    module: str
    foreign: tuple[Connection, ...] = ()
    unfurnished: Exception | None = None


class Task(NamedTuple):
    """Something to do at a worker; the answer comes under the number of its slot."""

    verb: str
    slot: int
    given: tuple[Any, ...]


def make_worker(module: str, furnishing: Furnishing) -> Any:
    """Load what sets type. Raises ToolMissing without it, ToolFailed where it cannot begin, say on a full disk."""
    try:
        worker = import_module(module, __package__).Worker
    except OSError as problem:  # WeasyPrint looks for Pango and its relations when it is loaded
        raise ToolMissing(f"Pango ({problem})") from problem
    except ImportError as problem:
        raise ToolMissing(str(problem)) from problem
    try:
        return worker(furnishing)
    except OSError as problem:
        raise ToolFailed(f"typesetting: {problem}") from problem


def employ(post: Post, foreign: Sequence[Connection], *, daemon: bool = False) -> Any:
    """Start a worker; `foreign` are all pipes that are open here besides its own. Raises OSError."""
    context: Any = multiprocessing.get_context(_start_method())
    if context.get_start_method() == "fork":  # of all others, a new process knows nothing
        post = post._replace(foreign=tuple(foreign))
    process = context.Process(target=_work, args=(post,), name="typesetting", daemon=daemon)
    try:
        process.start()
    finally:
        for end in post.ends:
            end.close()
    return process


def _start_method() -> str:
    """A fork shares what is loaded: it is quick. But it has also the locks that another thread holds, say of a module
    that it is just loading, and not the thread; who then asks for the module waits for ever. Beside threads, and where
    there are no forks, a new Python begins."""
    can_fork = "fork" in multiprocessing.get_all_start_methods()
    return "fork" if can_fork and threading.active_count() == 1 else "spawn"


def _work(post: Post) -> None:
    """Work at the first of the pipes, and start others at the next ones when told."""
    _end_with(post.parent)
    for other in post.foreign:
        other.close()
    waiting = list(post.ends[1:])

    def hire(count: int, furnishing: Furnishing, unfurnished: Exception | None) -> tuple[int, ...]:
        hired = []
        for end in waiting[:count]:
            waiting.remove(end)
            other = Post((end,), furnishing, os.getpid(), post.module, unfurnished=unfurnished)
            with suppress(OSError):  # no more processes: the asker finds the pipe closed
                hired.append(employ(other, (post.ends[0], *waiting), daemon=True).pid)
        return tuple(hired)

    _serve(post, hire)


def _end_with(parent: int) -> None:
    """Have this process told to end when its parent is gone, whatever became of that. Only Linux can; elsewhere it ends
    when it has done its task, and finds its pipe closed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGHUP)
        if os.getppid() != parent:  # gone before it could be said
            os._exit(0)


def _serve(post: Post, hire: Hire) -> None:
    """Do what comes through the first pipe until its other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that asks is told, and closes the pipe
    _bound_memory()
    worker: Any = None
    problem: Exception | None = None
    try:
        worker = make_worker(post.module, post.furnishing)
    except Exception as error:
        problem = error
    gc.freeze()  # what is loaded stays until the end: nothing there to collect, nor to copy

    def more(count: int, wrong: Exception | None) -> tuple[int, ...]:
        return hire(count, worker.furnishing if worker else post.furnishing, wrong)

    try:
        # Not before: libraries that are being loaded cannot be left half-way.
        with _leaving_when_told(post.parent):
            _answer_all(post.ends[0], worker, problem, more, post.unfurnished)
    finally:
        if worker:
            worker.close()


@contextmanager
def _leaving_when_told(parent: int) -> Iterator[None]:
    """Leave by SystemExit at a signal, once, and not while what is left behind is cleared away: where a parent ends,
    its pipe is closed and a signal comes, in any order."""

    def leave(number: int, frame: object) -> None:
        # The end of the parent is told when the thread ends that started this process, too.
        if number == signal.SIGTERM or os.getppid() != parent:
            be_deaf()
            sys.exit()

    def be_deaf() -> None:
        for number in _FAREWELLS:
            signal.signal(number, signal.SIG_IGN)

    for number in _FAREWELLS:
        signal.signal(number, leave)
    try:
        yield
    finally:
        be_deaf()


def _bound_memory() -> None:
    """Have a sheet that wants all memory there is fail, and not the machine."""
    if resource:
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        bounds = [bound for bound in (soft, hard, MOST_MEMORY) if bound != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_AS, (min(bounds), hard))


def _answer_all(
    pipe: Connection,
    worker: Any,
    missing: Exception | None,
    hire: Callable[[int, Exception | None], tuple[int, ...]],
    unfurnished: Exception | None,
) -> None:
    """`missing` is why there is no worker. What went wrong where no answer is due is the answer to what comes next."""
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        if task.verb == HIRE:
            result: Any = hire(task.given[0], unfurnished)
        elif missing or (unfurnished and task.slot != NO_ANSWER):
            result = missing or unfurnished
        else:
            result = _do(worker, task)
        if task.slot == NO_ANSWER:
            unfurnished = result if isinstance(result, Exception) else None
            continue
        try:
            pipe.send((task.slot, result))
        except OSError:
            return  # nobody waits for it any more


def _do(worker: Any, task: Task) -> Any:
    try:
        return getattr(worker, task.verb)(*task.given)
    except MemoryError:
        return Unset("memory")
    except Exception as error:  # the one that asked raises it again, with its own trace
        return _portable(error)


def _portable(error: Exception) -> Exception:
    """An exception that arrives at the other end: some cannot be sent, others not be made anew there."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return ToolFailed(f"typesetting: {type(error).__name__}: {error}")
    return error
