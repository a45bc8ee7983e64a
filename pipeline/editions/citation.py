"""How an edition is cited by machines: CITATION.cff (Citation File Format 1.2.0) and DataCite metadata (schema 4)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import yaml

from ..manuscript.licences import OF_ITS_OWN, address_of, apart
from ..manuscript.model import Contributor, License
from ..record.edition import Record

CFF_VERSION = "1.2.0"
DATACITE = "http://datacite.org/schema/kernel-4"
UNKNOWN = "(:unav)"  # DataCite's own word for what nobody said
AUTHOR = "aut"
# MARC relator → DataCite contributorType; all others are "Other".
DATACITE_ROLES = {"edt": "Editor", "dst": "Distributor", "pro": "Producer", "spn": "Sponsor", "res": "Researcher"}


def write_cff(record: Record) -> bytes:
    """Write CITATION.cff; the book is the preferred citation, as the format itself only knows software and data."""
    authors = [_cff_person(person) for person in _authors(record)]
    book = {
        "type": "book",
        "title": record.full_title,
        "authors": list(map(dict, authors)),  # a copy, or YAML refers to the other list
        "edition": record.version,
        "date-released": record.date,
        "year": int(record.date[:4]) if record.date else None,
        "publisher": {"name": record.publisher} if record.publisher else None,
        "languages": [record.language[:2]],
        "isbn": next((record.isbn[name] for name in ("print", "pdf", "epub") if name in record.isbn), None),
        "doi": record.doi,
    }
    data = {
        "cff-version": CFF_VERSION,
        "message": "Bitte so zitieren." if record.language.startswith("de") else "Please cite it like this.",
        "title": record.full_title,
        "version": record.version,
        "date-released": record.date,
        "abstract": record.description,
        "keywords": list(record.subjects),
        "doi": record.doi,
        "license": id if (id := record.license.get("text", "")) and not id.startswith(OF_ITS_OWN) else "",
        "url": record.site_url,
        "authors": authors,
        "preferred-citation": _told(book),
    }
    return yaml.safe_dump(_told(data), allow_unicode=True, sort_keys=False, width=110).encode()


def write_datacite(record: Record) -> bytes:
    """Write the metadata that a repository asks for when it gives a DOI."""
    others = [person for person in record.contributors if person not in _authors(record)]
    data = {
        "schemaVersion": DATACITE,
        "types": {"resourceType": "Workbook", "resourceTypeGeneral": "Book"},
        "alternateIdentifiers": [
            {"alternateIdentifierType": kind, "alternateIdentifier": name}
            for kind, name in (("URN", record.identifier), *(("ISBN", number) for number in record.isbn.values()))
            if name
        ],
        "doi": record.doi,
        "url": f"{record.site_url.rstrip('/')}/{record.version}/" if record.site_url else "",
        "titles": [
            {"title": title, **kind, "lang": record.language}
            for title, kind in ((record.title, {}), (record.subtitle, {"titleType": "Subtitle"}))
            if title
        ],
        "creators": [_datacite_person(person) for person in _authors(record)],
        "contributors": [
            {**_datacite_person(person), "contributorType": DATACITE_ROLES.get(person.roles[0], "Other")}
            for person in others
        ],
        "publisher": {"name": record.publisher or UNKNOWN},
        "publicationYear": record.date[:4],
        "dates": [{"date": record.date, "dateType": "Issued"}],
        "language": record.language,
        "version": record.version,
        "formats": sorted({_media_type(path) for path in record.outputs} - {""}),
        "subjects": [{"subject": subject} for subject in record.subjects],
        "descriptions": [{"description": told, "descriptionType": "Abstract"}] if (told := record.description) else [],
        "rightsList": list(_rights(record)),
    }  # fmt: skip
    return (json.dumps(_told(data), ensure_ascii=False, indent=1) + "\n").encode()


def _authors(record: Record) -> tuple[Contributor, ...]:
    """Give the authors; where nobody is named as such, everybody; where nobody is named, the publisher."""
    people = record.contributors or (Contributor(record.publisher or UNKNOWN),)
    return tuple(person for person in people if AUTHOR in person.roles) or people


def _cff_person(person: Contributor) -> dict[str, str]:
    """A name to sort by ("Muster, Maria") is a person's; without it nobody knows, and an entity is never wrong."""
    family, comma, first = person.sort_as.partition(",")
    names = {"family-names": family.strip(), "given-names": first.strip()} if comma else {"name": person.name}
    if person.orcid:
        names["orcid"] = f"https://orcid.org/{person.orcid}"
    return names | ({"affiliation": person.affiliation} if person.affiliation and comma else {})


def _datacite_person(person: Contributor) -> dict[str, Any]:
    told: dict[str, Any] = {"name": person.name}
    if person.organisation:
        told["nameType"] = "Organizational"
    elif person.sort_as:
        told["nameType"] = "Personal"
    if person.orcid:
        scheme = {"nameIdentifierScheme": "ORCID", "schemeUri": "https://orcid.org"}
        told["nameIdentifiers"] = [{"nameIdentifier": f"https://orcid.org/{person.orcid}", **scheme}]
    return told | ({"affiliation": [{"name": person.affiliation}]} if person.affiliation else {})


def _rights(record: Record) -> Iterator[dict[str, str]]:
    """What is said of rights, and every licence once, that of the text first."""
    ids = tuple(dict.fromkeys(id for _, id in apart(License(**record.license))))
    if record.rights and not ids:
        yield {"rights": record.rights}
    for nth, id in enumerate(ids):
        told = {"rights": record.rights if nth == 0 and record.rights else id, "rightsUri": address_of(id)}
        spdx = {"rightsIdentifier": id, "rightsIdentifierScheme": "SPDX", "schemeUri": "https://spdx.org/licenses/"}
        yield {**_told(told), **spdx}


def _media_type(path: str) -> str:
    endings = {".pdf": "application/pdf", ".epub": "application/epub+zip", ".html": "text/html"}
    return next((name for ending, name in endings.items() if path.endswith(ending)), "")


def _told(entries: dict[str, Any]) -> dict[str, Any]:
    """Leave out what nobody said."""
    return {key: value for key, value in entries.items() if value not in ("", None, [], {})}
