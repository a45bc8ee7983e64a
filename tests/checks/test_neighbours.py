"""What a book in another language says is remembered, and never older than its files."""

from __future__ import annotations

from pathlib import Path

from pipeline.book.model import OtherLanguage
from pipeline.cache import MemoryCache
from pipeline.checks.neighbours import KIND
from pipeline.checks.proof import Order, proofread
from pipeline.cli import main
from pipeline.workspace import FolderWorkspace

BOOK = "title: T\nlanguage: {}\nslug: b\n{}\nparts:\n  - {{title: I, chapters: [chapters/a.md]}}\n"
GERMAN = "# Anfang\n\nEin Absatz.\n\n## Ende {#ende}\n\nDer letzte Satz.\n"
ENGLISH = "# Beginning\n\nA paragraph.\n\n## End {#ende}\n\nThe last sentence.\n"


class Side(MemoryCache):
    """The cache of one book, perhaps without what others say; what pandoc made it shares with all."""

    pandoc = MemoryCache()

    def __init__(self, *, forgets: bool) -> None:
        super().__init__()
        self.forgets = forgets

    def get(self, kind: str, key: str) -> bytes | None:
        if kind == "fragment":
            return self.pandoc.get(kind, key)
        return None if self.forgets and kind == KIND else super().get(kind, key)

    def put(self, kind: str, key: str, data: bytes) -> None:
        (self.pandoc.put if kind == "fragment" else super().put)(kind, key, data)


def languages(folder: Path, cache: MemoryCache) -> tuple[OtherLanguage, ...]:
    proof = proofread(FolderWorkspace(folder), cache, Order(), lambda stage: None).value
    assert proof is not None
    return proof.book.languages


def test_what_is_kept_of_another_language_is_what_would_be_read(tmp_path: Path) -> None:
    de, en = tmp_path, tmp_path / "en"
    for folder, language, other, text in (
        (de, "de", "translations: [en]", GERMAN),
        (en, "en", "translation_of: ..", ENGLISH),
    ):
        (folder / "chapters").mkdir(parents=True)
        (folder / "book.yaml").write_text(BOOK.format(language, other))
        (folder / "chapters/a.md").write_text(text)
    assert main(["translate", "mark", "--book", str(en)]) == 0
    kept, fresh = ({folder: Side(forgets=forgets) for folder in (de, en)} for forgets in (False, True))
    seen = []
    for path, data in (
        ("en/chapters/a.md", b"\xff"),
        ("chapters/a.md", GERMAN.replace("letzte", "allerletzte").encode()),
        ("en/chapters/a.md", ENGLISH.encode()),
        ("en/chapters/a.md", b"\xff"),
        # Both as they were, but now it is known what the spoilt one said last.
        ("chapters/a.md", GERMAN.encode()),
        ("en/translation.json", b"{"),
        ("en/book.yaml", b"title: T\nparts: [\n"),
    ):
        (de / path).parent.mkdir(exist_ok=True)
        (de / path).write_bytes(data)
        for folder in (de, en):
            told = languages(folder, fresh[folder])
            assert [languages(folder, kept[folder]) for _ in range(2)] == [told, told], path
            seen.append(told)
    assert len(set(map(repr, seen))) >= 6
    assert any(kind == KIND for kind, _ in kept[de].entries)
