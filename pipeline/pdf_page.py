"""Draws a page of a PDF, the first if no other is asked for: a program of its own (`pdfium` starts it), from standard
input to standard output. It imports nothing of ours. Says how many pages there are, and after a line end the picture;
or ends with status 1.

pypdfium2 draws, without JavaScript and forms that compute. A page is vectors, so the first is drawn as large as a
picture stands in print, whatever its own size is; one that is asked for by what it is called, for a screen.
"""

from __future__ import annotations

import ctypes
import sys
from io import BytesIO

import pypdfium2

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


def main() -> int:
    """Draw what comes in."""
    _bound()
    try:
        with pypdfium2.PdfDocument(sys.stdin.buffer.read()) as document:
            page = document[_place(document)]
            width, height = page.get_size()
            if not (LEAST_PT <= width <= MOST_PT and LEAST_PT <= height <= MOST_PT):
                return 1
            large = min(WIDTH_MM * DOTS_PER_MM / width, HEIGHT_MM * DOTS_PER_MM / height)
            scale = SCREEN_PX / width if sys.argv[1:] else large
            image = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
            count = len(document)
    except (pypdfium2.PdfiumError, IndexError, ValueError, ctypes.ArgumentError, MemoryError):
        return 1
    file = BytesIO()
    image.save(file, "PNG")
    sys.stdout.buffer.write(b"%d\n%b" % (count, file.getvalue()))
    return 0


def _place(document: pypdfium2.PdfDocument) -> int:
    """Find the page that has the label which is asked for."""
    labels = (document.get_page_label(nth) for nth in range(len(document)))
    return list(labels).index(sys.argv[1]) if sys.argv[1:] else 0


def _bound() -> None:
    if resource:
        for limit, most in ((resource.RLIMIT_CPU, MOST_CPU_S), (resource.RLIMIT_AS, MOST_MEMORY)):
            hard = resource.getrlimit(limit)[1]
            resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    sys.exit(main())
