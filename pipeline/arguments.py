"""The grammar of the command line: which commands there are, and what may stand behind them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from typing import TypeAlias

from . import program
from .annotations import FORMS
from .editions.arguments import add_arguments
from .usage import Grammar, speak

Command: TypeAlias = Callable[[argparse.Namespace], int]
DEFAULT_PORT = 8000
# What is done by itself, and what may be asked for, for each processor: more only wait for each other.
MOST_JOBS = 4
JOBS_A_PROCESSOR = 2


ALL_FORMATS = "pdf, epub, html, handouts, print, cover, with commas"


def make_parser(commands: Mapping[str, Command], language: str = "en") -> Grammar:
    """The grammar of the command line; `commands` are what is run, by name, `language` is what it speaks."""
    # The common options may stand before or after the command; SUPPRESS keeps one from undoing the other.
    common = Grammar(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--book", metavar="DIR", help="the book's folder (default: this one)")
    common.add_argument("--message-format", choices=("human", "short", "json", *FORMS), help="how messages are written")
    common.add_argument("--lang", choices=("de", "en"), help="language of the messages (default: the book's)")
    common.add_argument("--quiet", action="store_true", help="errors and warnings only: no notes, no progress")
    parser = Grammar(prog="workbook", description="Make a workbook from Markdown.", parents=[common])
    parser.add_argument("--version", action="version", version=program.NAMED, help="name this program and its version")
    named = parser.add_subparsers(required=True, metavar="COMMAND", title="commands")

    def add(name: str) -> Grammar:
        command = commands[name]
        made = named.add_parser(name, help=command.__doc__, description=command.__doc__, parents=[common])
        made.set_defaults(command=command)
        return made

    build = add("build")
    build.add_argument("--format", default="", metavar="LIST", help=ALL_FORMATS)
    build.add_argument("--variant", default="", metavar="NAME", help="another reading of the book")
    build.add_argument("--strict", action="store_true", help="an edition: nothing is written while there is a problem")
    build.add_argument("--out", default="", metavar="DIR", help="output folder (default: build/)")
    _add_jobs(build)
    build.add_argument("--fresh", action="store_true", help="use nothing that earlier builds kept")
    build.add_argument("--explain", action="store_true", help="say what was built anew, and how long it took")
    _add_check(add("check"))
    add("report").add_argument("--to", choices=("text", "json", "html"), default="", help="html: how far each text is")
    add("explain").add_argument("code", metavar="CODE", help="e.g. x-003")
    _add_port(serve := add("serve"))
    serve.add_argument("--lan", action="store_true", help="let other devices in this network see it")
    _add_sprint(add("sprint"))
    new = add("new")
    new.add_argument("kind", nargs="?", choices=("chapter", "checklist", "worksheet"))
    new.add_argument("id", nargs="?", metavar="ID", help="the file's name without its ending")
    new.add_argument("--outline", metavar="FILE", help="make all that a nested list names; - reads what is sent")
    _add_init(add("init"))
    _add_program(add("program"))
    _add_translate(add("translate"))
    add_arguments(add("edition"), common, _add_jobs)
    add("matrix")
    _add_changes(add("changes"))
    handout = add("handout")
    sheets = "a sheet's or method's id; shortcuts-karten, shortcuts-poster"
    handout.add_argument("ids", nargs="+", metavar="ID", help=sheets)
    handout.add_argument("--variant", default="", metavar="NAME", help="another reading of the book")
    handout.add_argument("--out", default="", metavar="DIR", help="output folder (default: build/)")
    _add_proof(add("proof"))
    _add_answers(add("answers"))
    _add_conversion(add("import"), add("export"))
    tidy = add("format")
    tidy.add_argument("paths", nargs="*", metavar="PATH", help="only these files or folders")
    tidy.add_argument("--check", action="store_true", help="only name the files that have another form")
    driver = add("merge-driver")
    deeds = ("install", "remove", "run", "staged")
    driver.add_argument("deed", choices=deeds, help="run and staged are what git calls")
    driver.add_argument("files", nargs="*", metavar="FILE", help="for run: %%O %%A %%B %%P")
    add("completion").add_argument("shell", choices=("bash", "zsh", "fish"))
    speak(parser, language)
    return parser


def _add_changes(changes: argparse.ArgumentParser) -> None:
    told = "a commit, branch or tag (default: HEAD)"
    changes.add_argument("since", nargs="?", default="HEAD", metavar="COMMIT", help=told)
    changes.add_argument("--out", default="", metavar="DIR", help="output folder (default: build/changes/)")
    _add_jobs(changes)


def _add_answers(answers: argparse.ArgumentParser) -> None:
    answers.add_argument("deed", choices=("fill", "read"))
    answers.add_argument("sheet", metavar="SHEET.pdf")
    answers.add_argument("file", nargs="?", default="", metavar="FILE", help="the answers to fill in (JSON)")


def _add_check(check: argparse.ArgumentParser) -> None:
    check.add_argument("paths", nargs="*", metavar="PATH", help="only what concerns these files or folders")
    check.add_argument("--strict", action="store_true", help="as for an edition: build in memory, run validators")
    check.add_argument("--all", action="store_true", help="also tell what leaves nothing to do")
    check.add_argument("--links", action="store_true", help="also ask whether addresses on the web answer")
    check.add_argument("--fix", action="store_true", help="write what is beyond doubt into the files")


def _add_conversion(taken: argparse.ArgumentParser, export: argparse.ArgumentParser) -> None:
    taken.add_argument("files", nargs="+", metavar="FILE", help="files, ZIP files or folders")
    export.add_argument("ids", nargs="+", metavar="ID", help="chapters and sheets, by id or path")
    export.add_argument("--to", choices=("docx", "md", "jats", "tei", "json"), default="docx", help="default: docx")
    export.add_argument("--out", default="", metavar="DIR", help="output folder (default: build/export/)")


def _add_init(init: argparse.ArgumentParser) -> None:
    init.add_argument("folder", metavar="DIR", help="a folder that is not there yet, or empty")
    init.add_argument("--language", default="", metavar="CODE", help="the book's language: de, en, fr, cs, pl, hsb …")
    init.add_argument("--title", default="", metavar="TEXT", help="the book's title")
    init.add_argument("--author", dest="person", default="", metavar="NAME", help="who writes")
    init.add_argument("--publisher", default="", metavar="NAME", help="who publishes it")
    init.add_argument("--rights", default="", metavar="TEXT", help="licence or rights, in one line")
    place = "a folder of wheels in the book, or an index: the book gets a launcher that fetches the program there"
    init.add_argument("--program-from", default="", metavar="PLACE", help=place)


def _add_program(asked: argparse.ArgumentParser) -> None:
    told = "fetch: take the version that book.yaml asks for; notes: what to look at after a version (default: show)"
    asked.add_argument("deed", nargs="?", default="show", choices=("show", "fetch", "notes"), help=told)
    asked.add_argument("since", nargs="?", default="", metavar="VERSION", help="for notes: the version before")


def _add_translate(translate: argparse.ArgumentParser) -> None:
    translate.add_argument(
        "deed", nargs="?", default="show", choices=("show", "mark", "export", "import"), help="default: show"
    )
    translate.add_argument(
        "paths", nargs="*", metavar="PATH", help="only these files of the original; for export and import: a PO file"
    )


def usual_jobs() -> int:
    """How many processes work where nobody says it."""
    return min(MOST_JOBS, _processors())


def _processors() -> int:
    """Those that this process may use; in a container they are often fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _add_jobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=_jobs, default=0, metavar="N", help="processes at once (default: by itself)")


def _add_sprint(sprint: argparse.ArgumentParser) -> None:
    sprint.add_argument("deed", nargs="?", default="room", choices=("room", "board", "credits"), help="default: room")
    _add_port(sprint)
    sprint.add_argument("--lan", action="store_true", help="let others in this network write, with the link")
    sprint.add_argument("--html", metavar="FILE", help="with board: write it as a page for who has no room")
    sprint.add_argument("--push", action="store_true", help="bring commits where the branch comes from")
    sprint.add_argument("--no-commits", action="store_true", help="leave the book's git repository alone")


def _add_proof(proof: argparse.ArgumentParser) -> None:
    proof.add_argument("ids", nargs="*", metavar="ID", help="only these chapters and sheets, by id or file")
    proof.add_argument("--owner", default="", metavar="NAME", help="those that this person cares for (owner)")
    proof.add_argument("--variant", default="", metavar="NAME", help="another reading of the book")
    proof.add_argument("--out", default="", metavar="FILE", help="the PDF (default: build/NAME-proof.pdf)")


def _add_port(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=DEFAULT_PORT, metavar="N", help=f"default: {DEFAULT_PORT}")


def _jobs(text: str) -> int:
    most = JOBS_A_PROCESSOR * _processors()
    if not text.isdecimal() or len(text) > len(str(most)) or not 1 <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text} is no whole number from 1 to {most}, two for each processor here")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port; a port is a number from 0 to 65535")
    return int(text)
