"""Some of many cases for the suite, all of them for a thorough run (`--thorough`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def every(number: int, cases: Iterable[Any]) -> list[Any]:
    """The cases, of which the suite tries every so many, beginning with the first."""
    found = [one if isinstance(one, tuple) else (one,) for one in cases]
    return [
        pytest.param(*one, marks=[] if nth % number == 0 else pytest.mark.thorough) for nth, one in enumerate(found)
    ]
