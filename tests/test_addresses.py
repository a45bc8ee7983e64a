"""What is an address, and which one was meant."""

import pytest

from pipeline.addresses import is_address, mend_address


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://localhost:8000/a?b=c#d",
        "https://example.org./",
        "https://bücher.example/ä%20b",
        "https://[::1]:80/",
        "https://ute:x@example.org/",
        "https://my_host.example.org/",
        "mailto:ute@example.org?subject=Hallo",
        "tel:+49%2030%20123",
        "tel:112",
    ],
)
def test_good_addresses_are_good(address: str) -> None:
    assert is_address(address)
    assert mend_address(address) == ""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https:/example.org/a", "https://example.org/a"),
        ("https//example.org", "https://example.org"),
        ("https:example.org", "https://example.org"),
        ("https:///example.org", "https://example.org"),
        ("htps://example.org", "https://example.org"),
        ("https://https://example.org", "https://example.org"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https:\\\\example.org\\a", "https://example.org/a"),
        ("www.example.org/a", "https://www.example.org/a"),
        ("https://example..org/", "https://example.org/"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://", ""),
        ("https://exa mple.org", ""),
        ("https://example.org:8o/", ""),
        ("https://example.org:99999/", ""),
        ("https://-example.org/", ""),
        ("mailto:", ""),
        ("mailto:ute", ""),
        ("tel:ute", ""),
        ("ftp://example.org", ""),
    ],
)
def test_what_is_none_names_the_one_that_was_meant(written: str, meant: str) -> None:
    assert not is_address(written)
    assert mend_address(written) == meant
