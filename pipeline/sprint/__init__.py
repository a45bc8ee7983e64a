"""The writing room: many write one book at once, in the browser, and the files are the truth.

The preview, and a room for each text. Who has a link may come in: to read, to write, or to lead.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette

from ..checks.board import rows_of, sprint_of
from ..checks.board_views import as_text
from ..preview import (
    DONE,
    GRACE_S,
    LOOPBACK,
    WRONG_COMMAND,
    Server,
    Voice,
    listen,
    own_address,
    own_names,
    why_not,
)
from ..preview import WORDS as PREVIEW_WORDS
from ..preview.access import KEY, LOOPBACK_NAMES, Door
from ..preview.maker import OUTPUT, Maker
from ..preview.shown import Shown
from ..preview.watching import watch_over
from ..remote import upstream_of
from ..render.qr import draw_in_blocks
from ..repository import top_of
from ..theme import read_theme
from ..workspace import FolderWorkspace
from .app import OWN, make_app
from .clock import read_clock
from .credits import credits_of, tell_credits
from .desk import Desk
from .gates import PLACE
from .keeping import Keeper
from .pace import samples_in
from .people import LEAD, READ, WRITE, People
from .rooms import Rooms, Running
from .wall import as_page

# An answer after an hour offline may be long; a text is bounded by itself.
MOST_FRAME = 4_000_000
WORDS = {
    "de": {
        LEAD: "Leiten (nur für dich): {}",
        WRITE: "Schreiben: {}",
        READ: "Nur lesen: {}",
        "commits": "Git: Was geschrieben wird, wird hier festgehalten. Mit --no-commits nicht",
        "pulls": "Git: Was geschrieben wird, wird hier festgehalten; aus {} wird geholt und nichts dorthin gebracht. "
        "Mit --push, oder mit push: true unter sprint: in book.yaml, geht es auch dorthin",
        "pushes": "Git: Was geschrieben wird, wird festgehalten und alle zwei Minuten mit {} abgeglichen",
        "stop": "Strg+C beendet den Schreibraum; was geschrieben ist, steht in den Dateien",
        "running": "Der Schreibraum läuft für diesen Ordner schon",
    },
    "en": {
        LEAD: "To lead (for you only): {}",
        WRITE: "To write: {}",
        READ: "To read: {}",
        "commits": "Git: what is written is committed here. With --no-commits it is not",
        "pulls": "Git: what is written is committed here; what is new in {} comes in, and nothing goes there. "
        "With --push, or push: true below sprint: in book.yaml, it does",
        "pushes": "Git: what is written is committed and exchanged with {} every two minutes",
        "stop": "Ctrl+C ends the writing room; what was written stands in the files",
        "running": "The writing room runs already for this folder",
    },
}


def hold(
    root: Path, port: int, lan: bool, voice: Voice, jobs: int = 2, commits: bool = True, pushes: bool = False
) -> int:
    """Let people write the book below a folder until it is stopped; return the exit status.

    The server listens on this machine only, with `lan` in the whole network; either way for those who have a link.
    With `commits` what was written goes into the repository of the book, if it is in one, and with `pushes`, or where
    book.yaml says so, from there to where its branch comes from.
    """
    language = "de" if voice.language == "de" else "en"
    words = WORDS[language]
    try:
        listener = listen(port, lan)
    except OSError as problem:
        voice.note(why_not(problem, port, PREVIEW_WORDS[language]))
        return WRONG_COMMAND
    try:
        rooms = Rooms(root, voice.note)
    except Running:
        listener.close()
        voice.note(words["running"])
        return WRONG_COMMAND
    bound = listener.getsockname()[1]
    _say_where(rooms.people, bound, lan, voice)
    with listener, suppress(KeyboardInterrupt), Maker(root, jobs) as maker:
        shown = Shown(maker, voice.language, voice.note)
        keeper = _keeper(root, rooms, voice, pushes, words) if commits and top_of(root) else None
        theme = read_theme(rooms.workspace, voice.language).value
        desk = Desk(rooms, shown, FolderWorkspace(root / OUTPUT), theme, maker)
        app = make_app(
            desk, make_doors(rooms.people, bound, lan), f"workbook-person-{bound}", living(root, rooms, shown, keeper)
        )
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=GRACE_S,
            ws="websockets-sansio",
            ws_max_size=MOST_FRAME,
        )
        Server(config, shown).run(sockets=[listener])
    return DONE


def _keeper(root: Path, rooms: Rooms, voice: Voice, pushes: bool, words: Mapping[str, str]) -> Keeper:
    """Say what is going to happen in the repository, before it does."""
    pushes = pushes or sprint_of(rooms.workspace).push
    upstream = upstream_of(root)
    way = "pushes" if pushes else "pulls"
    voice.note(words[way].format(f"{upstream.remote}/{upstream.name}") if upstream else words["commits"])
    return Keeper(root, rooms, voice.note, pushes)


def tell_board(workspace: FolderWorkspace, language: str) -> str:
    """Say for the terminal how far the book is."""
    labels = read_theme(workspace, language).value.labels
    return as_text(rows_of(workspace, labels), labels, language)


def tell_people(workspace: FolderWorkspace, language: str) -> str:
    """Say who has a part in the book, and who of them may be named."""
    labels = read_theme(workspace, language).value.labels
    return tell_credits(credits_of(workspace, labels), read_clock()[:10], language)


def write_board(workspace: FolderWorkspace, language: str) -> str:
    """Say it as a page of its own, with the words in the course of the sprint."""
    labels = read_theme(workspace, language).value.labels
    samples = samples_in(workspace.root / PLACE)
    return as_page(rows_of(workspace, labels), labels, samples, sprint_of(workspace), language)


def make_doors(people: People, port: int, lan: bool) -> dict[str, Door]:
    """A door for each role, each with its secret. The cookie's name is one: the link that was followed last holds."""
    names = own_names() if lan else LOOPBACK_NAMES
    return {role: Door(names, secret, f"workbook-sprint-{port}") for role, secret in people.secrets.items()}


def _say_where(people: People, port: int, lan: bool, voice: Voice) -> None:
    words = WORDS["de" if voice.language == "de" else "en"]
    home = f"http://{own_address() if lan else LOOPBACK}:{port}{OWN}/"
    for role in (LEAD, WRITE, READ):
        voice.note(words[role].format(f"{home}?{KEY}={people.secrets[role]}"))
    if lan:
        voice.note(draw_in_blocks(f"{home}?{KEY}={people.secrets[WRITE]}"))
    voice.note(words["stop"])


def living(root: Path, rooms: Rooms, shown: Shown, keeper: Keeper | None = None) -> Callable[[Starlette], Any]:
    """Build at every change as the preview does, and let the rooms know of it."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with rooms, watch_over(root, shown, rooms.heed)(app):
            keeping = asyncio.create_task(keeper.run()) if keeper else None
            yield
            if keeper and keeping:
                keeping.cancel()
                for room in rooms.open_rooms:
                    await keeper.commit(room)
                # Where there was no way before nobody waits for one now.
                if "at" in rooms.exchange:
                    await keeper.exchange()

    return lifespan
