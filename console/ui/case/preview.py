"""The deadline before the deed: the rules dispatch the case on paper, as if it were delivered now."""

from rules.case import Case
from rules.city import City
from rules.commands import Actor, Command, NotAllowed, Role
from rules.deadlines import Preview, preview
from rules.lifecycle import apply, delivered, undelivered


def preview_of(case: Case, unit: str, actor: Actor, city: City, now: int) -> Preview | None:
    """What the lead leg's clock would be if `actor` dispatched to `unit` now; None when the rules refuse that."""
    command = Command("preview", "dispatch", case.id, actor.id, Role.DISPATCHER, now, body={"unit": unit})
    try:
        sent = apply(case, command, actor, city, now).case
    except NotAllowed:
        return None
    handed = delivered(sent, undelivered(sent), city, now).case
    leg = next((leg for leg in handed.legs if leg.id == command.id), None)
    return preview(leg.clock, city.calendar, now) if leg and leg.clock else None
