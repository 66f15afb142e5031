"""What was recorded here and is not settled yet. Never wiped or migrated destructively; each deed is one FULL commit.

Beside it lies a sealed second copy (`second`), of which a damaged outbox is made good (`salvage`).
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from console.models import outbox_writes as writes
from console.models.acks import Acks
from console.models.ballast import Ballast
from console.models.disk import Disk
from console.models.drafts import Drafts
from console.models.durably import Durably
from console.models.entries import OPEN, Entry, KeptBlob, Met, NewBlob, State
from console.models.errors import NotRecorded
from console.models.evidence import key_is_proven
from console.models.journal import Journal
from console.models.keys import FileKey
from console.models.lazily import sql, tables
from console.models.me import Identity, Me, new_console_id
from console.models.outages import Outages
from console.models.outbox_file import FILE_NAME, bring_up, open_file
from console.models.outbox_reading import Reading
from console.models.outbox_rows import row_of, told, values_of
from console.models.second import Kept, Personal, SecondCopy
from rules.commands import Outcome
from rules.wire import canonical, encode_outcome

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

N_UNKNOWN = "n_unknown"
"""In `me` after a salvage: which numbers were given is not sure until the server tells the last that it knows."""


class Outbox:
    """The file `outbox.db` in `folder`, open on the thread that made it. Every write is durable or raises NotRecorded.

    `closed_for`: the rule why nothing can be recorded, "" = it can. `uncounted`: why this start was not counted.
    OutboxDamaged when it must be salvaged first: see `outbox_opening`.
    """

    def __init__(self, folder: Path, key: FileKey, disk: Disk | None = None, ballast: Ballast | None = None) -> None:
        disk, ballast = disk or Disk(), ballast or Ballast(folder)
        self._key_is_proven = partial(key_is_proven, folder, key, disk)
        self._key, self._path, self._in_use = key, folder / FILE_NAME, folder / "outbox.open"
        self._copy = SecondCopy(folder, key, disk)
        self._file = open_file(self._path, key, ballast, self._key_is_proven)
        self._durably = Durably(self._file, self._path, ballast)
        self._acks = Acks(self._durably, Journal(folder / "outbox-old.jsonl", key, disk))
        try:
            self._read(disk)
        except BaseException:
            self._file.close()
            raise
        self.blobs_moved = 0  # grows whenever photos may stand otherwise than before
        self.drafts = Drafts(self._durably, key, self.me)
        self.outages = Outages(self._durably, written=not self.read_only)
        self._begin()

    def _read(self, disk: Disk) -> None:
        """An unclean end makes this start look at the whole file."""
        self.closed_for = bring_up(self._file, self._path, disk, self._key_is_proven)
        self.me = Me(self._key, self._durably, self._copy.know, written=not self.read_only)
        self._reading = Reading(self._durably, self._key, self._copy, written=not self.read_only)
        self._ended_well = not self._in_use.exists()
        self._reading.check(whole=not self._ended_well)
        self.identity, self.uncounted = self.me.start()

    def _begin(self) -> None:
        """From now on the file is in use; after an unclean end the second copy is written anew."""
        if self.read_only:
            return
        self._copy.lags |= not self._ended_well
        try:
            self._in_use.touch()
            self.keep_copy()
        except (OSError, NotRecorded):
            self._copy.lags = True  # a full disk: `keep_copy` says it when a command needs it

    @property
    def _engine(self) -> "Engine":
        return self._file.engine

    @property
    def read_only(self) -> bool:
        """Whether nothing can be recorded here."""
        return bool(self.closed_for)

    @property
    def n_unknown(self) -> bool:
        """Whether `learn_n` must come before the next offer."""
        return self.me.recall(N_UNKNOWN) is not None

    def close(self) -> None:
        """Close the file; on the thread that opened it. Where the copy lags still, the next start writes it anew."""
        self._copy.catch_up()
        if self._copy.lags and not self._durably.damaged:
            with suppress(OSError, NotRecorded):  # while it is closed the copy may be all that is left of a command
                self.keep_copy()
        self._file.close()
        if not (self.read_only or self._durably.damaged or self._copy.lags):
            self._in_use.unlink(missing_ok=True)

    # commands ---------------------------------------------------------------------------------------------------------
    def record(self, entry: Entry, blobs: Iterable[NewBlob] = (), personal: Mapping[str, str] | None = None) -> int:
        """Make a command durable together with its photos' names and its sealed personal record; its local order."""
        values, photos, sealed = values_of(entry), tuple(blobs), self._sealed(entry, personal)
        k = self._durably.bare(lambda execute: writes.insert(execute, values, photos, sealed))
        self._copy.recorded(Kept(entry.id, told(row_of(values, k)._asdict()), photos), k, sealed)
        self.blobs_moved += len(photos)
        return k

    def replace(
        self, resolved: str, entry: Entry, blobs: Iterable[NewBlob] = (), personal: Mapping[str, str] | None = None
    ) -> int:
        """Record a command on top of a conflict or instead of it, and resolve this by it; one commit.

        The conflict's personal record goes on with the new command, when its body names it and it brings no other.
        """
        values, photos, sealed = values_of(entry), tuple(blobs), self._sealed(entry, personal)
        old = self._reading.sealed_personal().get(resolved)
        goes_on = sealed is None and old is not None and old.name == entry.command.body.get("personal")

        def work(connection: "Connection") -> int:
            writes.resolve(connection, resolved, entry.id, personal_goes_on=goes_on)
            return writes.insert(connection.exec_driver_sql, values, photos, sealed)

        k = self._durably.write(work)
        self._copy.recorded(Kept(entry.id, told(row_of(values, k)._asdict()), photos), k, old if goes_on else sealed)
        self._copy.moved([resolved], state=State.RESOLVED, resolved_by=entry.id)
        self._copy.drop_personal([resolved])
        self.blobs_moved += len(photos)
        return k

    def _sealed(self, entry: Entry, personal: Mapping[str, str] | None) -> Personal | None:
        name = str(entry.command.body.get("personal", ""))
        return Personal(name, self._key.seal(canonical(personal), name)) if personal else None

    def open_entries(self) -> list[Entry]:
        """All commands that are not settled, in local order; what cannot be read stands there as a conflict."""
        return self._reading.entries(OPEN)

    def offer(self, ids: Sequence[str]) -> dict[str, int]:
        """Give each of these commands its n, unless it has one, before the server hears of it; id → n."""
        self.keep_copy()
        if self.n_unknown:
            raise NotRecorded(self._path, why="the server's last number is not known yet")
        numbers = self._durably.bare(partial(writes.offer, ids=ids))
        self._copy.moved_each({command_id: {"n": n, "state": State.OFFERED} for command_id, n in numbers.items()})
        return numbers

    def renumber(self, renewal: str = "") -> None:
        """The server knows another console by our numbers (a copied folder): a new console id, new numbers, no token.

        `renewal`: the one-time token with which it may enrol itself anew, kept as the secret "renewal".
        """
        console_id = new_console_id()
        plain = {"token": "", "renewal": renewal}
        values = {"console_id": console_id.encode(), **self.me.sealed(plain)}
        self._durably.write(partial(writes.renumber, me=values))
        self.me.know(plain)
        self._copy.lags = True
        self.identity = Identity(console_id, self.identity.incarnation)

    def answer(
        self, outcomes: Iterable[tuple[str, State, Outcome]], epoch: str, met: Mapping[str, Met] | None = None,
        astray: AbstractSet[str] = frozenset(),
    ) -> None:  # fmt: skip
        """Store final outcomes with the commands that they end, and what a superseded one met.

        `astray`: those that the server has under a number that we did not give them: ours says nothing of them any
        more, and a server that does not know that answer is asked for each of them anew.
        """
        ended = list(outcomes)
        self._durably.write(partial(writes.answer, outcomes=ended, epoch=epoch, met=met or {}, astray=astray))
        told: dict[str, dict[str, str | int | None]] = {
            command_id: {"state": state, "ack_epoch": epoch, "outcome": encode_outcome(outcome).decode()}
            | ({"n": None} if command_id in astray else {})
            for command_id, state, outcome in ended
        }
        self._copy.moved_each(told)
        self._copy.drop_personal(command_id for command_id, state, _ in ended if state is State.WITHDRAWN)

    def move(self, ids: Iterable[str], state: State, now: int, resolved_by: str = "") -> None:
        """Bring commands into another state: settled, withdrawn, resolved, or queued again."""
        moved, ends = list(ids), state in {State.WITHDRAWN, State.RESOLVED}
        self._set(moved, ends=ends, state=state, settled_at=now, resolved_by=resolved_by)
        if ends:
            self._copy.drop_personal(moved)

    def withdraw_offered(self, command_id: str) -> None:
        """Send an offered command as withdrawn under its n from now on."""
        self._set([command_id], withdrawn=1)

    def confirm(self, ids: Iterable[str], now: int) -> None:
        """A person said that these old commands still hold."""
        self._set(list(ids), confirmed_at=now)

    def _set(self, ids: list[str], *, ends: bool = False, **values: str | int) -> None:
        self._durably.write(lambda connection: writes.move(connection, ids, values, ends=ends))
        self._copy.moved(ids, **values)

    # what the server has for good -------------------------------------------------------------------------------------
    def requeue_after(self, last_n: int, epoch: str, last_id: str = "") -> list[Entry]:
        """Bring back what a server that knows our numbers up to `last_n` cannot have; the entries that changed.

        See `Acks.requeue_after`. Their numbers are dense above `last_n` afterwards.
        """
        return self._changed(self._acks.requeue_after(last_n, epoch, last_id))

    def learn_n(self, last_n: int) -> list[Entry]:
        """After a salvage: the server's last number of ours; the entries that are other ones now."""
        changed = self._acks.learn_n(last_n)
        self.me.forget(N_UNKNOWN)
        return self._changed(changed)

    def _changed(self, ids: Sequence[str]) -> list[Entry]:
        self._copy.lags |= bool(ids)
        self.blobs_moved += 1  # photos may be asked for once more
        return self._reading.entries(OPEN, ids)

    def durable(self, marks: Mapping[str, int], now: int) -> None:
        """The server has its feeds up to `marks` for good: personal records go, what is old is archived."""
        if self.read_only:
            return
        try:
            self._copy.drop_personal(self._acks.durable(marks, now))
        except OSError as error:
            raise NotRecorded(self._path, why=error) from error

    def keep_copy(self) -> None:
        """Make the second copy durable: after the operator was told, before the server hears of a command."""
        if self.read_only:
            return
        try:
            self._copy.keep(self._reading.everything)
        except OSError as error:
            raise NotRecorded(self._path, why=error) from error
        self._durably.fold()

    # what travels beside the commands ---------------------------------------------------------------------------------
    def personal(self, command_id: str) -> dict[str, str]:
        """The personal record of a command that the server does not have for good, empty when it has none."""
        return self._reading.personal(command_id)

    def met(self) -> dict[str, Met]:
        """What the open conflicts met, by their ids."""
        return self._reading.met()

    def numbered(self, n: int) -> str:
        """The id of the command under a number of ours; "" = none is kept here."""
        return self._reading.numbered(n)

    def known(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of these commands that were recorded here and are not archived yet."""
        return self._reading.known(ids)

    def waiting_blobs(self) -> list[NewBlob]:
        """Photos that the server does not have yet, oldest first."""
        return self._reading.blobs("waiting")

    def missing_blobs(self) -> list[KeptBlob]:
        """Photos that the server does not have: those that wait, that it refused, and whose file is gone."""
        return self._reading.missing_blobs()

    def blob_state(self, sha256: str, state: str, why: str = "") -> None:
        """A photo arrived or waits again, the server refused it, its file is gone, or a person gave it up."""
        blobs = tables.blobs_out
        statement = sql.update(blobs).where(blobs.c.sha256 == sha256).values(state=state, last_error=why)
        self._durably.write(lambda connection: connection.execute(statement))
        self.blobs_moved += 1
