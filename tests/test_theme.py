"""The book's own templates lie over ours, file by file; labels likewise, word by word."""

import pytest

from pipeline.theme import Labels, default_theme, read_theme
from pipeline.workspace import MemoryWorkspace


def test_our_theme_has_labels_fonts_and_the_words_of_the_book() -> None:
    theme = default_theme()
    assert theme.labels.word("elements.tip.word") == "Tipp"
    assert theme.labels.word("broken.picture") == "Bild fehlt"
    assert theme.labels.under("values")["draft"] == "entwurf"
    assert any(path.startswith("fonts/") for path in theme.files)


def test_a_file_of_the_book_replaces_ours_and_leaves_the_others() -> None:
    ours = default_theme()
    theirs = read_theme(MemoryWorkspace({"templates/styles/tokens.css": "x", "templates/own/new.css": "y"}), "de")
    assert theirs.files["styles/tokens.css"] == b"x"
    assert theirs.files["own/new.css"] == b"y"
    assert {path for path in ours.files if ours.files[path] != theirs.files[path]} == {"styles/tokens.css"}


def test_a_label_file_of_the_book_replaces_single_words() -> None:
    theme = read_theme(MemoryWorkspace({"templates/labels/de.yaml": "elements: {tip: {word: Rat}}"}), "de")
    assert theme.labels.word("elements.tip.word") == "Rat"
    assert theme.labels.word("elements.tip.alias") == "tipp"


@pytest.mark.parametrize("broken", ["a: [", "- x", "", "\x00", "a: b: c"])
def test_a_broken_label_file_leaves_our_words_standing(broken: str) -> None:
    theme = read_theme(MemoryWorkspace({"templates/labels/de.yaml": broken}), "de")
    assert theme.labels.words == default_theme().labels.words


def test_words_that_yaml_would_turn_into_truth_stay_words() -> None:
    theme = read_theme(MemoryWorkspace({"templates/labels/de.yaml": "ui: {yes: no}"}), "de")
    assert theme.labels.word("ui.yes") == "no"


def test_a_regional_language_takes_its_words_from_the_general_one() -> None:
    contents = {"templates/labels/en.yaml": "names: {chapter: Chapter}", "templates/labels/en-GB.yaml": "x: {y: z}"}
    labels = read_theme(MemoryWorkspace(contents), "en-GB").labels
    assert (labels.word("names.chapter"), labels.word("x.y"), labels.word("names.part")) == ("Chapter", "z", "Teil")


def test_a_word_that_is_not_there_is_a_mistake_in_the_program() -> None:
    with pytest.raises(KeyError):
        Labels({}).word("names.nothing")
