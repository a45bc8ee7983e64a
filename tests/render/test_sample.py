"""The sample book is itself a canonical book."""

from __future__ import annotations

from collections import Counter

from pipeline import trees
from tests.render import sample


def test_every_body_of_the_sample_is_well_formed_and_ids_are_unique() -> None:
    counted: Counter[str] = Counter()
    for section in sample.book().sections:
        counted[section.id] += 1
        counted.update(trees.ids_of(trees.parse(section.body)))
    assert [name for name, uses in counted.items() if uses > 1] == []
    assert counted["s03"] == 1
