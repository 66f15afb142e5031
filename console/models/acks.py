"""Outcomes are kept until the server has them for good: what a history that was lost had ended goes to it again."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from console.models.durably import Durably
from console.models.entries import UNSENT, State
from console.models.journal import Journal, Line
from console.models.lazily import sql, tables
from console.models.outbox_rows import told
from rules.wire import canonical

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row, Select

KEPT_MS = 7 * 86_400_000  # what is settled stays at least so long
_AT_ONCE = 500  # rows archived in one commit
_ARCHIVE_MAX = 64_000_000  # bytes of the archive; the one before it is kept as well
_ANSWERED = (State.FINAL, State.SETTLED, State.CONFLICT)
_ENDED = (State.SETTLED, State.WITHDRAWN, State.RESOLVED)
FLOOR = "n_floor"
"""In `me`: the highest n of ours that the server knows or that was archived; the next one is above it."""
_PHOTOS = "photos_epoch"
"""In `me`: the epoch in which the server was last asked for all photos that it had taken."""


class Acks:
    """Works on the table `outbox` by `durably`; what it archives goes to `archive` first."""

    def __init__(self, durably: Durably, archive: Journal) -> None:
        self._durably, self._archive = durably, archive

    # a history that was lost ------------------------------------------------------------------------------------------
    def requeue_after(self, last_n: int, epoch: str, last_id: str = "") -> list[str]:
        """Bring back what a server that has heard of no number above `last_n` cannot know; the ids that changed.

        `last_id`: its command under that number, "" = not told. Where that is none of ours, a copy of this folder has
        used our numbers, perhaps in the place of what was lost: all goes again under new ones, and what the server has
        settled is answered as before.

        Answered commands are queued again, their outcome `earlier`; what a person or a withdrawal ended goes as
        withdrawn, to fill its number and to stand in the books. One without a number was answered in another epoch than
        `epoch`. They were sent once: nobody is asked again whether they still hold. Photos are offered again, once in
        each epoch and whenever commands were lost: the server may know the command and have lost what came after it.
        """
        return self._durably.write(partial(_requeue_all, last_n=last_n, epoch=epoch, last_id=last_id))

    def learn_n(self, last_n: int) -> list[str]:
        """The server knows our numbers up to `last_n`: what stands above goes to it again; the ids that changed."""
        return self._durably.write(partial(_requeue, last_n=last_n, epoch=None))

    # for good ---------------------------------------------------------------------------------------------------------
    def durable(self, marks: Mapping[str, int], now: int) -> list[str]:
        """The server has its feeds up to `marks` for good; the ids of the commands whose personal records went.

        What was settled long ago is archived. NotRecorded, or OSError where the archive cannot be written.
        """
        gone = self._forget_personal(marks)
        self._archive_settled(marks, now)
        return gone

    def _forget_personal(self, marks: Mapping[str, int]) -> list[str]:
        acks, people = tables.outbox.c, tables.personal_out.c
        query = sql.select(acks.id, acks.ack_feed, acks.ack_seq).where(
            acks.state.in_((State.FINAL, State.SETTLED)), acks.id.in_(sql.select(people.command_id))
        )
        ids = [row.id for row in self._read(query) if _is_durable(row, marks)]
        if ids:
            self._durably.write(
                lambda connection: connection.execute(sql.delete(tables.personal_out).where(people.command_id.in_(ids)))
            )
        return ids

    def _archive_settled(self, marks: Mapping[str, int], now: int) -> None:
        table = tables.outbox
        long_ago = (table.c.settled_at > 0) & (table.c.settled_at < now - KEPT_MS)
        query = sql.select(table).where(table.c.state.in_(_ENDED), long_ago).order_by(table.c.k).limit(_AT_ONCE)
        rows = [row for row in self._read(query) if _is_durable(row, marks)]
        if rows:
            self._keep_in_archive(rows)
            self._durably.write(partial(_delete, rows=rows))

    def _keep_in_archive(self, rows: "Iterable[Row[tuple[object, ...]]]") -> None:
        path = self._archive.path
        if self._archive.size > _ARCHIVE_MAX:
            path.replace(path.with_name(f"{path.stem}-1{path.suffix}"))
        for row in rows:
            columns = told(row._asdict()) | {"before": None}
            self._archive.append(Line("entry", row.k, canonical(columns)))
        self._archive.sync()

    def _read(self, query: "Select[tuple[object, ...]]") -> "list[Row[tuple[object, ...]]]":
        return self._durably.write(lambda connection: list(connection.execute(query)))


def _is_durable(row: "Row[tuple[object, ...]]", marks: Mapping[str, int]) -> bool:
    """Whether the row of its feed is durable; a command without a row changed nothing that could be lost."""
    return not row.ack_seq or row.ack_seq <= marks.get(row.ack_feed, 0)


def _requeue_all(connection: "Connection", last_n: int, epoch: str, last_id: str) -> list[str]:
    if _known(connection, _PHOTOS) != epoch:
        _photos_again(connection)
        keep(connection, _PHOTOS, epoch)
    if _is_ours(connection, last_n, last_id):
        return _requeue(connection, last_n, epoch)
    freed = _free_numbers(connection)
    return list(dict.fromkeys([*freed, *_requeue(connection, last_n, "")]))


def _photos_again(connection: "Connection") -> None:
    """The server is asked for each of them once more: it may know a command, and have lost what came after it."""
    blobs = tables.blobs_out
    connection.execute(sql.update(blobs).where(blobs.c.state == "sent").values(state="waiting", sent=0))


def _is_ours(connection: "Connection", last_n: int, last_id: str) -> bool:
    """Whether we gave this number to this command; what is archived is taken for ours, unless it stands here still."""
    table = tables.outbox
    mine = connection.scalar(sql.select(table.c.id).where(table.c.n == last_n))
    is_archived = mine is None and last_n <= floor(connection) and not _ids(connection, table.c.id == last_id)
    return not last_id or mine == last_id or is_archived


def _free_numbers(connection: "Connection") -> list[str]:
    """Our numbers mean something else to this server: none is kept; the ids."""
    table = tables.outbox
    ids = _ids(connection, table.c.n.is_not(None))
    _update(connection, ids, n=None)
    return ids


def _requeue(connection: "Connection", last_n: int, epoch: str | None) -> list[str]:
    table = tables.outbox
    beyond = table.c.n > last_n
    elsewhere = table.c.n.is_(None) & table.c.ack_epoch.not_in(("", epoch)) if epoch is not None else sql.false()
    lost = _ids(connection, table.c.state.in_(_ANSWERED) & table.c.outcome.is_not(None) & (beyond | elsewhere))
    ended = _ids(connection, table.c.state.in_((State.RESOLVED, State.WITHDRAWN)) & (beyond | elsewhere))
    unknown = {
        "ack_epoch": "",
        "ack_feed": "",
        "ack_seq": 0,
        "settled_at": 0,
        "state": State.QUEUED,
        "confirmed_at": table.c.issued_wall,
    }
    _update(connection, lost, earlier=table.c.outcome, outcome=None, **unknown)
    _update(connection, ended, withdrawn=1, **unknown)
    connection.execute(sql.delete(tables.met).where(tables.met.c.command_id.in_(lost)))
    if lost:
        _photos_again(connection)
    return [*lost, *ended, *(_queue_again(connection, last_n, [*lost, *ended]) or _number_from(connection, last_n))]


def _queue_again(connection: "Connection", last_n: int, back: list[str]) -> list[str]:
    """Where something comes back without a number, what was offered beyond `last_n` gives up its own, too; the ids.

    Then all of it goes in the order in which it was recorded: numbered first, a later command would overtake it.
    """
    table = tables.outbox
    if not _ids(connection, table.c.n.is_(None) & table.c.id.in_(back)):
        return []
    offered = _ids(connection, (table.c.n > last_n) & table.c.state.in_(UNSENT))
    _update(connection, offered, n=None, state=State.QUEUED, confirmed_at=table.c.issued_wall)
    keep(connection, FLOOR, last_n)
    return offered


def _number_from(connection: "Connection", last_n: int) -> list[str]:
    """Numbers above `last_n` are dense from there on, in the old order: a hole would stop the queue for ever."""
    table = tables.outbox
    query = sql.select(table.c.id, table.c.n).where(table.c.n > last_n, table.c.state.in_(UNSENT)).order_by(table.c.n)
    rows = list(connection.execute(query))
    ids = [row.id for row in rows]
    keep(connection, FLOOR, last_n)
    if [row.n for row in rows] == list(range(last_n + 1, last_n + 1 + len(rows))):
        return []
    _update(connection, ids, n=None)
    connection.execute(
        sql.update(table).where(table.c.id == sql.bindparam("of")).values(n=sql.bindparam("given")),
        [{"of": command_id, "given": n} for n, command_id in enumerate(ids, last_n + 1)],
    )
    return ids


def _delete(connection: "Connection", rows: "list[Row[tuple[object, ...]]]") -> None:
    ids = [row.id for row in rows]
    numbers = [row.n for row in rows if row.n is not None]
    keep(connection, FLOOR, max([floor(connection), *numbers]))
    blobs = tables.blobs_out
    connection.execute(sql.delete(blobs).where(blobs.c.command_id.in_(ids), blobs.c.state.in_(("sent", "given_up"))))
    for table in (tables.personal_out, tables.met):
        connection.execute(sql.delete(table).where(table.c.command_id.in_(ids)))
    connection.execute(sql.delete(tables.outbox).where(tables.outbox.c.id.in_(ids)))


def _ids(connection: "Connection", condition: "sql.ColumnElement[bool]") -> list[str]:
    return list(connection.scalars(sql.select(tables.outbox.c.id).where(condition)))


def _update(connection: "Connection", ids: list[str], **values: object) -> None:
    connection.execute(sql.update(tables.outbox).where(tables.outbox.c.id.in_(ids)).values(**values))


def floor(connection: "Connection") -> int:
    """The n above which the next one must be."""
    return int(_known(connection, FLOOR) or "0")


def _known(connection: "Connection", name: str) -> str:
    """What is kept in `me` under this name, "" = nothing."""
    return bytes(connection.scalar(sql.select(tables.me.c.v).where(tables.me.c.k == name)) or b"").decode()


def keep(connection: "Connection", name: str, value: int | str) -> None:
    """Keep a number or a word in `me`, in this transaction."""
    values = {"k": name, "v": str(value).encode()}
    connection.execute(sql.insert(tables.me).prefix_with("OR REPLACE"), values)
