"""What an edition is made with, as machines read it: CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/).

Without clock or serial number: the same record gives the same bytes.
"""

from __future__ import annotations

import json

from ..record.edition import Record
from .produce import LIBRARIES

# What comes as a package has an address of its own; what comes with the system only a name and a version.
PACKAGES = frozenset(name.lower() for name in LIBRARIES)
SYSTEM = "system"


def write_sbom(record: Record) -> bytes:
    """Write the bill of materials of an edition: the book, its files with their checksums, and what made them."""
    book = {"type": "data", "bom-ref": "book", "name": record.full_title, "version": record.version}
    files = [
        {"type": "file", "bom-ref": path, "name": path, "hashes": _hashes(total)}
        for path, total in sorted(record.outputs.items())
    ]
    tools = [_tool(name, version) for name, version in sorted(record.tools.items())]
    program = {"type": "application", "name": "workbook-pipeline", "hashes": _hashes(record.program)}
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": book, "tools": {"components": [program, *tools]}},
        "components": files,
    }
    return (json.dumps(bill, ensure_ascii=False, indent=1) + "\n").encode()


def _hashes(total: str) -> list[dict[str, str]]:
    return [{"alg": "SHA-256", "content": total}] if total else []


def _tool(name: str, version: str) -> dict[str, str]:
    if name == SYSTEM:
        system, _, release = version.partition(" ")
        return {"type": "operating-system", "name": system, "version": release}
    told = {"type": "library", "name": name, "version": version}
    return told | ({"purl": f"pkg:pypi/{name}@{version}"} if name in PACKAGES else {})
