"""The door before the preview: every request is judged (`access`) before the application hears of it."""

from __future__ import annotations

from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from .access import Door, Request, Verdict

# Whoever asks, other sites get nothing out of an answer.
CLOSED = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STATUS = {Verdict.WRONG_HOST: 400, Verdict.ABROAD: 403, Verdict.NO_SECRET: 403}
WORDS = {
    Verdict.WRONG_HOST: (
        "Unter diesem Namen zeigt sich die Vorschau nicht.",
        "The preview does not answer to this name.",
    ),
    Verdict.ABROAD: (
        "Andere Seiten bekommen den Entwurf nicht.",
        "Other sites do not get the draft.",
    ),
    Verdict.NO_SECRET: (
        "Zum Entwurf gehört die ganze Adresse mit dem Schlüssel; sie steht im Terminal, auch als QR-Code.",
        "The draft needs the whole address with its key; it stands in the terminal, also as a QR code.",
    ),
}
PAGE = (
    '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '{head}<title>{status}</title></head><body><p>{de}</p><p lang="en">{en}</p></body></html>'
)


class Guard:
    """Lets those in who may see the draft."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        verdict = self._door.judge(facts_of(scope))
        if verdict is Verdict.OPEN:
            await self._app(scope, receive, send)
        elif verdict is Verdict.ENTER:
            await self._enter(scope["path"])(scope, receive, send)
        else:
            await _refusal(verdict)(scope, receive, send)

    def _enter(self, path: str) -> Response:
        """Give the cookie, and lead to the page without the secret in its address. A page leads, not a redirection:
        behind that a browser that came from another site would still send no strict cookie."""
        # Not `//host`, which is another site's address.
        address = "/" + quote(path.lstrip("/"))
        lead = f'<meta http-equiv="refresh" content="0;url={address}">'
        words = (f'<a href="{address}">Zum Entwurf</a>', f'<a href="{address}">To the draft</a>')
        page = PAGE.format(head=lead, status="…", de=words[0], en=words[1])
        answer = Response(page, headers=CLOSED, media_type="text/html")
        answer.set_cookie(self._door.cookie, self._door.secret, httponly=True, samesite="strict", path="/")
        return answer


def facts_of(scope: Scope) -> Request:
    """Take out of a request what it is judged by."""
    headers = Headers(scope=scope)
    named = {name: headers.get(f"sec-fetch-{name}", "") for name in ("site", "mode", "dest")}
    return Request(
        tuple(headers.getlist("host")),
        (scope.get("server") or ("",))[0],
        scope["query_string"].decode("latin-1"),
        "; ".join(headers.getlist("cookie")),
        named["site"],
        named["mode"],
        named["dest"],
        headers.get("origin", ""),
    )


def _refusal(verdict: Verdict) -> Response:
    de, en = WORDS[verdict]
    page = PAGE.format(head="", status=STATUS[verdict], de=de, en=en)
    return Response(page, STATUS[verdict], CLOSED, "text/html")
