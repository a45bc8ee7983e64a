"""Make the guide's pictures again: every example in print and on the web, side by side.

    python -m docs.pictures [NAME …]

Needs pdftoppm (poppler) and chromium. Look at what comes out before it is committed. The README's three pictures are
taken by hand from build/, with the same two programs: `pdftoppm -r 100 -f PAGE -l PAGE+1 -png`, the pages set side by
side, and `chromium --headless --window-size=1180,900 --screenshot=web.png FILE` (420,720 for a page of the EPUB).
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pikepdf
from lxml import etree
from PIL import Image, ImageChops, ImageOps

from docs.examples import GUIDE, IMAGES, files_of, make_book, read_examples, shown_in
from pipeline.book.model import Section
from pipeline.cache import MemoryCache
from pipeline.checks.proof import Order, proofread
from pipeline.render import html, pdf
from pipeline.render.workers import Workshop

DPI, COLOURS, GAP, MARGIN = 110, 64, 24, 14
# What a printed page has around its text: the running foot, the thumb index.
FOOT_MM, SIDE_MM, MM = 20, 5, DPI / 25.4
# As wide as a tablet, scaled to the size of the printed page.
WEB_WIDTH, WEB_HEIGHT, WEB_SCALE = 800, 2400, 0.75
# A gap higher than this, as above a footnote, is closed.
MOST_EMPTY = 110
FRAME = (200, 200, 200)
CHROMIUM = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
# Of the web page, the example alone.
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
ALONE = """<style>.top, .menu, .foot, .pager, .skip, .tools, .opening {display: none !important}</style></head>"""


def main(names: list[str]) -> None:
    """Make the pictures named, or all."""
    guide = GUIDE.read_text(encoding="utf-8")
    examples, wanted = read_examples(guide), names or shown_in(guide)
    pieces = tuple(one for one in examples if one.name in wanted)
    proof = proofread(make_book(files_of(examples), pieces), MemoryCache(), Order(), lambda stage: None).value
    if proof is None:
        raise SystemExit("the examples make no book")
    with Workshop(0) as workshop:
        printed = pdf.render(proof.book, proof.theme, MemoryCache(), workshop).value
    site = html.render(proof.book, proof.theme, printed.pages).value
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for path, data in {**site, "book.pdf": next(iter(printed.artifacts.values()))}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        for section in proof.book.sections:
            if section.kind == "chapter":
                save(section.id, beside(in_print(folder, section), on_the_web(folder, section)))


def in_print(folder: Path, section: Section) -> Image.Image:
    """Cut the example out of the page that it stands on; one that is not printed leaves white."""
    tree = etree.fromstring(f"<div>{section.body}</div>")
    first = next(one.get("id", "") for one in tree.iter() if one.get("id"))
    with pikepdf.open(folder / "book.pdf") as book:
        names = pikepdf.NameTree(book.Root.Names.Dests)
        if first not in names:
            return Image.new("RGB", (int(148 * MM), MARGIN), "white")
        page, _, _, y, *_ = names[first]
        number = next(n for n, one in enumerate(book.pages) if one.objgen == page.objgen)
        top = (float(book.pages[number].mediabox[3]) - float(y)) * DPI / 72
    command = ["pdftoppm", "-r", str(DPI), "-png", "-f", str(number + 1), "-l", str(number + 1), "book.pdf"]
    drawn = subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout
    sheet = Image.open(io.BytesIO(drawn)).convert("RGB")
    side, foot = int(SIDE_MM * MM), int(FOOT_MM * MM)
    return tighten(sheet.crop((side, int(top) - 4, sheet.width - side, sheet.height - foot)))


def on_the_web(folder: Path, section: Section) -> Image.Image:
    """Photograph the example alone."""
    page, shot = folder / "html" / f"{section.id}.html", folder / "shot.png"
    # The pages' policy would refuse a style in the page.
    text = POLICY.sub("", page.read_text(encoding="utf-8"))
    page.write_text(text.replace("</head>", ALONE), encoding="utf-8")
    size = [f"--window-size={WEB_WIDTH},{WEB_HEIGHT}", f"--force-device-scale-factor={WEB_SCALE}"]
    command = [*CHROMIUM, *size, f"--screenshot={shot}", page.as_uri()]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return tighten(Image.open(shot).convert("RGB"))


def tighten(picture: Image.Image) -> Image.Image:
    """Cut off what is empty above and below, and close high gaps."""
    ground = ground_of(picture)
    marks = ImageChops.difference(picture, Image.new("RGB", picture.size, ground))
    filled = [row for row in range(picture.height) if marks.crop((0, row, picture.width, row + 1)).getbbox()]
    strips, start = [], filled[0]
    for row, following in zip(filled, [*filled[1:], picture.height + MOST_EMPTY], strict=True):
        if following - row > MOST_EMPTY:
            strips.append(picture.crop((0, start, picture.width, row + 1)))
            start = following
    whole = Image.new("RGB", (picture.width, sum(one.height + GAP for one in strips) - GAP), ground)
    y = 0
    for strip in strips:
        whole.paste(strip, (0, y))
        y += strip.height + GAP
    return ImageOps.expand(whole, (0, MARGIN), ground)


def ground_of(picture: Image.Image) -> tuple[int, ...]:
    """The colour behind everything: that of the last pixel."""
    return tuple(picture.crop((picture.width - 1, picture.height - 1, picture.width, picture.height)).tobytes())


def beside(left: Image.Image, right: Image.Image) -> Image.Image:
    """Set two pictures side by side, equally high, each in a frame."""
    height = max(left.height, right.height)
    whole = Image.new("RGB", (left.width + right.width + GAP + 4, height + 2), "white")
    x = 0
    for one in (left, right):
        panel = Image.new("RGB", (one.width, height), ground_of(one))
        panel.paste(one)
        whole.paste(ImageOps.expand(panel, 1, FRAME), (x, 0))
        x += one.width + GAP + 2
    return whole


def save(name: str, picture: Image.Image) -> None:
    """Write the picture with few colours."""
    picture.quantize(COLOURS).save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
