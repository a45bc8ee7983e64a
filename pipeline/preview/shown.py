"""What the preview shows at the moment, and who is to be told when it changes."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from traceback import walk_tb
from types import MappingProxyType
from typing import Protocol

from ..artifacts import Artifacts, digest
from ..codes import CODES, phrase
from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..workspace import ToolFailed, ToolMissing, WorkspaceError

Message = Mapping[str, object]
# After this long without a save the whole book is made, and no save waits longer for it than the second, or where that
# is longer so many times what the book took last: pages that are made alone meanwhile wait for the processor, too.
# Print waits for a longer pause, unless somebody looks at it.
QUIET_S, LONGEST_S, RESTS, PRINT_S = 0.4, 3.0, 3, 4.0
NOTHING: Artifacts = MappingProxyType({})
MOST_SAID = 300
DIGITS = 12
WEB = "html/"
QUIET: Message = {
    "severity": "error", "code": "", "text": "", "cure": "", "suggestion": "", "fix": (), "place": "",
    "page": "", "quote": "",
}  # fmt: skip
PROGRAM = Path(__file__).resolve().parents[1]
# What is wrong with the machine or a folder, and says so itself; everything else is a mistake in the program.
SPOKEN = (ToolFailed, ToolMissing, WorkspaceError, OSError)


class Source(Protocol):
    """Where the book comes from."""

    def renounce(self) -> None:
        """Say that a PDF in the making is of no use any more."""

    def make_page(self, path: str) -> Artifacts:
        """Read one file again and make its page; nothing where this takes the whole book."""

    def make_web(self) -> Checked[Artifacts | None]:
        """Read the newest text and make the web edition."""

    def make_pdf(self) -> Checked[Artifacts | None]:
        """Make the PDF of the text that was read last."""

    def make_epub(self) -> Artifacts:
        """Make the EPUB of the text that was read last; nothing where there is none."""

    @property
    def pages(self) -> Mapping[str, str]:
        """On which page of the web edition each file of the manuscript is."""

    @property
    def sections(self) -> Mapping[str, str]:
        """The page of each section, in the order of the book."""

    def lines(self, path: str) -> Sequence[str]:
        """The lines of a file of the manuscript; none where it cannot be read."""


class Shown:
    """The last book that could be built, and everything wrong with the newest text.

    A build that yields no book, or ends in a mistake of ours, leaves the last one standing: the preview never goes
    dark, and the next edit is tried as if nothing had been. A chapter that changed is shown at once, made alone; the
    whole web edition with its messages follows when nobody has saved for a moment, and the PDF of the newest text when
    somebody looks at it, or after a pause. `hear` is told what no text is to blame for.
    """

    def __init__(self, source: Source, language: str, hear: Callable[[str], None] = lambda text: None) -> None:
        self.artifacts: Artifacts = NOTHING
        self.printed: Artifacts = NOTHING
        self.messages: tuple[Message, ...] = ()
        self.version = 0
        # What each file of the web edition is; who shows one sees whether it is still that.
        self.digests: Mapping[str, str] = {}
        self.prints = 0
        # Versions of another run are others.
        self._run = secrets.token_hex(4)
        self._epub: tuple[int, Artifacts] = (0, NOTHING)
        self._making_epub = asyncio.Lock()
        self._source = source
        self.language = language
        self._hear = hear
        self._changed = asyncio.Condition()
        self._busy = self._closed = False
        self._printing: asyncio.Task[None] | None = None
        self._print_wanted = asyncio.Event()
        # When somebody saved a page that was made alone, until the whole book is made of it; and such pages.
        self._saved_at = self._took_s = 0.0
        self._ahead: dict[str, bytes] = {}
        self._building = asyncio.Lock()
        self._settling: asyncio.Task[None] | None = None

    @property
    def state(self) -> Mapping[str, object]:
        """What readers of the preview are told: with each version of the web edition, and when its PDF is there."""
        pdf = next(iter(self.printed), "")
        return {
            "run": self._run,
            "version": self.version,
            "messages": self.messages,
            "pages": self.digests,
            "pdf": pdf,
            "prints": self.prints,
            "busy": self._busy,
            "ahead": bool(self._ahead),
        }

    async def renew(self, changed: Sequence[str] = ()) -> None:
        """Show the newest text: the pages of the files that were `changed` at once where each can be made alone, else
        the whole book."""
        self._source.renounce()
        ahead = await asyncio.to_thread(self._make_ahead, changed)
        if not ahead:
            await self._build()
            return
        self._ahead |= ahead
        self._saved_at = asyncio.get_running_loop().time()
        self._put({**self.artifacts, **ahead}, {**self.digests, **self._digests(ahead)})
        self._busy = True
        if self._print_wanted.is_set():
            self._printing = asyncio.create_task(self._print(self.version, self._printing))
        await self._tell()
        if self._settling is None or self._settling.done():
            self._settling = asyncio.create_task(self._settle())

    def _make_ahead(self, changed: Sequence[str]) -> Artifacts:
        """Make pages alone; nothing where one cannot be."""
        made: dict[str, bytes] = {}
        for path in changed if self.artifacts else ():
            try:
                page = self._source.make_page(path)
            except Exception:
                page = NOTHING  # who fails here fails with the whole book, too, and is told then
            if not page:
                return NOTHING
            made |= page
        return made

    async def _settle(self) -> None:
        """Make the whole book when nobody has saved for a moment, and again when somebody did meanwhile."""
        now = asyncio.get_running_loop().time
        while self._ahead and not self._closed:
            last = now() + max(LONGEST_S, RESTS * self._took_s)
            while (left := min(self._saved_at + QUIET_S, last) - now()) > 0:
                await asyncio.sleep(left)
            # Who looks at the printed page waits for that, and not for all others.
            if self._printing and self._print_wanted.is_set():
                await self._printing
            if not self._closed:
                await self._build()

    async def _build(self) -> None:
        """Make the whole web edition, in a thread of its own; tell everybody who waits, then print."""
        async with self._building:
            # What is saved and shown from now on may be newer than what is read for this.
            self._ahead.clear()
            begun = asyncio.get_running_loop().time()
            try:
                built, digests = await asyncio.to_thread(self._make_web)
            except Exception as problem:
                self.messages = (self._mishap(problem),)
                self.version += 1
            else:
                self.messages = self._messages(built.diagnostics)
                newer = {path.removeprefix(WEB): self.digests[path.removeprefix(WEB)] for path in self._ahead}
                if built.value is None:
                    self.version += 1
                else:
                    self._put({**built.value, **self._ahead}, {**digests, **newer})
            self._took_s = asyncio.get_running_loop().time() - begun
            self._busy = True
            self._printing = asyncio.create_task(self._print(self.version, self._printing))
        await self._tell()

    def _put(self, artifacts: Artifacts, digests: Mapping[str, str]) -> None:
        self.artifacts, self.digests = artifacts, digests
        self.version += 1

    def _make_web(self) -> tuple[Checked[Artifacts | None], Mapping[str, str]]:
        built = self._source.make_web()
        return built, {} if built.value is None else self._digests(built.value)

    def _digests(self, artifacts: Artifacts) -> Mapping[str, str]:
        """Take digests of the files of the web edition; most are what they were."""
        found = {}
        for path, data in artifacts.items():
            name = path.removeprefix(WEB)
            same = data == self.artifacts.get(path) and name in self.digests
            found[name] = self.digests[name] if same else digest(data)[:DIGITS]
        return found

    async def ebook(self) -> Artifacts:
        """The EPUB of the newest text, made when somebody asks for it."""
        async with self._making_epub:
            version = self.version
            if self._epub[0] != version:
                self._epub = version, await asyncio.to_thread(self._source.make_epub)
            return self._epub[1]

    @property
    def sections(self) -> Mapping[str, str]:
        """The page of each section, in the order of the book."""
        return self._source.sections

    async def complain(self, problem: Exception) -> None:
        """Tell of a problem beside the building."""
        self.messages = (self._mishap(problem),)
        self.version += 1
        await self._tell()

    def want_print(self) -> None:
        """Say that somebody looks at the printed pages: those of the next text need not wait for a pause."""
        self._print_wanted.set()

    async def finish(self) -> None:
        """Wait until the whole book and its PDF are there."""
        if self._settling is not None:
            await self._settling
        self.want_print()
        if self._printing is not None:
            await self._printing

    async def close(self) -> None:
        """Let everybody who waits go, and print no further."""
        self._closed = True
        self._source.renounce()
        await self._tell()
        await self.finish()

    async def states(self, every_s: float) -> AsyncIterator[Mapping[str, object]]:
        """Give the state now and after each change; the same again after `every_s` seconds of silence."""
        told: Mapping[str, object] = {}
        while not self._closed:
            async with self._changed:
                if told == self.state:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), every_s)
            told = self.state
            yield told

    async def _print(self, version: int, before: asyncio.Task[None] | None) -> None:
        """Print what was read for a version, one print after the other; not at all what is old by then."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._print_wanted.wait(), PRINT_S)
        if before is not None:
            await before
        if version == self.version and not self._closed:
            try:
                printed = await asyncio.to_thread(self._source.make_pdf)
            except Exception as problem:
                # Whatever it is, a worker that was ended or a sheet that cannot be set: the web edition goes on.
                self.messages += (self._mishap(problem),)
            else:
                if printed.value:
                    self.printed = printed.value
                    self.prints += 1
                told = self.messages
                self.messages += tuple(one for one in self._messages(printed.diagnostics) if one not in told)
        if version == self.version:
            # Who still looks asks for the new pages, and so wants the next ones.
            self._print_wanted.clear()
            self._busy = bool(self._ahead)
            await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _mishap(self, problem: Exception) -> Message:
        """Say on the page and in the terminal what went wrong, and where in the program if it is to blame."""
        if isinstance(problem, SPOKEN):
            message: Message = {**QUIET, "text": str(problem)}
        else:
            (message,) = self._messages((mishap(problem),))
        self._hear(" ".join(str(message[part]) for part in ("code", "text") if message[part]))
        return message

    def _messages(self, found: Sequence[Diagnostic]) -> tuple[Message, ...]:
        pages = self._source.pages
        lines = {path: self._source.lines(path) for path in {one.span.path for one in found} if path in pages}
        return tuple(
            {**self._message(one), "page": pages.get(one.span.path, ""), "quote": _quote(one.span, lines)}
            for one in found
        )

    def _message(self, diagnostic: Diagnostic) -> Message:
        words = phrase(CODES[diagnostic.code], dict(diagnostic.facts), self.language)
        span = diagnostic.span
        return {
            "severity": words.severity,
            "code": diagnostic.code,
            "text": words.fact,
            "cure": words.cure,
            "suggestion": diagnostic.suggestion,
            "fix": tuple({**_place(edit.span), "text": edit.text} for edit in diagnostic.fix),
            "place": f"{span.path}:{span.line}:{span.column}" if span.path else "",
        }


def _quote(span: Span, lines: Mapping[str, Sequence[str]]) -> str:
    """The line of the manuscript where a place begins."""
    of_file = lines.get(span.path, ())
    return of_file[span.line - 1].strip()[:MOST_SAID] if 0 < span.line <= len(of_file) else ""


def _place(span: Span) -> Message:
    return {
        "path": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def mishap(problem: Exception) -> Diagnostic:
    """Make a diagnostic of an exception that nobody expected; it names the last of our lines on the way to it."""
    lines = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(problem.__traceback__)]
    ours = [f"pipeline/{path.relative_to(PROGRAM)}:{line}" for path, line in lines if path.is_relative_to(PROGRAM)]
    said = f"{type(problem).__name__}: {problem}"[:MOST_SAID]
    return diagnose("f-056", Span(""), problem=said, where=ours[-1] if ours else "?")
