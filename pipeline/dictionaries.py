"""The door to spelling dictionaries: Hunspell's, where the system has them. None is shipped, the German one is GPL.

What reads them is spylls, Hunspell in Python; it takes a second to open one, so that waits for the first new word.
"""

from __future__ import annotations

from functools import cached_property
from io import StringIO
from pathlib import Path

from spylls.hunspell import Dictionary as Hunspell
from spylls.hunspell import readers
from spylls.hunspell.readers.file_reader import FileReader

# Where Debian, Fedora, Homebrew and macOS keep them.
FOLDERS = tuple(
    Path(folder).expanduser()
    for folder in (
        "/usr/share/hunspell",
        "/usr/share/myspell/dicts",
        "/usr/share/myspell",
        "/usr/local/share/hunspell",
        "/opt/homebrew/share/hunspell",
        "~/Library/Spelling",
        "/Library/Spelling",
    )
)
USUAL = {"de": "de_DE", "en": "en_US"}


class Dictionary:
    """A dictionary, by the path of its two files without their endings."""

    def __init__(self, stem: Path) -> None:
        self.stem = stem

    @cached_property
    def content(self) -> tuple[bytes, ...]:
        """Both files."""
        return tuple(self.stem.with_suffix(ending).read_bytes() for ending in (".aff", ".dic"))

    def knows(self, word: str) -> bool:
        """Whether a word is right, also as a compound."""
        return bool(self._opened.lookup(word))

    @cached_property
    def _opened(self) -> Hunspell:
        rules, context = readers.read_aff(_Text(f"{self.stem}.aff"))
        words = readers.read_dic(_Text(f"{self.stem}.dic", encoding=context.encoding), aff=rules, context=context)
        return Hunspell(rules, words)


class _Text(FileReader):  # type: ignore[misc]
    """A file read at once: spylls 0.1.7 never closes one, and opens it again for another encoding."""

    def _open(self, path: str, encoding: str) -> StringIO:
        return StringIO(Path(path).read_text(encoding, errors="surrogateescape"))


def find(language: str, folders: tuple[Path, ...] = FOLDERS) -> Dictionary | None:
    """The dictionary of a language, for its own country before any other."""
    first = language.split("-")[0].lower()
    names = dict.fromkeys((language.replace("-", "_"), USUAL.get(first, first), first))
    stems = (folder / name for name in names for folder in folders)
    return next((Dictionary(stem) for stem in stems if _is_there(stem)), None)


def _is_there(stem: Path) -> bool:
    return all(stem.with_suffix(ending).is_file() for ending in (".aff", ".dic"))
