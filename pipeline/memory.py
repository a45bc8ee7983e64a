"""What a process remembers of texts that it reads again and again: as long as they are asked for.

A preview reads a whole book after every edit, and all texts but one are what they were. How many a book has nobody
knows, so nothing is forgotten by number: who has gone through a book some times says so (`let_go`), and what was not
asked for since the last time goes. A process that never says so keeps the `MOST` newest, or twice as many.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Generic, ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")
MOST = 512


class Memory(Generic[Made]):
    """Values by key, in two generations: what is asked for is of the younger one."""

    def __init__(self, most: float = MOST) -> None:
        self._most = most
        self._young: dict[Hashable, Made] = {}
        self._old: dict[Hashable, Made] = {}

    def get(self, key: Hashable) -> Made | None:
        """What is remembered, or None."""
        made = self._young.get(key)
        if made is None and (made := self._old.get(key)) is not None:
            self._young[key] = made
        return made

    def put(self, key: Hashable, made: Made) -> None:
        """Remember a value."""
        if len(self._young) >= self._most:
            self.let_go()
        self._young[key] = made

    def drop(self, key: Hashable) -> None:
        """Forget one value."""
        self._young.pop(key, None)
        self._old.pop(key, None)

    def let_go(self) -> None:
        """Forget what was not asked for since this was called last."""
        self._young, self._old = {}, self._young


_MEMORIES: list[Memory[object]] = []


def remembered(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """Have a pure function remember what it made of what, as long as that is asked for."""
    memory: Memory[tuple[Made]] = Memory()
    _MEMORIES.append(memory)  # type: ignore[arg-type]

    @wraps(function)
    def remembering(*given: Given.args, **named: Given.kwargs) -> Made:
        key = (given, *named.items())
        known = memory.get(key)
        if known is None:
            known = (function(*given, **named),)
            memory.put(key, known)
        return known[0]

    return remembering


def let_go() -> None:
    """Forget what nobody asked for since this was called last."""
    for memory in _MEMORIES:
        memory.let_go()
