"""The measure of what is sent here: no body is read without an end, neither of its length nor of its time."""

import asyncio
from typing import Final

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_WORDS: Final = 1024 * 1024  # of a body of words; who asks is often known only after it was read
IDLE_S, WHOLE_S = 30.0, 300.0  # without a further byte; for all of them
TOO_LARGE, TOO_SLOW = 413, 408
_OWN = (
    "/v1/push",
    "/v1/blobs/",
    "/v1/replies",
    "/v1/machines/",
    "/v1/sheets/",
)  # these know who asks before they read, and measure themselves


async def limited(request: Request, most: int) -> bytes | None:
    """The body, read no further than the limit; None when there is more. A line that fell silent ends it: 408."""
    parts, size = [], 0
    loop = asyncio.get_running_loop()
    until = loop.time() + WHOLE_S
    try:
        async with asyncio.timeout(IDLE_S) as patience:
            async for part in request.stream():
                patience.reschedule(min(until, loop.time() + IDLE_S))
                size += len(part)
                if size > most:
                    return None
                parts.append(part)
    except TimeoutError as error:
        raise HTTPException(TOO_SLOW) from error
    return b"".join(parts)


class Measure:
    """Around the application: the bodies of words that its paths read as a whole."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; 413 where its body is read and there is more of it than is taken."""
        if scope["type"] == "http" and scope["path"].startswith("/v1/") and not scope["path"].startswith(_OWN):
            receive = _measured(receive, _told(scope))
        await self._app(scope, receive, send)


def _measured(receive: Receive, told: int) -> Receive:
    left = MAX_WORDS

    async def measured() -> Message:
        nonlocal left
        if told > MAX_WORDS:
            raise HTTPException(TOO_LARGE)
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(TOO_LARGE)
        return message

    return measured


def _told(scope: Scope) -> int:
    """The length that the request tells of its body, 0 = none."""
    words = [value for name, value in scope["headers"] if name == b"content-length"]
    return int(words[0]) if words and words[0].isdigit() else 0
