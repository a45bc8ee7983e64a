"""The sieve lets through what people write, and nothing that a format cannot hold."""

from __future__ import annotations

import random
import unicodedata

import pytest
import yaml
from lxml import etree

from pipeline.sieve import MOST_DEPTH, find_excess, sift, stray_references, strays, whole_number

LETTERS = "Äß€ \u00a0\u00ad\u200b\u200d\u2060\ufffd\U0001f469\u200d\U0001f4bb\t\r\n\ue000"


def test_what_people_write_passes() -> None:
    assert sift(LETTERS) == LETTERS
    assert list(strays(LETTERS)) == []


def test_whatever_is_in_unicode_what_passes_can_stand_in_xml_and_be_saved() -> None:
    passed = sift("".join(map(chr, range(0x110000))))
    etree.fromstring(f"<p>{passed.replace('&', '').replace('<', '').replace('>', '')}</p>".encode())
    assert {sign for sign in passed if unicodedata.category(sign) in ("Cc", "Cs")} == {"\t", "\n", "\r"}
    assert [hex(ord(sign)) for sign in passed if 0xFDD0 <= ord(sign) <= 0xFDEF or ord(sign) & 0xFFFE == 0xFFFE] == []


@pytest.mark.parametrize(
    "sign", ["\0", "\x08", "\x0b", "\f", "\x1b", "\x7f", "\x85", "\x9f", "\u2028", "\u2029", "\ud800", "\udfff",
             "\ufdd0", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff"],
)  # fmt: skip
def test_what_no_text_may_hold_becomes_a_space_and_is_named(sign: str) -> None:
    assert sift(f"a{sign}b") == "a b"
    assert list(strays(f"a{sign}b")) == [(1, f"U+{ord(sign):04X}")]


def test_a_byte_order_mark_inside_is_taken_out() -> None:
    assert sift("Wor\ufefft") == "Wort"


def test_a_number_for_such_a_character_is_found_and_one_for_a_letter_is_not() -> None:
    text = "&#1; &#x1; &#0; &#xFFFE; &#xD800; &#1114112; &#65; &#xe4; &#8203; &#; &#x; &amp;"
    assert [text[start:end] for start, end, _ in stray_references(text)] == text.split()[:6]
    assert [number for *_, number in stray_references("&#x00d800;")] == ["U+D800"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("007", 7), ("999999999", 999_999_999), ("9" * 10, None), ("9" * 5000, None), ("", None), ("-1", None),
     ("²", None), ("1.5", None), ("٣", 3), ("0x1", None)],
)  # fmt: skip
def test_a_number_is_one_or_none(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def deep(depth: int) -> list[str]:
    """Ways to nest so deep."""
    return [
        "[" * depth + "]" * depth,
        "{a: " * depth + "1" + "}" * depth,
        "- " * depth + "a",
        "? " * depth + "a",
        # Indents grow with the square.
        "\n".join("  " * level + "a:" for level in range(min(depth, 900))),
        "\n".join(" " * level + "a:" for level in range(min(depth, 900))),
        "".join(["[", "{a: "][level % 2] for level in range(depth)),
        "- " * (depth // 2) + "[" * (depth - depth // 2),
    ]


@pytest.mark.parametrize("text", [text for depth in (MOST_DEPTH + 1, 40_000) for text in deep(depth)])
def test_yaml_that_nests_too_deep_is_found_before_it_is_composed(text: str) -> None:
    assert find_excess(text) is not None


@pytest.mark.parametrize("text", ["title: " + "{a: " * 40_000, *deep(MOST_DEPTH + 1)])
def test_what_is_written_too_deep_is_no_fault_of_an_alias(text: str) -> None:
    found = find_excess(text)
    assert found is not None and found.is_deep


@pytest.mark.parametrize("end", ["\r", "\r\n", "\x85", "\u2028", "\u2029"])
def test_lines_may_end_as_yaml_knows_it(end: str) -> None:
    text = deep(MOST_DEPTH + 1)[4].replace("\n", end)
    assert _depth(text) > MOST_DEPTH
    assert find_excess(text) is not None


@pytest.mark.parametrize("text", [*deep(20), "", "a: '" + "[" * 40_000 + "'", "# " + "{" * 40_000, "a: b" + "[" * 400])
def test_yaml_that_does_not_is_not(text: str) -> None:
    assert find_excess(text) is None


LEVELS = [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 9)]
BOMB = "\n".join(["a0: &a0 x", *LEVELS])
CHAIN = "\n".join(["a0: &a0 x", *(f"a{level}: &a{level} [*a{level - 1}]" for level in range(1, 400))])


@pytest.mark.parametrize(
    "text", [BOMB, CHAIN, "&a [*a]", "a: &a {b: [*a]}", "a: &a {b: &b [*a], c: *b}", "? &a [*a]\n: b"]
)
def test_yaml_whose_aliases_stand_for_too_much_or_for_themselves_is_found(text: str) -> None:
    assert find_excess(text) is not None


@pytest.mark.parametrize(
    "text", [BOMB[:150], "a: &a [1, 2]\nb: [*a, *a]", "a: *unknown\nb: &c d", "a: Bed & *Breakfast*"]
)
def test_honest_aliases_are_let_through(text: str) -> None:
    assert find_excess(text) is None


def test_what_is_let_through_is_never_deeper() -> None:
    chance = random.Random(1)
    pieces = [
        "[",
        "]",
        "{",
        "}",
        "- ",
        "? ",
        ": ",
        "a",
        "\n",
        "\r",
        "\x85",
        "  ",
        '"',
        "'",
        "|\n",
        "&a ",
        "*a",
        "!!seq ",
        ", ",
        "#",
    ]
    for _ in range(400):
        text = "".join(
            chance.choices(pieces, weights=[9, 1, 5, 1, 9, 5, 5, 2, 2, 1, 1, 9, 1, 1, 1, 1, 1, 1, 2, 1], k=300)
        )
        if find_excess(text) is None:
            assert _depth(text) <= MOST_DEPTH


def _depth(text: str) -> int:
    """How deep a text nests, as far as it can be parsed."""
    depth = most = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            most = max(depth, most)
    except yaml.YAMLError:
        pass
    return most
