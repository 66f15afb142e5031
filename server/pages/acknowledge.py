"""Fetching is acknowledged in the name of who fetched: that is what "delivered and fetched" stands on."""

import asyncio
from collections.abc import Iterable

from rules.assignment import LegStage
from rules.case import Case
from rules.check import CheckStage
from rules.commands import Actor, Role
from server.pages.kit import Kit
from server.pages.visit import Visit
from server.sight import grids_of, units_of


async def acknowledge(kit: Kit, visit: Visit, role: Role, case_id: str) -> None:
    """Acknowledge what of this case is the visitor's and was not fetched yet."""
    case = await asyncio.to_thread(kit.queries.case, case_id, visit.actor)
    if case is not None:
        await acknowledge_all(kit, visit, role, (case,))


async def acknowledge_all(kit: Kit, visit: Visit, role: Role, cases: Iterable[Case]) -> bool:
    """The same for a list; whether anything was acknowledged."""
    now = kit.clock.now()
    found = [(case.id, target) for case in cases for target in _unfetched(case, visit.actor, role, now)]
    for case_id, target in found:
        await kit.deeds.fetched(visit, role, case_id, target)
    return bool(found)


def _unfetched(case: Case, actor: Actor, role: Role, now: int) -> list[str]:
    if role is Role.UNIT:
        units = units_of(actor, now)
        return [x.id for x in case.legs if x.stage is LegStage.DELIVERED and not x.fetched_at and x.unit in units]
    grids = grids_of(actor, now)
    mine = {actor.id, *grids}
    return [
        check.id
        for check in case.checks
        if check.stage is CheckStage.SENT and (check.collector in mine or case.duty_grid in grids)
    ]
