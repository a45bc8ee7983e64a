"""What a word is where texts are held against each other."""

from __future__ import annotations

import re
import unicodedata

# Letters and figures, and symbols that are no mark of Markdown's. No white space, quotes, dashes: those are set anew.
WORD = re.compile(
    r"[^\W_]+|[$\u00a2-\u00a9\u00ac\u00ae-\u00b1\u00d7\u00f7\u20a0-\u20cf\u2100-\u2bff\U0001f000-\U0001faff]"
)
SOFT_HYPHEN = "\u00ad"


def words_of(text: str) -> list[str]:
    """The words of a plain text."""
    plain = text.replace(SOFT_HYPHEN, "")
    return WORD.findall(plain if unicodedata.is_normalized("NFC", plain) else unicodedata.normalize("NFC", plain))
