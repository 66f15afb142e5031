"""Judges recorded rows and makes the rows of the tables from them. It touches no database: it may run anywhere."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rules import wire
from rules.case import ENDED, Case
from rules.city import City
from rules.commands import Command, NotAllowed, Outcome
from server.access.accounts import SYSTEM
from server.casebook import rows
from server.casebook.judge import Judge
from server.feeds.homes import copies, home

HOUR_MS = 3_600_000
COMMAND_COLUMNS = ("id", "hash", "case_id", "verb", "actor", "state", "feed", "version", "at", "body", "outcome")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "cases": rows.CASE_COLUMNS,
    "events": rows.EVENT_COLUMNS,
    "commands": COMMAND_COLUMNS,
    **{name: child.columns for name, child in rows.CHILDREN.items()},
}
Refused = tuple[Command, NotAllowed]


def _no_rows() -> dict[str, list[rows.Values]]:
    return {name: [] for name in COLUMNS}


@dataclass(slots=True)
class Batch:
    """What some commands come to: rows by table in the order of COLUMNS, the feeds they belong to, what was refused."""

    made: dict[str, list[rows.Values]] = field(default_factory=_no_rows)
    feeds: set[str] = field(default_factory=set)
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Maker:
    """Settles `record` commands of the system at `now` (ms UTC); the commands bring the grids of their places."""

    judge: Judge
    city: City
    now: int

    def make(self, commands: Sequence[Command]) -> Batch:
        """Settle them all, in order."""
        batch = Batch()
        for command in commands:
            try:
                case, events = self._apply(command)
            except NotAllowed as refusal:
                batch.refused.append((command, refusal))
                continue
            self._keep(command, case, events, batch)
        return batch

    def _apply(self, command: Command) -> tuple[Case, list[rows.Values]]:
        applied = self.judge.apply(None, command, SYSTEM, self.city, self.now)
        return applied.case, rows.event_values(applied.events, applied.case.version)

    def _keep(self, command: Command, case: Case, events: list[rows.Values], batch: Batch) -> None:
        city, made, feed = self.city, batch.made, home(case, self.city)
        batch.feeds.add(feed)
        made["cases"].append(rows.case_values(case, city, feed, copies(case, city), self._is_live(case)))
        made["events"] += events
        for table, child in rows.CHILDREN.items():
            if getattr(case, child.part):
                made[table] += child.make(case, city)
        made["commands"].append(self._command_values(command, case, feed))

    def _is_live(self, case: Case) -> bool:
        return case.stage not in ENDED or case.stage_since >= self.now - self.city.policies.live_hours * HOUR_MS

    def _command_values(self, command: Command, case: Case, feed: str) -> rows.Values:
        outcome = Outcome(command.id, "accepted", feed=feed, version=case.version, at=self.now)
        body = wire.encode_command(command)
        told = (command.id, hashlib.sha256(body).hexdigest(), case.id, command.verb, command.actor, outcome.state, feed)
        return (*told, case.version, self.now, body, wire.encode_outcome(outcome))
