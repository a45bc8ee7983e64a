"""The navigation document: contents, landmarks and the list of printed pages."""

from __future__ import annotations

from ...book.model import Section
from .content import Content
from .package import NAVIGATION, XHTML, File, Line

SHEETS = ("checklist", "worksheet")


def outline(content: Content) -> tuple[Line, ...]:
    """The contents: parts with their chapters, lists with their sheets, and the sections inside them."""
    lines: list[Line] = []
    listed = [section for section in content.sections if section.in_contents] or list(content.sections)
    while listed:
        section = listed.pop(0)
        inside: list[Section] = []
        while listed and _belongs(listed[0], section):
            inside.append(listed.pop(0))
        lines.append(_line(content, section, tuple(_line(content, one) for one in inside)))
    return tuple(lines)


def _belongs(section: Section, opener: Section) -> bool:
    """Does a section stand under another: a chapter under its part, a sheet under the list of its kind?"""
    if opener.kind == "part":
        return section.part == opener.part and section.kind != "part"
    return opener.kind == "list" and section.kind in SHEETS


def line_title(section: Section) -> str:
    """How a section is called in lists: "4 Von der Klage", "Teil 2: Create – Anbahnen"; two parts may share a title."""
    if section.kind == "chapter" and section.number:
        return f"{section.number} {section.title}"
    title = f"{section.title} – {section.subtitle}" if section.kind == "part" and section.subtitle else section.title
    return f"{section.label}: {title}" if section.label else title


def navigation_document(content: Content, lines: tuple[Line, ...]) -> File:
    """Write the navigation document."""
    title = next((s.title for s in content.book.sections if s.kind == "contents"), "")
    text = content.templates.fill_in_xml(
        "epub/nav.xhtml",
        book=content.book,
        language=content.book.manifest.language,
        title=title or content.theme.labels.word("titles.contents"),
        lines=lines,
        landmarks=_landmarks(content, title or content.theme.labels.word("titles.contents")),
        pages=content.pages,
    )
    return File(NAVIGATION, XHTML, text.encode(), ("nav",))


def _line(content: Content, section: Section, inside: tuple[Line, ...] = ()) -> Line:
    href = content.hrefs[section.id]
    headings = tuple(Line(h.title, f"{href}#{h.id}") for h in section.headings if h.level == 2)
    return Line(line_title(section), href, (*headings, *inside))


def _landmarks(content: Content, contents: str) -> tuple[tuple[str, str, str], ...]:
    """(type, address, title) of the places that reading systems offer by themselves."""
    wanted = {"cover": "cover", "title-page": "titlepage", "glossary": "glossary", "index": "index"}
    wanted |= {"bibliography": "bibliography"}
    found: dict[str, tuple[str, str, str]] = {}
    for section in content.sections:
        if kind := wanted.get(section.kind):
            name = f"titles.{section.kind}"
            words = content.theme.labels.words
            title = words[name] if section.kind in ("cover", "title-page") else section.title
            found.setdefault(kind, (kind, content.hrefs[section.id], title))
        if section.matter == "body":
            found.setdefault("bodymatter", ("bodymatter", content.hrefs[section.id], line_title(section)))
    found["toc"] = ("toc", NAVIGATION, contents)
    order = ("cover", "titlepage", "toc", "bodymatter", "glossary", "bibliography", "index")
    return tuple(found[kind] for kind in order if kind in found)
