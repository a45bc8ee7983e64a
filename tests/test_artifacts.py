"""Equal input gives equal bytes."""

import hashlib
import io
import zipfile

from pipeline.artifacts import Member, archive, checksums, digest


def test_an_archive_has_fixed_times_the_given_order_and_no_extra_fields() -> None:
    packed = archive(
        [Member("mimetype", b"application/epub+zip", stored=True), Member("b", b"b" * 99), Member("a", b"")]
    )
    assert packed == archive(
        [Member("mimetype", b"application/epub+zip", stored=True), Member("b", b"b" * 99), Member("a", b"")]
    )
    with zipfile.ZipFile(io.BytesIO(packed)) as read:
        assert read.namelist() == ["mimetype", "b", "a"]
        assert {(info.date_time, info.extra) for info in read.infolist()} == {((1980, 1, 1, 0, 0, 0), b"")}
        assert [info.compress_type for info in read.infolist()] == [0, 8, 8]
        assert read.read("b") == b"b" * 99
    # An EPUB is known by these bytes at these places (OCF 3.3, 4.2).
    assert packed[30:58] == b"mimetypeapplication/epub+zip"


def test_checksums_are_sorted_and_in_the_form_of_sha256sum() -> None:
    text = checksums({"x.pdf": b"1", "html/index.html": b"2"}).decode()
    assert text.splitlines() == [
        f"{hashlib.sha256(b'2').hexdigest()}  html/index.html",
        f"{hashlib.sha256(b'1').hexdigest()}  x.pdf",
    ]


def test_a_digest_knows_where_one_part_ends() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("ä") == digest("ä".encode())
    assert digest() != digest("")
