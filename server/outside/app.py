"""The web application of an intake beyond a gate: the citizens' page and Open311, nothing else."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import RedirectResponse

from server import VERSION
from server.api.errors import Refusals
from server.api.measure import Measure
from server.api.pressure import Pressure
from server.database import CannotKeep
from server.open311.api import Open311, Shown
from server.open311.published import Reading
from server.outside.program import TICK_S, Outside
from server.pages.entrance import PageEntrance
from server.pages.kit import Kit, kit_of
from server.parts import Parts
from server.public.pages import BASE, Public

THREADS = 16
log = logging.getLogger(__name__)


def create_outside(outside: Outside) -> FastAPI:
    """The application; it closes the parts at its end."""
    parts, citizens = outside.parts, outside.citizens

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="door"))
        ending = asyncio.Event()
        crossing = asyncio.create_task(outside.crossing.run(ending))
        reports = asyncio.create_task(_tick(outside, ending))
        yield
        ending.set()
        await asyncio.gather(crossing, reports)  # not cancelled: a transaction may be under way on its thread
        await asyncio.to_thread(parts.close)

    app = FastAPI(title="Griddesk intake", version=VERSION, lifespan=lifespan, separate_input_output_schemas=False)
    pressure, kit = Pressure(lambda: parts.lane.waiting), kit_of(parts)
    shown = Shown(parts.photos, parts.cities, parts.speech, parts.clock)
    reading = Reading(parts.database)
    open311 = Open311(citizens.intake, reading, parts.keys, citizens.limits, shown, pressure.retry_after)
    public = Public(kit, citizens.intake, citizens.limits, citizens.marks, parts.speech)
    for group in (open311, public):
        app.include_router(group.routes())
    app.include_router(_furniture(kit, parts))
    Refusals(parts.speech, frozenset(), pressure.retry_after).install(app)
    app.add_middleware(Measure)
    return app


def _furniture(kit: Kit, parts: Parts) -> APIRouter:
    """Styles, scripts and the choice of the language; nobody signs in here."""
    entrance = PageEntrance(parts.access, kit.visits, kit.view, kit.guard, parts.clock)
    routes = APIRouter(route_class=kit.guard.route_class(), include_in_schema=False, default_response_class=Response)
    routes.add_api_route("/", lambda: RedirectResponse(f"{BASE}/", 303))
    routes.add_api_route("/language/{language}", entrance.language)
    routes.add_api_route("/static/{stamp}/{name}", entrance.static)
    return routes


async def _tick(outside: Outside, ending: asyncio.Event) -> None:
    """Photos that are still to be fetched, and what is to be forgotten."""
    while not ending.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), TICK_S)
            return
        try:
            await asyncio.to_thread(outside.citizens.tick)
        except CannotKeep:
            pass  # told by the database itself; it runs again
        except Exception:
            log.exception("the citizens' reports failed")
