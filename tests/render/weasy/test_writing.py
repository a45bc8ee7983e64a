"""A number has one form in a PDF, however near to a whole one a system's libraries come."""

import pytest

from pipeline.render.weasy.writing import to_bytes


@pytest.mark.parametrize(
    ("number", "written"),
    [(-12.0000000004, b"-12"), (-12.0, b"-12"), (-1e-17, b"0"), (0.1 + 0.2, b"0.3"), (280, b"280"), ("/X", b"/X")],
)
def test_a_number_is_written_in_one_form(number: object, written: bytes) -> None:
    assert to_bytes(number) == written
