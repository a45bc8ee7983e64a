"""The web edition as a whole."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from markupsafe import escape

from pipeline.book.model import Book, PageMap, Section
from pipeline.manuscript.model import Asset
from pipeline.manuscript.pictures import read_svg
from pipeline.render import html
from pipeline.render.html import POLICY
from pipeline.render.html.search.words import fold, stems
from pipeline.render.html.start import title_lines
from pipeline.theme import default_theme
from tests.render import sample


class Page(HTMLParser):
    """The ids, references and elements of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.tags: list[str] = []
        self.names: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attributes:
            self.names.append(name)
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src"):
                self.references.append(value or "")


def render(book: Book, pages: PageMap = sample.PAGES) -> Mapping[str, bytes]:
    return html.render(book, default_theme(), pages).value


def test_pictures_and_fonts_of_the_theme_come_along() -> None:
    theme = default_theme()
    more = {"images/seal.svg": b"<svg/>", "fonts/own.ttf": b"font", "own/secret.txt": b"x"}
    made = html.render(sample.book(), replace(theme, files={**theme.files, **more}), sample.PAGES).value
    assert (made["html/assets/images/seal.svg"], made["html/assets/fonts/own.ttf"]) == (b"<svg/>", b"font")
    assert not any("secret" in path for path in made)


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    return {path: data.decode() for path, data in render(sample.book()).items() if path.endswith((".html", ".js"))}


@pytest.fixture(scope="module")
def pages(site: dict[str, str]) -> dict[str, Page]:
    return {path: Page(text) for path, text in site.items() if path.endswith(".html")}


def only(section: Section) -> Book:
    return replace(sample.book(), sections=(section,), targets={})


def test_every_section_but_the_covers_has_a_page(pages: dict[str, Page]) -> None:
    assert "html/index.html" in pages
    assert "html/annaeherung.html" in pages
    assert "html/umschlag.html" not in pages
    assert "html/barrierefreiheit.html" in pages
    assert "html/suche.html" in pages
    assert "html/mein-workbook.html" in pages
    assert len(pages) == 4 + len(sample.SECTIONS) - 3


def test_every_link_arrives(pages: dict[str, Page]) -> None:
    files = set(render(sample.book()))
    downloads = {"html/downloads/probe.pdf", "html/downloads/probe.epub"}
    for path, page in pages.items():
        for reference in page.references:
            parts = urlsplit(reference)
            if parts.scheme:
                continue
            name = unquote(parts.path)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if name else path
            assert target in files | downloads, reference
            if parts.fragment:
                assert unquote(parts.fragment) in pages[target].ids, reference


def test_ids_are_unique_on_every_page(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert len(page.ids) == len(set(page.ids))


def test_nothing_asks_anybody_outside(site: dict[str, str]) -> None:
    for path, data in render(sample.book()).items():
        if path.endswith((".css", ".html")):
            assert not re.search(rb'(?:src|url|@import)[^>]{0,4}["(]\s*["\']?https?:', data), path
    scripts = "".join(text for text in site.values() if "<html" not in text)
    assert not re.search(r"fetch\((?!handout\))|XMLHttpRequest|sendBeacon|https?://", scripts)


def test_every_page_has_one_main_and_one_title(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert page.tags.count("main") == page.tags.count("h1") == 1


def test_no_page_has_styles_or_handlers_in_its_markup(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert not [name for name in page.names if name == "style" or name.startswith("on")]


def test_pages_of_print_are_marked_where_they_begin(site: dict[str, str]) -> None:
    text = site["html/annaeherung.html"]
    assert text.index('id="seite-9"') < text.index("Zwei Branchen") < text.index('id="seite-10"')
    assert text.index('id="seite-11"') < text.index('id="annaeherung--tipp"')


def test_without_print_nothing_is_marked() -> None:
    made = render(sample.book(), PageMap())
    assert b"page-mark" not in made["html/annaeherung.html"]


def test_what_is_for_print_only_is_left_out(site: dict[str, str]) -> None:
    assert "nur im Druck" not in site["html/annaeherung.html"]
    assert "nur im Web" in site["html/annaeherung.html"]


def test_the_start_page_leads_to_everything_one_can_do(site: dict[str, str]) -> None:
    start = site["html/index.html"]
    for words in ("Das erste Gespräch", "Challenge-Canvas", "Netzwerkabend", "ersetzt drei Videokonferenzen"):
        assert words in start
    assert '<span class="line">Cross.</span> <span class="line">Create.</span>' in start
    assert 'href="downloads/probe.pdf"' in start


def test_a_term_brings_its_note_once(site: dict[str, str]) -> None:
    text = site["html/annaeherung.html"]
    assert 'data-note="note-term-challenge"' in text
    assert text.count('id="note-term-challenge"') == 1
    assert 'href="glossar.html#term-challenge"' in text


def test_the_current_page_is_marked_in_the_contents(site: dict[str, str]) -> None:
    assert site["html/challenge.html"].count('aria-current="page"') == 1
    assert "aria-current" not in site["html/index.html"]


def test_an_english_chapter_says_so_and_the_furniture_stays_german() -> None:
    section = sample.SECTIONS[7]
    english = replace(section, front=replace(section.front, lang="en"))
    text = render(only(english))["html/annaeherung.html"].decode()
    assert '<html lang="en" ' in text
    assert '<header class="top" lang="de">' in text


def test_drawings_stand_in_the_page_with_ids_of_their_own() -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>t</title><defs><clipPath id="a"/></defs>'
        b'<path clip-path="url(#a)" d="M0 0"/></svg>'
    )
    path = "chapters/images/stufen.svg"
    book = replace(sample.book(), assets={path: Asset(path, "image/svg+xml", drawing)})
    text = render(book)["html/annaeherung.html"].decode()
    assert 'role="img" aria-label="Eine Treppe mit sechs Stufen."' in text
    assert 'id="abb-stufen-1-a"' in text
    assert 'clip-path="url(#abb-stufen-1-a)"' in text


def test_a_figures_drawing_gets_a_frame_and_one_inside_a_sentence_none() -> None:
    path = "chapters/images/stufen.svg"
    drawing = Asset(path, "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    picture = f'<img src="{path}" alt=""/>'
    section = replace(sample.SECTIONS[7], body=f"<p>Ein {picture} im Satz.</p><figure>{picture}</figure>")
    text = render(replace(only(section), assets={path: drawing}))["html/annaeherung.html"].decode()
    assert "<p>Ein <svg" in text
    assert '<figure><div class="drawing-frame"' in text


def test_tables_are_made_to_fit() -> None:
    def table(id: str, columns: int, kind: str = "") -> str:
        heads, cells = "<th>K</th>" * columns, "<td>w</td>" * columns
        named = f' class="{kind}"' if kind else ""
        return f'<table id="{id}"{named}><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>'

    body = table("zwei", 2) + table("drei", 3) + table("vier", 4) + table("leer", 4, "fill")
    text = render(only(replace(sample.SECTIONS[7], body=body)))["html/annaeherung.html"].decode()
    assert '<table id="zwei"><thead>' in text
    assert '<div class="table-scroll" role="group" aria-label="Tabelle" tabindex="0"><table id="drei"' in text
    assert '<div class="table-scroll wide" role="group" aria-label="Tabelle" tabindex="0"><table id="vier"' in text
    assert '<table id="leer" class="fill stacked wide"><thead>' in text
    assert text.count('data-column="K"') == 3 + 4 + 4


def test_styles_follow_each_other_so_that_paper_has_the_last_word() -> None:
    style = render(sample.book())["html/assets/web.css"].decode()
    signs = ("/* The few values", "/* The web edition", "/* Every kind of box", "/* Tables.", "/* On paper")
    places = [style.index(sign) for sign in signs]
    assert places == sorted(places)


def test_a_part_that_shares_its_title_is_told_apart_in_the_contents(site: dict[str, str]) -> None:
    assert '<span class="branch-subtitle">Anbahnen</span>' in site["html/index.html"]


def test_no_page_leads_back_to_itself_above_its_title(site: dict[str, str]) -> None:
    for path, text in site.items():
        if '<p class="where"' in text:
            way = text[text.index('<p class="where"') : text.index("<h1")]
            assert f'href="{path.removeprefix("html/")}"' not in way, path


def test_a_drawing_with_rules_of_its_own_stands_in_the_page_without_them() -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>p,.a{fill:red}</style><g class="a"/></svg>'
    )
    seen = read_svg("chapters/images/stufen.svg", drawing)
    assert seen.asset is not None
    made = render(replace(sample.book(), assets={seen.asset.path: seen.asset}))["html/annaeherung.html"]
    assert b'<g fill="red"/></svg>' in made
    assert b"<style" not in made


def test_a_drawing_takes_a_colour_of_the_theme_that_it_names() -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g fill="var(--figure-ink, #111)"/></svg>'
    seen = read_svg("chapters/images/stufen.svg", drawing)
    assert seen.asset is not None
    made = render(replace(sample.book(), assets={seen.asset.path: seen.asset}))
    assert b'fill="var(--figure-ink, #111)" class="figure-fill-ink"' in made["html/annaeherung.html"]
    assert b'fill="#111" class="figure-fill-ink"' in made["html/assets/chapters/images/stufen.svg"]


def test_every_page_has_the_policy_and_needs_no_exception(site: dict[str, str]) -> None:
    pages = {path: text for path, text in site.items() if path.endswith(".html")}
    for path, text in pages.items():
        head, _, body = text.partition("</head>")
        assert f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">' in head, path
        assert "unsafe" not in head
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=)", head + body), path


def test_two_renderings_are_the_same() -> None:
    assert render(sample.book()) == render(sample.book())


def test_a_draft_says_which_state_it_shows() -> None:
    assert b"Entwurf a1b2c3d" in render(sample.book(draft=True))["html/index.html"]


def test_another_state_of_a_draft_changes_no_script() -> None:
    """Tabs of the preview load anew when a script is another one, and every commit is another state."""
    before, after = (render(replace(sample.book(draft=True), revision=state)) for state in ("a1b2c3d", "a1b2c3d+"))
    assert [path for path in before if before[path] != after[path] and path.startswith("html/assets/")] == []
    assert before["html/index.html"] != after["html/index.html"]


def test_the_search_finds_pieces_pages_and_stems(site: dict[str, str]) -> None:
    text = site["html/assets/search-index.js"].removeprefix("window.bookIndex = JSON.parse(").rstrip(");\n")
    index = json.loads(json.loads(text))
    titles = [title for _, _, _, title, *_ in index["pieces"]]
    assert "Sechs Stufen" in titles
    assert "Challenge" in titles
    assert index["pages"]["10"] == "annaeherung.html#seite-10"
    assert index["stems"][index["forms"]["branchen"]] == "branch"


def test_forms_of_a_word_share_a_stem_and_case_and_marks_do_not_count() -> None:
    found = {**stems(["Gespräch Gespräche"], "de-DE"), **stems(["Gesprächen"], "de-DE")}
    assert {stem for _, stem in found.values()} == {"gesprach"}
    assert fold("GRÖSSE") == fold("Größe") == fold("Groesse") == "grosse"


def test_a_title_of_sentences_breaks_into_lines() -> None:
    assert title_lines("Cross. Create. Innovate.") == ("Cross.", "Create.", "Innovate.")
    assert title_lines("Das kleine Buch") == ("Das kleine Buch",)
    assert title_lines("Los! Ein Buch") == ("Los! Ein Buch",)


def test_an_empty_book_still_has_a_start_page() -> None:
    made = render(Book(sample.MANIFEST, ()), PageMap())
    assert b"<h1>" in made["html/index.html"]
