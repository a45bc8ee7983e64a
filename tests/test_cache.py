"""A cache gives back what it got or nothing, and never stops a build."""

from pathlib import Path

import pytest

from pipeline.cache import Cache, CountingCache, FolderCache, MemoryCache

ODD_KEYS = ["a" * 64, "", "../../escape", "mit Leerzeichen", "x/y", "ä" * 300]


@pytest.fixture(params=["folder", "memory"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> Cache:
    return FolderCache(tmp_path / "cache") if request.param == "folder" else MemoryCache()


@pytest.mark.parametrize("key", ODD_KEYS)
def test_what_was_put_comes_back(cache: Cache, key: str) -> None:
    assert cache.get("fragment", key) is None
    cache.put("fragment", key, b"")
    cache.put("layout", key, b"\x00\xff")
    assert cache.get("fragment", key) == b""
    assert cache.get("layout", key) == b"\x00\xff"


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    cache = FolderCache(tmp_path / "cache")
    for key in ODD_KEYS:
        cache.put("fragment", key, b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 40])
def test_a_damaged_entry_is_a_miss(tmp_path: Path, damage: bytes) -> None:
    cache = FolderCache(tmp_path)
    cache.put("fragment", "k", b"good")
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    file.write_bytes(damage)
    assert cache.get("fragment", "k") is None
    cache.put("fragment", "k", b"good")
    assert cache.get("fragment", "k") == b"good"


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    cache = FolderCache(tmp_path / "cache")
    cache.put("fragment", "k", b"x")
    assert cache.get("fragment", "k") is None


def test_hits_and_misses_are_counted_by_kind() -> None:
    cache = CountingCache(MemoryCache())
    cache.get("layout", "a")
    cache.put("layout", "a", b"x")
    cache.get("layout", "a")
    cache.get("fragment", "b")
    assert cache.account() == (("fragment", 0, 1), ("layout", 1, 1))
