"""Servers that live and tell nothing new."""

from server.app import create_app
from server.feeds.service import Feeds
from tests.together.faults.l2.script import script
from tests.together.faults.l2.town import Town
from tests.together.faults.l2.web import Web


class _Frozen:
    """An instance that settles what it is given and never looks at its database again."""

    def __init__(self, feeds: Feeds) -> None:
        self._feeds = feeds
        self.silenced = 0
        feeds.refresh = self._nothing  # type: ignore[method-assign]
        feeds.publish = self._nothing  # type: ignore[method-assign]

    def _nothing(self, *_: object) -> None:
        self.silenced += 1


@script("S7", is_long=True)
def frozen_instance(town: Town) -> None:
    """It answers, and its head stands still behind what it took itself: the console leaves it for the next address."""
    seat = town.seat()
    seat.stop()
    parts = town.parts()
    parts.feeds.refresh()
    app = create_app(parts)
    frozen, web = _Frozen(parts.feeds), None
    try:
        web = Web(parts, app)
        seat.server, seat.others = f"http://127.0.0.1:{web.port}", (seat.proxy.url,)
        seat.start()
        heads = {feed: head.seq for feed, head in parts.feeds.heads.items()}
        seat.report()
        town.until(lambda: not seat.waiting(), "the frozen instance to take the command")
        assert {feed: head.seq for feed, head in parts.feeds.heads.items()} == heads
        town.until(lambda: seat.board.link.address == seat.proxy.url, "the console to leave the frozen instance")
        town.tally.bit("S7", f"its head stood at {heads}, {frozen.silenced} looks were silenced, a command was taken")
        seat.drain()
    finally:
        if web is not None:
            web.stop()
