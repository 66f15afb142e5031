"""The web application: the only place where all paths come together."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor

from fastapi import FastAPI

from server import VERSION
from server.api.ask import Ask
from server.api.blobs import Blobs
from server.api.claims import Claims
from server.api.commands import Commands
from server.api.doors import Doors
from server.api.drills import DrillDoor
from server.api.entrance import Entrance
from server.api.errors import Refusals
from server.api.geocode import Geocode
from server.api.measure import Measure
from server.api.papers import Papers
from server.api.pressure import Pressure
from server.api.pushing import Pushing
from server.api.replies import ReplyDoor
from server.api.responsibility import ResponsibilityDoor
from server.api.snapshot import Snapshot
from server.api.staff import StaffDoor
from server.api.staff_phones import StaffPhonesDoor
from server.api.sync import Sync
from server.citizens.house import CitizenHouse, citizens_of
from server.classes import describe
from server.collector.pages import Collector
from server.database import CannotKeep
from server.dialect import Hints
from server.drills import Drills
from server.feeds.pages import Pages
from server.feeds.telling import Telling
from server.gate.centre import Centre
from server.granting import Granting
from server.looking import Looking
from server.machines.door import Machines
from server.machines.house import MachineHouse, machines_of
from server.notices.finding import Finding
from server.notices.sending import Sending as NoticeSending
from server.open311.api import Open311, Shown
from server.open311.published import Reading
from server.pages.entrance import PageEntrance
from server.pages.guide import Guide
from server.pages.installable import Installable
from server.pages.kit import kit_of
from server.parts import Parts
from server.public.pages import Public
from server.replies import Replies
from server.sheets.answers import Answers
from server.sheets.door import Sheets
from server.sheets.importing import SheetImport
from server.terminal.pages import Terminal
from server.webhooks.queueing import Queueing
from server.webhooks.sending import Sending

TICK_S = 1.0
THREADS = 24
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
        "approval",
        "actor",
        "not_yours",
        "actor_revoked",
        "personal_right",
        "feed_scope",
        "drill_right",
        "duty_right",
        "grant_right",
        "desk_scope",
        "reply_vouch",
    )
)


def create_app(parts: Parts) -> FastAPI:
    """The application over its parts; it closes them at its end."""
    citizens = citizens_of(parts)
    pressure = Pressure(lambda: parts.lane.waiting)
    machines = machines_of(parts, citizens, pressure.retry_after)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # the loop's own executor is so small that a few slow writes would keep the polls waiting
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="door"))
        parts.feeds.hub.start()
        with contextlib.suppress(CannotKeep):  # told by the database itself; it is tried again each second
            await asyncio.to_thread(parts.claiming.begin)
        ending = asyncio.Event()
        looking = asyncio.create_task(Looking(parts.feeds, Hints(parts.database.url)).run(ending))
        ticking = asyncio.create_task(_tick(parts, pages, ending))
        claiming = asyncio.create_task(_each_second(parts.claiming.tick, ending, "the claims"))
        queueing = Queueing(parts.database, parts.cities, parts.clock)
        sending = Sending(parts.database, parts.casebook, parts.clock)
        told = (parts.database, parts.clock, parts.cities, parts.speech, parts.notices)
        finding = Finding(parts.database, parts.clock, parts.cities, parts.notices, parts.adapters.all)
        queued = asyncio.create_task(_each_second(queueing.tick, ending, "messages to units' systems"))
        sent = asyncio.create_task(_each_second(sending.tick, ending, "sending to units' systems"))
        telling = NoticeSending(*told, parts.adapters.all)
        found = asyncio.create_task(_each_second(finding.tick, ending, "looking for notices"))
        noticed = asyncio.create_task(_each_second(telling.tick, ending, "the notices"))
        gates = asyncio.create_task(Centre(parts, citizens.intake).run(ending))
        fetching = asyncio.create_task(_each_second(citizens.tick, ending, "the citizens' reports"))
        folding = asyncio.create_task(_each_second(machines.tick, ending, "the machines' reports"))
        yield
        parts.feeds.hub.close()
        ending.set()
        # not cancelled: a transaction may be under way on its thread
        every = (ticking, claiming, looking, fetching, folding, queued, sent, gates, found, noticed)
        await asyncio.gather(*every)
        await asyncio.to_thread(parts.close)

    app = FastAPI(title="Griddesk", version=VERSION, lifespan=lifespan, separate_input_output_schemas=False)
    pages = Pages(parts.database, parts.cities, parts.clock)
    doors = (*_pages(parts), *_citizens(parts, citizens, pressure), *_machines(parts, machines, citizens))
    for routes in (*_groups(parts, pressure, pages), *doors):
        app.include_router(routes.routes())
    Refusals(parts.speech, RIGHTS, pressure.retry_after).install(app)
    app.add_middleware(Measure)
    describe(app)
    return app


Group = (
    Entrance
    | Pushing
    | Sync
    | Claims
    | Snapshot
    | Blobs
    | Commands
    | ReplyDoor
    | DrillDoor
    | Geocode
    | ResponsibilityDoor
    | Ask
    | StaffDoor
    | StaffPhonesDoor
    | Papers
)


def _groups(parts: Parts, pressure: Pressure, pages: Pages) -> tuple[Group, ...]:
    doors = Doors(parts.access)
    telling = Telling(parts.feeds, parts.casebook, parts.cities, parts.clock)
    replies = Replies(parts.database, parts.cities, parts.casebook, parts.photos, parts.clock)
    return (
        Entrance(parts.access, doors, parts.cities, parts.feeds, parts.clock),
        Pushing(doors, parts.casebook, parts.lane, parts.feeds, parts.renewals, pressure),
        Sync(doors, parts.feeds, telling, parts.claiming, pressure),
        Claims(doors, parts.access, parts.claiming, parts.clock),
        Snapshot(doors, parts.database, pages),
        Blobs(doors, parts.photos, parts.partials, parts.photo_sight, pressure),
        Commands(doors, parts.casebook, parts.lane, parts.queries, parts.cities, parts.clock, parts.geocoding),
        ReplyDoor(doors, replies, parts.lane, parts.cities, parts.clock, pressure),
        DrillDoor(doors, Drills(parts.database), parts.cities, parts.clock),
        Geocode(doors, parts.geocoding, parts.cities, parts.clock),
        ResponsibilityDoor(doors, parts.responsibilities, parts.queries, parts.cities, parts.speech),
        Ask(doors, parts.queries, parts.counts, parts.personal, parts.callers, parts.cities, parts.speech, parts.clock),
        StaffDoor(doors, parts.staff, Granting(parts.database, parts.cities, parts.clock)),
        StaffPhonesDoor(doors, parts.staff_phones),
        Papers(doors, parts.cities, parts.speech, parts.clock),
    )


def _pages(parts: Parts) -> tuple[PageEntrance | Installable | Guide | Terminal | Collector, ...]:
    kit = kit_of(parts)
    entrance = PageEntrance(parts.access, kit.visits, kit.view, kit.guard, parts.clock)
    return entrance, Installable(kit.visits, kit.view, kit.guard), Guide(kit.guard), Terminal(kit), Collector(kit)


def _citizens(parts: Parts, citizens: CitizenHouse, pressure: Pressure) -> tuple[Open311 | Public, ...]:
    shown = Shown(parts.photos, parts.cities, parts.speech, parts.clock)
    reading = Reading(parts.database)
    open311 = Open311(citizens.intake, reading, parts.keys, citizens.limits, shown, pressure.retry_after)
    return open311, Public(kit_of(parts), citizens.intake, citizens.limits, citizens.marks, parts.speech)


def _machines(parts: Parts, machines: MachineHouse, citizens: CitizenHouse) -> tuple[Machines | Sheets, ...]:
    imports = SheetImport(machines.orders, citizens.intake, parts.cities, parts.geocoding)
    answers, doors = Answers(parts.database, parts.cities), Doors(parts.access)
    sheets = Sheets(doors, imports, answers, parts.cities, parts.clock, parts.speech, machines.problems)
    return machines.door, sheets


async def _tick(parts: Parts, pages: Pages, ending: asyncio.Event) -> None:
    def tick() -> None:
        pages.tidy()
        parts.timers.tick()

    await _each_second(tick, ending, "the timers")


async def _each_second(work: Callable[[], object], ending: asyncio.Event, name: str) -> None:
    while not ending.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ending.wait(), TICK_S)
            return
        try:
            await asyncio.to_thread(work)
        except CannotKeep:
            pass  # told by the database itself; it runs again
        except Exception:
            log.exception("%s failed", name)  # they must run again
