"""Web addresses, held against what validators of books demand: scheme, host, port, blanks (URL Standard, RFC 3986)."""

from __future__ import annotations

import re

from .spelling import nearest

SCHEMES = frozenset({"https", "http", "mailto", "tel"})
_WEB = re.compile(
    r"https?://(?:[^\s/?#@]*@)?(?P<host>\[[0-9a-f:.]+\]|[^\s/?#:@]+)(?::(?P<port>[^\s/?#]*))?(?P<rest>[/?#]\S*)?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?")
_ILL_ESCAPED = re.compile(r"%(?![0-9a-f]{2})", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)
_TEL = re.compile(r"tel:\+?[\d(). /%-]*\d[\d(). /%-]*", re.IGNORECASE)
_SCHEME = re.compile(r"^(?P<scheme>[a-z]{3,6})(?::?/{1,3}|:(?=[a-z0-9]))(?P<rest>[^/\s].*)$", re.IGNORECASE)
_TWICE = re.compile(r"^https?:/*(?=https?://)", re.IGNORECASE)


def is_address(written: str) -> bool:
    """Is this an address that can lead somewhere? Letters of other scripts in it are encoded by who follows it."""
    if re.search(r"[\s\\<>\"]", written) or _ILL_ESCAPED.search(written):
        return False
    if written[:4].casefold() != "http":
        return bool(_MAIL.fullmatch(written) or _TEL.fullmatch(written))
    match = _WEB.fullmatch(written)
    return match is not None and _is_host(match["host"]) and _is_port(match["port"])


def mend_address(written: str) -> str:
    """The address that was probably meant; empty where nobody can know."""
    text = _TWICE.sub("", written.strip().replace("\\", "/"))
    if match := _SCHEME.match(text):
        scheme = nearest(match["scheme"], ("https", "http"))
        text = f"{scheme}://{match['rest']}" if scheme else text
    elif "." in text.partition("/")[0] and ":" not in text:
        text = f"https://{text}"
    text = _ILL_ESCAPED.sub("%25", "%20".join(text.split()))
    text = re.sub(r"\.{2,}", ".", text.partition("?")[0]) + text[len(text.partition("?")[0]) :]
    return text if text != written and is_address(text) else ""


def _is_host(host: str) -> bool:
    if host.startswith("["):
        return True
    return all(_LABEL.fullmatch(label) for label in host.removesuffix(".").split("."))


def _is_port(port: str | None) -> bool:
    return port is None or (port.isdecimal() and port.isascii() and int(port) < 65536)
