"""What is at a point: the codes of what it lies in, and the component of a class there, with its owner."""

from typing import TYPE_CHECKING, TypedDict

from rules.city import City

if TYPE_CHECKING:
    from rules.gazetteer import Component

COMPONENT = "component-"  # how keys of such categories begin


class Codes(TypedDict, total=False):
    """The fields of a case that name its place; a level that the point does not lie in is left out."""

    unit_grid: str
    duty_grid: str
    district: str
    street: str
    community: str


def codes_at(city: City, lon: int, lat: int) -> Codes:
    """Of a point in 1e-7 degree CGCS2000; none outside every grid, or without geometry."""
    grids = city.grids
    here = grids.locate(lon, lat) if grids is not None else None
    if grids is None or here is None:
        return {}
    found: Codes = {"unit_grid": grids.codes[here]}
    if (n := int(grids.duty[here])) >= 0:
        found["duty_grid"] = grids.duties[n].code
    if (n := int(grids.district[here])) >= 0:
        found["district"] = grids.districts[n].code
    if (n := int(grids.street[here])) >= 0:
        found["street"] = grids.streets[n].code
    if (n := int(grids.community[here])) >= 0:
        found["community"] = grids.communities[n].code
    return found


def component_at(city: City, lon: int, lat: int, category: str) -> "Component | None":
    """The nearest component of a class within the city's distance; None for what is no component, or not surveyed."""
    if city.gazetteer is None or not category.startswith(COMPONENT):
        return None
    return city.gazetteer.component_near(lon, lat, category, city.policies.component_m)


def owner_at(city: City, lon: int, lat: int, category: str) -> str:
    """Who owns (权属) that component, else who keeps it (养护); "" = not known."""
    found = component_at(city, lon, lat, category)
    return (found.owner or found.keeper) if found else ""
