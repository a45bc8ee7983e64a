"""The door before the writing room: each role has a link with a secret of its own, on this machine too, since who is
let in can write. Sockets are judged like requests, before they are accepted."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from ..preview.access import Door, Verdict
from ..preview.guard import Guard, facts_of
from .people import ROLES

ROLE = "workbook.role"


class Entrance:
    """Lets those in who have a link, and notes in the scope what they may do."""

    def __init__(self, app: ASGIApp, doors: Mapping[str, Door]) -> None:
        self._app = app
        self._doors = doors
        self._guards = {role: Guard(app, door) for role, door in doors.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        verdict, role = self._judge(scope)
        scope[ROLE] = role
        if scope["type"] == "websocket" and verdict is not Verdict.OPEN:
            # Closed before it was accepted: the answer is 403.
            await send({"type": "websocket.close", "code": 1008})
        elif verdict is Verdict.OPEN:
            await self._app(scope, receive, send)
        else:
            await self._guards[role](scope, receive, send)

    def _judge(self, scope: Scope) -> tuple[Verdict, str]:
        """The first role whose link was followed just now, else the first that the cookie gives, else a refusal."""
        facts = facts_of(scope)
        verdicts = {role: self._doors[role].judge(facts) for role in ROLES}
        for wanted in (Verdict.ENTER, Verdict.OPEN):
            for role, verdict in verdicts.items():
                if verdict is wanted:
                    return verdict, role
        role = ROLES[-1]
        return verdicts[role], role
