"""From the command line to the pipeline's program: set up what is missing, then become it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from launcher.ready import LOCKS, MAC_LIBRARIES, is_ready, python_of
from launcher.words import Stop, Voice

TOOL_MISSING = 3
INTERRUPTED = 130
# The launcher's own word: nothing is installed through the system.
NO_SYSTEM = "--no-system"


def main(root: str, arguments: Sequence[str]) -> int:
    """Run the command; returns an exit status only when it could not be started, or for `test`."""
    may_install = NO_SYSTEM not in arguments
    arguments = [word for word in arguments if word != NO_SYSTEM]
    testing = arguments[:1] == ["test"]
    voice = Voice(arguments)
    try:
        if testing or not is_ready(root, LOCKS[:1]):
            # Only here: these imports would cost every start more than all the rest.
            from launcher.environment import prepare

            prepare(root, LOCKS if testing else LOCKS[:1], voice, may_install)
        if testing:
            from launcher.selftest import run

            return run(root, arguments[1:])
    except Stop as stop:
        voice.say(stop.key, **stop.gaps)
        return TOOL_MISSING
    except OSError as trouble:
        voice.say("file-trouble", reason=str(trouble))
        return TOOL_MISSING
    except KeyboardInterrupt:
        voice.say("interrupted")
        return INTERRUPTED
    become(root, arguments)
    return TOOL_MISSING


def become(root: str, arguments: Sequence[str]) -> None:
    """Replace this process by the pipeline's program. -P: a folder `pipeline` where the author stands is not ours."""
    python = python_of(root)
    environment = dict(os.environ)
    if sys.platform == "darwin":
        # Homebrew's and MacPorts' libraries are outside the places that other Pythons search.
        places = [environment.get("DYLD_FALLBACK_LIBRARY_PATH", ""), *MAC_LIBRARIES, "/usr/lib"]
        environment["DYLD_FALLBACK_LIBRARY_PATH"] = ":".join(place for place in places if place)
    if sys.stdout:  # it may be closed
        sys.stdout.flush()
    os.execve(python, [python, "-P", "-m", "pipeline", *arguments], environment)
