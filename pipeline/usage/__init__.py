"""How the command line speaks: usage, help and what is wrong with it, in German and English, with what was meant.

argparse knows English only, so what it says is taken apart and said again (Python 3.11 to 3.14, Lib/argparse.py).
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from typing import NoReturn

from ..spelling import nearest
from .words import COMPLAINTS, GERMAN, HEADINGS, MEANT, Words

WRONG_COMMAND = 2
_CHOICE = re.compile(r"invalid choice: '?(?P<written>[^']*)'? \(")


class Grammar(argparse.ArgumentParser):
    """A parser that speaks `language`, de or en."""

    language = "en"

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Read a command line; refuse what no command knows, and name what is spelt nearly so."""
        options, strangers = self.parse_known_args(arguments)
        if strangers:
            name = next((one for one in strangers if one.startswith("-")), strangers[0]).partition("=")[0]
            known = {word for parser in grammars(self) for word in parser._option_string_actions if word[:2] == "--"}
            near = "" if name in known else nearest(name, known)
            self._refuse(f"unrecognized arguments: {' '.join(strangers)}", near)
        options.grammar = self
        return options

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end."""
        match = _CHOICE.search(message)
        self._refuse(message, nearest(match["written"], self._choices()) if match else "")

    def format_help(self) -> str:
        """Usage and help in the parser's language."""
        return _say_again(super().format_help(), HEADINGS) if self.language == "de" else super().format_help()

    def format_usage(self) -> str:
        """Usage alone in the parser's language."""
        return _say_again(super().format_usage(), HEADINGS) if self.language == "de" else super().format_usage()

    def _choices(self) -> list[str]:
        return [str(choice) for action in self._actions for choice in action.choices or ()]

    def _refuse(self, message: str, near: str) -> NoReturn:
        if self.language == "de":
            message = _say_again(message, COMPLAINTS)
        meant = MEANT[self.language].format(near) if near else ""
        self.exit(WRONG_COMMAND, f"{self.format_usage()}workbook: {message}{meant}\n")


def speak(grammar: Grammar, language: str) -> None:
    """Let a grammar and all below it speak a language."""
    for parser in grammars(grammar):
        parser.language = language
        if language != "de":
            continue
        parser.description = GERMAN.get(parser.description or "", parser.description)
        for group in parser._action_groups:
            group.title = GERMAN.get(group.title or "", group.title)
        for action in parser._actions:
            action.help = GERMAN.get(action.help or "", action.help)
            for choice in getattr(action, "_choices_actions", ()):
                choice.help = GERMAN.get(choice.help or "", choice.help)


def subcommands(parser: argparse.ArgumentParser) -> dict[str, tuple[Grammar, str]]:
    """The commands below a grammar, each with what is said of it."""
    below: dict[str, tuple[Grammar, str]] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            told = {choice.dest: choice.help or "" for choice in action._choices_actions}
            below |= {name: (made, told.get(name, "")) for name, made in action.choices.items()}
    return below


def grammars(grammar: Grammar) -> Iterator[Grammar]:
    """A grammar and those of its commands, each once."""
    yield grammar
    for below, _ in subcommands(grammar).values():
        yield from grammars(below)


def _say_again(text: str, table: Sequence[tuple[str, Words]]) -> str:
    for pattern, german in table:
        text = re.sub(pattern, german, text, flags=re.MULTILINE)
    return text
