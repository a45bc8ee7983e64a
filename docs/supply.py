"""What the program stands on, from its lock file and what is installed: a table of licences, or a bill of materials.

`python -m docs.supply licences` prints a line for each locked package: name, version, licence as its author states it.
`python -m docs.supply sbom` prints CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/), without clock or serial
number, so that the same lock gives the same bytes.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
# A classifier says it in a path: "License :: OSI Approved :: MIT License".
CLASSIFIER = "License :: "
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)((?:\s*\\\n\s*--hash=sha256:[0-9a-f]{64})+)", re.MULTILINE)
_HASH = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Package:
    """A locked package; `hashes` are the SHA-256 of all files that the lock lets in, `licence` as stated, or empty."""

    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str


def packages(lock: str) -> Iterator[Package]:
    """Read the packages of a lock file in its order."""
    for name, version, hashes in _PIN.findall(lock):
        yield Package(name, version, tuple(_HASH.findall(hashes)), _licence(name))


def bill(found: list[Package], program_version: str) -> dict[str, object]:
    """Make a bill of materials."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "workbook-pipeline", "version": program_version}},
        "components": [_component(one) for one in found],
    }


def _component(package: Package) -> dict[str, object]:
    purl = f"pkg:pypi/{package.name.lower().replace('_', '-')}@{package.version}"
    made: dict[str, object] = {
        "type": "library",
        "bom-ref": purl,
        "name": package.name,
        "version": package.version,
        "purl": purl,
        # One for each file that the lock lets in: it names several systems' wheels.
        "externalReferences": [
            {"type": "distribution", "url": purl, "hashes": [{"alg": "SHA-256", "content": one}]}
            for one in package.hashes
        ],
    }
    return made | ({"licenses": [{"license": {"name": package.licence}}]} if package.licence else {})


def _licence(name: str) -> str:
    try:
        facts = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classifiers = [line.rsplit(" :: ", 1)[1] for line in facts.get_all("Classifier", []) if line.startswith(CLASSIFIER)]
    said = [value for key in ("License-Expression", "License") for value in facts.get_all(key, [])]
    stated = said[0] if "License-Expression" in facts else "; ".join(classifiers) or "".join(said)
    return stated.strip().split("\n")[0]


def main(arguments: list[str]) -> int:
    """Print one of the two."""
    found = list(packages(LOCK.read_text(encoding="utf-8")))
    if arguments == ["sbom"]:
        version = re.search(r'(?m)^version = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        print(json.dumps(bill(found, version[1] if version else ""), indent=1))
    elif arguments == ["licences"]:
        for one in found:
            print(f"{one.name} {one.version}: {one.licence or '?'}")
    else:
        print("usage: python -m docs.supply licences|sbom", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
