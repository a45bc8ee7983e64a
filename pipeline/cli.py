"""The command line: arguments → command → exit status.

0 done, 1 the book has errors, 2 wrong command line, 3 a tool is missing or failed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from . import streams
from .arguments import Command, make_parser
from .commands.checking import check_command, explain_command, report_command
from .commands.frame import ERRORS, INTERRUPTED, TOOL_TROUBLE, WRONG_COMMAND, language_of
from .commands.making import build_command, handout_command, matrix_command
from .commands.publishing import answers_command, edition_command
from .commands.writing import format_command, merge_driver_command, new_command, serve_command, sprint_command
from .refusals import WrongCommand, refuse
from .workspace import ToolFailed, ToolMissing, WorkspaceError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    if arguments is None:
        streams.speak_utf8()
    streams.hold()
    try:
        status = _run(_parse(arguments))
    except SystemExit:
        streams.close()
        raise
    return status if streams.close() else TOOL_TROUBLE


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    if not (sys.argv[1:] if arguments is None else arguments):
        parser.print_help(sys.stderr)
        parser.exit(WRONG_COMMAND)
    return parser.parse_args(arguments)


def _run(options: argparse.Namespace) -> int:
    command: Command = options.command
    try:
        status = command(options)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return _say("", INTERRUPTED)
    except BrokenPipeError:
        streams.silence()
        return ERRORS
    except (WrongCommand, ToolMissing, ToolFailed, WorkspaceError, OSError) as problem:  # the last: say, a full disk
        said = f"workbook: {refuse(problem, language_of(options))}"
        return _say(said, WRONG_COMMAND if isinstance(problem, WrongCommand) else TOOL_TROUBLE)


def _parser() -> argparse.ArgumentParser:
    commands = (
        *(build_command, check_command, report_command, explain_command, serve_command, new_command),
        *(edition_command, matrix_command, handout_command, answers_command, format_command),
        *(merge_driver_command, sprint_command),
    )
    return make_parser({command.__name__.removesuffix("_command").replace("_", "-"): command for command in commands})


def _say(text: str, status: int) -> int:
    with streams.aside():
        print(text, file=sys.stderr, flush=True)
    return status
