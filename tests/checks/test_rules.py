"""Every rule of the house finds its case, and a plain book breaks none with a warning."""

from __future__ import annotations

import pytest

from pipeline.book import resolve
from pipeline.checks.rules import check
from pipeline.codes import CODES
from pipeline.diagnostics import Diagnostic
from pipeline.manuscript.model import Asset, Document, FrontMatter, Manuscript, Term, Variant
from pipeline.theme import default_theme
from tests.book.samples import PICTURE, document, manuscript, told

LABELS = default_theme().labels


def found(source: Manuscript) -> tuple[Diagnostic, ...]:
    return told(check(source, resolve(source, LABELS).value))


def codes(*chapters: Document, **changes: object) -> list[str]:
    return [one.code for one in found(manuscript({"": chapters}, **changes))]  # type: ignore[arg-type]


def items(count: int) -> str:
    lines = (f'<li class="check" id="l-{n}"><span class="check-text">Da</span></li>' for n in range(count))
    return f'<ul class="checks">{"".join(lines)}</ul>'


def test_a_minimal_book_of_plain_chapters_has_no_warning() -> None:
    chapters = [document(f"chapters/{name}.md", front=FrontMatter()) for name in "ab"]
    source = manuscript({"": chapters})
    assert resolve(source, LABELS).diagnostics == ()
    assert {CODES[one.code].severity for one in found(source)} == {"note"}


def test_a_chapter_with_its_promise_breaks_no_rule() -> None:
    assert codes(document("chapters/a.md", '<p>Text.</p><h2 id="h">Weg</h2><p>Text.</p>')) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (PICTURE.format(id="abb", title="Bild"), "s-051"),
        ('<aside class="box todo"><p class="box-label">Offen</p><p>Wer?</p></aside>', "s-053"),
        ('<h2 id="h">Eins</h2><h2 id="i">Zwei</h2><p>Text.</p>', "s-054"),
        ('<p>Text.</p><h3 id="h">Ende</h3>', "s-054"),
        ("", "s-054"),
        ('<section class="checklist" id="l"><p class="box-title">Liste</p>' + items(15) + "</section>", "k-050"),
        ('<section class="checklist" id="l"><p class="box-title">Liste</p>' + items(2) + "</section>", "k-051"),
        ('<h2 id="h">Für Gründer:innen</h2><p>Text.</p>', "l-050"),
        ('<p><span class="index-mark" data-headword="Entscheider:in">x</span></p>', "l-050"),
        ('<ul class="checks"><li class="check" id="l"><span class="check-text">Jede:r da</span></li></ul>', "l-050"),
        ('<p>Er sagt "ja".</p>', "t-050"),
        ("<p>So -- oder so.</p>", "t-051"),
    ],
)
def test_a_rule_finds_its_case(body: str, code: str) -> None:
    assert codes(document("chapters/a.md", body)) == [code]


@pytest.mark.parametrize(
    "body",
    [
        '<p><a class="xref" href="#abb"/></p>' + PICTURE.format(id="abb", title="Bild"),
        '<figure id="abb"><img src="x.svg" alt=""/></figure>',
        '<h2 id="h">Eins</h2><h3 id="i">Zwei</h3><p>Text.</p>',
        '<aside class="box shortcut" id="s01"><p class="box-label">S</p><p>Geh.</p></aside>',
        '<section class="checklist" id="l"><p class="box-title">Liste</p>' + items(14) + "</section>",
        "<p>Gründer:innen stehen im Text, um 10:30 Uhr.</p>",
        '<h2 id="h">Um 10:30: in der Halle</h2><p>Text.</p>',
        '<p>Tippe <code>git log --stat</code> und <kbd>"</kbd>.</p>',
    ],
)
def test_good_text_breaks_no_rule(body: str) -> None:
    assert codes(document("chapters/a.md", body)) == []


def test_a_chapter_without_promise_is_noted() -> None:
    assert codes(document("chapters/a.md", front=FrontMatter())) == ["s-050"]


def test_a_chapter_may_grow_by_half_and_no_more() -> None:
    front = FrontMatter(promise="P.", target_words=1000)
    assert codes(document("chapters/a.md", front=front, words=1500)) == []
    (long,) = found(manuscript({"": [document("chapters/a.md", front=front, words=1501)]}))
    assert (long.code, dict(long.facts)["words"], dict(long.facts)["target"]) == ("s-052", "1501", "1000")


def test_glossary_terms_are_neutral() -> None:
    terms = (Term("term-x", "Partner:in", "Wer mitmacht."),)
    assert codes(document("chapters/a.md"), glossary=terms) == ["l-050"]


def house(body: str, front: FrontMatter | None = None, variant: str = "", **changes: object) -> list[tuple[str, str]]:
    """What is told of a book with the colon and a variant without any sign, as (code, form)."""
    pairs = (("Pendler:innen", "Pendlerinnen und Pendler"),)
    extra = {"gender_sign": "colon", "variants": (Variant("schule", "", pairs, gender_sign="none"),)}
    chapter = document("chapters/a.md", body, front=front or FrontMatter(promise="P."))
    source = manuscript({"": [chapter]}, manifest=extra, **changes)
    told_of = told(check(source, resolve(source, LABELS, variant=variant).value))
    return [(one.code, dict(one.facts)["text"]) for one in told_of]


ENDING = '<p>Für {}:<span class="nohyphen">innen</span>: innen und außen.</p>'


def test_what_a_variant_replaces_is_not_left_over() -> None:
    assert house(ENDING.format("Pendler")) == []


def test_what_a_variant_does_not_replace_is_told_wherever_it_stands() -> None:
    left = [("l-052", "Gäst:innen")]
    assert house(ENDING.format("Gäst")) == left
    assert house(ENDING.format("Gäst"), variant="schule") == left
    assert house('<figure><img src="x.svg" alt="Zwei Gäst:innen"/></figure>') == [("l-050", "Zwei Gäst:innen"), *left]
    assert house("<p>T.</p>", FrontMatter(promise="Für Gäst:innen")) == left
    assert house("<p>T.</p>", glossary=(Term("term-x", "Gast", "Wie Gäst:innen"),)) == left
    picture = Asset("x.svg", "image/svg+xml", "<svg><text>Gäst:innen</text></svg>".encode())
    assert house("<p>T.</p>", assets={"x.svg": picture}) == left


def test_another_sign_than_the_house_has_is_told() -> None:
    assert house("<p>Pendler*innen</p>") == [("l-051", "Pendler*innen"), ("l-052", "Pendler*innen")]
    assert house("<p>ein·e Pendler:in</p>") == [("l-051", "ein·e"), ("l-052", "ein·e"), ("l-052", "Pendler:in")]


def test_a_book_without_a_house_rule_may_write_as_it_likes() -> None:
    assert codes(document("chapters/a.md", "<p>Gäst:innen und Pendler*innen</p>")) == []


def test_titles_in_the_manifest_are_headings_too() -> None:
    source = manuscript({"Für Gäst:innen": [document("chapters/a.md")]})
    (title,) = found(source)
    assert (title.code, title.span.path, dict(title.facts)["text"]) == ("l-050", "book.yaml", "Für Gäst:innen")


def test_a_checklist_file_is_counted_and_reported_where_it_is_written_even_when_included() -> None:
    sheet = document("checklists/check.md", items(2))
    host = document("chapters/a.md", '<div data-include="check"></div>')
    for chapter in (document("chapters/a.md"), host):
        (short,) = found(manuscript({"": [chapter]}, sheets=[sheet]))
        assert (short.code, short.span.path) == ("k-051", "checklists/check.md")


def test_the_place_is_that_in_the_source() -> None:
    text = '# A\n\nEr sagte ja.\n\nEr sagt "ja".\n\n## Gründer:innen\n\nText.\n'
    body = '<p>Er sagte ja.</p><p>Er sagt "ja".</p><h2 id="a--g">Gründer:innen</h2><p>Text.</p>'
    colon, quote = found(manuscript({"": [document("chapters/a.md", body, text=text)]}))
    assert (quote.code, quote.span.line, quote.span.column) == ("t-050", 5, 9)
    assert (colon.code, colon.span.line, colon.span.column) == ("l-050", 7, 4)
