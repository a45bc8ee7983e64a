"""From the command line to the pipeline's program: set up what is missing, then become it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from launcher.ready import LOCKS, MAC_LIBRARIES, is_ready, python_of
from launcher.wanted import PACKAGE, Asked, installed, is_own
from launcher.words import Stop, Voice

TOOL_MISSING = 3
INTERRUPTED = 130
# The launcher's own word: nothing is installed through the system.
NO_SYSTEM = "--no-system"


def main(root: str, arguments: Sequence[str]) -> int:
    """Run the command; returns an exit status only when it could not be started, or for `test`."""
    may_install = NO_SYSTEM not in arguments
    arguments = [word for word in arguments if word != NO_SYSTEM]
    voice = Voice(arguments)
    try:
        if not is_own(root):
            python, package = _program_of(root, voice, may_install), PACKAGE
        elif arguments[:1] == ["test"]:
            return _test(root, arguments[1:], voice, may_install)
        else:
            python, package = _own(root, voice, may_install), "pipeline"
    except Stop as stop:
        voice.say(stop.key, **stop.gaps)
        return TOOL_MISSING
    except OSError as trouble:
        voice.say("file-trouble", reason=str(trouble))
        return TOOL_MISSING
    except KeyboardInterrupt:
        voice.say("interrupted")
        return INTERRUPTED
    become(python, package, arguments)
    return TOOL_MISSING


def _own(root: str, voice: Voice, may_install: bool) -> str:
    """The Python of the program beside this launcher."""
    if not is_ready(root, LOCKS[:1]):
        # Only here, as below: these imports would cost every start more than all the rest.
        from launcher.environment import prepare

        prepare(root, LOCKS[:1], voice, may_install)
    return python_of(root)


def _test(root: str, arguments: Sequence[str], voice: Voice, may_install: bool) -> int:
    from launcher.environment import prepare
    from launcher.selftest import run

    prepare(root, LOCKS, voice, may_install)
    return run(root, arguments)


def _program_of(root: str, voice: Voice, may_install: bool) -> str:
    """The Python of the program that the book beside this launcher asks for."""
    asked = Asked(root)
    pin = installed(root, asked)
    if pin is None:
        from launcher.programs import fetch

        pin = fetch(root, asked, voice, may_install)
    return pin.python


def become(python: str, package: str, arguments: Sequence[str]) -> None:
    """Replace this process by the pipeline's program. -P: a folder `pipeline` where the author stands is not ours."""
    environment = dict(os.environ)
    if sys.platform == "darwin":
        # Homebrew's and MacPorts' libraries are outside the places that other Pythons search.
        places = [environment.get("DYLD_FALLBACK_LIBRARY_PATH", ""), *MAC_LIBRARIES, "/usr/lib"]
        environment["DYLD_FALLBACK_LIBRARY_PATH"] = ":".join(place for place in places if place)
    if sys.stdout:  # it may be closed
        sys.stdout.flush()
    os.execve(python, [python, "-P", "-m", package, *arguments], environment)
