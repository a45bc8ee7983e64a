"""Diagnostics read well for people, editors and programs, in both languages."""

import io
import json
from dataclasses import replace

import pytest

from pipeline.codes import CODES
from pipeline.console import Console, excerpt, printable
from pipeline.diagnostics import Diagnostic, Edit, Span, diagnose

SOURCE = "title: x\nparts:\n  - stauts: draft\n"
FOUND = diagnose("m-004", Span("book.yaml", 3, 5, 3, 11), key="stauts", suggestion="status", related=(Span("a.md", 7),))


def show(message_format: str, language: str, *found: Diagnostic, text: str | None = SOURCE) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    Console(language, message_format, out, err).report(found, lambda path: text)
    return out.getvalue(), err.getvalue()


def test_people_see_the_line_the_place_and_the_cure() -> None:
    assert show("human", "en", FOUND) == (
        """error[m-004]: unknown key `stauts`
  --> book.yaml:3:5
   |
 3 |   - stauts: draft
   |     ^^^^^^
   = hint: did you mean `status`?
   = hint: check the spelling or delete the line
   = see also a.md:7

""",
        "1 error\n",
    )


def test_germans_read_german() -> None:
    shown, counted = show("human", "de-AT", FOUND, FOUND)
    assert "Fehler[m-004]: unbekannter Schlüssel `stauts`" in shown
    assert "= Hilfe: meintest du `status`?" in shown
    assert counted == "2 Fehler\n"


def test_the_short_form_is_one_line_for_each() -> None:
    assert show("short", "en", FOUND)[0] == "book.yaml:3:5: error[m-004]: unknown key `stauts`\n"


def test_programs_get_one_json_array_and_nothing_else() -> None:
    out, err = show("json", "en", FOUND)
    (entry,) = json.loads(out)
    assert err == ""
    assert (entry["code"], entry["severity"], entry["message"]) == ("m-004", "error", "unknown key `stauts`")
    assert (entry["path"], entry["line"], entry["column"], entry["end_column"]) == ("book.yaml", 3, 5, 11)
    assert entry["suggestion"] == "status"
    assert json.loads(show("json", "en")[0]) == []


def test_programs_get_the_cure_as_a_place_and_what_belongs_there() -> None:
    place = Span("book.yaml", 3, 5, 3, 11)
    (entry,) = json.loads(show("json", "en", replace(FOUND, fix=(Edit(place, "status"),)))[0])
    (edit,) = entry["fix"]
    assert edit == {"path": "book.yaml", "line": 3, "column": 5, "end_line": 3, "end_column": 11, "text": "status"}
    assert json.loads(show("json", "en", FOUND)[0])[0]["fix"] == []


def test_a_file_that_cannot_be_shown_leaves_the_place() -> None:
    for text in (None, "", "one line"):
        assert "  --> book.yaml:3:5\n   = hint" in show("human", "en", FOUND, text=text)[0]


def test_no_problem_is_said_too() -> None:
    assert show("human", "en") == ("", "no errors\n")
    assert show("human", "de") == ("", "keine Fehler\n")


def test_carets_stand_under_their_word_behind_tabs_and_wide_characters() -> None:
    assert excerpt("\ta\u0308 日本 x", Span("", 1, 8, 1, 9)) == ("    a\u0308 日本 x", " " * 11 + "^")
    assert excerpt("abc", Span("", 1, 9, 1, 10)) == ("abc", "   ^")


def test_a_paragraph_on_one_line_is_cut_around_its_problem() -> None:
    text = "a" * 400 + "XYZ" + "b" * 400
    line, carets = excerpt(text, Span("", 1, 401, 1, 404)) or ("", "")
    assert line.startswith("…a")
    assert line.endswith("b…")
    assert len(line) == 102
    assert line[carets.index("^") : len(carets)] == "XYZ"


def test_what_would_steer_the_terminal_is_not_sent_there() -> None:
    evil = diagnose("m-004", Span("\x1b[31m.yaml", 1, 1, 1, 2), key="\x1b]0;x\x07")
    for form in ("human", "short"):
        assert not {"\x1b", "\x07"} & set(show(form, "en", evil, text="\x1b[2J")[0])
    assert printable("ä\tb\n") == "ä\tb\n"


def test_square_brackets_and_braces_of_authors_are_left_alone() -> None:
    strange = diagnose("m-004", Span("a.md"), key="[bold]{x}:smile:")
    assert "`[bold]{x}:smile:`" in show("human", "en", strange)[0]


def test_a_pipe_gets_no_colours_even_when_the_environment_likes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b" not in show("human", "en", FOUND)[0]


@pytest.mark.parametrize("name", sorted(CODES))
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_code_has_its_texts_in_both_languages(name: str, language: str) -> None:
    out = io.StringIO()
    Console(language, out=out).explain(name)
    code = CODES[name]
    assert f"[{name}]" in out.getvalue()
    for text in (code.de, code.en):
        assert text
        assert not text.endswith(".")
    assert code.cure_de and code.cure_en and code.why_de and code.why_en


def test_progress_is_plain_lines_off_a_terminal_and_stages_are_timed() -> None:
    err = io.StringIO()
    console = Console("en", err=err)
    console.stage("read")
    console.stage("pdf")
    console.finish()
    assert err.getvalue() == "read the manuscript\nlay out the PDF\n"
    assert [name for name, _ in console.seconds()] == ["read", "pdf"]


def test_what_was_set_anew_is_told_by_its_reason_and_in_few_lines() -> None:
    err = io.StringIO()
    console = Console("de", err=err)
    for name in ("a", "b", "c", "d", "e", "f"):
        console.stage(f"anew side {name}")
    console.stage("anew text chapters/ein kapitel.md")
    console.account([("section", 4, 7)])
    assert err.getvalue() == (
        "neu gesetzt, weil es auf der anderen Seite beginnt: a, b, c, d und 2 weitere\n"
        "neu gesetzt, weil der Text anders ist: chapters/ein kapitel.md\n"
        "Zwischenspeicher (daraus + neu): section 4 + 7\n"
    )


def test_many_messages_are_summed_up_by_kind_the_most_frequent_first() -> None:
    many = [replace(FOUND, span=Span("a.md", line, 1, line, 2)) for line in range(1, 21)]
    rest = replace(many[0], code="m-009", facts=(("path", "x"), ("line", 2)), span=Span("b.md", 7))
    _, err = show("human", "en", *many, rest)
    counted, *kinds = err.splitlines()
    assert counted == "21 errors"
    assert kinds == [
        "    20 × m-004  unknown key `stauts` (a.md:1)",
        "     1 × m-009  `x` is listed in line 2 already (b.md:7)",
    ]
    assert show("human", "en", *many)[1].splitlines() == ["20 errors"]
    assert show("short", "en", *many, rest)[1].splitlines() == ["21 errors"]
