"""Type set in processes of its own, side by side.

The first worker can be started before there is work: it loads what sets type, while the book is still being read, and
the others are forked from it, as many as there are tasks for. No job means that this process does it itself, and that
nothing has bounds: for tests.

A worker that ends, or is at one task for too long, is replaced with all the others: that is rare, and simple. The task
it was at is tried once more if it ended; then the answer is Unset.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe, wait
from threading import Thread
from time import monotonic
from typing import Any

from ..workspace import ToolFailed
from .layout import Extent, Furnishing, Sheet, Slip, Typeset, Unset
from .serving import HIRE, HIRED, NO_ANSWER, WORKER, Post, Task, employ, make_worker

# Forty times what a page of text takes, and five minutes for whatever is small and slow: what takes longer would never
# end.
PATIENCE_S, PATIENCE_PER_CHARACTER_S = 300.0, 0.001
# So often it is looked whether anybody is overdue. A computer that slept meanwhile counts as one such look.
LOOK_S = 1.0
# So often workers may end in one go; then it is not the sheets.
MOST_LOSSES = 8


class Stopped(Exception):
    """Nobody wants any more what was being printed."""


class Workshop:
    """Processes, at most `jobs`, that share the work, or none; use as a context. Errors in a worker are raised here.

    Workers stay, with their fonts and styles, until the workshop closes. `wanted` is asked between sheets; when it says
    no, Stopped is raised.
    """

    def __init__(self, jobs: int = 0, wanted: Callable[[], bool] = lambda: True) -> None:
        self._jobs = jobs
        self._wanted = wanted
        self._furnishing = Furnishing()
        self._own: Any = None
        self._pipes: list[Connection] = []
        self._foreman: Any = None
        self._hired = 0
        self._others: tuple[int, ...] = ()
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
        """Whether workers have, or will have when they are there, what sheets stand on."""
        return bool(self._furnishing.styles)

    def open(self) -> None:
        """Start the first worker, if there is none; returns at once."""
        if not self._jobs or self._foreman:
            return
        self._pipes, ends = map(list, zip(*(Pipe() for _ in range(self._jobs)), strict=True))
        self._foreman = employ(Post(tuple(ends), self._furnishing, os.getpid(), WORKER), self._pipes)
        self._hired = 1

    def _hire(self, count: int) -> None:
        """Have so many workers started; they may be more already."""
        self.open()
        if count > self._hired:
            self._send(0, Task(HIRE, HIRED, (count - self._hired,)))
            self._hired = count

    def furnish(self, styles: str, files: Mapping[str, bytes]) -> None:
        """Give all workers what the next sheets stand on."""
        new = Furnishing(styles, files)
        change = self._furnishing.change_to(new)
        self._furnishing = new
        if change:
            self._tell("furnish", change)

    def unpack(self, fonts: Mapping[str, bytes]) -> dict[str, bytes]:
        """Turn web fonts, by path, into TrueType."""
        made = self._all([Task("unpack", slot, (font,)) for slot, font in enumerate(fonts.values())])
        return {path: made[slot] for slot, path in enumerate(fonts)}

    def embed(self, programs: Mapping[str, bytes]) -> dict[str, bytes]:
        """Make the pieces that embed font programs, by their names."""
        made = self._all([Task("embed", slot, (program,)) for slot, program in enumerate(programs.values())])
        return {name: made[slot] for slot, name in enumerate(programs)}

    def look_at_styles(self) -> list[Slip]:
        """Say what is wrong with the style sheet."""
        slips: list[Slip] = self._all([Task("look_at_styles", 0, ())])[0]
        return slips

    def lay_out(self, sheets: Mapping[int, Sheet]) -> dict[int, Extent | Unset]:
        """Measure sheets by slot, the longest first."""
        return self._share([Task("lay_out", slot, (sheets[slot],)) for slot in _longest_first(sheets)])

    def typeset(self, sheets: Mapping[int, Sheet]) -> dict[int, Typeset | Unset]:
        """Set sheets by slot, the longest first."""
        return self._share([Task("typeset", slot, (sheets[slot],)) for slot in _longest_first(sheets)])

    def _tell(self, verb: str, *given: Any) -> None:
        """Say something to every worker that there is; none answers, nor is it waited until they listen: one that is
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

    def _all(self, tasks: list[Task]) -> dict[int, Any]:
        """Share tasks that nothing can stand in for."""
        made = self._share(tasks)
        if any(isinstance(result, Unset) for result in made.values()):
            raise _ended()
        return made

    def _share(self, tasks: Sequence[Task]) -> dict[int, Any]:
        if not self._jobs:
            return self._do(tasks)
        results: dict[int, Any] = {}
        tried: set[int] = set()
        losses = 0
        while left := [task for task in tasks if task.slot not in results]:
            try:
                self._hand_out(left, results)
            except _Loss as loss:
                self._dismiss(at_once=True)
                losses += 1
                if losses > MOST_LOSSES:
                    raise _ended() from loss
                if loss.reason == "time" or loss.slot in tried:
                    results[loss.slot] = Unset(loss.reason)
                tried.add(loss.slot)
        return results

    def _do(self, tasks: Sequence[Task]) -> dict[int, Any]:
        if self._own is None and tasks:
            self._own = make_worker(WORKER, self._furnishing)
        results = {}
        for task in tasks:
            if not self._wanted():
                raise Stopped
            results[task.slot] = getattr(self._own, task.verb)(*task.given)
        return results

    def _hand_out(self, tasks: list[Task], results: dict[int, Any]) -> None:
        """Have tasks done, and put down what comes back; raise what went wrong when nobody is at work any more."""
        problems: list[BaseException] = []
        doing: dict[int, Task] = {}
        patience: dict[int, float] = {}
        self._hire(min(self._jobs, len(tasks)))
        while tasks or doing:
            if not self._wanted():
                problems.append(Stopped())
            if problems:
                tasks.clear()
            for worker in [worker for worker in self._crew() if worker not in doing][: len(tasks)]:
                doing[worker] = task = tasks.pop(0)
                patience[worker] = _patience(task)
                self._send(worker, task)
            for worker in self._look(doing, patience):
                slot, result = self._receive(worker, doing[worker].slot)
                if slot == HIRED:
                    self._others += result
                    continue
                if isinstance(result, BaseException):
                    problems.append(result)
                results[slot] = result
                del doing[worker]
        if problems:
            raise problems[0]

    def _look(self, doing: Mapping[int, Task], patience: dict[int, float]) -> list[int]:
        """Wait a moment for workers, and say which have spoken. Raise the loss of one that takes too long."""
        if not doing:  # printing was stopped between sheets: waiting for nobody would never end
            return []
        busy = {self._pipes[worker]: worker for worker in doing}
        begun = monotonic()
        spoken = [busy[pipe] for pipe in wait(list(busy), LOOK_S)]  # type: ignore[index]
        for worker in doing:
            patience[worker] -= min(monotonic() - begun, LOOK_S)
        overdue = [worker for worker in doing if patience[worker] < 0 and worker not in spoken]
        if overdue:
            raise _Loss(doing[overdue[0]].slot, "time")
        return spoken

    def _send(self, worker: int, task: Task) -> None:
        self._finish_speaking()
        self._is_idle = False
        try:
            self._pipes[worker].send(task)
        except OSError as problem:
            raise _Loss(task.slot, "ended") from problem

    def _receive(self, worker: int, slot: int) -> tuple[int, Any]:
        try:
            answer: tuple[int, Any] = self._pipes[worker].recv()
        except (EOFError, OSError) as problem:
            raise _Loss(slot, "ended") from problem
        return answer

    def _crew(self) -> range:
        """The workers that there are, or will be as soon as the first one has started them."""
        return range(self._hired)

    def _dismiss(self, *, at_once: bool = False) -> None:
        if self._foreman and at_once:
            for other in self._others:
                with suppress(OSError):
                    os.kill(other, signal.SIGKILL)
            self._foreman.kill()
        elif self._foreman and self._is_idle:
            self._foreman.terminate()  # it may be loading still, for nothing
        self._finish_speaking()
        for pipe in self._pipes:
            pipe.close()
        if self._foreman:
            self._foreman.join(timeout=5)
            self._foreman.kill()
        self._pipes, self._foreman, self._hired, self._others, self._is_idle = [], None, 0, (), True


class _Loss(Exception):
    """A worker is lost, and what it was at: it "ended", or took too much "time"."""

    def __init__(self, slot: int, reason: str) -> None:
        super().__init__(slot, reason)
        self.slot, self.reason = slot, reason


def _ended() -> ToolFailed:
    """Somebody ended workers, or the machine did for want of memory."""
    return ToolFailed("typesetting: a process was ended")


def _patience(task: Task) -> float:
    """For how many seconds somebody may be at a task."""
    return PATIENCE_S + PATIENCE_PER_CHARACTER_S * sum(len(one.html) for one in task.given if isinstance(one, Sheet))


def _say(pipes: Sequence[Connection], task: Task) -> None:
    for pipe in pipes:
        with suppress(OSError):  # a worker that is gone is missed when it has to answer
            pipe.send(task)


def _longest_first(sheets: Mapping[int, Sheet]) -> list[int]:
    return sorted(sheets, key=lambda slot: (-len(sheets[slot].html), slot))
