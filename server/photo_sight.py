"""Who sees which photo: those of cases that exist for who asks, and what they sent themselves; no other is there."""

from sqlalchemy import Connection, or_, select

from rules.commands import Actor
from rules.jurisdiction import reach
from rules.powers import Data, Deed
from server import tables
from server.access.sessions import Session, Workstation
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.dialect import insert_missing
from server.sight import reached

_OF_STATION = "workstation "


def sender_of(asker: Session | Workstation) -> str:
    """Whose upload it is: the workstation's or the person's."""
    return person(asker.actor) if isinstance(asker, Session) else f"{_OF_STATION}{asker.id}"


def person(actor: Actor) -> str:
    """A person as a sender."""
    return f"person {actor.id}"


class PhotoSight:
    """Asked before a photo is shown, named as kept, or taken over into a form; blocking."""

    def __init__(self, database: Database, cities: Cities, clock: Clock) -> None:
        self._database, self._cities, self._clock = database, cities, clock

    def note(self, sha256: str, sender: str) -> None:
        """A photo was sent whole by somebody: it is there for them whatever becomes of it."""
        values = {"sha256": sha256, "sender": sender, "at": self._clock.now()}
        with self._database.note() as connection:
            insert_missing(connection, tables.blob_senders.name, values)

    def sees(self, sha256: str, asker: Session | Workstation) -> bool:
        """Whether this photo is there for a person or a console."""
        with self._database.read() as connection:
            if isinstance(asker, Workstation):
                senders = _senders(connection, sha256)
                return sender_of(asker) in senders or _in_scope(connection, sha256, asker.scope)
            return self._shown(connection, sha256, asker.actor)

    def shown_to(self, sha256: str, actor: Actor) -> bool:
        """The same for a person on a page."""
        with self._database.read() as connection:
            return self._shown(connection, sha256, actor)

    def _shown(self, connection: Connection, sha256: str, actor: Actor) -> bool:
        """Who names in a case of their own a photo that others sent does not see it by that."""
        city = self._cities.current
        see = reach(actor, Data.PHOTOS, Deed.SEE, city, self._clock.now())
        senders = _senders(connection, sha256)
        if see.everything or person(actor) in senders:
            return True
        photos, cases = tables.photos, tables.cases
        found = select(photos.c.by).join(cases, cases.c.id == photos.c.case_id)
        found = found.where(or_(photos.c.sha256 == sha256, photos.c.marks_of == sha256), reached(see, city))
        theirs = senders and not any(sender.startswith(_OF_STATION) for sender in senders)
        return any(not (theirs and by == actor.id) for by in connection.scalars(found))


def _senders(connection: Connection, sha256: str) -> frozenset[str]:
    table = tables.blob_senders
    return frozenset(connection.scalars(select(table.c.sender).where(table.c.sha256 == sha256)))


def _in_scope(connection: Connection, sha256: str, scope: frozenset[str] | None) -> bool:
    """Whether a case with this photo stands in one of the feeds; a console of the whole city sees all."""
    if scope is None:
        return True
    photos, cases = tables.photos, tables.cases
    mine = or_(photos.c.sha256 == sha256, photos.c.marks_of == sha256)
    found = select(cases.c.feed, cases.c.copies).join(photos, photos.c.case_id == cases.c.id).where(mine)
    return any(not scope.isdisjoint((row.feed, *row.copies.split())) for row in connection.execute(found))
