"""What comes from the other side: each batch once, in order, whole or not at all; everything else is told in words."""

import hashlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import func, insert, select, update

from server import tables
from server.casebook.errors import ApplyFailed
from server.clock import Clock
from server.database import CannotKeep, Database
from server.gate.ferry import Ferry
from server.gate.items import Ack, BadItem, Batch, Item, decode
from server.gate.outgoing import WINDOW, Outgoing, Side
from server.gate.seal import ACK, TO_CENTRE, TO_OUTSIDE, BadFile, Head, unseal
from server.gate.troubles import Troubles
from server.lane import Busy

TRIES = 3  # of an item that fails for a reason that nobody foresaw
MISSED_S = 5.0  # so long after a later batch came, a missing one is asked for
WANTED = 20
AT_ONCE = 50  # files of one tick
Apply = Callable[[Item, Mapping[str, bytes]], Awaitable[None]]
LATER = (CannotKeep, Busy, ApplyFailed)  # it is tried again
log = logging.getLogger(__name__)


class Incoming:
    """`tick` is called every second; `apply` does one item, the same one again without harm."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        ferry: Ferry,
        outgoing: Outgoing,
        side: Side,
        apply: Apply,
        mono: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._clock, self._ferry, self._outgoing, self._side = database, clock, ferry, outgoing, side
        self._way = TO_OUTSIDE if side.way == TO_CENTRE else TO_CENTRE
        self._apply, self._mono = apply, mono
        self._troubles = Troubles(database, clock, side.gate)
        self._tries: dict[str, int] = {}
        self._early: dict[str, Head] = {}
        self._spoilt = False  # a file that came was none: what it was meant to be is asked for again
        self._gaps: dict[str, tuple[float, frozenset[int]]] = {}  # stream → since when, what is here of it

    async def tick(self) -> int:
        """How many batches were taken."""
        taken = 0
        ahead: dict[str, dict[int, Head]] = {}
        answers: dict[str, Head] = {}
        names = self._ferry.arrived()[:AT_ONCE]
        self._early = {name: head for name, head in self._early.items() if name in names}
        for name in names:
            if (head := self._early.get(name)) is not None and self._is_early(head):
                ahead.setdefault(head.stream, {})[head.n] = head
            elif (found := self._open(name)) is not None:
                taken += await self._sort(name, *found, ahead, answers)
        self._ask(ahead, answers)
        if self._spoilt:
            self._ask_next(answers)
        for head in answers.values():
            self._answer(head, ())
        return taken

    async def _sort(
        self, name: str, head: Head, content: bytes, ahead: dict[str, dict[int, Head]], answers: dict[str, Head]
    ) -> int:
        """One sound file; 1 when it was a batch that was taken."""
        if head.kind == ACK:
            self._acknowledged(name, head, content)
        elif self._is_old(head):
            self._ferry.done(name)
            self._troubles.note(name, "old_stream")
            self._answer(_upto(head, *self._have(head.stream)), (), self._newest())
        elif self._is_early(head):
            self._early[name] = head  # it is not read again until its turn has come
            ahead.setdefault(head.stream, {})[head.n] = head
        elif await self._take(name, head, content, answers):
            return 1
        return 0

    def heard_at(self) -> int:
        """When something came from the other side last, ms UTC, 0 = never."""
        table = tables.gate_in
        with self._database.read() as connection:
            return connection.scalar(select(func.max(table.c.at)).where(table.c.gate == self._side.gate)) or 0

    # --- files

    def _open(self, name: str) -> tuple[Head, bytes] | None:
        try:
            return unseal(self._side.key, self._way, self._ferry.read(name))
        except FileNotFoundError:
            return None
        except BadFile as bad:
            self._refuse(name, bad.why, **bad.details)
            self._spoilt = True
            return None

    def _refuse(self, name: str, why: str, **details: object) -> None:
        self._ferry.aside(name)
        self._troubles.note(name, why, **details)

    def _acknowledged(self, name: str, head: Head, content: bytes) -> None:
        try:
            self._outgoing.acknowledged(head, decode(Ack, content))
        except BadItem as bad:
            self._refuse(name, "no_batch", reason=bad)
        else:
            self._ferry.done(name)

    # --- batches

    def _is_early(self, head: Head) -> bool:
        return head.n > self._have(head.stream)[0] + 1

    async def _take(self, name: str, head: Head, content: bytes, answers: dict[str, Head]) -> bool:
        have, mark = self._have(head.stream)
        if head.n <= have:
            self._ferry.done(name)  # it came before; that may not be known over there
            answers[head.stream] = _upto(head, have, mark)
            return False
        if head.after != mark and have:
            self._refuse(name, "does_not_follow", n=head.n, have=have)
            answers[head.stream] = _upto(head, have, mark)
            return False
        try:
            batch = decode(Batch, content)
        except BadItem as bad:
            self._refuse(name, "no_batch", reason=bad)
            return False
        for item in batch.items:
            await self._do(item, batch.blobs, name)
        self._taken(head)
        self._ferry.done(name)
        answers[head.stream] = head
        return True

    async def _do(self, item: Item, blobs: Mapping[str, bytes], name: str) -> None:
        """What fails for no reason that was foreseen is set aside in the end: it must not hold up what is behind it."""
        try:
            await self._apply(item, blobs)
        except LATER:
            raise
        except BadItem as bad:
            self._troubles.note(name, "item_unread", kind=item.kind, id=item.id, reason=bad)
        except Exception as error:
            self._tries[item.id] = self._tries.get(item.id, 0) + 1
            log.exception("an item of the gate failed")
            if self._tries[item.id] < TRIES:
                raise
            reason = f"{type(error).__name__}: {error}"
            self._troubles.note(name, "item_failed", kind=item.kind, id=item.id, reason=reason)
        self._tries.pop(item.id, None)

    def _have(self, stream: str) -> tuple[int, str]:
        table = tables.gate_in
        with self._database.read() as connection:
            row = connection.execute(select(table).where(table.c.id == self._key(stream))).first()
        return (row.have, row.mark) if row else (0, "")

    def _is_old(self, head: Head) -> bool:
        """Whether the other side has begun a newer stream: what this one still had is in that."""
        return self._newest(but=head.stream) > head.begun

    def _newest(self, but: str = "") -> int:
        """When the newest stream of the other side began, ms UTC."""
        table = tables.gate_in
        others = (table.c.gate == self._side.gate) & (table.c.stream != but)
        with self._database.read() as connection:
            return connection.scalar(select(func.max(table.c.begun)).where(others)) or 0

    def _taken(self, head: Head) -> None:
        table, key = tables.gate_in, self._key(head.stream)
        values = {"have": head.n, "mark": head.mark, "at": self._clock.now()}
        with self._database.note() as connection:
            known = connection.execute(update(table).where(table.c.id == key).values(**values)).rowcount
            if not known:
                row = {"id": key, "gate": self._side.gate, "stream": head.stream, "begun": head.begun}
                connection.execute(insert(table).values(**row | values))

    def _key(self, stream: str) -> str:
        """Short enough for any stream's name."""
        return hashlib.sha256(f"{self._side.gate} {stream}".encode()).hexdigest()

    # --- answers

    def _ask(self, ahead: Mapping[str, Mapping[int, Head]], answers: dict[str, Head]) -> None:
        """What later batches wait for is asked for again, after a while, as long as it does not come."""
        for stream in set(self._gaps) - set(ahead):
            del self._gaps[stream]
        for stream, heads in ahead.items():
            now, here = self._mono(), frozenset(heads)
            since, _ = self._gaps.setdefault(stream, (now, here))
            if now - since < MISSED_S:
                continue
            self._gaps[stream] = (now, here)
            have, mark = self._have(stream)
            missing = [n for n in range(have + 1, max(here)) if n not in here][:WANTED]
            answers.pop(stream, None)
            first = next(iter(heads.values()))
            if missing:
                self._troubles.note(f"{stream[:12]}", "missing", missing=", ".join(map(str, missing)))
                self._answer(_upto(first, have, mark), tuple(missing))

    def _ask_next(self, answers: dict[str, Head]) -> None:
        """Whatever follows what was taken of the newest stream: a spoilt file does not prove what it was."""
        table = tables.gate_in
        newest = select(table).where(table.c.gate == self._side.gate).order_by(table.c.begun.desc()).limit(1)
        with self._database.read() as connection:
            row = connection.execute(newest).first()
        self._spoilt = False
        if row is not None:
            answers.pop(row.stream, None)
            head = Head(ACK, self._side.way, row.stream, row.begun, row.have, row.mark)
            self._answer(head, tuple(range(row.have + 1, row.have + 1 + WINDOW)))

    def _answer(self, head: Head, wanted: tuple[int, ...], newest: int = 0) -> None:
        told = Head(ACK, self._side.way, head.stream, head.begun, head.n, head.mark)
        self._outgoing.answer(told, Ack(self._clock.now(), wanted, newest))


def _upto(head: Head, have: int, mark: str) -> Head:
    return Head(ACK, head.way, head.stream, head.begun, have, mark)
