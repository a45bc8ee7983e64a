"""What a shell needs to complete our command line: `completion`, a script for bash, zsh or fish."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from ..usage import Grammar, subcommands
from .frame import DONE, console_of

PROGRAM = "workbook"
# Names, not values: `./workbook` is completed as `workbook` is.
BASH = """\
_workbook() {{
    local command="" word words
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case "$command $word" in
{steps}
        esac
    done
    case "$command" in
{cases}
    esac
    COMPREPLY=($(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -o default -F _workbook workbook ./workbook
"""
ZSH = "autoload -U +X bashcompinit && bashcompinit\n" + BASH


def completion_command(options: argparse.Namespace) -> int:
    """Write what a shell needs to complete commands and options: source <(./workbook completion bash)."""
    grammar: Grammar = options.grammar
    scripts = {"bash": BASH, "zsh": ZSH}
    written = fish(grammar) if options.shell == "fish" else scripts[options.shell].format(**_parts(grammar))
    console_of(options).say(written.rstrip("\n"))
    return DONE


def fish(grammar: Grammar) -> str:
    """Write the script for fish, which shows what each word means."""
    lines = [f"complete -c {PROGRAM} -e"]
    for path, parser in _commands(grammar):
        condition = " and ".join(f"__fish_seen_subcommand_from {name}" for name in path) or "__fish_use_subcommand"
        condition = condition.replace(" and ", "; and ")
        for name, (_, said) in subcommands(parser).items():
            lines.append(f"complete -c {PROGRAM} -f -n '{condition}' -a {name} -d {_quoted(said)}")
        for action in parser._actions:
            for option in action.option_strings:
                if option.startswith("--"):
                    lines.append(
                        f"complete -c {PROGRAM} -n '{condition}' -l {option[2:]} -d {_quoted(action.help or '')}"
                    )
        for choice in _choices(parser):
            lines.append(f"complete -c {PROGRAM} -f -n '{condition}' -a {choice}")
    return "\n".join(lines) + "\n"


def _parts(grammar: Grammar) -> dict[str, str]:
    steps, cases = [], []
    for path, parser in _commands(grammar):
        name = "/".join(path)
        for below in subcommands(parser):
            steps.append(f'            "{name} {below}") command="{"/".join((*path, below))}" ;;')
        words = [*subcommands(parser), *_choices(parser), *_options(parser)]
        cases.append(f'        "{name}") words="{" ".join(words)}" ;;')
    return {"steps": "\n".join(steps), "cases": "\n".join(cases)}


def _commands(parser: Grammar, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Grammar]]:
    yield path, parser
    for name, (below, _) in subcommands(parser).items():
        yield from _commands(below, (*path, name))


def _options(parser: Grammar) -> list[str]:
    return [option for action in parser._actions for option in action.option_strings if option.startswith("--")]


def _choices(parser: Grammar) -> list[str]:
    """The words that may stand behind a command, where they are a few."""
    below = subcommands(parser)
    return [
        str(choice)
        for action in parser._actions
        for choice in action.choices or ()
        if not action.option_strings and choice not in below
    ]


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
