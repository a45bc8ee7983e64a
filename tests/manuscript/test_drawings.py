"""Drawings are written anew from what only draws. Each attack is tried with the guard off, too: `LOOSE` has the names
that the guard leaves out, and then the attack must be in the drawing, or the test would prove nothing."""

from __future__ import annotations

import base64
import re
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.manuscript import drawings
from pipeline.manuscript.bitmaps import pixels_drawn
from pipeline.manuscript.drawings import Drawing, NoDrawing, TooLarge, copies, styles, values, vocabulary
from pipeline.manuscript.pictures import read_svg

SVG = "http://www.w3.org/2000/svg"
HEAD = f'<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:h="http://www.w3.org/1999/xhtml" '
HEAD += 'viewBox="0 0 9 9"'
EVIL = re.compile(rb"evil|javascript|PWNED|https?://(?!www\.w3\.org/)", re.IGNORECASE)
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
GOOD = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"


def clean(text: str | bytes, prefix: str = "x.") -> Drawing:
    return drawings.clean(text if isinstance(text, bytes) else text.encode(), prefix, pixels_drawn)


def inside(text: str, attributes: str = "") -> Drawing:
    return clean(f"{HEAD} {attributes}>{text}</svg>")


def names(drawing: Drawing) -> set[str]:
    """Every element and attribute of a drawing, and whether all are SVG's."""
    tree = etree.fromstring(drawing.data)
    found = {str(one.tag) for one in tree.iter()} | {str(key) for one in tree.iter() for key in one.attrib}
    return {name.removeprefix(f"{{{SVG}}}") for name in found}


ATTACKS = [
    "<script>evil()</script>",
    "<SCRIPT>evil()</SCRIPT>",
    "<Script><![CDATA[evil()]]></Script>",
    '<script href="https://evil.example/a.js"/>',
    '<s:script xmlns:s="http://www.w3.org/2000/svg">evil()</s:script>',
    "<h:script>evil()</h:script>",
    '<script xmlns="http://www.w3.org/1999/xhtml">evil()</script>',
    '<script xmlns="">evil()</script>',
    '<script xmlns="urn:x">evil()</script>',
    "<g><g><svg><script>evil()</script></svg></g></g>",
    "<defs><symbol><script>evil()</script></symbol></defs>",
    "<text>a<script>evil()</script>b</text>",
    "<title><h:script>evil()</h:script></title>",
    "<desc><h:img src='x' onerror='evil()'/></desc>",
    "<switch><script>evil()</script></switch>",
    "<switch><h:iframe srcdoc='evil'/><script>evil()</script></switch>",
    "<foreignObject><h:body onload='evil()'/></foreignObject>",
    "<foreignobject><h:p>evil</h:p></foreignobject>",
    "<h:iframe srcdoc='&lt;script>evil()&lt;/script>'/>",
    "<h:IFRAME src='https://evil.example'/>",
    "<h:img srcset='https://evil.example/a 1x'/>",
    "<h:video poster='https://evil.example/a'/>",
    "<h:body background='https://evil.example/a'/>",
    "<h:form action='java&#9;script:evil()'><h:button>x</h:button></h:form>",
    "<h:button formaction='javascript:evil()'/>",
    "<h:meta http-equiv='refresh' content='0;url=https://evil.example'/>",
    "<h:base href='https://evil.example'/>",
    "<h:link rel='stylesheet' href='https://evil.example/a.css'/>",
    "<h:object data='https://evil.example'/>",
    "<h:style>@import 'https://evil.example/a.css'</h:style>",
    "<h:math><h:mi xlink:href='javascript:evil()'>x</h:mi></h:math>",
    "<math xmlns='http://www.w3.org/1998/Math/MathML' href='javascript:evil()'/>",
    "<iframe src='https://evil.example'/>",
    "<audio src='https://evil.example'/>",
    "<video src='https://evil.example'/>",
    "<canvas id='evil'/>",
    "<handler type='text/javascript'>evil()</handler>",
    "<listener event='click' handler='#evil'/>",
    "<set attributeName='href' to='javascript:evil()'/>",
    "<a><set attributeName='xlink:href' to='javascript:evil()'/></a>",
    "<animate attributeName='href' values='javascript:evil()'/>",
    "<animate attributeName='x' from='0' to='9' onbegin='evil()'/>",
    "<animateMotion><mpath href='https://evil.example/#a'/></animateMotion>",
    "<animateTransform onend='evil()'/>",
    "<discard begin='evil.click'/>",
    "<a href='javascript:evil()'><path/></a>",
    "<a xlink:href='javascript:evil()'><path/></a>",
    "<a href='JaVaScRiPt:evil()'><path/></a>",
    "<a href='java&#10;script:evil()'><path/></a>",
    "<a href=' &#1114109;javascript:evil()'><path/></a>",
    "<a href='data:text/html;base64,ZXZpbA==' ><path onclick='evil()'/></a>",
    "<a href='https://evil.example'><path/></a>",
    "<a href='#x' target='evil' ping='https://evil.example'><path/></a>",
    "<path onclick='evil()'/>",
    "<path ONCLICK='evil()'/>",
    "<path onfocusin='evil()' tabindex='0'/>",
    "<path h:onclick='evil()'/>",
    "<image href='https://evil.example/a.png'/>",
    "<image href='evil.png'/>",
    "<image href='/evil.png'/>",
    "<image href='//evil.example/a.png'/>",
    "<image xlink:href='file:///evil'/>",
    "<image href='data:image/svg+xml;base64,ZXZpbA==' id='evil'/>",
    "<image href='data:image/png;base64,ZXZpbA==' id='evil'/>",
    "<image href='data:text/html,evil'/>",
    f"<image href='{GOOD}' xlink:href='https://evil.example'/>",
    "<feImage href='https://evil.example/a.png'/>",
    "<use href='evil.svg#x'/>",
    "<use href='https://evil.example/a.svg#x'/>",
    "<use href='data:image/svg+xml,evil#x'/>",
    "<linearGradient href='https://evil.example/a.svg#x'/>",
    "<path xml:base='https://evil.example/'/>",
    "<path fill='url(https://evil.example/#a)'/>",
    "<path fill='URL(\"https://evil.example/#a\")'/>",
    "<path fill='\\75rl(https://evil.example/#a)'/>",
    "<path fill='u/**/rl(evil.svg#a)'/>",
    "<path fill='url(evil.svg#a)'/>",
    "<path filter='url(data:image/svg+xml,evil#a)'/>",
    "<path mask='image-set(\"https://evil.example/a\" 1x)'/>",
    "<path fill='var(--evil)'/>",
    "<path fill='var(--figure-ink, url(https://evil.example/a))'/>",
    "<path fill='expression(evil())'/>",
    "<path style='fill:url(https://evil.example/#a)'/>",
    "<path style='background:url(https://evil.example/a)'/>",
    "<path style='cursor:url(https://evil.example/a),auto'/>",
    "<path style='-moz-binding:url(https://evil.example/a)'/>",
    "<path style='behavior:url(evil.htc)'/>",
    "<path style='fill:\\75rl(https://evil.example/a)'/>",
    "<path style='mask-image:image-set(\"https://evil.example/a\" 1x)'/>",
    "<path style='fill:\\1  evil;stroke:\\0 '/>",
    "<style>@import 'https://evil.example/a.css';</style>",
    "<style>@IMPORT url(https://evil.example/a.css);</style>",
    "<style><![CDATA[@\\69mport 'https://evil.example/a.css';]]></style>",
    "<style>@font-face{font-family:x;src:url(https://evil.example/a)}</style>",
    "<style>@media screen{path{fill:url(https://evil.example/a)}}</style>",
    "<style>path{fill:url(https://evil.example/a)}</style><path/>",
    "<style>path{background-image:url(https://evil.example/a)}</style><path/>",
    "<style>body{display:none}:root{--evil:1}</style>",
    "<style>&lt;/style>&lt;script>evil()&lt;/script></style>",
    "<?xml-stylesheet href='https://evil.example/a.css'?>",
    "<g><?php evil() ?></g>",
    "<path data-evil='1' class='tools evil' id='ui-main'/>",
    "<path role='button' aria-live='evil'/>",
    "<e:evil xmlns:e='urn:evil'/>",
    "<path e:evil='1' xmlns:e='urn:evil'/>",
    "<!-- evil --><!--><script>evil()</script>-->",
]
ALLOWED = vocabulary.ELEMENTS | vocabulary.ATTRIBUTES | vocabulary.SPOKEN | vocabulary.SPOKEN_IDS
ALLOWED |= {"id", "class", "href", f"{{{vocabulary.XLINK}}}href"}
QUIET = ("class='tools", "<!--", "body{display", "<style>&lt;")


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_an_attack_is_in_the_drawing(attack: str) -> None:
    drawing = inside(attack)
    assert not EVIL.search(drawing.data), drawing.data
    assert names(drawing) <= ALLOWED
    assert drawing.harmful or drawing.silent or any(one in attack for one in QUIET), "it is told"


@pytest.mark.parametrize(
    "attack",
    [
        b"<?xml-stylesheet href='https://evil.example/a.css'?>%s</svg>",
        b"<?xml version='1.0'?><!DOCTYPE svg SYSTEM 'https://evil.example/a.dtd'>%s</svg>",
        b"<!DOCTYPE svg [<!ENTITY e SYSTEM 'file:///etc/passwd'><!ENTITY p 'evil'>]>%s<text>&e;&p;</text></svg>",
        b"<!DOCTYPE svg [<!ENTITY p '&#60;script>evil()&#60;/script>'>]>%s&p;</svg>",
        b"<!DOCTYPE svg [<!ATTLIST path onclick CDATA 'evil()'>]>%s<path/></svg>",
        b"%s</svg><?xml-stylesheet href='https://evil.example/a.css'?><!-- evil -->",
    ],
)
def test_nothing_that_stands_around_the_root_comes_along(attack: bytes) -> None:
    head = f"{HEAD}>".encode()
    drawing = clean(attack.replace(b"%s", head))
    assert not EVIL.search(drawing.data)
    assert drawing.data.startswith(b"<svg ")
    assert b"passwd" not in drawing.data
    assert drawing.data.endswith((b"</svg>", b"/>"))


def test_other_encodings_hide_nothing() -> None:
    text = f"{HEAD}><script>evil()</script><text>ä</text></svg>"
    for encoding in ("utf-16", "utf-8-sig", "latin-1"):
        head = '<?xml version="1.0" encoding="iso-8859-1"?>' if encoding == "latin-1" else ""
        drawing = clean((head + text).encode(encoding))
        assert "script" in drawing.harmful
        assert "ä".encode() in drawing.data
        assert not EVIL.search(drawing.data)


@pytest.mark.parametrize(
    ("attack", "guard", "loose"),
    [
        ("<script>evil()</script><SCRIPT/>", "ELEMENTS", {"script", "SCRIPT"}),
        ("<foreignObject><path/></foreignObject>", "ELEMENTS", {"foreignObject"}),
        ("<set attributeName='href'/>", "ELEMENTS", {"set"}),
        ("<path onclick='evil'/>", "ATTRIBUTES", {"onclick"}),
        ("<path data-answer='evil'/>", "ATTRIBUTES", {"data-answer"}),
        ("<path class='tools'/>", "CLASSES", {"tools"}),
        ("<image href='#evil'/><g href='#evil'/>", "REFERRING", {"g"}),
    ],
)
def test_without_the_allow_list_the_attack_would_be_in_the_drawing(
    attack: str, guard: str, loose: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = re.compile(b"|".join(rb"\b%s\b" % one.encode() for one in loose)) if guard != "REFERRING" else EVIL
    assert not trace.search(inside(attack).data)
    monkeypatch.setattr(vocabulary, guard, getattr(vocabulary, guard) | loose)
    assert trace.search(inside(attack).data)


def test_without_the_judgement_of_values_an_address_would_be_in_the_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    attack = "<path fill='url(https://evil.example/#a)'/>"
    assert inside(attack).harmful == {"fill": 1}
    monkeypatch.setattr(drawings, "settle", values.Value)
    assert EVIL.search(inside(attack).data)


def test_embedded_bitmaps_survive() -> None:
    drawing = inside(f'<image width="9" height="9" xlink:href="{GOOD}"/>')
    assert GOOD.encode() in drawing.data
    assert not drawing.harmful


def test_pixels_of_embedded_bitmaps_are_counted_together() -> None:
    huge = PNG.replace(struct.pack(">II", 1, 1), struct.pack(">II", 7000, 7000))
    address = f"data:image/png;base64,{base64.b64encode(huge).decode()}"
    assert inside(f'<image href="{address}"/>').data.count(b"<image") == 1
    two = inside(f'<image href="{address}"/><image href="{address}"/>')
    assert (two.data.count(b"<image"), two.harmful) == (1, {"image": 1})


PIECES = st.sampled_from(
    [*ATTACKS, "<g>", "</g>", '"', "url(", "<![CDATA[", "&#0;", "9" * 40, "<style>*{fill:\\1}</style>"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=9), max_size=6), st.integers(0, 2000))
def test_whatever_stands_in_a_drawing_ends_well(pieces: list[str], cut: int) -> None:
    text = f"{HEAD}>{''.join(pieces)}</svg>"
    for one in (text, text[:cut] + text[cut + 5 :]):
        try:
            drawing = clean(one.encode("utf-8", "replace"))
        except (NoDrawing, TooLarge):
            continue
        assert names(drawing) <= ALLOWED | {f"{{{vocabulary.XML}}}space", f"{{{vocabulary.XML}}}lang"}
        again = clean(drawing.data)
        assert not again.harmful and not again.unbounded


def test_ids_get_a_prefix_wherever_they_are_named() -> None:
    drawing = inside(
        '<defs><linearGradient id="a"/><linearGradient id="b" xlink:href="#a"/><clipPath id="c"/><path id="p"/></defs>'
        '<path fill="url(#b)" clip-path="url( \'#c\' )" style="mask:url(&quot;#c&quot;)" aria-labelledby="a b"/>'
        '<text><textPath href="#p">x</textPath></text><use xlink:href="#p"/><g id="a"/>'
    )
    data = drawing.data.decode()
    assert set(re.findall(r'id="([^"]*)"', data)) == {"x.a", "x.b", "x.c", "x.p"}
    assert data.count('id="x.a"') == 1, "the second one of a name has none"
    assert set(re.findall(r"#([\w.]+)", data)) == {"x.a", "x.b", "x.c", "x.p"}
    assert 'aria-labelledby="x.a x.b"' in data


def test_styles_become_attributes_as_the_cascade_says() -> None:
    drawing = inside(
        "<style type='text/css'><![CDATA[/* c */ path{fill:red;stroke:#123!important} .a{fill:green} #i{fill:blue}"
        " g > .b, svg .c {opacity:.5} .f{font:italic 700 12px/1.2 'Display', serif} .m{marker:url(#k)}]]></style>"
        "<path class='x'/><path class='a'/><path class='a' id='i'/><path class='a' style='fill:#fff;stroke:none'/>"
        "<g><path class='b' fill='black'/></g><text class='f'>x</text>"
        "<path class='m' style='transform:translate(2px,3px)'/>"
    )
    tree = etree.fromstring(drawing.data)
    fills = [(one.get("fill"), one.get("stroke"), one.get("opacity")) for one in tree.iter(f"{{{SVG}}}path")]
    assert fills[:4] == [("red", "#123", None), ("green", "#123", None), ("blue", "#123", None), ("#fff", "#123", None)]
    assert fills[4] == ("red", "#123", ".5")
    text = next(tree.iter(f"{{{SVG}}}text"))
    font = {"font-style": "italic", "font-weight": "700", "font-size": "12px", "font-family": '"Display", serif'}
    assert {key: text.get(key) for key in font} == font
    last = list(tree.iter(f"{{{SVG}}}path"))[-1]
    assert (last.get("marker-mid"), last.get("transform")) == ("url(#x.k)", "translate(2,3)")
    assert "style" not in names(drawing)
    assert not drawing.harmful


def test_the_figures_interface_survives() -> None:
    drawing = inside(
        '<path fill="var(--figure-ink, #1b1b24)" style="stroke:var(--figure-accent,rgb(0, 1, 2))"'
        ' class="tools figure-soft"/>'
        '<path fill="light-dark(#fff, var(--ge-dark-color, #121212))"/>'
    )
    first, second = etree.fromstring(drawing.data).iter(f"{{{SVG}}}path")
    assert (first.get("fill"), first.get("stroke")) == ("#1b1b24", "rgb(0, 1, 2)"), "print knows no variables"
    assert set(first.get("class", "").split()) == {"figure-soft", "figure-fill-ink", "figure-stroke-accent"}
    own = inside('<path class="figure-soft" fill="var(--figure-ink, #1b1b24)" style="fill:red"/>').data
    assert b'class="figure-soft" fill="red"' in own
    assert second.get("fill") == "#fff"


LONG = "9" * 400


@pytest.mark.parametrize(
    "attributes", [f'width="{LONG}" height="9"', f'width="9" height="{LONG}mm"', 'width="0" height="9"']
)
def test_sizes_that_no_page_can_have_are_told(attributes: str) -> None:
    drawing = inside("", attributes)
    assert set(drawing.unbounded) & {"width", "height"}
    assert (drawing.width, drawing.height) == (9, 9)


@pytest.mark.parametrize(
    "box", [f"0 0 {LONG} 9", "0 0 1e400 9", "0 0 nan 9", "0 0 0 9", "0 0 -1 9", "x", "0 0 inf inf"]
)
def test_view_boxes_that_no_page_can_have_are_told(box: str) -> None:
    drawing = clean(f'<svg xmlns="{SVG}" viewBox="{box}"/>')
    assert drawing.unbounded == {"viewBox": 1}
    assert (drawing.width, drawing.height) == (0, 0)


@pytest.mark.parametrize(
    "one",
    [
        *(f"x='{LONG}'", "x='1e308'", f"d='M0 0L{LONG} 1'", "transform='scale(1e99)'", "stroke-width='99999999'"),
        *("numOctaves='9999'", "stdDeviation='1e6'", f"style='font-size:{LONG}px'"),
    ],
)
def test_numbers_that_nobody_can_mean_are_told(one: str) -> None:
    assert len(inside(f"<path {one}/>").unbounded) == 1


def test_colours_and_fine_numbers_are_no_long_numbers() -> None:
    drawing = inside("<path fill='#12345678' d='M0.123456789012 1.5e-7L1234567.25 2'/><path stroke='#9999999'/>")
    assert not drawing.unbounded


def bomb(levels: int, times: int, link: str = '<use href="#{}"/>') -> str:
    inner = '<g id="g0"><path d="M0 0h9v9z"/></g>'
    for level in range(1, levels + 1):
        inner += f'<g id="g{level}">{link.format(f"g{level - 1}") * times}</g>'
    return inner


@pytest.mark.parametrize(
    "text",
    [
        bomb(9, 10),
        bomb(40, 1),
        bomb(9, 10, '<path fill="url(#{})"/>'),
        bomb(9, 10, "<path style='mask:url(#{})'/>"),
        '<use id="a" href="#a"/>',
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>',
        '<pattern id="a"><path fill="url(#a)"/></pattern>',
        '<marker id="m">' + "<path/>" * 99 + f'</marker><path marker-mid="url(#m)" d="M0 0{"h1" * 3000}"/>',
        "<g>" * 80 + "</g>" * 80,
        "<path/>" * 20_001,
    ],
    ids=[*"UCPMSRGTKDE"],
)
def test_bombs_are_refused(text: str) -> None:
    with pytest.raises(TooLarge):
        inside(text)


def test_without_the_count_a_bomb_would_be_in_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "MOST_COPIES", 10**12)
    assert inside(bomb(9, 10)).data.count(b"<use") == 90


WORK = {
    "brackets in a value": ('<path fill="' + "(" * 600_000 + '"/>', "f-017"),
    "functions in functions": ('<path fill="' + "var(--figure-ink," * 1000 + '"/>', "f-017"),
    "a selector in selectors": (f"<style>{':not(' * 3000}path{')' * 3000}{{fill:red}}</style><path/>", "f-017"),
    "a style without end": (f'<path style="{"fill:red;" * 60_000}"/>', "f-017"),
    "rules without end": (f"<style>{'path{fill:red}' * 40_000}</style><path/>", "f-017"),
    "sheet after sheet": ("<style>path{fill:red}</style>" * 40_000 + "<path/>", "f-032"),
    "much said of every element": (f"<style>path{{{'fill:red;' * 600}}}</style>{'<path/>' * 19_000}", "f-032"),
}


@pytest.mark.parametrize("kind", WORK)
def test_styles_that_would_take_hours_are_told(kind: str) -> None:
    inside, code = WORK[kind]
    begun = time.process_time()
    seen = read_svg("a.svg", f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'.encode())
    assert code in {one.code for one in seen.found}
    assert time.process_time() - begun < 5


def test_honest_copies_are_drawn() -> None:
    assert not inside(bomb(3, 10)).harmful


def test_rules_that_look_far_cost_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    far = "g g g g path{fill:red}" + "g path{fill:red}" * 500
    text = f"<style>{far}</style>{'<g><path/></g>' * 2000}"
    assert "style" in inside(text).harmful
    monkeypatch.setattr(styles, "MOST_LOOKS", 10**12)
    few = "<style>g path{fill:red}</style><g><path/></g>"
    assert b'fill="red"' in inside(few).data


def test_what_is_no_svg_says_where() -> None:
    for text, line in (("<svg", 1), (f"{HEAD}>\n<g></svg>", 2), ("<svg/>", 1), ("<html/>", 1), ("", 1)):
        with pytest.raises(NoDrawing) as caught:
            clean(text)
        assert caught.value.line == line
