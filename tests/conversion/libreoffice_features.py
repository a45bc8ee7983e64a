"""The features themselves, as flat ODF (OASIS OpenDocument 1.3), and what of them must stand in the chapter."""

from __future__ import annotations

from dataclasses import dataclass

_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "form": "urn:oasis:names:tc:opendocument:xmlns:form:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "math": "http://www.w3.org/1998/Math/MathML",
}
_NAMESPACES = " ".join(f'xmlns:{name}="{space}"' for name, space in _SPACES.items())
_WHO = (
    "<office:change-info><dc:creator>Anna Berg</dc:creator><dc:date>2026-11-30T10:00:00</dc:date></office:change-info>"
)
_LISTS = """
<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/></text:list-style>
<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>
<text:list-level-style-bullet text:level="2" text:bullet-char="–"/></text:list-style>"""


@dataclass(frozen=True, slots=True)
class Feature:
    """A document's body, the styles it needs, what must stand in the Markdown, the codes that must be told, and the
    words that rightly stay outside."""

    body: str
    become: tuple[str, ...] = ()
    styles: str = ""
    told: frozenset[str] = frozenset()
    left_out: str = ""
    # What pandoc's reader of ODT cannot tell: the words are there, in another form.
    not_in_odt: tuple[str, ...] = ()


def flat(body: str, styles: str) -> str:
    """A whole file of flat ODF."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_NAMESPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:styles>{_NAMED}{styles}</office:styles>"
        f"<office:automatic-styles>{_LISTS}{_TEXT_STYLES}</office:automatic-styles>"
        f"{_MASTER}<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def _form(name: str, properties: str, family: str = "text", more: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" {more}>'
        f"<style:{family}-properties {properties}/></style:style>"
    )


_NAMED = "".join(f'<style:style style:name="{name}" style:family="graphic"/>' for name in ("Frame", "Graphics"))
_TEXT_STYLES = "".join(
    (
        _form("bold", 'fo:font-weight="bold"'),
        _form("slant", 'fo:font-style="italic"'),
        _form("small", 'fo:font-variant="small-caps"'),
        _form("up", 'style:text-position="super 58%"'),
        _form("down", 'style:text-position="sub 58%"'),
        _form("struck", 'style:text-line-through-style="solid"'),
        _form("under", 'style:text-underline-style="solid"'),
        _form("hidden", 'text:display="none"'),
        _form("newpage", 'fo:break-before="page"', "paragraph"),
        _form("rtl", 'style:writing-mode="rl-tb"', "paragraph"),
        '<style:style style:name="drop" style:family="paragraph"><style:paragraph-properties>'
        '<style:drop-cap style:lines="2" style:length="1"/></style:paragraph-properties></style:style>',
        '<style:style style:name="cols" style:family="section"><style:section-properties><style:columns '
        'fo:column-count="2"/></style:section-properties></style:style>',
        '<style:style style:name="frame" style:family="graphic" style:parent-style-name="Frame"/>',
        '<style:style style:name="picture" style:family="graphic" style:parent-style-name="Graphics"/>',
    )
)
_MASTER = (
    '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pl"/>'
    "</office:master-styles>"
)


def _p(inside: str, style: str = "") -> str:
    named = f' text:style-name="{style}"' if style else ""
    return f"<text:p{named}>{inside}</text:p>"


def _h(inside: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{inside}</text:h>'


def _span(style: str, inside: str) -> str:
    return f'<text:span text:style-name="{style}">{inside}</text:span>'


def _cell(inside: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{inside}</table:table-cell>"


def _table(*rows: str, columns: int = 2, name: str = "T") -> str:
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    head = f'<table:table-column table:number-columns-repeated="{columns}"/>'
    return f'<table:table table:name="{name}">{head}{lines}</table:table>'


def _list(style: str, *items: str, more: str = "") -> str:
    return f'<text:list text:style-name="{style}" {more}>' + "".join(items) + "</text:list>"


def _item(inside: str, more: str = "") -> str:
    return f"<text:list-item {more}>{inside}</text:list-item>"


def _box(inside: str) -> str:
    return (
        '<draw:frame draw:style-name="frame" text:anchor-type="paragraph" svg:width="5cm">'
        f'<draw:text-box fo:min-height="1cm">{inside}</draw:text-box></draw:frame>'
    )


def _tracked(*regions: str) -> str:
    return f'<text:tracked-changes text:track-changes="false">{"".join(regions)}</text:tracked-changes>'


def _region(name: str, kind: str, inside: str = "") -> str:
    return f'<text:changed-region text:id="{name}"><text:{kind}>{_WHO}{inside}</text:{kind}></text:changed-region>'


def _note(kind: str, inside: str, sign: str = "1") -> str:
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>{sign}</text:note-citation>'
        f"<text:note-body><text:p>{inside}</text:p></text:note-body></text:note>"
    )


_TITLE = _h("Probe")
FEATURES: dict[str, Feature] = {
    "letters": Feature(
        _TITLE
        + _p(f"Ein {_span('bold', 'fettes')}, {_span('slant', 'schräges')}, {_span('under', 'betontes')} und "
             f"{_span('struck', 'gestrichenes')} Wort."),
        ("Ein **fettes**, *schräges*, ", " und ~~gestrichenes~~ Wort."),
        not_in_odt=("[betontes]{.underline}",),
    ),
    "raised-and-small": Feature(
        _TITLE
        + _p(f"Der Raum misst vierzig m{_span('up', '2')}, H{_span('down', '2')}O heißt {_span('small', 'Wasser')}."),
        ("m^2^", "H~2~O", "Wasser"),
        not_in_odt=("[Wasser]{.smallcaps}",),
    ),
    "headings": Feature(
        _TITLE + _h("Zweite Ebene", 2) + _p("Text darunter.") + _h("Dritte Ebene", 3) + _p("Mehr.") + _h("Sprung", 6)
        + _p("Tief."),
        ("# Probe", "## Zweite Ebene", "### Dritte Ebene", "#### Sprung"),
        told=frozenset({"f-172"}),
    ),
    "nested-lists": Feature(
        _TITLE
        + _list("B", _item(_p("außen") + "<text:list>" + _item(_p("innen")) + _item(_p("daneben")) + "</text:list>"),
                _item(_p("wieder außen"))),
        ("- außen\n", "  - innen\n", "  - daneben\n", "- wieder außen"),
    ),
    "numbers-and-letters": Feature(
        _TITLE
        + _list("N", _item(_p("eins") + "<text:list>" + _item(_p("kleines a")) + _item(_p("kleines b"))
                           + "</text:list>"), _item(_p("zwei"))),
        ("1. eins\n", "a) kleines a\n", "2. zwei"),
    ),
    "list-starts-later": Feature(
        _TITLE + _list("N", _item(_p("fünftens"), 'text:start-value="5"'), _item(_p("sechstens"))),
        ("5. fünftens", "6. sechstens"),
    ),
    "list-goes-on": Feature(
        _TITLE + _list("N", _item(_p("eins")), _item(_p("zwei")), more='xml:id="list1"') + _p("Dazwischen ein Absatz.")
        + _list("N", _item(_p("drei")), more='text:continue-list="list1"'),
        ("1. eins", "2. zwei", "3. drei"),
    ),
    "item-of-paragraphs": Feature(
        _TITLE + _list("N", _item(_p("Erster Absatz.") + _p("Zweiter Absatz des Punkts.")), _item(_p("Nächster."))),
        ("1. Erster Absatz.\n\n   Zweiter Absatz des Punkts.", "2. Nächster."),
    ),
    "merged-cells": Feature(
        _TITLE
        + _table(
            _cell(_p("Breit"), 'table:number-columns-spanned="2"') + "<table:covered-table-cell/>",
            _cell(_p("Hoch"), 'table:number-rows-spanned="2"') + _cell(_p("rechts")),
            "<table:covered-table-cell/>" + _cell(_p("darunter")),
        ),
        ("Breit", "Hoch", "darunter"),
        told=frozenset({"f-173"}),
    ),
    "table-in-table": Feature(
        _TITLE
        + _table(_cell(_p("Außen") + _table(_cell(_p("Innen")) + _cell(_p("Tief")), name="I") + _p("Danach"))
                 + _cell(_p("Daneben"))),
        ("Innen", "Daneben"),
    ),
    "table-of-paragraphs": Feature(
        _TITLE + _table(_cell(_p("Wer")) + _cell(_p("Was")), _cell(_p("Anna") + _p("Berg"))
                        + _cell(_list("B", _item(_p("Suppe")), _item(_p("Brot"))))),
        ("| Wer ", "Berg", "- Suppe"),
    ),
    "table-with-head": Feature(
        _TITLE
        + '<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/><table:table-header-rows>'
        f"<table:table-row>{_cell(_p('Wann'))}{_cell(_p('Wo'))}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{_cell(_p('Montag'))}{_cell(_p('Halle | Hof'))}</table:table-row></table:table>",
        ("| Wann ", "Halle \\| Hof"),
    ),
    "notes": Feature(
        _TITLE + _p(f"Ein Satz{_note('footnote', 'Die Fußnote selbst.')} mit Noten"
                    f"{_note('endnote', 'Am Ende des Buchs.', 'i')}."),
        ("Satz[^1]", "Noten[^2]", "[^1]: Die Fußnote selbst.", "[^2]: Am Ende des Buchs."),
        left_out="1 i",
    ),
    "tracked-changes": Feature(
        _tracked(_region("c1", "insertion"), _region("c2", "deletion", "<text:p>alt</text:p>"))
        + _TITLE
        + _p('Es ist <text:change text:change-id="c2"/><text:change-start text:change-id="c1"/>neu'
             '<text:change-end text:change-id="c1"/> hier.'),
        ("Es ist {~~alt~>neu~~}{>>Anna Berg<<} hier.",),
    ),
    "tracked-paragraph": Feature(
        _tracked(_region("c1", "insertion"))
        + _TITLE + _p("Davor.")
        + '<text:p><text:change-start text:change-id="c1"/>Ganz neu dazu.</text:p>'
        '<text:p><text:change-end text:change-id="c1"/>Danach.</text:p>',
        ("{++Ganz neu dazu.++}{>>Anna Berg<<}", "Danach."),
    ),
    "comments": Feature(
        _TITLE
        + _p('Ein <office:annotation office:name="k1" loext:resolved="false"><dc:creator>Ben</dc:creator>'
             "<text:p>Warum das?</text:p></office:annotation>einzelnes Wort"
             '<office:annotation-end office:name="k1"/> hier.'),
        ("{==einzelnes Wort==}{>>Ben: Warum das?<<}",),
    ),
    "text-box": Feature(
        _TITLE + _p("Davor." + _box(_p("Im Kasten steht") + _p("noch ein Absatz"))) + _p("Danach."),
        ("Im Kasten steht", "noch ein Absatz", "Danach."),
    ),
    "fields": Feature(
        _TITLE
        + _p('Von <text:author-name text:fixed="true">Eva</text:author-name>, im <text:chapter text:display="name" '
             'text:outline-level="1">Probe</text:chapter>, Seite '
             '<text:page-number text:select-page="current">1</text:page-number>.'),
        ("Von Eva, im Probe, Seite 1.",),
    ),
    "cross-references": Feature(
        _TITLE
        + _p('<text:bookmark-start text:name="ziel"/>Das Ziel<text:bookmark-end text:name="ziel"/> steht oben.')
        + _p('Siehe <text:bookmark-ref text:reference-format="text" text:ref-name="ziel">Das Ziel</text:bookmark-ref>'
             ' und <text:a xlink:type="simple" xlink:href="#ziel">den Sprung</text:a>.'),
        ("Siehe", "Das Ziel", "den Sprung"),
    ),
    "links": Feature(
        _TITLE
        + _p('Auf <text:a xlink:type="simple" xlink:href="https://example.org/a_b?c=1&amp;d=2">dieser Seite</text:a> '
             'oder per <text:a xlink:type="simple" xlink:href="mailto:anna@example.org">Brief</text:a>.'),
        ("[dieser Seite](https://example.org/a_b?c=1&d=2)", "[Brief](mailto:anna@example.org)"),
    ),
    "picture-with-caption": Feature(
        _TITLE
        + _p("Vor dem Bild.")
        + _p(_box(_p('<draw:frame draw:name="Bild" draw:style-name="picture" text:anchor-type="as-char" '
                     f'svg:width="2cm" svg:height="2cm"><draw:image>'
                     f"<office:binary-data>{_DOT}</office:binary-data></draw:image>"
                     "<svg:title>Ein Punkt</svg:title></draw:frame>Abbildung "
                     '<text:sequence text:name="Abbildung" text:formula="ooow:Abbildung+1" style:num-format="1">1'
                     "</text:sequence>: Die Halle von oben", "Caption"))),
        ("![Die Halle von oben](images/picture-with-caption-1.png){alt=\"Ein Punkt\"}",),
        told=frozenset({"f-447"}),
        left_out="Abbildung 1",
    ),
    "table-with-caption": Feature(
        _TITLE
        + _p('Tabelle <text:sequence text:name="Tabelle" text:formula="ooow:Tabelle+1" style:num-format="1">1'
             "</text:sequence>: Wer was bringt", "Tabelle")
        + _table(_cell(_p("Wer")) + _cell(_p("Was")), _cell(_p("Anna")) + _cell(_p("Suppe"))) + _p("Danach."),
        (": Wer was bringt", "| Anna "),
        styles='<style:style style:name="Tabelle" style:family="paragraph" style:parent-style-name="Caption"/>',
        told=frozenset({"f-447"}),
        left_out="Tabelle 1",
    ),
    "picture": Feature(
        _TITLE
        + _p('Hier <draw:frame draw:name="Bild" draw:style-name="picture" text:anchor-type="as-char" svg:width="2cm" '
             f'svg:height="2cm"><draw:image><office:binary-data>{_DOT}</office:binary-data></draw:image>'
             "<svg:desc>Ein einzelner Punkt</svg:desc></draw:frame> mittendrin."),
        ("![Ein einzelner Punkt](images/",),
    ),
    "formula": Feature(
        _TITLE
        + _p('Es gilt <draw:frame draw:style-name="frame" text:anchor-type="as-char" svg:width="2cm" svg:height="1cm">'
             "<draw:object><math:math><math:semantics><math:mrow><math:mi>a</math:mi><math:mo>+</math:mo><math:mi>b"
             "</math:mi></math:mrow></math:semantics></math:math></draw:object></draw:frame> immer."),
        ("$", "immer."),
    ),
    "tabs-and-breaks": Feature(
        _TITLE + _p("links<text:tab/>rechts<text:line-break/>neue Zeile<text:s text:c=\"3\"/>drei Leerzeichen"),
        ("links rechts\\\nneue Zeile", "drei Leerzeichen"),
    ),
    "soft-hyphens": Feature(
        _TITLE + _p("Donau\u00addampf\u00adschiff und fester\u00a0Abstand, Cross\u2011Innovation."),
        ("Donau\u00addampf\u00adschiff", "fester\u00a0Abstand", "Cross\u2011Innovation"),
    ),
    "symbols": Feature(
        _TITLE + _p("Łódź, 漢字, 🙂, Привет, → ≤ ½ € ☐ ☑; 5 * 3 # [x] a_b ~ | $5 &lt;b&gt;"),
        ("Łódź, 漢字, 🙂, Привет, → ≤ ½ € ☐ ☑; 5 \\* 3",),
    ),
    "page-breaks": Feature(
        _TITLE + _p("Erste Seite.") + _p("Zweite Seite.", "newpage") + "<text:soft-page-break/>" + _p("Weiter."),
        ("Erste Seite.", "Zweite Seite.", "Weiter."),
    ),
    "columns-and-sections": Feature(
        _TITLE + f'<text:section text:name="S1" text:style-name="cols">{_p("In zwei Spalten.")}</text:section>'
        f'<text:section text:name="S2">{_p("Im zweiten Abschnitt.")}</text:section>' + _p("Außerhalb."),
        ("In zwei Spalten.", "Im zweiten Abschnitt.", "Außerhalb."),
    ),
    "drop-cap": Feature(_TITLE + _p("Am Anfang steht ein großes A.", "drop"), ("Am Anfang steht",)),
    "right-to-left": Feature(_TITLE + _p("שלום עולם", "rtl") + _p("Und Deutsch."), ("שלום עולם", "Und Deutsch.")),
    "hidden-text": Feature(
        _TITLE + _p(f"Sichtbar {_span('hidden', 'verborgen')} bleibt."), ("Sichtbar",), told=frozenset({"f-445"}),
        left_out="verborgen",
    ),
    "index-marks": Feature(
        _TITLE + _p('Das <text:alphabetical-index-mark-start text:id="i1"/>Schlüsselwort'
                    '<text:alphabetical-index-mark-end text:id="i1"/> steht im Register.'),
        ("Das ", "Schlüsselwort"),
    ),
    "bibliography": Feature(
        _TITLE + _p('Wie schon <text:bibliography-mark text:identifier="Muster2020" text:bibliography-type="book" '
                    'text:author="Eva Muster" text:title="Muster2020" text:year="2020">[Muster2020]'
                    "</text:bibliography-mark> sagt."),
        ("Muster2020",),
    ),
    "table-of-contents": Feature(
        '<text:table-of-content text:name="Inhalt"><text:table-of-content-source text:outline-level="2"/>'
        "<text:index-body><text:index-title text:name=\"t\"><text:p>Inhaltsverzeichnis</text:p></text:index-title>"
        "<text:p>Probe<text:tab/>1</text:p></text:index-body></text:table-of-content>" + _TITLE + _p("Der Text."),
        ("# Probe", "Der Text."),
        told=frozenset({"f-446"}),
        left_out="Inhaltsverzeichnis Probe 1",
    ),
    "controls": Feature(
        _TITLE + _p('Wähle <loext:content-control loext:showing-place-holder="false">diesen Inhalt'
                    "</loext:content-control> aus.")
        + _p("Im <text:text-input text:description=\"Name\">Eingabefeld</text:text-input> steht etwas."),
        ("diesen Inhalt", "Eingabefeld"),
    ),
    "shape-with-text": Feature(
        _TITLE + _p('Neben <draw:rect draw:style-name="frame" text:anchor-type="paragraph" svg:width="3cm" '
                    'svg:height="2cm"><text:p>In der Form</text:p></draw:rect>der Form.'),
        ("In der Form", "der Form."),
    ),
    "styles-of-other-names": Feature(
        _TITLE + _p("Ein Rat unter Freunden.", "Tipp") + _p("Gesagt ist gesagt.", "Zitat")
        + _p("Etwas Eigenes.", "MeineVorlage"),
        ("Ein Rat unter Freunden.", "Gesagt ist gesagt.", "Etwas Eigenes."),
        styles='<style:style style:name="Tipp" style:family="paragraph"/>'
        '<style:style style:name="Zitat" style:display-name="Quotations" style:family="paragraph"/>'
        '<style:style style:name="MeineVorlage" style:display-name="Meine Vorlage" style:family="paragraph"/>',
    ),
    "reading-over-lines": Feature(
        _TITLE + _p("<text:ruby><text:ruby-base>漢字</text:ruby-base><text:ruby-text>kanji</text:ruby-text></text:ruby>"
                    " mit Lesung."),
        ("漢字 (kanji) mit Lesung.",),
    ),
}  # fmt: skip
