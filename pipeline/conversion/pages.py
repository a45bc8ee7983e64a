"""HTML as pads and word processors export it, made ready for pandoc: page in, page out.

What word processors say in styles is said in elements first (`copied`); Google Docs sends links through its own server;
notes and comments are, from every program, links that lead there and back.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from lxml import etree, html
from lxml.etree import _Element as Element

from .copied import classes_of, cut, dissolve, say_comment, say_in_elements, words_of
from .critic import Marks, without_signs

NOTE, CALL = "note-text", "note-call"
_BLOCKS = ("p", "li", "div", "dd", "aside", "section", "td")
# Who has more of them writes no notes.
MOST_NOTES = 2_000
_COMMENT = re.compile(r"(?i)cmnt|comment|kommentar|_?anc_?msocom|msocom")


def made_ready(page: str, marks: Marks) -> str:
    """Let a page say in its elements what it says in styles and links."""
    if not page.strip():
        return page
    tree = html.document_fromstring(without_signs(page))
    say_in_elements(tree, marks)
    _pressbooks(tree)
    for rule in [one for one in tree.iter("hr") if "display:none" in (one.get("style") or "").replace(" ", "")]:
        cut(rule)
    for link in tree.iter("a"):
        if "href" in link.attrib:
            link.set("href", _direct(link.get("href", "")))
    _notes(tree, marks)
    _calls_of_nothing(tree)
    for name in ("script", "style", "noscript", "template"):
        for element in [*tree.iter(name)]:
            cut(element)
    for element in [*tree.iter("nav")]:
        if not element.xpath("ancestor::*[local-name()='main' or local-name()='article']"):
            continue
        cut(element)
    return etree.tostring(tree, encoding="unicode", method="html")


def _pressbooks(tree: Element) -> None:
    """Boxes, pictures' captions and the numbers of chapters as Pressbooks says them by classes."""
    for element in [*tree.iter("div", "p")]:
        names = classes_of(element)
        if "chapter-number" in names:
            cut(element)
        elif "textbox" in names:
            title = next((one for one in element.iter("p") if "textbox__title" in (one.get("class") or "")), None)
            if title is not None:
                element.set("title", " ".join(words_of(title).split()))
                cut(title)
            element.set("class", "callout-note")
        elif "wp-caption-text" in names:
            element.tag = "figcaption"
        elif "wp-caption" in names:
            element.tag = "figure"


def _direct(address: str) -> str:
    parts = urlsplit(address) if address.startswith("https://www.google.com/url?") else None
    return parse_qs(parts.query).get("q", [address])[0] if parts else address


def _notes(tree: Element, marks: Marks) -> None:
    """What a link leads to that has a link back is a note, or a comment of a pad."""
    named = {name: one for one in tree.iter() for name in (one.get("id"), one.get("name")) if name}
    links = [link for link in tree.iter("a") if (link.get("href") or "").startswith("#")]
    number = 0
    taken: set[Element] = set()
    for link in links[:MOST_NOTES]:
        goal = named.get((link.get("href") or "#")[1:])
        back = _back(link, goal) if goal is not None and link not in taken else None
        # What an e-book shows above its page has no way back.
        is_called = link.get("role") == "doc-noteref" or "noteref" in (link.get("epub:type") or "").split()
        if goal is None or (back is None and not is_called):
            continue
        text = _container(goal)
        number += 1
        if back is not None:
            taken.add(back)
            cut(back)
        if _COMMENT.search(link.get("href", "")):
            _lower(link)
            link[:] = []
            say_comment(tree, link, text, marks)
            cut(text)
            link.tag = "span"
            link.attrib.clear()
            continue
        _lower(link)
        link.tag, link.text = "span", None
        link[:] = []
        link.attrib.clear()
        link.set("class", CALL)
        link.set("id", f"{CALL}-{number}")
        link.text = "\u2060"
        _carry(text, tree, f"{NOTE}-{number}")


def _calls_of_nothing(tree: Element) -> None:
    """A raised link to a note that was not copied along says nothing; other links to nowhere are their words."""
    named = {name for one in tree.iter() for name in (one.get("id"), one.get("name")) if name}
    for link in [*tree.iter("a")]:
        href = link.get("href") or ""
        if not href.startswith("#") or href[1:] in named:
            continue
        parent = link.getparent()
        if parent is not None and parent.tag == "sup" and re.fullmatch(r"\W*\w{1,4}\W*", words_of(parent)):
            cut(parent)
        else:
            dissolve(link)


def _lower(link: Element) -> None:
    """A raised number is no raised text once it is gone."""
    parent = link.getparent()
    if parent is not None and parent.tag == "sup" and len(parent) == 1 and not (parent.text or link.tail or "").strip():
        parent.tag = "span"
        parent.attrib.clear()


def _back(link: Element, goal: Element) -> Element | None:
    """The link at a goal that leads back to this one."""
    here = {link.get("id"), link.get("name")}
    here |= {one.get("id") for one in (*link.iter(), *link.iterancestors())} - {None}
    container = _container(goal)
    own = f"#{goal.get('id') or goal.get('name')}"
    for other in container.iter("a"):
        href = other.get("href") or ""
        if href.startswith("#") and href != own and href[1:] in here and other is not link:
            return other
    return None


def _container(element: Element) -> Element:
    for one in (element, *element.iterancestors()):
        if one.tag in _BLOCKS:
            around = one.getparent()
            alone = around is not None and len(around) == 1 and around.tag in ("li", "div") and around.tag != "body"
            return around if alone and around is not None and not (around.text or "").strip() else one
    return element


def _carry(text: Element, tree: Element, name: str) -> None:
    """Move a note's text to the end, where it is found by its name."""
    body = tree.find("body")
    div = etree.SubElement(body if body is not None else tree, "div", {"class": NOTE, "id": name})
    parent = text.getparent()
    cut(text)
    if text.tag in ("li", "div", "dd", "aside", "section", "td"):
        div.text = text.text
        div.extend([*text])
    else:
        div.append(text)
    while parent is not None and parent.tag in ("ol", "ul", "section", "div", "aside") and not len(parent):
        above = parent.getparent()
        if (parent.text or "").strip():
            break
        cut(parent)
        parent = above
