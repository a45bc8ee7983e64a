"""Answers into the fields of a PDF and out again.

Fields bear the ids of the manuscript: a tick `id`, one of several choices `id.1` with its word in `/Opt`, a
single choice a radio field with its words in `/Opt`, text as it is.
"""

from __future__ import annotations

import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pikepdf
from pikepdf import Name, String

from ..diagnostics import Checked, Diagnostic, Span, diagnose
from ..letters import name_of
from . import Answers, Value, whole
from .appearance import READABLE_PT, draw_text, typefaces_of
from .form import DAMAGE, MULTILINE, Damage, Field, Form, dictionary_of, enter, read_form, text_of
from .typefaces import Typefaces

MOST_SIGNS = 80
_ONE_OF_MANY = re.compile(r"(.+)\.\d+")
# How the pipeline itself names the states of choices: without their words nobody knows what they mean.
_STATE = re.compile(r"/o?\d+")

# Where Python keeps the file: another place each time, and nothing for readers.
_PLACE = re.compile(r"(?:stream )?<_io\.[^>]*>(?:: )?")


def read_sheet(data: bytes, path: str) -> Checked[Answers | None]:
    """Read what is filled into a PDF; None when the file is no PDF (k-082), needs a password (k-089) or has no fields
    (k-083). Fields that are damaged are named (k-088) and left out."""
    opened = _open(data, path)
    if opened.value is None:
        return Checked(None, opened.diagnostics)
    with opened.value as sheet:
        form = read_form(sheet)
        values, damages = _values(form.fields)
        if not form.fields and not form.damages:
            return Checked(None, (diagnose("k-083", Span(path), name=path),))
        book, edition = identity(sheet)
        return Checked(Answers(book, edition, values), _damaged((*form.damages, *damages), sheet, path))


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
        form = read_form(sheet)
        if not form.fields:
            return Checked(None, (diagnose("k-083", Span(path), name=path),))
        found: list[Diagnostic] = []
        if edition != answers.edition:
            found.append(diagnose("k-086", Span(path), theirs=answers.edition or "–", ours=edition or "–"))
        found += _fill(sheet, form, answers, path)
        try:
            return Checked(_saved(sheet), tuple(found))
        except DAMAGE as problem:
            return Checked(None, (*found, _unreadable(path, problem)))


def identity(sheet: pikepdf.Pdf) -> tuple[str, str]:
    """The slug and the edition of the book that a PDF is of; empty when it does not say."""
    try:
        facts = dictionary_of(sheet.trailer.get("/Info"))
        return text_of(facts.get("/Book")), text_of(facts.get("/Edition"))
    except DAMAGE:
        return "", ""


def _open(data: bytes, path: str) -> Checked[pikepdf.Pdf | None]:
    try:
        sheet = pikepdf.open(io.BytesIO(data))
        # A file without its root is open all the same.
        dictionary_of(sheet.Root).get("/AcroForm")
    except pikepdf.PasswordError:
        return Checked(None, (diagnose("k-089", Span(path), name=path),))
    except DAMAGE as problem:
        return Checked(None, (_unreadable(path, problem),))
    return Checked(sheet)


def _unreadable(path: str, problem: Exception) -> Diagnostic:
    return diagnose("k-082", Span(path), name=path, problem=_short(str(problem)))


def _values(fields: Sequence[Field]) -> tuple[dict[str, Value], list[Damage]]:
    values: dict[str, Value] = {}
    damages: list[Damage] = []
    for field in fields:
        try:
            value = _value(field)
            if value is not None and (several := _several(field)):
                former = values.get(several)
                values[several] = (*(former if isinstance(former, tuple) else ()), field.words[0])
            elif value is not None:
                values[field.name] = value
        except DAMAGE as problem:
            damages.append(Damage(field.name, str(problem)))
    return values, damages


def _several(field: Field) -> str:
    """The name of the question that a field is one of several answers to; empty when it is none."""
    named = _ONE_OF_MANY.fullmatch(field.name) if field.is_button and not field.is_group else None
    if named and not field.words:
        raise ValueError("/Opt")
    return named[1] if named else ""


def _value(field: Field) -> Value | None:
    """What a field holds, None when it is empty."""
    if field.kind in ("/Tx", "/Ch"):
        return whole(text_of(field.value)) or None
    if not field.is_button:
        return None
    state = field.value if isinstance(field.value, (Name, String)) else None
    on = str(state) if state is not None else next((one for one in _shown(field) if one != "/Off"), "/Off")
    if on.lstrip("/") in ("Off", ""):
        return None
    return _chosen(field, on) if field.is_group else True


def _shown(field: Field) -> list[str]:
    """The states that the widgets are drawn in: some programs set nothing else."""
    return [str(widget.get("/AS", "/Off")) for widget in field.widgets]


def _chosen(group: Field, state: str) -> str:
    """The word of a choice; where words are lost, the name of its state if that is one."""
    for nth, name in enumerate(group.states()):
        if name.lstrip("/") == state.lstrip("/") and nth < len(group.words):
            return whole(group.words[nth])
    if group.words or _STATE.fullmatch("/" + state.lstrip("/")):
        raise ValueError("/Opt")
    return whole(state.lstrip("/"))


def _saved(sheet: pikepdf.Pdf) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings():
        # Widgets whose field is damaged are told already.
        warnings.simplefilter("ignore", pikepdf.exceptions.PageCopyWarning)
        sheet.save(target, deterministic_id=True)
    return target.getvalue()


def _fill(sheet: pikepdf.Pdf, form: Form, answers: Answers, path: str) -> list[Diagnostic]:
    """Set every field that there is an answer to."""
    misfits: list[Diagnostic] = []
    tight: dict[str, bool] = {}
    damaged, used = list(form.damages), set[str]()
    enter(sheet, form)
    # A second form (XFA) in the file would be shown in place of this one.
    if "/XFA" in sheet.Root.AcroForm:
        del sheet.Root.AcroForm["/XFA"]
    faces = typefaces_of(sheet, _texts(form, answers))
    for field in form.fields:
        try:
            key = _several(field) or field.name
            if key in answers.values:
                used.add(key)
                if not _put(sheet, field, answers.values[key], faces, tight):
                    misfits.append(diagnose("k-087", Span(path), name=key))
        except DAMAGE as problem:
            damaged.append(Damage(field.name, str(problem)))
    found = [*misfits, *_damaged(damaged, sheet, path), *_tight(tight, path)]
    if faces.missing:
        found.append(diagnose("f-102", Span(path), name=name_of(faces.missing[0]), letters=whole(faces.missing)))
    if strange := sorted(set(answers.values) - used):
        found.append(diagnose("k-084", Span(path), count=len(strange), names=_by_sheet(strange)))
    return found


def _tight(tight: Mapping[str, bool], path: str) -> Iterator[Diagnostic]:
    """Tell of the answers that are too long for their fields: too small to be read, or cut off."""
    for code, whole_text in (("k-270", True), ("k-271", False)):
        if names := [name for name, is_whole in tight.items() if is_whole == whole_text]:
            yield diagnose(code, Span(path), count=len(names), names=", ".join(f"`{whole(name)}`" for name in names))


def _damaged(damages: Sequence[Damage], sheet: pikepdf.Pdf, path: str) -> tuple[Diagnostic, ...]:
    """Tell of the fields that are damaged in one line; of a file that was mended while it was read."""
    if damages:
        names = list(dict.fromkeys(damage.name for damage in damages))
        problem = _short(damages[0].problem)
        return (diagnose("k-088", Span(path), count=len(names), names=_by_sheet(names), problem=problem),)
    return (diagnose("k-090", Span(path), name=path),) if sheet.get_warnings() else ()


def _by_sheet(names: list[str]) -> str:
    """Ids in few words: those that begin with the same sheet together, `check-abend--…` (12)."""
    sheets = Counter(name.partition("--")[0] for name in names)
    lone = (f"`{whole(name)}`" for name in names if sheets[name.partition("--")[0]] == 1)
    return ", ".join([*lone, *(f"`{whole(sheet)}--…` ({count})" for sheet, count in sheets.items() if count > 1)])


def _short(problem: str) -> str:
    line = " ".join(_PLACE.sub("", whole(problem)).split())
    return line if len(line) <= MOST_SIGNS else line[:MOST_SIGNS] + "…"


def _texts(form: Form, answers: Answers) -> Iterator[str]:
    """What is written into fields of text."""
    values = (answers.values.get(field.name) for field in form.fields if not field.is_button)
    return (value for value in values if isinstance(value, str))


def _put(sheet: pikepdf.Pdf, field: Field, value: Value, faces: Typefaces, tight: dict[str, bool]) -> bool:
    """Set one field; False when the value does not fit it. Texts that can hardly be read are noted in `tight`, each
    with whether all of it can be seen."""
    if not field.is_button:
        return isinstance(value, str) and field.kind == "/Tx" and _write(sheet, field, value, faces, tight)
    if field.is_group:
        return isinstance(value, str) and _choose(field, value)
    if field.words:
        return isinstance(value, tuple) and _tick(field, on=field.words[0] in value)
    return value is True and _tick(field, on=True)


def _write(sheet: pikepdf.Pdf, field: Field, text: str, faces: Typefaces, tight: dict[str, bool]) -> bool:
    text = text.replace("\r\n", "\n")
    field.node.V = String(text)
    # A second, formatted text would be shown in place of this one.
    if "/RV" in field.node:
        del field.node["/RV"]
    for widget in field.widgets:
        fit = draw_text(sheet, widget, text, faces, multiline=bool(field.flags & MULTILINE))
        if not fit.whole or fit.size < READABLE_PT:
            tight[field.name] = fit.whole
    return True


def _tick(field: Field, *, on: bool) -> bool:
    for widget, state in zip(field.widgets, field.states(), strict=True):
        name = "/on" if state.startswith("/o") and "/AP" not in widget else state
        field.node.V = widget.AS = Name(name) if on else Name.Off
    return True


def _choose(group: Field, word: str) -> bool:
    states = group.states()
    if not group.words:
        raise ValueError("/Opt")
    if word not in group.words:
        return False
    for widget, option, state in zip(group.widgets, group.words, states, strict=False):
        chosen = option == word
        widget.AS = Name(state) if chosen else Name.Off
        if chosen:
            group.node.V = Name(state)
    return True
