"""The web application of terminals beyond a gate: the sign-in and the pages of units, nothing else."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import FastAPI

from server import VERSION
from server.api.errors import Refusals
from server.api.measure import Measure
from server.api.pressure import Pressure
from server.gate.troubles import Trouble, Troubles
from server.outside.program import TerminalCrossing
from server.outside.units import REFUSALS
from server.pages.entrance import PageEntrance
from server.pages.guide import Guide
from server.pages.installable import Installable
from server.pages.kit import kit_of
from server.pages.visit import Visit
from server.parts import Parts
from server.terminal.pages import Terminal

THREADS = 16
SHOWN_MS = 3 * 86_400_000  # so long somebody is told that the centre did not take what they did
RIGHTS = frozenset({"rule.role", "rule.grant", "rule.own_leg", "rule.not_yours", "rule.actor_revoked"})


def create_terminals(parts: Parts, crossing: TerminalCrossing) -> FastAPI:
    """The application; it closes the parts at its end."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="door"))
        parts.feeds.hub.start()
        ending = asyncio.Event()
        running = asyncio.create_task(crossing.run(ending))
        yield
        parts.feeds.hub.close()
        ending.set()
        await running  # not cancelled: a transaction may be under way on its thread
        await asyncio.to_thread(parts.close)

    app = FastAPI(title="Griddesk terminals", version=VERSION, lifespan=lifespan, separate_input_output_schemas=False)
    kit = replace(kit_of(parts), setbacks=_setbacks(parts))
    entrance = PageEntrance(parts.access, kit.visits, kit.view, kit.guard, parts.clock)
    installable = Installable(kit.visits, kit.view, kit.guard)
    for group in (entrance, installable, Guide(kit.guard), Terminal(kit)):
        app.include_router(group.routes())
    pressure = Pressure(lambda: parts.lane.waiting)
    Refusals(parts.speech, RIGHTS, pressure.retry_after).install(app)
    app.add_middleware(Measure)
    return app


def _setbacks(parts: Parts) -> Callable[[Visit], Sequence[str]]:
    """What the centre did not take of what somebody did here, in words, the newest first."""
    troubles = Troubles(parts.database, parts.clock, REFUSALS)

    def told(visit: Visit) -> Sequence[str]:
        since, zone = parts.clock.now() - SHOWN_MS, parts.cities.current.zone
        mine = [each for each in troubles.all() if each.name == visit.actor.id and each.at > since]
        return [_words(each, visit, zone) for each in mine]

    return told


def _words(each: Trouble, visit: Visit, zone: str) -> str:
    at = datetime.fromtimestamp(each.at // 1000, ZoneInfo(zone)).strftime("%m-%d %H:%M")
    verb = f"verb.{each.details.get('deed', '')}"
    named = {"deed": visit.texts.text(verb)} if verb in visit.texts else {}
    return f"{at} {visit.texts.say(f'gate.why.{each.why}', each.details | named)}"
