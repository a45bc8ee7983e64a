"""What a book has once, whoever asks for it: fonts, pictures, its packet of metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .linking import Block, link, size_of
from .pieces import Piece, Symbol, reference


class Library:
    """Pieces by the symbols that name them; the first object of each is what is meant. Those that somebody asks for get
    their numbers, from `first` on, in the order of asking."""

    def __init__(self, first: int) -> None:
        self._pieces: dict[Symbol, Piece] = {}
        self._numbers: dict[Symbol, int] = {}
        self.end = first

    def __contains__(self, symbol: Symbol) -> bool:
        return symbol in self._pieces

    def __getitem__(self, symbol: Symbol) -> Piece:
        return self._pieces[symbol]

    def take(self, pieces: Mapping[Symbol, Piece]) -> None:
        """Have pieces ready."""
        self._pieces |= pieces

    def ask_for(self, symbols: Iterable[Symbol]) -> None:
        """Give numbers to what symbols name, if it is here."""
        for symbol in symbols:
            if symbol not in self._numbers and symbol in self._pieces:
                self._numbers[symbol] = self.end
                self.end += size_of(self._pieces[symbol])
                self.ask_for(self._pieces[symbol].symbols)

    def refer(self, symbol: Symbol) -> bytes:
        """A reference to what a symbol names."""
        self.ask_for((symbol,))
        return reference(self._numbers[symbol])

    def blocks(self) -> Iterator[Block]:
        """All that was asked for, in the order of the numbers."""
        for symbol, number in self._numbers.items():
            piece = self._pieces[symbol]
            yield link(piece, number, [self.refer(needed) for needed in piece.symbols])
