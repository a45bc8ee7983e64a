"""The preview: builds while authors write, and shows the book and what is wrong with it in the browser."""

from __future__ import annotations

import errno
import secrets
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import uvicorn

from ..render.qr import draw_in_blocks
from ..workspace import FolderWorkspace
from .access import KEY, LOOPBACK_NAMES, Door
from .app import make_app
from .maker import OUTPUT, Maker
from .shown import Shown
from .watching import watch_over

DONE, WRONG_COMMAND = 0, 2
LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"
# Nothing is sent to this address (RFC 5737); asking for the way to it names our own address in the network.
SOMEWHERE = ("192.0.2.1", 9)
GRACE_S = 1
SECRET_BYTES = 16
WORDS = {
    "de": {
        "at": "Die Vorschau steht unter {}",
        "lan": "Im selben Netz, nur mit dieser ganzen Adresse: {}",
        "stop": "Strg+C beendet sie",
        "taken": "Port {port} ist schon belegt; läuft die Vorschau schon? Sonst: --port {other}",
        "refused": "Port {port} geht nicht: {reason}",
        "changed": "{} geändert",
    },
    "en": {
        "at": "The preview is at {}",
        "lan": "In the same network, with this whole address only: {}",
        "stop": "Ctrl+C stops it",
        "taken": "port {port} is taken; is the preview running already? Else: --port {other}",
        "refused": "port {port} cannot be used: {reason}",
        "changed": "{} changed",
    },
}


class Voice(Protocol):
    """Where the preview speaks to the person at the terminal."""

    language: str

    def note(self, text: str) -> None:
        """Write a line."""


def serve(root: Path, port: int, lan: bool, voice: Voice, jobs: int = 2) -> int:
    """Show the book below a folder until it is stopped, rebuilt at every change; return the exit status.

    The PDF is made by `jobs` processes. The server listens on this machine only, with `lan` in the whole network, for
    those who have the secret of this run. Port 0 means any free one.
    """
    words = WORDS["de" if voice.language == "de" else "en"]
    try:
        listener = listen(port, lan)
    except OSError as problem:
        voice.note(why_not(problem, port, words))
        return WRONG_COMMAND
    bound = listener.getsockname()[1]
    door = make_door(lan, bound)
    _say_where(door, bound, voice, words)
    with listener, suppress(KeyboardInterrupt), Maker(root, jobs) as maker:
        shown = Shown(maker, voice.language, voice.note)
        watching = watch_over(root, shown, lambda names: voice.note(words["changed"].format(", ".join(names))))
        app = make_app(shown, FolderWorkspace(root / OUTPUT), door, watching)
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE_S)
        Server(config, shown).run(sockets=[listener])
    return DONE


def why_not(problem: OSError, port: int, words: Mapping[str, str]) -> str:
    """Say why a port cannot be had."""
    taken = words["taken"].format(port=port, other=port + 1)
    return taken if problem.errno == errno.EADDRINUSE else words["refused"].format(port=port, reason=problem.strerror)


def listen(port: int, lan: bool) -> socket.socket:
    """Take a port; raise OSError when it cannot be had."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((EVERYWHERE if lan else LOOPBACK, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def make_door(lan: bool, port: int) -> Door:
    """Guard the preview; in the network with a secret that nobody had before."""
    if not lan:
        return Door()
    return Door(own_names(), secrets.token_urlsafe(SECRET_BYTES), f"workbook-{port}")


def own_names() -> frozenset[str]:
    """What this machine is called, here and in its network."""
    name = socket.gethostname().lower()
    return LOOPBACK_NAMES | {name, name.removesuffix(".local") + ".local"}


def _say_where(door: Door, port: int, voice: Voice, words: Mapping[str, str]) -> None:
    key = f"?{KEY}={door.secret}" if door.secret else ""
    voice.note(words["at"].format(f"http://{LOOPBACK}:{port}/{key}"))
    if key:
        address = f"http://{own_address()}:{port}/{key}"
        voice.note(words["lan"].format(address))
        voice.note(draw_in_blocks(address))
    voice.note(words["stop"])


def own_address() -> str:
    """Name this machine's address in its network; the loopback address when there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE)
            return str(probe.getsockname()[0])
        except OSError:
            return LOOPBACK


class Server(uvicorn.Server):
    """Lets those go who listen for changes before it waits for them: they would listen for ever, and be torn off."""

    def __init__(self, config: uvicorn.Config, shown: Shown) -> None:
        super().__init__(config)
        self._shown = shown

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._shown.close()
        await super().shutdown(sockets)
