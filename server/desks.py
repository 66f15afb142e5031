"""Who may sit at which desk: a console shows all of its feeds, so nobody sits there whose duties reach less."""

from rules.city import City
from rules.commands import Actor
from rules.jurisdiction import reach
from rules.powers import OF_A_CASE, Data, Deed
from server.feeds.homes import jurisdiction


def may_sit(actor: Actor, feeds: frozenset[str] | None, city: City, now: int) -> bool:
    """Whether the person may see all that a console of these feeds shows; None = all feeds there are."""
    return all(_covers(actor, feeds, city, now, data) for data in OF_A_CASE)


def _covers(actor: Actor, feeds: frozenset[str] | None, city: City, now: int, data: Data) -> bool:
    seen = reach(actor, data, Deed.SEE, city, now)
    if seen.everything or feeds is None:
        return seen.everything
    return feeds <= seen.districts | {jurisdiction(unit, city) for unit in seen.trees}
