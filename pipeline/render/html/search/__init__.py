"""The search in the web edition: the book in pieces, its words, and the index that finds them in the browser."""

from __future__ import annotations

from .index import search_script
from .known import REPORT, usual
from .pieces import OTHER, Piece, pieces_of, words_in
from .words import Stems, read_stems, stems

__all__ = [
    "OTHER",
    "REPORT",
    "Piece",
    "Stems",
    "pieces_of",
    "read_stems",
    "search_script",
    "stems",
    "usual",
    "words_in",
]
