"""A template of the book's own: filled in in a sandbox, and its mistakes are told with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from pipeline.book.model import Book, PageMap, Section
from pipeline.render import epub, html, templates
from pipeline.render.templates import environment
from pipeline.theme import Theme, default_theme
from pipeline.workspace import WrongFile
from tests.render import sample


def _theme(own: Mapping[str, str]) -> Theme:
    ours = default_theme("de")
    return replace(ours, files={**ours.files, **{path: text.encode() for path, text in own.items()}})


def _mistake(own: Mapping[str, str], name: str = "a.html", **values: object) -> tuple[str, int, str]:
    with pytest.raises(WrongFile) as caught:
        environment(_theme(own)).get_template(name).render(values)
    return caught.value.path, caught.value.line, caught.value.reason


def test_templates_escape_and_know_words_and_icons() -> None:
    template = environment(_theme({"a.html": "{{ word('ui.search') }}|{{ x }}|{{ icon('tip') }}"}))
    text = template.get_template("a.html").render(x="<b>")
    assert text.startswith(f"{default_theme('de').labels.word('ui.search')}|&lt;b&gt;|<svg class=")
    assert 'aria-hidden="true"' in text


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("x\n{% for a in range(9000) %}\n{% for b in range(9000) %}{% endfor %}{% endfor %}", 3, "have no end"),
        ("{% for a in given recursive %}{{ loop(given) if loop.depth < 40 }}{% endfor %}", 1, "have no end"),
        ("{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}\n{{ m(40) }}", 1, "no end"),
        ("\n{{ 'x' * 100000000000 }}", 2, "too long"),
        ("\n{{ 99999999 * [1] }}", 2, "too long"),
        ("{{ 9 ** 9 ** 9 }}", 1, "too large"),
    ],
)
def test_what_would_never_end_is_told(text: str, line: int, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "MOST_STEPS", 20_000)
    path, told, why = _mistake({"a.html": text}, given=["a", "b"])
    assert (path, told) == ("templates/a.html", line)
    assert reason in why


def test_loops_know_where_they_are_and_numbers_may_be_multiplied() -> None:
    text = (
        "{% for a in given if a != 'c' %}{{ loop.index }}/{{ loop.length }}{{ ',' if not loop.last }}"
        "{% else %}none{% endfor %}"
        "{% for k, v in {'x': 1}.items() %}{{ k }}{{ v * 3 }}{{ '-' * 2 }}{{ 2 ** 3 }}{% endfor %}"
    )
    filled = environment(_theme({"a.html": text})).get_template("a.html")
    assert filled.render(given=["a", "b", "c"]) == "1/2,2/2x3--8"
    assert filled.render(given=[]) == "nonex3--8"


def _with_a_tip() -> Book:
    body = '<aside class="box tip" id="a--t"><p class="box-label">Tipp</p><p>Text.</p></aside>'
    return replace(sample.book(), sections=(Section(id="a", kind="chapter", title="A", body=body),))


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("x\n{% if %}", 2, "Expected an expression"),
        ("{{ a }\n", 1, "unexpected '}'"),
        ("x\n\n{{ nothing }}", 3, "'nothing' is undefined"),
        ("{{ given.nothing }}", 1, "has no attribute 'nothing'"),
        ("\n{{ word('nothing') }}", 2, "KeyError: 'nothing'"),
        ("{{ 1 / 0 }}", 1, "ZeroDivisionError"),
        ("x\n{{ given.__class__ }}", 2, "unsafe"),
        ("x\n{{ given|nothing }}", 2, "No filter named 'nothing'"),
        ("\n{% extends 'nothing.html' %}", 2, "nothing.html"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, reason: str) -> None:
    path, told, why = _mistake({"a.html": text}, given="")
    assert (path, told) == ("templates/a.html", line)
    assert reason in why


def test_the_mistake_is_in_the_template_that_another_one_asks_for() -> None:
    own = {"a.html": "x\n{% include 'b.html' %}", "b.html": "\n\n{{ nothing }}"}
    assert _mistake(own)[:2] == ("templates/b.html", 3)
    assert _mistake({**own, "b.html": "{% if %}"})[:2] == ("templates/b.html", 1)


def test_a_drawing_that_is_no_xml_is_the_mistake_not_the_template() -> None:
    assert _mistake({"a.html": "{{ icon('tip') }}", "icons/tip.svg": "<svg>\n<g></svg>"})[:2] == (
        "templates/icons/tip.svg",
        2,
    )


def test_a_drawing_comes_without_what_stands_around_it() -> None:
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE svg [<!ENTITY e "x">]>\n'
    theme = _theme(
        {
            "a.html": "{{ icon('tip') }}",
            "icons/tip.svg": f'{head}<svg xmlns="http://www.w3.org/2000/svg" width="1"><g/></svg>\n',
        }
    )
    text = environment(theme).get_template("a.html").render()
    assert text.startswith("<svg class=")
    assert text.endswith(' width="1"><g/></svg>')
    assert ' width="1"><g/></svg>' in html.render(_with_a_tip(), theme, PageMap()).value["html/a.html"].decode()


def test_an_icon_that_does_more_than_draw_is_named() -> None:
    drawn = '<svg xmlns="http://www.w3.org/2000/svg">\n<SCRIPT>1</SCRIPT></svg>'
    said = ("templates/icons/tip.svg", 2, "SCRIPT")
    assert _mistake({"a.html": "{{ icon('tip') }}", "icons/tip.svg": drawn}) == said


def test_a_drawing_brings_no_file_of_the_disk() -> None:
    drawn = '<!DOCTYPE svg [<!ENTITY e SYSTEM "/etc/hostname">]>\n<svg xmlns="http://www.w3.org/2000/svg"><text>&e;</text></svg>'
    assert _mistake({"a.html": "{{ icon('tip') }}", "icons/tip.svg": drawn})[:2] == ("templates/icons/tip.svg", 2)


def test_what_is_compiled_tells_its_line_too() -> None:
    text = {"a.html": "x\n{{ given.nothing }} test_what_is_compiled"}
    assert _mistake(text, given="") == _mistake(text, given="")


def test_the_verdict_on_an_attribute_is_that_of_the_type_it_was_asked_of() -> None:
    class Own:
        append = "seen"

    template = environment(_theme({"a.html": "{{ given.append }}"})).get_template("a.html")
    assert template.render(given=Own()) == "seen"
    with pytest.raises(WrongFile, match="unsafe"):
        template.render(given=[])
    assert template.render(given=Own()) == "seen"


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("html/menu.html", "{% macro line(branch, section, here) %}\n{{ branch.nothing }}{% endmacro %}", 2),
        ("html/menu.html", "\n{% macro %}", 2),
        ("html/section.html", "{{ page.nothing }}", 1),
        ("icons/tip.svg", "<svg", 1),
        ("icons/download.svg", "<svg", 1),
    ],
)
def test_the_web_edition_names_the_file_that_it_cannot_use(path: str, text: str, line: int) -> None:
    with pytest.raises(WrongFile) as caught:
        html.render(sample.book(), _theme({path: text}), PageMap())
    assert (caught.value.path, caught.value.line) == (f"templates/{path}", line)


@pytest.mark.parametrize(
    ("path", "text"),
    [("epub/section.xhtml", "<p>{{ section.title }}"), ("epub/nav.xhtml", "Text"), ("epub/part.xhtml", "<a/><b/>")],
)
def test_a_template_of_the_epub_that_makes_no_xml_is_named(path: str, text: str) -> None:
    with pytest.raises(WrongFile, match="XML") as caught:
        epub.render(sample.book(), _theme({path: text}), PageMap())
    assert caught.value.path == f"templates/{path}"
