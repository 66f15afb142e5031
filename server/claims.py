"""The table of claims, inside a transaction: who has a case in hand, and the fencing token of it.

A token is an instant at first, so that it grows over a restart, a fail-over and a row that was forgotten. It stays as
long as the claim is with the same person at the same console; whoever gets it from another gets a larger one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update

from rules.claims import GRACE_MS, TTL_MS, Claimed
from rules.commands import NotAllowed
from server import tables
from server.dialect import insert_missing, parts

KEPT_MS = 30 * 24 * 3_600_000  # longer than any command may be under way
_table = tables.claims
_columns = select(_table)


@dataclass(frozen=True, slots=True)
class Renewal:
    """A console says that it still has a case in hand; `at`: when it was heard."""

    case_id: str
    token: int
    console_id: str
    at: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim, and the feeds in which its case stands."""

    claim: Claimed
    feeds: frozenset[str]


def read(connection: Connection, cases: Iterable[str]) -> dict[str, Claimed]:
    """The last claim on each of these cases, live or not; a case that nobody ever claimed has none."""
    wanted = (_columns.where(_table.c.case_id.in_(part)) for part in parts(sorted(cases)))
    return {row.case_id: _claimed(row) for one in wanted for row in connection.execute(one)}


def locked(connection: Connection, case_id: str) -> Claimed:
    """The claim on a case, kept from everybody else to the end of the transaction."""
    mine = _columns.where(_table.c.case_id == case_id).with_for_update()
    row = connection.execute(mine).first()
    if row is None:
        insert_missing(connection, "claims", {"case_id": case_id})
        row = connection.execute(mine).one()
    return _claimed(row)


def take(connection: Connection, case_id: str, actor: str, console_id: str, now: int) -> Claimed:
    """Claim a case that nobody else holds. Raises NotAllowed "rule.claimed_by" (by, since)."""
    before = locked(connection, case_id)
    if before.is_live(now) and before.actor != actor:
        raise NotAllowed("rule.claimed_by", by=before.actor, since=before.since)
    return hand_over(connection, before, actor, console_id, now)


def hand_over(connection: Connection, before: Claimed, actor: str, console_id: str, now: int) -> Claimed:
    """Give a claim that is `locked` to somebody, whoever has it; who has it already keeps its token."""
    is_theirs = (before.actor, before.console_id) == (actor, console_id)
    token = before.token if is_theirs else max(before.token + 1, now)
    since = before.since if is_theirs and before.is_live(now) else now
    after = Claimed(before.case_id, actor, console_id, token, since, now + TTL_MS, now)
    _set(connection, _table.c.case_id == before.case_id, **_values(after))
    return after


def release(connection: Connection, case_id: str, token: int, actor: str) -> None:
    """Give a claim back; one that is somebody else's by now is left alone. Its token remains the newest."""
    mine = (_table.c.case_id == case_id) & (_table.c.token == token) & (_table.c.actor == actor)
    _set(connection, mine, actor="", console_id="", expires_at=0)


def renew(connection: Connection, renewals: Iterable[Renewal]) -> None:
    """Let claims live on; also those that lapsed, where nobody else has taken them since."""
    for each in sorted(renewals, key=lambda one: one.case_id):  # in one order: nobody waits for each other
        mine = (_table.c.case_id == each.case_id) & (_table.c.token == each.token) & (_table.c.actor != "")
        _set(connection, mine & (_table.c.console_id == each.console_id), expires_at=each.at + TTL_MS)


def lapse(connection: Connection, now: int) -> None:
    """Note which claims nobody has renewed in time, so that they are told from those of a server that was off."""
    for case_id in connection.scalars(select(_table.c.case_id).where(_over(now)).order_by(_table.c.case_id)).all():
        _set(connection, (_table.c.case_id == case_id) & _over(now), expires_at=0)


def revive(connection: Connection, now: int) -> None:
    """After a start: what ended while no server was there to hear a renewal lives on for a moment."""
    late = (_table.c.expires_at > 0) & (_table.c.expires_at < now + GRACE_MS)
    for case_id in connection.scalars(select(_table.c.case_id).where(late).order_by(_table.c.case_id)).all():
        _set(connection, (_table.c.case_id == case_id) & late, expires_at=now + GRACE_MS)


def note_deeds(connection: Connection, cases: Iterable[str], now: int) -> None:
    """The holders of these claims have just done something on their cases."""
    for case_id in sorted(cases):
        _set(connection, _table.c.case_id == case_id, seen=now)


def standing(connection: Connection) -> tuple[Standing, ...]:
    """All claims that have not been given back nor noted as lapsed, by case; look whether they are live."""
    cases = tables.cases
    wanted = select(_table, cases.c.feed, cases.c.copies).join(cases, cases.c.id == _table.c.case_id)
    rows = connection.execute(wanted.where(_table.c.expires_at > 0).order_by(_table.c.case_id))
    return tuple(Standing(_claimed(row), frozenset({row.feed, *row.copies.split()})) for row in rows)


def forget(connection: Connection, now: int) -> None:
    """Delete what nobody has had in hand for so long that no command of that time can come any more."""
    connection.execute(delete(_table).where(_table.c.expires_at == 0, _table.c.seen < now - KEPT_MS))


def _over(now: int) -> ColumnElement[bool]:
    """Live no longer; also what a clock that was set back would let live for hours."""
    return (_table.c.expires_at > 0) & ((_table.c.expires_at <= now) | (_table.c.expires_at > now + TTL_MS))


def _claimed(row: Any) -> Claimed:
    return Claimed(row.case_id, row.actor, row.console_id, row.token, row.since, row.expires_at, row.seen)


def _values(claim: Claimed) -> dict[str, object]:
    told = {"actor": claim.actor, "console_id": claim.console_id, "token": claim.token, "expires_at": claim.until}
    return told | {"since": claim.since, "seen": claim.seen}


def _set(connection: Connection, where: ColumnElement[bool], **values: object) -> None:
    connection.execute(update(_table).where(where).values(values))
