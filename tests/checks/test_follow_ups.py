"""One mistake is one message."""

from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.workspace import MemoryWorkspace

BOOK = "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters: [chapters/a.md, chapters/b.md]\n"
LONG = "# A\n\n" + "Ein Satz, der lang ist.\n\n" * 200


def codes(cache: MemoryCache, **chapters: str) -> list[tuple[str, str]]:
    """What is found in a book of these chapters, but for their promises."""
    files = {"book.yaml": BOOK.encode()}
    files |= {f"chapters/{name}.md": text.encode() for name, text in chapters.items()}
    found = proofread(MemoryWorkspace(files), cache, Order(), lambda stage: None).diagnostics
    return [(one.code, one.span.path) for one in found if one.code != "s-050"]


def test_a_file_that_was_saved_by_half_is_told_until_it_is_written_on() -> None:
    cache = MemoryCache()
    assert codes(cache, a=LONG, b="# B\n\nText.") == []
    half = LONG[: len(LONG) // 3]
    assert codes(cache, a=half, b="# B\n\nText.") == [("f-094", "chapters/a.md")]
    assert codes(cache, a=half, b="# B\n\nMehr.") == [("f-094", "chapters/a.md")]
    assert codes(cache, a=half + "\n\nMehr.", b="# B\n\nText.") == []
    assert codes(cache, a=half, b="# B\n\nText.") == []


def test_a_file_that_is_whole_again_is_as_it_was() -> None:
    cache = MemoryCache()
    codes(cache, a=LONG, b="# B\n\nText.")
    codes(cache, a=LONG[:500], b="# B\n\nText.")
    assert codes(cache, a=LONG, b="# B\n\nText.") == []
    assert codes(cache, a=LONG[:600], b="# B\n\nText.") == [("f-094", "chapters/a.md")]


def test_references_to_a_file_that_took_another_files_id_are_not_told() -> None:
    first = "---\nid: weg\n---\n# A\n\nSiehe [](#b--zeit) und [](#fehlt).\n"
    second = "---\nid: weg\n---\n# B\n\n## Zeit\n\nText.\n"
    assert codes(MemoryCache(), a=first, b=second) == [("x-003", "chapters/a.md"), ("x-001", "chapters/b.md")]
