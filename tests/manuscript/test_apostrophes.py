"""Words that have lost their beginning."""

from tests.manuscript.reading import body_of


def test_words_that_have_lost_their_beginning_get_an_apostrophe() -> None:
    text = "Mach 'n Punkt. Rock 'n' Roll. So'n Ding. Auf'm Dach. 's ist gut. „'ne Idee“"
    assert "Mach ’n Punkt. Rock ’n’ Roll. So’n Ding. Auf’m Dach. ’s ist gut. „’ne Idee“" in body_of(text)


def test_quotation_marks_stay_what_they_are() -> None:
    assert "Er sagt ‚nein danke‘ und ‚so‘." in body_of("Er sagt 'nein danke' und 'so'.")
    assert "<code>a 'n b</code>" in body_of("`a 'n b`")
