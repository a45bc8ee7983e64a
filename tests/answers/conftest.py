"""One printed sheet for all tests of answers."""

from __future__ import annotations

import pytest

from pipeline.cache import MemoryCache
from pipeline.render.pdf import render
from pipeline.render.workers import Workshop
from pipeline.theme import default_theme
from tests.render import sample


@pytest.fixture(scope="package")
def sheet() -> bytes:
    """The sample book: every kind of field on paper."""
    printed = render(sample.book(), default_theme("de"), MemoryCache(), Workshop()).value
    return next(iter(printed.artifacts.values()))
