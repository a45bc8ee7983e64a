"""The script of an afternoon: pandoc and WeasyPrint over all files at once. Usage: naive.py BOOK OUT"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pypandoc
import weasyprint
import yaml

STYLE = """@page { size: 170mm 240mm; margin: 24mm 22mm; @bottom-center { content: counter(page) } }
body { font: 10pt/14pt serif; hyphens: auto } h1 { break-before: right } img { max-width: 100% }
#TOC a::after { content: leader('.') target-counter(attr(href), page) }"""


def main() -> None:
    """Write PDF, EPUB and HTML of a book."""
    book, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    manifest = yaml.safe_load((book / "book.yaml").read_text(encoding="utf-8"))
    listed = [entry for part in manifest["parts"] for entry in part["chapters"]] + manifest.get("checklists", [])
    text = "\n\n".join(_body(book / entry) for entry in listed)
    joined = out / "book.md"
    joined.write_text(text, encoding="utf-8")
    common = [
        pypandoc.get_pandoc_path(),
        str(joined),
        "--toc",
        "-s",
        "-M",
        f"title={manifest['title']}",
        "-M",
        "lang=de",
    ]
    common += ["--resource-path", str(book / "chapters")]
    subprocess.run([*common, "-t", "html5", "-o", str(out / "book.html")], check=True, stderr=subprocess.DEVNULL)
    subprocess.run([*common, "-t", "epub3", "-o", str(out / "book.epub")], check=True, stderr=subprocess.DEVNULL)
    page = weasyprint.HTML(filename=str(out / "book.html"), base_url=f"{book / 'chapters'}/")
    page.write_pdf(str(out / "book.pdf"), stylesheets=[weasyprint.CSS(string=STYLE)])


def _body(path: Path) -> str:
    """A file without its head; references become links with a text, footnotes get names of their own."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = text.replace("[^n]", f"[^{path.stem}]")
    title = re.search(r"^# (.+?)(?: \{#.*)?$", text, flags=re.M)
    if title and "{#" not in title[0]:
        text = text.replace(title[0], f"{title[0]} {{#{path.stem}}}", 1)
    return re.sub(r"\[\]\(#([\w-]+)\)", r"[\1](#\1)", text)


if __name__ == "__main__":
    main()
