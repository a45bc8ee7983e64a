"""Templates, styles, fonts and labels as one value: ours, with the book's own templates/ over them, file by file."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from .diagnostics import Checked, Diagnostic, Span, diagnose, span_of_byte
from .sieve import find_excess, sift, strays
from .spelling import nearest
from .workspace import FolderWorkspace, MemoryWorkspace, Outside, TooLarge, Workspace, WorkspaceError, WrongFile

FOLDER = "templates"
# The writing room's pages and what `init` writes: no book is made with them.
ROOM, STARTER = "sprint/", "starter/"
OWN_LANGUAGE = "de"
# Whose words stand in for those that a language lacks.
FALLBACK_LANGUAGE = "en"
# What is read as text, and so must be UTF-8.
TEXTS = (".html", ".xhtml", ".css", ".js", ".svg", ".yaml", ".csl", ".md")
_PACKAGE = Path(__file__).resolve().parent
# Inside an installed wheel the theme lies in the package, in a checkout beside it.
# The base loader keeps every scalar a string: `no` is a word here. Written in C it is eight times as quick.
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# What no list of words reaches; a few lines that refer to each other may mean millions (aliases), or no end at all.
MOST_LIST, MOST_WORDS, MOST_DEPTH = 500_000, 20_000, 20
# Fonts for Chinese have twenty megabytes.
MOST_TEXT, MOST_FILE = 2_000_000, 40_000_000
# What is stamped under pages, in a font of these letters alone (pdflink/stamp.py).
STAMPED = ("names.draft",)
QUOTES = ("opening", "closing", "inner-opening", "inner-closing")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_VALUE = re.compile(r"--([\w-]+)\s*:\s*([^;]*[^;\s])")
# Letters of Windows-1252 that the font of folios lacks: a PDF for keeping may show no empty glyph.
NOT_STAMPED = "ƒ†‡‰ŠŽšžŸ¤"
_GAP = re.compile(r"\{([^{}]*)\}")
_SOURCES = (_PACKAGE / "_theme", _PACKAGE.parent / FOLDER)


class NoWords(Exception):
    """What should be a list of words is none, or endless."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Printed words and authors' aliases, by dotted name: "elements.tip.word"."""

    words: Mapping[str, str]
    language: str = OWN_LANGUAGE

    def word(self, name: str) -> str:
        """Return one word; a name that is not there is a mistake in the program (KeyError)."""
        return self.words[name]

    @property
    def quotes(self) -> tuple[str, str, str, str]:
        """The quotation marks: outer ones, inner ones."""
        opening, closing, inner_opening, inner_closing = (self.words[f"quotes.{name}"] for name in QUOTES)
        return opening, closing, inner_opening, inner_closing

    @property
    def number_marks(self) -> tuple[str, str]:
        """The mark before a number's decimals, and the one between its thousands."""
        return self.words["numbers.point"], self.words["numbers.group"]

    def under(self, name: str) -> Mapping[str, str]:
        """Return everything below a dotted name, keyed by the rest of the name."""
        start = name + "."
        return {key[len(start) :]: word for key, word in self.words.items() if key.startswith(start)}


@dataclass(frozen=True, slots=True)
class Theme:
    """The look of a book; `files` are by path below templates/, e.g. "styles/print.css"."""

    files: Mapping[str, bytes]
    labels: Labels


def read_theme(workspace: Workspace, language: str) -> Checked[Theme]:
    """Lay the book's templates/ over ours; where a file of the book cannot be read, ours stays.

    Raises WrongFile when that is ours.
    """
    files = dict(_own_files())
    ours = _words(files, language)
    if ours.diagnostics:
        broken = ours.diagnostics[0].span
        raise WrongFile(broken.path, broken.line, "YAML")
    found = []
    for path in workspace.files(FOLDER):
        name = path.removeprefix(FOLDER + "/")
        if name.startswith((ROOM, STARTER)):
            continue
        data = _read(workspace, path)
        if isinstance(data, Diagnostic):
            found.append(data)
            continue
        place = _unreadable(path, data)
        if place is None:
            files[name] = data
        elif files.get(name) == data:
            raise WrongFile(path, place.line, "UTF-8")
        else:
            found.append(diagnose("f-012", place, path=path))
    theirs = _words(files, language, ours.value)
    words = {name: word.text for name, word in (ours.value | theirs.value).items()}
    return Checked(Theme(files, Labels(words, language)), (*found, *theirs.diagnostics))


@cache
def own_fingerprint() -> str:
    """A digest of the texts of our theme, as they come with the program."""
    texts = (data for path, data in sorted(_own_files().items()) if path.endswith(TEXTS))
    return sha256(b"".join(sha256(data).digest() for data in texts)).hexdigest()


@cache
def default_theme(language: str = OWN_LANGUAGE) -> Theme:
    """Return our theme alone."""
    return read_theme(MemoryWorkspace(), language).value


def styles_of(files: Collection[str], medium: str) -> tuple[str, ...]:
    """The style sheets of a medium, "print", "epub" or "web": its own, and what a book adds to it (`print-own.css`)."""
    own = f"styles/{medium}"
    added = (path for path in files if path.startswith(f"{own}-") and path.endswith(".css"))
    return (f"{own}.css", *sorted(added, key=lambda path: path.removesuffix(".css")))


def inks(theme: Theme) -> Mapping[str, Mapping[str, str]]:
    """The theme's values by rule and name, as `styles/tokens.css` has them: `inks[".part-1"]["part"]`."""
    text = _COMMENT.sub("", theme.files.get("styles/tokens.css", b"").decode())
    return {rule.strip(): dict(_VALUE.findall(body)) for rule, body in _RULE.findall(text)}


def has_words(theme: Theme, language: str) -> bool:
    """Whether there is a list of words for a language, or for the one that it is a kind of."""
    return any(f"labels/{name}.yaml" in theme.files for name in _names(language))


def lacking(theme: Theme, language: str) -> tuple[str, ...]:
    """The words that a book's own list has not, so that English ones stand in; none where the list is ours."""
    base = _names(language)[0]
    if f"labels/{base}.yaml" in _own_files():
        return ()
    own = {name for one in _names(language) for name in _list_of(theme.files, one).value}
    return tuple(name for name in _list_of(theme.files, FALLBACK_LANGUAGE).value if name not in own)


def _list_of(files: Mapping[str, bytes], name: str) -> Checked[Mapping[str, _Word]]:
    return _word_list(f"labels/{name}.yaml", files.get(f"labels/{name}.yaml", b""))


def _names(language: str) -> tuple[str, str]:
    """The language that one is a kind of, and itself."""
    return language.split("-")[0], language


@cache
def room_file(name: str) -> bytes:
    """Read a file of the writing room's pages."""
    return _own_folder().read(ROOM + name)


@cache
def starter_files() -> Mapping[str, bytes]:
    """What a new book is written from, by path below `starter/`."""
    folder = _own_folder()
    return {path.removeprefix(STARTER): folder.read(path) for path in folder.files(STARTER.rstrip("/"))}


@cache
def _own_files() -> Mapping[str, bytes]:
    folder = _own_folder()
    return {path: folder.read(path) for path in folder.files(".") if not path.startswith((ROOM, STARTER))}


def _own_folder() -> FolderWorkspace:
    source = next((place for place in _SOURCES if place.is_dir()), None)
    if source is None:
        raise FileNotFoundError("the theme is missing: templates/ beside the package, or pipeline/_theme in it")
    return FolderWorkspace(source)


def _read(workspace: Workspace, path: str) -> bytes | Diagnostic:
    """Read a file of the book's theme, or say why it cannot be read."""
    try:
        return workspace.read(path, MOST_TEXT if path.endswith(TEXTS) else MOST_FILE)
    except TooLarge as problem:
        return diagnose("f-079", Span(path), path=path, size=problem.size, most=problem.most)
    except Outside:
        return diagnose("f-022", Span(path), path=path)
    except WorkspaceError as problem:
        return diagnose("f-023", Span(path), path=path, problem=problem)


def _unreadable(path: str, data: bytes) -> Span | None:
    """Where a text is not UTF-8."""
    if not path.endswith(TEXTS):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as problem:
        return span_of_byte(path, problem)
    return None


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a label file, and where it stands."""

    text: str
    span: Span


_Words = dict[str, _Word]


def _words(files: Mapping[str, bytes], language: str, ours: Mapping[str, _Word] | None = None) -> Checked[_Words]:
    """Read the label files from the general to the particular: en, then fr, then fr-CA. What does not fit to ours, if
    they are given, is told and left out."""
    stand_in = () if f"labels/{_names(language)[0]}.yaml" in _own_files() else (FALLBACK_LANGUAGE,)
    names = dict.fromkeys((*stand_in, *_names(language)))
    lists = [_list_of(files, name) for name in names]
    words = {name: word for one in lists for name, word in one.value.items()}
    found = [found for one in lists for found in one.diagnostics]
    for name, word in list(words.items()) if ours else ():
        if problem := _misfit(name, word, ours or {}):
            found.append(problem)
            del words[name]
    return Checked(words, tuple(found))


def _misfit(name: str, word: _Word, ours: Mapping[str, _Word]) -> Diagnostic | None:
    """What is wrong with a word: a gap that nothing fills (f-072), or a name that is nearly one of ours (f-074)."""
    known = ours.get(name)
    if known is None and any(one.startswith(f"{name}.") for one in ours):
        return _no_list(word.span.path, word.span.line)
    if known is None:
        near = _meant(name, ours)
        return diagnose("f-074", word.span, suggestion=near, name=name) if near else None
    if name in STAMPED and (lacking := "".join(sign for sign in word.text if not _is_stamped(sign))):
        return diagnose("f-075", word.span, name=name, letters=lacking)
    gaps = _GAP.findall(known.text)
    strange = [gap for gap in _GAP.findall(word.text) if gap not in gaps]
    if not strange and not re.search("[{}]", _GAP.sub("", word.text)):
        return None
    shown = ", ".join(f"{{{gap}}}" for gap in gaps) or "–"
    gap = strange[0] if strange else word.text
    return diagnose("f-072", word.span, suggestion=nearest(gap, gaps), name=name, gap=gap, gaps=shown)


def _is_stamped(sign: str) -> bool:
    return sign.isprintable() and bool(sign.encode("cp1252", "ignore")) and sign not in NOT_STAMPED


@lru_cache(maxsize=16)
def _word_list(path: str, data: bytes) -> Checked[Mapping[str, _Word]]:
    """Read one label file; once, for a book's is often ours, and a theme is read for the text and for its print."""
    place = f"{FOLDER}/{path}"
    words: _Words = {}
    if len(data) > MOST_LIST:
        return Checked(words, (diagnose("f-073", Span(place), path=place),))
    try:
        if find_excess(data.decode("utf-8", "replace")):
            return Checked(words, (diagnose("f-073", Span(place), path=place),))
        tree = yaml.compose(data, Loader=LOADER)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        # What is never closed is missed behind the last line.
        return Checked(words, (_no_list(place, min(mark.line, data.rstrip().count(b"\n")) + 1 if mark else 1),))
    if tree is None:
        return Checked(words)
    if not isinstance(tree, yaml.MappingNode):
        return Checked(words, (_no_list(place, 1),))
    found = []
    try:
        for name, node in _leaves(tree):
            if isinstance(node, yaml.ScalarNode):
                words[name] = _Word(sift(node.value), span := _place(node, place))
                found += [diagnose("t-001", span, number=number) for _, number in strays(node.value)]
            else:
                found.append(_no_list(place, node.start_mark.line + 1))
    except OverflowError:
        return Checked({}, (diagnose("f-073", Span(place), path=place),))
    return Checked(words, tuple(found))


def _no_list(path: str, line: int) -> Diagnostic:
    return diagnose("f-024", Span(path, line, 1, line), path=path)


def _place(node: yaml.Node, path: str) -> Span:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    end = node.end_mark.column + 1 if node.end_mark.line + 1 == line else column + 1
    return Span(path, line, column, line, max(end, column + 1))


def _leaves(tree: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node]]:
    """All that is no group, by its dotted name. Raises OverflowError when there is no end to it: a group that refers to
    others, or to itself, comes again and again."""
    waiting, count = deque([("", tree, 0)]), 0
    while waiting:
        above, group, depth = waiting.popleft()
        for key, node in group.value:
            count += 1
            if count > MOST_WORDS or depth > MOST_DEPTH:
                raise OverflowError
            name = f"{above}.{key.value}" if above else str(key.value)
            if isinstance(node, yaml.MappingNode):
                waiting.append((name, node, depth + 1))
            else:
                yield name, node


def _meant(name: str, ours: Mapping[str, _Word]) -> str:
    """The word of ours that is spelt nearly so; a book's own templates may have words of their own."""
    above, _, last = name.rpartition(".")
    groups = {known.rpartition(".")[0] for known in ours}
    group = above if above in groups else nearest(above, groups)
    words = [known.rpartition(".")[2] for known in ours if known.rpartition(".")[0] == group]
    near = last if last in words else nearest(last, words)
    return f"{group}.{near}" if group and near else ""
