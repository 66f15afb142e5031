"""The centre's side of all gates: takes what came, then tells how the cases of each stand."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass

from server.citizens.again import Again
from server.citizens.intake import CitizenIntake
from server.database import CannotKeep
from server.gate.arrivals import Arrivals
from server.gate.ferry import FolderFerry
from server.gate.gates import Gate, Gates
from server.gate.incoming import Incoming
from server.gate.outgoing import Bytes, Outgoing, Side
from server.gate.seal import TO_OUTSIDE
from server.gate.telling import Telling
from server.gate.unit_arrivals import UnitArrivals
from server.gate.unit_telling import UnitTelling
from server.parts import Parts
from server.photos import Photos, UnknownPhoto

TICK_S = 1.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """What works at one gate."""

    ferry: FolderFerry
    incoming: Incoming
    outgoing: Outgoing
    telling: Telling | UnitTelling


class Centre:
    """`run` until the server ends; a gate that fails holds up no other one."""

    def __init__(self, parts: Parts, intake: CitizenIntake) -> None:
        self._parts, self._intake = parts, intake
        self._gates = Gates(parts.database, parts.clock)
        self._neighbours: dict[str, _Neighbour] = {}
        self._away: dict[str, str] = {}  # gates whose folder cannot be used, and why: told once

    async def run(self, ending: asyncio.Event) -> None:
        """Each second."""
        while not ending.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ending.wait(), TICK_S)
                return
            try:
                await self.tick()
            except CannotKeep:
                pass  # told by the database itself; it runs again
            except Exception:
                log.exception("the gates failed")  # they must run again

    async def tick(self) -> None:
        """Each gate in use once."""
        for gate in await asyncio.to_thread(self._gates.all):
            if not gate.ended:
                await self._work(gate)

    async def _work(self, gate: Gate) -> None:
        if gate.id not in self._neighbours:
            self._neighbours[gate.id] = self._made(gate)
        neighbour = self._neighbours[gate.id]
        try:
            await asyncio.to_thread(neighbour.ferry.prepare)
            await neighbour.incoming.tick()
            await asyncio.to_thread(neighbour.telling.tick)
            await asyncio.to_thread(neighbour.outgoing.tick)
        except CannotKeep as error:
            if self._away.get(gate.id) != str(error):
                log.warning("gate %s: %s", gate.name, error)
            self._away[gate.id] = str(error)
        except Exception:
            log.exception("gate %s failed", gate.name)
        else:
            self._away.pop(gate.id, None)

    def _made(self, gate: Gate) -> _Neighbour:
        parts, intake = self._parts, self._intake
        side, ferry = Side(gate.id, TO_OUTSIDE, gate.key), FolderFerry(gate.folder, TO_OUTSIDE)
        outgoing = Outgoing(parts.database, parts.clock, side, ferry, blob_of(parts.photos))
        if gate.units:
            return self._of_units(gate, side, ferry, outgoing)
        again = Again(intake, lambda: parts.speech.texts("zh_CN"))
        telling = Telling(parts.database, parts.cities, parts.photos, intake.reports, outgoing, gate.id)
        house = (parts.database, intake, again, parts.photos)
        arrivals = Arrivals(*house, outgoing, gate.id, telling.tell_anew)
        incoming = Incoming(parts.database, parts.clock, ferry, outgoing, side, arrivals.apply)
        return _Neighbour(ferry, incoming, outgoing, telling)

    def _of_units(self, gate: Gate, side: Side, ferry: FolderFerry, outgoing: Outgoing) -> _Neighbour:
        """Terminals stand there."""
        parts = self._parts
        telling = UnitTelling(parts.database, parts.cities, parts.clock, outgoing, gate.id, gate.units)
        arrivals = UnitArrivals(parts, outgoing, gate.units, telling)
        incoming = Incoming(parts.database, parts.clock, ferry, outgoing, side, arrivals.apply)
        return _Neighbour(ferry, incoming, outgoing, telling)


def blob_of(photos: Photos) -> Bytes:
    """Reads a photo's bytes; None for one that is not here."""

    def read(sha256: str) -> bytes | None:
        try:
            return photos.get(sha256).data
        except UnknownPhoto:
            return None

    return read
