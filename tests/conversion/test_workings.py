"""What only another tool understands arrives as what it shows."""

from __future__ import annotations

import io
import zipfile

from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.codes import CODES
from pipeline.workspace import MemoryWorkspace
from tests.conversion.test_importing import DOT, brought

MKDOCS = """# Vorbereiten

=== "Drinnen"

    Stühle stellen.

    1. Kreis

=== "Draußen"

    Zelt.

Taste ++ctrl+c++, ==wichtig==, `==Code==`. :material-heart: C++ und C++.

<figure markdown="span">
  ![Grundriss](b.png){ width="300" }
  <figcaption>Der Plan</figcaption>
</figure>

| A | B |
|---|---|
| eins<br>zwei | drei |
"""
MDBOOK = """# Nadeln

{{#include text.md:2}} und {{#include text.md:ende}}{{#include fehlt.md}}

Formel: \\\\( a^2 \\\\)
"""
PAD = """# Protokoll

:::spoiler Mehr
Versteckt.
:::

![Foto](b.png =200x)

###### tags: `protokoll`
"""
QUARTO = """# Messen {#sec-messen}

Siehe @sec-messen, @fig-bild und [@tbl-werte]. {{< video https://example.org/v >}}

![Das Bild](b.png){#fig-bild width=50%}

```{python}
#| echo: false
print(1)
```

| A | B |
|---|---|
| 1 | 2 |

: Werte {#tbl-werte}

$$
a = b
$$ {#eq-eins}
"""
BOOKDOWN = """# (PART) Erster Teil {-}

# Anfang {#anfang}

Abbildung \\@ref(fig:bild) zeigt es, siehe Tabelle \\@ref(tab:t1).

```{r bild, fig.cap="Die Abbildung", echo=FALSE}
knitr::include_graphics("b.png")
```

```{block, type='rmdnote'}
Eine Notiz.
```

Table: (\\#tab:t1) Werte

| x | y |
|---|---|
| 1 | 2 |
"""
PAGE = """<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body>{}</body></html>"""
HOLZ = """<div class="chapter"><p class="chapter-number">1</p><h1 class="chapter-title">Holz</h1>
<p>Text.<a id="r1" href="#f1" class="footnote"><sup>[1]</sup></a></p>
<div class="textbox textbox--examples"><p class="textbox__title">Ziele</p><p>Sägen.</p></div>
<div class="wp-caption"><img src="b.png" alt="Brett"/><p class="wp-caption-text">Ein Brett</p></div>
<h1>Arten</h1><p>Viele, siehe <a href="c2.xhtml">dort</a>.</p>
<div class="footnotes"><ol><li id="f1">Die Note. <a href="#r1">↩</a></li></ol></div></div>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Holz und mehr</dc:title></metadata>
<manifest><item id="n" href="nav.xhtml" properties="nav" media-type="x"/>
<item id="c1" href="c1.xhtml" media-type="x"/><item id="c2" href="c2.xhtml" media-type="x"/></manifest>
<spine><itemref idref="n"/><itemref idref="c1"/><itemref idref="c2"/></spine></package>"""
BIB = "@book{maas, title={Das Maß}, author={Maas, Eva}, year={2019}}"


def text_of(path: str, text: str, more: dict[str, bytes] | None = None) -> tuple[str, tuple[str, ...]]:
    book, done = brought({path: text.encode(), "b.png": DOT, **(more or {})}, (path,))
    (account,) = done.value
    return book.read(account.paths[0]).decode(), account.arrival.missing


def told(book: MemoryWorkspace) -> list[str]:
    """The errors and warnings of a book."""
    found = proofread(book, MemoryCache(), Order(), lambda stage: None).diagnostics
    return [one.code for one in found if CODES[one.code].severity != "note"]


def test_tabs_keys_marks_and_figures_of_mkdocs() -> None:
    text, missing = text_of("a.md", MKDOCS)
    assert missing == ()
    assert "**Drinnen**\n\nStühle stellen.\n\n1. Kreis\n\n**Draußen**\n\nZelt." in text
    assert "Taste ctrl+c, **wichtig**, `==Code==`." in text and "C++ und C++" in text and "material" not in text
    assert '](images/a-b.png){alt="Grundriss"}' in text and "![Der Plan]" in text
    assert "eins<br>zwei" in text and "+--" not in text


def test_files_that_mdbook_takes_in_and_its_formulas() -> None:
    taken = b"eins\nzwei\n<!-- ANCHOR: ende -->\ndrei\n<!-- ANCHOR_END: ende -->\n"
    text, missing = text_of("a.md", MDBOOK, {"text.md": taken})
    assert missing == () and "zwei und drei\n" in text and "$a^2$" in text


def test_boxes_and_sizes_of_a_pad() -> None:
    text, missing = text_of("a.md", PAD)
    assert (
        missing == ()
        and "### Mehr\n\nVersteckt.\n:::" in text
        and "![Foto](images/a-b.png)" in text
        and "tags" not in text
    )


def test_code_and_references_of_quarto() -> None:
    text, missing = text_of("a.qmd", QUARTO)
    assert missing == ()
    assert "[](#sec-messen), [](#fig-bild) und [](#tbl-werte). <https://example.org/v>" in text
    assert "``` python\nprint(1)\n```" in text and "#eq-eins" not in text
    assert "{#fig-bild}" in text and ": Werte {#tbl-werte}" in text


def test_a_book_of_bookdown_builds_without_a_word() -> None:
    files = {
        "_bookdown.yml": b'rmd_files: ["index.Rmd", "b.Rmd"]',
        "index.Rmd": b'---\ntitle: "Buch"\n---\n\n# Vorwort {-}\n\nSiehe [@maas].\n',
        "b.Rmd": BOOKDOWN.encode(),
        "b.png": DOT,
        "quellen.bib": BIB.encode(),
    }
    book, done = brought(files, ("",))
    assert [account.arrival.missing for account in done.value] == [(), ()]
    text = book.read("chapters/b.md").decode()
    assert "# Anfang {#anfang}\n\n[](#bild) zeigt es, siehe [](#t1)." in text
    assert "![Die Abbildung](images/b-b.png){#bild}" in text and "Eine Notiz.\n:::" in text and ": Werte {#t1}" in text
    assert '- title: "Erster Teil"' in book.read("book.yaml").decode()
    assert told(book) == []


def test_a_book_of_pressbooks_is_its_pages() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("OEBPS/book.opf", PACKAGE)
        zipped.writestr("OEBPS/nav.xhtml", PAGE.format('<nav><a href="c1.xhtml">Holz</a></nav>'))
        zipped.writestr("OEBPS/c1.xhtml", PAGE.format(HOLZ))
        zipped.writestr("OEBPS/c2.xhtml", PAGE.format("<h1>Anhang</h1><p>Ende.</p>"))
        zipped.writestr("OEBPS/b.png", DOT)
    book, done = brought({"buch.epub": file.getvalue()}, ("buch.epub",))
    assert [account.paths for account in done.value] == [("chapters/holz.md",), ("chapters/anhang.md",)]
    assert [account.arrival.missing for account in done.value] == [(), ()]
    text = book.read("chapters/holz.md").decode()
    assert "Text.[^1]" in text and "[^1]: Die Note." in text and "\n## Arten" in text and "[dort](anhang.md)" in text
    assert "### Ziele\n\nSägen.\n:::" in text and '![Ein Brett](images/holz-b.png){alt="Brett"}' in text
    assert 'title: "Holz und mehr"' in book.read("book.yaml").decode()
    assert told(book) == []
