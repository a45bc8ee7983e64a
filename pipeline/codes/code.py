"""What a row of the table holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem. Gaps as {name} are filled with a diagnostic's facts.

    `de`, `en`: the fact, one line, no full stop. `cure_*`: what to do, begins with a verb. `why_*`: why it
    matters, a sentence or two for `explain`.
    """

    severity: Severity
    de: str
    en: str
    cure_de: str = ""
    cure_en: str = ""
    why_de: str = ""
    why_en: str = ""
