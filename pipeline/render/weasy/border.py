"""The border round WeasyPrint: every function of it, and of what it works with, that is replaced here or read though it
is no public interface, with the digest of the source it was written for.

A way of ours is gone only where all that it rests on is still what it was. Where a short way does not fit, the long one
is taken: slower, the same result. Where one that cannot be done without does not fit, a draft is set by WeasyPrint's
public interface alone (plain.py): a whole book, without tags and form fields, that claims nothing. Extents say which
ways were not gone, so `--explain` can tell, and no edition is cut from such a draft.

When a new version comes: `python -m pipeline.render.weasy.border` lists what is other. Read what changed, mend the way,
run the tests of this room, and put the new digest here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from ...workspace import FolderWorkspace, WorkspaceError

DIGEST_LENGTH = 12

# Gives the text of a file by its path.
Read = Callable[[str], str]


class Way(NamedTuple):
    """A way of ours: the module that goes it, why, where upstream knows of it, and the functions that it rests on, each
    with the digest of its source. What is not `needed` is only quicker; what does not
    install anything only reads."""

    module: str
    needed: bool
    why: str
    upstream: str
    rests_on: Mapping[str, str]
    installs: bool = True


# By name, in the order in which they are put in place.
WAYS: Mapping[str, Way] = {
    "breaks": Way(
        "breaks",
        True,
        "a line ends early before a link, a note strays from its call, a word is parted between pages",
        "no issue yet: upstream/line-breaks.md",
        {
            "weasyprint/text/line_break.py:split_first_line": "baae7515d10c",
            "weasyprint/layout/inline.py:split_text_box": "50222d4634fe",
            "weasyprint/layout/block.py:_linebox_layout": "6e818fb71180",
            "weasyprint/layout/block.py:_break_line": "833cafe3b16f",
        },
    ),
    "grid": Way(
        "grid",
        True,
        "running text stands on the lines of the page beside it",
        "no issue yet",
        {
            "weasyprint/layout/block.py:block_level_layout": "87a5f865e692",
            "weasyprint/layout/block.py:_in_flow_layout": "ca9f95ffb6fe",
            "weasyprint/text/line_break.py:strut": "4577958d76f2",
        },
    ),
    "margin": Way(
        "margin",
        True,
        "notes stand in the outer margin, on a verso, too",
        "no issue yet",
        {
            "weasyprint/formatting_structure/boxes.py:Box.translate": "54186eb332ca",
            "weasyprint/formatting_structure/boxes.py:Box.is_floated": "0bfd43d4b39e",
            "weasyprint/formatting_structure/boxes.py:Box.border_box_x": "68ace8097530",
            "weasyprint/formatting_structure/boxes.py:Box.border_width": "79e13c55f60a",
        },
        installs=False,
    ),
    "tagging": Way(
        "tagging",
        True,
        "one element for one thing, however many pages it spans; notes; artifacts",
        "Kozea/WeasyPrint#2903: upstream/tagging.md",
        {
            "weasyprint/pdf/tags.py:add_tags": "2a4839fab69c",
            "weasyprint/pdf/__init__.py:generate_pdf": "686bf0e8031f",
            "weasyprint/pdf/stream.py:Stream.marked": "9cce10341886",
            "weasyprint/pdf/stream.py:Stream.artifact": "a25a4e615e73",
        },
    ),
    "widgets": Way(
        "widgets",
        True,
        "fields with an appearance, radio buttons once, no request to redraw",
        "no issue yet: upstream/forms.md",
        {
            "weasyprint/formatting_structure/boxes.py:Box.all_children": "82bd2a3ffa18",
            "weasyprint/formatting_structure/boxes.py:Box.border_width": "79e13c55f60a",
            "weasyprint/formatting_structure/boxes.py:Box.border_height": "e233bf60ebe1",
            "weasyprint/formatting_structure/boxes.py:Box.border_box_x": "68ace8097530",
            "weasyprint/formatting_structure/boxes.py:Box.border_box_y": "1f73e6962b91",
        },
        installs=False,
    ),
    "embedding": Way(
        "embedding",
        True,
        "a font once in the book, not once in every section",
        "ours alone: no other program binds sections",
        {
            "weasyprint/pdf/fonts.py:build_fonts_dictionary": "d5218630b9b9",
            "weasyprint/pdf/stream.py:Stream.add_font": "be84a5edbf0c",
            "weasyprint/document.py:Document.__init__": "bfdf4df1bbac",
        },
    ),
    "typefaces": Way(
        "typefaces",
        True,
        "the book's fonts and none of the machine, and others for letters that those of a style lack",
        "no issue yet",
        {
            "weasyprint/text/fonts.py:FontConfiguration.__init__": "b226f5ecfbce",
            "weasyprint/text/fonts.py:FontConfiguration.add_font_face": "69b03f2e7025",
            "weasyprint/text/fonts.py:FontConfiguration.__del__": "4ecda502f6b9",
            "weasyprint/text/fonts.py:get_font_description": "be554c07a53f",
        },
    ),
    "numerals": Way(
        "numerals",
        True,
        "page numbers that are set when the book is bound, and lines drawn in fewer steps",
        "ours alone: no other program binds sections",
        {
            "weasyprint/draw/text.py:draw_text": "d97684f53382",
            "weasyprint/draw/text.py:draw_first_line": "8824ea1e7267",
            "weasyprint/pdf/stream.py:Stream.set_font_size": "087580d284b6",
            "weasyprint/text/line_break.py:Layout.get_first_line": "370afb3c62a9",
            "weasyprint/text/line_break.py:Layout.set_text": "d354b9225bb3",
            "weasyprint/draw/color.py:get_color": "430654324e86",
        },
    ),
    "writing": Way(
        "writing",
        True,
        "what was written becomes pieces of a book, each number in one form",
        "ours alone: no other program binds sections",
        {
            "pydyf/__init__.py:_to_bytes": "2d07f1549e6f",
            "pydyf/__init__.py:Object.reference": "356666ef831d",
            "pydyf/__init__.py:PDF.__init__": "892aa056ae2c",
            "pydyf/__init__.py:PDF.add_object": "02ec3e61844d",
            "pydyf/__init__.py:PDF.page_references": "80b7de568b63",
        },
    ),
    "measures": Way(
        "blocks",
        True,
        "which block begins a page, how much is free on it, where lines stand",
        "ours alone",
        {
            "weasyprint/formatting_structure/boxes.py:Box.descendants": "fe2e49ba7f42",
            "weasyprint/formatting_structure/boxes.py:Box.content_box_x": "507754ce8cbe",
            "weasyprint/formatting_structure/boxes.py:Box.content_box_y": "a97e31af7b14",
            "weasyprint/text/line_break.py:strut": "4577958d76f2",
            "weasyprint/document.py:Page.__init__": "b268bc920df6",
        },
        installs=False,
    ),
    "source": Way(
        "source",
        True,
        "well-formed HTML is read by the XML parser",
        "no issue yet",
        {
            "weasyprint/__init__.py:HTML.__init__": "5192c9881ab3",
            "weasyprint/__init__.py:HTML.render": "408ac4ca2e2d",
        },
        installs=False,
    ),
    "styles": Way(
        "quick.styles",
        False,
        "one style wherever the same rules apply",
        "no issue yet: upstream/speed.md",
        {
            "weasyprint/css/__init__.py:StyleFor": "dc933bb8b102",
            "weasyprint/css/__init__.py:ComputedStyle": "b17413de6336",
            "weasyprint/css/__init__.py:find_style_attributes": "c33652ba8b4b",
            "weasyprint/css/__init__.py:declaration_precedence": "7161409341b6",
            "weasyprint/css/functions.py:check_math": "687544695488",
            "weasyprint/anchors.py:gather_anchors": "235070395083",
        },
    ),
    "texts": Way(
        "quick.texts",
        False,
        "the Pango context and font of a style, and what was split before",
        "no issue yet: upstream/speed.md",
        {
            "weasyprint/text/line_break.py:Layout": "f7098f9c61e6",
            "weasyprint/text/line_break.py:split_first_line": "baae7515d10c",
            "weasyprint/text/line_break.py:strut": "4577958d76f2",
            "weasyprint/text/line_break.py:can_break_text": "50b1f2c840c9",
            "weasyprint/text/fonts.py:font_features": "5cdc5818a959",
            "weasyprint/text/fonts.py:get_font_description": "be554c07a53f",
        },
    ),
    "boxes": Way(
        "quick.boxes",
        False,
        "lengths, backgrounds and places of most boxes at once",
        "no issue yet: upstream/speed.md",
        {
            "weasyprint/layout/percent.py:resolve_percentages": "a60d44c1e1c2",
            "weasyprint/layout/percent.py:percentage": "64ab380a0154",
            "weasyprint/layout/background.py:layout_box_backgrounds": "90a61b3d243d",
            "weasyprint/layout/float.py:avoid_collisions": "267274f7219e",
            "weasyprint/formatting_structure/boxes.py:Box.is_in_normal_flow": "ae3892a28738",
        },
    ),
    "hyphens": Way(
        "hyphens",
        False,
        "patterns parsed when a word asks for them",
        "no issue yet: upstream/hyphenation.md",
        {
            "pyphen/__init__.py:HyphDict": "b25fe2bd4730",
            "pyphen/__init__.py:Pyphen.__init__": "4bda49dd9f91",
        },
    ),
    "pictures": Way(
        "pictures",
        False,
        "PNG rows embedded as they come",
        "no issue yet: upstream/speed.md",
        {
            "weasyprint/images.py:RasterImage": "e4e22a864277",
        },
    ),
    "libraries": Way(
        "libraries",
        False,
        "ctypes.util.find_library and fontTools' instancer are set aside while WeasyPrint loads",
        "no issue yet: upstream/loading.md",
        {
            "weasyprint/text/ffi.py:_dlopen": "f8457861d703",
        },
        installs=False,
    ),
}


@cache
def misfits() -> tuple[str, ...]:
    """The names of the ways that do not fit what is installed."""
    return tuple(name for name, way in WAYS.items() if any(_changed(way, _installed)))


def fits(name: str) -> bool:
    """Whether a way can be gone."""
    return name not in misfits()


def lacking(names: Iterable[str]) -> tuple[str, ...]:
    """Of these ways, those that cannot be done without; where there are some, a draft is plain."""
    return tuple(name for name in names if name not in WAYS or WAYS[name].needed)


def install() -> None:
    """Put all ways that fit in place."""
    for name, way in WAYS.items():
        if fits(name) and way.installs:
            import_module(f".{way.module}", __package__).install()


def changed(read: Read | None = None) -> list[str]:
    """Every function that is not what a way was written for."""
    return sorted({name for way in WAYS.values() for name in _changed(way, read or _installed)})


def digest_of(text: str, name: str) -> str:
    """The digest of a function or class in a file, but for comments and empty lines; empty where there is none."""
    lines = [line.rstrip() for line in _lines_of(text.splitlines(), name)]
    told = [line for line in lines if line and not line.lstrip().startswith("#")]
    return sha256("\n".join(told).encode()).hexdigest()[:DIGEST_LENGTH] if told else ""


def _changed(way: Way, read: Read) -> Iterator[str]:
    for name, known in way.rests_on.items():
        path, _, function = name.partition(":")
        if digest_of(read(path), function) != known:
            yield name


@cache
def _installed(path: str) -> str:
    """The text of a file of an installed package, which is not loaded for that; empty without it."""
    package, _, inner = path.partition("/")
    found = find_spec(package)
    for folder in (found and found.submodule_search_locations) or ():
        try:
            return FolderWorkspace(Path(folder)).read(inner).decode()
        except (WorkspaceError, OSError):
            continue
    return ""


def _lines_of(lines: list[str], name: str) -> list[str]:
    """A function by its name, or one of a class, with its decorators."""
    for depth, part in enumerate(name.split(".")):
        margin = " " * 4 * depth
        head = re.compile(rf"{margin}(?:async def|def|class) {part}\b")
        start = next((nth for nth, line in enumerate(lines) if head.match(line)), None)
        if start is None:
            return []
        # A bracket that closes the list of parameters stands at the margin, too.
        behind = re.compile(rf" {{0,{len(margin)}}}[^\s)#]")
        end = next((nth for nth in range(start + 1, len(lines)) if behind.match(lines[nth])), len(lines))
        while start and lines[start - 1].startswith(f"{margin}@"):
            start -= 1
        lines = lines[start:end]
    return lines


if __name__ == "__main__":
    for name in changed():
        path, _, function = name.partition(":")
        sys.stdout.write(f"{name} {digest_of(_installed(path), function) or 'gone'}\n")
