"""What one transaction of the casebook has read and is going to write: each thing is read once, all is written at once.

Commands of one push see what those before them came to, although the database sees it at `flush` alone.
"""

import json
import logging
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from rules.callers import digits
from rules.case import Event
from rules.city import City
from rules.claims import Claimed, is_fenced
from rules.commands import Command, Outcome
from rules.wire import WireError, decode_outcome
from server import claims, tables
from server.casebook import rows, store
from server.casebook.judge import Stored
from server.casebook.making import COMMAND_COLUMNS
from server.casebook.numbers import Counts, Numbers
from server.casebook.store import Changed, Kept
from server.dialect import insert_many, parts

OUTCOME_COLUMNS = (*COMMAND_COLUMNS, "console_id", "n", "session", "seq")
PERSONAL_COLUMNS = ("id", "case_id", "created_at", "body", "phone")
Mark = tuple[
    dict[str, Kept | None],
    dict[str, Changed],
    dict[str, Stored | None],
    dict[str, rows.Values],
    list[rows.Values],
    list[tuple[int, Event]],
    list[rows.Values],
    tuple[Counts, Counts, Counts],
]
log = logging.getLogger(__name__)


class Draft:
    """Reads and writes of one transaction; nobody else may write in it what is asked for here."""

    def __init__(self, connection: Connection, city: City, numbers: Numbers) -> None:
        self._connection = connection
        self._city = city
        self._cases: dict[str, Kept | None] = {}
        self._changed: dict[str, Changed] = {}
        self._outcomes: dict[str, Stored | None] = {}
        self._claims: dict[str, Claimed | None] = {}
        self._deeds: set[str] = set()
        self._personal: dict[str, rows.Values] = {}
        self._settled: list[rows.Values] = []
        self._events: list[tuple[int, Event]] = []
        self._event_rows: list[rows.Values] = []
        self.numbers = numbers

    def mark(self) -> Mark:
        """All that was read and kept up to here, for `back_to`."""
        read = (dict(self._cases), dict(self._changed), dict(self._outcomes), dict(self._personal))
        return (*read, list(self._settled), list(self._events), list(self._event_rows), self.numbers.mark())

    def back_to(self, mark: Mark) -> None:
        """As if the command that began there had never been judged: it failed, and nothing of it must be written."""
        self._cases, self._changed, self._outcomes, self._personal = mark[:4]
        self._settled, self._events, self._event_rows, numbers = mark[4:]
        self.numbers.back_to(numbers)

    def expect(self, commands: Iterable[Command]) -> None:
        """Read in a few statements what these commands will ask for one by one.

        A damaged case is left out: it fails where it is asked for, so that only the commands on it are set aside.
        """
        wanted = list(commands)
        ids = {command.id for command in wanted} | {command.after_id for command in wanted} - {""}
        cases = {command.case_id for command in wanted}
        self._outcomes |= dict.fromkeys(ids) | self._read_outcomes(ids)
        sound, damaged = store.load_sound(self._connection, cases)
        self._cases |= dict.fromkeys(cases - damaged) | sound
        claimed = {command.case_id for command in wanted if is_fenced(command)}
        self._claims |= dict.fromkeys(claimed) | claims.read(self._connection, claimed)

    # --- reading

    def case(self, case_id: str) -> Kept | None:
        """A case as it stands after all that was settled; None when there is none of that id."""
        if case_id not in self._cases:
            self._cases[case_id] = store.load(self._connection, (case_id,)).get(case_id)
        return self._cases[case_id]

    def stored(self, command_id: str) -> Stored | None:
        """What came of a command; None for one that was never settled."""
        if command_id not in self._outcomes:
            self._outcomes[command_id] = self._read_outcomes((command_id,)).get(command_id)
        return self._outcomes[command_id]

    def events_since(self, case_id: str, version: int) -> tuple[Event, ...]:
        """The events that came after that version of a case, in order."""
        written = store.events_since(self._connection, case_id, version)
        return (*written, *(event for at, event in self._events if event.case_id == case_id and at > version))

    def claim(self, case_id: str) -> Claimed | None:
        """The last claim on a case, live or not; None when nobody ever claimed it."""
        if case_id not in self._claims:
            self._claims[case_id] = claims.read(self._connection, (case_id,)).get(case_id)
        return self._claims[case_id]

    def is_free(self, record: str) -> bool:
        """Whether a personal record may get this id: nobody's record is ever replaced or shown with another case."""
        table = tables.personal
        taken = self._connection.scalar(select(table.c.id).where(table.c.id == record))
        return bool(record) and taken is None and record not in self._personal

    def _read_outcomes(self, ids: Iterable[str]) -> dict[str, Stored]:
        table = tables.commands
        wanted = select(table.c.id, table.c.hash, table.c.outcome)
        found = (row for part in parts(ids) for row in self._connection.execute(wanted.where(table.c.id.in_(part))))
        return {row.id: Stored(row.hash, _outcome(row.id, bytes(row.outcome))) for row in found}

    # --- writing

    def keep(self, after: Kept, image: bytes, events: tuple[Event, ...], told: tuple[bytes, ...]) -> None:
        """Store a case as it is now, and what it came to; `image` and `told` are their canonical bytes."""
        case = after.case
        known = self._changed.get(case.id)
        before = known.before if known else self._cases.get(case.id)
        self._changed[case.id] = Changed(before, after, image)
        self._cases[case.id] = after
        self._events += [(case.version, event) for event in events]
        self._event_rows += rows.event_values(events, case.version, told)

    def keep_personal(self, record: str, case_id: str, personal: Mapping[str, str], now: int) -> None:
        """Store a personal record, apart from its case."""
        self._personal[record] = (
            record,
            case_id,
            now,
            json.dumps(personal).encode(),
            digits(personal.get("phone", "")),
        )

    def settle(self, stored: Stored, values: rows.Values) -> None:
        """Store the one final outcome of a command; `values` are its row, in the order of OUTCOME_COLUMNS."""
        self._outcomes[stored.outcome.command] = stored
        self._settled.append(values)

    def note_deed(self, command: Command, now: int) -> None:
        """A command took effect: where its issuer has the case in hand, that shows when they last did something."""
        claim = self._claims.get(command.case_id)
        if claim is not None and claim.actor == command.actor and claim.is_live(now):
            self._deeds.add(command.case_id)

    def note_deeds(self, now: int) -> None:
        """Write down whose holders did something; the last thing, as the claims wait for nothing but this."""
        claims.note_deeds(self._connection, self._deeds, now)
        self._deeds = set()

    def flush(self) -> None:
        """Write all that was kept since the last time."""
        store.save(self._connection, self._changed.values(), self._city)
        insert_many(self._connection, "events", rows.EVENT_COLUMNS, self._event_rows)
        insert_many(self._connection, "recurrence_looks", rows.LOOK_COLUMNS, rows.looks(e for _, e in self._events))
        insert_many(self._connection, "answers_out", rows.ANSWER_COLUMNS, rows.answers(e for _, e in self._events))
        insert_many(self._connection, "personal", PERSONAL_COLUMNS, list(self._personal.values()))
        insert_many(self._connection, "commands", OUTCOME_COLUMNS, self._settled)
        self.numbers.flush()
        self._changed, self._personal = {}, {}
        self._events, self._event_rows, self._settled = [], [], []


def _outcome(command_id: str, stored: bytes) -> Outcome:
    """A stored outcome; one that was damaged since is told as set aside: the command is not done a second time."""
    try:
        return decode_outcome(stored)
    except WireError:
        log.exception("the outcome of command %s cannot be read", command_id)
        return Outcome(command_id, "quarantined", rule="rule.quarantined")
