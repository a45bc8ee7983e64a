"""Cut the fonts of text and titles from those of their makers: `python -m upstream.cut_fonts SOURCE_SERIF BRICOLAGE`.

SOURCE_SERIF is the unpacked npm package `source-serif` 4.5.1, BRICOLAGE `@fontsource-variable/bricolage-grotesque`
5.3.0. The text faces keep old-style and tabular figures and small capitals; the extrabold titles are the cut for 96 pt.
Each file holds the letters that it held before, so that what refers to it, and the table of letters, stay true.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parents[1] / "templates/fonts"
TEXT = {"400-normal": "Regular", "400-italic": "It", "600-normal": "Semibold", "600-italic": "SemiboldIt"}
FIGURES = ["lnum", "onum", "pnum", "tnum", "smcp", "c2sc"]
# Family, unique name, whole name, PostScript name, typographic family, prefix of variations.
NAMES = frozenset({1, 3, 4, 6, 16, 25})
TITLES = {"opsz": 96, "wght": 800}


def cut(source: TTFont, target: Path, features: list[str]) -> None:
    """Write the letters that a file had, from another source."""
    letters = TTFont(target).getBestCmap()
    options = Options()
    options.flavor, options.layout_features = "woff2", [*options.layout_features, *features]
    options.name_IDs, options.hinting = ["*"], False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(source)
    _rename(source)
    source.flavor = "woff2"
    # The same bytes whenever it is made.
    source.recalcTimestamp = False
    source.save(target)


def _rename(font: TTFont) -> None:
    """Give a cut a name of its own: "Source" is reserved by its licence."""
    for record in font["name"].names:
        if record.nameID in NAMES:
            text = record.toUnicode()
            for theirs, ours in (("Source Serif 4", "Workbook Serif"), ("SourceSerif4", "WorkbookSerif")):
                text = text.replace(theirs, ours)
            record.string = text


def main(serif: Path, bricolage: Path) -> None:
    """Cut all files anew."""
    for name, style in TEXT.items():
        for part in ("latin", "latin-ext"):
            source = TTFont(serif / f"WOFF2/TTF/SourceSerif4-{style}.ttf.woff2")
            cut(source, HERE / f"source-serif-4-{part}-{name}.woff2", FIGURES if part == "latin" else [])
    for part in ("latin", "latin-ext"):
        variable = TTFont(bricolage / f"files/bricolage-grotesque-{part}-opsz-normal.woff2")
        axes = {axis.axisTag for axis in variable["fvar"].axes}
        wanted = {tag: value for tag, value in TITLES.items() if tag in axes}
        cut(
            instancer.instantiateVariableFont(variable, wanted),
            HERE / f"bricolage-grotesque-{part}-800-normal.woff2",
            [],
        )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
