"""The balance: what is written arrives in every format, or its author is told.

In: the book's sources and what each format has of them. Out: diagnostics with file, line and words. Nobody here asks
why a word went missing: that is left to whoever mends it.
"""

from .once import WORDS, once
from .print import claim_of_print, of_print, placed
from .sources import of_documents

__all__ = ["WORDS", "claim_of_print", "of_documents", "of_print", "once", "placed"]
