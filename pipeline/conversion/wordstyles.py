"""The styles of a Word file for reviewers: one for each element, with the element's name.

ECMA-376, part 1, 17.7 (styles), 17.9 (numbering).
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
DEEPEST = 5
_INK, _GREY, _BLUE, _GROUND = "1A1A1A", "6B6B6B", "1F4E79", "F3F1EC"
_TYPEWRITER = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>'
# Paragraphs and letters by our names: what Word calls the style, and what it looks like.
PARAGRAPHS: Mapping[str, tuple[str, str, str]] = {
    "paragraph": ("Normal", "", ""),
    "heading1": ("heading 1", '<w:keepNext/><w:spacing w:before="0" w:after="240"/><w:outlineLvl w:val="0"/>',
                 '<w:b/><w:sz w:val="40"/>'),
    "heading2": ("heading 2", '<w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="1"/>',
                 '<w:b/><w:sz w:val="30"/>'),
    "heading3": ("heading 3", '<w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="2"/>',
                 '<w:b/><w:sz w:val="25"/>'),
    "heading4": ("heading 4", '<w:keepNext/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="3"/>',
                 '<w:b/><w:sz w:val="22"/>'),
    "item": ("List Paragraph", '<w:spacing w:after="60"/>', ""),
    "meaning": ("Meaning", '<w:ind w:left="567"/>', ""),
    "quote": ("Quote", '<w:ind w:left="567" w:right="567"/>', "<w:i/>"),
    "verse": ("Verse", '<w:spacing w:after="0"/><w:ind w:left="567"/>', ""),
    "caption": ("caption", '<w:spacing w:before="60" w:after="240"/>', f'<w:i/><w:color w:val="{_GREY}"/>'),
    "cell": ("Table Text", '<w:spacing w:before="40" w:after="40"/>', '<w:sz w:val="20"/>'),
    "code": ("Code", f'<w:spacing w:after="120"/><w:shd w:val="clear" w:fill="{_GROUND}"/>',
             f'{_TYPEWRITER}<w:noProof/><w:sz w:val="18"/>'),
    "head": ("File Head", '<w:spacing w:after="0"/>', f'<w:color w:val="{_GREY}"/><w:sz w:val="17"/>'),
    "note": ("footnote text", '<w:spacing w:after="0"/>', '<w:sz w:val="18"/>'),
    "picture": ("Picture", '<w:keepNext/><w:spacing w:before="240"/>', ""),
    "label": ("Box Name", '<w:keepNext/><w:spacing w:before="160" w:after="40"/>',
              f'<w:b/><w:caps/><w:color w:val="{_BLUE}"/><w:sz w:val="17"/>'),
}  # fmt: skip
CHARACTERS: Mapping[str, tuple[str, str]] = {
    "strong": ("Strong", "<w:b/>"),
    "emphasis": ("Emphasis", "<w:i/>"),
    "struck": ("Struck", "<w:strike/>"),
    "lower": ("Subscript", '<w:vertAlign w:val="subscript"/>'),
    "raised": ("Superscript", '<w:vertAlign w:val="superscript"/>'),
    "code": ("Code Text", _TYPEWRITER),
    "link": ("Link", f'<w:color w:val="{_BLUE}"/><w:u w:val="single"/>'),
    "reference": ("Cross-reference", f'<w:color w:val="{_BLUE}"/>'),
    "citation": ("Citation", f'<w:color w:val="{_GREY}"/>'),
    "mark": ("Suggestion", '<w:highlight w:val="yellow"/>'),
}


def style_id(name: str) -> str:
    """The id of a style of one of our names: letters and digits only."""
    return "W" + "".join(letter for letter in name.title() if letter.isascii() and letter.isalnum()) + str(len(name))


def styles(boxes: Mapping[str, str], spans: Mapping[str, str], language: str) -> str:
    """All styles; `boxes` and `spans` are elements of the book, what is written → its name."""
    made = [
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Georgia"/>'
        f'<w:color w:val="{_INK}"/><w:sz w:val="22"/><w:lang w:val={quoteattr(language)}/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="290" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    ]
    for name, (called, shape, letters) in PARAGRAPHS.items():
        made.append(_style("paragraph", name, called, shape, letters, is_first=name == "paragraph"))
    for written, called in boxes.items():
        for kind in ("paragraph", "heading3", "item", "meaning", "quote"):
            base = PARAGRAPHS[kind]
            title = called if kind == "paragraph" else f"{called} {base[0]}"
            made.append(_style("paragraph", f"{written} {kind}", title, _BOXED + base[1], base[2], kind))
        made.append(_style("paragraph", f"{written} label", f"{called} Name", _BOXED + PARAGRAPHS["label"][1],
                           PARAGRAPHS["label"][2], "label"))  # fmt: skip
    for name, (called, letters) in CHARACTERS.items():
        made.append(_style("character", name, called, "", letters))
    for written, called in spans.items():
        made.append(_style("character", written, called, "", f'<w:color w:val="{_BLUE}"/>'))
    made.append(_TABLE)
    return f"<w:styles {NAMESPACES}>{''.join(made)}</w:styles>"


def numbering(lists: int) -> str:
    """Bullets, and so many lists with numbers of their own."""
    levels = {"bullet": ("bullet", "•"), "decimal": ("decimal", "%{}.")}
    made = []
    for number, (form, text) in enumerate(levels.values()):
        rows = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text.format(level + 1)}"/><w:lvlJc w:val="left"/><w:pPr>'
            f'<w:ind w:left="{425 * (level + 1)}" w:hanging="425"/></w:pPr></w:lvl>'
            for level in range(DEEPEST)
        )
        made.append(
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{rows}</w:abstractNum>'
        )
    made.append('<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')
    for number in range(2, lists + 2):
        made.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>'
            + "".join(
                f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
                for level in range(DEEPEST)
            )
            + "</w:num>"
        )
    return f"<w:numbering {NAMESPACES}>{''.join(made)}</w:numbering>"


_BOXED = (
    f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{_BLUE}"/></w:pBdr>'
    f'<w:shd w:val="clear" w:fill="{_GROUND}"/>'
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="BBBBBB"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE = (
    '<w:style w:type="table" w:styleId="WTable"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>'
    f"{_BORDERS}</w:tblBorders></w:tblPr></w:style>"
)


def _style(
    kind: str, name: str, called: str, shape: str, letters: str, base: str = "", *, is_first: bool = False
) -> str:
    default = ' w:default="1"' if is_first else ""
    based = f'<w:basedOn w:val="{style_id(base)}"/>' if base else ""
    properties = f"<w:pPr>{_ordered(shape)}</w:pPr>" if shape else ""
    properties += f"<w:rPr>{letters}</w:rPr>" if letters else ""
    return (
        f'<w:style w:type="{kind}"{default} w:styleId="{style_id(name)}"><w:name w:val={quoteattr(called)}/>{based}'
        f"<w:qFormat/>{properties}</w:style>"
    )


def _ordered(shape: str) -> str:
    """Properties of a paragraph in the order of the schema: what keeps, frames, grounds, spaces, sets in, outlines."""
    order = ("keepNext", "pBdr", "shd", "spacing", "ind", "outlineLvl")
    pieces = {name: shape[shape.index(f"<w:{name}") :] for name in order if f"<w:{name}" in shape}
    made = []
    for name, rest in pieces.items():
        end = rest.index("</w:pBdr>") + len("</w:pBdr>") if name == "pBdr" else rest.index("/>") + 2
        made.append(rest[:end])
    return "".join(made)


def text(words: str) -> str:
    """Text that XML may hold."""
    return escape("".join(letter for letter in words if letter >= " " or letter in "\t\n"))
