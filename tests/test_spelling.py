"""One spelling of names, for ids and files, whatever language they come from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.spelling import ascii_slug, nearest, slug


@pytest.mark.parametrize(
    ("written", "name", "file"),
    [
        ("Größe: Ärger & Übung", "groesse-aerger-uebung", "groesse-aerger-uebung"),
        ("Gro\u0308ße", "groesse", "groesse"),
        ("GROẞ", "gross", "gross"),
        ("Café Crème", "cafe-creme", "cafe-creme"),
        ("Łódź", "lodz", "lodz"),
        ("naïve – Résumé", "naive-resume", "naive-resume"),
        ("Smørrebrød, æ, œ, İstanbul, ŋ", "smorrebrod-ae-oe-istanbul-n", "smorrebrod-ae-oe-istanbul-n"),
        ("Kre\u00adativ", "kreativ", "kreativ"),
        ("9 m² ½ ﬁn Ａ", "9-m2-1-2-fin-a", "9-m2-1-2-fin-a"),
        ("C++, Marke™, don’t", "c-marke-don-t", "c-marke-don-t"),
        ("Ελλάδα: Καφές", "ελλάδα-καφές", ""),
        ("Москва й 2", "москва-й-2", "2"),
        ("日本", "日本", ""),
        ("हिन्दी", "हिन्दी", ""),
        ("🎉 –", "", ""),
    ],
)
def test_names_are_spelt(written: str, name: str, file: str) -> None:
    assert slug(written) == name
    assert ascii_slug(written) == file


def test_a_long_name_is_cut_at_a_word() -> None:
    assert slug("eins zwei drei", 9) == "eins-zwei"
    assert slug("eins zwei drei", 8) == "eins"
    assert slug("donaudampfschiff", 5) == "donau"


@given(st.text())
def test_every_name_can_be_the_end_of_an_id(text: str) -> None:
    name = slug(text, 10**6)
    made = etree.fromstring(f'<!DOCTYPE p [<!ATTLIST p id ID #IMPLIED>]><p id="a--{name}">.</p>')
    assert made.get("id") == f"a--{name}"
    assert slug(name, 10**6) == name
    assert not any(sign.isspace() for sign in name)
    etree.Element(f"a{name}")  # lxml takes what is a name, and nothing else


@pytest.mark.parametrize(
    ("name", "meant"), [("satus", "status"), ("STATUS", "status"), ("utsatS", "status"), ("x", "")]
)
def test_what_is_nearly_a_name_suggests_it(name: str, meant: str) -> None:
    assert nearest(name, ["stand", "status", "titel"]) == meant


@pytest.mark.parametrize(("name", "other"), [("chapters", "change_bars"), ("description", "duration")])
def test_what_only_has_letters_in_common_is_not_suggested(name: str, other: str) -> None:
    assert nearest(name, [other]) == ""
