"""The addresses of units' own systems, and the messages that could not be delivered: what an administrator handles."""

import json
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import insert, select, update

from server import tables
from server.clock import Clock
from server.database import Database
from server.feeds.heads import read_heads
from server.webhooks.signing import new_secret

LONGEST = 400


class WrongAddress(ValueError):
    """No http or https address of a host, without name and password in it."""


@dataclass(frozen=True, slots=True)
class Hook:
    """One address of one unit; instants ms UTC, 0 = never. `waiting` and `dead`: its messages."""

    id: str
    unit: str
    url: str
    since: int
    ended: int
    waiting: int = 0
    dead: int = 0


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that was tried in vain as often as it is tried; `at`: when it was given up."""

    id: str
    unit: str
    case_id: str
    version: int
    at: int
    tries: int
    why: str


class Hooks:
    """All of them. Changes take effect within a second, also of a server that runs meanwhile."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def add(self, unit: str, url: str) -> tuple[Hook, str]:
        """A new one, told of what happens from now on, and its secret, told this once. Raises WrongAddress."""
        check_url(url)
        secret, made = new_secret(), Hook(str(uuid.uuid4()), unit, url, self._clock.now(), 0)
        with self._database.note() as connection:
            heads = {feed: head.seq for feed, head in read_heads(connection).items()}
            values = {"id": made.id, "unit": unit, "url": url, "secret": secret, "created_at": made.since}
            connection.execute(insert(tables.hooks).values(**values, cursor=json.dumps(heads)))
        return made, secret

    def all(self) -> tuple[Hook, ...]:
        """Those in use, then those that ended; each in the order in which they were made."""
        table, messages = tables.hooks, tables.hook_messages
        with self._database.read() as connection:
            rows = connection.execute(select(table)).all()
            states = connection.execute(
                select(messages.c.hook, messages.c.dead_at).where(messages.c.sent_at == 0)
            ).all()
        found = [_hook(row, [dead for hook, dead in states if hook == row.id]) for row in rows]
        return tuple(sorted(found, key=lambda each: (bool(each.ended), each.since, each.id)))

    def end(self, start: str) -> Hook:
        """Nothing more is sent there. `start`: the beginning of its id; LookupError when it names none or several."""
        found = [each for each in self.all() if each.id.startswith(start) and not each.ended]
        if not start or len(found) != 1:
            raise LookupError(start)
        table = tables.hooks
        with self._database.note() as connection:
            connection.execute(update(table).where(table.c.id == found[0].id).values(ended_at=self._clock.now()))
        return found[0]

    def dead(self) -> tuple[DeadLetter, ...]:
        """The dead letters of addresses in use, in the order of their messages."""
        hooks, m = tables.hooks, tables.hook_messages
        wanted = select(m, hooks.c.unit).join(hooks, hooks.c.id == m.c.hook)
        wanted = wanted.where(m.c.dead_at > 0, hooks.c.ended_at == 0).order_by(m.c.hook, m.c.n)
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return tuple(DeadLetter(r.id, r.unit, r.case_id, r.version, r.dead_at, r.tries, r.why) for r in rows)

    def send_again(self, start: str) -> int:
        """Dead letters are tried anew, those first that were made first; how many. "all", or the beginning of an id.

        LookupError when there is none.
        """
        found = [each.id for each in self.dead() if start == "all" or (start and each.id.startswith(start))]
        if not found:
            raise LookupError(start)
        m = tables.hook_messages
        fresh = {"dead_at": 0, "tries": 0, "next_at": self._clock.now()}
        with self._database.note() as connection:
            connection.execute(update(m).where(m.c.id.in_(found)).values(**fresh))
        return len(found)


def _hook(row: Any, states: list[int]) -> Hook:
    dead = sum(1 for at in states if at)
    return Hook(row.id, row.unit, row.url, row.created_at, row.ended_at, len(states) - dead, dead)


def check_url(url: str) -> None:
    """Raises WrongAddress for what no message can be sent to."""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and parts.hostname and not parts.username and parts.port != 0
    except ValueError as error:
        raise WrongAddress(url) from error
    if not fine or not url.isprintable() or " " in url or len(url) > LONGEST:
        raise WrongAddress(url)
