"""The checkers can fail: each finds what is wrong in a bad file."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.conftest import Checker

pytestmark = pytest.mark.slow

CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="de">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x:1</dc:identifier>'
    "<dc:title>Probe</dc:title><dc:language>de</dc:language>"
    '<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta></metadata><manifest>'
    '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>'
    '<spine><itemref idref="nav"/></spine></package>'
)
NAV = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="de" xml:lang="de">'
    '<head><title>Inhalt</title></head><body><nav epub:type="toc"><ol><li><a href="{}">Inhalt</a></li></ol></nav>'
    "</body></html>"
)
PAGE = '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Probe</title></head><body>{}</body></html>'


def test_epubcheck_is_content_with_a_good_book(tmp_path: Path, epubcheck: Checker) -> None:
    assert epubcheck(_pack(tmp_path / "good.epub", NAV.format("nav.xhtml"))) == []


def test_epubcheck_finds_a_link_that_leads_nowhere(tmp_path: Path, epubcheck: Checker) -> None:
    findings = epubcheck(_pack(tmp_path / "bad.epub", NAV.format("nav.xhtml#missing")))

    assert [(finding.severity, finding.message[:7]) for finding in findings] == [("error", "RSC-012")]


def test_the_html_checker_is_content_with_a_good_page(tmp_path: Path, nu_checker: Checker) -> None:
    assert nu_checker(_write(tmp_path / "good.html", PAGE.format("<main><h1>Gut</h1></main>"))) == []


def test_the_html_checker_finds_a_picture_without_alt(tmp_path: Path, nu_checker: Checker) -> None:
    findings = nu_checker(_write(tmp_path / "bad.html", PAGE.format('<main><h1>Schlecht</h1><img src="x.png"></main>')))

    assert [(finding.severity, finding.place) for finding in findings] == [("error", "bad.html:1")]
    assert "alt" in findings[0].message


def _pack(path: Path, nav: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("package.opf", PACKAGE)
        archive.writestr("nav.xhtml", nav)
    return path


def _write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path
