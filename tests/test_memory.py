"""What is asked for is remembered, and what is not is forgotten."""

from __future__ import annotations

import pytest

from pipeline import memory


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(memory, "_MEMORIES", [])
    return []


def test_a_value_is_made_once_whatever_it_is_and_however_it_is_asked_for(made: list[str]) -> None:
    @memory.remembered
    def loud(text: str, *, twice: bool = False) -> str | None:
        made.append(text)
        return text * 2 if twice else None

    assert [loud("a"), loud("a"), loud("a", twice=True), loud("a", twice=True), loud("b")] == [
        None,
        None,
        "aa",
        "aa",
        None,
    ]
    assert made == ["a", "a", "b"]


def test_what_is_asked_for_stays_and_what_is_not_goes(made: list[str]) -> None:
    @memory.remembered
    def read(text: str) -> str:
        made.append(text)
        return text

    for _ in range(5):
        read("asked for")
        read(f"edit {len(made)}")
        memory.let_go()
    assert made.count("asked for") == 1
    read("edit 1")
    assert made.count("edit 1") == 2


def test_who_never_lets_go_keeps_so_many_at_most() -> None:
    kept: memory.Memory[int] = memory.Memory(10)
    for nth in range(100):
        kept.put(nth, nth)
    assert [nth for nth in range(100) if kept.get(nth) is not None] == [*range(80, 100)]
    kept.drop(99)
    assert kept.get(99) is None
