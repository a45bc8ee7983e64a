"""Answers into the fields of a PDF and out again (ISO 32000-1, 12.7).

Fields bear the ids of the manuscript: a tick `id`, one of several choices `id.1` with its word in `/Opt`, a
single choice a radio field with its words in `/Opt`, text as it is.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, String

from ..diagnostics import Checked, Diagnostic, Span, diagnose
from . import Answers, Value
from .appearance import draw_text

MULTILINE = 1 << 12
_ONE_OF_MANY = re.compile(r"(.+)\.\d+")


def read_sheet(data: bytes, path: str) -> Checked[Answers | None]:
    """Read what is filled into a PDF; None when the file is no PDF (k-082) or has no fields (k-083)."""
    opened = _open(data, path)
    if opened.value is None:
        return Checked(None, opened.diagnostics)
    with opened.value as sheet:
        values: dict[str, Value] = {}
        for name, field in _fields(sheet):
            several = _ONE_OF_MANY.fullmatch(name) if "/Opt" in field and "/Kids" not in field else None
            value = _value(field)
            if value is None:
                continue
            if several:
                values[several[1]] = (*_several(values.get(several[1])), str(field.Opt[0]))
            else:
                values[name] = value
        book, edition = identity(sheet)
        return Checked(Answers(book, edition, values))


def fill_sheet(data: bytes, path: str, answers: Answers) -> Checked[bytes | None]:
    """Fill answers into a PDF. Answers that it has no field for are named (k-084), all in one line: a file may hold
    those of the whole book. Of another book (k-085): an error, nothing is filled; of another edition: k-086."""
    opened = _open(data, path)
    if opened.value is None:
        return Checked(None, opened.diagnostics)
    with opened.value as sheet:
        book, edition = identity(sheet)
        if book and answers.book and book != answers.book:
            return Checked(None, (diagnose("k-085", Span(path), theirs=answers.book, ours=book),))
        found: list[Diagnostic] = []
        if edition != answers.edition:
            found.append(diagnose("k-086", Span(path), theirs=answers.edition or "–", ours=edition or "–"))
        used: set[str] = set()
        for name, field in _fields(sheet):
            several = _ONE_OF_MANY.fullmatch(name) if "/Opt" in field and "/Kids" not in field else None
            key = several[1] if several else name
            if key in answers.values:
                used.add(key)
                found += _put(sheet, field, answers.values[key], key, path)
        if strange := sorted(set(answers.values) - used):
            found.append(diagnose("k-084", Span(path), count=len(strange), names=_by_sheet(strange)))
        target = io.BytesIO()
        sheet.save(target, deterministic_id=True)
        return Checked(target.getvalue(), tuple(found))


def identity(sheet: pikepdf.Pdf) -> tuple[str, str]:
    """The slug and the edition of the book that a PDF is of; empty when it does not say."""
    facts = sheet.trailer.get("/Info", Dictionary())
    return str(facts.get("/Book", "")), str(facts.get("/Edition", ""))


def _open(data: bytes, path: str) -> Checked[pikepdf.Pdf | None]:
    try:
        sheet = pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError:
        return Checked(None, (diagnose("k-082", Span(path), name=path),))
    if "/AcroForm" not in sheet.Root:
        sheet.close()
        return Checked(None, (diagnose("k-083", Span(path), name=path),))
    return Checked(sheet)


def _fields(sheet: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    for field in sheet.Root.AcroForm.Fields:
        yield str(field.get("/T", "")), field


def _by_sheet(names: list[str]) -> str:
    """Ids in few words: those that begin with the same sheet together, `check-abend--…` (12)."""
    sheets = Counter(name.partition("--")[0] for name in names)
    lone = (f"`{name}`" for name in names if sheets[name.partition("--")[0]] == 1)
    return ", ".join([*lone, *(f"`{sheet}--…` ({count})" for sheet, count in sheets.items() if count > 1)])


def _several(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _value(field: pikepdf.Object) -> Value | None:
    """What a field holds, None when it is empty."""
    value = field.get("/V")
    if field.get("/FT") == "/Btn":
        if value is None or value == Name.Off:
            return None
        return _chosen(field, value) if "/Kids" in field else True
    return str(value) or None if value is not None else None


def _chosen(group: pikepdf.Object, state: pikepdf.Object) -> str | None:
    for kid, word in zip(group.Kids, group.Opt, strict=True):
        if str(state) in kid.AP.N:
            return str(word)
    return None


def _put(sheet: pikepdf.Pdf, field: pikepdf.Object, value: Value, key: str, path: str) -> list[Diagnostic]:
    """Set one field; a value that does not fit it is named (k-087) and left out."""
    misfit = [diagnose("k-087", Span(path), name=key)]
    if field.get("/FT") != "/Btn":
        if not isinstance(value, str):
            return misfit
        field.V = String(value.replace("\r\n", "\n"))
        draw_text(sheet, field, value, multiline=bool(int(field.get("/Ff", 0)) & MULTILINE))
        return []
    if "/Kids" in field:
        return [] if isinstance(value, str) and _choose(field, value) else misfit
    if "/Opt" in field:
        on = isinstance(value, tuple) and str(field.Opt[0]) in value
        if not isinstance(value, tuple):
            return misfit
    else:
        on = value is True
        if not on:
            return misfit
    field.V = field.AS = Name.on if on else Name.Off
    return []


def _choose(group: pikepdf.Object, word: str) -> bool:
    known = False
    for kid, option in zip(group.Kids, group.Opt, strict=True):
        state = next(Name(str(key)) for key in kid.AP.N if key != "/Off")
        chosen = str(option) == word
        kid.AS = state if chosen else Name.Off
        if chosen:
            group.V, known = state, True
    return known
