"""What is made of a text or a theme is made once: it is kept under all that it was made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from . import program
from .artifacts import digest
from .cache import Cache, once
from .theme import Theme


def once_as_json(cache: Cache, kind: str, of: object, make: Callable[[], object]) -> Any:
    """Make something that JSON can hold, or remember it. `of` is all that `make` looks at, beside this program; by its
    `repr` it is known again."""
    key = digest(program.fingerprint(), repr(of))
    return json.loads(once(cache, kind, key, lambda: json.dumps(make(), ensure_ascii=False).encode()))


def look(theme: Theme) -> str:
    """A digest of a theme, to name it by in what something is made of."""
    files = (part for path, data in sorted(theme.files.items()) for part in (path, data))
    return digest(*files, repr(sorted(theme.labels.words.items())), theme.labels.language)
