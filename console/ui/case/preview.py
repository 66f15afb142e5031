"""The handling deadline of a dispatch: before the deed the rules do it on paper, as if it were delivered now."""

from console.facts import Pending
from rules.case import Case
from rules.city import City
from rules.commands import Actor, Command, NotAllowed, Role
from rules.deadlines import Preview, preview
from rules.lifecycle import apply, delivered, undelivered


def preview_of(
    case: Case, unit: str, actor: Actor, city: City, now: int, verb: str = "dispatch", target: str = ""
) -> Preview | None:
    """What the lead leg's clock would be if `actor` dispatched to `unit` now; None when the rules refuse that.

    `verb` is "dispatch", or "reassign" of the leg `target`.
    """
    command = Command("preview", verb, case.id, actor.id, Role.DISPATCHER, now, target, {"unit": unit})
    try:
        sent = apply(case, command, actor, city, now).case
    except NotAllowed:
        return None
    handed = delivered(sent, undelivered(sent), city, now).case
    leg = next((leg for leg in handed.legs if leg.id == command.id), None)
    return preview(leg.clock, city.calendar, now) if leg and leg.clock else None


def due_of(case: Case, pending: Pending, actor: Actor, city: City, now: int) -> int:
    """When the unit of this dispatch or re-assignment is due, ms UTC; 0 when that cannot be told.

    A command's leg bears its id. The case may come a moment after the word that the command is recorded: until then
    the rules do it on paper.
    """
    if at := leg_due(case, pending.id, city, now):
        return at
    found = preview_of(case, pending.unit, actor, city, now, pending.verb, pending.target)
    return found.due if found else 0


def leg_due(case: Case, leg_id: str, city: City, now: int) -> int:
    """When a leg is due, ms UTC, one on its way as if it were delivered now; 0 for none that runs."""
    handed = delivered(case, undelivered(case), city, now).case
    leg = next((leg for leg in handed.legs if leg.id == leg_id), None)
    if leg is None:
        return 0
    return leg.due or (preview(leg.clock, city.calendar, now).due if leg.clock else 0)
