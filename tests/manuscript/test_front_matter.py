"""The head of a file is read in German or English; whatever is wrong in it, the body stays, line for line."""

import pytest

from pipeline.diagnostics import Span
from pipeline.manuscript.front_matter import aliases_of, read_front_matter
from pipeline.manuscript.model import Asked, FrontMatter
from pipeline.theme import Labels

LABELS = Labels(
    {
        "front.summary": "zusammenfassung",
        "front.mode": "art",
        "front.target_words": "zielwörter",
        "front.contributors": "mitwirkende",
        "values.draft": "entwurf",
        "values.review": "prüfung",
        "values.read-do": "lesen-tun",
    }
)


def read(text: str) -> tuple[FrontMatter, str, list[tuple[str, int, int, str]]]:
    checked = read_front_matter(text, "a.md", aliases_of(LABELS))
    places = [(d.code, d.span.line, d.span.column, d.suggestion) for d in checked.diagnostics]
    return *checked.value, places


def test_german_keys_and_values_mean_the_same_as_english_ones() -> None:
    german, _, none = read("---\nstatus: Prüfung\nart: lesen-tun\nzielwörter: 900\nmitwirkende: [A, B]\n---\n")
    english, _, _ = read("---\nstatus: review\nmode: read-do\ntarget_words: 900\ncontributors: [A, B]\n---\n")
    assert none == []
    assert german == english == FrontMatter(status="review", mode="read-do", target_words=900, contributors=("A", "B"))


def test_ids_that_are_asked_for_are_no_keys() -> None:
    head, _, places = read("---\nasked:\n  art: Sorten, welche\n  leer:\n---\n")
    assert places == []
    assert head.asked == (
        Asked("art", "Sorten, welche", Span("a.md", 3, 3, 3, 6)),
        Asked("leer", "", Span("a.md", 4, 3, 4, 7)),
    )


def test_the_body_keeps_its_line_numbers() -> None:
    _, body, _ = read("---\nid: x\n---\n# Titel\n")
    assert body.split("\n") == ["", "", "", "# Titel", ""]


def test_a_rule_further_down_is_no_head() -> None:
    text = "# Titel\n\n---\nid: x\n---\n"
    assert read(text) == (FrontMatter(), text, [])


def test_windows_line_ends_and_a_byte_order_mark_are_no_mistake() -> None:
    assert read("\ufeff---\r\nid: x\r\n---\r\nText\r\n") == (FrontMatter(id="x"), "\n\n\nText\n", [])


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("stauts: entwurf", ("m-004", 2, 1, "status")),
        ("zusammenfasung: x", ("m-004", 2, 1, "zusammenfassung")),
        ("status: entwruf", ("m-014", 2, 9, "entwurf")),
        ("zielwörter: viele", ("m-087", 2, 13, "")),
        ("summary: a: b", ("m-003", 2, 11, "")),
        ("summary: x\n\tid: y", ("m-002", 3, 1, "")),
        ("summary: x\nzusammenfassung: y", ("m-005", 3, 1, "")),
        ("ein Satz", ("f-002", 2, 1, "")),
    ],
)
def test_a_mistake_in_the_head_is_named_and_the_body_kept(head: str, place: tuple[str, int, int, str]) -> None:
    _, body, found = read(f"---\n{head}\n---\n# Titel\n")
    assert found == [place]
    assert body.strip() == "# Titel"


def test_a_head_without_an_end_is_named_and_the_text_kept() -> None:
    front, body, found = read("---\nid: x\n\n# Titel\n\nText\n")
    assert (front, found) == (FrontMatter(), [("f-001", 1, 1, "")])
    assert body == "\n\n\n# Titel\n\nText\n".replace("\n\n\n", "\n" * 3)


def test_an_empty_head_is_no_mistake() -> None:
    assert read("---\n---\nText") == (FrontMatter(), "\n\nText", [])
    assert read("---") == (FrontMatter(), "\n", [("f-001", 1, 1, "")])
