"""Workers share the sheets, keep what they need between books, and go when they are told."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.pdflink import fonts
from pipeline.render import pango, serving, workers
from pipeline.render.layout import Change, Extent, Furnishing, Sheet, Unset
from pipeline.render.weasy import libraries
from pipeline.render.workers import Stopped, Workshop
from pipeline.theme import default_theme
from pipeline.workspace import ToolFailed, ToolMissing

# Each starts processes.
pytestmark = pytest.mark.slow

STYLES = "@page { size: 100mm 100mm }"
OTHER = "@page { size: 100mm 100mm } h1 { font-size: 90mm }"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}mm" height="{0}mm"><rect width="9" height="9"/></svg>'
PAGE = '<html lang="de"><head><title>T</title></head><body><h1 id="h">Titel</h1>{}</body></html>'
PICTURE = Sheet(PAGE.format("<p id='a'>A</p><img src='book:a.svg' alt='x'><p id='b'>B</p>"), "", pictures=("a.svg",))
PLAIN = Sheet(PAGE.format("<p id='p'>Text</p>"), "")


def files(millimetres: int) -> dict[str, bytes]:
    return {"a.svg": DRAWING.format(millimetres).encode()}


@pytest.fixture(params=[0, 2])
def workshop(request: pytest.FixtureRequest) -> Iterator[Workshop]:
    with Workshop(request.param) as opened:
        yield opened


def printed(workshop: Workshop, styles: str, pictures: dict[str, bytes]) -> tuple[list[int], dict[int, bytes]]:
    """How many pages two sheets take, and what is written of them."""
    workshop.furnish(styles, pictures)
    made = workshop.typeset({0: PICTURE, 1: PLAIN})
    return [made[slot].extent.pages for slot in (0, 1)], {slot: made[slot].data for slot in (0, 1)}


def test_a_workshop_that_stays_prints_what_a_new_one_prints(workshop: Workshop) -> None:
    steps = [(STYLES, files(10)), (STYLES, files(50)), (OTHER, files(50)), (STYLES, files(10)), (STYLES, {})]
    stayed = [printed(workshop, *step) for step in steps]
    counts = [pages for pages, _ in stayed]
    # How a huge word is broken hangs on the hyphens of the day.
    assert min(counts.pop(2)) > 1
    assert counts == [[1, 1], [2, 1], [1, 1], [1, 1]]
    for step, before in zip(steps, stayed, strict=True):
        with Workshop() as fresh:
            assert printed(fresh, *step) == before


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_as_many_workers_are_hired_as_there_are_sheets() -> None:
    others = {1: PLAIN, 2: Sheet(PAGE.format("<p id='q'>Mehr</p>"), "")}
    with Workshop(9) as workshop, Workshop() as alone:
        for one in (workshop, alone):
            one.furnish(STYLES, files(10))
            one.lay_out({0: PICTURE})
        assert children(workshop._foreman.pid) == []
        assert workshop.typeset(others) == alone.typeset(others)
        assert len(children(workshop._foreman.pid)) == 1
        workshop.typeset(dict.fromkeys(range(3), PLAIN))
        assert len(children(workshop._foreman.pid)) == 2


def test_the_workers_hired_once_stay_and_go_with_the_workshop() -> None:
    with Workshop(2) as workshop:
        workshop.open()
        foreman = workshop._foreman
        printed(workshop, STYLES, files(10))
        hired = children(foreman.pid)
        printed(workshop, OTHER, files(10))
        assert (workshop._foreman, children(foreman.pid)) == (foreman, hired)
        assert foreman.is_alive()
    # Zero says that it went by itself, and was not killed after a wait.
    assert foreman.exitcode == 0
    assert not Path(f"/proc/{hired[0]}").exists()


@pytest.mark.parametrize("which", ["the first", "another"])
def test_a_worker_that_was_ended_is_replaced_and_its_sheet_set(which: str) -> None:
    with Workshop(2) as workshop:
        before = printed(workshop, STYLES, files(10))
        foreman = workshop._foreman
        os.kill(foreman.pid if which == "the first" else children(foreman.pid)[0], signal.SIGKILL)
        for _ in range(3):
            assert printed(workshop, STYLES, files(10)) == before
        assert workshop._foreman is not foreman


def test_workers_that_end_again_and_again_are_no_fault_of_a_sheet(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    worker(monkeypatch, tmp_path, "import os\nos._exit(1)")
    with Workshop(2) as workshop, pytest.raises(ToolFailed):
        workshop.lay_out(dict.fromkeys(range(9), PLAIN))


def test_those_who_ask_to_print_load_nothing_that_sets_type() -> None:
    asked = "import sys, pipeline.render.pdf; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert "pipeline.render.workers" in loaded
    assert {"weasyprint", "pikepdf", "fontTools", "pipeline.render.weasy.worker"}.isdisjoint(loaded)


SHEETS = {0: PICTURE, 1: PLAIN}
TOO_MUCH = Sheet("much", "")
NOTHING = Extent(0)


def worker(monkeypatch: pytest.MonkeyPatch, folder: Path, source: str) -> None:
    """Give workers another worker."""
    (folder / "otherworker.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(workers, "WORKER", "otherworker")
    monkeypatch.delitem(sys.modules, "otherworker", raising=False)


@pytest.mark.parametrize("sheets", [{0: PICTURE}, SHEETS], ids=["one sheet", "two sheets"])
@pytest.mark.parametrize("jobs", [0, 2])
@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("raise OSError('cannot load library')", ToolMissing),
        ("import no.such.module", ToolMissing),
        ("raise ValueError('of the program')", ValueError),
        ("class Worker:\n  def __init__(self, furnishing): raise OSError('disk full')", ToolFailed),
    ],
    ids=["library", "module", "mistake", "disk"],
)
def test_what_keeps_a_worker_from_starting_is_told(
    jobs: int, sheets: dict[int, Sheet], source: str, told: type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    worker(monkeypatch, tmp_path, source)
    with Workshop(jobs) as workshop:
        workshop.furnish(STYLES, files(10))
        with pytest.raises(told):
            workshop.lay_out(sheets)


def test_what_went_wrong_where_no_answer_is_due_is_the_next_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    worker(
        monkeypatch,
        tmp_path,
        "from pipeline.render.weasy.worker import Worker as Ours\n"
        "class Worker(Ours):\n"
        "    def furnish(self, change):\n"
        "        if change.styles == 'bad': raise ValueError('bad')\n"
        "        super().furnish(change)",
    )
    with Workshop(2) as workshop:
        workshop.open()
        workshop.furnish("bad", {})
        with pytest.raises(ValueError, match="bad"):
            workshop.lay_out(SHEETS)
        assert printed(workshop, STYLES, files(10))[0] == [1, 1]


@pytest.mark.parametrize(
    ("deed", "reason", "jobs"),
    [
        ("time.sleep(600)", "time", 1),
        ("os.kill(os.getpid(), signal.SIGSTOP)", "time", 2),
        ("os._exit(1)", "ended", 2),
        ("raise MemoryError", "memory", 2),
        ("bytes(1 << 40)", "memory", 1),
    ],
)
def test_a_sheet_that_takes_too_much_is_not_set_and_the_others_are(
    deed: str, reason: str, jobs: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    worker(
        monkeypatch,
        tmp_path,
        "import os, signal, time\n"
        "from pipeline.render.layout import Extent\n"
        "class Worker:\n"
        "    def __init__(self, furnishing): self.furnishing = furnishing\n"
        "    def close(self): pass\n"
        "    def lay_out(self, sheet):\n"
        f"        if sheet.html == 'much': {deed}\n"
        "        return Extent(0)",
    )
    monkeypatch.setattr(workers, "PATIENCE_S", 1.0)
    monkeypatch.setattr(workers, "LOOK_S", 0.1)
    with Workshop(jobs) as workshop:
        made = workshop.lay_out({0: PLAIN, 1: TOO_MUCH, 2: PLAIN, 3: PLAIN})
        assert made == {0: NOTHING, 1: Unset(reason), 2: NOTHING, 3: NOTHING}
        assert workshop.lay_out(SHEETS) == {0: NOTHING, 1: NOTHING}


def test_workers_start_beside_a_thread_that_loads_what_they_need(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    worker(monkeypatch, tmp_path, "from halfloaded import Worker")
    (tmp_path / "halfloaded.py").write_text(
        "import sys, threading\n"
        "if threading.current_thread() is not threading.main_thread(): sys.is_half_loaded.wait(20)\n"
        "from pipeline.render.weasy.worker import Worker\n",
        encoding="utf-8",
    )
    hold = threading.Event()
    monkeypatch.setattr(sys, "is_half_loaded", hold, raising=False)
    monkeypatch.setattr(workers, "PATIENCE_S", 15.0)
    beside = threading.Thread(target=importlib.import_module, args=("halfloaded",))
    beside.start()
    try:
        with Workshop(2) as workshop:
            workshop.furnish(STYLES, files(10))
            made = workshop.lay_out(SHEETS)
    finally:
        hold.set()
        beside.join()
        sys.modules.pop("halfloaded", None)
    assert [made[slot].pages for slot in SHEETS] == [1, 1]


def test_what_a_worker_clears_away_is_cleared_away_whatever_signals_come_meanwhile(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    left = tmp_path / "left"
    worker(
        monkeypatch,
        tmp_path,
        "import pathlib, time\n"
        "from pipeline.render.layout import Extent\n"
        f"left = pathlib.Path({str(left)!r})\n"
        "class Worker:\n"
        "    def __init__(self, furnishing): left.touch()\n"
        "    def lay_out(self, sheet): return Extent(0)\n"
        "    def close(self):\n"
        "        left.with_name('closing').touch()\n"
        "        time.sleep(0.3)\n"
        "        left.unlink()\n",
    )
    with Workshop(2) as workshop:
        workshop.lay_out({0: PLAIN})
        foreman = workshop._foreman
        workshop._pipes[0].close()
        while not (tmp_path / "closing").exists():
            time.sleep(0.01)
        os.kill(foreman.pid, signal.SIGTERM)
        os.kill(foreman.pid, signal.SIGHUP)
        foreman.join()
    assert not left.exists()


def test_an_error_that_cannot_be_sent_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    worker(
        monkeypatch,
        tmp_path,
        "class Odd(Exception):\n"
        "    def __init__(self, one, two): super().__init__(one)\n"
        "class Worker:\n"
        "    def __init__(self, furnishing): self.furnishing = furnishing\n"
        "    def close(self): pass\n"
        "    def lay_out(self, sheet): raise Odd('strange', 2)",
    )
    with Workshop(2) as workshop, pytest.raises(ToolFailed, match="Odd: strange"):
        workshop.lay_out(SHEETS)


ORPHANS = """
import os, signal, sys
# Who started the tests may have it ignored (nohup).
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from pipeline.render.layout import Sheet
from pipeline.render.workers import Workshop
with Workshop(2) as workshop:
    workshop.furnish("@page { size: 90mm }", {})
    workshop.lay_out({0: Sheet("<p>a</p>", ""), 1: Sheet("<p>b</p>", "")})
    print(workshop._foreman.pid, *workshop._others, flush=True)
    os.kill(os.getpid(), int(sys.argv[1]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells processes that their parent is gone")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV])
def test_no_worker_outlives_the_one_that_asks(number: signal.Signals, tmp_path: Path) -> None:
    surroundings = {**os.environ, "TMPDIR": str(tmp_path)}
    asked = [sys.executable, "-c", ORPHANS, str(int(number))]
    ended = subprocess.run(asked, capture_output=True, text=True, check=False, env=surroundings)
    assert ended.returncode == -number
    pids = [int(pid) for pid in ended.stdout.split()]
    assert len(pids) == 2
    for _ in range(100):
        if not any(is_alive(pid) for pid in pids):
            break
        time.sleep(0.05)
    assert [pid for pid in pids if is_alive(pid)] == []
    assert list(tmp_path.iterdir()) == []


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file that a worker makes which takes two seconds to load."""
    done = tmp_path / "loaded"
    slow = f"import pathlib, time; time.sleep(2); pathlib.Path({str(done)!r}).touch()\n"
    slow += "from pipeline.render.weasy.worker import Worker"
    (tmp_path / "slowworker.py").write_text(slow, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(workers, "WORKER", "slowworker")
    return done


def test_who_tells_a_worker_something_does_not_wait_until_it_is_loaded(loaded: Path) -> None:
    with Workshop(2) as workshop:
        workshop.open()
        workshop.furnish(STYLES, {"noise": bytes(1 << 22)})
        assert not loaded.exists()
        assert workshop.lay_out({0: PLAIN})[0].pages == 1
        assert loaded.exists()


def test_a_worker_that_was_asked_for_nothing_ends_at_once(loaded: Path) -> None:
    with Workshop(2) as workshop:
        workshop.furnish(STYLES, {"noise": bytes(1 << 22)})
        workshop.open()
        foreman = workshop._foreman
    assert not foreman.is_alive()
    assert not loaded.exists()


@pytest.mark.parametrize("jobs", [0, 2])
def test_nothing_is_left_where_fonts_were_unpacked(jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    font = unpacked_font()
    face = "@font-face { font-family: Own; src: url(book:fonts/own.ttf) } p { font-family: Own }"
    with Workshop(jobs) as workshop:
        for colour in ("red", "blue"):
            workshop.furnish(f"{face} p {{ color: {colour} }}", {"fonts/own.ttf": font})
            workshop.lay_out({0: PLAIN, 1: PLAIN})
            # One folder for each process, none of a worker that was furnished anew.
            assert len(list(tmp_path.iterdir())) == max(1, jobs)
    assert list(tmp_path.iterdir()) == []


def unpacked_font() -> bytes:
    path = "fonts/bricolage-grotesque-latin-400-normal.woff2"
    return fonts.to_truetype(default_theme().files[path])


def test_without_pango_it_is_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pango, "NAMES", {"linux": "libnopango.so.0"})
    pango.pango_version.cache_clear()
    with pytest.raises(ToolMissing, match="Pango"):
        pango.pango_version()


def test_the_version_of_pango_is_that_of_the_one_that_sets_type() -> None:
    number = libraries.pango.pango_version()
    assert pango.pango_version() == f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def test_workers_end_without_a_word_when_nobody_waits_for_them(capfd: pytest.CaptureFixture[str]) -> None:
    with Workshop(2) as workshop:
        workshop.furnish(STYLES, files(10))
        workshop.open()
        workshop._send(0, serving.Task("typeset", 0, (PICTURE,)))
        foreman = workshop._foreman
    assert foreman.exitcode == 0
    assert capfd.readouterr().err == ""


def test_an_error_of_a_worker_is_raised_here_and_the_next_sheet_is_not_mixed_up_with_it(workshop: Workshop) -> None:
    workshop.furnish(STYLES, files(10))
    with pytest.raises(TypeError):
        workshop.lay_out({0: Sheet("<p>", None)})  # type: ignore[arg-type]
    assert printed(workshop, STYLES, files(10))[0] == [1, 1]


@pytest.mark.parametrize("looks", [0, 1], ids=["before anybody is at work", "after the first sheet"])
@pytest.mark.parametrize("jobs", [0, 2])
def test_printing_stops_between_sheets_when_nobody_wants_it_any_more(jobs: int, looks: int) -> None:
    wishes = iter([True] * looks)
    with Workshop(jobs, lambda: next(wishes, False)) as workshop:
        workshop.furnish(STYLES, files(10))
        with pytest.raises(Stopped):
            workshop.lay_out(dict.fromkeys(range(9), PLAIN))
        wishes = iter([True] * 99)
        assert printed(workshop, STYLES, files(10))[0] == [1, 1]


def test_only_what_is_other_is_sent() -> None:
    was = Furnishing(STYLES, {"a": b"1", "b": b"2", "c": b"3"})
    assert was.change_to(Furnishing(STYLES, {"a": b"1", "b": b"9"})) == Change(STYLES, {"b": b"9"}, ("c",))
    assert was.change_to(Furnishing(STYLES, dict(was.files))) is None
