"""The codes of what a point lies in: unit grid, responsibility grid, district, street office, community."""

from typing import TypedDict

from rules.city import City


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
