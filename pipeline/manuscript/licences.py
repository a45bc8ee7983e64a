"""Licences by their SPDX ids: where one can be read, and how what has licences of its own is told apart.

In: what the manifest or a record says. Out: addresses and words, for all that speaks of rights: imprint, EPUB, PDF, web
edition and what goes to shops, archives and libraries; so they cannot say different things.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .model import License, Manifest

# Of what a licence may be, in the order in which it is told; the names are those of License and of the labels.
KINDS = ("text", "pictures", "handouts")
PUBLIC_DOMAIN = "https://creativecommons.org/publicdomain/zero/1.0/"
OF_ITS_OWN = "LicenseRef-"
_CREATIVE_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)")


def address_of(id: str) -> str:
    """Where a licence can be read: as a deed of Creative Commons, else in SPDX's list; nowhere if it is one's own."""
    if not id or id.startswith(OF_ITS_OWN):
        return ""
    if id == "CC0-1.0":
        return PUBLIC_DOMAIN
    if found := _CREATIVE_COMMONS.fullmatch(id):
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    return f"https://spdx.org/licenses/{id}.html"


def apart(license: License) -> tuple[tuple[str, str], ...]:
    """What is under which licence: one row for all of it (its kind is empty), or one for each kind; none where nobody
    has decided."""
    rows = tuple((kind, getattr(license, kind)) for kind in KINDS)
    if len({id for _, id in rows}) == 1:
        return (("", license.text),) if license.text else ()
    return rows


def spoken(license: License, word: Callable[[str], str]) -> str:
    """ "CC-BY-4.0", or "Text CC-BY-4.0; Bilder CC-BY-NC-4.0; …"; `word` gives a printed word by its key."""
    return "; ".join(f"{word(f'licenses.{kind}')} {id}" if kind else id for kind, id in apart(license))


def statement(rights: str, license: License, word: Callable[[str], str]) -> str:
    """All that is said of rights, in one line."""
    told = spoken(license, word)
    return " ".join(part for part in (rights, f"{word('imprint.license')}: {told}." if told else "") if part)


def handout_statement(manifest: Manifest) -> str:
    """What is said below a hand-out: the sentence for it and its licence, else what is said of the whole book."""
    own = " ".join(part for part in (manifest.handout_rights, manifest.license.handouts) if part)
    return own or manifest.rights
