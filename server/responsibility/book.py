"""The one place where responsibilities are laid down: checked and tried first, then a new version of the city.

Rulings come by the casebook and are put in force by `follow`, which the timers call.
"""

from dataclasses import replace

from sqlalchemy import Connection, select

from rules.amending import amended
from rules.case import Case
from rules.city import City
from rules.commands import Actor, NotAllowed
from rules.duty_edits import Edits, Fault, InForce, Move, Responsible, Trial, amendments_of
from rules.jurisdiction import may, reach
from rules.pack import encode_city, version_of
from rules.powers import Data, Deed
from rules.reasons import naming, reason
from rules.responsibility import propose
from rules.texts import Texts
from server import tables
from server.amendments import count_amendments, keep_amendments, read_amendments
from server.cities import Cities
from server.city.duties import with_corridors
from server.clock import Clock
from server.database import Database
from server.dialect import parts
from server.feeds.service import FeedLine, Feeds
from server.installer import put_in_force
from server.responsibility.charge import told_at
from server.responsibility.checking import MOST_EDITS, faults
from server.responsibility.trial import try_out
from server.sight import reached

LONGEST_REASON = 400


class EditsRefused(Exception):
    """The edits have faults; nothing was changed."""

    def __init__(self, found: tuple[Fault, ...]) -> None:
        super().__init__(", ".join(f"{each.kind} {each.code}: {each.rule}" for each in found))
        self.faults = found


class Responsibilities:
    """Tries edits and puts them in force. Methods that take an actor raise NotAllowed ("rule.duty_right")."""

    def __init__(self, database: Database, cities: Cities, feeds: Feeds, clock: Clock) -> None:
        self._database = database
        self._cities = cities
        self._feeds = feeds
        self._clock = clock

    def try_out(self, edits: Edits, actor: Actor) -> Trial:
        """What the edits would change; with faults, these alone."""
        now = self._clock.now()
        before = self._cities.current
        insist_editor(actor, before, now)
        after = _edited(before, edits)
        found = faults(edits.edits, before, after)
        if found:
            return Trial(before.version, found)
        with self._database.read() as connection:
            told = try_out(connection, before, after, now)
            return replace(told, moves=self._seen(connection, told.moves, actor, before, now))

    def _seen(
        self, connection: Connection, moves: tuple[Move, ...], actor: Actor, city: City, now: int
    ) -> tuple[Move, ...]:
        """Of the moves those of cases that the person sees: an administrator is told how many, not which."""
        see, table = reach(actor, Data.MATTER, Deed.SEE, city, now), tables.cases
        if see.everything or not moves:
            return moves
        wanted = select(table.c.id).where(reached(see, city))
        ids = [move.case_id for move in moves]
        seen = {row for part in parts(ids) for row in connection.scalars(wanted.where(table.c.id.in_(part)))}
        return tuple(move for move in moves if move.case_id in seen)

    def put_in_force(self, edits: Edits, actor: Actor) -> InForce:
        """Lay the edits down. Raises EditsRefused, and NotAllowed: no reason, or the city moved on meanwhile."""
        now = self._clock.now()
        insist_editor(actor, self._cities.current, now)
        reason = edits.reason.strip()
        if not reason or len(reason) > LONGEST_REASON:
            raise NotAllowed("rule.reason", field="reason", expected="reason")
        lines: list[FeedLine] = []
        with self._database.write(long=True, then=lambda: self._feeds.publish(lines)) as connection:
            before = self._cities.current
            if not self._cities.is_current(connection) or (edits.base and edits.base != before.version):
                raise NotAllowed("rule.city_moved")
            after = _edited(before, edits)
            if found := faults(edits.edits, before, after):
                raise EditsRefused(found)
            keep_amendments(connection, amendments_of(edits.edits), actor.id, now, reason)
            city = replace(after, amendments=count_amendments(connection))
            pack = encode_city(city)
            version = version_of(pack)
            lines += put_in_force(connection, self._cities, pack, replace(city, version=version), now)[1]
        return InForce(version)

    def follow(self) -> bool:
        """Put in force what was laid down since: rulings, and amendments of another process. Whether there was any."""
        with self._database.read() as connection:
            if count_amendments(connection) == self._cities.current.amendments:
                return False
        now, lines = self._clock.now(), list[FeedLine]()
        with self._database.write(long=True, then=lambda: self._feeds.publish(lines)) as connection:
            before, count = self._cities.current, count_amendments(connection)
            if count == before.amendments or not self._cities.is_current(connection):
                return False  # another process was quicker; the next tick sees its city
            city = with_corridors(amended(before, read_amendments(connection), count))
            pack = encode_city(city)
            city = replace(city, version=version_of(pack))
            lines += put_in_force(connection, self._cities, pack, city, now)[1]
        return True

    def answer(self, case: Case, actor: Actor, texts: Texts, at: int = 0) -> Responsible:
        """Who answers for a case or a mere place, now or at another instant, with the reason in words."""
        now, city = self._clock.now(), self._cities.current
        if not may(actor, Data.DUTIES, Deed.SEE, city, now):
            raise NotAllowed("rule.duty_right")
        found = propose(case, city, at or now)
        names = naming(city, texts)
        watch = city.watch_of(found.unit, at or now) if found.unit else None
        return Responsible(
            unit=found.unit,
            ground=found.ground,
            words=reason(found.ground, dict(found.data), texts, names),
            name=names.unit(found.unit) if found.unit else "",
            phone=watch.phone if watch else "",
            candidates=found.candidates,
            runners_up=found.runners_up,
            make_safe=found.make_safe,
            data=found.data,
            **told_at(case, city, texts, at or now),
        )


def insist_editor(actor: Actor, city: City, now: int) -> None:
    """Raises NotAllowed unless the person may change who is responsible, for the whole city."""
    if not reach(actor, Data.DUTIES, Deed.CHANGE, city, now).everything:
        raise NotAllowed("rule.duty_right")


def _edited(before: City, edits: Edits) -> City:
    if not 1 <= len(edits.edits) <= MOST_EDITS:
        raise NotAllowed("rule.form", field="edits", expected=f"1–{MOST_EDITS}")
    return with_corridors(amended(before, amendments_of(edits.edits)))
