"""How a case enters a stage: since when, with which clock; and how one ends."""

from rules.assignment import LIVE, LegStage, RequestKind
from rules.case import ENDED, Stage
from rules.check import CheckStage
from rules.clock import Clock, Still, due, pause, resume
from rules.deadlines import stage_clock
from rules.deed import OPEN_CHECKS, Deed
from rules.effects.clocks import stopped
from rules.frozen import changed

# The clock that a stage has, by its key in the city's stage limits; the other stages have none.
CLOCKS = {
    Stage.REPORTED: "accept",
    Stage.ACCEPTED: "file",
    Stage.TO_DISPATCH: "dispatch",
    Stage.TO_CONFIRM: "confirm",
    Stage.TO_VERIFY: "verify",
    Stage.TO_CLOSE: "close",
}


VOIDABLE = (Stage.ACCEPTED, Stage.TO_DISPATCH, Stage.WITH_UNITS)
"""Where a case can be made void, and that be asked for."""


def enter(deed: Deed, stage: Stage) -> None:
    """Move the case to a stage: the clock of the stage that it leaves is told in the event, the new one starts."""
    case = deed.case
    if case.stage == stage:
        return
    _tell_clock(deed, case.stage_clock)
    deed.set(stage=stage, stage_since=deed.at, stage_clock=clock_of(deed, stage, urgent=case.urgent))
    if stage is Stage.TO_DISPATCH:
        deed.set(handed_at=deed.at)
    if case.declined_by:
        deed.set(declined_by="", decline_reason="", decline_answer="")
    if stage not in VOIDABLE:
        withdraw_requests(deed, kind=RequestKind.VOID)  # handled meanwhile, or looked at anew
    if stage in ENDED:
        wind_up(deed)


def clock_of(deed: Deed, stage: Stage, *, urgent: bool) -> Clock | None:
    """The clock of a stage that begins now, None where the city sets no limit."""
    key = CLOCKS.get(stage)
    return stage_clock(deed.city.policies.stage_limits, key, deed.at, urgent=urgent) if key else None


def _tell_clock(deed: Deed, clock: Clock | None) -> None:
    if clock:
        deed.facts["stage_due"] = str(due(clock, deed.city.calendar) or 0)


def hold_stage_clock(deed: Deed, why: Still = Still.CHECK) -> None:
    """The acceptor's clock stands still while a check is out."""
    clock = deed.case.stage_clock
    if clock:
        deed.set(stage_clock=pause(clock, deed.at, why))


def go_on_with_stage_clock(deed: Deed) -> None:
    """It goes on when the answer is there."""
    clock = deed.case.stage_clock
    if clock and clock.paused:
        deed.set(stage_clock=resume(clock, deed.now))


def wind_up(deed: Deed) -> None:
    """The case has ended: so do its live legs, its open checks, what is still asked for, and a suspension."""
    case = deed.case
    for leg in tuple(leg for leg in deed.legs if leg.stage in LIVE):
        clock = stopped(leg.clock, deed.now, Still.FEEDBACK)
        deed.change_leg(leg, stage=LegStage.ENDED, ended_at=deed.now, clock=clock)
    withdraw_requests(deed)
    checks = tuple(changed(c, stage=CheckStage.RECALLED) if c.stage in OPEN_CHECKS else c for c in case.checks)
    deed.set(checks=checks, closed_at=deed.at, suspended_at=0, suspended_until=0)


def withdraw_requests(deed: Deed, leg_id: str = "", kind: RequestKind | None = None) -> None:
    """What is still asked for on a leg (on all legs without one), of this kind or any, is withdrawn."""
    requests = deed.case.requests
    if requests:
        deed.set(
            requests=tuple(
                changed(r, state="withdrawn", decided_at=deed.now)
                if r.state == "pending" and (not leg_id or r.assignment == leg_id) and kind in {None, r.kind}
                else r
                for r in requests
            )
        )
