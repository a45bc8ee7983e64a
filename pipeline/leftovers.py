"""What a killed run left: halves of files, whose names tell the process that wrote them."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

# What `workspace.write_whole` writes into, before it has its name.
HALF = re.compile(r"\..{1,40}\.(?P<process>\d{1,9})-\d+-\d+\.half", re.DOTALL)


def sweep(folder: Path) -> None:
    """Remove the halves of files that a killed run left; those of a process that lives are being written."""
    for name in os.listdir(folder) if folder.is_dir() else ():
        if (half := HALF.fullmatch(name)) and not _lives(int(half["process"])):
            with suppress(OSError):
                os.unlink(folder / name)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
