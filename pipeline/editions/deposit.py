"""What goes to an archive such as Zenodo: few files, and beside them all that says what they are.

An archive shows a list without folders. So each folder of an edition becomes one zip; record, blocks, change list,
citation and DataCite metadata lie beside the book, and SHA256SUMS names everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from ..artifacts import Artifacts, Member, archive, checksums
from ..build import CHECKSUMS

FOLDER = "deposits"


def make_deposit(outputs: Artifacts, kept: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the files of a deposit: those of an edition, and what is `kept` of it."""
    made = {path: data for path, data in outputs.items() if "/" not in path} | dict(kept)
    below = sorted(path for path in outputs if "/" in path)
    for folder, paths in groupby(below, key=lambda path: path.partition("/")[0]):
        made[f"{folder}.zip"] = archive([Member(path, outputs[path]) for path in paths])
    made.pop(CHECKSUMS, None)
    return {**made, CHECKSUMS: checksums(made)}
