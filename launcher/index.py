"""Fetch pip itself, for Pythons that come without it (Debian without python3-venv).

One version, known by its hash, from whatever index this machine's pip is set to use.
"""

from __future__ import annotations

import base64
import configparser
import hashlib
import html
import os
import re
import ssl
import sys
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit, urlunsplit

from launcher.words import Stop

WHEEL = "pip-26.3-py3-none-any.whl"
SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
PIPS_OWN_DEFAULT = ""
TIMEOUT_S = 60


def fetch_pip(folder: Path) -> Path:
    """Download the wheel into `folder`; raises Stop("no-pip")."""
    settings = pip_settings(os.environ, config_files(os.environ, sys.platform))
    reasons = []
    for index in (settings.get("index-url") or PIPS_OWN_DEFAULT, *settings.get("extra-index-url", "").split()):
        try:
            data = _download(index.rstrip("/") + "/pip/", settings)
        except (OSError, ValueError) as trouble:
            reasons.append(str(trouble))
            continue
        wheel = folder / WHEEL
        wheel.write_bytes(data)
        return wheel
    raise Stop("no-pip", reason="; ".join(reasons))


def config_files(environ: Mapping[str, str], platform: str) -> tuple[Path, ...]:
    """pip's settings files, weakest first (pip documentation, "Configuration")."""
    named = environ.get("PIP_CONFIG_FILE", "")
    if named == os.devnull:
        return ()
    home = Path(environ.get("HOME") or "/")
    if platform == "darwin":
        everybody = [Path("/Library/Application Support/pip/pip.conf")]
        user = home / "Library/Application Support/pip/pip.conf"
    else:
        everybody = [Path(place) / "pip/pip.conf" for place in environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":")]
        everybody.append(Path("/etc/pip.conf"))
        user = home / ".config/pip/pip.conf"
    user = Path(environ["XDG_CONFIG_HOME"]) / "pip/pip.conf" if environ.get("XDG_CONFIG_HOME") else user
    return (*everybody, home / ".pip/pip.conf", user, *([Path(named)] if named else []))


def pip_settings(environ: Mapping[str, str], files: Sequence[Path]) -> dict[str, str]:
    """The settings that decide where pip comes from; the environment wins over files, [install] over [global]."""
    settings: dict[str, str] = {}
    for path in files:
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue
        for section in ("global", "install"):
            if parser.has_section(section):
                settings.update({key.replace("_", "-"): value for key, value in parser.items(section)})
    for name, value in environ.items():
        if name.startswith("PIP_") and value:
            settings[name[4:].lower().replace("_", "-")] = value
    return settings


def wheel_address(page: str, address: str) -> str:
    """Where an index page says that the wheel is (simple repository API)."""
    for link in re.findall(r"""<a\s[^>]*?href\s*=\s*["']([^"']+)["']""", page, re.IGNORECASE):
        target = urldefrag(urljoin(address, html.unescape(link))).url
        if unquote(urlsplit(target).path).rsplit("/", 1)[-1] == WHEEL:
            return target
    raise ValueError(f"{urlsplit(address).hostname}: no {WHEEL}")


def _download(address: str, settings: Mapping[str, str]) -> bytes:
    page = _get(address, settings, credentials_of=address).decode("utf-8", "replace")
    data = _get(wheel_address(page, address), settings, credentials_of=address)
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise ValueError(f"{WHEEL}: wrong sha256")
    return data


def _get(address: str, settings: Mapping[str, str], credentials_of: str) -> bytes:
    parts, login = urlsplit(address), urlsplit(credentials_of)
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    request = urllib.request.Request(bare, headers={"User-Agent": "workbook"})
    if login.username and login.hostname == parts.hostname:
        pair = f"{unquote(login.username)}:{unquote(login.password or '')}"
        request.add_header("Authorization", "Basic " + base64.b64encode(pair.encode()).decode())
    trust = ssl.create_default_context(cafile=settings.get("cert") or None)
    handlers: list[urllib.request.BaseHandler] = [urllib.request.HTTPSHandler(context=trust)]
    if settings.get("proxy"):
        handlers.append(urllib.request.ProxyHandler({"http": settings["proxy"], "https": settings["proxy"]}))
    with urllib.request.build_opener(*handlers).open(request, timeout=TIMEOUT_S) as answer:
        data: bytes = answer.read()
    return data
