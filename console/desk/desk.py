"""The desk: everything that happens to local commands and cached cases, in one place without Qt; the store drives it.

Each method says which cases must be shown anew; `delta` makes them.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from console.desk.aging import Aging
from console.desk.claims import Claims
from console.desk.conflicts import Conflicts
from console.desk.exchange import Exchange, Snapshot, Taken
from console.desk.files import Files
from console.desk.handing import Handing
from console.desk.holds import Holds
from console.desk.issuing import Issuing
from console.desk.pack import lines_of
from console.desk.picture import Picture
from console.desk.recalls import Recalls
from console.desk.replying import Replying
from console.desk.seats import Seats
from console.desk.settled import Settled
from console.desk.settling import Settling
from console.desk.shift import Shift
from console.desk.showing import Showing
from console.desk.times import CLOCK, Clock
from console.desk.unsent import Unsent
from console.desk.uploads import Uploads
from console.desk.vouching import Vouching
from console.facts import Changes, Conflict, Cursor, Delta, Lost, Offers, OutboxDelta, Pending, SnapshotPage, Wish
from console.facts.pack import PackLine
from console.models.cache import ACTIVE_STAGES
from console.models.entries import State
from console.models.shifts import Shifts
from rules.case import Case
from rules.city import City
from rules.lifecycle import allowed
from rules.protocol import Push, PushAnswer

_SLICE = 100  # cases that are read of the cache in one go


class Desk:
    """What an operator may do here. On the store's thread alone."""

    def __init__(self, files: Files, clock: Clock) -> None:
        self.files, self.clock = files, clock
        outbox = files.outbox
        clock.restore(outbox.me.recall(CLOCK) or b"")
        self.shifts = Shifts(outbox.me)
        self.seats = Seats(lambda: self.shifts.any(clock.now()))
        self._holds = Holds(clock.mono)
        self.claims = Claims()
        self._picture = Picture(self._holds)
        self._unsent = Unsent(self._picture)
        self.shift = Shift(outbox, self._picture, clock)
        self._aging = Aging(outbox, self._picture, clock)
        self._settling = Settling(outbox, self._picture, self._holds, self._aging, clock)
        self._conflicts = Conflicts(outbox, self._picture, clock)
        self._issuing = Issuing(outbox, files.photos, self._picture, self._holds, self.seats, clock, self.claims)
        self._showing = Showing(self._picture, clock, self.claims)
        self._recalls = Recalls(self._picture, self._issuing, self._settling, self.seats, clock)
        self._exchange = Exchange(files, self._picture, self._settling, self._aging, self._recalls, clock)
        vouching = Vouching(outbox, self._picture, self.seats, clock, lambda: self._issuing.closed_for)
        self.handing = Handing(files.photos, self._picture, vouching)
        self.uploads = Uploads(outbox, files.photos, self._picture, clock)
        self.replying = Replying(outbox, files.photos, self._picture, vouching, clock)
        self.active_read = False  # whether the cases that wait for somebody at the centre are read
        self._picture.met.update(outbox.met())
        for entry in outbox.open_entries():
            self._picture.put(entry)

    # the picture ------------------------------------------------------------------------------------------------------
    @property
    def city(self) -> City | None:
        """The city pack in force here."""
        return self._picture.city

    def use_city(self, city: City) -> None:
        """Judge and show by this city from now on; all cases must be shown anew."""
        self._picture.city = city
        self._picture.touch_all()
        self.files.shelf.use_city(city.version)
        self._exchange.use_city(city.version)
        self._issuing.closed = ""

    def use_geometry(self, city: City) -> frozenset[str]:
        """The city in force, with its geometry; the cases whose proposals waited for that, to be shown anew."""
        return self._picture.use_geometry(city)

    def load(self) -> Iterator[tuple[str, ...]]:
        """Read the cache: the ids of its cases in small slices, then those that only the outbox knows.

        What comes from the server meanwhile is newer than what is read, and stays.
        """
        self._picture.begin_reading()
        self.active_read = False
        read: set[str] = set()
        for part in self.files.shelf.images():
            for first in range(0, len(part), _SLICE):
                ids = self._picture.read(part[first : first + _SLICE])
                read.update(ids)
                yield ids
            self.active_read = self.active_read or part[-1].stage.value not in ACTIVE_STAGES
        self._picture.end_reading(read)
        self.active_read = True
        yield tuple(id_ for id_ in self._picture.cases_with_entries() if id_ not in self._picture.cached)

    def known(self) -> tuple[str, ...]:
        """The ids of all cases that can be shown."""
        drafts = (id_ for id_ in self._picture.cases_with_entries() if id_ not in self._picture.cached)
        return (*self._picture.cached, *drafts)

    def pack_lines(self, language: str) -> Iterator[tuple[PackLine, ...]]:
        """What the emergency pack says of the open cases, in small slices; a city must be known."""
        known, picture, now = self.known(), self._picture, self.clock.now()
        for first in range(0, len(known), _SLICE):
            city, cases = picture.city, filter(None, map(picture.case, known[first : first + _SLICE]))
            found = (lines_of(case, picture.number(case), city, language, now) for case in cases if city)
            yield tuple(chain.from_iterable(found))

    def cached(self, case_id: str) -> Case | None:
        """The case as the server last said it, None when it is not here."""
        return self._picture.cached.get(case_id)

    def case(self, case_id: str) -> Case | None:
        """The case with what was done here applied to it, None when it is unknown here."""
        return self._picture.case(case_id)

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
        if actor is None or city is None or self.closed_for or (case_id and case is None):
            return Offers(seat, case_id)
        return Offers(seat, case_id, allowed(case, actor, city, self.clock.now()))

    # commands ---------------------------------------------------------------------------------------------------------
    @property
    def closed_for(self) -> str:
        """The rule under which nothing can be recorded here for now, "" = it can."""
        return self._issuing.closed_for

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
        return self._released(self._holds.release_due())

    def release_all(self) -> frozenset[str]:
        """Let all held commands go, as the program ends; the cases to show anew."""
        return self._released(self._holds.release_all())

    def _released(self, ids: frozenset[str]) -> frozenset[str]:
        for case_id in ids:
            self._picture.touch(case_id)
        return ids

    def held_for(self) -> int | None:
        """In how many ms the next held command may go, None when none is held."""
        return self._holds.wait()

    def recall_last(self, seat: str) -> frozenset[str]:
        """Take back the seat's last command; the cases to show anew. `NotAllowed` as `Recalls.take_back_last` says."""
        return frozenset({self._recalls.take_back_last(seat)})

    def resolve(self, conflict: str, how: str, instead: Wish | None = None) -> frozenset[str]:
        """End a conflict: "drop", "on_top" = the same wish anew on what is now, or by what is wished `instead`.

        The end of the conflict and the new command are one commit. `NotAllowed` as in `do`: then it waits on.
        """
        entry = self._picture.entries.get(conflict)
        if entry is None or entry.state is not State.CONFLICT:
            return frozenset()
        if how == "drop" and instead is None:
            return frozenset({self._conflicts.drop(conflict)})
        wish = self._conflicts.wish_for(conflict, instead)
        self._recalls.remember(self._issuing.issue(wish, supersedes=conflict))
        self._picture.drop(conflict)
        return frozenset({entry.command.case_id, wish.case_id})

    def look_for_old(self) -> None:
        """See which unsent commands are so old that a person must say whether they still hold."""
        self._aging.look()

    def confirm_old(self, ids: Iterable[str], how: str) -> frozenset[str]:
        """They still hold: "send" them; or "drop" them before any server hears of them. The cases to show anew."""
        return self._aging.send(ids) if how == "send" else self._aging.drop(ids)

    def outbox(self) -> tuple[Pending, ...]:
        """Unsent commands in sending order, with those that are held."""
        return tuple(self._picture.pending(entry) for entry in self._picture.waiting)

    def outbox_news(self) -> OutboxDelta:
        """What looks otherwise in the outbox since this was asked last."""
        return self._unsent.news()

    def waiting(self) -> tuple[int, int]:
        """How many commands wait for the server by the last `outbox_news`, and how many are held for their recall."""
        return len(self._unsent) - self._unsent.held, self._unsent.held

    def conflict_count(self) -> int:
        """How many conflicts wait."""
        return self._picture.count(State.CONFLICT)

    def conflicts(self) -> tuple[Conflict, ...]:
        """What waits for a person's decision."""
        return self._conflicts.all(self.files.shelf.events)

    # the line ---------------------------------------------------------------------------------------------------------
    def cursor(self) -> Cursor:
        """How far the cache has come."""
        return self._exchange.cursor

    def next_push(self, epoch: str) -> Push | None:
        """The next batch, its numbers durable; None when nothing waits."""
        return self._exchange.offering.next(epoch)

    def following_push(self, epoch: str) -> Push | None:
        """The batch that goes right behind the one under way, if that one is answered whole."""
        return self._exchange.offering.following(epoch)

    @property
    def is_pushing(self) -> bool:
        """Whether a push is under way."""
        return self._exchange.offering.is_flying

    def push_failed(self, why: Lost) -> None:
        """The commands are here still, and say why."""
        self._exchange.offering.failed(why)

    def answered(self, answer: PushAnswer) -> Settled:
        """Take the server's outcomes."""
        return self._exchange.answered(answer)

    def forked(self, renewal: str = "") -> None:
        """This folder is a copy of another console's: go on under a new name, to be enrolled anew."""
        self._exchange.forked(renewal)

    def take(self, changes: Changes) -> Taken:
        """Rows and cursor into the cache, then what follows from them for the commands that wait."""
        return self._exchange.take(changes)

    @property
    def shows_pages(self) -> bool:
        """Whether the cases of a snapshot are shown as they come: there is no other picture."""
        return self.files.shelf.shows_pages

    def see_page(self, page: SnapshotPage) -> frozenset[str]:
        """Show the cases of a page, where there is no other picture; it need not be kept yet. Their ids."""
        return self._exchange.see_page(page)

    def take_snapshot(self, page: SnapshotPage) -> Snapshot:
        """A page into the new cache. When it was the last and not all were shown by the pages, `load` again."""
        return self._exchange.take_snapshot(page)

    def rebuild_cache(self) -> None:
        """The cache is damaged: begin an empty one; the picture stays until a snapshot is here."""
        self._exchange.rebuild_cache()

    def settle_passed(self) -> frozenset[str]:
        """The cache is loaded: settle what is in it; the cases to show anew."""
        return self._exchange.settle_passed()
