"""Sessions of persons and credentials of workstations. A workstation polls and pushes, a person signs the pushed."""

import hashlib
import hmac
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, insert, select, update

from rules.commands import Actor
from server import tables
from server.access import accounts, secrets
from server.access.errors import NotSignedIn
from server.clock import Clock
from server.database import Database
from server.dialect import parts

SESSION_MS = 12 * 3_600_000
DAY_MS = 24 * 3_600_000
OFFLINE_GRACE_MS = 14 * DAY_MS
NO_TOKEN = ""  # no bearer token has this kept form


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in person; `key` makes the MAC of each command."""

    id: str
    actor: Actor
    seat: str
    key: bytes
    expires_at: int

    @property
    def csrf(self) -> str:
        """The word that every form of a page must carry."""
        return hmac.new(self.key, b"csrf", hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a pushed command is checked against: whose session it was made in, until when it counts."""

    account: str
    key: bytes
    ended_at: int
    until: int


@dataclass(frozen=True, slots=True)
class Workstation:
    """An enrolled console; `scope` names the feeds that it may see, None = all."""

    id: str
    console_id: str
    scope: frozenset[str] | None


class Access:
    """Opens and checks sessions and workstations."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def sign_in(self, login: str, password: str, seat: str, workstation: str = "") -> tuple[Session, str]:
        """A new session and its bearer token. Raises NotSignedIn (wrong, locked)."""
        now = self._clock.now()
        with self._database.read() as connection:
            verifier = accounts.verifier(connection, login)
        fits = secrets.password_fits(verifier, password)  # takes 50 ms: not inside the writing transaction
        with self._database.note() as connection:
            refused = accounts.count_attempt(connection, login, fits, now)
            actor = accounts.actor(connection, login)
            if not refused and actor is not None:
                return self._open(connection, actor, seat, workstation, now)
        raise NotSignedIn(refused)

    def _open(self, connection: Connection, actor: Actor, seat: str, workstation: str, now: int) -> tuple[Session, str]:
        token = secrets.new_token()
        session = Session(str(uuid.uuid4()), actor, seat, secrets.new_key(), now + SESSION_MS)
        _insert(connection, session, secrets.kept_form(token), workstation, now)
        return session, token

    def open_offline(self, session: Session, workstation: str, days: int) -> Session:
        """A second session of who has just signed in at a workstation, to go on there without a line for so many days.

        It has no bearer token, so it asks for nothing and no sign-out ends it: it does no more than sign commands.
        """
        now = self._clock.now()
        offline = replace(session, id=str(uuid.uuid4()), key=secrets.new_key(), expires_at=now + days * DAY_MS)
        with self._database.note() as connection:
            _insert(connection, offline, NO_TOKEN, workstation, now)
        return offline

    def session(self, token: str) -> Session:
        """The session of a bearer token. Raises NotSignedIn when there is none, it ended or its account is closed."""
        table = tables.sessions
        with self._database.read() as connection:
            row = connection.execute(select(table).where(table.c.token == secrets.kept_form(token))).first()
            actor = accounts.actor(connection, row.account) if row else None
        if row is None or actor is None or row.ended_at or self._clock.now() >= row.expires_at:
            raise NotSignedIn("rule.session_ended")
        return Session(row.id, actor, row.seat, bytes(row.key), row.expires_at)

    def console_of(self, session: Session) -> str:
        """The id of the console at which a session was opened; "" for one of a page or a program."""
        table, stations = tables.sessions, tables.workstations
        joined = select(stations.c.console_id).join(table, table.c.workstation == stations.c.id)
        with self._database.read() as connection:
            return connection.scalar(joined.where(table.c.id == session.id)) or ""

    def sign_out(self, token: str) -> None:
        """End a session; ending what has ended changes nothing."""
        table = tables.sessions
        open_one = (table.c.token == secrets.kept_form(token)) & (table.c.ended_at == 0)
        with self._database.note() as connection:
            connection.execute(update(table).where(open_one).values(ended_at=self._clock.now()))

    def offer_enrolment(self, token: str, scope: str = "*") -> None:
        """Make a one-time token with which one console may enrol; offering it twice changes nothing."""
        kept = secrets.kept_form(token)
        table = tables.enrolments
        with self._database.note() as connection:
            if connection.scalar(select(table.c.token).where(table.c.token == kept)) is None:
                connection.execute(insert(table).values(token=kept, scope=scope, created_at=self._clock.now()))

    def enrol(self, token: str, name: str, console_id: str) -> str:
        """A workstation's bearer token against a one-time token. Raises NotSignedIn when that is unknown or used.

        Whose answer was lost may ask again with the same console id, until that console has pushed.
        """
        kept, now, bearer = secrets.kept_form(token), self._clock.now(), secrets.new_token()
        offers, stations, kept_bearer = tables.enrolments, tables.workstations, secrets.kept_form(bearer)
        with self._database.note() as connection:
            unused = (offers.c.token == kept) & (offers.c.used_at == 0)
            if connection.execute(update(offers).where(unused).values(used_at=now)).rowcount:
                scope = connection.scalar(select(offers.c.scope).where(offers.c.token == kept))
                values = {"id": str(uuid.uuid4()), "token": kept_bearer, "name": name, "scope": scope}
                connection.execute(insert(stations).values(**values, console_id=console_id, created_at=now))
            elif not _enrolled_again(connection, kept, console_id, kept_bearer):
                raise NotSignedIn("rule.enrolment_unknown")
        return bearer

    def workstation(self, token: str) -> Workstation:
        """The workstation of a bearer token. Raises NotSignedIn."""
        table = tables.workstations
        with self._database.read() as connection:
            row = connection.execute(select(table).where(table.c.token == secrets.kept_form(token))).first()
        if row is None or row.ended_at:
            raise NotSignedIn("rule.workstation_unknown")
        scope = None if row.scope == "*" else frozenset(row.scope.split())
        return Workstation(row.id, row.console_id, scope)


def _insert(connection: Connection, session: Session, kept_token: str, workstation: str, now: int) -> None:
    values = {
        "id": session.id,
        "token": kept_token,
        "key": session.key,
        "account": session.actor.id,
        "seat": session.seat,
        "workstation": workstation,
        "created_at": now,
        "expires_at": session.expires_at,
    }
    connection.execute(insert(tables.sessions).values(values))


def _enrolled_again(connection: Connection, offer: str, console_id: str, bearer: str) -> bool:
    """Give the workstation that this offer made another token, if its console has never got so far as to push."""
    offers, stations, consoles = tables.enrolments, tables.workstations, tables.consoles
    used = connection.scalar(select(offers.c.used_at).where(offers.c.token == offer))
    if not used or connection.scalar(select(consoles.c.id).where(consoles.c.id == console_id)) is not None:
        return False
    mine = (stations.c.console_id == console_id) & (stations.c.created_at == used) & (stations.c.ended_at == 0)
    return connection.execute(update(stations).where(mine).values(token=bearer)).rowcount == 1


def mac_of(key: bytes, command_hash: str) -> str:
    """HMAC-SHA256 of a command's hash under the session key, as hex."""
    return hmac.new(key, command_hash.encode(), hashlib.sha256).hexdigest()


def sign_ins(connection: Connection, wanted: Iterable[str]) -> dict[str, SignIn]:
    """Those of these sign-ins that there are, by their ids."""
    table = tables.sessions
    columns = select(table.c.id, table.c.token, table.c.account, table.c.key, table.c.ended_at, table.c.expires_at)
    found = (row for part in parts(wanted) for row in connection.execute(columns.where(table.c.id.in_(part))))
    return {
        row.id: SignIn(row.account, bytes(row.key), row.ended_at, row.expires_at + _grace(row.token)) for row in found
    }


def _grace(token: str) -> int:
    """A session for work without a line counts as long as it says, the others a while longer."""
    return 0 if token == NO_TOKEN else OFFLINE_GRACE_MS


def signature_refusal(sign_in: SignIn | None, account: str, issued_at: int, command_hash: str, mac: str) -> str:
    """The rule that refuses, "" when the command was made in that person's valid session.

    The session may have run out since: it must have been open at issue, or within the offline grace after its end.
    """
    if sign_in is None or sign_in.account != account:
        return "rule.session_unknown"
    if not hmac.compare_digest(mac_of(sign_in.key, command_hash), mac):
        return "rule.mac_wrong"
    if sign_in.ended_at and issued_at > sign_in.ended_at:
        return "rule.session_ended"
    return "" if issued_at <= sign_in.until else "rule.session_ended"
