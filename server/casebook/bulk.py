"""Many recorded rows at once: the same rules, but written table by table and told to nobody, as a new epoch follows."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from sqlalchemy import Connection, select

from rules import wire
from rules.case import ENDED, Case
from rules.city import City
from rules.commands import Command, NotAllowed, Outcome
from server import tables
from server.access.accounts import SYSTEM
from server.casebook import rows
from server.casebook.judge import Judge
from server.dialect import insert_many
from server.feeds.heads import add_feeds
from server.feeds.homes import copies, home

CHUNK = 4000
HOUR_MS = 3_600_000
COMMAND_COLUMNS = ("id", "hash", "case_id", "verb", "actor", "state", "feed", "version", "at", "body", "outcome")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "cases": rows.CASE_COLUMNS,
    "events": rows.EVENT_COLUMNS,
    "commands": COMMAND_COLUMNS,
    **{name: child.columns for name, child in rows.CHILDREN.items()},
}
Made = dict[str, list[rows.Values]]
Refused = tuple[Command, NotAllowed]


class BulkRecorder:
    """Settles `record` commands of the system in one transaction. Known ids are skipped: an import may be repeated."""

    def __init__(self, connection: Connection, judge: Judge, city: City, now: int) -> None:
        self._connection = connection
        self._judge = judge
        self._city = city
        self._now = now
        self._live_since = now - city.policies.live_hours * HOUR_MS
        self._feeds: set[str] = set()
        earlier = select(tables.commands.c.id).where(tables.commands.c.verb == "record").limit(1)
        self._is_first = connection.scalar(earlier) is None
        self.recorded = 0
        self.known = 0
        self.refused: list[Refused] = []

    def record(self, commands: Iterable[Command]) -> None:
        """Settle them all, in order."""
        remaining = iter(commands)
        while chunk := list(islice(remaining, CHUNK)):
            self._record_chunk(chunk)
        add_feeds(self._connection, tuple(sorted(self._feeds)))

    def _record_chunk(self, commands: Sequence[Command]) -> None:
        known = self._known([command.id for command in commands])
        self.known += len(known)
        made: Made = {name: [] for name in COLUMNS}
        for command in commands:
            if command.id not in known:
                self._settle(command, made)
        for table, values in made.items():
            insert_many(self._connection, table, COLUMNS[table], values)

    def _settle(self, command: Command, made: Made) -> None:
        city = self._city
        try:
            applied = self._judge.apply(None, command, SYSTEM, city, self._now)
        except NotAllowed as refusal:
            self.refused.append((command, refusal))
            return
        case = applied.case
        feed = home(case, city)
        self._feeds.add(feed)
        made["cases"].append(rows.case_values(case, city, feed, copies(case, city), self._is_live(case)))
        made["events"] += rows.event_values(applied.events, case.version)
        for table, child in rows.CHILDREN.items():
            if getattr(case, child.part):
                made[table] += child.make(case, city)
        made["commands"].append(self._command_values(command, case, feed))
        self.recorded += 1

    def _is_live(self, case: Case) -> bool:
        return case.stage not in ENDED or case.stage_since >= self._live_since

    def _command_values(self, command: Command, case: Case, feed: str) -> rows.Values:
        outcome = Outcome(command.id, "accepted", feed=feed, version=case.version, at=self._now)
        body = wire.encode_command(command)
        told = (command.id, hashlib.sha256(body).hexdigest(), case.id, command.verb, command.actor, outcome.state, feed)
        return (*told, case.version, self._now, body, wire.encode_outcome(outcome))

    def _known(self, ids: list[str]) -> frozenset[str]:
        if self._is_first:
            return frozenset()
        table = tables.commands
        return frozenset(
            found
            for start in range(0, len(ids), 500)
            for found in self._connection.scalars(select(table.c.id).where(table.c.id.in_(ids[start : start + 500])))
        )
