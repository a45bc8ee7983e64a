"""A record is written and read back whole; a damaged one is refused."""

import hashlib
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.record.edition import (
    BrokenRecord,
    order_of,
    read_blocks,
    read_edition,
    read_record,
    sums,
    write_blocks,
    write_record,
)
from tests.record.samples import RECORD, named


def test_a_record_is_read_back_as_it_was_written() -> None:
    assert read_record(write_record(RECORD)) == RECORD


def test_a_record_is_sorted_and_readable() -> None:
    text = write_record(RECORD).decode()
    keys = [line.split('"')[1] for line in text.splitlines() if line.startswith(' "')]
    assert keys == sorted(keys)
    assert "„Größe“" in text
    turned = replace(RECORD, outputs=dict(reversed(RECORD.outputs.items())))
    assert write_record(turned) == write_record(RECORD)


@pytest.mark.parametrize(
    "damaged", [b"", b"[]", b"{", b'{"schema": 2}', b'{"schema": 1}', b'{"schema": 1, "version": "../x"}', b"\xff"]
)
def test_a_damaged_record_is_refused(damaged: bytes) -> None:
    with pytest.raises(BrokenRecord):
        read_record(damaged)


@pytest.mark.parametrize(
    "change",
    [
        *({"version": "v1"}, {"outputs": 3}, {"outputs": {"a": 5}}, {"date": None}, {"title": 5}, {"language": ["de"]}),
        *({"contributors": [{"name": "x"}]}, {"contributors": 3}, {"allowed": "status"}, {"subjects": [1]}),
        *({"contributors": [{"name": 5, "roles": []}]}, {"contributors": [{"name": "x", "roles": [7]}]}),
        *({"changes": {"added": 5}}, {"changes": {"added": [5]}}, {"isbn": 7}, {"checks": [1]}),
    ],
)
def test_a_record_with_a_wrong_value_is_refused(change: dict[str, object]) -> None:
    data = json.loads(write_record(RECORD)) | change
    with pytest.raises(BrokenRecord):
        read_record(json.dumps(data).encode())


def test_blocks_are_written_one_a_line_and_read_back() -> None:
    shown = replace(named("ziel", "b"), pictures=("chapters/images/x.svg",))
    blocks = (named("a.1", "Ein „Satz“\nmit Bruch", folio="xii"), shown)
    data = write_blocks(blocks, {"a": "Kapitel 1, A"})
    assert read_blocks(data) == (blocks, {"a": "Kapitel 1, A"})
    assert data.count(b"\n") == 2 + 3


@pytest.mark.parametrize(
    "line",
    ['{"id": 5}', "[]", "5", "null", '{"text": 5}', '{"turns": [[Infinity, "1"]]}', '{"turns": 5}', '{"folio": ["1"]}'],
)
def test_blocks_that_are_none_are_refused(line: str) -> None:
    whole = json.loads(write_blocks((named("a.1", "x"),), {}))
    changed = json.loads(line)
    whole[1] = {**whole[1], **changed} if isinstance(changed, dict) else changed
    with pytest.raises(BrokenRecord):
        read_blocks(json.dumps(whole).encode())


@pytest.mark.parametrize("data", ["[" * 40_000, '{"a": ' * 40_000, "[" + "9" * 5000 + "]", '{"schema": 1e999999}'])
def test_a_record_without_end_is_refused(data: str) -> None:
    for read in (read_record, read_blocks):
        with pytest.raises(BrokenRecord):
            read(data.encode())


def test_what_no_text_may_hold_does_not_come_out_of_a_record() -> None:
    data = write_record(RECORD).decode().replace("Probe", "Pro\\u0001be\\ud800")
    assert read_record(data.encode()).title.startswith("Pro be ")


def test_blocks_of_another_edition_are_refused() -> None:
    data = write_blocks((), {})
    record = replace(RECORD, blocks=hashlib.sha256(data).hexdigest())
    assert read_edition(write_record(record), data).record == record
    with pytest.raises(BrokenRecord):
        read_edition(write_record(record), write_blocks((), {"a": "A"}))


def test_versions_are_in_the_order_of_their_numbers() -> None:
    right = ["0.9", "1", "1.0.1", "1.2", "1.9", "1.10", "2", "2027.1", "2027.1.1"]
    by_letters = ["0.9", "1", "1.0.1", "1.10", "1.2", "1.9", "2", "2027.1", "2027.1.1"]
    assert sorted(by_letters, key=order_of) == right
    assert order_of("1.0") == order_of("1") == order_of("1.0.0")


@pytest.mark.parametrize(
    "text", ["", "v1", "1.", ".1", "1..2", "01", "1.0-rc1", "1 0", "../1", "1.2.3.4.5", "１", "1１"]
)
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        order_of(text)


@given(st.lists(st.integers(0, 999), min_size=1, max_size=4), st.lists(st.integers(0, 999), min_size=1, max_size=4))
def test_versions_are_ordered_like_lists_of_numbers(a: list[int], b: list[int]) -> None:
    first, second = (".".join(map(str, numbers)) for numbers in (a, b))
    padded = [numbers + [0] * (4 - len(numbers)) for numbers in (a, b)]
    assert (order_of(first) < order_of(second)) == (padded[0] < padded[1])


def test_checksums_are_those_of_sha256sum() -> None:
    assert sums({"b": b"", "a": b"x"}) == {
        "a": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
        "b": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }
