"""Who of the staff holds which duty now, told as far as the asker's rights reach."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, true

from rules.city import City
from rules.commands import Actor, Role
from rules.jurisdiction import Reach, reach
from rules.powers import Data, Deed
from server import tables
from server.cities import Cities
from server.clock import Clock
from server.database import Database


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a duty now."""

    id: str
    name: str
    name_en: str
    role: str
    unit: str


class Staff:
    """Reads only; the clock says which grants are in force."""

    def __init__(self, database: Database, cities: Cities, clock: Clock) -> None:
        self._database, self._cities, self._clock = database, cities, clock
        self._grids: tuple[str, Mapping[str, str]] = ("", {})

    def all(self, role: str = "") -> tuple[Holder, ...]:
        """All of them in order of login; "" = any duty."""
        a, g, now = tables.accounts, tables.grants, self._clock.now()
        in_force = (g.c.since <= now) & ((g.c.until == 0) | (g.c.until > now)) & a.c.disabled.is_(False)
        wanted = (
            select(a.c.id, a.c.name, a.c.name_en, g.c.role, g.c.unit).join(g, g.c.account == a.c.id).where(in_force)
        )
        with self._database.read() as connection:
            rows = connection.execute(wanted.where(g.c.role == role if role else true()).order_by(a.c.id, g.c.unit))
            return tuple(Holder(row.id, row.name, row.name_en, row.role, row.unit) for row in rows)

    def seen_by(self, actor: Actor, role: str = "") -> tuple[Holder, ...]:
        """Those of the asker's place, and those whose duty is the whole city: these act in that place, too."""
        city = self._cities.current
        reached = reach(actor, Data.PEOPLE, Deed.SEE, city, self._clock.now())
        if not reached:
            return ()
        return tuple(each for each in self.all(role) if not each.unit or self._covers(reached, each, city))

    def _covers(self, reached: Reach, holder: Holder, city: City) -> bool:
        if holder.role == Role.COLLECTOR:
            return reached.everything or self._district_of(holder.unit, city) in reached.districts
        return reached.covers_unit(holder.unit, city)

    def _district_of(self, grid: str, city: City) -> str:
        """The district in which a responsibility grid lies; "" where the city's geometry does not say."""
        if self._grids[0] != city.version:
            self._grids = (city.version, _districts(city))
        return self._grids[1].get(grid, "")


def _districts(city: City) -> Mapping[str, str]:
    grids = city.grids
    if grids is None:
        return {}
    pairs = zip(grids.duty.tolist(), grids.district.tolist(), strict=True)
    return {grids.duties[duty].code: grids.districts[where].code for duty, where in pairs if duty >= 0 and where >= 0}
