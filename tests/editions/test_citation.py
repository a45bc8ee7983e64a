"""Machines can cite an edition: the citation file and the metadata for a DOI."""

import json
from dataclasses import replace

import yaml

from pipeline.editions.citation import write_cff, write_datacite
from pipeline.editions.materials import write_sbom
from tests.record.samples import RECORD
from tests.schemas import CYCLONEDX, slips


def test_the_citation_file_names_people_and_bodies() -> None:
    cited = yaml.safe_load(write_cff(RECORD))
    assert cited["cff-version"] == "1.2.0"
    assert cited["authors"] == [{"family-names": "Muster", "given-names": "Maria"}]
    assert cited["preferred-citation"]["type"] == "book"
    assert cited["preferred-citation"]["publisher"] == {"name": "Verlag"}
    alone = yaml.safe_load(write_cff(replace(RECORD, contributors=())))
    assert alone["authors"] == [{"name": "Verlag"}]


def test_the_metadata_for_a_doi_have_what_datacite_requires() -> None:
    data = json.loads(write_datacite(RECORD))
    assert {"creators", "titles", "publisher", "publicationYear", "types", "schemaVersion"} <= set(data)
    assert data["contributors"] == [{"name": "Werk", "contributorType": "Other"}]
    assert data["formats"] == ["application/pdf", "text/html"]
    assert "descriptions" not in data


def test_every_isbn_is_named() -> None:
    record = replace(RECORD, identifier="urn:uuid:1", isbn={"epub": "978-3-16-148410-0", "print": "9783161484100"})
    assert yaml.safe_load(write_cff(record))["preferred-citation"]["isbn"] == "9783161484100"
    names = [tuple(one.values()) for one in json.loads(write_datacite(record))["alternateIdentifiers"]]
    assert names == [("URN", "urn:uuid:1"), ("ISBN", "978-3-16-148410-0"), ("ISBN", "9783161484100")]
    assert "isbn" not in yaml.safe_load(write_cff(RECORD))["preferred-citation"]


def test_title_and_subtitle_are_told_apart() -> None:
    named = replace(RECORD, title="Alles in einem Band", subtitle="Jedes Element")
    assert yaml.safe_load(write_cff(named))["title"] == "Alles in einem Band: Jedes Element"
    assert replace(named, title="Los!").full_title == "Los! Jedes Element"
    assert replace(named, subtitle="").full_title == "Alles in einem Band"
    titles = json.loads(write_datacite(named))["titles"]
    assert [(one["title"], one.get("titleType")) for one in titles] == [
        ("Alles in einem Band", None),
        ("Jedes Element", "Subtitle"),
    ]


def test_the_bill_of_materials_names_files_system_and_packages() -> None:
    made = replace(RECORD, program="f" * 64, tools={"system": "debian 12", "weasyprint": "70.0", "pango": "1.50.12"})
    bill = json.loads(write_sbom(made))
    assert slips(bill, CYCLONEDX) == []
    assert slips({**bill, "components": bill["components"] * 2}, CYCLONEDX) != []
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["version"] == "1.10"
    program, *tools = bill["metadata"]["tools"]["components"]
    assert program["hashes"][0]["content"] == "f" * 64
    assert tools == [
        {"type": "library", "name": "pango", "version": "1.50.12"},
        {"type": "operating-system", "name": "debian", "version": "12"},
        {"type": "library", "name": "weasyprint", "version": "70.0", "purl": "pkg:pypi/weasyprint@70.0"},
    ]
    assert {one["name"]: one["hashes"][0]["content"] for one in bill["components"]} == RECORD.outputs
    assert write_sbom(made) == write_sbom(replace(made, tools=dict(reversed(made.tools.items()))))
