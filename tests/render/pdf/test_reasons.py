"""`--explain` names the first thing that made a section be set anew."""

from __future__ import annotations

import pytest

from pipeline.cache import MemoryCache
from pipeline.render.layout import Sheet
from pipeline.render.pdf import reasons
from pipeline.render.pdf.reasons import CAUSES, LOST, NEW, Traits, look_of, traits
from pipeline.theme import default_theme

SHEET = Sheet("<p>Text", "@page {}", "recto")


def test_every_cause_has_its_digest() -> None:
    was = traits("look", SHEET, ["picture"])
    assert len(was) == len(CAUSES)
    others = {
        "theme": traits("other", SHEET, ["picture"]),
        "text": traits("look", Sheet("<p>Worte", "@page {}"), ["picture"]),
        "picture": traits("look", SHEET, ["other"]),
        "side": traits("look", Sheet("<p>Text", "@page {}", "verso"), ["picture"]),
    }
    assert {"program", *others} == set(CAUSES)
    for cause, now in others.items():
        assert [name for name, old, new in zip(CAUSES, was, now, strict=True) if old != new] == [cause]


def test_a_style_of_the_screen_is_no_look_of_print() -> None:
    theme = default_theme("de")
    pages = type(theme)({**theme.files, "pdf/page.css": b"x"}, theme.labels)
    screen = type(theme)({**theme.files, "styles/web.css": b"x"}, theme.labels)
    assert look_of(screen, "ground") == look_of(theme, "ground") != look_of(pages, "ground")


def told(*books: dict[str, Traits]) -> list[dict[str, str]]:
    """The reasons of one print after another, in each of which everything was set anew."""
    cache = MemoryCache()
    return [reasons.reasons(cache, "book", book, book) for book in books]


@pytest.mark.parametrize("nth, cause", list(enumerate(CAUSES)))
def test_the_first_difference_is_the_reason(nth: int, cause: str) -> None:
    before = tuple("abcde")
    now = (*before[:nth], *"uvwxy"[nth:])
    assert told({"a": before}, {"a": now})[1] == {"a": cause}


def test_a_section_is_new_only_once_and_what_was_lost_is_said_to_be() -> None:
    same = tuple("abcde")
    assert told({"a": same}, {"a": same, "b": same}) == [{"a": NEW}, {"a": LOST, "b": NEW}]
