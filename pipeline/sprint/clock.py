"""What comes next in a sprint, and what is over. Moments are texts that sort as they follow: `2027-03-01 09:00`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from ..manuscript.model import Sprint

FORM = "%Y-%m-%d %H:%M"


def moments(sprint: Sprint) -> tuple[tuple[str, str], ...]:
    """The moments that are set, each with its name, in time."""
    return tuple(
        sorted(
            ((name, at) for name, at in asdict(sprint).items() if name != "push" and _is_moment(at)),
            key=lambda one: one[1],
        )
    )


def is_past(sprint: Sprint, name: str, now: str) -> bool:
    """Whether a moment is set and over."""
    return any(its == name and at <= now for its, at in moments(sprint))


def tell(sprint: Sprint, now: str, lifted: Collection[str] = ()) -> Mapping[str, object]:
    """What the page shows: what is over, unless somebody lifted it, what comes next and in how many minutes."""
    coming = next(((name, at) for name, at in moments(sprint) if at > now), None)
    told: dict[str, object] = {"past": [name for name, at in moments(sprint) if at <= now and name not in lifted]}
    if coming:
        left = datetime.strptime(coming[1], FORM) - datetime.strptime(now, FORM)
        told["next"] = {"name": coming[0], "at": coming[1], "minutes": int(left.total_seconds() // 60)}
    return told


def read_clock() -> str:
    """The moment that it is here."""
    return datetime.now().strftime(FORM)


def milliseconds(moment: str) -> int:
    """A moment as logs count time, since 1970."""
    return int(datetime.strptime(moment, FORM).timestamp() * 1000)


def _is_moment(text: str) -> bool:
    try:
        return bool(datetime.strptime(text, FORM))
    except ValueError:
        return False
