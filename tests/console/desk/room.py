"""A desk in the small city with hands and a clock, and a server that is played by hand."""

from dataclasses import replace
from pathlib import Path

from console.desk.desk import Desk
from console.desk.files import open_files
from console.desk.outgoing import Outgoing
from console.desk.settled import Settled
from console.desk.times import Clock
from console.facts import Changes, Pending, Wish
from rules.case import Case
from rules.commands import Outcome
from rules.protocol import Push, PushAnswer, Result
from rules.wire import Row, canonical, chain, unchained
from tests.console.makers import Feed, changes, signed
from tests.console.small_city import CITY, NOW


class Room:
    """The desk of Wang; `feed` is the district's feed as this epoch's server tells it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.at, self.feed, self.epoch = folder, NOW, Feed(), "epoch-1"
        self.open()

    def open(self) -> None:
        """Open the files, as at a start."""
        self.desk = Desk(open_files(self.folder, "test", None), self.clock())
        self.desk.use_city(CITY)
        list(self.desk.load())
        self.desk.seats.sign_in(signed("wang"))
        self.desk.files.outbox.me.keep_secret("token", "of this workstation")
        self.out = Outgoing(self.desk)
        self.out.greeted()

    def clock(self) -> Clock:
        """Its wall clock is the test's."""
        return Clock(wall=lambda: self.at)

    def restart(self) -> None:
        """End the program and start it again."""
        self.desk.files.close()
        self.open()

    def close(self) -> None:
        """End the program."""
        self.desk.files.close()

    def has(self, *cases: Case, last_n: int = 0, last_id: str = "") -> None:
        """The server tells of these; it knows our commands up to `last_n`, which is `last_id`."""
        lines = [self.feed.row("case", case) for case in cases]
        told = changes(self.feed, *lines, epoch=self.epoch, last_n=last_n)
        self.desk.take(replace(told, head=replace(told.head, last_id=last_id)))

    def left(self, number: int) -> Changes:
        """The case leaves the district."""
        row = Row(self.feed.name, self.feed.seq + 1, "left", NOW, f"case-{number}")
        self.feed.seq += 1
        self.feed.chain = chain(self.feed.chain, unchained(row))
        return changes(self.feed, canonical(replace(row, chain=self.feed.chain)), epoch=self.epoch)

    def note(self, text: str, number: int = 1) -> Pending:
        """Write a note on a case."""
        return self.desk.do(Wish("w", "desk", "note", f"case-{number}", body={"text": text}))

    def dispatch(self, number: int = 1, unit: str = "west") -> Pending:
        """Dispatch a case."""
        return self.desk.do(Wish("w", "desk", "dispatch", f"case-{number}", body={"unit": unit}))

    def push(self) -> Push:
        """What goes out now."""
        push = self.out.next(self.epoch)
        assert push is not None
        return push

    def answer(self, push: Push, state: str = "accepted", seq: int = 9, version: int = 9, **more: object) -> Settled:
        """The server ends all of them so."""
        results = [
            Result(each.command.id, each.n, Outcome(each.command.id, state, feed="410102", seq=seq, version=version))
            for each in push.cmds
        ]
        last = push.cmds[-1].n
        return self.out.answered(PushAnswer(self.epoch, last, tuple(results), **more))  # type: ignore[arg-type]

    def gap(self, last_n: int, last_id: str = "") -> Settled:
        """The server knows nothing beyond `last_n`, and takes nothing."""
        return self.out.answered(PushAnswer(self.epoch, last_n, last_id=last_id))

    def waits(self) -> list[str]:
        """The ids of what waits for the server, in sending order."""
        return [pending.id for pending in self.desk.outbox()]
