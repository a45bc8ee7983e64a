"""Texts as LibreOffice saves them: each feature that a Word file has for text, and what must become of it.

A feature is written as flat ODF; `.venv/bin/python -m tests.conversion.libreoffice_files` has LibreOffice write DOCX
and ODT of it, imports both, counts the words, and prints a table. The DOCX files lie in `libreoffice/` and are tried by
the suite, which needs no LibreOffice.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from pipeline.conversion.importing import Given, import_files
from pipeline.workspace import MemoryWorkspace

from .libreoffice_features import FEATURES, Feature, flat

KEPT = Path(__file__).parent / "libreoffice"
MOST_BYTES = 30_000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a feature: the Markdown, the codes that were told, and the words that are not there."""

    text: str
    codes: frozenset[str]
    lost: tuple[str, ...]
    unlike: tuple[str, ...]


def brought(feature: Feature, name: str, data: bytes) -> Outcome:
    """Import a file of a feature and hold it against what was written."""
    book = MemoryWorkspace({})
    done = import_files(book, [Given(MemoryWorkspace({name: data}), name, name)], "de")
    text = "\n".join(book.read(path).decode() for account in done.value for path in account.paths)
    wanted = words_of(feature.body) - Counter(feature.left_out.split())
    # Both sides without what only parts a word: soft hyphens, escapes, signs of raised letters.
    found = Counter(_WORD.findall(re.sub(r"[\u00ad\\^~]", "", text)))
    lost = tuple(sorted((wanted - found).elements()))
    become = (*feature.become, *(() if name.endswith("odt") else feature.not_in_odt))
    unlike = tuple(one for one in become if one not in text)
    return Outcome(text, frozenset(found.code for found in done.diagnostics), lost, unlike)


def words_of(body: str) -> Counter[str]:
    """The words of a feature's own source, counted by another way than the program's."""
    tree = etree.fromstring(flat(body, "").encode())
    for mark in tree.iter("{http://purl.org/dc/elements/1.1/}*", "{*}binary-data"):
        mark.text = ""
    blocks = ("p", "h", "list-item", "table-cell", "note", "annotation", "tab", "line-break", "frame", "s", "ruby-text")
    for one in tree.iter():
        if etree.QName(one).localname in blocks:
            one.text, one.tail = " " + (one.text or ""), " " + (one.tail or "")
    return Counter(_WORD.findall("".join(tree.itertext()).replace("\u00ad", "")))


def made(folder: Path, ending: str) -> dict[str, bytes]:
    """Every feature as LibreOffice saves it."""
    for name, feature in FEATURES.items():
        (folder / f"{name}.fodt").write_text(flat(feature.body, feature.styles), "utf-8")
    sources = sorted(map(str, folder.glob("*.fodt")))
    command = ["soffice", f"-env:UserInstallation={folder.as_uri()}/profile", "--headless", "--convert-to", ending]
    subprocess.run([*command, "--outdir", str(folder), *sources], check=True, capture_output=True, timeout=500)
    return {name: (folder / f"{name}.{ending}").read_bytes() for name in FEATURES}


def main() -> int:
    """Print a row for each feature and form; 1 where a word is lost or a form is not what it must be."""
    failed, words = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("docx", "odt"):
            for name, data in made(Path(folder), ending).items():
                outcome = brought(FEATURES[name], f"{name}.{ending}", data)
                count = words_of(FEATURES[name].body).total()
                words += count
                if ending == "docx" and len(data) <= MOST_BYTES:
                    (KEPT / f"{name}.docx").write_bytes(data)
                missing = FEATURES[name].told - outcome.codes
                failed += bool(outcome.lost or outcome.unlike or missing)
                said = [*outcome.lost, *outcome.unlike, *missing]
                print(
                    f"{name:28} {ending:5} {count:4} words {', '.join(sorted(outcome.codes)):24} {said or 'as meant'}"
                )
                if said and "--show" in sys.argv:
                    print(outcome.text)
    print(f"{failed} of {2 * len(FEATURES)} files are not as meant; {words} words")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
