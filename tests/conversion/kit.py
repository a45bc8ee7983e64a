"""Word by hand: what a reviewer does to a DOCX of ours, letter by letter, and small DOCX files of others."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from pipeline.conversion.words import W

XML = {"w": W[1:-1]}
DATE = "2026-11-30T10:00:00Z"


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


class Reviewer:
    """Opens a file, edits it as Word would, and saves it. Without an author an edit is not tracked: as if accepted."""

    def __init__(self, data: bytes) -> None:
        self.parts = members(data)
        self.stories = {
            name: etree.fromstring(self.parts[name]) for name in ("word/document.xml", "word/footnotes.xml")
        }
        self.remarks: list[tuple[str, str]] = []

    def save(self) -> bytes:
        for name, tree in self.stories.items():
            self.parts[name] = etree.tostring(tree)
        if self.remarks:
            rows = "".join(
                f'<w:comment w:id="{nth}" w:author="{who}"><w:p><w:r><w:t>{said}</w:t></w:r></w:p></w:comment>'
                for nth, (who, said) in enumerate(self.remarks)
            )
            self.parts["word/comments.xml"] = f'<w:comments xmlns:w="{XML["w"]}">{rows}</w:comments>'.encode()
        return packed(self.parts)

    def paragraph(self, words: str) -> etree._Element:
        """The first paragraph in which words stand."""
        for tree in self.stories.values():
            for paragraph in tree.iter(f"{W}p"):
                if words in self._text(paragraph):
                    return paragraph
        raise AssertionError(words)

    def insert(self, behind: str, text: str, who: str = "") -> None:
        letters = self._letters(self.paragraph(behind), behind)
        self._put(letters[-1], text, who)

    def prepend(self, before: str, text: str, who: str = "") -> None:
        letter = self._letters(self.paragraph(before), before)[0]
        letter.addprevious(self._changed("ins", self._run(text), who))

    def delete(self, words: str, who: str = "") -> None:
        for letter in self._letters(self.paragraph(words), words):
            self._remove(letter, who)

    def replace(self, old: str, new: str, who: str = "") -> None:
        letters = self._letters(self.paragraph(old), old)
        self._put(letters[-1], new, who)
        for letter in letters:
            self._remove(letter, who)

    def comment(self, words: str, said: str, who: str) -> None:
        letters = self._letters(self.paragraph(words), words)
        number = str(len(self.remarks))
        self.remarks.append((who, said))
        letters[0].addprevious(self._make("commentRangeStart", id=number))
        letters[-1].addnext(self._make("commentRangeEnd", id=number))

    def add_paragraph(self, behind: str, text: str, who: str = "", like: str = "") -> None:
        """A paragraph of its own behind another, with the form of a third."""
        made = self._make("p")
        form = self.paragraph(like).find(f"{W}pPr") if like else None
        if form is not None:
            made.append(copy.deepcopy(form))
        made.append(self._changed("ins", self._run(text), who))
        self.paragraph(behind).addnext(made)

    def drop_paragraph(self, words: str) -> None:
        paragraph = self.paragraph(words)
        paragraph.getparent().remove(paragraph)

    def move(self, words: str, behind: str) -> None:
        self.paragraph(behind).addnext(self.paragraph(words))

    def split(self, words: str) -> None:
        """Press Enter behind words."""
        paragraph = self.paragraph(words)
        last = self._letters(paragraph, words)[-1]
        made = self._make("p")
        made.extend([*last.itersiblings()])
        paragraph.addnext(made)

    def join(self, words: str) -> None:
        """Delete the end of a paragraph."""
        paragraph = self.paragraph(words)
        following = paragraph.getnext()
        paragraph.extend([one for one in following if one.tag != f"{W}pPr"])
        following.getparent().remove(following)

    def add_row(self, behind: str, cells: tuple[str, ...], who: str = "") -> None:
        row = self._make("tr")
        for text in cells:
            cell, paragraph = self._make("tc"), self._make("p")
            paragraph.append(self._changed("ins", self._run(text), who))
            cell.append(paragraph)
            row.append(cell)
        next(self.paragraph(behind).iterancestors(f"{W}tr")).addnext(row)

    def drop_row(self, words: str) -> None:
        row = next(self.paragraph(words).iterancestors(f"{W}tr"))
        row.getparent().remove(row)

    def forget_bookmarks(self) -> None:
        for tree in self.stories.values():
            for name in ("bookmarkStart", "bookmarkEnd"):
                for one in [*tree.iter(W + name)]:
                    one.getparent().remove(one)

    def _text(self, paragraph: etree._Element) -> str:
        return "".join(one.text or "" for one in paragraph.iter(f"{W}t"))

    def _letters(self, paragraph: etree._Element, words: str) -> list[etree._Element]:
        """The runs of some words, each of one letter."""
        for run in [*paragraph.iter(f"{W}r")]:
            said = run.find(f"{W}t")
            if said is None or len(said.text or "") < 2:
                continue
            for letter in reversed(said.text or ""):
                one = copy.deepcopy(run)
                one.find(f"{W}t").text = letter
                run.addnext(one)
            run.getparent().remove(run)
        runs = [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None]
        start = "".join(run.find(f"{W}t").text for run in runs).index(words)
        return runs[start : start + len(words)]

    def _put(self, letter: etree._Element, text: str, who: str) -> None:
        letter.addnext(self._changed("ins", self._run(text), who))

    def _remove(self, letter: etree._Element, who: str) -> None:
        if not who:
            letter.getparent().remove(letter)
            return
        letter.find(f"{W}t").tag = f"{W}delText"
        around = self._make("del", author=who, date=DATE)
        letter.addprevious(around)
        around.append(letter)

    def _changed(self, kind: str, run: etree._Element, who: str) -> etree._Element:
        if not who:
            return run
        around = self._make(kind, author=who, date=DATE)
        around.append(run)
        return around

    def _run(self, text: str) -> etree._Element:
        run, said = self._make("r"), self._make("t")
        said.text = text
        run.append(said)
        return run

    def _make(self, name: str, **attributes: str) -> etree._Element:
        return etree.Element(W + name, {W + key: value for key, value in attributes.items()})


def word_file(body: str, **more: str) -> bytes:
    """A DOCX of another program with this body; `more` are parts below word/, footnotes and comments with relations."""
    kinds = {"footnotes": "footnotes", "comments": "comments", "numbering": "numbering", "styles": "styles"}
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    form = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    spaces = (
        f'xmlns:w="{XML["w"]}" xmlns:r="{office}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{form}.{kinds[name]}+xml"/>' for name in more
    )
    rows = "".join(
        f'<Relationship Id="rId{nth}" Type="{office}/{name}" Target="{name}.xml"/>' for nth, name in enumerate(more)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{form}.document.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{rows}</Relationships>',
    }
    for name, inside in more.items():
        parts[f"word/{name}.xml"] = f"<w:{name} {spaces}>{inside}</w:{name}>"
    return packed({name: text.encode() for name, text in parts.items()})
