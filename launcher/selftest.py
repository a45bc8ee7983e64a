"""`./workbook test`: everything that CI runs, in the same words.

Without arguments: ruff, ruff format, mypy and pytest, all of them even when one fails. `--quick` leaves out the tests
marked slow. Both share the tests among the processors, a file to each. Any other arguments go to pytest alone: paths,
-k, --lf.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from launcher.ready import python_of

STATIC = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))
QUICK = "--quick"
# A file stays together: its tests share what they have built. `tests/conftest` says which comes first.
SHARED_OUT = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")


def run(root: str, arguments: Sequence[str]) -> int:
    """Run the tools; 0 when all were content, else 1."""
    failed = [name_of(tool) for tool in plan(arguments) if _call(root, tool)]
    if failed:
        sys.stderr.write(f"workbook test: {', '.join(failed)}\n")
    return 1 if failed else 0


def plan(arguments: Sequence[str]) -> list[tuple[str, ...]]:
    """The tools to run for these arguments; pytest last, so that its closing line closes the output."""
    rest = [word for word in arguments if word != QUICK]
    chosen = ("-m", "not slow") if QUICK in arguments else ()
    return [("pytest", *chosen, *rest)] if rest else [*STATIC, ("pytest", *SHARED_OUT, *chosen)]


def name_of(tool: Sequence[str]) -> str:
    """What to call a tool in the summary."""
    return " ".join(tool[:2]) if tool[0] == "ruff" else tool[0]


def _call(root: str, tool: Sequence[str]) -> int:
    sys.stdout.flush()
    command = [python_of(root), "-P", "-m", *tool]
    # The tools of the environment come first on the path, as if it had been activated.
    path = os.path.dirname(python_of(root)) + os.pathsep + os.environ.get("PATH", "")
    return subprocess.run(command, cwd=root, env={**os.environ, "PATH": path}).returncode
