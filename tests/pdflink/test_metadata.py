"""What a file says of itself."""

from __future__ import annotations

from dataclasses import replace

from pipeline.pdflink.metadata import packet
from tests.pdflink.bound import DESCRIPTION


def test_a_file_claims_to_be_an_archive_file_unless_it_is_told_not_to() -> None:
    claims = [b"".join(packet(one).contents) for one in (DESCRIPTION, replace(DESCRIPTION, conforms=False))]
    assert [(b"pdfaid:part" in one, b"pdfuaid:part" in one) for one in claims] == [(True, True), (False, False)]
