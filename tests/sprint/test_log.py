"""A log holds what was kept, however a run ended, and is never taken for empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.sprint.log import MAGIC, Damaged, Kind, Log, Record, pack, read_records

RECORDS = [Record(Kind.UPDATE, nth, f"person{nth}", bytes(range(nth * 3))) for nth in range(1, 6)]
DATA = MAGIC + b"".join(map(pack, RECORDS))
ENDS = [len(MAGIC) + sum(len(pack(record)) for record in RECORDS[:nth]) for nth in range(len(RECORDS) + 1)]


@pytest.mark.parametrize("end", range(len(MAGIC), len(DATA) + 1))
def test_a_log_cut_at_any_byte_has_all_whole_records_and_goes_on(tmp_path: Path, end: int) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(DATA[:end])
    log = Log(path)
    whole = sum(good <= end for good in ENDS) - 1
    assert log.records == RECORDS[:whole]
    log.append([RECORDS[0]])
    log.close()
    assert Log(path).records == [*RECORDS[:whole], RECORDS[0]]
    torn = b"".join(kept.read_bytes() for kept in tmp_path.glob("a.torn-*"))
    assert torn == DATA[ENDS[whole] : end]


@pytest.mark.parametrize("place", range(0, ENDS[4], 3))
def test_a_log_that_is_spoilt_before_its_end_is_an_error(place: int) -> None:
    spoilt = bytearray(DATA)
    spoilt[place] ^= 0x55
    with pytest.raises(Damaged):
        read_records(bytes(spoilt))


@pytest.mark.parametrize("data", [b"", b"work", b"something else entirely"])
def test_what_is_no_log_is_an_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.log"
    path.write_bytes(data)
    with pytest.raises(Damaged):
        Log(path)
    assert path.read_bytes() == data
