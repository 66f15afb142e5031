"""The organisation put into a city: who answers for an exclusive grid becomes an area and rows of the duty list.

So proposal, trial and editor know it as they know any other row.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rules.city import City, Duty
from rules.duties import DutyArea
from rules.organisation import EXCLUSIVE, NONE, Organisation, SpecialGrid

MARK = "Z-"  # begins the number of such a row


def organised(city: City, organisation: Organisation, layer: int) -> tuple[City, Mapping[str, str]]:
    """The city with this organisation; its exclusive grids stand in a layer of the duty list.

    Returns:
        The city, and of each of these rows the code of its grid by the number of the row.
    """
    exclusive = [grid for grid in organisation.grids if grid.kind == EXCLUSIVE and grid.unit]
    areas = tuple(DutyArea(grid.code, grid.name, grid.name_en, grid.rings) for grid in exclusive)
    rows = {row.no: (row, grid.code) for grid in exclusive for row in _duties(grid, layer)}
    places = {grid.code: (grid.name, grid.name_en) for grid in organisation.grids}
    whole = replace(
        city,
        organisation=organisation,
        places={**city.places, **places},
        areas=(*city.areas, *areas),
        duties=(*city.duties, *(row for row, _ in rows.values())),
    )
    return whole, {no: code for no, (_, code) in rows.items()}


def unorganised(city: City) -> City:
    """The city without its organisation, and without the rows and areas that came with it."""
    grids = city.organisation.grid_by_code
    return replace(
        city,
        organisation=NONE,
        places={code: names for code, names in city.places.items() if code not in grids},
        areas=tuple(area for area in city.areas if area.code not in grids),
        duties=tuple(row for row in city.duties if not (row.no.startswith(MARK) and row.place in grids)),
    )


def _duties(grid: SpecialGrid, layer: int) -> Iterator[Duty]:
    for n, pattern in enumerate(grid.matters or ("*",), 1):
        no = f"{MARK}{grid.code}" if len(grid.matters) < 2 else f"{MARK}{grid.code}-{n}"
        yield Duty(no, grid.unit, pattern, layer=layer, place=grid.code, since=grid.since, until=grid.until)
