"""The writing room over a network, without the book being built: `python -m tests.sprint.serving FOLDER [PORT]`."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from websockets.sync.client import ClientConnection, connect

from benchmarks.runs import USUAL
from pipeline.preview import Server, listen
from pipeline.preview.shown import Shown
from pipeline.sprint import MOST_FRAME, living, make_doors
from pipeline.sprint.app import make_app
from pipeline.sprint.desk import Desk
from pipeline.sprint.rooms import Rooms
from pipeline.theme import read_theme
from pipeline.workspace import MemoryWorkspace
from tests.preview.given import Given
from tests.sprint.sample import lay_out

ROOT = Path(__file__).resolve().parents[2]
Headers = Mapping[str, str]


def serve(root: Path, port: int) -> None:
    """Hold the room until it is killed; say the port when it is open."""
    with listen(port, lan=False) as listener:
        bound = listener.getsockname()[1]
        shown = Shown(Given(), "de")
        rooms = Rooms(root, lambda text: print(text, file=sys.stderr, flush=True))
        theme = read_theme(rooms.workspace, "de").value
        desk = Desk(rooms, shown, MemoryWorkspace(), theme, Given())
        app = make_app(desk, make_doors(rooms.people, bound, False), "person", living(root, rooms, shown))
        config = uvicorn.Config(app, log_level="warning", ws="websockets-sansio", ws_max_size=MOST_FRAME)
        print(bound, flush=True)
        Server(config, shown).run(sockets=[listener])


class House:
    """A running server, and ways to ask it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.port = 0
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Begin, on the port of the last time."""
        command = [sys.executable, "-m", "tests.sprint.serving", str(self.root), str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        self._wait()

    def start_whole(self, port: int) -> None:
        """Begin as the command does, with the book being built."""
        self.port = port
        command = [sys.executable, "-m", "pipeline", "sprint", "--no-commits", "--port", str(port)]
        self._process = subprocess.Popen(
            [*command, "--book", str(self.root)], stderr=subprocess.DEVNULL, text=True, cwd=ROOT, env=USUAL
        )
        self._wait()

    def _wait(self) -> None:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-sprint/", timeout=5)
            except urllib.error.HTTPError as refused:
                refused.close()
                return
            except OSError:
                time.sleep(0.05)

    @property
    def memory_mib(self) -> float:
        """What the server has in memory, without the processes that build for it."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def kill(self) -> None:
        """End without a word, as a battery does."""
        assert self._process is not None
        self._process.kill()
        self._process.communicate()

    def stop(self) -> None:
        """End in peace."""
        assert self._process is not None
        self._process.terminate()
        self._process.communicate(timeout=30)

    @property
    def secrets(self) -> Mapping[str, str]:
        kept = json.loads((self.root / ".sprint/people.json").read_text())
        secrets: Mapping[str, str] = kept["secrets"]
        return secrets

    def ask(self, path: str, cookie: str = "", said: object = None, **headers: str) -> tuple[int, bytes, Headers]:
        """One request, and what came."""
        data = said if isinstance(said, bytes) else None if said is None else json.dumps(said).encode()
        more = {"Cookie": cookie, **{name.replace("_", "-"): text for name, text in headers.items()}}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, more)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as problem:
            return problem.code, problem.read(), dict(problem.headers)

    def cookie(self, role: str, name: str = "", consent: bool = False) -> str:
        """Come in by a link, and with a name if there is one."""
        cookie = f"workbook-sprint-{self.port}={self.secrets[role]}"
        if not name:
            return cookie
        _, _, headers = self.ask("/-sprint/do/join", cookie, {"name": name, "consent": consent})
        return f"{cookie}; {headers['set-cookie'].partition(';')[0]}"

    def state(self, cookie: str) -> dict[str, Any]:
        matter: dict[str, Any] = json.loads(self.ask("/-sprint/ask/state", cookie)[1])
        return matter

    def room_of(self, path: str, cookie: str) -> str:
        return next(file["id"] for file in self.state(cookie)["files"] if file["path"] == path)

    def socket(self, room: str, cookie: str, origin: str | None = None, **more: Any) -> ClientConnection:
        """A line to a room."""
        headers = {"Cookie": cookie, **more.pop("headers", {})}
        at = f"ws://127.0.0.1:{self.port}/-sprint/chapter/{room}"
        return connect(at, origin=origin, additional_headers=headers, max_size=None, legacy=True, **more)  # type: ignore[arg-type]


@contextmanager
def house(root: Path) -> Iterator[House]:
    """A server for a book, until it is not needed any more."""
    running = House(root)
    running.start()
    try:
        yield running
    finally:
        running.kill()


@contextmanager
def house_of(root: Path, manifest: str) -> Iterator[House]:
    """A server for the sample's chapter with this book.yaml."""
    lay_out(root)
    (root / "book.yaml").write_text(manifest)
    with house(root) as running:
        yield running


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
