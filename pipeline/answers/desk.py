"""What `answers read` and `answers fill` do: bytes in, bytes out."""

from __future__ import annotations

from ..diagnostics import Checked
from . import read_answers, write_answers
from .sheet import fill_sheet, read_sheet


def take_out(sheet: bytes, path: str) -> Checked[str | None]:
    """What is filled into a PDF, as a file of answers; None when it cannot be read."""
    read = read_sheet(sheet, path)
    return Checked(write_answers(read.value) if read.value is not None else None, read.diagnostics)


def put_in(sheet: bytes, path: str, answers: bytes, answers_path: str) -> Checked[bytes | None]:
    """A PDF with a file of answers filled in; None when one of both cannot be read, or they belong to two books."""
    read = read_answers(answers, answers_path)
    if read.value is None:
        return Checked(None, read.diagnostics)
    filled = fill_sheet(sheet, path, read.value)
    return Checked(filled.value, (*read.diagnostics, *filled.diagnostics))
