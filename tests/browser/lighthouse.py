"""Lighthouse over a built web edition: `.venv/bin/python -m tests.browser.lighthouse build/html [RUNS]`.

Serves the folder, opens the start page, a chapter, a worksheet and a checklist in Lighthouse 12 (a phone, simulated
throttling), takes the median of the runs, and ends with 1 where a category is below 98. Needs Node: npx fetches it.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PROGRAM = ("npx", "--yes", "lighthouse@12.8.2")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST, RUNS, TIMEOUT_S = 98, 5, 300
KINDS = ("kind-chapter", "kind-worksheet", "kind-checklist")
PACKED = (".html", ".css", ".js", ".svg", ".txt")


class _Packing(SimpleHTTPRequestHandler):
    """Serves texts packed, as every server that is meant for readers does."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in PACKED or not path.is_file():
            return super().do_GET()
        data = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=31536000" if "/assets/" in self.path else "no-cache")
        self.end_headers()
        self.wfile.write(data)
        return None

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


def pages_of(folder: Path) -> Iterator[str]:
    """The start page, and the largest page of each kind."""
    yield "index.html"
    pages = sorted(folder.glob("*.html"), key=lambda path: -path.stat().st_size)
    for kind in KINDS:
        yield next((page.name for page in pages if re.search(rf'<body class="[^"]*{kind}\b', page.read_text())), "")


def judge(address: str) -> dict[str, int]:
    """Run Lighthouse once; the categories from 0 to 100."""
    browser = os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""
    options = ["--output=json", "--quiet", "--throttling-method=simulate", "--chrome-flags=--headless=new --no-sandbox"]
    done = subprocess.run(
        [*PROGRAM, address, *options],
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=True,
        env={**os.environ, "CHROME_PATH": browser},
    )
    found = json.loads(done.stdout)["categories"]
    return {name: round(100 * (found[name]["score"] or 0)) for name in CATEGORIES}


def main(folder: Path, runs: int) -> int:
    """Print a line for each page, and say whether all of them pass."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Packing, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    passed = True
    for page in filter(None, pages_of(folder)):
        judged = [judge(f"http://127.0.0.1:{server.server_port}/{page}") for _ in range(runs)]
        medians = {name: int(statistics.median(one[name] for one in judged)) for name in CATEGORIES}
        passed = passed and min(medians.values()) >= LEAST
        print(page, *(f"{name} {value}" for name, value in medians.items()), flush=True)
    server.shutdown()
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else RUNS))
