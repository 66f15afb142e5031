"""A list that renews itself: waits until something that the person sees has changed, then gives the list anew."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from server.feeds.hub import Hub

WAIT_S = 25.0


@dataclass(frozen=True, slots=True)
class Lists:
    """How a list is looked at: its stamp (changes with any case that the person sees) and itself as HTML."""

    stamp: Callable[[], Awaitable[str]]
    html: Callable[[], Awaitable[str]]


async def live_answer(hub: Hub, lists: Lists, since: str) -> dict[str, str]:
    """The list once its stamp is another than `since`, or after 25 s, so that the times in it stay true."""
    loop = asyncio.get_running_loop()
    until = loop.time() + WAIT_S
    while True:
        news = hub.ticket()
        stamp = await lists.stamp()
        rest = until - loop.time()
        if stamp != since or rest <= 0 or hub.closed:
            html = await lists.html()
            return {"stamp": await lists.stamp(), "html": html}
        await hub.wait(news, rest)
