"""The web application: the only place where all paths come together."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from fastapi import FastAPI

from server import VERSION
from server.api.ask import Ask
from server.api.blobs import Blobs
from server.api.commands import Commands
from server.api.doors import Doors
from server.api.entrance import Entrance
from server.api.errors import Refusals
from server.api.snapshot import Snapshot
from server.api.sync import Sync
from server.collector.pages import Collector
from server.database import CannotKeep
from server.pages.entrance import PageEntrance
from server.pages.guide import Guide
from server.pages.installable import Installable
from server.pages.kit import kit_of
from server.parts import Parts
from server.terminal.pages import Terminal

TICK_S = 1.0
log = logging.getLogger(__name__)
# Refusals of a right or duty (403); every other rule speaks of the state of things (409) or of a form (422).
RIGHTS = frozenset(
    f"rule.{name}"
    for name in (
        "role",
        "grant",
        "scope",
        "roles_combined",
        "duty_separation",
        "closing_waits",
        "own_leg",
        "own_grid",
        "giver",
        "actor",
        "not_yours",
        "actor_revoked",
        "personal_right",
        "feed_scope",
    )
)


def create_app(parts: Parts) -> FastAPI:
    """The application over its parts; it closes them at its end."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        parts.feeds.hub.start()
        ending = asyncio.Event()
        ticking = asyncio.create_task(_tick(parts, ending))
        yield
        parts.feeds.hub.close()
        ending.set()
        await ticking  # not cancelled: a transaction may be under way on its thread
        await asyncio.to_thread(parts.close)

    app = FastAPI(title="Griddesk", version=VERSION, lifespan=lifespan, separate_input_output_schemas=False)
    for routes in (*_groups(parts), *_pages(parts)):
        app.include_router(routes.routes())
    Refusals(parts.speech, RIGHTS).install(app)
    return app


def _groups(parts: Parts) -> tuple[Entrance | Sync | Snapshot | Blobs | Commands | Ask, ...]:
    doors = Doors(parts.access)
    return (
        Entrance(parts.access, doors, parts.cities, parts.feeds, parts.clock),
        Sync(doors, parts.casebook, parts.lane, parts.feeds, parts.cities, parts.clock),
        Snapshot(doors, parts.database, parts.cities, parts.clock),
        Blobs(doors, parts.photos),
        Commands(doors, parts.casebook, parts.lane, parts.queries, parts.cities, parts.clock),
        Ask(doors, parts.queries, parts.counts, parts.personal, parts.cities, parts.speech, parts.clock),
    )


def _pages(parts: Parts) -> tuple[PageEntrance | Installable | Guide | Terminal | Collector, ...]:
    kit = kit_of(parts)
    entrance = PageEntrance(parts.access, kit.visits, kit.view, kit.guard, parts.clock)
    return entrance, Installable(kit.visits, kit.view, kit.guard), Guide(kit.guard), Terminal(kit), Collector(kit)


async def _tick(parts: Parts, ending: asyncio.Event) -> None:
    while not ending.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), TICK_S)
            return
        try:
            await asyncio.to_thread(parts.timers.tick)
        except CannotKeep:
            pass  # told by the database itself; they run again
        except Exception:
            log.exception("the timers failed")  # they must run again
