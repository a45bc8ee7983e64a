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

from . import program
from .manuscript.schema import book_schema
from .theme import LOADER, default_theme, starter_files

WORDS = "words/"
# Files that are the same in every book; what begins with a dot has another name here, so that nothing passes it over.
SAME = {
    ".gitattributes": "gitattributes",
    ".gitignore": "gitignore",
    ".editorconfig": "editorconfig",
    ".vscode/settings.json": "vscode.json",
    ".github/workflows/workbook.yml": "github.yml",
    ".gitlab-ci.yml": "gitlab.yml",
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
        "README.md": words["readme"],
        f"chapters/{words['chapter-id']}.md": files["chapter.md"],
        f"chapters/{words['second-id']}.md": files["second.md"],
        f"checklists/{words['list-id']}.md": files["checklist.md"],
        f"worksheets/{words['sheet-id']}.md": files["worksheet.md"],
        **{path: files[f"files/{name}"] for path, name in SAME.items()},
    }
    texts = {path: _GAP.sub(lambda gap: words.get(gap[1], gap[0]), text) for path, text in made.items()}
    return {**{path: text.encode() for path, text in texts.items()}, "book.schema.json": book_schema()}


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
        "program": program.NAMED.replace(" ", "=="),
    }
    words = {**default_theme(answers.language).labels.words, **yaml.load(own, Loader=LOADER), **given}
    readme = words["readme"].replace("{title}", title).replace("{program}", given["program"])
    return {**words, "readme": readme}


def _quoted(text: str) -> str:
    """A text as YAML reads it, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)
