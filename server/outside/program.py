"""The parts of an intake beyond a gate, put together once; one neighbour, the centre."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass, replace
from pathlib import Path

from server.cities import Cities, UnknownCity
from server.citizens.house import CitizenHouse, house_of
from server.citizens.placing import Placing
from server.database import CannotKeep, Database
from server.gate.centre import blob_of
from server.gate.ferry import Ferry, FolderFerry
from server.gate.incoming import Incoming
from server.gate.items import HELLO
from server.gate.outgoing import Outgoing, Side
from server.gate.seal import TO_CENTRE, GateKey
from server.outside.book import OutsideBook, OutsideIntake
from server.outside.states import States
from server.outside.units import Collecting, TerminalBook, UnitStates
from server.parts import Parts

CENTRE = "centre"
TICK_S = 1.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outside:
    """What works here; `crossing` ticks the gate."""

    parts: Parts
    citizens: CitizenHouse
    crossing: "Crossing"


class Crossing:
    """Takes what came from the centre, then hands over what is new."""

    def __init__(self, database: Database, ferry: Ferry, incoming: Incoming, outgoing: Outgoing) -> None:
        self._ferry, self._incoming, self._outgoing = ferry, incoming, outgoing
        self._database, self._is_known = database, False

    async def tick(self) -> None:
        """Once. Raises CannotKeep."""
        if not self._is_known:
            await asyncio.to_thread(self._greet)
        await self._incoming.tick()
        await asyncio.to_thread(self._outgoing.tick)

    def _greet(self) -> None:
        """Who has heard nothing from the centre asks for everything, once."""
        if not self._incoming.heard_at():
            with self._database.note() as connection:
                self._outgoing.add(connection, HELLO, {}, id_=HELLO)
        self._is_known = True

    async def run(self, ending: asyncio.Event) -> None:
        """Each second, until the program ends; what keeps it from crossing is told once."""
        away = ""
        while not ending.is_set():
            try:
                await self.tick()
                away = ""
            except CannotKeep as error:
                if str(error) != away:
                    log.warning("gate: %s", error)
                away = str(error)
            except Exception:
                log.exception("the gate failed")  # it must run again
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ending.wait(), TICK_S)


def crossing_of(parts: Parts, folder: Path, key: GateKey) -> tuple[Crossing, Outgoing]:
    """The gate seen from here. Raises CannotKeep when its folders cannot be made."""
    side, ferry = Side(CENTRE, TO_CENTRE, key), FolderFerry(folder, TO_CENTRE)
    ferry.prepare()
    outgoing = Outgoing(parts.database, parts.clock, side, ferry, blob_of(parts.photos))
    states = States(parts.database, parts.clock, parts.cities, parts.photos, lambda: parts.speech, CENTRE)
    incoming = Incoming(parts.database, parts.clock, ferry, outgoing, side, states.apply)
    return Crossing(parts.database, ferry, incoming, outgoing), outgoing


class TerminalCrossing(Crossing):
    """The same, with what was done at the terminals put into the books of the gate first."""

    def __init__(
        self, database: Database, ferry: Ferry, incoming: Incoming, outgoing: Outgoing, collecting: Collecting
    ) -> None:
        super().__init__(database, ferry, incoming, outgoing)
        self._collecting = collecting

    async def tick(self) -> None:
        """Once. Raises CannotKeep."""
        await asyncio.to_thread(self._collecting.tick)
        await super().tick()


def terminals_of(parts: Parts, folder: Path, key: GateKey) -> tuple[Parts, TerminalCrossing]:
    """Parts whose casebook is that of terminals beyond a gate, and the gate seen from there. Raises CannotKeep."""
    book = TerminalBook(parts.database, parts.clock, parts.cities, parts.feeds)
    side, ferry = Side(CENTRE, TO_CENTRE, key), FolderFerry(folder, TO_CENTRE)
    ferry.prepare()
    outgoing = Outgoing(parts.database, parts.clock, side, ferry, blob_of(parts.photos))
    states = UnitStates(parts.database, parts.clock, parts.cities, parts.photos, parts.feeds.hub.wake)
    incoming = Incoming(parts.database, parts.clock, ferry, outgoing, side, states.apply)
    collecting = Collecting(parts.database, outgoing, CENTRE)
    return replace(parts, casebook=book), TerminalCrossing(parts.database, ferry, incoming, outgoing, collecting)


def outside_of(parts: Parts, folder: Path, key: GateKey) -> Outside:
    """Everything over these parts. Raises CannotKeep."""
    crossing, outgoing = crossing_of(parts, folder, key)
    placing = Placing(parts.geocoding, parts.cities)  # no addresses are there: the centre places what has no point
    book = OutsideBook(parts.database, parts.cities, parts.clock, outgoing)
    intake = OutsideIntake(parts.database, book, parts.lane, parts.cities, placing, parts.clock)
    return Outside(parts, house_of(parts, intake, book), crossing)


async def until_city(cities: Cities, crossing: Crossing) -> None:
    """Return once a city has come from the centre."""
    while True:
        try:
            cities.current  # noqa: B018  is there one?
        except UnknownCity:
            with contextlib.suppress(CannotKeep):
                await crossing.tick()
            await asyncio.sleep(TICK_S)
        else:
            return
