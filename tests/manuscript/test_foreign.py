"""Notation of other tools that has an equal here is read as that."""

from tests.manuscript.reading import body_of, read_text


def test_quarto_refers_to_sections_and_figures_as_to_sources() -> None:
    document, found = read_text("## Ort {#sec-ort}\n\nSiehe @sec-ort und [@fig-plan].\n")
    assert found == ()
    assert [(one.kind, one.name) for one in document.references] == [("xref", "sec-ort"), ("xref", "fig-plan")]


def test_an_alternative_text_may_be_called_as_in_quarto() -> None:
    assert 'alt="Ein Plan"' in body_of('![Plan](images/x.svg){fig-alt="Ein Plan"}')
    assert "fig-alt=" in body_of('`![Plan](x.svg){fig-alt="Ein Plan"}`')


def test_both_sources_with_a_comma_between_them_are_cited() -> None:
    document, found = read_text("So [vgl. @a1, @a2, S. 3].\n")
    assert [one.span.line for one in found if one.code == "s-117"] == [3]
    assert [one.name for one in document.references] == ["a1", "a2"]


def test_a_quote_that_names_no_box_stays_one() -> None:
    assert body_of("> [!NOTES]\n> So.") == body_of("> \\[!NOTES\\]\n> So.")


def test_a_box_of_another_tool_holds_a_box_of_ours() -> None:
    body = body_of("> [!WARNING]\n> Achtung.\n>\n> ::: tipp\n> Rat.\n> :::\n\nDanach.")
    assert body.index("box pitfall") < body.index("box tip") < body.index("</aside></aside><p")
