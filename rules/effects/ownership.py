"""Nobody's case: it is made safe while its owner is looked for (确权); and a ruling (裁定) that ends the dispute.

A ruling is no dispatch: a dispatcher sends the case afterwards. Its area is stored with the city, for the next case.
"""

import math

from rules.assignment import LegRole
from rules.calendar import DAY
from rules.case import Case
from rules.commands import NotAllowed
from rules.deed import Deed
from rules.duties import Ring, Ruling, ruling_number
from rules.effects.dispatch import give_beside, in_force
from rules.effects.ledger import enter_for, open_for

LONGEST = 5 * 366 * DAY  # of a ruling
FARTHEST_M = 5_000
_CORNERS = 16
_NM = 11_131_949  # nanometres that 1e-7 degree spans on a sphere of 6,378,137 m


def seek_owner(deed: Deed) -> None:
    """The 兜底 unit, or another one, makes it safe; from now on it is looked for whose it is, in the ledger (台账)."""
    unit = deed.said("unit") or deed.city.policies.make_safe_unit
    if not unit:
        raise NotAllowed("rule.field", field="unit", expected="unit")
    in_force(deed, unit)
    busy = [leg for leg in deed.live("") if leg.unit == unit]
    if busy and busy[0].role is not LegRole.MAKE_SAFE:
        raise NotAllowed("rule.unit_busy", unit=unit)
    if not busy:
        give_beside(deed, unit, LegRole.MAKE_SAFE)
    deed.set(ownership="sought", ownership_since=deed.at)
    open_for(deed, "ownership", deed.said("note") or deed.case.words)


def ruling(deed: Deed) -> None:
    """Who is responsible here from now on, for these matters, until a day."""
    unit, until = deed.said("unit"), deed.said("until", 0)
    in_force(deed, unit)
    if not deed.now < until <= deed.now + LONGEST:
        raise NotAllowed("rule.field", field="until", expected="instant")
    if not 0 <= deed.said("metres", 0) <= FARTHEST_M:
        raise NotAllowed("rule.field", field="metres", expected=f"0–{FARTHEST_M}")
    if not _holds_case(deed):
        raise NotAllowed("rule.ruling_elsewhere")
    case = deed.case
    number = ruling_number(case.number or case.id, case.rulings + 1)
    deed.set(ruling=number, ruled_unit=unit, rulings=case.rulings + 1)
    if case.ownership == "sought":
        deed.set(ownership="settled", ownership_since=deed.at)
    deed.facts |= {"unit": unit, "no": number, "until": str(until)}
    enter_for(deed, "ruling", deed.city.units[unit].name, f"{number} {deed.said('reason')}")


def _holds_case(deed: Deed) -> bool:
    from rules.areas import holds

    return holds((_drawn(deed),), deed.case.lon, deed.case.lat)


def _drawn(deed: Deed) -> Ring:
    return area_of(deed.case, deed.said("area", ()), deed.said("metres", 0) or deed.city.policies.ruling_m)


def area_of(case: Case, drawn: object, metres: int) -> Ring:
    """The area of a ruling: as it was drawn, else so many metres around the case."""
    if isinstance(drawn, list | tuple) and drawn:
        return tuple((int(lon), int(lat)) for lon, lat in drawn)
    return around(case.lon, case.lat, metres)


def around(lon: int, lat: int, metres: int) -> Ring:
    """A ring of 16 corners that holds everything so many metres around a point, and little more."""
    reach = metres * 1e9 / _NM / math.cos(math.pi / _CORNERS)
    wide = reach / math.cos(math.radians(lat / 1e7))
    turns = [2 * math.pi * n / _CORNERS for n in range(_CORNERS)]
    return tuple((lon + round(wide * math.cos(turn)), lat + round(reach * math.sin(turn))) for turn in turns)


def ruling_of(case: Case, body: dict[str, object], at: int, by: str, default_m: int) -> Ruling:
    """The ruling that a command made on this case, as the city keeps it; `case` as it is after the command."""
    scope = str(body.get("scope") or "category")
    kind, _, rest = case.category.partition("-")
    major = rest.partition("-")[0]
    matter = {"category": case.category or "*", "class": f"{kind}-{major}-*", "kind": f"{kind}-*"}[scope]
    metres = body.get("metres")
    ring = area_of(case, body.get("area"), metres if isinstance(metres, int) and metres else default_m)
    until = body.get("until")
    return Ruling(
        no=case.ruling,
        unit=case.ruled_unit,
        category=matter if case.category else "*",
        rings=(ring,),
        since=at,
        until=until if isinstance(until, int) else 0,
        reason=str(body.get("reason", "")),
        case_id=case.id,
        by=by,
    )
