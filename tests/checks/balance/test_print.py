"""What print loses is told at the place where it is written."""

from __future__ import annotations

import pytest

from pipeline.book.model import Included, Section
from pipeline.checks import balance
from pipeline.diagnostics import Span
from pipeline.render.layout import Extent, Flaw

CHAPTER = "# Werkstatt\n\n<!-- Zwei Sätze -->\n\nHier stehen **zwei** Sätze.\n"
TEXTS = {"chapters/a.md": CHAPTER, "checklists/b.md": "# Liste\n\n- [ ] Zwei Sätze\n", "book.yaml": "title: Ein Buch\n"}
SECTION = Section("a", "chapter", "Werkstatt", path="chapters/a.md", included=(Included("b", "checklists/b.md"),))


def _told(flaw: Flaw, section: Section = SECTION) -> list[tuple[str, Span, dict[str, str]]]:
    found = balance.of_print(section, Extent(2, flaws=(flaw,)), ("12", "13"), TEXTS)
    return [(one.code, one.span, dict(one.facts)) for one in found]


def test_a_place_is_found_through_marks_and_never_in_a_comment() -> None:
    ((code, span, facts),) = _told(Flaw("lost", 1, ("a--b1", "a"), "zwei Sätze."))
    assert (code, span) == ("s-150", Span("chapters/a.md", 5, 15, 5, 27))
    assert (facts["format"], facts["page"], facts["words"]) == ("PDF", "13", "zwei Sätze.")


def test_what_is_included_is_told_in_its_own_file() -> None:
    ((_, span, _),) = _told(Flaw("outside", 0, ("b--i1", "b", "a"), "Zwei Sätze"))
    assert (span.path, span.line) == ("checklists/b.md", 3)


def test_what_nobody_wrote_is_told_in_the_manifest() -> None:
    ((_, span, _),) = _told(Flaw("outside", 0, ("cover",), "Ein Buch"), Section("cover", "cover", "Ein Buch"))
    assert (span.path, span.line, span.column) == ("book.yaml", 1, 8)


@pytest.mark.parametrize(
    ("kind", "code"), [("changed", "s-151"), ("doubled", "s-153"), ("clipped", "s-156"), ("picture", "s-158")]
)
def test_each_kind_has_its_code(kind: str, code: str) -> None:
    ((told, _, facts),) = _told(Flaw(kind, 0, ("a",), "Hier stehen", "Hier steht"))
    assert (told, facts["shown"]) == (code, "Hier steht")


def test_a_letter_is_told_by_its_name() -> None:
    section = Section("c", "chapter", "C", path="c.md")
    (one,) = balance.of_print(
        section, Extent(1, flaws=(Flaw("letter", 0, ("c",), "✅"),)), ("1",), {"c.md": "# C\n\n✅"}
    )
    assert (one.code, dict(one.facts)["letter"]) == ("s-157", "✅ (U+2705 WHITE HEAVY CHECK MARK)")
    assert one.span == Span("c.md", 3, 1, 3, 2)


def test_the_first_letter_that_keeps_a_file_from_its_claims_is_told() -> None:
    flaws = (Flaw("lost", 0, ("a",), "Hier"), Flaw("letter", 0, ("a",), "s"), Flaw("letter", 0, ("a",), "t"))
    found = tuple(balance.of_print(SECTION, Extent(1, flaws=flaws), ("1",), TEXTS))
    (claim,) = balance.claim_of_print(found)
    assert (claim.code, claim.span, dict(claim.facts)["letter"][0]) == ("s-159", found[1].span, "s")
    assert [*balance.claim_of_print(found[:1])] == []
