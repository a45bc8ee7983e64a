"""Who may see the draft: the facts of a request in, a verdict with its reason out. Nothing here reads or sends.

A draft is nobody's but its authors'. Against pages elsewhere that point a name of theirs at this machine (DNS
rebinding): the names it answers to are known. Against pages elsewhere that take a script or a picture from here: what
the browser says of where a request comes from (Fetch Metadata, W3C), and `Origin`. Against neighbours in the network:
a secret, which is once in the address and then in a cookie.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from hmac import compare_digest
from urllib.parse import parse_qsl

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
KEY = "key"
ABROAD = frozenset({"cross-site", "same-site"})
# What a reader is led to by a link; everything else is fetched by a page.
LED = ("navigate", "document")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(?::\d*)?")


class Verdict(Enum):
    """What becomes of a request, and why."""

    OPEN = "open"
    ENTER = "the secret stands in the address: from now on in a cookie"
    WRONG_HOST = "a name that is not this machine's"
    ABROAD = "asked for by a page of another site"
    NO_SECRET = "the network may look with the secret only"


@dataclass(frozen=True, slots=True)
class Request:
    """The facts of a request; `reached` is the address of this machine that it came to. Missing headers are empty."""

    hosts: Sequence[str]
    reached: str = ""
    query: str = ""
    cookies: str = ""
    site: str = ""
    mode: str = ""
    purpose: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """How the preview is guarded: this machine's names, and with `secret` who may look in the network. `cookie` is the
    name under which a browser keeps the secret: cookies are a host's, whatever the port."""

    names: frozenset[str] = LOOPBACK_NAMES
    secret: str = ""
    cookie: str = "workbook"

    def judge(self, request: Request) -> Verdict:
        """Say what becomes of a request."""
        if not self._is_named(request):
            return Verdict.WRONG_HOST
        if not is_from_here(request):
            return Verdict.ABROAD
        if not self.secret:
            return Verdict.OPEN
        # Also with the cookie: the secret is not to stay in the address, where it is seen and copied.
        if any(self._is_secret(value) for name, value in parse_qsl(request.query) if name == KEY):
            return Verdict.ENTER
        known = any(map(self._is_secret, cookies(request.cookies, self.cookie)))
        return Verdict.OPEN if known else Verdict.NO_SECRET

    def _is_named(self, request: Request) -> bool:
        if len(request.hosts) != 1:
            return False
        name = name_of(request.hosts[0])
        return name in self.names or bool(self.secret and name and name == request.reached.lower())

    def _is_secret(self, given: str) -> bool:
        return compare_digest(given.encode("utf-8", "replace"), self.secret.encode())


def is_from_here(request: Request) -> bool:
    """Whether no page of another site asks, but a reader who follows a link."""
    foreign = bool(request.origin) and request.origin.partition("://")[2].lower() != request.hosts[0].lower()
    return not foreign and (request.site not in ABROAD or (request.mode, request.purpose) == LED)


def name_of(host: str) -> str:
    """The name in a `Host` header, without its port."""
    found = _HOST.fullmatch(host.strip().lower())
    return found[1] if found else ""


def cookies(header: str, name: str) -> list[str]:
    """All values of a cookie: a browser may send several of one name."""
    pairs = (pair.strip().partition("=") for pair in header.split(";"))
    return [value for key, _, value in pairs if key == name]
