"""Between the desk and the server: what is pushed and what became of it, rows and pages, and who knows what of whom."""

import logging
from dataclasses import dataclass, replace

from console.desk.aging import Aging
from console.desk.files import Files
from console.desk.offering import Offering
from console.desk.picture import Picture
from console.desk.recalls import Recalls
from console.desk.settled import Settled
from console.desk.settling import Settling, seqs_of
from console.desk.times import Clock
from console.facts import Changes, Cursor, SnapshotPage
from console.models.errors import LocalFilesError
from console.models.incoming import images_of
from rules.commands import NotAllowed
from rules.protocol import ChangesHead, PushAnswer, SnapshotHead

log = logging.getLogger(__name__)
_TIDY = 60_000  # ms between two looks at what is settled for good


@dataclass(frozen=True, slots=True)
class Taken:
    """What a batch did: cases to show anew, a new city version ("" = none), a new epoch, commands pushed again."""

    ids: frozenset[str] = frozenset()
    city: str = ""
    new_epoch: bool = False
    again: int = 0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What keeping a page did: cases to show anew, whether it was the last, whether all cases were shown by the pages.

    `again`: so many commands are pushed again.
    """

    ids: frozenset[str] = frozenset()
    done: bool = False
    whole: bool = False
    again: int = 0


class Exchange:
    """Keeps the cursor of the cache, and the epoch in which both sides have compared notes."""

    def __init__(
        self, files: Files, picture: Picture, settling: Settling, aging: Aging, recalls: Recalls, clock: Clock
    ) -> None:
        self.files, self._picture, self._settling = files, picture, settling
        self._recalls, self._clock = recalls, clock
        self.offering = Offering(files, picture, settling, aging)
        self._compared = ""  # the epoch whose server has told how many of our commands it knows
        self._answered = ("", 0)  # the epoch and the number of the last push that was answered
        self._tidied = 0
        self.cursor = files.shelf.cache.cursor()

    def use_city(self, version: str) -> None:
        """This city pack is in force here."""
        self.cursor = replace(self.cursor, city=version)

    # out --------------------------------------------------------------------------------------------------------------
    def answered(self, answer: PushAnswer) -> Settled:
        """Take the server's outcomes; a command withdrawn too late is recalled.

        Without outcomes there is a gap: this server does not know what it took before; what it lacks is pushed again.
        """
        self._answered = (answer.epoch, answer.last_n)
        self.offering.answered(answer)
        if not answer.results:
            self._learn(answer.last_n)
            return self._settling.go_back(answer.last_n, answer.last_id, answer.epoch)
        settled = self._settling.answered(answer, seqs_of(self.cursor.marks), self.cursor.epoch)
        for entry in settled.to_recall:
            try:
                self._recalls.recall(entry)
            except (NotAllowed, LocalFilesError) as error:
                refusal = error if isinstance(error, NotAllowed) else NotAllowed(error.rule, **error.details)
                settled = replace(settled, not_recalled=(*settled.not_recalled, (entry, refusal)))
        return settled

    def forked(self, renewal: str = "") -> None:
        """This folder is a copy of another console's: go on under a new name with new numbers, to be enrolled anew."""
        self.offering.forget()
        self.files.outbox.renumber(renewal)
        self._answered = ("", 0)
        for entry in self.files.outbox.open_entries():
            self._picture.put(entry)

    # in ---------------------------------------------------------------------------------------------------------------
    def take(self, changes: Changes) -> Taken:
        """Rows and cursor into the cache, then what follows from them for the commands that wait."""
        head = changes.head
        if head.epoch_id != self.cursor.epoch:  # also one in which the cache stands: none before it is believed again
            self.files.saw_epoch(head.epoch_no)
        applied = self.files.shelf.apply(changes)
        self._picture.take(applied.changed, applied.removed)
        marks = {**self.cursor.marks, **changes.tail.to}
        self.cursor = replace(self.cursor, epoch=head.epoch_id, marks=marks)
        settled = self._settling.pass_cursor(seqs_of(marks), head.epoch_id)
        self._tidy(head)
        compared = Settled() if applied.new_epoch else self._compare(head)
        ids = frozenset(applied.changed) | applied.removed | settled.cases | compared.cases
        return Taken(ids, applied.city, applied.new_epoch, compared.again)

    def _compare(self, head: ChangesHead | SnapshotHead) -> Settled:
        """Once an epoch, and once a run: does the server know all that it answered?

        What cannot be written down now is tried again with the next rows; so is what was told before the last push was
        answered, and came after it: within an epoch a server loses nothing.
        """
        epoch, last_n = self._answered
        if self._compared == head.epoch_id or (epoch == head.epoch_id and head.last_n < last_n):
            return Settled()
        try:
            back = self._settling.go_back(head.last_n, head.last_id, head.epoch_id)
            known = self._settling.settle_known(head.last_n, head.epoch_id)
        except LocalFilesError:
            return Settled()
        self._compared = head.epoch_id
        return replace(back, cases=back.cases | known.cases)

    def _tidy(self, head: ChangesHead) -> None:
        """Numbers that a salvage left open, and what is settled for good. Not now is as good as later."""
        outbox, now = self.files.outbox, self._clock.now()
        try:
            self._learn(head.last_n)
            if head.durable and now - self._tidied >= _TIDY:
                self._tidied = now
                outbox.durable(head.durable, now)
        except LocalFilesError as error:
            log.warning("%s: %s", error.rule, error)

    def _learn(self, last_n: int) -> None:
        """After a salvage: the numbers of ours that this server knows are settled, those above it open again."""
        if self.files.outbox.n_unknown:
            for entry in self.files.outbox.learn_n(last_n):
                self._picture.put(entry)

    def rebuild_cache(self) -> None:
        """The cache is damaged: begin an empty one; the picture stays until a snapshot is here."""
        self.files.shelf.rebuild()
        self.cursor = Cursor()

    def see_page(self, page: SnapshotPage) -> frozenset[str]:
        """Show the cases of a page, where there is no other picture; before the last of the pages is kept."""
        if not self.files.shelf.shows_pages:
            return frozenset()
        found = {case.id: case for case in images_of(page.lines)}
        self._picture.take(found)
        return frozenset(found)

    def take_snapshot(self, page: SnapshotPage) -> Snapshot:
        """A page into the new cache. When it was the last and not all were shown by the pages, `load` again."""
        loaded = self.files.shelf.load(page)
        if loaded.cursor is None:
            return Snapshot()
        self.files.saw_epoch(page.head.epoch_no)
        self.cursor, self._compared = loaded.cursor, ""
        compared = self._compare(page.head)
        gone = self._drop_absent() if loaded.whole else frozenset()
        return Snapshot(gone | compared.cases, True, loaded.whole, compared.again)

    def _drop_absent(self) -> frozenset[str]:
        """The cases that were shown and are in the new cache no more."""
        absent = frozenset(case_id for case_id in self._picture.cached if not self.files.shelf.holds(case_id))
        self._picture.take({}, absent)
        return absent

    def settle_passed(self) -> frozenset[str]:
        """The cache is loaded: settle what is in it; the cases to show anew."""
        return self._settling.pass_cursor(seqs_of(self.cursor.marks), self.cursor.epoch).cases
