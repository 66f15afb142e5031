"""`responsibility.csv` with its layers, and the duty roster: read row by row, and checked against each other.

What only the geometry can tell (areas along roads, places with ground in common) is checked once that is built.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rules.calendar import DayKind
from rules.city import City, Duty, Unit
from rules.duties import ROAD, DutyArea, DutyLayer, Watch
from rules.duty_rows import contradictions
from server.city import values
from server.city.findings import Findings
from server.city.table import Columns, Row, once, read_rows

if TYPE_CHECKING:  # shapely: only what looks at the geometry loads it
    from rules.grid.corridors import IntRing
    from rules.grid.values import Ints

LAYERS = "responsibility_layers.csv"
ROSTER = "roster.csv"
_LAYERS = Columns(("no", "name"), ("name_en", "kind", "since", "until"))
_ROSTER = Columns(("no", "unit", "name", "phone"), ("name_en", "from_time", "to_time", "days", "since", "until"))


@dataclass(frozen=True, slots=True)
class DutyTables:
    """The layers and the roster; a folder without these files has none."""

    layers: tuple[DutyLayer, ...] = ()
    roster: tuple[Watch, ...] = ()


def read_duty_tables(
    folder: Path, units: Mapping[str, Unit], zone: ZoneInfo, encoding: str, findings: Findings
) -> DutyTables:
    """Both files, where they are there."""
    layers = tuple(_layer(row, zone) for _, row in once(_rows(folder, LAYERS, _LAYERS, encoding, findings), "no"))
    roster = tuple(
        _watch(row, units, zone) for _, row in once(_rows(folder, ROSTER, _ROSTER, encoding, findings), "no")
    )
    return DutyTables(layers, roster)


def _rows(folder: Path, name: str, columns: Columns, encoding: str, findings: Findings) -> list[Row]:
    return read_rows(folder / name, columns, findings, encoding) if (folder / name).is_file() else []


def _layer(row: Row, zone: ZoneInfo) -> DutyLayer:
    return DutyLayer(
        number=row.parse("no", values.whole, 0),
        name=row.required("name"),
        name_en=row.text("name_en"),
        kind=row.parse("kind", values.one_of("duty", "coverage"), "duty"),
        since=row.parse("since", values.first_instant(zone), 0),
        until=row.parse("until", values.end_instant(zone), 0),
    )


def _watch(row: Row, units: Mapping[str, Unit], zone: ZoneInfo) -> Watch:
    row.required("unit")
    return Watch(
        no=row.text("no"),
        unit=row.known("unit", units, "units.csv"),
        name=row.required("name"),
        phone=row.required("phone"),
        name_en=row.text("name_en"),
        from_minute=row.parse("from_time", values.minute, 0),
        to_minute=row.parse("to_time", values.minute, 0),
        days=row.parse("days", days, ()),
        since=row.parse("since", values.first_instant(zone), 0),
        until=row.parse("until", values.end_instant(zone), 0),
    )


def days(text: str) -> tuple[str, ...]:
    """Kinds of days as "workday | weekend"; empty = all."""
    found = values.parts(text)
    for word in found:
        values.member(DayKind)(word)
    return found


# --- against the geometry


def with_corridors(city: City) -> City:
    """The city with an area along each road that a row names, and without those that none names any more."""
    kept = [area for area in city.areas if not area.code.startswith(ROAD)]
    roads = dict.fromkeys(row.road for row in city.duties if row.road)
    return replace(city, areas=(*kept, *(_along(city, road) for road in roads))) if roads or city.areas else city


def _along(city: City, road: str) -> DutyArea:
    from rules.grid.corridors import corridor

    rings = corridor(city.grids, road, city.policies.road_m) if city.grids is not None else ()
    return DutyArea(ROAD + road, road, rings=rings)


def contradicting(city: City) -> Iterator[tuple[Duty, Duty]]:
    """Pairs of rows that name two units with equal right for the same thing."""
    return contradictions(city, partial(_share, city, _rings(city)))


def _rings(city: City) -> "Mapping[str, Sequence[IntRing | Ints]]":
    zones = {zone.code: zone.rings for zone in city.grids.zones} if city.grids is not None else {}
    return {**zones, **{area.code: area.rings for area in city.areas}}


def _share(city: City, rings: "Mapping[str, Sequence[IntRing | Ints]]", one: str, other: str) -> bool:
    from rules.grid.corridors import share_ground

    if city.grids is None or one not in rings or other not in rings:
        return False
    return share_ground(rings[one], rings[other], city.grids.plane)


def check_duties(city: City, rows: Mapping[str, Row]) -> None:
    """Refuse rows that contradict each other, each pair at its second row with both shown; `rows` by number."""
    for one, other in contradicting(city):
        first, second = rows[one.no], rows[other.no]
        details = {"no": other.no, "unit": other.unit, "other": one.no, "other_unit": one.unit}
        second.refuse("unit", "contradicts", line=first.line, **details)
    roads = {area.code for area in city.areas if area.rings}
    for duty in city.duties:
        if duty.road and ROAD + duty.road not in roads:
            rows[duty.no].refuse("road", "unknown_road", given=duty.road)
