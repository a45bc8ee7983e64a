"""A browser's seat in a room: frames in and out of its socket, at a pace and of a size that the room can bear."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from .entrance import ROLE
from .gates import Shut
from .log import Damaged
from .pad import Refused, TooLong
from .people import LEAD, WRITE, Person
from .room import Room
from .rooms import Rooms

# What sockets are closed with; a browser must not come back with the same after REFUSED.
REFUSED, UNKNOWN, SLOW, TOO_LONG, SHUT, DAMAGED = 4400, 4404, 4408, 4413, 4423, 4500
# What may wait for a browser: so many frames, of so many bytes; a long text with its history has some ten million.
MOST_WAITING, MOST_WAITING_BYTES = 5_000, 32_000_000
# So much may come at once, and so much more in each second; who sends more waits.
BURST_FRAMES, FRAMES_A_SECOND = 400, 100
BURST_BYTES, BYTES_A_SECOND = 4_000_000, 400_000


class Seat:
    """Somebody in a room. What is sent waits in line; who is too slow for the line loses the seat and comes again."""

    def __init__(self, socket: WebSocket, person: Person | None, may_write: bool) -> None:
        self.person = person.id if person else ""
        self.name = person.name if person else ""
        self.colour = person.colour if person else 0
        self.may_write = may_write and person is not None
        self._socket = socket
        self._line: asyncio.Queue[bytes] = asyncio.Queue(MOST_WAITING)
        self._waiting = 0
        self._is_full = asyncio.Event()

    def send(self, frame: bytes) -> None:
        if self._is_full.is_set():
            return
        if self._line.full() or self._waiting + len(frame) > MOST_WAITING_BYTES:
            self._is_full.set()
            return
        self._waiting += len(frame)
        self._line.put_nowait(frame)

    async def deliver(self) -> None:
        """Send what waits, as long as the line is short enough."""
        sending, full = asyncio.create_task(self._send_all()), asyncio.create_task(self._is_full.wait())
        try:
            # One that takes nothing at all holds up the sending: that the line is full is seen beside it.
            await asyncio.wait((sending, full), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, full):
                task.cancel()
            await asyncio.gather(sending, full, return_exceptions=True)
        await self._socket.close(SLOW)

    async def _send_all(self) -> None:
        while True:
            frame = await self._line.get()
            await self._socket.send_bytes(frame)
            self._waiting -= len(frame)


class Pace:
    """How much somebody may still send at this moment."""

    def __init__(self, burst: float, a_second: float) -> None:
        self._left, self._burst, self._a_second = burst, burst, a_second
        self._then = time.monotonic()

    async def spend(self, amount: float) -> None:
        """Wait until so much may be sent."""
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._then) * self._a_second) - amount
        self._then = now
        if self._left < 0:
            await asyncio.sleep(-self._left / self._a_second)


async def serve_socket(socket: WebSocket, rooms: Rooms, person: Person | None) -> None:
    """Let somebody into a room until the line is cut."""
    await socket.accept()
    try:
        room = await rooms.enter(socket.path_params["id"])
    except Damaged:
        return await socket.close(DAMAGED)
    if room is None:
        return await socket.close(UNKNOWN)
    seat = Seat(socket, person, socket.scope[ROLE] in (LEAD, WRITE))
    sender = asyncio.create_task(seat.deliver())
    room.join(seat)
    try:
        await _listen(socket, seat, room)
    except Refused as problem:
        with suppress(RuntimeError):
            await socket.close(_code_of(problem))
    except WebSocketDisconnect:
        pass
    finally:
        room.leave(seat)
        sender.cancel()
        await asyncio.gather(sender, return_exceptions=True)


def _code_of(problem: Refused) -> int:
    return SHUT if isinstance(problem, Shut) else TOO_LONG if isinstance(problem, TooLong) else REFUSED


async def _listen(socket: WebSocket, seat: Seat, room: Room) -> None:
    frames, amount = Pace(BURST_FRAMES, FRAMES_A_SECOND), Pace(BURST_BYTES, BYTES_A_SECOND)
    while socket.application_state is WebSocketState.CONNECTED:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        data = message.get("bytes")
        if data is None:
            raise Refused("text")
        await frames.spend(1)
        await amount.spend(len(data))
        room.receive(seat, data)
