"""What a page asks, out of the body of its request: of the kind that is meant, or refused. Scripts send anything."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.requests import Request

from .dropped import Unwilling

MOST_ASKED, MOST_PICTURE, MOST_PASTED = 2_100_000, 30_000_000, 20_000_000
# What JavaScript counts without a mistake.
MOST_NUMBER = 2**53


class Asked:
    """The object that a request brought. Whatever has another kind than is asked for raises ValueError."""

    def __init__(self, matter: object) -> None:
        if not isinstance(matter, dict):
            raise ValueError("no object")
        self._matter: Mapping[str, object] = matter

    def words(self, name: str, most: int = MOST_ASKED) -> str:
        """A text, empty where nothing was said."""
        text = self._matter.get(name, "")
        if not isinstance(text, str) or len(text) > most:
            raise ValueError(name)
        # Half a letter is none, and can be written nowhere.
        text.encode()
        return text

    def number(self, name: str) -> int:
        """A number from 0 on; there is none that is meant by silence."""
        number = self._matter.get(name)
        if type(number) is not int or not 0 <= number < MOST_NUMBER:
            raise ValueError(name)
        return number

    def is_yes(self, name: str) -> bool:
        """Whether it was said: silence is no."""
        return self._matter.get(name) is True


async def read_asked(request: Request, most: int = MOST_ASKED) -> Asked:
    """Read what was asked; raise ValueError, Unwilling."""
    data = await read_body(request, most)
    try:
        return Asked(json.loads(data))
    except RecursionError:
        raise ValueError("too deep") from None


async def read_body(request: Request, most: int) -> bytes:
    """Read a body of so many bytes at most; raise Unwilling."""
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > most:
            raise Unwilling("large", 413)
    return bytes(data)
