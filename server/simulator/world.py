"""The cases as the server has them, from its snapshot and its feeds; of an ended one only that it is known."""

from collections.abc import Mapping

from rules import protocol, wire
from rules.case import ENDED, Case, Stage
from server.simulator.door import Door, Refused

GONE = 410


class World:
    """`catch_up` brings what has changed. Raises ServerAway."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._marks: Mapping[str, protocol.Mark] = {}
        self._versions: dict[str, int] = {}
        self._epoch = ""
        self._fetched: list[wire.Row] = []
        self.open: dict[str, Case] = {}
        self.left: list[str] = []  # cases that have left the live scope since they were last looked at
        self.last_n = 0
        self.city = ""

    @property
    def epoch(self) -> str:
        """The server's epoch, which every push names."""
        return self._epoch

    def knows(self, case_id: str) -> bool:
        """Whether the case is in the live scope."""
        return case_id in self._versions

    def waiting_for_dispatch(self) -> int:
        """How many cases wait for their dispatch."""
        return sum(case.stage is Stage.TO_DISPATCH and not case.suspended_at for case in self.open.values())

    def begin(self) -> list[Case]:
        """The whole live scope."""
        self._versions, self.open, self._fetched, found, after = {}, {}, [], [], ""
        while True:
            head, cases, tail = self._door.snapshot(after)
            if not after:
                self._marks, self._epoch, self.city = head.as_of, head.epoch_id, head.city
            found += [each.image for each in cases if self._learn(each.image)]
            if tail.done or not tail.next:
                return found
            after = tail.next

    def catch_up(self) -> list[Case]:
        """The newest image of each case that has changed."""
        try:
            self.fetch()
        except Refused as error:
            if error.status != GONE:
                raise
            return self.begin()
        rows, self._fetched = self._fetched, []
        found: dict[str, Case] = {}
        for row in rows:
            if row.kind == "retired":
                self._forget(row.case_id)
            elif row.image is not None and self._learn(row.image):
                found[row.case_id] = row.image
        return list(found.values())

    def fetch(self) -> None:
        """Bring what has changed and change nothing yet: `catch_up` takes it in. Raises Refused, too."""
        more = True
        while more:
            batch = self._door.changes(self._epoch, self._marks)
            self._fetched += batch.rows
            self._marks, self.last_n, self.city = {**self._marks, **batch.marks}, batch.last_n, batch.city
            more = batch.more

    def last_n_of(self, door: Door) -> int:
        """The number of the last command that the server has settled for the workstation of this door."""
        return door.changes(self._epoch, self._marks).last_n

    def _learn(self, case: Case) -> bool:
        """Take in an image; whether it is new. A delivery changes the events, not the version."""
        seen = case.version * 1_000_000 + case.events
        if self._versions.get(case.id, -1) >= seen:
            return False
        self._versions[case.id] = seen
        if case.stage in ENDED:
            self.open.pop(case.id, None)
        else:
            self.open[case.id] = case
        return True

    def _forget(self, case_id: str) -> None:
        self._versions.pop(case_id, None)
        self.open.pop(case_id, None)
        self.left.append(case_id)
