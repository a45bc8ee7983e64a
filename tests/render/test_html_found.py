"""What lies beside the pages of the web edition, how they are found and quoted, and what they are chosen by."""

from __future__ import annotations

import gzip
import io
import json
import re
from dataclasses import replace

import pytest
from lxml import etree
from PIL import Image

from pipeline.book.model import Book
from pipeline.render import html
from pipeline.render.html import enclose
from pipeline.render.html.facets import METHOD_TIMES, groups_of, times_of
from pipeline.render.html.filters import of_sheets
from pipeline.render.html.letters import add_letters
from pipeline.theme import default_theme
from pipeline.trees import parse
from tests.render import sample


def render(book: Book) -> dict[str, bytes]:
    return dict(html.render(book, default_theme("de"), sample.PAGES).value)


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    return {path: data.decode() for path, data in render(sample.book()).items() if path.endswith(".html")}


def test_what_pages_link_to_lies_in_their_folder_with_its_size() -> None:
    made = {**render(sample.book()), "probe.pdf": b"x" * 2_650_000, "probe.epub": b"y" * 4_100}
    whole = enclose(made, sample.book(), default_theme("de"))
    assert whole.diagnostics == ()
    assert whole.value["html/downloads/probe.pdf"] == made["probe.pdf"]
    start = whole.value["html/index.html"].decode()
    assert '<span class="size">2,6\u00a0MB</span>' in start
    assert '<span class="size">5\u00a0kB</span>' in start
    names = re.search(r"const FILES = (\[.*\]);", whole.value["html/worker.js"].decode())
    assert names
    assert not [name for name in json.loads(names[1]) if name.startswith("downloads/")]


def test_a_download_that_was_not_made_is_told_and_has_no_size() -> None:
    whole = enclose(render(sample.book()), sample.book(), default_theme("de"))
    assert [(one.code, dict(one.facts)) for one in whole.diagnostics] == [
        ("m-147", {"count": "2", "file": "probe.epub"})
    ]
    assert b"data-file" not in whole.value["html/index.html"]
    assert enclose({"probe.pdf": b""}, sample.book(), default_theme("de")).value == {"probe.pdf": b""}


def test_every_page_has_a_title_and_a_description_of_its_own(site: dict[str, str]) -> None:
    heads = {path: text.split("</head>")[0] for path, text in site.items() if path.endswith(".html")}
    titles = [re.search(r"<title>(.*)</title>", head)[1] for head in heads.values()]  # type: ignore[index]
    assert len(set(titles)) == len(titles)
    told = [re.search(r'<meta name="description" content="([^"]+)"', head) for head in heads.values()]
    assert all(told)
    assert max(len(one[1]) for one in told if one) < 200


def test_without_a_site_nothing_names_an_address(site: dict[str, str]) -> None:
    book = replace(sample.book(), manifest=replace(sample.book().manifest, site_url=""))
    made = render(book)
    assert not {path for path in made if path.endswith((".xml", ".md", "404.html", "llms.txt"))}
    heads = b"".join(data.split(b"</head>")[0] for path, data in made.items() if path.endswith(".html"))
    assert not re.search(rb"canonical|og:|ld\+json|https?:", heads)


@pytest.fixture(scope="module")
def published() -> dict[str, bytes]:
    manifest = replace(sample.book().manifest, site_url="https://example.org/buch/", description="Ein <Buch> & mehr.")
    return dict(render(replace(sample.book(), manifest=manifest)))


def test_a_page_says_where_it_is_and_what_networks_show_of_it(published: dict[str, bytes]) -> None:
    head = published["html/annaeherung.html"].decode().split("</head>")[0]
    assert '<link rel="canonical" href="https://example.org/buch/annaeherung.html">' in head
    assert '<meta property="og:image" content="https://example.org/buch/assets/card.png">' in head
    picture = Image.open(io.BytesIO(published["html/assets/card.png"]))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert picture.getpixel((1190, 10)) != picture.getpixel((2, 2))
    listed = published["html/sitemap.xml"].decode()
    assert listed.count("<loc>") == len([one for one in published if one.endswith(".md")]) + 1
    etree.fromstring(listed.encode())


def test_what_machines_read_is_true_and_ends_no_element(published: dict[str, bytes]) -> None:
    def data(page: str) -> list[dict[str, object]]:
        found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', published[page].decode())
        return [json.loads(one) for one in found]

    (book,) = data("html/index.html")
    assert (book["@type"], book["name"], book["description"]) == (
        "Book",
        sample.book().manifest.title,
        "Ein <Buch> & mehr.",
    )
    (method,) = data("html/challenge.html")
    assert (method["@type"], method["name"]) == ("HowTo", "Netzwerkabend")
    assert [step["text"] for step in method["step"]] == ["Ankommen", "Reden"]  # type: ignore[attr-defined]


def test_addresses_that_lead_nowhere_lead_on_from_any_folder(published: dict[str, bytes]) -> None:
    lost = published["html/404.html"].decode()
    assert 'href="/buch/assets/web.css"' in lost
    assert not re.search(r'(?:href|src)="(?!#|/|https?:)', lost)


def test_a_chapter_is_there_as_markdown(published: dict[str, bytes]) -> None:
    text = published["html/annaeherung.md"].decode()
    assert text.startswith("# Kapitel 1: ")
    assert "## Sechs Stufen" in text
    assert "| Netzwerkabend | 150 |" in text
    assert "[Kapitel 2 „Von der Klage zur Challenge“](https://example.org/buch/challenge.html)" in text
    assert "nur im Druck" not in text
    assert "- [ ] Wir sagen, was vertraulich ist." in published["html/check-erstgespraech.md"].decode()
    assert "annaeherung.md" in published["html/llms.txt"].decode()


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("150 Minuten", ("short", "day")),
        ("zweimal 480 Minuten", ("long",)),
        ("3–4 Stunden", ("day",)),
        ("12 Wochen", ("long",)),
        ("kurz", ()),
    ],
)
def test_a_duration_belongs_to_all_choices_that_it_fits_in(text: str, times: tuple[str, ...]) -> None:
    assert times_of(text, METHOD_TIMES, default_theme("de").labels) == times


def test_only_what_parts_the_lines_can_be_chosen() -> None:
    labels = default_theme("de").labels
    lines = {
        "a.html": {"kind": "worksheet", "time": "quick while", "phase": "Anbahnen"},
        "b.html": {"kind": "worksheet", "time": "long", "phase": "Formate"},
        "c.html": {"kind": "worksheet", "time": "", "phase": ""},
    }
    found = of_sheets(lines, labels)
    assert [(one.name, [value for value, _ in one.choices]) for one in found.facets] == [
        ("time", ["quick", "while", "long"]),
        ("phase", ["1", "2"]),
    ]
    assert {href: line["phase"] for href, line in found.lines.items()} == {"a.html": "1", "b.html": "2", "c.html": ""}


@pytest.mark.parametrize(
    ("text", "groups"),
    [("20–80 Menschen", ("some", "many")), ("2 bis 5", ("few",)), ("8-24", ("few", "some")), ("alle", ())],
)
def test_a_group_belongs_to_all_choices_that_it_touches(text: str, groups: tuple[str, ...]) -> None:
    assert groups_of(text) == groups


def test_long_lists_have_letters_to_jump_to() -> None:
    terms = "".join(
        f'<div class="entry"><dt id="t-{n}">{n}</dt><dd>x</dd></div>' for n in ("Ärger", "Bau", "Camp", "Da", "Ei")
    )
    tree = parse(f'<p>Davor</p><dl class="glossary">{terms}</dl>')
    add_letters(tree, "Buchstaben")
    assert [link.get("href") for link in tree[1].iter("a")] == ["#t-Ärger", "#t-Bau", "#t-Camp", "#t-Da", "#t-Ei"]
    assert [link.text for link in tree[1].iter("a")] == ["A", "B", "C", "D", "E"]


def test_pages_and_scripts_are_small_enough_for_a_weak_line(site: dict[str, str]) -> None:
    made = render(sample.book())
    assert max(len(gzip.compress(made[path])) for path in site) <= 60_000
    asked = re.findall(r'<script src="(assets/[^"]+)"', site["html/annaeherung.html"])
    packed = sum(len(gzip.compress(made[f"html/{path}"])) for path in asked)
    assert len(asked) > 10
    assert packed <= 30_000
