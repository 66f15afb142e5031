"""Who may unlock this console without a line: each person's offline session, sealed under that person's password.

That a record opens is the proof of the password: no verifier of it lies here. Argon2id makes each guess slow; around
it is the seal of the file key, so that a stolen file without that key tells not even the names.
"""

import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from cryptography.exceptions import InvalidTag

from console.facts import Shift, SignedIn
from console.models.errors import LocalFilesError
from console.models.keys import FileKey
from console.models.me import Me
from rules.commands import Actor, Grant, NotAllowed, Role

NAME = "shifts"
"""In `me`: all records, by login."""
TRIES = 5
WAIT_MS = 60_000
_SALT = 16  # bytes
log = logging.getLogger(__name__)
_TIME, _MEMORY, _LANES = 3, 65_536, 4  # RFC 9106, second choice: passes, KiB, lanes


@dataclass(frozen=True, slots=True)
class Record:
    """One person's shift; `salt` and `sealed` as hex, `until` ms UTC, `wrong` tries in a row, none before `closed`."""

    salt: str
    sealed: str
    until: int
    wrong: int = 0
    closed: int = 0


class Shifts:
    """The records of this console. A change that the disk does not take holds until the program ends."""

    def __init__(self, me: Me) -> None:
        self._me = me

    def keep(self, login: str, record: Record, now: int) -> None:
        """Remember this one; what ran out goes."""
        self._write({name: kept for name, kept in self._read().items() if now <= kept.until} | {login: record})

    def any(self, now: int) -> bool:
        """Whether somebody may unlock this console."""
        return any(now <= record.until for record in self._read().values())

    def knows(self, login: str) -> bool:
        """Whether this person signed in here before."""
        return login in self._read()

    def open(self, login: str, password: str, seat: str, now: int) -> SignedIn:
        """The sign-in of a person who signed in here before.

        `NotAllowed`: "rule.shift_unknown", "rule.shift_over", "rule.sign_in_wrong", or "rule.shift_locked" after five
        wrong tries in a row, for a minute.
        """
        record = self._read().get(login)
        if record is None:
            raise NotAllowed("rule.shift_unknown")
        if now > record.until:
            raise NotAllowed("rule.shift_over", since=record.until, clock=now)
        if record.closed - WAIT_MS <= now < record.closed:  # a clock that was set back closes nothing for long
            raise NotAllowed("rule.shift_locked", seconds=-((now - record.closed) // 1000))
        try:
            plain = _key(password, bytes.fromhex(record.salt)).unseal(bytes.fromhex(record.sealed), login)
        except InvalidTag:
            raise self._wrong(login, record, now) from None
        if record.wrong:
            self._write(self._read() | {login: replace(record, wrong=0)})
        return _signed(plain, seat)

    def _wrong(self, login: str, record: Record, now: int) -> NotAllowed:
        """Count it, on disk: a new start of the program is no way round."""
        last = record.wrong + 1 >= TRIES
        after = replace(record, wrong=0, closed=now + WAIT_MS) if last else replace(record, wrong=record.wrong + 1)
        self._write(self._read() | {login: after})
        return NotAllowed("rule.shift_locked", seconds=WAIT_MS // 1000) if last else NotAllowed("rule.sign_in_wrong")

    def _read(self) -> dict[str, Record]:
        try:
            told = self._me.secret(NAME)
        except LocalFilesError as error:
            log.warning("%s: who may unlock this console is not known", error.rule)
            return {}
        return {login: Record(**values) for login, values in json.loads(told).items()} if told else {}

    def _write(self, records: Mapping[str, Record]) -> None:
        told = {login: asdict(record) for login, record in records.items()}
        try:
            self._me.keep_secret(NAME, json.dumps(told))
        except LocalFilesError as error:  # no reason to keep anybody out: commands say it when they cannot be kept
            log.warning("%s: who may unlock this console is not written down", error.rule)


def sealed(login: str, password: str, signed: SignedIn) -> Record | None:
    """What the server gave with this sign-in, None when it gave nothing. Takes 0.1 s: not for the store's thread."""
    if signed.shift is None:
        return None
    salt = secrets.token_bytes(_SALT)
    return Record(salt.hex(), _key(password, salt).seal(_told(signed, signed.shift), login).hex(), signed.shift.until)


def _key(password: str, salt: bytes) -> FileKey:
    """The key that a password makes. Its library loads with the first sign-in: the board is shown without it."""
    from argon2.low_level import Type, hash_secret_raw

    return FileKey(hash_secret_raw(password.encode(), salt, _TIME, _MEMORY, _LANES, 32, Type.ID))


def _told(signed: SignedIn, shift: Shift) -> bytes:
    actor = signed.actor
    grants = [[grant.role.value, grant.unit, grant.since, grant.until] for grant in actor.grants]
    person = {"id": actor.id, "name": actor.name, "unit": actor.unit, "grants": grants, "name_en": actor.name_en}
    told = {"actor": person, "session": shift.session, "key": shift.key.hex(), "until": shift.until}
    return json.dumps(told).encode()


def _signed(plain: bytes, seat: str) -> SignedIn:
    told = json.loads(plain)
    person, key = told["actor"], bytes.fromhex(told["key"])
    grants = tuple(Grant(Role(role), unit, since, until) for role, unit, since, until in person["grants"])
    actor = Actor(person["id"], person["name"], grants, person["unit"], person.get("name_en", ""))
    return SignedIn(seat, actor, told["session"], key, "", told["until"])
