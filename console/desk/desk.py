"""The desk: everything that happens to local commands and cached cases, in one place without Qt; the store drives it.

Each method says which cases must be shown anew; `delta` makes them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from console.desk.files import Files
from console.desk.holds import Holds
from console.desk.issuing import Issuing
from console.desk.picture import Picture
from console.desk.recalls import Recalls
from console.desk.seats import Seats
from console.desk.settled import Settled
from console.desk.settling import Settling, seqs_of
from console.desk.showing import Showing
from console.desk.times import Clock
from console.facts import Changes, Conflict, Cursor, Delta, Offers, Pending, SnapshotPage, Wish
from console.models.entries import Entry, State
from rules.case import Case
from rules.city import City
from rules.commands import NotAllowed
from rules.lifecycle import allowed
from rules.protocol import Push, PushAnswer, Pushed
from rules.wire import encode_command


class Desk:
    """What an operator may do here. On the store's thread alone."""

    def __init__(self, files: Files, clock: Clock) -> None:
        self.files, self.clock = files, clock
        self.seats = Seats()
        self._holds = Holds(clock.mono)
        self._picture = Picture(f"临{files.outbox.identity.console_id[:2].upper()}", self._holds)
        self._settling = Settling(files.outbox, self._picture, self._holds, clock)
        self._issuing = Issuing(files.outbox, files.photos, self._picture, self._holds, self.seats, clock)
        self._showing = Showing(self._picture, clock)
        self._recalls = Recalls(self._picture, self._issuing, self._settling, self.seats, clock)
        self._cursor = files.shelf.cache.cursor()
        for entry in files.outbox.open_entries():
            self._picture.put(entry)

    # the picture ------------------------------------------------------------------------------------------------------
    @property
    def city(self) -> City | None:
        """The city pack in force here."""
        return self._picture.city

    def use_city(self, city: City) -> None:
        """Judge and show by this city from now on; all cases must be shown anew."""
        self._picture.city = city
        self.files.shelf.cache.use_city(city.version)
        self._cursor = replace(self._cursor, city=city.version)
        self._issuing.closed = ""

    def load(self) -> Iterator[tuple[str, ...]]:
        """Read the cache: the ids of its cases in slices of at most 500, then those that only the outbox knows."""
        fresh: set[str] = set()
        for part in self.files.shelf.images():
            ids = tuple(case.id for case in part)
            self._picture.cached.update({case.id: case for case in part})
            fresh.update(ids)
            yield ids
        for case_id in self._picture.cached.keys() - fresh:
            del self._picture.cached[case_id]
        yield tuple(id_ for id_ in self._picture.cases_with_entries() if id_ not in fresh)

    def known(self) -> tuple[str, ...]:
        """The ids of all cases that can be shown."""
        drafts = (id_ for id_ in self._picture.cases_with_entries() if id_ not in self._picture.cached)
        return (*self._picture.cached, *drafts)

    def cached(self, case_id: str) -> Case | None:
        """The case as the server last said it, None when it is not here."""
        return self._picture.cached.get(case_id)

    def delta(self, ids: Iterable[str]) -> Delta:
        """These cases as they are shown now; those that are gone are removed."""
        return self._showing.delta(ids)

    def tick(self) -> Delta:
        """The cases whose lamp or list changed by the time that passed, at most 500 of them."""
        return self._showing.tick()

    def forget_gone(self) -> tuple[str, ...]:
        """Cases that were shown and are in the new cache no more."""
        return self._showing.gone(self.known())

    def offers(self, seat: str, case_id: str) -> Offers:
        """What the person at this seat may do on the case as it is shown."""
        actor, case, city = self.seats.actor(seat), self._picture.case(case_id), self._picture.city
        if actor is None or city is None or self._issuing.closed or (case_id and case is None):
            return Offers(seat, case_id)
        return Offers(seat, case_id, allowed(case, actor, city, self.clock.now()))

    # commands ---------------------------------------------------------------------------------------------------------
    def close_for(self, rule: str) -> None:
        """Take no commands for this reason. The outbox stays as it is."""
        self._issuing.closed = rule

    def open_after(self, rule: str) -> None:
        """This reason is over."""
        if self._issuing.closed == rule:
            self._issuing.closed = ""

    def do(self, wish: Wish) -> Pending:
        """Record a wish; `NotAllowed` when it cannot be."""
        entry = self._issuing.issue(wish)
        self._recalls.remember(entry)
        return self._picture.pending(entry)

    def release_due(self) -> frozenset[str]:
        """Let go the held commands whose recall is over; the cases to show anew."""
        return self._holds.release_due()

    def release_all(self) -> frozenset[str]:
        """Let all held commands go, as the program ends; the cases to show anew."""
        return self._holds.release_all()

    def held_for(self) -> int | None:
        """In how many ms the next held command may go, None when none is held."""
        return self._holds.wait()

    def recall_last(self, seat: str) -> frozenset[str]:
        """Take back the seat's last command; the cases to show anew. `NotAllowed` as `Recalls.take_back_last` says."""
        return frozenset({self._recalls.take_back_last(seat)})

    def resolve(self, conflict: str, how: str) -> frozenset[str]:
        """End a conflict: "drop", or "on_top" = the same wish anew on what is now. `NotAllowed` as in `do`."""
        if conflict not in self._picture.entries:
            return frozenset()
        if how == "drop":
            return frozenset({self._settling.drop(conflict)})
        wish = self._settling.again(conflict)
        self._recalls.remember(self._issuing.issue(wish, supersedes=conflict))
        self._picture.drop(conflict)
        return frozenset({wish.case_id})

    def outbox(self) -> tuple[Pending, ...]:
        """Unsent commands in sending order, with those that are held."""
        return tuple(self._picture.pending(entry) for entry in self._settling.unsent())

    def conflict_count(self) -> int:
        """How many conflicts wait."""
        return sum(entry.state is State.CONFLICT for entry in self._picture.entries.values())

    def conflicts(self) -> tuple[Conflict, ...]:
        """What waits for a person's decision."""
        return self._settling.conflicts(self.files.shelf.events)

    # the line ---------------------------------------------------------------------------------------------------------
    def cursor(self) -> Cursor:
        """How far the cache has come."""
        return self._cursor

    def next_push(self, epoch: str) -> Push | None:
        """The next batch, its numbers durable; None when nothing waits."""
        sizes = {entry.id: len(encode_command(entry.command)) + 400 for entry in self._settling.ready()}
        batch = self._settling.offer(sizes)
        identity = self.files.outbox.identity
        pushed = tuple(self._pushed(entry) for entry in batch)
        return Push(identity.console_id, identity.incarnation, epoch, pushed) if pushed else None

    def _pushed(self, entry: Entry) -> Pushed:
        assert entry.n is not None  # noqa: S101 - `offer` has just given it
        personal = self.files.outbox.personal(entry.id)
        return Pushed(entry.n, entry.command, entry.hash, entry.mac, entry.withdrawn, personal)

    def push_failed(self, why: str) -> None:
        """The commands are here still."""
        self._settling.failed([entry.id for entry in self._settling.ready()], why)

    def answered(self, answer: PushAnswer) -> Settled:
        """Take the server's outcomes; a command withdrawn too late is recalled."""
        settled = self._settling.answered(answer, seqs_of(self._cursor.marks))
        for entry in settled.to_recall:
            try:
                self._recalls.recall(entry)
            except NotAllowed as refusal:
                settled = replace(settled, not_recalled=(*settled.not_recalled, (entry, refusal)))
        return settled

    def forked(self) -> None:
        """This folder is a copy of another console's: go on under a new name with new numbers, to be enrolled anew."""
        self.files.outbox.renumber()
        self.files.outbox.me.keep_secret("token", "")
        for entry in self.files.outbox.open_entries():
            self._picture.put(entry)

    def take(self, changes: Changes) -> tuple[frozenset[str], str, bool]:
        """Rows and cursor into the cache; the cases to show anew, a new city version ("" = none), a new epoch."""
        applied = self.files.shelf.apply(changes)
        self._picture.cached.update(applied.changed)
        for case_id in applied.removed:
            self._picture.cached.pop(case_id, None)
        self._cursor = replace(self._cursor, marks={**self._cursor.marks, **changes.tail.to})
        settled = self._settling.pass_cursor(seqs_of(self._cursor.marks))
        ids = frozenset(applied.changed) | applied.removed | settled.cases
        return ids, applied.city, applied.new_epoch

    def rebuild_cache(self) -> None:
        """The cache is damaged: begin an empty one; the picture stays until a snapshot is here."""
        self.files.shelf.rebuild()
        self._cursor = Cursor()

    def take_snapshot(self, page: SnapshotPage) -> bool:
        """A page into the new cache; True when it was the last: `load` again then."""
        cursor = self.files.shelf.load(page)
        if cursor is None:
            return False
        self.files.saw_epoch(page.head.epoch_no)
        self._cursor = cursor
        return True

    def settle_passed(self) -> frozenset[str]:
        """The cache is loaded: settle what is in it; the cases to show anew."""
        return self._settling.pass_cursor(seqs_of(self._cursor.marks), self._cursor.epoch).cases
