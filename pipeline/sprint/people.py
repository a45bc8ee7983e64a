"""Who is in the house: three links say what somebody may do, a name says who it is. How to reach people is not kept."""

from __future__ import annotations

import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hmac import compare_digest
from pathlib import Path

from ..workspace import write_whole
from .log import Damaged

# Who leads may do everything, who writes may write, who reads may look.
LEAD, WRITE, READ = "lead", "write", "read"
ROLES = (LEAD, WRITE, READ)
COLOURS = 12
MOST_NAME, MOST_PEOPLE = 40, 500
SECRET_BYTES = 16
NAME = "people.json"
PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has given a name. `consent`: may be named as an author, in git and in the book."""

    id: str
    token: str
    name: str
    consent: bool = False

    @property
    def colour(self) -> int:
        """The number of the colour that this person's carets have."""
        return int(self.id.removeprefix("p")) % COLOURS


class TooMany(Exception):
    """More people than any sprint has."""


class People:
    """The people of a sprint, and the secrets of its links, in a file that survives restarts: links stay good."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME
        try:
            kept = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            kept = {"secrets": {role: secrets.token_urlsafe(SECRET_BYTES) for role in ROLES}, "people": []}
        except ValueError as problem:
            raise Damaged(f"{self._file.name}: {problem}") from problem
        try:
            self.secrets: Mapping[str, str] = {role: str(kept["secrets"][role]) for role in ROLES}
            self._people = {str(one["id"]): Person(**one) for one in kept["people"]}
        except (KeyError, TypeError) as problem:
            raise Damaged(f"{self._file.name}: {problem}") from problem
        self._write()

    def join(self, name: str, consent: bool, token: str = "") -> Person:
        """Take somebody in, or let somebody who is known by a token have another name; raise ValueError, TooMany."""
        name = clean_name(name)
        if not name:
            raise ValueError("name")
        known = self.known_by(token)
        if known is None and len(self._people) >= MOST_PEOPLE:
            raise TooMany
        id = known.id if known else f"p{len(self._people) + 1}"
        person = Person(id, known.token if known else secrets.token_urlsafe(SECRET_BYTES), name, consent)
        self._people[person.id] = person
        self._write()
        return person

    def change(self, id: str, name: str, consent: bool) -> None:
        """Have somebody called otherwise, or note what somebody said about being named; raise ValueError."""
        name, known = clean_name(name), self._people.get(id)
        if known is None or not name:
            raise ValueError(id)
        self._people[id] = Person(id, known.token, name, consent)
        self._write()

    @property
    def all(self) -> tuple[Person, ...]:
        """Everybody who has given a name."""
        return tuple(self._people.values())

    def known_by(self, token: str) -> Person | None:
        """Find somebody by the token that only that browser has."""
        given = token.encode("utf-8", "replace")
        return next((one for one in self._people.values() if compare_digest(one.token.encode(), given)), None)

    def named(self, id: str) -> Person | None:
        """Find somebody by the name that logs have for a person."""
        return self._people.get(id)

    def _write(self) -> None:
        people = [asdict(person) for person in self._people.values()]
        text = json.dumps({"secrets": dict(self.secrets), "people": people}, ensure_ascii=False, indent=1)
        fresh = self._file.with_suffix(".next")
        write_whole(fresh, text.encode())
        fresh.chmod(PRIVATE)
        fresh.replace(self._file)


def clean_name(name: str) -> str:
    """A name as it can be shown in a line: no signs that show nothing or turn the text round."""
    shown = "".join(sign for sign in name if sign.isspace() or unicodedata.category(sign)[0] != "C")
    return " ".join(shown.split())[:MOST_NAME].strip()
