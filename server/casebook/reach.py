"""Which feeds commands will write to, told before they are judged, so that their lanes can be waited for first.

A guess that is right nearly always; where it is not, `OutOfReach` names what was missing, and all is done once more.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from rules.city import City
from rules.commands import Command
from server import tables
from server.casebook.judge import CREATING
from server.dialect import parts
from server.feeds.homes import CITY_FEED, jurisdiction

HALF_TURN = 1_800_000_000  # in 1e-7 degree


class OutOfReach(Exception):
    """A command would write to feeds whose lanes are not held; nothing of the transaction is kept."""

    def __init__(self, feeds: Iterable[str]) -> None:
        self.feeds = frozenset(feeds)
        super().__init__(" ".join(sorted(self.feeds)))


def reach(connection: Connection, commands: Sequence[Command], city: City) -> frozenset[str]:
    """The feeds in which the cases of these commands stand, and those that they may come to."""
    known = _standing(connection, {command.case_id for command in commands})
    feeds: set[str] = set()
    for command in commands:
        standing = known.get(command.case_id)
        if standing is not None:
            feeds |= standing
        elif command.verb in CREATING:  # others on a case that is not there are refused, or follow its report
            feeds.add(_place_of(command, city))
        feeds |= {jurisdiction(unit, city) for unit in _units(command, city)} - {""}
    return frozenset(feeds)


def _standing(connection: Connection, ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Where known cases stand, and where each of them would go back to if its unit gave it back."""
    table = tables.cases
    wanted = select(table.c.id, table.c.feed, table.c.copies, table.c.district)
    found = (row for part in parts(ids) for row in connection.execute(wanted.where(table.c.id.in_(part))))
    return {row.id: frozenset({row.feed, row.district or CITY_FEED, *row.copies.split()}) for row in found}


def _place_of(command: Command, city: City) -> str:
    """The district of the point that a new case names; the city's own feed without one."""
    grids, lon, lat = city.grids, command.body.get("lon"), command.body.get("lat")
    if grids is None or not (_is_degree(lon) and _is_degree(lat)):
        return CITY_FEED
    here = grids.locate(int(str(lon)), int(str(lat)))
    district = -1 if here is None else int(grids.district[here])
    return grids.districts[district].code if district >= 0 else CITY_FEED


def _is_degree(value: object) -> bool:
    return type(value) is int and abs(value) <= HALF_TURN


def _units(command: Command, city: City) -> list[str]:
    """The units that a command names: one who leads, and those who help."""
    said = [command.body.get("unit"), *_several(command.body.get("helpers"))]
    return [unit for unit in said if isinstance(unit, str) and unit in city.units]


def _several(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else ()
