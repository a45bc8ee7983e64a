"""Other ways to a PDF, where they are installed: Typst from its wheel, Chromium from the system."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

TYPST = (
    "import os, sys, pypandoc, subprocess, typst; out = sys.argv[1]; "
    "os.symlink(os.path.abspath('chapters/images'), out + '/images'); "
    "subprocess.run([pypandoc.get_pandoc_path(), out + '/book.md', '-s', '-t', 'typst', '-o', out + '/book.typ', "
    "'--resource-path', 'chapters'], check=True, stderr=subprocess.DEVNULL); "
    "typst.compile(out + '/book.typ', output=out + '/typst.pdf', root='/')"
)


def peers(made: Path, wanted: bool) -> Iterator[tuple[str, list[str]]]:
    """(name, command) of every peer that is installed; `made` holds the naive run's Markdown and HTML."""
    if wanted and importlib.util.find_spec("typst"):
        yield "Typst (PDF only)", [sys.executable, "-c", TYPST, str(made)]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if wanted and chromium:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        yield "Chromium (PDF only)", [chromium, *flags, f"--print-to-pdf={made}/chromium.pdf", f"{made}/book.html"]
