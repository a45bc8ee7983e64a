"""The search in the web edition: the book in pieces, its words, and the index that finds them in the browser."""

from __future__ import annotations

from .index import search_script
from .pieces import Piece, pieces_of
from .words import Stems, stems

__all__ = ["Piece", "Stems", "pieces_of", "search_script", "stems"]
