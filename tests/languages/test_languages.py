"""Every language has all words, and no word of another reaches a book."""

from __future__ import annotations

import io
import json
import re
import zipfile
from functools import cache

import pypdfium2
import pytest
import yaml
from lxml import html

from pipeline.artifacts import Artifacts
from pipeline.book.model import PageMap
from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, Proof, proofread
from pipeline.codes import CODES
from pipeline.render import epub, pdf
from pipeline.render import html as web
from pipeline.spelling import ascii_slug
from pipeline.theme import LOADER, QUOTES, STAMPED, default_theme, read_theme
from pipeline.workspace import MemoryWorkspace
from tests.languages import lorem

LANGUAGES = ("de", "en", "fr", "cs", "pl", "hsb", "it", "es", "nl")
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
# German, the language of all others' stubs, and one without patterns; the rest takes seconds.
ALL_SOME_SLOW = [one if one in ("de", "en", "hsb") else pytest.param(one, marks=pytest.mark.slow) for one in LANGUAGES]
_WORD = re.compile(r"[^\W\d_]{2,}")
_GAP = re.compile(r"\{[^{}]*\}")
READ = ("alt", "title", "aria-label", "placeholder")
# What is said of a page elsewhere; addresses and types are not.
SAID = ("description", "og:title", "og:description", "og:site_name")


def words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text.replace("\u00ad", "").replace("\u2060", ""))}


# What has one name in all languages, and what stands in addresses and times.
NAMES = {
    "pdf",
    "epub",
    "html",
    "isbn",
    "ua",
    "check",
    "strict",
    "answers",
    "json",
    "urn",
    "uuid",
    "https",
    "lorem",
    "example",
    "svg",
    "www",
    "width",
    "device",
    "initial",
    "scale",
    "utf",
    "light",
    "dark",
    "src",
    "none",
    "self",
    "data",
    "errata",
    "mb",
    "yes",
    "no",
}
# How citeproc and our style put sources in words.
SOURCES = {
    "de": "abgerufen aufl hrsg märz",
    "en": "ed nd pp retrieved",
    "fr": "consulté éd",
    "cs": "březen ed viděno vyd",
    "pl": "dostęp red wyd",
    "hsb": "str wopytane wud",
    "it": "consultato ed pp",
    "es": "accedido ed pp",
    "nl": "geraadpleegd dr pp red",
}


@cache
def proof(language: str) -> Proof:
    labels = default_theme(language).labels
    files: dict[str, str | bytes] = {**lorem.files(language, labels), "chapters/p.svg": PICTURE}
    made = proofread(MemoryWorkspace(files), MemoryCache(), Order(strict=True), lambda stage: None)
    assert made.value is not None
    told = {(one.code, one.span.path, one.span.line) for one in made.diagnostics if CODES[one.code].severity != "note"}
    assert told == set()
    return made.value


def known(language: str) -> set[str]:
    labels = default_theme(language).labels.words
    # Names of elements are no words of the book, what they look like to readers is.
    text = " ".join(word for name, word in labels.items() if not name.endswith(".alias"))
    names = {part for name in labels for part in re.split(r"[.\W]", name)}
    return (
        words(_GAP.sub(" ", text))
        | words(lorem.WORDS)
        | words(SOURCES[language])
        | {language}
        | NAMES
        | (names if language == "en" else set())
    )


def shown(page: bytes) -> set[str]:
    """The words that readers see or hear on a page."""
    text = re.sub(r"<\?xml[^>]*\?>|urn:uuid:[\w-]+", "", page.decode())
    tree = html.fromstring(text)
    for hidden in list(tree.iter("script", "style", "math")):
        hidden.drop_tree()
    heard = [one.get(name, "") for one in tree.iter() for name in READ if isinstance(one.tag, str)]
    metas = (one for one in tree.iter("meta") if (one.get("name") or one.get("property")) in SAID)
    told = [one.get("content", "") for one in metas]
    return words(" ".join((*tree.itertext(), *heard, *told)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word_with_its_gaps(language: str) -> None:
    german, theirs = default_theme("de").labels.words, default_theme(language).labels.words
    file = f"templates/labels/{language}.yaml"
    assert sorted(set(german) - set(theirs)) == [], f"translate these words of de.yaml in {file}"
    assert sorted(set(theirs) - set(german)) == [], f"de.yaml does not have these words of {file}"
    gaps = {name: sorted(_GAP.findall(word)) for name, word in german.items()}
    assert [name for name, word in theirs.items() if sorted(_GAP.findall(word)) != gaps[name]] == []
    assert [name for name, word in theirs.items() if not word and german[name]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_stands_twice_in_a_list(language: str) -> None:
    tree = yaml.compose(default_theme().files[f"labels/{language}.yaml"], Loader=LOADER)
    groups, twice = [tree], []
    while groups:
        pairs = groups.pop().value
        names = [key.value for key, _ in pairs]
        twice += [name for name in names if names.count(name) > 1]
        groups += [value for _, value in pairs if isinstance(value, yaml.MappingNode)]
    assert twice == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_that_authors_type_are_single_words_and_mean_one_thing(language: str) -> None:
    labels = default_theme(language).labels
    aliases = [word for name, word in labels.under("elements").items() if name.endswith(".alias")]
    for names in (aliases, [*labels.under("attributes").values()], [*labels.under("front").values()]):
        assert len(set(names)) == len(names)
        assert [name for name in names if not re.fullmatch(r"[^\W\d]+([-_][^\W\d]+)*", name)] == []
    canonical = {name.split(".")[0] for name in labels.under("elements")}
    taken = {word: name for name, word in labels.under("elements").items() if name.endswith(".alias")}
    # An English name stays what it is in every language.
    assert [word for word, name in taken.items() if word in canonical and name != f"{word}.alias"] == []
    attributes = labels.under("attributes")
    assert [word for name, word in attributes.items() if word in attributes and word != name] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_in_addresses_have_plain_letters_and_marks_are_there(language: str) -> None:
    labels = default_theme(language).labels
    assert [word for word in labels.under("ids").values() if ascii_slug(word) != word] == []
    assert all(labels.word(f"quotes.{name}").strip() for name in QUOTES)
    # A folio's font has the letters of Western Europe only: `read_theme` tells of others (f-075).
    own = {"templates/labels/xx.yaml": f"names: {{draft: {labels.word(STAMPED[0])}}}"}
    assert read_theme(MemoryWorkspace(own), "xx").diagnostics == ()


@pytest.mark.parametrize("language", ALL_SOME_SLOW)
def test_no_foreign_word_reaches_the_web_edition(language: str) -> None:
    made = _web(language)
    pages = {path: data for path, data in made.items() if path.endswith(".html")}
    assert len(pages) > 15
    strange = {path: found for path, data in pages.items() if (found := shown(data) - known(language))}
    assert strange == {}
    script = made["html/assets/book.js"].decode()
    told = json.loads(script[script.index("{") : script.rindex(";")])["words"]
    assert words(_GAP.sub(" ", " ".join(told.values()))) <= known(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_german_name_stands_in_addresses_and_ids(language: str) -> None:
    german = {
        "abb",
        "feld",
        "tabelle",
        "ablauf",
        "abschnitt",
        "kostenplan",
        "kalender",
        "barrierefreiheit",
        "suche",
        "karten",
        "ausgaben",
    }
    made = _web(language)
    ids = re.findall(rb' id="([^"]+)"', b"".join(made.values()))
    parts = {part for name in ids for part in re.split(r"[-/.]", name.decode())}
    parts |= {part for path in made for part in re.split(r"[-/.]", path)}
    own = {part for word in default_theme(language).labels.words.values() for part in ascii_slug(word).split("-")}
    if language == "de":
        assert german & parts >= {"abb", "tabelle", "ablauf", "kostenplan", "kalender", "suche"}
    else:
        assert german & parts <= own


@pytest.mark.parametrize("language", ALL_SOME_SLOW)
def test_no_foreign_word_reaches_the_epub(language: str) -> None:
    made = epub.render(proof(language).book, proof(language).theme, PageMap()).value
    with zipfile.ZipFile(io.BytesIO(made["lorem.epub"])) as archive:
        pages = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xhtml", ".svg"))}
        package = next(archive.read(name) for name in archive.namelist() if name.endswith(".opf"))
    strange = {path: found for path, data in pages.items() if (found := shown(data) - known(language))}
    assert strange == {}
    (summary,) = re.findall(r'accessibilitySummary">([^<]+)<', package.decode())
    assert words(summary) <= known(language)


@pytest.mark.slow
def test_no_foreign_word_reaches_the_print() -> None:
    # Upper Sorbian has no patterns by which words are parted at the ends of lines.
    one = proof("hsb")
    printed = pdf.render(one.book, one.theme, MemoryCache(), pdf.Workshop(1)).value
    with pypdfium2.PdfDocument(printed.artifacts["lorem.pdf"]) as book:
        text = " ".join(page.get_textpage().get_text_range() for page in book)
    text = re.sub(r"urn:uuid:[\w-]+|https?://\S+|own-\s*method", " ", text)
    # Numbers of front matter and letters of the index are no words.
    assert {word for word in words(text) - known("hsb") if not re.fullmatch("[ivxlc]+", word)} == set()


def test_quotation_marks_numbers_and_dates_are_those_of_the_language() -> None:
    body = {language: "".join(section.body for section in proof(language).book.sections) for language in LANGUAGES}
    assert "„ipsum ‚dolor‘“" in body["cs"]
    assert "«\u00a0ipsum “dolor”\u00a0»" in body["fr"]
    assert "“ipsum ‘dolor’”" in body["en"]
    assert "3.000" in body["de"] and "3,000" in body["en"] and "3\u00a0000" in body["cs"]
    assert "9 de marzo de 2026" in body["es"]
    assert "9. měrca 2026" in body["hsb"]


@cache
def _web(language: str) -> Artifacts:
    return web.render(proof(language).book, proof(language).theme, PageMap()).value
