"""The same matter at the same place again: linked, told, and from the city's count on its cause is asked for."""

from typing import Any

from rules.case import Stage
from rules.deed import Deed
from rules.recurrence import Earlier, newest


def recur(deed: Deed) -> None:
    """How often it was closed there before, and by whom; what was found when it was filed is replaced at its close."""
    count: int = deed.said("count", 0)
    earlier = newest(_earlier(one) for one in deed.said("earlier", ()))
    closed = count + (deed.case.stage is Stage.CLOSED)  # a case that is closed itself is one of them
    asked = deed.case.cause_asked or closed >= deed.city.policies.recurrence_cause
    deed.set(recurrence=count, recurs=earlier, cause_asked=asked)
    deed.facts |= {"count": str(count), "asked": "1" if asked else "0"}
    deed.facts |= {"last": earlier[0].number or earlier[0].case, "unit": earlier[0].unit} if earlier else {}


def _earlier(told: Any) -> Earlier:
    return Earlier(**{name: told[name] for name in Earlier.__struct_fields__})


def name_cause(deed: Deed) -> None:
    """Why it comes back, and what is done against it; a better answer takes the place of the one before."""
    deed.set(cause=deed.said("text"), cause_at=deed.at, cause_by=deed.actor.id, measure=deed.said("measure"))
    if measure := deed.said("measure"):
        deed.facts["measure"] = measure
