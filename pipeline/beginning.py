"""A new book: answers to a few questions in, its files by path out.

What the files hold stands in `templates/starter/`: texts with gaps, the words that fill them by language, and what git,
editors and forges read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from . import program, programs
from .manuscript.schema import book_schema
from .programs import STARTER
from .theme import LOADER, default_theme, starter_files

WORDS = "words/"
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
# Files that are the same in every book; what begins with a dot has another name here, so that nothing passes it over.
SAME = {
    ".gitattributes": "gitattributes",
    ".gitignore": "gitignore",
    ".editorconfig": "editorconfig",
    ".vscode/settings.json": "vscode.json",
    ".github/workflows/workbook.yml": "github.yml",
    ".gitlab-ci.yml": "gitlab.yml",
}
# How the jobs of a forge come by the program.
WITH_PIP = {
    "told": "PROGRAM is what pip installs: a name with its version, or the address of the program's wheel.",
    "variable": 'PROGRAM: "{program}"',
    "install-sudo": f'sudo apt-get install -y {LIBRARIES} && pip install "$PROGRAM"',
    "install-root": f'apt-get update && apt-get install -y {LIBRARIES} && pip install "$PROGRAM"',
}
WITH_LAUNCHER = {
    "told": "The launcher fetches the program that book.yaml asks for, and what it needs of the system.",
    "variable": 'PIP_DISABLE_PIP_VERSION_CHECK: "1"',
    "install-sudo": "./workbook --version",
    "install-root": "./workbook --version",
}
_GAP = re.compile(r"\{([a-z][a-z.-]*)\}")


@dataclass(frozen=True, slots=True)
class Answers:
    """What is asked of one who begins a book; all but the language may be empty."""

    language: str
    title: str = ""
    person: str = ""
    publisher: str = ""
    rights: str = ""
    program_from: str = ""

    @property
    def command(self) -> str:
        """How the program is called in the book's folder: the launcher comes with its place."""
        return f"./{STARTER}" if self.program_from else "workbook"


def languages() -> tuple[str, ...]:
    """In which languages a book can be begun."""
    names = (path for path in starter_files() if path.startswith(WORDS))
    return tuple(sorted(path.removeprefix(WORDS).removesuffix(".yaml") for path in names))


def first_title(language: str) -> str:
    """What a book is called whose title nobody says."""
    return default_theme(language).labels.word("ui.mine")


def new_book(answers: Answers) -> Mapping[str, bytes]:
    """Write all files of a new book."""
    files = {path: data.decode("utf-8") for path, data in starter_files().items()}
    words = _words(answers, files[f"{WORDS}{answers.language}.yaml"])
    made = {
        "book.yaml": files["book.yaml"],
        "glossary.yaml": files["glossary.yaml"],
        "README.md": "{readme}",
        f"chapters/{words['chapter-id']}.md": files["chapter.md"],
        f"chapters/{words['second-id']}.md": files["second.md"],
        f"checklists/{words['list-id']}.md": files["checklist.md"],
        f"worksheets/{words['sheet-id']}.md": files["worksheet.md"],
        **{path: files[f"files/{name}"] for path, name in SAME.items()},
    }
    texts = {path: _fill(text, words) for path, text in made.items()}
    launcher = programs.starter_files() if answers.program_from else {}
    return {**{path: text.encode() for path, text in texts.items()}, **launcher, "book.schema.json": book_schema()}


def _words(answers: Answers, own: str) -> Mapping[str, str]:
    """What fills the gaps: words of the language, then what was answered."""
    title = answers.title or first_title(answers.language)
    person = f"contributors:\n  - {{name: {_quoted(answers.person)}, roles: [aut]}}\n" if answers.person else ""
    given = {
        "title": _quoted(title),
        "language": answers.language,
        "person": person,
        "publisher": f"publisher: {_quoted(answers.publisher)}\n" if answers.publisher else "",
        "rights": f"rights: {_quoted(answers.rights)}\n" if answers.rights else "",
        "source": _source(answers),
        "workbook": answers.command,
    }
    words = {**default_theme(answers.language).labels.words, **yaml.load(own, Loader=LOADER), **given}
    setup = WITH_LAUNCHER if answers.program_from else WITH_PIP
    words |= {name: text.format(program=program.NAMED.replace(" ", "==")) for name, text in setup.items()}
    install = words["launcher" if answers.program_from else "install"]
    filled = {"title": title, "install": install.replace("{program}", program.NAMED.replace(" ", "==")), **setup}
    return {**words, "readme": _fill(words["readme"], {**filled, "workbook": answers.command})}


def _fill(text: str, words: Mapping[str, str]) -> str:
    return _GAP.sub(lambda gap: words.get(gap[1], gap[0]), text)


def _source(answers: Answers) -> str:
    """Which program the book asks for: this series, where it says from where."""
    series = ".".join(program.VERSION.split(".")[:2])
    asked = f'requires: "~={series}.0"\nprogram_from: {_quoted(answers.program_from)}\n'
    return asked if answers.program_from else ""


def _quoted(text: str) -> str:
    """A text as YAML reads it, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)
