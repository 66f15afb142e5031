"""Outage drills of the desks: what each console tells of one when it begins and when all of it has arrived.

The console's own record is the one that counts; the centre keeps a copy, so that it stands beside those of other desks.
"""

from dataclasses import dataclass, field

from sqlalchemy import Connection, select, update

from rules.city import City
from rules.commands import Actor, NotAllowed
from rules.jurisdiction import Reach, may, reach, roles_of
from rules.powers import Data, Deed
from rules.wire import canonical, decode
from server import tables
from server.access import accounts
from server.database import Database
from server.dialect import insert_missing

LATEST = 200
"""Drills that are told at once."""
_table = tables.drills


@dataclass(frozen=True, slots=True)
class Call:
    """An urgent case that was sent out in the drill; `told_at` 0 = nobody phoned."""

    number: str = ""
    unit: str = ""
    sent_at: int = 0
    told_at: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """What a console tells of its drill; instants ms UTC, 0 = not yet."""

    began: int
    until: int
    ended: int = 0
    why: str = ""
    number: str = ""  # of the urgent case that ended it
    commands: dict[str, int] = field(default_factory=dict)
    urgent: tuple[Call, ...] = ()
    drained_at: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Drill:
    """A drill as it is kept: who held it, and the figures."""

    id: str
    actor: str
    figures: Figures

    @property
    def told(self) -> int:
        """For how many of the urgent cases somebody was phoned."""
        return sum(1 for call in self.figures.urgent if call.told_at)


def _may_tell(actor: Actor, city: City, now: int) -> bool:
    """Whether this person holds drills."""
    return may(actor, Data.DRILLS, Deed.CHANGE, city, now)


class Drills:
    """The drills that were told of."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, drill_id: str, actor: Actor, figures: Figures, city: City, now: int) -> None:
        """Keep what is told; safe to repeat. Raises NotAllowed: no right, or somebody else's drill.

        What was told of the beginning and comes late changes nothing of an end that is known.
        """
        if not _may_tell(actor, city, now):
            raise NotAllowed("rule.drill_right")
        values = {
            "began_at": figures.began,
            "ended_at": figures.ended,
            "why": figures.why,
            "told": canonical(figures),
        }
        with self._database.note() as connection:
            insert_missing(connection, "drills", {"id": drill_id, "actor": actor.id, **values})
            mine = _table.c.id == drill_id
            kept = connection.execute(select(_table.c.actor, _table.c.ended_at).where(mine).with_for_update()).one()
            if kept.actor != actor.id:
                raise NotAllowed("rule.drill_right")
            if figures.ended or not kept.ended_at:
                connection.execute(update(_table).where(mine).values(**values))

    def all(self) -> tuple[Drill, ...]:
        """The last ones, the latest first."""
        with self._database.read() as connection:
            return _read(connection)

    def seen_by(self, actor: Actor, city: City, now: int) -> tuple[Drill, ...]:
        """The last ones that this person sees: the own ones, and those of who leads in the same place or below.

        Raises NotAllowed without the right.
        """
        see = reach(actor, Data.DRILLS, Deed.SEE, city, now)
        if not see:
            raise NotAllowed("rule.drill_right")
        found = self.all()
        if see.everything:
            return found
        with self._database.read() as connection:
            people = accounts.actors(connection, {each.actor for each in found})
        mine = {each.id for each in people.values() if _within(each, see, city, now)} | {actor.id}
        return tuple(each for each in found if each.actor in mine)


def _within(person: Actor, see: Reach, city: City, now: int) -> bool:
    """Whether every duty by which somebody may have led a drill lies in this place."""
    leads = roles_of(city, Data.DRILLS, Deed.CHANGE, now)
    places = [grant.unit for grant in person.grants if grant.role in leads]
    return bool(places) and all(place and see.covers_unit(place, city) for place in places)


def _read(connection: Connection) -> tuple[Drill, ...]:
    ordered = select(_table).order_by(_table.c.began_at.desc(), _table.c.id).limit(LATEST)
    rows = connection.execute(ordered)
    return tuple(Drill(row.id, row.actor, decode(Figures, bytes(row.told))) for row in rows)
