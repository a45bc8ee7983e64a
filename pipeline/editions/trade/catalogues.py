"""What libraries and readers' programs take: Dublin Core, MARC 21 as XML, an OPDS catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urljoin

from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]

from ...manuscript.licences import KINDS, address_of, apart, spoken
from ...manuscript.model import License, urn_of
from ...record.edition import Record
from ...render.html.found import PICTURE as CARD
from ...theme import default_theme
from ..places import HTML
from .onix import LANGUAGES

DC, OAI = "http://purl.org/dc/elements/1.1/", "http://www.openarchives.org/OAI/2.0/oai_dc/"
MARC, ATOM, TERMS = "http://www.loc.gov/MARC21/slim", "http://www.w3.org/2005/Atom", "http://purl.org/dc/terms/"
CATALOGUE = "opds.xml"
ACQUIRE = "http://opds-spec.org/acquisition/open-access"
IMAGE = "http://opds-spec.org/image"
CATALOGUE_TYPE = "application/atom+xml;profile=opds-catalog;kind=acquisition"
MEDIA = {".epub": "application/epub+zip", ".pdf": "application/pdf"}
ONLINE = "cr |||||||||||"
AUTHOR = "aut"
# What the builder makes; its stubs know nothing of it.
Tree = Any


def dublin_core(record: Record) -> bytes:
    """Write Dublin Core as libraries harvest it (oai_dc)."""
    make = ElementMaker(namespace=DC, nsmap={"dc": DC, "oai_dc": OAI})
    root = ElementMaker(namespace=OAI, nsmap={"dc": DC, "oai_dc": OAI}).dc()
    for name, values in _statements(record).items():
        root.extend(make(name, value) for value in values if value)
    return _written(root)


def _statements(record: Record) -> Mapping[str, Sequence[str]]:
    people = record.contributors
    return {
        "title": [record.full_title],
        "creator": [one.sort_as or one.name for one in people if AUTHOR in one.roles],
        "contributor": [one.sort_as or one.name for one in people if AUTHOR not in one.roles],
        "subject": record.subjects,
        "description": [record.description],
        "publisher": [record.publisher],
        "date": [record.date],
        "type": ["Text"],
        "format": sorted(
            {kind for ending, kind in MEDIA.items() if any(path.endswith(ending) for path in record.outputs)}
        ),
        "identifier": list(_names(record)),
        "language": [LANGUAGES.get(record.language.split("-")[0], "und")],
        "rights": [record.rights, licences_of(record)],
    }


def licences_of(record: Record) -> str:
    """The licences of an edition in words, those of text, pictures and hand-outs apart."""
    return spoken(License(**record.license), default_theme(record.language).labels.word)


def _names(record: Record) -> Iterator[str]:
    yield record.identifier
    yield record.urn
    if record.doi:
        yield f"https://doi.org/{record.doi}"
    yield from (urn_of(number) for _, number in sorted(record.isbn.items()))


def marc(record: Record) -> bytes:
    """Write a MARC 21 record of the online edition, as short as libraries begin with (leader, 008, 020 to 856)."""
    make = ElementMaker(namespace=MARC, nsmap={None: MARC})
    root = make.record(make.leader("00000nam a2200000 c 4500"))
    day = record.date.replace("-", "")
    language = LANGUAGES.get(record.language.split("-")[0], "und")
    fixed = f"{day[2:8]}s{day[:4]}    xx |||||o|||| 00||||{language}  "
    for tag, value in (("001", f"{record.identifier}:{record.version}"), ("007", ONLINE), ("008", fixed)):
        root.append(make.controlfield({"tag": tag}, value))
    for tag, ones, fields in _fields(record, language):
        data = make.datafield({"tag": tag, "ind1": ones[0], "ind2": ones[1]})
        data.extend(make.subfield({"code": code}, value) for code, value in fields if value)
        root.append(data)
    return _written(root)


def _fields(record: Record, language: str) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    for name, number in sorted(record.isbn.items()):
        yield "020", "  ", [("a", "".join(filter(str.isdecimal, number))), ("q", name)]
    for kind, name in (("doi", record.doi), ("urn", record.urn)):
        if name:
            yield "024", "7 ", [("a", name), ("2", kind)]
    yield "041", "  ", [("a", language)]
    authors = [one for one in record.contributors if AUTHOR in one.roles]
    yield "245", "10", [("a", record.title), ("b", record.subtitle), ("c", ", ".join(one.name for one in authors))]
    yield "250", "  ", [("a", record.version)]
    yield "264", " 1", [("b", record.publisher), ("c", record.date[:4])]
    if record.description:
        yield "520", "  ", [("a", record.description)]
    word = default_theme(record.language).labels.word
    for kind, id in apart(License(**record.license)):
        of_what = word(f"licenses.{kind}") if kind else ""
        words = record.rights if kind in ("", KINDS[0]) else ""
        yield "540", "  ", [("3", of_what), ("a", words), ("f", id), ("2", "spdx"), ("u", address_of(id))]
    if record.rights and not record.license:
        yield "540", "  ", [("a", record.rights)]
    for subject in record.subjects:
        yield "653", "  ", [("a", subject)]
    for person in record.contributors:
        tag, ones = ("710", "2 ") if person.organisation else ("700", "1 ")
        yield tag, ones, [("a", person.sort_as or person.name), *(("4", role) for role in person.roles)]
    if record.site_url:
        yield "856", "40", [("u", record.site_url)]


def opds(records: Sequence[Record]) -> bytes:
    """Write the catalogue of all editions that have a file to take home (OPDS 1.2), the newest first."""
    make = ElementMaker(namespace=ATOM, nsmap={None: ATOM, "dc": TERMS})
    terms = ElementMaker(namespace=TERMS)
    latest = records[-1]
    own = urljoin(_base(latest), CATALOGUE)
    root = make.feed(
        make.id(own),
        make.title(latest.title),
        make.updated(f"{latest.date}T00:00:00Z"),
        make.author(make.name(_house(latest))),
        make.link(rel="self", href=own, type=CATALOGUE_TYPE),
        make.link(rel="start", href=own, type=CATALOGUE_TYPE),
    )
    for record in reversed(records):
        place = f"{_base(latest)}{record.version}/"
        # An entry that holds no text itself has to lead to some (RFC 4287, 4.1.2).
        entry = make.entry(
            make.id(place),
            make.title(f"{record.full_title}, {record.version}"),
            make.link(rel="alternate", href=place, type="text/html"),
        )
        entry.append(make.updated(f"{record.date}T00:00:00Z"))
        entry.extend(make.author(make.name(one.name)) for one in record.contributors if AUTHOR in one.roles)
        if record.description:
            entry.append(make.summary(record.description))
        if rights := " ".join(part for part in (record.rights, licences_of(record)) if part):
            entry.append(make.rights(rights))
        if address := address_of(record.license.get("text", "")):
            entry.append(make.link(rel="license", href=address))
        entry.append(terms.language(record.language))
        entry.append(terms.issued(record.date))
        entry.extend(terms.identifier(name) for name in dict.fromkeys(_names(record)) if name)
        if record.publisher:
            entry.append(terms.publisher(record.publisher))
        entry.extend(make.link(**link) for link in (*_pictures(record, latest), *_acquisitions(record, latest)))
        root.append(entry)
    return _written(root)


def _pictures(record: Record, latest: Record) -> Iterator[dict[str, str]]:
    """The front, as the web edition shows it to networks."""
    if f"{HTML}{CARD}" in record.outputs:
        yield {"rel": IMAGE, "href": f"{_base(latest)}{record.version}/{HTML}{CARD}", "type": "image/png"}


def _acquisitions(record: Record, latest: Record) -> Iterator[dict[str, str]]:
    for path in record.outputs:
        kind = next((kind for ending, kind in MEDIA.items() if path.endswith(ending)), "")
        if kind and "/" not in path and not path.endswith(("-print.pdf", "-cover.pdf")):
            yield {"rel": ACQUIRE, "href": f"{_base(latest)}{record.version}/{quote(path)}", "type": kind}


def _base(record: Record) -> str:
    return f"{record.site_url.rstrip('/')}/"


def _house(record: Record) -> str:
    return record.publisher or next((one.name for one in record.contributors), record.title)


def _written(root: Tree) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
