"""What the preview shows at the moment, and who is to be told when it changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from types import MappingProxyType

from pipeline.artifacts import Artifacts
from pipeline.codes import CODES, phrase
from pipeline.diagnostics import Checked, Diagnostic
from pipeline.workspace import ToolFailed, ToolMissing, WorkspaceError

Rebuild = Callable[[], Checked[Artifacts | None]]
Message = Mapping[str, object]
NOTHING: Artifacts = MappingProxyType({})


class Shown:
    """The last book that could be built, and everything wrong with the newest text.

    A build that yields no book leaves the last one standing: the preview never goes dark.
    """

    def __init__(self, rebuild: Rebuild, language: str) -> None:
        self.artifacts: Artifacts = NOTHING
        self.messages: tuple[Message, ...] = ()
        self.version = 0
        self._rebuild = rebuild
        self._language = language
        self._changed = asyncio.Condition()
        self._closed = False

    async def renew(self) -> None:
        """Build in a thread of its own, then tell everybody who waits."""
        try:
            built = await asyncio.to_thread(self._rebuild)
        except (ToolFailed, ToolMissing, WorkspaceError) as problem:
            self.messages = ({"severity": "error", "code": "", "text": str(problem), "cure": "", "place": ""},)
        else:
            self.messages = tuple(self._message(diagnostic) for diagnostic in built.diagnostics)
            if built.value is not None:
                self.artifacts = built.value
        self.version += 1
        await self._tell()

    async def close(self) -> None:
        """Let everybody who waits go."""
        self._closed = True
        await self._tell()

    async def versions(self, every_s: float) -> AsyncIterator[int]:
        """Give the version now and after each change; the same again after `every_s` seconds of silence."""
        told = -1
        while not self._closed:
            if told == self.version:
                async with self._changed:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), every_s)
            told = self.version
            yield told

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _message(self, diagnostic: Diagnostic) -> Message:
        words = phrase(CODES[diagnostic.code], dict(diagnostic.facts), self._language)
        span = diagnostic.span
        return {
            "severity": words.severity,
            "code": diagnostic.code,
            "text": words.fact,
            "cure": words.cure,
            "suggestion": diagnostic.suggestion,
            "place": f"{span.path}:{span.line}:{span.column}" if span.path else "",
        }
