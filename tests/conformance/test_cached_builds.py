"""A build that finds work of earlier builds gives the bytes of one that finds nothing, whatever was edited before."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.cache import MemoryCache
from tests.conformance.edits import EDITS, built, differing, make

pytestmark = pytest.mark.slow


def test_after_every_edit_the_cached_build_equals_a_clean_one() -> None:
    _hold_clean(list(EDITS))


@pytest.mark.thorough
@given(sequence=st.lists(st.sampled_from(list(EDITS)), min_size=3, max_size=3))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_in_any_order_the_cached_build_equals_a_clean_one(sequence: list[str]) -> None:
    _hold_clean(sequence)


def _hold_clean(sequence: list[str]) -> None:
    kept = MemoryCache()
    done: frozenset[str] = frozenset()
    before = built(make(done), kept)
    assert {path.split("/")[0] for path in before} == {"SHA256SUMS", "handouts", "html", "probe.epub", "probe.pdf"}
    for name in sequence:
        done ^= {name}
        after = built(make(done), kept)
        assert differing(after, before), f"{name} changed nothing, so it proves nothing"
        assert differing(after, built(make(done), MemoryCache())) == [], f"stale after {name} in {sorted(done)}"
        before = after
