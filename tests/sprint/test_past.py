"""How a text became what it is: steps by person, and one taken back by itself, whatever the others wrote meanwhile."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest
from pycrdt import Doc, Text

from pipeline.sprint.gates import Shut
from pipeline.sprint.log import Kind, Record
from pipeline.sprint.pad import NAME
from pipeline.sprint.past import FILE, STEP_MS, steps_of, take_back, text_after

from .sample import TEXT, Writer, lay_out, open_room

FIRST = "Der Anfang steht in der Datei. Noch ein Satz. "


class Desk:
    """Somebody's copy of the text."""

    def __init__(self, known: bytes = b"") -> None:
        self.doc: Doc[Text] = Doc()
        self.text = self.doc.get(NAME, type=Text)
        if known:
            self.doc.apply_update(known)

    def put(self, place: int, words: str) -> bytes:
        before = self.doc.get_state()
        self.text.insert(place, words)
        return self.doc.get_update(before)

    def cut(self, place: int, length: int) -> bytes:
        before = self.doc.get_state()
        del self.text[place : place + length]
        return self.doc.get_update(before)


def update(time: int, person: str, data: bytes) -> Record:
    return Record(Kind.UPDATE, time, person, data)


def test_who_write_at_once_have_a_step_each_and_a_pause_ends_one() -> None:
    desk = Desk()
    times = [("a", 0), ("b", 1), ("a", 2), ("b", 3), ("a", 2 + STEP_MS), ("a", 3 + 2 * STEP_MS), ("b", 1)]
    records = [update(time, person, desk.put(0, "x")) for person, time in times]
    records.insert(2, Record(Kind.WRITTEN, 2, FILE))
    found = [(one.person, one.first, one.last) for one in steps_of(records)]
    # The last of b has the time of a clock that was set back.
    assert found == [("b", 2, 7), ("a", 6, 6), ("a", 1, 5)]
    assert text_after(records, 3) == "xxx"
    assert text_after(records, 0) == ""


def test_what_somebody_wrote_goes_what_they_took_out_comes_back_and_the_rest_stays() -> None:
    file = Desk()
    begun = file.put(0, FIRST)
    anna, ben = Desk(begun), Desk(begun)
    records = [update(0, FILE, begun), update(1, "anna", anna.cut(0, 4)), update(2, "anna", anna.put(0, "Ein "))]
    for record in records[1:]:
        ben.doc.apply_update(record.data)
    records.append(update(3, "ben", ben.put(len("Ein An"), "DA")))
    records.append(update(4, "ben", ben.put(len(ben.text), "Zuletzt.")))
    ben.doc.apply_update(take_back(records, "anna", 2, 3))
    assert str(ben.text) == FIRST.replace("An", "AnDA") + "Zuletzt."
    # Nobody's step, and one that is taken back already, are nothing to do.
    assert take_back(records, "anna", 4, 5) == b""


@pytest.mark.parametrize("seed", range(20))
def test_however_two_wrote_into_each_other_one_can_be_taken_back_alone(seed: int) -> None:
    chance, file = random.Random(seed), Desk()
    begun = file.put(0, FIRST)
    desks = {"anna": Desk(begun), "ben": Desk(begun)}
    records = [update(0, FILE, begun)]
    for time in range(80):
        person = chance.choice(("anna", "ben"))
        desk, length = desks[person], len(desks[person].text)
        if chance.random() < 0.7 or length < 4:
            data = desk.put(chance.randint(0, length), "AAA" if person == "anna" else "bbb")
        else:
            data = desk.cut(chance.randint(0, length - 2), 2)
        records.append(update(time, person, data))
        for other in desks.values():
            other.doc.apply_update(data)
    step = next(one for one in steps_of(records) if one.person == "anna")
    data = take_back(records, "anna", step.first, step.last)
    for desk in desks.values():
        desk.doc.apply_update(data)
    text = str(desks["ben"].text)
    assert text == str(desks["anna"].text)
    assert "AAA" not in text and "A" not in text.replace("A", "", FIRST.count("A"))
    # Each letter of the file that Ben left alone stands there once more, in its order.
    left = iter(FIRST)
    assert all(sign in left for sign in text.replace("b", ""))


def test_in_a_room_it_is_an_edit_like_others_and_a_gate_holds_for_it(tmp_path: Path) -> None:
    async def story() -> None:
        lay_out(tmp_path)
        room = open_room(tmp_path)
        await room.settle()
        anna, ben = Writer("anna"), Writer("ben", 1)
        for writer in (anna, ben):
            writer.enter(room)
            writer.listen()
        anna.insert("falsch")
        ben.listen()
        ben.insert("richtig")
        step = next(one for one in steps_of(room.records) if one.person == "anna")
        data = take_back(room.records, "anna", step.first, step.last)
        room.shut("print")
        with pytest.raises(Shut):
            room.put(data, "ben")
        room.shut("")
        room.put(data, "ben")
        for writer in (anna, ben):
            writer.listen()
        assert anna.text == ben.text == room.text
        assert "falsch" not in room.text and "richtig" in room.text
        assert room.text.replace(" richtig", "") == TEXT
        assert room.last_change[1] == "ben"
        await room.close()

    asyncio.run(story())
