"""Old commands: what lay unsent for half a day is not sent before a person says that it still holds.

A case that was dispatched yesterday may have been ended by others since. What was offered to a server before goes by
itself: it may have been done there. Whatever follows an old command on its case waits with it.
"""

from collections.abc import Iterable
from dataclasses import replace

from console.desk.picture import Picture
from console.desk.times import Clock
from console.models.entries import Entry, State
from console.models.outbox import Outbox
from rules.calendar import HOUR
from rules.paper_deeds import unit_of

OLD_AFTER = 12 * HOUR


class Aging:
    """Which of the waiting commands are old, by the corrected clock."""

    def __init__(self, outbox: Outbox, picture: Picture, clock: Clock) -> None:
        self._outbox, self._picture, self._clock = outbox, picture, clock

    def look(self) -> None:
        """See which are old now: they, and whatever follows them on the same cases."""
        before = self._clock.now() - OLD_AFTER
        cases: set[str] = set()
        old: set[str] = set()
        for entry in self._never_offered():
            if _is_old(entry, before) or entry.command.case_id in cases:
                cases.add(entry.command.case_id)
                old.add(entry.id)
        self._picture.see_old(frozenset(old))

    def _never_offered(self) -> list[Entry]:
        return [entry for entry in self._picture.waiting if entry.n is None]

    def holds(self, command_id: str) -> bool:
        """Whether this one waits for a person's word."""
        return command_id in self._picture.old

    def send(self, ids: Iterable[str]) -> frozenset[str]:
        """They still hold: from now on they go like all others; the cases to show anew."""
        chosen = self._chosen(ids)
        now = self._clock.now()
        self._outbox.confirm([entry.id for entry in chosen], now)
        for entry in chosen:
            self._picture.put(replace(entry, confirmed_at=now))
        self.look()
        return _cases(chosen)

    def drop(self, ids: Iterable[str]) -> frozenset[str]:
        """They hold no longer: taken back before any server heard of them; the cases to show anew."""
        chosen = self._chosen(ids)
        self._outbox.move([entry.id for entry in chosen], State.WITHDRAWN, self._clock.now(), "old")
        for entry in chosen:
            self._picture.drop(entry.id)
        self.look()
        return _cases(chosen)

    def _chosen(self, ids: Iterable[str]) -> list[Entry]:
        """Those of them that are old still: another seat may have answered already."""
        return [self._picture.entries[command_id] for command_id in ids if self.holds(command_id)]


def _is_old(entry: Entry, before: int) -> bool:
    return not entry.confirmed_at and _since(entry) < before


def _since(entry: Entry) -> int:
    """When it was wished here: what a unit did on paper days ago may have been read this minute."""
    if unit_of(entry.command.actor):
        return entry.stamp.wall + entry.stamp.offset_ms
    return entry.command.issued_at


def _cases(entries: Iterable[Entry]) -> frozenset[str]:
    return frozenset(entry.command.case_id for entry in entries)
