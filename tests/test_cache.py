"""A cache gives back what it got or nothing, and never stops a build."""

import ast
import os
import re
import time
from pathlib import Path

import pytest

import pipeline
from pipeline.cache import (
    HOUR_S,
    KINDS,
    PRUNED,
    REMEMBERED,
    SMALL_BYTES,
    UNUSED_S,
    Cache,
    CountingCache,
    FolderCache,
    MemoryCache,
    RememberingCache,
)

ODD_KEYS = ["a" * 64, "", "../../escape", "mit Leerzeichen", "x/y", "ä" * 300]


@pytest.fixture(params=["folder", "memory", "remembering"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> Cache:
    folder = FolderCache(tmp_path / "cache")
    return {"folder": folder, "memory": MemoryCache(), "remembering": RememberingCache(folder)}[request.param]


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


def test_small_things_are_asked_for_once_and_the_newest_counts() -> None:
    slow = CountingCache(MemoryCache())
    slow.put("text", "k", b"old")
    cache = RememberingCache(slow)
    assert [cache.get("text", "k") for _ in range(3)] == [b"old"] * 3
    assert slow.account() == (("text", 1, 0),)
    cache.put("text", "k", b"new")
    assert (cache.get("text", "k"), slow.get("text", "k")) == (b"new", b"new")
    large = b"x" * (SMALL_BYTES + 1)
    cache.put("text", "k", large)
    assert [cache.get("text", "k") for _ in range(2)] == [large] * 2
    assert slow.hits["text"] == 4


def test_what_nobody_asks_for_is_let_go_and_the_rest_is_still_known() -> None:
    slow = CountingCache(MemoryCache())
    cache = RememberingCache(slow)
    for nth in range(50):
        cache.put("text", str(nth), b"x")
    for _ in range(2):
        cache.let_go()
        cache.get("text", "7")
    assert [cache.get("text", "7"), *(cache.get("text", str(nth)) for nth in range(50))] == [b"x"] * 51
    assert slow.account() == (("text", 49, 0),)


def test_so_many_bytes_at_once_are_let_go_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.cache.REMEMBERED_BYTES", 100)
    slow = CountingCache(MemoryCache())
    cache = RememberingCache(slow)
    for nth in range(50):
        cache.put("text", str(nth), b"x" * 9)
    assert all(cache.get("text", str(nth)) == b"x" * 9 for nth in range(50))
    assert 50 - slow.hits["text"] <= 2 * 100 // 9


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


def test_an_entry_in_the_place_of_another_is_a_miss(tmp_path: Path) -> None:
    cache = FolderCache(tmp_path)
    cache.put("section", "a", b"one")
    cache.put("section", "b", b"other")
    one, other = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    one.write_bytes(other.read_bytes())
    assert [cache.get("section", key) for key in "ab"] == [None, b"other"]


def age(folder: Path, name: str, seconds: float) -> None:
    """Let an entry look as if it was last used some time ago."""
    (file,) = (path for path in folder.rglob(name) if path.is_file())
    then = time.time() - seconds
    os.utime(file, (then, then))


def used(folder: Path, **seconds: float) -> FolderCache:
    """A cache with entries of ten bytes and their seal, last used so many seconds ago."""
    cache = FolderCache(folder)
    for name, ago in seconds.items():
        cache.put("layout", name, name[0].encode() * 10)
        age(folder, name, ago)
    return cache


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.name != PRUNED)


def test_what_nothing_used_for_long_is_removed(tmp_path: Path) -> None:
    cache = used(tmp_path, old=UNUSED_S + 60, fresh=UNUSED_S - 60)
    leftover = tmp_path / "layout" / ".half-written"
    leftover.write_bytes(b"x")
    age(tmp_path, leftover.name, UNUSED_S + 60)
    cache.prune()
    assert left(tmp_path) == ["fresh"]
    assert cache.get("layout", "fresh") == b"f" * 10


def test_a_hit_makes_an_entry_young_again(tmp_path: Path) -> None:
    cache = used(tmp_path, old=UNUSED_S + 60, asked=UNUSED_S + 60)
    assert cache.get("layout", "asked") is not None
    cache.prune()
    assert left(tmp_path) == ["asked"]


def test_of_too_much_the_longest_unused_goes_but_nothing_of_this_hour(tmp_path: Path) -> None:
    cache = used(tmp_path, third=3 * HOUR_S, second=2 * HOUR_S, now=60)
    cache.prune(most_bytes=2 * 42)
    assert left(tmp_path) == ["now", "second"]
    (tmp_path / PRUNED).unlink()
    cache.prune(most_bytes=0)
    assert left(tmp_path) == ["now"]


def test_pruning_is_done_once_an_hour(tmp_path: Path) -> None:
    cache = used(tmp_path, first=UNUSED_S + 60)
    cache.prune()
    used(tmp_path, second=UNUSED_S + 60).prune()
    assert left(tmp_path) == ["second"]
    age(tmp_path, PRUNED, HOUR_S + 60)
    cache.prune()
    assert left(tmp_path) == []


def test_a_cache_that_is_not_there_is_pruned_without_a_word(tmp_path: Path) -> None:
    FolderCache(tmp_path / "nowhere").prune()
    (tmp_path / "cache").write_text("in the way")
    FolderCache(tmp_path / "cache").prune()


HOUSE = Path(pipeline.__file__).parent
# Who is asked for what was kept.
_ASKED = re.compile(r"(^|[._])(cache|kept|place)$")
_MADE_ONCE = ("once", "once_as_json", "known")


def _kinds_in(source: str) -> set[str]:
    """The kinds that a module gets from a cache or puts there."""
    tree = ast.parse(source)
    named = {}
    for node in (one for one in tree.body if isinstance(one, ast.Assign)):
        for target in node.targets:
            names, values = (getattr(one, "elts", [one]) for one in (target, node.value))
            pairs = zip(names, values, strict=False)
            named |= {ast.unparse(name): value.value for name, value in pairs if isinstance(value, ast.Constant)}
    found = set()
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if isinstance(call.func, ast.Attribute) and _ASKED.search(ast.unparse(call.func.value)):
            # A key is never written out, as the default of another `get` is.
            asks = (call.func.attr, len(call.args)) in (("get", 2), ("put", 3))
            kinds = call.args[:1] if asks and not isinstance(call.args[1], ast.Constant) else []
        else:
            kinds = call.args[1:2] if getattr(call.func, "id", "") in _MADE_ONCE else []
        for kind in kinds:
            first = kind.values[0] if isinstance(kind, ast.JoinedStr) else kind
            word = first.value if isinstance(first, ast.Constant) else named.get(getattr(first, "id", ""))
            found |= {str(word)} if word else set()
    return found


def test_every_kind_of_what_is_kept_stands_in_the_table_with_its_reason() -> None:
    used = set().union(*(_kinds_in(path.read_text(encoding="utf-8")) for path in HOUSE.rglob("*.py")))
    assert used == set(KINDS)
    assert set(REMEMBERED) <= used
    assert len(set(KINDS.values())) == len(KINDS)


@pytest.mark.parametrize(
    "line",
    ['cache.get("new", key)', 'self._kept.put(NEW, key, b"")', "once(cache, NEW, of, make)", 'kept.get(f"new-{x}", k)'],
)
def test_a_kind_that_is_not_in_the_table_would_be_seen(line: str) -> None:
    assert _kinds_in(f'NEW = "new"\n{line}\n') - {"new-"} <= {"new"}
    assert _kinds_in(f'NEW = "new"\n{line}\n')
    assert not _kinds_in('table.get("new", "")')
