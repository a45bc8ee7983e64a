"""The book's own templates lie over ours, file by file; labels likewise, word by word."""

from pathlib import Path

import pytest

import pipeline.theme
from pipeline.diagnostics import Span, diagnose
from pipeline.theme import Labels, default_theme, has_words, read_theme
from pipeline.workspace import FolderWorkspace, MemoryWorkspace, Outside, WorkspaceError, WrongFile

LABELS = "templates/labels/de.yaml"


def test_our_theme_has_labels_fonts_and_the_words_of_the_book() -> None:
    theme = default_theme()
    assert theme.labels.word("elements.tip.word") == "Tipp"
    assert theme.labels.word("broken.picture") == "Bild fehlt"
    assert theme.labels.under("values")["draft"] == "entwurf"
    assert any(path.startswith("fonts/") for path in theme.files)


def test_a_file_of_the_book_replaces_ours_and_leaves_the_others() -> None:
    ours = default_theme()
    theirs = read_theme(MemoryWorkspace({"templates/styles/tokens.css": "x", "templates/own/new.css": "y"}), "de").value
    assert theirs.files["styles/tokens.css"] == b"x"
    assert theirs.files["own/new.css"] == b"y"
    assert {path for path in ours.files if ours.files[path] != theirs.files[path]} == {"styles/tokens.css"}


def test_a_label_file_of_the_book_replaces_single_words() -> None:
    theme = read_theme(MemoryWorkspace({LABELS: "elements: {tip: {word: Rat}}"}), "de").value
    assert theme.labels.word("elements.tip.word") == "Rat"
    assert theme.labels.word("elements.tip.alias") == "tipp"


@pytest.mark.parametrize(("broken", "line"), [("names:\n  a: [\n", 2), ("- x", 1), ("\x00", 1), ("x: y\na: b: c", 2)])
def test_a_broken_label_file_is_told_and_leaves_our_words_standing(broken: str, line: int) -> None:
    theme = read_theme(MemoryWorkspace({LABELS: broken}), "de")
    assert theme.value.labels.words.items() >= default_theme().labels.words.items()
    assert [(one.code, one.span.path, one.span.line) for one in theme.diagnostics] == [("f-024", LABELS, line)]


@pytest.mark.parametrize(
    ("labels", "code", "line"),
    [
        ("names:\n  draft: [Entwurf]", "f-024", 2),
        ("x: y\nnames: Entwurf", "f-024", 2),
        ("news: {since: 'Neu {!}'}", "f-072", 1),
        ("ui: {results: '{{n}}'}", "f-072", 1),
        ("names: {draft: '{0.__class__}'}", "f-072", 1),
        ("x: " + "[" * 50_000, "f-073", 1),
        ("x: " + "{a: " * 25 + "b" + "}" * 25, "f-073", 1),
        ("x: '" + "y" * 600_000 + "'", "f-073", 1),
        ("\n".join(f"x{n}: y" for n in range(30_000)), "f-073", 1),
    ],
)
def test_words_that_do_not_fit_are_told_and_leave_ours(labels: str, code: str, line: int) -> None:
    theme = read_theme(MemoryWorkspace({LABELS: labels}), "de")
    assert theme.value.labels.words.items() >= default_theme().labels.words.items()
    assert [(one.code, one.span.path, one.span.line) for one in theme.diagnostics] == [(code, LABELS, line)]


def test_our_own_words_fit() -> None:
    ours = default_theme().files["labels/de.yaml"]
    assert read_theme(MemoryWorkspace({LABELS: ours + b"# ours, and a word\n"}), "de").diagnostics == ()


@pytest.mark.parametrize(
    ("language", "known"), [("de", True), ("de-AT", True), ("en", True), ("hsb", True), ("sv", False)]
)
def test_a_language_has_words_or_has_none(language: str, known: bool) -> None:
    theme = read_theme(MemoryWorkspace({"templates/labels/en.yaml": "names: {part: Part}"}), language).value
    assert has_words(theme, language) is known


def test_a_label_file_without_words_is_no_problem() -> None:
    theme = read_theme(MemoryWorkspace({LABELS: ""}), "de")
    assert (theme.value.labels.words, theme.diagnostics) == (default_theme().labels.words, ())


@pytest.mark.parametrize("path", ["html/section.html", "styles/print.css", "icons/tip.svg", "labels/de.yaml"])
def test_a_text_that_is_not_utf8_is_told_and_leaves_ours(path: str) -> None:
    theme = read_theme(MemoryWorkspace({f"templates/{path}": "Zeile\nMaß".encode("latin-1")}), "de")
    assert theme.value == default_theme()
    assert theme.diagnostics == (diagnose("f-012", Span(f"templates/{path}", 2, 3, 2, 4), path=f"templates/{path}"),)


@pytest.mark.parametrize(
    ("path", "data", "line"), [("labels/de.yaml", b"a: 1\nb: [", 2), ("pdf/plain.html", b"\n\n\xff", 3)]
)
def test_a_file_that_is_the_books_and_ours_has_nothing_in_its_place(
    path: str, data: bytes, line: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = {**default_theme().files, path: data}
    monkeypatch.setattr(pipeline.theme, "_own_files", lambda: ours)
    with pytest.raises(WrongFile, match=f"^templates/{path}:{line}: "):
        read_theme(MemoryWorkspace({f"templates/{path}": data}), "de")


def test_words_that_yaml_would_turn_into_truth_stay_words() -> None:
    theme = read_theme(MemoryWorkspace({LABELS: "ui: {yes: no}"}), "de").value
    assert theme.labels.word("ui.yes") == "no"


def test_a_regional_language_takes_its_words_from_the_general_one() -> None:
    contents = {"templates/labels/en.yaml": "names: {chapter: Chapter}", "templates/labels/en-GB.yaml": "x: {y: z}"}
    labels = read_theme(MemoryWorkspace(contents), "en-GB").value.labels
    assert (labels.word("names.chapter"), labels.word("x.y"), labels.word("names.part")) == ("Chapter", "z", "Part")


def test_a_word_that_is_not_there_is_a_mistake_in_the_program() -> None:
    with pytest.raises(KeyError):
        Labels({}).word("names.nothing")


@pytest.mark.parametrize(
    "labels",
    [
        "[" * 40_000,
        "a: " + "{b: " * 40_000,
        "- " * 40_000,
        "a: &a {b: *a}",
        "a0: &a0 {x: y}\n"
        + "\n".join(f"a{n}: &a{n} {{{', '.join(f'k{k}: *a{n - 1}' for k in range(9))}}}" for n in range(1, 30)),
        "nur Text",
        "a: *nirgends",
        "!!python/object:os.system x: y",
    ],
)
def test_labels_without_end_or_sense_are_told_and_ours_stay(labels: str) -> None:
    read = read_theme(MemoryWorkspace({"templates/labels/de.yaml": labels}), "de")
    assert {one.code for one in read.diagnostics} <= {"f-024", "f-073"}
    assert read.value.labels.word("elements.tip.word") == default_theme("de").labels.word("elements.tip.word")


def test_a_file_that_cannot_be_read_is_told_and_leaves_ours(tmp_path: Path) -> None:
    styles = tmp_path / "templates" / "styles"
    styles.mkdir(parents=True)
    with (styles / "print.css").open("wb") as sparse:
        sparse.truncate(3_000_000_000)
    (styles / "epub.css").symlink_to(tmp_path / "ring")
    (tmp_path / "ring").symlink_to(styles / "epub.css")
    (styles / "web.css").symlink_to("/etc/hostname")
    theme = read_theme(FolderWorkspace(tmp_path), "de")
    assert theme.value == default_theme()
    assert [(one.code, one.span.path) for one in theme.diagnostics] == [("f-079", "templates/styles/print.css")]


def test_a_file_that_may_not_be_read_is_told_and_leaves_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    book = MemoryWorkspace({"templates/styles/print.css": "x", "templates/styles/web.css": "y"})
    problems = {"print": WorkspaceError("Permission denied"), "web": Outside("web")}

    def refuse(path: str, most: int = 0) -> bytes:
        raise next(problem for name, problem in problems.items() if name in path)

    monkeypatch.setattr(book, "read", refuse)
    theme = read_theme(book, "de")
    assert theme.value == default_theme()
    assert [one.code for one in theme.diagnostics] == ["f-023", "f-022"]
