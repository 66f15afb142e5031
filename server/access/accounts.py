"""Accounts and their grants: role × unit × from–to. The actor is built from them at each command and each question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from rules import citizens
from rules.commands import Actor, Grant, Role
from rules.paper_deeds import actor_of, unit_of
from server import tables
from server.dialect import parts

MAX_FAILURES = 5
LOCK_MS = 15 * 60_000
SYSTEM = Actor("system", "system", (Grant(Role.SYSTEM),))
_ACCOUNTS, _GRANTS = tables.accounts, tables.grants
_ACTORS = (  # made once: every command asks it
    select(_ACCOUNTS.c.id, _ACCOUNTS.c.name, _ACCOUNTS.c.name_en, _ACCOUNTS.c.unit)
    .add_columns(_GRANTS.c.role, _GRANTS.c.unit.label("reach"), _GRANTS.c.since, _GRANTS.c.until)
    .select_from(_ACCOUNTS.outerjoin(_GRANTS, _GRANTS.c.account == _ACCOUNTS.c.id))
    .where(_ACCOUNTS.c.id.in_(bindparam("wanted", expanding=True)), _ACCOUNTS.c.disabled.is_(False))
    .order_by(_ACCOUNTS.c.id, _GRANTS.c.role, _GRANTS.c.unit)
)


@dataclass(frozen=True, slots=True)
class Account:
    """One person who may sign in; `verifier` is the Argon2 verifier of the password."""

    id: str
    name: str
    name_en: str = ""
    unit: str = ""
    verifier: str = ""
    grants: tuple[Grant, ...] = ()


def actor(connection: Connection, account: str) -> Actor | None:
    """The actor of an account with all its grants; None when there is none or it is disabled."""
    return actors(connection, (account,)).get(account)


def actors(connection: Connection, wanted: Iterable[str]) -> dict[str, Actor]:
    """The actors of those of these accounts that there are and that are not disabled, with all their grants.

    A unit that answered on paper has no account, and acts for itself; citizens act for the channel they came by.
    """
    found: dict[str, Actor] = {}
    granted: dict[str, list[Grant]] = {}
    for part in parts(wanted):
        for row in connection.execute(_ACTORS, {"wanted": part}):
            held = granted.setdefault(row.id, [])
            if row.role is not None:
                held.append(Grant(Role(row.role), row.reach, row.since, row.until))
            found[row.id] = Actor(row.id, row.name, tuple(held), row.unit, row.name_en)
        if SYSTEM.id in part:
            found[SYSTEM.id] = SYSTEM
        found |= {each: actor_of(unit) for each in part if (unit := unit_of(each))}
        found |= {each: citizens.actor_of(channel) for each in part if (channel := citizens.channel_of(each))}
    return found


def verifier(connection: Connection, login: str) -> str | None:
    """The Argon2 verifier of an account; None when there is no such account or it is disabled."""
    table = tables.accounts
    return connection.scalar(select(table.c.password).where(table.c.id == login, table.c.disabled.is_(False)))


def count_attempt(connection: Connection, login: str, fits: bool, now: int) -> str:
    """The rule that refuses this attempt, "" when it may come in. Counts failures and locks after five in a row."""
    table = tables.accounts
    mine = select(table).where(table.c.id == login, table.c.disabled.is_(False)).with_for_update()
    row = connection.execute(mine).first()
    if row is None:
        return "rule.sign_in_wrong"
    if now < row.locked_until:
        return "rule.sign_in_locked"
    failures = 0 if fits else row.failures + 1
    locked = now + LOCK_MS if failures >= MAX_FAILURES else 0
    if failures or row.failures:
        values = {"failures": 0 if locked else failures, "locked_until": locked}
        connection.execute(update(table).where(table.c.id == login).values(values))
    if fits:
        return ""
    return "rule.sign_in_locked" if locked else "rule.sign_in_wrong"


def save(connection: Connection, accounts: Iterable[Account]) -> int:
    """Write accounts with their grants, replacing those with the same login; how many they were.

    Duties that were given or ended by hand stay as they are.
    """
    kept = list(accounts)
    if not kept:
        return 0
    logins = [account.id for account in kept]
    for start in range(0, len(logins), 500):
        part = logins[start : start + 500]
        connection.execute(delete(_GRANTS).where(_GRANTS.c.account.in_(part), _GRANTS.c.given_by == ""))
        connection.execute(delete(tables.accounts).where(tables.accounts.c.id.in_(part)))
    connection.execute(insert(tables.accounts), [_account_row(account) for account in kept])
    by_hand = _by_hand(connection, logins)
    every = ((account.id, grant) for account in kept for grant in account.grants)
    granted = [_grant_row(login, g) for login, g in every if (login, g.role.value, g.unit, g.since) not in by_hand]
    if granted:
        connection.execute(insert(tables.grants), granted)
    return len(kept)


def _by_hand(connection: Connection, logins: Iterable[str]) -> set[tuple[str, str, str, int]]:
    keys = select(_GRANTS.c.account, _GRANTS.c.role, _GRANTS.c.unit, _GRANTS.c.since)
    return {
        (row.account, row.role, row.unit, row.since)
        for part in parts(logins)
        for row in connection.execute(keys.where(_GRANTS.c.account.in_(part)))
    }


def _account_row(account: Account) -> Mapping[str, object]:
    return {
        "id": account.id,
        "name": account.name,
        "name_en": account.name_en,
        "unit": account.unit,
        "password": account.verifier,
        "disabled": False,
    }


def _grant_row(account: str, grant: Grant) -> Mapping[str, object]:
    return {
        "account": account,
        "role": grant.role.value,
        "unit": grant.unit,
        "since": grant.since,
        "until": grant.until,
    }
