"""The command line: arguments → command → exit status.

0 done, 1 the book has errors, 2 wrong command line, 3 a tool is missing or failed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from . import streams
from .arguments import Command, make_parser
from .commands.beginning import init_command, program_command
from .commands.checking import check_command, explain_command, report_command
from .commands.completion import completion_command
from .commands.exchanging import export_command, import_command
from .commands.frame import ERRORS, INTERRUPTED, TOOL_TROUBLE, WRONG_COMMAND, language_of, spoken_in
from .commands.handing_over import hand_over
from .commands.making import build_command, changes_command, handout_command, matrix_command, proof_command
from .commands.publishing import answers_command, edition_command
from .commands.translating import translate_command
from .commands.writing import format_command, merge_driver_command, new_command, serve_command, sprint_command
from .refusals import WrongCommand, refuse
from .usage import Grammar
from .workspace import ToolFailed, ToolMissing, WorkspaceError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    if arguments is None:
        streams.speak_utf8()
    streams.hold()
    try:
        options = _parse(arguments)
        hand_over(options, sys.argv[1:] if arguments is None else arguments)
        status = _run(options)
    except SystemExit:
        streams.close()
        raise
    return status if streams.close() else TOOL_TROUBLE


def grammar(language: str) -> Grammar:
    """All that may be asked for."""
    commands = (
        *(build_command, check_command, report_command, explain_command, serve_command, new_command),
        *(edition_command, matrix_command, changes_command, handout_command, answers_command, format_command),
        *(merge_driver_command, completion_command, sprint_command, init_command, import_command, export_command),
        *(translate_command, program_command, proof_command),
    )
    names = (command.__name__.removesuffix("_command").replace("_", "-") for command in commands)
    return make_parser(dict(zip(names, commands, strict=True)), language)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    given = sys.argv[1:] if arguments is None else arguments
    parser = grammar(spoken_in(given))
    if not given:
        parser.print_help(sys.stderr)
        parser.exit(WRONG_COMMAND)
    return parser.read(given)


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


def _say(text: str, status: int) -> int:
    with streams.aside():
        print(text, file=sys.stderr, flush=True)
    return status
