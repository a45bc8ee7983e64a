"""`.zenodo.json`: what Zenodo fills its form with (developers.zenodo.org, deposit metadata)."""

from __future__ import annotations

import json
from typing import Any

from ..manuscript.model import Contributor
from ..record.edition import Record

AUTHOR = "aut"
ROLES = {"edt": "Editor", "dst": "Distributor", "pro": "Producer", "spn": "Sponsor", "res": "Researcher"}
LANGUAGES = {"de": "deu", "en": "eng"}


def write_zenodo(record: Record) -> bytes:
    """Write the metadata of an edition."""
    authors = [one for one in record.contributors if AUTHOR in one.roles] or list(record.contributors)
    data: dict[str, Any] = {
        "title": record.full_title,
        "upload_type": "publication",
        "publication_type": "book",
        "publication_date": record.date,
        "version": record.version,
        "language": LANGUAGES.get(record.language[:2], record.language),
        "description": record.description,
        "keywords": list(record.subjects),
        "creators": [_person(one) for one in authors] or [{"name": record.publisher}],
        "contributors": [
            {**_person(one), "type": ROLES.get(one.roles[0], "Other")}
            for one in record.contributors
            if one not in authors
        ],
        "doi": record.doi,
        "license": record.license.get("text", ""),
        "access_right": "open" if record.license.get("text") else "restricted",
        # Zenodo asks for them where not everybody may have the files.
        "access_conditions": "" if record.license.get("text") else record.rights,
        "imprint_publisher": record.publisher,
        "imprint_isbn": record.isbn.get("pdf", ""),
        "related_identifiers": [
            {"identifier": number, "relation": "isVariantFormOf", "scheme": "isbn", "resource_type": "publication-book"}
            for form, number in sorted(record.isbn.items())
            if form != "pdf"
        ],
    }
    told = {key: value for key, value in data.items() if value not in ("", [], None)}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _person(one: Contributor) -> dict[str, str]:
    said = {"name": one.sort_as or one.name, "orcid": one.orcid, "affiliation": one.affiliation}
    return {key: value for key, value in said.items() if value}
