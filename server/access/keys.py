"""Keys of other programs: made and ended by an administrator, kept as hashes, told once."""

import uuid
from dataclasses import dataclass

from sqlalchemy import Row, insert, select, update

from server import tables
from server.access.secrets import kept_form, new_token
from server.clock import Clock
from server.database import Database

USED_MS = 60_000  # so often at most it is written down that a key is in use
LONGEST = 200


@dataclass(frozen=True, slots=True)
class ApiKey:
    """One key; instants in ms UTC, 0 = never."""

    id: str
    name: str
    since: int
    used: int
    ended: int


class ApiKeys:
    """All of them. Changes take effect with the next request, also of a server that runs meanwhile."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def issue(self, name: str) -> tuple[ApiKey, str]:
        """A new key and its secret, which is never told again."""
        secret = new_token()
        made = ApiKey(str(uuid.uuid4()), name[:LONGEST], self._clock.now(), 0, 0)
        values = {"id": made.id, "key": kept_form(secret), "name": made.name, "created_at": made.since}
        with self._database.note() as connection:
            connection.execute(insert(tables.api_keys).values(**values))
        return made, secret

    def find(self, secret: str) -> ApiKey | None:
        """The key in use with this secret, None when there is none; that it was used is noted."""
        table, now = tables.api_keys, self._clock.now()
        wanted = select(table).where(table.c.key == kept_form(secret), table.c.ended_at == 0)
        with self._database.read() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return None
        if now - row.used_at > USED_MS:
            with self._database.note() as connection:
                connection.execute(update(table).where(table.c.id == row.id).values(used_at=now))
        return _key(row)

    def all(self) -> tuple[ApiKey, ...]:
        """Those in use, then those that ended; each in the order in which they were made."""
        with self._database.read() as connection:
            found = [_key(row) for row in connection.execute(select(tables.api_keys))]
        return tuple(sorted(found, key=lambda each: (bool(each.ended), each.since, each.id)))

    def end(self, start: str) -> ApiKey:
        """Nothing that comes with this key is taken any more; what came stays.

        `start`: the beginning of its id. LookupError when no key in use, or more than one, begins so.
        """
        found = [each for each in self.all() if each.id.startswith(start) and not each.ended]
        if not start or len(found) != 1:
            raise LookupError(start)
        table = tables.api_keys
        with self._database.note() as connection:
            connection.execute(update(table).where(table.c.id == found[0].id).values(ended_at=self._clock.now()))
        return found[0]


def _key(row: Row[tuple[object, ...]]) -> ApiKey:
    return ApiKey(row.id, row.name, row.created_at, row.used_at, row.ended_at)
