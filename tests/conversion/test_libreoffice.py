"""DOCX files as LibreOffice wrote them come into the book with all words, and each feature in our form."""

from __future__ import annotations

import pytest

from .libreoffice_features import FEATURES
from .libreoffice_files import KEPT, brought


@pytest.mark.parametrize("name", FEATURES)
def test_a_file_of_libreoffice_arrives_whole(name: str) -> None:
    feature = FEATURES[name]
    outcome = brought(feature, f"{name}.docx", (KEPT / f"{name}.docx").read_bytes())
    assert (outcome.lost, outcome.unlike) == ((), ())
    assert feature.told <= outcome.codes
    assert "x-080" not in outcome.codes


def test_every_kept_file_is_tried() -> None:
    assert {path.stem for path in KEPT.glob("*.docx")} == {*FEATURES}
