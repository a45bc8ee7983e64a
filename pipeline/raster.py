"""Makes bitmaps of what others wrote: a program of its own (`rasters` starts it), from standard input to standard
output. It imports nothing of ours. Prints one line that says what follows, and the picture; or ends with status 1.

`page`: the first page of a PDF, behind the number of its pages. pypdfium2 draws, without JavaScript and forms that
compute. A page is vectors, so it is drawn as large as a picture stands in print, whatever its own size is.
`page LABEL`: the one that is called so, as wide as a screen shows it.

`drawing WIDTH HEIGHT`: an SVG of that form, which has no words, behind its width in pixels. What is drawn is clean
already (`manuscript/drawings`): it asks for no file and no address.

`smaller SIDE`: a JPEG, PNG or WebP, no side longer than that, behind its kind. It is turned as its Exif data says;
these are left out, with the place where it was taken.
`still SIDE`: so, and GIF too; what is neither JPEG nor PNG becomes a PNG, of many pictures the first.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import partial
from io import BytesIO

import pypdfium2
import resvg_py
from PIL import Image, ImageOps

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

# The widest text and the highest page of our sheets, at 300 dots to the inch.
WIDTH_MM, HEIGHT_MM, DOTS_PER_MM = 150, 200, 300 / 25.4
SCREEN_PX = 700
# In points. What is smaller or larger is no page.
LEAST_PT, MOST_PT = 1, 20_000
# A crowded map takes two seconds.
MOST_CPU_S, MOST_MEMORY = 20, 2 << 30
# The arguments of Pillow's `save`, by its names of formats.
SAVED: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 88, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 88},
}
MOVING = ("GIF",)
# What a JPEG can hold; other colours become these three.
JPEG_MODES = ("L", "RGB")


def main(command: str, *arguments: str) -> int:
    """Make what the command says of what comes in."""
    _bound()
    data = sys.stdin.buffer.read()
    try:
        said, made = COMMANDS[command](data, *arguments)
    except (pypdfium2.PdfiumError, IndexError, ctypes.ArgumentError, MemoryError, OSError, SyntaxError, ValueError):
        return 1
    sys.stdout.buffer.write(b"%b\n%b" % (said.encode(), made))
    return 0


def _page(data: bytes, *label: str) -> tuple[str, bytes]:
    with pypdfium2.PdfDocument(data) as document:
        page = document[_place(document, *label)]
        width, height = page.get_size()
        if not (LEAST_PT <= width <= MOST_PT and LEAST_PT <= height <= MOST_PT):
            raise ValueError
        large = min(WIDTH_MM * DOTS_PER_MM / width, HEIGHT_MM * DOTS_PER_MM / height)
        scale = SCREEN_PX / width if label else large
        image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
        count = len(document)
    return str(count), _saved(image, "PNG")


def _drawing(data: bytes, width: str, height: str) -> tuple[str, bytes]:
    large = min(WIDTH_MM * DOTS_PER_MM / float(width), HEIGHT_MM * DOTS_PER_MM / float(height))
    pixels = max(1, round(float(width) * large))
    return str(pixels), resvg_py.svg_to_bytes(svg_string=data.decode(), width=pixels, skip_system_fonts=True)


def _place(document: pypdfium2.PdfDocument, *label: str) -> int:
    """Find the page that has the label which is asked for."""
    labels = [document.get_page_label(nth) for nth in range(len(document))]
    return labels.index(label[0]) if label else 0


def _smaller(data: bytes, most: str, *, is_still: bool = False) -> tuple[str, bytes]:
    side = int(most)
    Image.MAX_IMAGE_PIXELS = None  # `bitmaps` has bounds of its own, and so has this process
    with Image.open(BytesIO(data), formats=(*SAVED, *MOVING) if is_still else tuple(SAVED)) as picture:
        kind = picture.format or ""
        if is_still and kind != "JPEG":
            kind = "PNG"
        turned = ImageOps.exif_transpose(picture)
    if turned.mode == "P" or (kind == "JPEG" and turned.mode not in JPEG_MODES):
        turned = turned.convert("RGB" if kind == "JPEG" else "RGBA")
    turned.thumbnail((side, side), Image.Resampling.LANCZOS)
    return kind, _saved(turned, kind)


def _saved(image: Image.Image, kind: str) -> bytes:
    file = BytesIO()
    profile = image.info.get("icc_profile") if image.mode in JPEG_MODES else None
    image.save(file, kind, exif=b"", icc_profile=profile, **SAVED[kind])
    return file.getvalue()


def _bound() -> None:
    if resource:
        for limit, most in ((resource.RLIMIT_CPU, MOST_CPU_S), (resource.RLIMIT_AS, MOST_MEMORY)):
            hard = resource.getrlimit(limit)[1]
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


COMMANDS: dict[str, Callable[..., tuple[str, bytes]]] = {
    "page": _page,
    "drawing": _drawing,
    "smaller": _smaller,
    "still": partial(_smaller, is_still=True),
}

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
