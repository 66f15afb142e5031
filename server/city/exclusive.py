"""Who answers for an exclusive grid: an area and rows of the duty list, so that proposal, trial and editor know it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rules.city import City, Duty
from rules.duties import DutyArea
from rules.organisation import EXCLUSIVE, SpecialGrid

MARK = "Z-"  # begins the number of such a row


def with_exclusive(city: City, layer: int) -> tuple[City, Mapping[str, str]]:
    """The city with an area and rows in a layer for each exclusive grid; the grid's code by the number of the row."""
    exclusive = [grid for grid in city.organisation.grids if grid.kind == EXCLUSIVE and grid.unit]
    areas = tuple(DutyArea(grid.code, grid.name, grid.name_en, grid.rings) for grid in exclusive)
    rows = {row.no: (row, grid.code) for grid in exclusive for row in _duties(grid, layer)}
    duties = (*city.duties, *(row for row, _ in rows.values()))
    return replace(city, areas=(*city.areas, *areas), duties=duties), {no: code for no, (_, code) in rows.items()}


def _duties(grid: SpecialGrid, layer: int) -> Iterator[Duty]:
    for n, pattern in enumerate(grid.matters or ("*",), 1):
        no = f"{MARK}{grid.code}" if len(grid.matters) < 2 else f"{MARK}{grid.code}-{n}"
        yield Duty(no, grid.unit, pattern, layer=layer, place=grid.code, since=grid.since, until=grid.until)
