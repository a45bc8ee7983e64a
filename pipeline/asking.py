"""The door to the web: whether an address answers. Nothing on this machine or in its own network is ever asked.

The host's name is looked up once, and what is asked is the address that was looked at: a name that means something else
the next moment leads nowhere (DNS rebinding). Each redirect is looked at the same way.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urljoin, urlsplit

TIMEOUT_S = 10
MOST_REDIRECTS = 5
AGENT = "Mozilla/5.0 (compatible; workbook check --links)"
PORTS = {"http": 80, "https": 443}
_REDIRECTS = (301, 302, 303, 307, 308)
# As RFC 3986 has them: what is escaped already stays.
_SAFE = "/%:@!$&'()*+,;=-._~?"


@dataclass(frozen=True, slots=True)
class Answer:
    """A status of HTTP, or 0 and why there is none: name, silence, certificate, refused, loop, private."""

    status: int = 0
    problem: str = ""


def is_public(address: str) -> bool:
    """Whether this IP address is somewhere in the world, not here."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_global and not (mapped or ip).is_multicast


def today() -> int:
    """The day, as a number that grows by one."""
    return date.today().toordinal()


def ask(url: str, may_ask: Callable[[str], bool] = is_public, timeout_s: float = TIMEOUT_S) -> Answer:
    """Ask with HEAD, and with GET where that is not liked; follow redirects."""
    for _ in range(MOST_REDIRECTS + 1):
        try:
            status, to = _once(url, "HEAD", may_ask, timeout_s)
            if status >= http.client.BAD_REQUEST:
                status, to = _once(url, "GET", may_ask, timeout_s)
        except _Private:
            return Answer(problem="private")
        except (socket.gaierror, UnicodeError):
            return Answer(problem="name")
        except TimeoutError:
            return Answer(problem="silence")
        except ssl.SSLError:
            return Answer(problem="certificate")
        except (OSError, http.client.HTTPException, ValueError):
            return Answer(problem="refused")
        if status not in _REDIRECTS or not to:
            return Answer(status)
        url = urljoin(url, to)
    return Answer(problem="loop")


class _Private(Exception):
    """An address that is none of the web's."""


def _once(url: str, method: str, may_ask: Callable[[str], bool], timeout_s: float) -> tuple[int, str]:
    """Send one request; give the status and where it leads."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise _Private
    host = parts.hostname.encode("idna").decode()
    port = parts.port or PORTS[parts.scheme]
    addresses = {str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not all(map(may_ask, addresses)):
        raise _Private
    # IPv4 first: many networks say that they know IPv6 and do not.
    address = min(addresses, key=lambda one: (":" in one, one))
    connection = http.client.HTTPConnection(host, port, timeout=timeout_s)
    connection.sock = socket.create_connection((address, port), timeout_s)
    try:
        if parts.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
        target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
        headers = {"Host": parts.netloc.rpartition("@")[2].encode("idna").decode(), "User-Agent": AGENT}
        connection.request(method, target, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()
