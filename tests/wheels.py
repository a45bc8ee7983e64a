"""Wheels of a program of a few lines, called as ours is: it says its version and presses an edition of one file."""

from __future__ import annotations

import zipfile
from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
if "--version" in sys.argv:
    print("workbook-pipeline", "{says}")
elif "press" in sys.argv:
    Path(sys.argv[sys.argv.index("--out") + 1], "probe.txt").write_text("{says}")
"""


def write_wheel(folder: Path, version: str, says: str = "") -> Path:
    """Write one; `says` is the version that the program itself claims."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = f"workbook_pipeline-{version}.dist-info"
    place = folder / f"workbook_pipeline-{version}-py3-none-any.whl"
    files = {
        "workbook_pipeline/__init__.py": "",
        "workbook_pipeline/__main__.py": PROGRAM.format(says=says or version),
        "workbook_pipeline/_requirements.lock": "",
        f"{facts}/METADATA": f"Metadata-Version: 2.1\nName: workbook-pipeline\nVersion: {version}\n",
        f"{facts}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    with zipfile.ZipFile(place, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr(f"{facts}/RECORD", "".join(f"{name},,\n" for name in files) + f"{facts}/RECORD,,\n")
    return place
