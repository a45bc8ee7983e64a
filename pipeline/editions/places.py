"""Where a place of an older edition is in the newest: at the same block, else in its chapter, else at the start."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from ..artifacts import Artifacts
from ..record.edition import Edition

HTML = "html/"
START = "index.html"
# Ids of the text: not those of the page's furniture, of printed pages, and of the inputs inside fields.
_ID = re.compile(r'\bid="((?!ui-|seite-)[^"]+?)(?<!--input)"')
_MAIN = b"<main"

Pages = Mapping[str, tuple[str, ...]]


def pages_of(files: Artifacts) -> Pages:
    """Read the ids on every page of a web edition, by the page's name."""
    found = {}
    for path, data in files.items():
        name = path.removeprefix(HTML)
        if path.startswith(HTML) and name.endswith(".html") and "/" not in name:
            found[name] = tuple(_ID.findall(data[data.find(_MAIN) :].decode("utf-8", "replace")))
    return found


def moved_places(old: Edition, old_pages: Pages, new: Edition, new_pages: Pages) -> dict[str, str]:
    """Map the addresses of an old edition ("page.html", "page.html#id") to those of the new one, where they differ."""
    homes = {id: page for page, ids in reversed(tuple(new_pages.items())) for id in ids}
    heirs = _heirs(old, new)
    found: dict[str, str] = {}
    for page, ids in old_pages.items():
        addresses = {id: _address(heirs.get(id, id), homes) for id in ids}
        known = {block.anchor for block in old.blocks}
        home = page if page in new_pages else _home(addresses[id] for id in ids if id in known)
        found[page] = home
        found.update({f"{page}#{id}": address or home for id, address in addresses.items()})
    return {there: here for there, here in sorted(found.items()) if there != here}


def _heirs(old: Edition, new: Edition) -> dict[str, str]:
    """Follow blocks by their ids, place to place; empty when a block is gone."""
    present = {block.id: block.anchor for block in new.blocks}
    return {block.anchor: present.get(block.id, "") for block in reversed(old.blocks)}


def _address(id: str, homes: Mapping[str, str]) -> str:
    return f"{homes[id]}#{id}" if id in homes else ""


def _home(addresses: Iterable[str]) -> str:
    """The page that most of a page's blocks went to."""
    pages = Counter(address.partition("#")[0] for address in addresses if address)
    return pages.most_common(1)[0][0] if pages else START
