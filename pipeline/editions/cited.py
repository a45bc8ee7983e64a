"""How a repository wants to be cited: CITATION.cff and .zenodo.json beside book.yaml, where forges and archives look.

In: book.yaml and the newest edition. Out: both files. They are written by `edition cite`; from then on every cut writes
them anew and commits them with its edition. Files without our first line are somebody's own, and stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from ..diagnostics import Checked, Span, diagnose
from ..manuscript.model import Manifest
from ..record.edition import Record
from ..workspace import Workspace
from .citation import write_cff
from .zenodo import write_zenodo

CITATION, ZENODO = "CITATION.cff", ".zenodo.json"
MARK = b"# Made from book.yaml by `workbook edition cite`; every cut of an edition writes it anew.\n"


def facts_of(manifest: Manifest, version: str, date: str, source: str) -> Record:
    """What a manifest says of an edition."""
    return Record(
        version=version,
        title=manifest.title,
        subtitle=manifest.subtitle,
        date=date,
        source=source,
        language=manifest.language,
        identifier=manifest.identifier,
        isbn={name: number for name, number in asdict(manifest.isbn).items() if number},
        publisher=manifest.publisher,
        description=" ".join(manifest.description.split()),
        rights=manifest.rights,
        subjects=manifest.subjects,
        contributors=manifest.contributors,
        license={name: id for name, id in asdict(manifest.license).items() if id},
        doi=manifest.doi,
        urn=manifest.urn,
        thema=manifest.thema,
        warengruppe=manifest.warengruppe,
        prices={name: price for name, price in asdict(manifest.prices).items() if price},
        site_url=manifest.site_url,
        paper_mm=f"{manifest.paper_mm:g}" if manifest.paper_mm else "",
    )


def write_both(record: Record) -> dict[str, bytes]:
    """Write both files; a book that no edition was cut of yet has neither version nor date."""
    return {CITATION: MARK + write_cff(record), ZENODO: write_zenodo(record)}


def cite(workspace: Workspace, manifest: Manifest, latest: Record | None) -> Checked[Mapping[str, bytes]]:
    """Write both, as they are to be; none over what somebody wrote by hand."""
    if (strange := _strange(workspace)) is not None:
        return Checked({}, (diagnose("e-219", Span(strange), file=strange),))
    version, date = (latest.version, latest.date) if latest else ("", "")
    return Checked(write_both(facts_of(manifest, version, date, "")))


def _strange(workspace: Workspace) -> str | None:
    """Name the file that is not ours, if there is one."""
    if workspace.exists(CITATION):
        return None if workspace.read(CITATION).startswith(MARK) else CITATION
    return ZENODO if workspace.exists(ZENODO) else None
