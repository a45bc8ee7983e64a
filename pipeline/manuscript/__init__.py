"""The door of the manuscript: a workspace and its manifest in, everything that was written out.

Nothing here stops at a problem: what cannot be read is replaced and reported.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from ..cache import Cache
from ..diagnostics import Checked, in_order
from ..theme import Theme
from ..workspace import Workspace
from . import glossary, sources
from .citations import set_citations
from .documents import Reading, find_forgotten, read_documents, reread
from .front_matter import aliases_of
from .glossary import read_glossary
from .libraries import read_libraries
from .lists import read_list
from .model import Manifest, Manuscript
from .pictures import Gallery
from .profiles import read_profile
from .sources import read_sources
from .styles import read_style


def read_again(
    workspace: Workspace, manuscript: Manuscript, path: str, theme: Theme, cache: Cache
) -> Manuscript | None:
    """Read one file of a draft again and leave the others as they are. None where it takes a whole reading: see
    `reread`; and where it has a picture that nothing in the book had."""
    reading = Reading(theme.labels, aliases_of(theme.labels), True, "", (), Gallery(workspace, cache).look, 1)
    documents = manuscript.documents
    document = reread(workspace, documents, path, cache, reading) if path in documents else None
    if document is None or not {*documents[path].pictures, *manuscript.assets}.issuperset(document.pictures):
        return None
    return replace(manuscript, documents={**documents, path: document})


def read(
    workspace: Workspace,
    manifest: Manifest,
    theme: Theme,
    cache: Cache,
    draft: bool = True,
    variant: str = "",
    jobs: int = 1,
) -> Checked[Manuscript]:
    """Read all that the manifest names, with at most `jobs` pandocs. Raises ToolMissing when there is none."""
    gallery = Gallery(workspace, cache)
    pairs = next((one.replacements for one in manifest.variants if one.name == variant), ())
    reading = Reading(theme.labels, aliases_of(theme.labels), draft, variant, pairs, gallery.look, jobs)
    documents = read_documents(workspace, manifest, cache, reading)
    ids = {path: document.id for path, document in documents.value.items()}
    read_terms = partial(read_glossary, labels=theme.labels, cache=cache, pairs=pairs, documents=ids)
    terms = read_list(workspace, glossary.PATH, cache, read_terms)
    known = read_list(workspace, sources.PATH, cache, read_sources)
    libraries = read_libraries(workspace, cache, manifest.language, known.value)
    style = read_style(workspace, manifest.citation_style, theme, manifest.language)
    cited = set_citations(documents.value.values(), libraries.value, style.value, cache, manifest.language)
    used = sorted({path for document in documents.value.values() for path in document.pictures})
    assets = {path: gallery.assets[path] for path in used if path in gallery.assets}
    profile = read_profile(workspace, manifest.print_profile)
    manuscript = Manuscript(
        manifest, documents.value, terms.value, cited.value.clusters, cited.value.bibliography, assets, profile.value
    )
    found = (documents, terms, known, libraries, style, cited, profile)
    everything = [diagnostic for part in found for diagnostic in part.diagnostics]
    everything += find_forgotten(workspace, manifest)
    return Checked(manuscript, in_order(everything))
