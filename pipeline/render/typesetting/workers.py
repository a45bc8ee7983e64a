"""Type set in processes of its own, side by side.

The first worker can be started before there is work: it loads what sets type, while the book is still being read, and
the others are forked from it. One job means no process at all, none asked for as many as there are processors.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any, NamedTuple

from pipeline.render.typesetting.model import Extent, Furnishing, Sheet, Typeset
from pipeline.workspace import ToolFailed, ToolMissing

# A fork shares the modules that are loaded; not every system has it.
START = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
# Loaded by the processes that set type, and not by the one that asks them: it takes half a second.
DESK = "pipeline.render.typesetting.desk"
HIRE = "hire"
NO_ANSWER = -1


class Stopped(Exception):
    """Nobody wants any more what was being printed."""


class Task(NamedTuple):
    """Something to do at a desk; the answer comes under the number of its slot."""

    verb: str
    slot: int
    given: tuple[Any, ...]


class Workshop:
    """Desks that share the work; use as a context. Errors in a worker are raised here.

    Workers stay, with their fonts and styles, until the workshop closes. `wanted` is asked between sheets; when it says
    no, Stopped is raised.
    """

    def __init__(self, jobs: int, wanted: Callable[[], bool] = lambda: True) -> None:
        self._jobs = jobs or os.cpu_count() or 1
        self._wanted = wanted
        self._furnishing = Furnishing()
        self._own: Any = None
        self._pipes: list[Connection] = []
        self._foreman: Any = None
        self._complete = False
        self._is_idle = True
        self._speech: Thread | None = None

    def __enter__(self) -> Workshop:
        return self

    def __exit__(self, *error: object) -> None:
        self._dismiss()
        if self._own:
            self._own.close()
            self._own = None

    @property
    def is_open(self) -> bool:
        """Whether there is somebody at work."""
        return self._own is not None or self._foreman is not None

    @property
    def is_furnished(self) -> bool:
        """Whether desks have, or will have when they are there, what sheets stand on."""
        return bool(self._furnishing.styles)

    def open(self) -> None:
        """Start the first worker, if there is none; returns at once."""
        if self._jobs < 2 or self._foreman:
            return
        context: Any = multiprocessing.get_context(START)
        self._pipes, ends = map(list, zip(*(context.Pipe() for _ in range(self._jobs)), strict=True))
        # A fork has all ends that were open; nobody must keep them open but the one that asks.
        far_ends = self._pipes if START == "fork" else []
        given = (ends, far_ends, self._furnishing)
        self._foreman = context.Process(target=_lead, args=given, name="typesetting")
        self._foreman.start()
        for end in ends:
            end.close()

    def _hire(self) -> None:
        """Have all workers started."""
        self.open()
        if self._foreman and not self._complete:
            self._send(0, Task(HIRE, NO_ANSWER, ()))
            self._complete = True

    def furnish(self, styles: str, files: Mapping[str, bytes]) -> None:
        """Give all desks what the next sheets stand on."""
        new = Furnishing(styles, files)
        change = self._furnishing.change_to(new)
        self._furnishing = new
        if change:
            self._tell("furnish", change)

    def unpack(self, fonts: Mapping[str, bytes]) -> dict[str, bytes]:
        """Turn web fonts, by path, into TrueType."""
        made = self._share([Task("unpack", slot, (font,)) for slot, font in enumerate(fonts.values())])
        return {path: made[slot] for slot, path in enumerate(fonts)}

    def embed(self, programs: Mapping[str, bytes]) -> dict[str, bytes]:
        """Make the pieces that embed font programs, by their names."""
        made = self._share([Task("embed", slot, (program,)) for slot, program in enumerate(programs.values())])
        return {name: made[slot] for slot, name in enumerate(programs)}

    def lay_out(self, sheets: Mapping[int, Sheet]) -> dict[int, Extent]:
        """Measure sheets by slot, the longest first."""
        return self._share([Task("lay_out", slot, (sheets[slot],)) for slot in _longest_first(sheets)])

    def typeset(self, sheets: Mapping[int, Sheet]) -> dict[int, Typeset]:
        """Set sheets by slot, the longest first."""
        return self._share([Task("typeset", slot, (sheets[slot],)) for slot in _longest_first(sheets)])

    def _tell(self, verb: str, *given: Any) -> None:
        """Say something to every desk that there is; none answers, nor is it waited until they listen: one that is
        still loading does not. Those to come know what the first one knows."""
        if self._own:
            getattr(self._own, verb)(*given)
        self._finish_speaking()
        pipes = [self._pipes[worker] for worker in self._crew()]
        if pipes:
            self._speech = Thread(target=_say, args=(pipes, Task(verb, NO_ANSWER, given)), daemon=True)
            self._speech.start()

    def _finish_speaking(self) -> None:
        if self._speech:
            self._speech.join()
            self._speech = None

    def _share(self, tasks: list[Task]) -> dict[int, Any]:
        if not tasks:
            return {}
        if self._jobs < 2:
            return self._do(tasks)
        self.open()
        if len(tasks) > 1:
            self._hire()
        return self._hand_out(tasks)

    def _do(self, tasks: Sequence[Task]) -> dict[int, Any]:
        if self._own is None:
            self._own = import_module(DESK).Desk(self._furnishing)
        results = {}
        for task in tasks:
            if not self._wanted():
                raise Stopped
            results[task.slot] = getattr(self._own, task.verb)(*task.given)
        return results

    def _hand_out(self, tasks: list[Task]) -> dict[int, Any]:
        results: dict[int, Any] = {}
        problems: list[BaseException] = []
        crew = self._crew()
        idle = set(crew)
        while tasks or len(idle) < len(crew):
            if not self._wanted():
                problems.append(Stopped())
            if problems:
                tasks.clear()
            for worker in sorted(idle)[: len(tasks)]:
                self._send(worker, tasks.pop(0))
                idle.discard(worker)
            busy = {self._pipes[worker]: worker for worker in crew if worker not in idle}
            # Nobody is at work when printing was stopped between sheets: waiting for nobody would never end.
            for pipe in wait(list(busy)) if busy else ():
                worker = busy[pipe]  # type: ignore[index]
                slot, result = self._receive(worker)
                if isinstance(result, BaseException):
                    problems.append(result)
                results[slot] = result
                idle.add(worker)
        if problems:
            raise problems[0]
        return results

    def _send(self, worker: int, task: Task) -> None:
        self._finish_speaking()
        self._is_idle = False
        try:
            self._pipes[worker].send(task)
        except OSError as problem:
            raise self._lost() from problem

    def _receive(self, worker: int) -> tuple[int, Any]:
        try:
            answer: tuple[int, Any] = self._pipes[worker].recv()
        except (EOFError, OSError) as problem:
            raise self._lost() from problem
        return answer

    def _lost(self) -> ToolFailed:
        """Somebody ended a worker, or the machine did for want of memory: the next work finds new ones."""
        self._dismiss()
        return ToolFailed("typesetting: a process was ended")

    def _crew(self) -> range:
        """The workers that are there."""
        return range(len(self._pipes) if self._complete else min(1, len(self._pipes)))

    def _dismiss(self) -> None:
        if self._foreman and self._is_idle:
            self._foreman.terminate()  # it may be loading still, for nothing
        self._finish_speaking()
        for pipe in self._pipes:
            pipe.close()
        if self._foreman:
            self._foreman.join(timeout=5)
            self._foreman.kill()
        self._pipes, self._foreman, self._complete, self._is_idle = [], None, False, True


def _say(pipes: Sequence[Connection], task: Task) -> None:
    for pipe in pipes:
        with suppress(OSError):  # a worker that is gone is missed when it has to answer
            pipe.send(task)


def _longest_first(sheets: Mapping[int, Sheet]) -> list[int]:
    return sorted(sheets, key=lambda slot: (-len(sheets[slot].html), slot))


def _lead(ends: Sequence[Connection], far_ends: Sequence[Connection], furnishing: Furnishing) -> None:
    """Work as the first worker, at the first of the pipes, and start the others when told."""
    for other in far_ends:
        other.close()

    def hire(desk: Any) -> None:
        context: Any = multiprocessing.get_context(START)
        for end in ends[1:]:
            others = [other for other in ends if other is not end] if START == "fork" else []
            given = (end, others, desk.furnishing)
            context.Process(target=_follow, args=given, daemon=True).start()
        for end in ends[1:]:
            end.close()

    _serve(ends[0], lambda: import_module(DESK).Desk(furnishing), hire)


def _follow(end: Connection, others: Sequence[Connection], furnishing: Furnishing) -> None:
    """Work as one of the other workers."""
    for other in others:
        other.close()
    _serve(end, lambda: import_module(DESK).Desk(furnishing), lambda desk: None)


def _serve(pipe: Connection, make_desk: Callable[[], Any], hire: Callable[[Any], None]) -> None:
    """Do what comes through a pipe until its other end is closed. What went wrong is the answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that asks is told, and closes the pipe
    desk: Any = None
    problem: Exception | None = None
    try:
        desk = make_desk()
    except OSError as error:  # WeasyPrint looks for Pango and its relations when it is loaded
        problem = ToolMissing(f"Pango ({error})")
    except Exception as error:
        problem = error
    # Not before: libraries that are being loaded cannot be left half-way.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    gc.freeze()  # what is loaded stays until the end: nothing there to collect, nor to copy
    try:
        _answer(pipe, desk, problem, hire)
    finally:
        if desk:
            desk.close()


def _answer(pipe: Connection, desk: Any, problem: Exception | None, hire: Callable[[Any], None]) -> None:
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            if problem:
                raise problem
            if task.verb == HIRE:
                hire(desk)
                continue
            result = getattr(desk, task.verb)(*task.given)
        except Exception as error:  # the one that asked raises it again, with its own trace
            result = error
        if task.slot != NO_ANSWER:
            try:
                pipe.send((task.slot, result))
            except OSError:
                return  # nobody waits for it any more
