"""The blocks of two editions while they are paired: which are paired with which, and which are still free."""

from __future__ import annotations

from collections.abc import Sequence

from .blocks import Block


class Pairs:
    """Positions that are paired, present → previous, each at most once."""

    def __init__(self, previous: Sequence[Block], present: Sequence[Block]) -> None:
        self.previous, self.present = previous, present
        self.joined: dict[int, int] = {}
        self.homes: dict[int, int] = {}
        # Headings of the previous edition that two of the present may be.
        self.doubtful: set[int] = set()

    def join(self, position: int, place: int) -> None:
        """Pair two positions unless one of them is paired."""
        if self.is_new(position) and self.is_gone(place):
            self.joined[position] = place
            self.homes[place] = position

    def is_new(self, position: int) -> bool:
        """Is this block of the present not paired yet?"""
        return position not in self.joined

    def is_gone(self, place: int) -> bool:
        """Is this block of the previous edition not paired yet?"""
        return place not in self.homes
