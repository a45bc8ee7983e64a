"""The writing room as a web application: its page, what the page asks for, and the sockets of the rooms."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from html import escape
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from ..preview.access import Door, cookies
from ..preview.app import make_routes
from ..preview.guard import CLOSED
from ..preview.views import POLICY
from ..theme import room_file
from .asked import MOST_PASTED, MOST_PICTURE, read_asked, read_body
from .desk import Desk
from .dropped import Unwilling
from .entrance import ROLE, Entrance
from .gates import Shut
from .people import LEAD, READ, WRITE, People, Person, TooMany
from .socket import serve_socket

OWN = "/-sprint"
TITLE = "Workbook"
FILES = {"room.js": "text/javascript", "room.css": "text/css", "LICENSES.txt": "text/plain"}
YEAR_S = 31_536_000
MOST_TITLE = 200
FRAMED = {
    **CLOSED,
    POLICY: "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
}
# A drawing has its own style in it, and nothing else.
DRAWN = "default-src 'none'; style-src 'unsafe-inline'"
# Only what the page's own scripts bring: styles of the editor have a number of this one answer.
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
    "connect-src 'self' ws://{host} wss://{host}; frame-src 'self'; font-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HOST = re.compile(r"[\w.:\[\]-]+")
Answer = Callable[[Request], Awaitable[Response]]


def make_app(desk: Desk, doors: Mapping[str, Door], cookie: str, lifespan: Callable[[Starlette], Any]) -> Starlette:
    """Make the application; `cookie` is the name under which a browser keeps who it is."""
    routes = [
        *_pages(desk),
        *_questions(desk, cookie),
        *_deeds(desk, cookie),
        *_arrivals(desk, cookie),
        *_deeds_for_all(desk, cookie),
        *make_routes(desk.shown, desk.built, FRAMED),
    ]
    middleware = [Middleware(Entrance, doors=doors), Middleware(GZipMiddleware, minimum_size=2_000)]
    return Starlette(routes=routes, middleware=middleware, lifespan=lifespan)


def _pages(desk: Desk) -> list[BaseRoute]:
    async def page(request: Request) -> Response:
        nonce, host = secrets.token_urlsafe(12), request.headers.get("host", "")
        policy = STRICT.format(nonce=nonce, host=host if HOST.fullmatch(host) else "localhost")
        html = room_file("room.html").decode()
        for gap, text in (("nonce", nonce), ("lang", desk.language), ("title", TITLE)):
            html = html.replace(f"{{{gap}}}", escape(text))
        return Response(html, headers={**CLOSED, POLICY: policy}, media_type="text/html")

    async def file(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in FILES:
            return Response("404", 404, CLOSED)
        return Response(room_file(name), headers={**CLOSED, "Cache-Control": "no-cache"}, media_type=FILES[name])

    async def font(request: Request) -> Response:
        data = desk.fonts.get(request.path_params["name"])
        more = {"Cache-Control": "private, max-age=86400"}
        return (
            Response(data, headers={**CLOSED, **more}, media_type="font/woff2")
            if data
            else Response("404", 404, CLOSED)
        )

    return [
        Route(f"{OWN}/", page),
        Route(f"{OWN}/fonts/{{name:str}}", font),
        Route(f"{OWN}/{{name:str}}", file),
    ]


def _questions(desk: Desk, cookie: str) -> list[BaseRoute]:
    people = desk.rooms.people

    async def state(request: Request) -> Response:
        person = _person(request, people, cookie)
        me = {"id": person.id, "name": person.name, "consent": person.consent} if person else None
        role = request.scope[ROLE]
        # Who leads may pass the other two on.
        keys = {name: people.secrets[name] for name in (WRITE, READ)} if role == LEAD else {}
        return _json({"me": me, "role": role, "keys": keys, **await desk.state()})

    async def elements(request: Request) -> Response:
        return _json(await asyncio.to_thread(desk.elements))

    async def history(request: Request) -> Response:
        return _json(await desk.history(request.path_params["id"]))

    async def moment(request: Request) -> Response:
        text = await desk.text_after(request.path_params["id"], request.path_params["number"])
        return Response(text, headers=CLOSED, media_type="text/plain")

    async def pace(request: Request) -> Response:
        more = {"Cache-Control": "no-cache", POLICY: DRAWN}
        return Response(await desk.draw_pace(), headers={**CLOSED, **more}, media_type="image/svg+xml")

    async def room(socket: WebSocket) -> None:
        await serve_socket(socket, desk.rooms, _person(socket, desk.rooms.people, cookie))

    return [
        Route(f"{OWN}/ask/state", state),
        Route(f"{OWN}/ask/elements", elements),
        Route(f"{OWN}/ask/pace.svg", pace),
        Route(f"{OWN}/ask/history/{{id:str}}", _told(history)),
        Route(f"{OWN}/ask/history/{{id:str}}/{{number:int}}", _told(moment)),
        WebSocketRoute(f"{OWN}/chapter/{{id:str}}", room),
    ]


def _deeds(desk: Desk, cookie: str) -> list[BaseRoute]:
    """What somebody does who came in, and in one text."""
    people = desk.rooms.people

    async def join(request: Request) -> Response:
        if request.scope[ROLE] == READ:
            # Who only looks on has no name here, and cannot take up the room of those who have.
            raise Unwilling("role", 403)
        said = await read_asked(request)
        known = _person(request, people, cookie)
        person = people.join(said.words("name"), said.is_yes("consent"), known.token if known else "")
        answer = _json({"id": person.id, "name": person.name, "consent": person.consent})
        answer.set_cookie(cookie, person.token, max_age=YEAR_S, httponly=True, samesite="strict", path="/")
        return answer

    async def decide(request: Request) -> Response:
        _may(request, people, cookie)
        await desk.decide(request.path_params["id"], (await read_asked(request)).words("answer"))
        return _json({})

    async def offer(request: Request) -> Response:
        person, said = _may(request, people, cookie), await read_asked(request)
        await desk.offer(request.path_params["id"], said.words("base"), said.words("text"), person.id)
        return _json({})

    async def restore(request: Request) -> Response:
        person, said = _may(request, people, cookie), await read_asked(request)
        await desk.restore(request.path_params["id"], said.number("number"), person.id)
        return _json({})

    async def take_back(request: Request) -> Response:
        person, said = _may(request, people, cookie), await read_asked(request)
        step = said.words("person"), said.number("first"), said.number("last")
        await desk.take_back(request.path_params["id"], step, person.id)
        return _json({})

    texts = {"decide": decide, "offer": offer, "restore": restore, "takeback": take_back}
    return _posts({"join": join, **{f"{name}/{{id:str}}": deed for name, deed in texts.items()}})


def _deeds_for_all(desk: Desk, cookie: str) -> list[BaseRoute]:
    """What concerns the whole book."""
    people = desk.rooms.people

    async def new(request: Request) -> Response:
        _may(request, people, cookie)
        said = await read_asked(request)
        id = await desk.add(said.words("kind"), said.words("title", MOST_TITLE), request.scope[ROLE] == LEAD)
        return _json({"id": id})

    async def outline(request: Request) -> Response:
        _may(request, people, cookie)
        said, leads = await read_asked(request), request.scope[ROLE] == LEAD
        return _json(await desk.lay_out(said.words("text"), not said.is_yes("make"), leads))

    async def move(request: Request) -> Response:
        _may(request, people, cookie)
        said, leads = await read_asked(request), request.scope[ROLE] == LEAD
        path, beside = said.words("path"), said.words("beside")
        await desk.put_beside(path, beside, said.is_yes("after"), leads)
        return _json({})

    async def part(request: Request) -> Response:
        _may(request, people, cookie)
        said = await read_asked(request)
        await desk.shift_part(said.words("title"), said.is_yes("down"), request.scope[ROLE] == LEAD)
        return _json({})

    async def listed(request: Request) -> Response:
        _lead(request)
        return _json(await desk.people())

    async def person(request: Request) -> Response:
        _lead(request)
        said = await read_asked(request)
        people.change(said.words("id"), said.words("name"), said.is_yes("consent"))
        return _json({})

    async def gate(request: Request) -> Response:
        _lead(request)
        said = await read_asked(request)
        await desk.lift(said.words("name"), said.is_yes("lifted"))
        return _json({})

    async def proof(request: Request) -> Response:
        person, said = _may(request, people, cookie), await read_asked(request)
        made = await desk.print_proof(said.words("what"), said.words("id"), person)
        return Response(made, headers=CLOSED, media_type="application/pdf")

    async def backup(request: Request) -> Response:
        _lead(request)
        data = await asyncio.to_thread(desk.back_up)
        more = {"Content-Disposition": 'attachment; filename="sprint.zip"'}
        return Response(data, headers={**CLOSED, **more}, media_type="application/zip")

    posts = {"gate": gate, "new": new, "outline": outline, "move": move, "part": part, "people": person, "proof": proof}
    asks = {"backup": backup, "people": listed}
    return [*_posts(posts), *(Route(f"{OWN}/ask/{name}", _told(ask)) for name, ask in asks.items())]


def _arrivals(desk: Desk, cookie: str) -> list[BaseRoute]:
    """What comes from elsewhere by drop and paste."""
    people = desk.rooms.people

    async def picture(request: Request) -> Response:
        _may(request, people, cookie)
        data = await read_body(request, MOST_PICTURE)
        return _json(
            {"path": await desk.keep_picture(request.path_params["id"], request.query_params.get("name", ""), data)}
        )

    async def paste(request: Request) -> Response:
        _may(request, people, cookie)
        said = await read_asked(request, MOST_PASTED)
        id, html, above = request.path_params["id"], said.words("html", MOST_PASTED), said.number("above")
        return _json(await desk.read_paste(id, html, above))

    return _posts({"picture/{id:str}": picture, "paste/{id:str}": paste})


def _posts(deeds: Mapping[str, Answer]) -> list[BaseRoute]:
    return [Route(f"{OWN}/do/{path}", _told(deed), methods=["POST"]) for path, deed in deeds.items()]


def _told(answer: Answer) -> Answer:
    """Answer with the reason where something cannot be done."""

    async def told(request: Request) -> Response:
        try:
            return await answer(request)
        except Unwilling as problem:
            return _json({"reason": problem.reason}, problem.status)
        except Shut as problem:
            return _json({"reason": f"shut-{problem}"}, 409)
        except TooMany:
            return _json({"reason": "people"}, 409)
        except OSError:
            return _json({"reason": "full"}, 507)
        except ValueError:
            return _json({"reason": "request"}, 400)

    return told


def _may(request: Request, people: People, cookie: str) -> Person:
    """Who asks, if that one may write."""
    person = _person(request, people, cookie)
    if person is None or request.scope[ROLE] == READ:
        raise Unwilling("role", 403)
    return person


def _lead(request: Request) -> None:
    """Refuse whoever does not lead."""
    if request.scope[ROLE] != LEAD:
        raise Unwilling("role", 403)


def _person(connection: Request | WebSocket, people: People, cookie: str) -> Person | None:
    header = "; ".join(connection.headers.getlist("cookie"))
    return next((person for token in cookies(header, cookie) if (person := people.known_by(token))), None)


def _json(matter: object, status: int = 200) -> JSONResponse:
    return JSONResponse(matter, status, CLOSED)
