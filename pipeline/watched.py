"""What was asked of the files of a folder, and whether they would answer the same: so what was made of many files can
be kept without a list of them.

`Watched` is a workspace that notes each question with a digest of its answer; `answers_again` asks all of them anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from .workspace import MOST_BYTES, Workspace, WorkspaceError

T = TypeVar("T")
# The name of a question, what it was asked with, and the digest of its answer: as JSON keeps it.
Answer = Sequence[Any]


class Watched:
    """A workspace that is only read, and remembers what it said."""

    def __init__(self, inner: Workspace) -> None:
        self._inner = inner
        self._said: dict[tuple[Any, ...], str] = {}

    @property
    def answers(self) -> tuple[Answer, ...]:
        """All that was asked, once each."""
        return tuple([*question, answer] for question, answer in self._said.items())

    def read(self, path: str, most: int = MOST_BYTES) -> bytes:
        return self._ask(("read", path, most), lambda: self._inner.read(path, most))

    def exists(self, path: str) -> bool:
        return self._ask(("exists", path), lambda: self._inner.exists(path))

    def files(self, folder: str, suffixes: tuple[str, ...] = ()) -> tuple[str, ...]:
        # JSON knows lists only, and a question may come from there.
        suffixes = tuple(suffixes)
        return self._ask(("files", folder, suffixes), lambda: self._inner.files(folder, suffixes))

    def unlisted(self, folder: str) -> tuple[tuple[str, WorkspaceError], ...]:
        return self._ask(("unlisted", folder), lambda: self._inner.unlisted(folder))

    def make_real(self, path: str) -> Path:
        return self._ask(("make_real", path), lambda: self._inner.make_real(path))

    def write(self, path: str, data: bytes) -> None:
        raise WorkspaceError(path)

    def _ask(self, question: tuple[Any, ...], ask: Callable[[], T]) -> T:
        try:
            answer = ask()
        except (FileNotFoundError, WorkspaceError) as problem:
            self._said[question] = _digest(repr(problem).encode())
            raise
        self._said[question] = _digest(answer if isinstance(answer, bytes) else repr(answer).encode())
        return answer


def answers_again(workspace: Workspace, answers: Iterable[Answer]) -> bool:
    """Whether a workspace would say the same to all that was asked of it."""
    again = Watched(workspace)
    for name, *given, _ in answers:
        with suppress(FileNotFoundError, WorkspaceError):
            getattr(again, name)(*given)
    return [one[-1] for one in again.answers] == [one[-1] for one in answers]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
