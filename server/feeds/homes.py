"""In which feeds a case stands: one home, and copies where another district has a live leg."""

from rules.assignment import LIVE, Assignment, LegRole, LegStage
from rules.case import Case
from rules.city import City

CITY_FEED = "city"
JURISDICTIONS = frozenset({"district", "committee"})
_TAKEN_BACK = frozenset({LegStage.RECALLED, LegStage.REFUSED, LegStage.RETURNED})


def home(case: Case, city: City) -> str:
    """The district of the lead leg's top unit; without one, the district of the place; else the city's own feed."""
    lead = next((leg for leg in reversed(case.legs) if _leads(leg)), None)
    of_lead = jurisdiction(lead.unit, city) if lead else ""
    return of_lead or case.district or CITY_FEED


def copies(case: Case, city: City) -> frozenset[str]:
    """The other districts that have a live leg."""
    live = {jurisdiction(leg.unit, city) for leg in case.legs if leg.stage in LIVE} - {""}
    return frozenset(live - {home(case, city)}) if live else frozenset()


def jurisdiction(unit: str, city: City) -> str:
    """The code of the district that a unit belongs to; "" for the city's own bureaus, companies and departments."""
    top = city.units.get(city.top_unit(unit))
    if top is None or top.kind not in JURISDICTIONS:
        return ""
    return top.district or top.code


def all_feeds(city: City) -> tuple[str, ...]:
    """Every feed that a city has from the start, sorted: of its jurisdictions, and of the districts of its grids."""
    tops = {jurisdiction(unit.code, city) for unit in city.units.values() if unit.kind in JURISDICTIONS}
    places = {district.code for district in city.grids.districts} if city.grids is not None else set()
    return tuple(sorted(((tops | places) - {""}) | {CITY_FEED}))


def _leads(leg: Assignment) -> bool:
    return leg.role is LegRole.LEAD and not leg.parent and leg.stage not in _TAKEN_BACK
