"""What other programs write comes into the book whole: every word, in our form; what is dangerous stays outside."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline import pandoc
from pipeline.conversion import words
from pipeline.conversion.importing import Account, Given, import_files
from pipeline.diagnostics import Checked
from pipeline.manuscript.tidy import tidy
from pipeline.workspace import MemoryWorkspace

from .kit import Reviewer, members, packed, word_file
from .test_review import CHAPTER, sent

BOOK = "title: Probe\nlanguage: de\nparts:\n  - title: Eins\n    chapters:\n      - chapters/a.md\n"


def brought(
    files: dict[str, bytes], paths: tuple[str, ...], book: MemoryWorkspace | None = None
) -> tuple[MemoryWorkspace, Checked[tuple[Account, ...]]]:
    book = book or MemoryWorkspace({})
    outside = MemoryWorkspace(files)
    return book, import_files(book, [Given(outside, path, path or "ordner") for path in paths], "de")


def one(data: bytes, name: str = "a.docx") -> tuple[str, list[str], Account]:
    """The text of a file's only chapter, the codes it gave, and its account."""
    book, done = brought({name: data}, (name,))
    (account,) = done.value
    texts = [book.read(path).decode() for path in account.paths]
    return "\n".join(texts), [found.code for found in done.diagnostics], account


def refused(data: bytes, name: str = "a.docx") -> list[str]:
    book, done = brought({name: data}, (name,))
    assert book.contents == {} and done.value == ()
    return [found.code for found in done.diagnostics]


def p(inside: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{inside}</w:p>"


def r(text: str, form: str = "") -> str:
    return f'<w:r><w:rPr>{form}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def by(kind: str, inside: str, who: str = "Anna Berg", number: int = 1) -> str:
    return f'<w:{kind} w:id="{number}" w:author="{who}" w:date="2026-11-30T10:00:00Z">{inside}</w:{kind}>'


def gone(text: str) -> str:
    return f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'


def cell(inside: str, more: str = "") -> str:
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{inside}</w:tc>"


BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>'
    f"{p(r('Im Textfeld'))}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><w:txbxContent>{p(r('Im Textfeld'))}</w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
# Each feature of Word: what stands in the document, and what must stand in the chapter.
FEATURES: dict[str, tuple[str, str]] = {
    "bold and italic": (
        p(r("Ein ") + r("fettes", "<w:b/>") + r(" und ") + r("schräges", "<w:i/>") + r(" Wort.")),
        "Ein **fettes** und *schräges* Wort.",
    ),
    "underlined and struck": (
        p(r("unten", '<w:u w:val="single"/>') + r(" und ") + r("weg", "<w:strike/>")),
        "[unten]{.underline} und ~~weg~~",
    ),
    "raised and lowered": (
        p(
            r("m")
            + r("2", '<w:vertAlign w:val="superscript"/>')
            + r(" H")
            + r("2", '<w:vertAlign w:val="subscript"/>')
            + r("O")
        ),
        "m^2^ H~2~O",
    ),
    "small capitals": (p(r("Kapitälchen", "<w:smallCaps/>")), "[Kapitälchen]{.smallcaps}"),
    "a word of many runs": (p(r("Zu") + r("sam") + r("men")), "Zusammen"),
    "a broken line": (p(r("oben") + "<w:r><w:br/></w:r>" + r("unten")), "oben\\\nunten"),
    "a tab": (p(r("links") + "<w:r><w:tab/></w:r>" + r("rechts")), "links rechts"),
    "signs of Markdown": (p(r("5 * 3 # 2 [x] a_b_c ~ | $5 @wer &lt;b&gt;")), "5 \\* 3 \\# 2"),
    "a paragraph with a number's dot": (p(r("15. Mai ist der Tag.")), "15\\. Mai ist der Tag."),
    "two sentences": (p(r("Erster Satz. Zweiter Satz.")), "Erster Satz.\nZweiter Satz."),
    "an address": (p('<w:hyperlink r:id="rIdL"><w:r><w:t>die Seite</w:t></w:r></w:hyperlink>'), "die Seite"),
    "a mark in the text": (
        p('<w:bookmarkStart w:id="7" w:name="ziel"/>' + r("Ziel") + '<w:bookmarkEnd w:id="7"/>'),
        "Ziel",
    ),
    "a link within": (
        p('<w:hyperlink w:anchor="ziel"><w:r><w:t>zum Ziel</w:t></w:r></w:hyperlink>'),
        "[zum Ziel](#ziel)",
    ),
    "a note": (p(r("Mit Note") + '<w:r><w:footnoteReference w:id="2"/></w:r>'), "Mit Note[^1]"),
    "an insertion": (p(r("Alt ") + by("ins", r("neu")) + r(" Ende")), "Alt {++neu++}{>>Anna Berg<<} Ende"),
    "a deletion": (p(r("Alt ") + by("del", gone("weg ")) + r("Ende")), "Alt {--weg--}{>>Anna Berg<<} Ende"),
    "a replacement": (
        p(r("Alt ") + by("del", gone("weg")) + by("ins", r("neu")) + r(" Ende")),
        "Alt {~~weg~>neu~~}{>>Anna Berg<<} Ende",
    ),
    "changes of two": (
        p(by("ins", r("Eins ")) + by("ins", r("zwei"), "Ben")),
        "{++Eins++}{>>Anna Berg<<} {++zwei++}{>>Ben<<}",
    ),
    "a whole new paragraph": (
        p(by("ins", r("Ganz neu. Auch das.")), "", f"<w:rPr>{by('ins', '')}</w:rPr>"),
        "{++Ganz neu.\nAuch das.++}{>>Anna Berg<<}",
    ),
    "a comment": (
        p(
            '<w:commentRangeStart w:id="0"/>' + r("Dieses Wort") + '<w:commentRangeEnd w:id="0"/>'
            '<w:r><w:commentReference w:id="0"/></w:r>' + r(" hier")
        ),
        "{==Dieses Wort==}{>>Ben: Warum das?<<} hier",
    ),
    "a content control": (
        "<w:sdt><w:sdtContent>" + p(r("Im Steuerelement")) + "</w:sdtContent></w:sdt>",
        "Im Steuerelement",
    ),
    "a box of text": (p(r("Davor ") + BOX), "Im Textfeld"),
    "a field": (p('<w:fldSimple w:instr="DATE"><w:r><w:t>30. November</w:t></w:r></w:fldSimple>'), "30\\. November"),
    "a table": (
        "<w:tbl><w:tr>"
        + cell(p(r("Wer")))
        + cell(p(r("Was")))
        + "</w:tr><w:tr>"
        + cell(p(r("Anna")))
        + cell(p(r("Suppe")))
        + "</w:tr></w:tbl>",
        "| Anna | Suppe |",
    ),
    "a change in a table": (
        "<w:tbl><w:tr>"
        + cell(p(r("Wo")))
        + cell(p(r("Wie")))
        + "</w:tr><w:tr>"
        + cell(p(by("ins", r("Halle"))))
        + cell(p(by("del", gone("laut"))))
        + "</w:tr></w:tbl>",
        "| {++Halle++}{>>Anna Berg<<} | {--laut--}{>>Anna Berg<<} |",
    ),
    "merged cells": (
        "<w:tbl><w:tblGrid><w:gridCol w:w='9'/><w:gridCol w:w='9'/></w:tblGrid><w:tr>"
        + cell(p(r("Beide")), '<w:gridSpan w:val="2"/>')
        + "</w:tr><w:tr>"
        + cell(p(r("Linke")))
        + cell(p(r("Rechte")))
        + "</w:tr></w:tbl>",
        "| Beide |  |",
    ),
    "a table in a table": (
        "<w:tbl><w:tr>"
        + cell(p(r("Außen")) + "<w:tbl><w:tr>" + cell(p(r("Innen"))) + "</w:tr></w:tbl>" + p(""))
        + cell(p(r("Daneben")))
        + "</w:tr></w:tbl>",
        "Innen",
    ),
    "an empty paragraph": (p("") + p(r("Danach")), "Danach"),
    "a style of their own": (p(r("Mit Stil"), "MeinStil"), "Mit Stil"),
    "a style that is a box": (p(r("Ein Rat"), "Tipp"), "::: tipp\nEin Rat\n:::"),
    "a quotation": (p(r("Gesagt ist gesagt"), "Quote"), "> Gesagt ist gesagt"),
    "a soft hyphen": (p(r("Donau\u00addampf")), "dampf"),
    "a formula": (p("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"), "$x$"),
    "letters of elsewhere": (p(r("Łódź 漢字 🙂 Привет")), "Łódź 漢字 🙂 Привет"),
}
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>'
    for name in ("MeinStil", "Tipp", "Quote")
) + "".join(
    f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/></w:style>'
    for level in (1, 2)
)


@pytest.fixture(scope="module")
def everything() -> tuple[str, list[str], Account]:
    """All features in one document, each below a heading of its own."""
    body = p(r("Alles"), "Heading1") + "".join(
        p(r(f"Nummer{nth}x"), "Heading2") + xml for nth, (xml, _) in enumerate(FEATURES.values())
    )
    return one(
        word_file(
            body,
            styles=STYLES,
            footnotes=f'<w:footnote w:id="2">{p(r("Die Note."))}</w:footnote>',
            comments=f'<w:comment w:id="0" w:author="Ben">{p(r("Warum das?"))}</w:comment>',
        )
    )


@pytest.mark.parametrize("name", FEATURES)
def test_a_feature_of_word_arrives(name: str, everything: tuple[str, list[str], Account]) -> None:
    nth = list(FEATURES).index(name)
    section = everything[0].split(f"## Nummer{nth}x\n", 1)[1].split("\n## ", 1)[0]
    assert FEATURES[name][1] in section


def test_every_word_of_a_word_file_is_kept(everything: tuple[str, list[str], Account]) -> None:
    text, codes, account = everything
    assert account.arrival.missing == ()
    assert account.arrival.counts["words"] > 120
    assert {"f-168", "f-173"} <= set(codes) and "x-080" not in codes
    assert account.arrival.authors == ("Anna Berg", "Ben")
    assert tidy(text) == text


def test_a_word_that_is_lost_is_named() -> None:
    assert words.missing(words.count("eins zwei zwei"), words.in_markdown("eins *zwei*")) == ("zwei",)


RICH = """\
# Ein Titel

Ein *Absatz* mit **Worten**, [Link](https://example.org) und Note.[^a] Zweiter Satz mit `code` und H~2~O.

[^a]: Die Note mit **Fett**.

## Listen

1. eins
2. zwei

   noch ein Absatz

- außen
  - innen

| Wer | Was |
|-----|-----|
| Anna | Suppe |

> Ein Zitat.

![Ein Bild](punkt.png)

## Ende {#ende}

Siehe [oben](#listen).

    code = 1
"""
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010100000000376ef924"
    "0000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def made_by_pandoc(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same text as four programs might write it."""
    folder = tmp_path_factory.mktemp("pandoc")
    (folder / "a.md").write_text(RICH, encoding="utf-8")
    (folder / "punkt.png").write_bytes(DOT)
    for ending in ("docx", "odt", "epub", "html"):
        pandoc._run(("--standalone", "a.md", "-o", f"a.{ending}", "--metadata=title:"), "", 60, folder)
    return {f"a.{ending}": (folder / f"a.{ending}").read_bytes() for ending in ("docx", "odt", "epub", "html", "md")}


@pytest.mark.parametrize("ending", ["docx", "odt", "epub", "html", "md"])
def test_every_format_brings_all_words_and_the_same_structure(ending: str, made_by_pandoc: dict[str, bytes]) -> None:
    book, done = brought({f"a.{ending}": made_by_pandoc[f"a.{ending}"], "punkt.png": DOT}, (f"a.{ending}",))
    (account,) = done.value
    counts = account.arrival.counts
    assert account.arrival.missing == ()
    assert [counts[one] for one in ("tables", "notes", "pictures", "headings")] == [1, 1, 1, 3]
    text = book.read(account.paths[0]).decode()
    assert "Ein *Absatz* mit **Worten**, [Link](https://example.org) und Note.[^1]\nZweiter Satz" in text
    name = {"md": "a-punkt", "html": "a-punkt", "epub": "ein-titel-1"}.get(ending, "a-1")
    assert f"](images/{name}.png)" in text
    assert any(path.startswith("chapters/images/") for path in book.contents)
    assert f"- {account.paths[0]}\n" in book.read("book.yaml").decode()


def test_changes_of_libreoffice_are_read(made_by_pandoc: dict[str, bytes]) -> None:
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    info = "<office:change-info><dc:creator>Anna</dc:creator></office:change-info>"
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:text="{text}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:body><office:text>'
        "<text:tracked-changes>"
        f'<text:changed-region text:id="c1"><text:insertion>{info}</text:insertion></text:changed-region>'
        f'<text:changed-region text:id="c2"><text:deletion>{info}<text:p>alt</text:p></text:deletion>'
        "</text:changed-region>"
        "</text:tracked-changes><text:h text:outline-level='1'>Titel</text:h><text:p>Es ist "
        '<text:change text:change-id="c2"/><text:change-start text:change-id="c1"/>neu<text:change-end '
        'text:change-id="c1"/> hier.<office:annotation><dc:creator>Ben</dc:creator><text:p>Sicher?</text:p>'
        "</office:annotation></text:p><text:p><text:text-input>Im Feld</text:text-input></text:p>"
        "</office:text></office:body></office:document-content>"
    )
    data = packed({**members(made_by_pandoc["a.odt"]), "content.xml": content.encode()})
    written, _, account = one(data, "a.odt")
    assert "Im Feld\n" in written
    assert "Es ist {~~alt~>neu~~}{>>Anna<<} hier.{>>Ben: Sicher?<<}" in written
    assert account.arrival.missing == ()


def test_a_pad_brings_its_notes_and_comments() -> None:
    page = (
        "<html><head><style>.c1{font-weight:700}.c2{font-style:italic}</style></head><body><h1>Pad</h1>"
        '<p><span class="c1">Fett</span> und <span class="c2">schräg</span>'
        '<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>, '
        '<a href="https://www.google.com/url?q=https://example.org/x&amp;sa=D">Link</a>.</p>'
        '<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> Die Note.</p></div>'
        '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Warum?</span></p></div></body></html>'
    )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("Pad.html", page)
    text, _, account = one(archive.getvalue(), "pad.zip")
    assert "**Fett** und *schräg*[^1]{>>Warum?<<}, [Link](https://example.org/x)." in text
    assert "[^1]: Die Note." in text and account.arrival.counts["notes"] == 1


FOLDERS: dict[str, dict[str, str]] = {
    "mkdocs": {
        "mkdocs.yml": "site_name: Handbuch\nnav:\n  - Anfang: index.md\n"
        "  - Teil Zwei:\n      - Werkzeug: a/werkzeug.md\n",
        "docs/index.md": '# Anfang\n\n!!! warning "Achtung"\n    Vorsicht hier.\n\nSiehe [Werkzeug](a/werkzeug.md).\n',
        "docs/a/werkzeug.md": "# Werkzeug\n\nEin Satz.\n",
    },
    "mdbook": {
        "book.toml": '[book]\ntitle = "Handbuch"\n',
        "src/SUMMARY.md": "# Summary\n\n[Anfang](anfang.md)\n\n# Teil Zwei\n\n- [Werkzeug](werkzeug.md)\n",
        "src/anfang.md": "# Anfang\n\n> [!WARNING]\n> Vorsicht hier.\n\nSiehe [Werkzeug](werkzeug.md).\n",
        "src/werkzeug.md": "# Werkzeug\n\nEin Satz.\n",
    },
    "gitbook": {
        "SUMMARY.md": "# Table of contents\n\n* [Anfang](README.md)\n\n## Teil Zwei\n\n* [Werkzeug](werkzeug.md)\n",
        "README.md": '---\ndescription: Worum es geht.\n---\n\n# Anfang\n\n{% hint style="warning" %}\nVorsicht hier.\n'
        "{% endhint %}\n\nSiehe [Werkzeug](werkzeug.md).\n",
        "werkzeug.md": "# Werkzeug\n\nEin Satz.\n",
        "book.json": '{"title": "Handbuch"}',
    },
    "quarto": {
        "_quarto.yml": "book:\n  title: Handbuch\n  chapters:\n    - index.qmd\n"
        "    - part: Teil Zwei\n      chapters: [w.qmd]\n",
        "index.qmd": "---\ntitle: Anfang\n---\n\n::: {.callout-warning}\nVorsicht hier.\n:::\n\n"
        "Siehe [Werkzeug](w.qmd) und [@q1].\n",
        "w.qmd": "# Werkzeug\n\nEin Satz.\n",
    },
    "bookdown": {
        "_bookdown.yml": 'rmd_files: ["index.Rmd", "w.Rmd"]\n',
        "index.Rmd": '---\ntitle: "Handbuch"\n---\n\n# Anfang {#anfang}\n\n::: {.warning}\nVorsicht hier.\n:::\n\n'
        "Siehe \\@ref(w).\n",
        "w.Rmd": "# Werkzeug {#w}\n\nEin Satz.\n",
    },
}


@pytest.mark.parametrize("tool", FOLDERS)
def test_a_folder_becomes_a_book(tool: str) -> None:
    book, done = brought({path: text.encode() for path, text in FOLDERS[tool].items()}, ("",))
    manifest = book.read("book.yaml").decode()
    assert 'title: "Handbuch"' in manifest
    assert [account.arrival.missing for account in done.value] == [(), ()]
    assert tool == "bookdown" or '- title: "Teil Zwei"' in manifest
    first, second = (account.paths[0] for account in done.value)
    assert manifest.index(first) < manifest.index(second)
    text = book.read(first).decode()
    assert "::: stolperstelle" in text and "Vorsicht hier.\n:::" in text
    target = second.removeprefix("chapters/")
    assert ("[](#w)" if tool == "bookdown" else f"[Werkzeug]({target})") in text


def test_nothing_is_written_over() -> None:
    book = MemoryWorkspace({"book.yaml": BOOK, "chapters/a.md": "# A\n", "chapters/images/a-plan.png": b"alt"})
    before = dict(book.contents)
    _, done = brought({"a.md": b"# A\n\n![Plan](plan.png)\n", "plan.png": DOT}, ("a.md",), book)
    assert done.value[0].paths == ("chapters/a-2.md",)
    assert all(book.contents[path] == data for path, data in before.items() if path != "book.yaml")
    assert book.contents["chapters/images/a-plan-2.png"] == DOT
    assert book.read("book.yaml").decode() == BOOK + "      - chapters/a-2.md\n"


def test_archives_that_harm_are_refused() -> None:
    body = word_file(p(r("Text")))
    slip, bomb = io.BytesIO(body), io.BytesIO(body)
    with zipfile.ZipFile(slip, "a") as archive:
        archive.writestr("../../boese.txt", "x")
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/a.png", b"\0" * 6_000_000)
    assert refused(slip.getvalue()) == ["f-163"]
    assert refused(bomb.getvalue()) == ["f-162"]
    assert refused(body[:200]) == ["f-160"]
    entities = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    assert refused(packed({"word/document.xml": entities})) == ["f-166"]


@pytest.mark.parametrize(("name", "data"), [("a.html", b"<div>" * 5000 + b"x"), ("a.md", b"> " * 3000 + b"x")])
def test_what_is_nested_too_deeply_is_refused(name: str, data: bytes) -> None:
    assert refused(data, name) == ["f-160"]


def test_programs_and_pictures_from_elsewhere_stay_outside() -> None:
    parts = Reviewer(sent(CHAPTER)).parts
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="x" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="https://example.org/t.dotm" TargetMode="External"/></Relationships>'
    )
    header = f'<w:hdr xmlns:w="{words.W[1:-1]}">{p(r("Vertraulich"))}</w:hdr>'
    parts |= {"word/vbaProject.bin": b"x", "word/_rels/settings.xml.rels": relations.encode()}
    parts |= {"word/header1.xml": header.encode()}
    text, codes, _ = one(packed({name: data for name, data in parts.items() if "customXml" not in name}))
    assert {"f-164", "f-165", "f-171"} <= set(codes)
    assert "Vertraulich" not in text


def test_a_chapter_that_comes_back_is_no_new_chapter() -> None:
    book = MemoryWorkspace({"book.yaml": BOOK, "chapters/a.md": CHAPTER})
    brought({"a.docx": sent(CHAPTER)}, ("a.docx",), book)
    assert book.read("chapters/a.md").decode() == CHAPTER and len(book.contents) == 2
    reviewer = Reviewer(sent(CHAPTER))
    reviewer.replace("zweite", "dritte", "Ben")
    reviewer.replace("Hallo", "Servus", "Ben")
    _, done = brought({"a.docx": reviewer.save()}, ("a.docx",), book)
    assert [found.code for found in done.diagnostics] == ["s-202", "s-203"]
    assert "{~~zweite~>dritte~~}{>>Ben<<}" in book.read("chapters/a.md").decode()


def test_what_cannot_come_back_is_told() -> None:
    _, nowhere = brought({"a.docx": sent(CHAPTER)}, ("a.docx",))
    book = MemoryWorkspace({"book.yaml": BOOK, "chapters/a.md": CHAPTER})
    _, same = brought({"a.docx": sent(CHAPTER)}, ("a.docx",), book)
    assert [found.code for found in (*nowhere.diagnostics, *same.diagnostics)] == ["s-200", "s-201"]
    reviewer = Reviewer(sent(CHAPTER))
    reviewer.delete("zweite ", "Ben")
    run = next(reviewer.paragraph("Noch ein").iter(f"{words.W}r"))
    run.insert(0, run.makeelement(f"{words.W}rPr"))
    run[0].append(run.makeelement(f"{words.W}rPrChange"))
    moved_on = MemoryWorkspace({"book.yaml": BOOK, "chapters/a.md": CHAPTER.replace("Einig", "Ganz einig")})
    _, merged = brought({"a.docx": reviewer.save()}, ("a.docx",), moved_on)
    assert [found.code for found in merged.diagnostics] == ["s-202", "s-204", "s-205"]
    assert "Ganz einig" in moved_on.read("chapters/a.md").decode()
