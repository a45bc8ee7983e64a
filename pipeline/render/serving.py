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
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from ..workspace import ToolFailed, ToolMissing
from .layout import Furnishing, Unset

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

# A fork shares the modules that are loaded; not every system has it.
START = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
# Loaded by the processes that set type, and not by the one that asks them: it takes half a second.
WORKER = ".weasy.worker"
HIRE = "hire"
NO_ANSWER, HIRED = -1, -2
# A table of 20,000 rows takes one gigabyte.
MOST_MEMORY = 8 << 30
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, linux/prctl.h


# Starts so many workers more, with a furnishing, or with what went wrong when this one got it.
Hire = Callable[[int, Furnishing, Exception | None], tuple[int, ...]]


class Task(NamedTuple):
    """Something to do at a worker; the answer comes under the number of its slot."""

    verb: str
    slot: int
    given: tuple[Any, ...]


def make_worker(furnishing: Furnishing) -> Any:
    """Load what sets type. Raises ToolMissing without it, ToolFailed where it cannot begin, say on a full disk."""
    try:
        worker = import_module(WORKER, __package__).Worker
    except OSError as problem:  # WeasyPrint looks for Pango and its relations when it is loaded
        raise ToolMissing(f"Pango ({problem})") from problem
    except ImportError as problem:
        raise ToolMissing(str(problem)) from problem
    try:
        return worker(furnishing)
    except OSError as problem:
        raise ToolFailed(f"typesetting: {problem}") from problem


def lead(ends: Sequence[Connection], far_ends: Sequence[Connection], furnishing: Furnishing, asker: int) -> None:
    """Work as the first worker, at the first of the pipes, and start others at the next ones when told."""
    _end_with(asker)
    for other in far_ends:
        other.close()
    waiting = list(ends[1:])

    def hire(count: int, furnishing: Furnishing, unfurnished: Exception | None) -> tuple[int, ...]:
        context: Any = multiprocessing.get_context(START)
        hired = []
        for end in waiting[:count]:
            waiting.remove(end)
            others = [ends[0], *waiting] if START == "fork" else []
            given = (end, others, furnishing, os.getpid(), unfurnished)
            process = context.Process(target=_follow, args=given, daemon=True)
            with suppress(OSError):  # no more processes: the asker finds the pipe closed
                process.start()
                hired.append(process.pid)
            end.close()
        return tuple(hired)

    _serve(ends[0], furnishing, hire)


def _follow(
    end: Connection, others: Sequence[Connection], furnishing: Furnishing, leader: int, unfurnished: Exception | None
) -> None:
    """Work as one of the other workers."""
    _end_with(leader)
    for other in others:
        other.close()
    _serve(end, furnishing, lambda count, furnishing, unfurnished: (), unfurnished)


def _end_with(parent: int) -> None:
    """Have this process told to end when its parent is gone, whatever became of that. Only Linux can; elsewhere it ends
    when it has done its task, and finds its pipe closed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
        if os.getppid() != parent:  # gone before it could be said
            os._exit(0)


def _serve(pipe: Connection, furnishing: Furnishing, hire: Hire, unfurnished: Exception | None = None) -> None:
    """Do what comes through a pipe until its other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that asks is told, and closes the pipe
    _bound_memory()
    worker: Any = None
    problem: Exception | None = None
    try:
        worker = make_worker(furnishing)
    except Exception as error:
        problem = error
    # Not before: libraries that are being loaded cannot be left half-way.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    gc.freeze()  # what is loaded stays until the end: nothing there to collect, nor to copy
    try:
        _answer_all(
            pipe,
            worker,
            problem,
            lambda count, wrong: hire(count, worker.furnishing if worker else furnishing, wrong),
            unfurnished,
        )
    finally:
        if worker:
            worker.close()


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
