"""The sources that may report by signed messages: made, renewed and ended by an administrator; secrets are told once.

A secret is renewed without a gap: the old one holds for some hours beside the new one, so that the other side can be
changed meanwhile.
"""

import re
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from server import tables
from server.clock import Clock
from server.database import Database
from server.webhooks.hooks import check_url
from server.webhooks.signing import new_secret

HOUR_MS = 3_600_000
USED_MS = 60_000  # so often at most it is written down that a source is in use
CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)


class WrongCode(ValueError):
    """No short code, or one that another source in use has."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source; instants ms UTC, 0 = never. `url` "": its answers are brought nowhere."""

    id: str
    code: str
    name: str
    url: str
    since: int
    rotated: int
    old_until: int
    used: int
    ended: int


class Sources:
    """All of them. Changes take effect with the next message, also of a server that runs meanwhile."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def add(self, code: str, name: str, url: str = "") -> tuple[Source, str]:
        """A new one and its secret, told this once. Raises WrongCode and WrongAddress."""
        if not CODE.fullmatch(code) or any(each.code == code and not each.ended for each in self.all()):
            raise WrongCode(code)
        if url:
            check_url(url)
        secret, made = new_secret(), Source(str(uuid.uuid4()), code, name, url, self._clock.now(), 0, 0, 0, 0)
        values = {"id": made.id, "code": code, "name": name, "url": url, "secret": secret, "created_at": made.since}
        with self._database.note() as connection:
            connection.execute(insert(tables.sources).values(**values))
        return made, secret

    def find(self, code: str) -> tuple[Source, tuple[str, ...]] | None:
        """The source in use with this code and the secrets that hold now, the newest first."""
        table, now = tables.sources, self._clock.now()
        wanted = select(table).where(table.c.code == code, table.c.ended_at == 0)
        with self._database.read() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return None
        old = (row.old_secret,) if row.old_secret and now < row.old_until else ()
        return _source(row), (row.secret, *old)

    def used(self, source: Source) -> None:
        """Note that it is in use, now and then."""
        now = self._clock.now()
        if now - source.used > USED_MS:
            self._change(source.id, used_at=now)

    def all(self) -> tuple[Source, ...]:
        """Those in use, then those that ended; each in the order in which they were made."""
        with self._database.read() as connection:
            found = [_source(row) for row in connection.execute(select(tables.sources))]
        return tuple(sorted(found, key=lambda each: (bool(each.ended), each.since, each.id)))

    def rotate(self, code: str, hours: int) -> tuple[Source, str]:
        """A new secret, told this once; the old one holds for so many hours (0 = no longer). Raises LookupError."""
        found = self.find(code)
        if found is None:
            raise LookupError(code)
        (source, (present, *_)), secret, now = found, new_secret(), self._clock.now()
        until = now + hours * HOUR_MS
        kept = {"old_secret": present, "old_until": until} if hours else {"old_secret": "", "old_until": 0}
        self._change(source.id, secret=secret, rotated_at=now, **kept)
        return source, secret

    def point(self, code: str, url: str) -> Source:
        """Its answers go there from now on, "" = nowhere. Raises LookupError and WrongAddress."""
        if url:
            check_url(url)
        found = self.find(code)
        if found is None:
            raise LookupError(code)
        self._change(found[0].id, url=url)
        return found[0]

    def end(self, code: str) -> Source:
        """Nothing that it sends is taken any more; what came stays. Its secrets are forgotten. Raises LookupError."""
        found = self.find(code)
        if found is None:
            raise LookupError(code)
        self._change(found[0].id, ended_at=self._clock.now(), secret="", old_secret="", old_until=0)
        return found[0]

    def _change(self, source: str, **values: object) -> None:
        table = tables.sources
        with self._database.note() as connection:
            connection.execute(update(table).where(table.c.id == source).values(**values))


def _source(row: Any) -> Source:
    instants = (row.created_at, row.rotated_at, row.old_until, row.used_at, row.ended_at)
    return Source(row.id, row.code, row.name, row.url, *instants)
