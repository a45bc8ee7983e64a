"""How a book cites: our own style, or the CSL file that book.yaml names, held against what can be set with it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Element

from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..spelling import nearest_path
from ..theme import Theme
from ..workspace import Workspace, WorkspaceError
from .model import ChapterEntry

OURS = "citations/workbook.csl"
MOST_BYTES = 2_000_000
# A language that citeproc knows needs no more words from us.
FEW = 10
CSL = "{http://purl.org/net/xbiblio/csl}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_style(workspace: Workspace, entry: ChapterEntry, theme: Theme, language: str) -> Checked[bytes]:
    """The style of a book; ours, where it names none or one that cannot be used.

    Codes: x-340 (there is none), x-341 (it is no style), x-342 (it only leads to another), x-343 (it cites in notes).
    """
    ours, path, place = theme.files[OURS], entry.path, entry.span
    if not path:
        return Checked(ours)
    try:
        style = _parse(workspace.read(path, MOST_BYTES))
    except FileNotFoundError:
        near = nearest_path(path, workspace.files(path.rpartition("/")[0] or ".", (".csl",)))
        return Checked(ours, (diagnose("x-340", place, suggestion=near, path=path),))
    except (WorkspaceError, etree.XMLSyntaxError) as problem:
        return Checked(ours, (diagnose("x-341", place, path=path, problem=" ".join(str(problem).split())[:120]),))
    found = tuple(_objections(style, path, place))
    if any(one.code != "x-343" for one in found):
        return Checked(ours, found)
    return Checked(_with_words(style, _parse(ours), language), found)


def _parse(data: bytes) -> Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _objections(style: Element, path: str, place: Span) -> Iterator[Diagnostic]:
    parent = next((link.get("href", "") for link in style.iter(f"{CSL}link") if _leads_on(link)), "")
    if style.tag != f"{CSL}style":
        yield diagnose("x-341", place, path=path, problem=f"<{etree.QName(style).localname}>")
    elif style.find(f"{CSL}citation") is None and parent:
        yield diagnose("x-342", place, path=path, parent=parent)
    elif style.find(f"{CSL}citation") is None:
        yield diagnose("x-341", place, path=path, problem="<citation>")
    elif style.get("class") == "note":
        yield diagnose("x-343", place, path=path)


def _leads_on(link: Element) -> bool:
    return link.get("rel") == "independent-parent"


def _with_words(style: Element, ours: Element, language: str) -> bytes:
    """Lend a style the words of a language that citeproc does not know and we do; what is cited stands in the text."""
    style.set("class", "in-text")
    own = {locale.get(_LANGUAGE, "")[:2] for locale in style.iter(f"{CSL}locale")}
    info = style.find(f"{CSL}info")
    for locale in ours.iter(f"{CSL}locale"):
        if locale.get(_LANGUAGE) == language.split("-")[0] not in own and len(locale.findall(f".//{CSL}term")) > FEW:
            style.insert(style.index(info) + 1 if info is not None else 0, deepcopy(locale))
    return etree.tostring(style)
