"""The structure tree of a laid-out section: one element for one thing, however many pages it spans.

WeasyPrint 70.0 tags box by box, so a paragraph over two pages becomes two paragraphs, running heads hang in
no tree and footnotes are nameless. This module replaces its `add_tags` (`install`, a private name: the version
is pinned and tests/conformance/test_linearisation.py proves the result). Elements follow ISO 32000-1, 14.8.4;
the rules are those of PDF/UA-1 (ISO 14289-1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from ...pdflink.model import PX_TO_PT
from . import numerals, widgets

SVG_TAG = "{http://www.w3.org/2000/svg}svg"
PRINT_FLAG = 4

ROLES = {
    "section": "Sect", "article": "Sect", "nav": "Sect", "aside": "Div", "blockquote": "BlockQuote",
    "p": "P", "pre": "P", "address": "P",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dd": "LBody", "dt": "Lbl",
    "li::marker": "Lbl", "li::before": "Lbl",
    "table": "Table", "caption": "Caption", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot",
    "tr": "TR", "th": "TH", "td": "TD",
    "figure": "Div", "figcaption": "Caption", "img": "Figure", SVG_TAG: "Figure",
    "a": "Link", "code": "Code", "q": "Quote",
    "small": "Note", "small::footnote-marker": "Lbl", "small::footnote-call": "Reference",
}  # fmt: skip
FORMULA = "formula"
# Elements that hold blocks only: text right inside one needs a paragraph of its own.
GROUPS = frozenset({"Part", "Sect", "Div", "BlockQuote", "L", "Table", "THead", "TBody", "TFoot", "TR"})
REPEATED = frozenset({"thead", "tfoot"})
# Numbers before items that are no markers.
NUMBERS = frozenset({"shortcut-number", "poster-number"})


@dataclass(slots=True)
class Node:
    """A structure element in the making; kids are Nodes, marks (page, MCID) and annotations (page, object)."""

    role: str
    element: Any = None
    parent: Node | None = None
    kids: list[Any] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    layout: dict[str, Any] = field(default_factory=dict)
    reference: Any = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of marked content on a page."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link or form field on a page."""

    page: int
    dictionary: Any


def install() -> None:
    """Make WeasyPrint use this tree instead of its own."""
    weasyprint.pdf.add_tags = add_tags


def add_tags(pdf: Any, document: Any, pdf_version: object, page_streams: Iterable[Any]) -> None:
    """Build the tree for all pages, in WeasyPrint's place and with its signature."""
    streams = list(page_streams)
    widgets.add_widgets(pdf, document)
    tree = _Tree(document)
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        tree.read_page(number, page, stream)
    # Heads repeat what headings say; the foot of a sheet that stands alone says where it is from, and is read once.
    tree.root.kids += tree.feet
    _write(pdf, tree, len(streams))
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Tree:
    """Reads boxes in page order and keeps one node for each element of the source."""

    def __init__(self, document: Any) -> None:
        html = document._html.etree_element
        self.root = Node("Part")
        # A section in another language than the book is read in its own.
        self.root.attributes["Lang"] = pydyf.String(html.get("lang", ""))
        self.feet: list[Node] = []
        self.nodes: dict[tuple[int, str], Node] = {}
        self.annotated: set[int] = set()
        self.begun: dict[int, int] = {}
        self.parents = {id(child): parent for parent in html.iter() for child in parent}
        self.hidden = {
            id(inner)
            for outer in html.iter()
            if outer.get("aria-hidden") == "true" or (outer.tag == "img" and not outer.get("alt"))
            for inner in outer.iter()
        }

    def read_page(self, number: int, page: Any, stream: Any) -> None:
        self.number, self.height, self.tags = number, page.height, stream._tags
        for child in page._page_box.children:
            if not isinstance(child, boxes.MarginBox):
                self._read(child, self.root)
            elif number == 0 and child.at_keyword.startswith("@bottom"):
                self.feet.append(Node("P", None, self.root))
                self._read(child, self.feet[-1])
        _make_artifacts(stream, {tag["mcid"] for tag in self.tags.values()})
        self.tags.clear()

    def _read(self, box: Any, parent: Node) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if box.element is not None and (id(box.element) in self.hidden or self._repeats(box)):
            return
        node = parent if box.element is None else self._node(box, parent)
        if isinstance(box, boxes.TextBox):
            # What is left of white space where a line ends is nothing.
            if box.text:
                self._mark(box, node)
            return
        self._annotate(box, node)
        if isinstance(box, boxes.ReplacedBox):
            self._mark(box, node)
        for child in box.children:
            self._read(child, node)

    def _repeats(self, box: Any) -> bool:
        """Whether a table's head or foot is printed once more on a further page: then it is no content."""
        return box.element_tag in REPEATED and self.begun.setdefault(id(box.element), self.number) != self.number

    def _mark(self, box: Any, node: Node) -> None:
        tag = self.tags.pop(box, None)
        if tag is None:
            return
        if node.role in GROUPS:
            node = self._paragraph(box, node)
        elif node.role == "LI":
            node = self._body(node)
        node.kids.append(Mark(self.number, tag["mcid"]))

    def _node(self, box: Any, parent: Node) -> Node:
        """The node of the box's element: the one it has already, a new one, or its parent's where it says nothing."""
        element, tag = box.element, box.element_tag or ""
        known = self.nodes.get((id(element), tag))
        if known is not None:
            return known
        role = ROLES.get(tag) or ROLES.get(tag.split("::")[0] if tag.startswith("a::") else "")
        if role is None and parent.role == "LI" and NUMBERS.intersection(element.get("class", "").split()):
            role = "Lbl"
        if role is None and element.get("lang") and parent.element is not element and "::" not in tag:
            role = "Span" if isinstance(box, boxes.InlineLevelBox) else "Div"
        if role == "Figure" and FORMULA in element.get("class", "").split():
            role = "Formula"
        if role is None or (tag in ("html", "body")):
            return parent
        if role == "Link" and not element.get("href"):
            return parent
        node = self._place(role, element, parent)
        self.nodes[(id(element), tag)] = node
        _describe(node, box, self.height)
        return node

    def _place(self, role: str, element: Any, parent: Node) -> Node:
        if role == "Note":
            parent = self._home_of_note(element)
        if role in ("Lbl", "LBody") and parent.role == "L":
            parent = self._item(role, parent)
        elif parent.role == "LI" and role not in ("Lbl", "LBody"):
            parent = self._body(parent)
        node = Node(role, element, parent)
        parent.kids.append(node)
        return node

    def _item(self, role: str, definitions: Node) -> Node:
        """The list item of a term or its definition: a term begins one."""
        last = next((kid for kid in reversed(definitions.kids) if isinstance(kid, Node)), None)
        if role == "LBody" and last is not None:
            return last
        item = Node("LI", None, definitions)
        definitions.kids.append(item)
        return item

    def _body(self, item: Node) -> Node:
        body = next((kid for kid in item.kids if isinstance(kid, Node) and kid.role == "LBody"), None)
        if body is None:
            body = Node("LBody", None, item)
            item.kids.append(body)
        return body

    def _paragraph(self, box: Any, group: Node) -> Node:
        key = (id(box.element), "#text")
        node = self.nodes.get(key)
        if node is None or node.parent is not group:
            node = self.nodes[key] = Node("P", box.element, group)
            group.kids.append(node)
        return node

    def _home_of_note(self, element: Any) -> Node:
        """A note belongs to the paragraph that calls it, not to the foot of the page."""
        ancestor = self.parents.get(id(element))
        while ancestor is not None:
            node = self.nodes.get((id(ancestor), ancestor.tag))
            if node is not None and node.role != "Link":
                return node
            ancestor = self.parents.get(id(ancestor))
        return self.root

    def _annotate(self, box: Any, node: Node) -> None:
        annotation = box.link_annotation
        if annotation is not None and id(annotation) not in self.annotated:
            self.annotated.add(id(annotation))
            annotation["F"] = PRINT_FLAG
            annotation["Contents"] = pydyf.String(_words(box.element))
            if (moves := numerals.edges(box)) is not None:
                annotation[numerals.OPEN] = moves
            node.kids.append(Annotation(self.number, annotation))
        for widget in widgets.of(box):
            if id(widget) not in self.annotated:
                self.annotated.add(id(widget))
                form = Node("Form", box.element, node)
                home = self._body(node) if node.role == "LI" else node
                home.kids.append(form)
                form.kids.append(Annotation(self.number, widget))


def _describe(node: Node, box: Any, page_height: float) -> None:
    """Set what assistive technology asks of an element."""
    element = node.element
    if language := element.get("lang"):
        node.attributes["Lang"] = pydyf.String(language)
    if node.role in ("Figure", "Formula"):
        node.attributes["Alt"] = pydyf.String(_alternative(element))
        left, top = box.content_box_x() * PX_TO_PT, (page_height - box.content_box_y()) * PX_TO_PT
        right, bottom = left + box.width * PX_TO_PT, top - box.height * PX_TO_PT
        node.layout = {"O": "/Layout", "BBox": pydyf.Array([left, bottom, right, top])}
    elif node.role in ("TH", "TD"):
        spans = {"ColSpan": getattr(box, "colspan", 1), "RowSpan": getattr(box, "rowspan", 1)}
        node.layout = {"O": "/Table"} | {key: value for key, value in spans.items() if value != 1}
        if node.role == "TH":
            node.layout["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
        elif len(node.layout) == 1:
            node.layout = {}
    elif node.role == "Lbl" and element.get("data-says"):
        node.attributes["ActualText"] = pydyf.String(_said(box, element.get("data-says")))
    elif node.role == "Note":
        node.attributes["ID"] = pydyf.String(element.get("id", ""))


def _alternative(element: Any) -> str:
    if element.tag == SVG_TAG:
        title = element.find("{http://www.w3.org/2000/svg}title")
        return (title.text or "") if title is not None else ""
    return " ".join(filter(None, (element.get("alt"), element.get("data-description"))))


def _said(box: Any, word: str) -> str:
    """A label's word for its sign, with the number that stands beside it."""
    number = "".join(sign for child in box.descendants() for sign in getattr(child, "text", "") if sign.isdigit())
    return f"{word} {number}".strip()


def _words(element: Any) -> str:
    """What a link says: its label for assistive technology, or its text."""
    text = " ".join("".join(element.itertext()).replace("\u00ad", "").split())
    return element.get("aria-label") or text or element.get("title", "")


def _make_artifacts(stream: Any, mcids: set[int]) -> None:
    """Turn marked content that belongs to nothing (running heads, folios, hidden text) into artifacts."""
    operations = stream.stream
    for index, operation in enumerate(operations):
        if isinstance(operation, pydyf.Dictionary) and operation.get("MCID") in mcids:
            operations[index - 1] = b"/Artifact"
            operations[index] = pydyf.Dictionary({"Type": "/Pagination"})


def _write(pdf: Any, tree: _Tree, page_count: int) -> None:
    """Write nodes as objects, and the map from marks and annotations back to their elements."""
    root = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    pdf.add_object(root)
    marks: list[dict[int, Any]] = [{} for _ in range(page_count)]
    annotations: list[tuple[Any, Any]] = []
    _prune(tree.root)
    top = _write_node(pdf, tree.root, root.reference, marks, annotations)
    root["K"] = pydyf.Array([top])
    numbers = pydyf.Array()
    for page, owners in enumerate(marks):
        numbers.extend([page, pydyf.Array([owners.get(mcid, "null") for mcid in range(max(owners, default=-1) + 1)])])
    for key, (owner, annotation) in enumerate(annotations, start=page_count):
        annotation["StructParent"] = key
        numbers.extend([key, owner])
    parent_tree = pydyf.Dictionary({"Nums": numbers})
    pdf.add_object(parent_tree)
    root["ParentTree"] = parent_tree.reference
    if named := [thing for thing in pdf.objects if isinstance(thing, pydyf.Dictionary) and "ID" in thing]:
        pairs = [entry for thing in named for entry in (thing["ID"], thing.reference)]
        root["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
    pdf.catalog["StructTreeRoot"] = root.reference


def _prune(node: Node) -> bool:
    """Drop elements without content, and say whether this one has any. Table cells stay: they hold their place.
    Notes come last: where a paragraph goes on over the page, its note stands in the middle of a sentence."""
    kids = [kid for kid in node.kids if not isinstance(kid, Node) or _prune(kid)]
    node.kids = sorted(kids, key=lambda kid: isinstance(kid, Node) and kid.role == "Note")
    return bool(node.kids) or node.role in ("TD", "TH")


def _write_node(pdf: Any, node: Node, parent: Any, marks: list[dict[int, Any]], annotations: list[Any]) -> Any:
    page = _first_page(node)
    entry = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{node.role}", "P": parent, **node.attributes})
    pdf.add_object(entry)
    if page is not None:
        entry["Pg"] = pdf.page_references[page]
    if node.layout:
        entry["A"] = pydyf.Dictionary(node.layout)
    kids = pydyf.Array()
    for kid in node.kids:
        if isinstance(kid, Node):
            kids.append(_write_node(pdf, kid, entry.reference, marks, annotations))
        elif isinstance(kid, Mark):
            marks[kid.page][kid.mcid] = entry.reference
            kids.append(kid.mcid if kid.page == page else _content_reference(pdf, kid))
        else:
            annotations.append((entry.reference, kid.dictionary))
            kids.append(_object_reference(pdf, kid))
    entry["K"] = kids
    return entry.reference


def _first_page(node: Node) -> int | None:
    return next((kid.page for kid in node.kids if not isinstance(kid, Node)), None)


def _content_reference(pdf: Any, mark: Mark) -> pydyf.Dictionary:
    return pydyf.Dictionary({"Type": "/MCR", "Pg": pdf.page_references[mark.page], "MCID": mark.mcid})


def _object_reference(pdf: Any, annotation: Annotation) -> pydyf.Dictionary:
    page = pdf.page_references[annotation.page]
    return pydyf.Dictionary({"Type": "/OBJR", "Pg": page, "Obj": annotation.dictionary.reference})
