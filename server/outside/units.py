"""Terminals beyond a gate: what is done there is judged and shown at once, crosses, and ends as the centre says.

A case is shown as the centre told it last, with what was done here since and is not answered yet laid over it by the
same rules: as at a console without a line.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, select, update

from rules.case import Case, Event
from rules.commands import Command, NotAllowed
from rules.lifecycle import apply, delivered, undelivered
from rules.wire import WireError, decode_case, decode_command, decode_event, encode_case, encode_command
from server import tables
from server.access import accounts
from server.casebook import rows, store
from server.casebook.book import Answer, Casebook, Wish
from server.casebook.judge import Judge
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.dialect import insert_many, insert_missing
from server.feeds.homes import copies, home
from server.feeds.service import Feeds
from server.gate import items
from server.gate.outgoing import Outgoing
from server.gate.troubles import Troubles
from server.gate.unit_arrivals import photos_of
from server.outside.states import install_city
from server.photos import Photos

PENDING, BASE = "pending", "base"  # deeds not answered yet; which version of a case the centre told last
REFUSALS = "refusals"  # what the centre did not take, in the books of troubles
ACCEPTED = "accepted"
Versioned = tuple[int, Event]  # the version of the case after an event
log = logging.getLogger(__name__)


class TerminalBook(Casebook):
    """The casebook over what is known here; lists that wait for news hear of what is done at once."""

    def __init__(self, database: Database, clock: Clock, cities: Cities, feeds: Feeds) -> None:
        super().__init__(database, clock, cities, feeds, Judge())
        self._wake = feeds.hub.wake

    def do_all(self, wishes: Sequence[Wish]) -> list[Answer]:
        """As the casebook does."""
        answers = super().do_all(wishes)
        self._wake()
        return answers


class Collecting:
    """`tick`: what was done here and has not crossed. The casebook's own books are the queue: nothing falls between."""

    def __init__(self, database: Database, outgoing: Outgoing, gate: str) -> None:
        self._database, self._outgoing, self._gate = database, outgoing, gate

    def tick(self) -> int:
        """How many deeds were handed over to the gate."""
        done, seen = tables.commands, tables.gate_seen
        crossed = select(seen.c.id).where(seen.c.id == done.c.id).exists()
        wanted = select(done.c.id, done.c.body).where(done.c.state == ACCEPTED, ~crossed)
        with self._database.read() as connection:
            found = connection.execute(wanted.order_by(done.c.at, done.c.id).limit(200)).all()
        for row in found:
            with self._database.note() as connection:
                self._hand_over(connection, decode_command(bytes(row.body)))
        return len(found)

    def _hand_over(self, connection: Connection, command: Command) -> None:
        command = self._chained(connection, command)
        body = encode_command(command)
        pending = {"id": command.id, "gate": self._gate, "case_id": command.case_id, "kind": PENDING, "told": "yes"}
        insert_missing(connection, tables.gate_cases.name, pending)
        self._outgoing.add(connection, items.UNIT_DEED, items.UnitDeed(body), photos_of(command), f"deed {command.id}")
        insert_missing(connection, tables.gate_seen.name, {"id": command.id, "gate": self._gate})

    def _chained(self, connection: Connection, command: Command) -> Command:
        """Made on what the centre told last, and after what was done here before it and is not answered yet."""
        table = tables.gate_cases
        mine = select(table.c.id, table.c.told).where(table.c.case_id == command.case_id)
        base = connection.execute(mine.where(table.c.kind == BASE)).first()
        waiting = mine.join(tables.commands, tables.commands.c.id == table.c.id).where(table.c.kind == PENDING)
        last = connection.execute(waiting.order_by(tables.commands.c.at.desc(), table.c.id.desc()).limit(1)).first()
        version = min(command.base_version, int(base.told)) if base else command.base_version
        return replace(command, base_version=version, after_id=last.id if last else "")


class UnitStates:
    """What the centre tells terminals beyond a gate; the same item again changes nothing."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        cities: Cities,
        photos: Photos,
        wake: Callable[[], None],
    ) -> None:
        self._database, self._clock, self._cities, self._photos = database, clock, cities, photos
        self._wake = wake
        self._refusals = Troubles(database, clock, REFUSALS)

    async def apply(self, item: items.Item, blobs: Mapping[str, bytes]) -> None:
        """One item. Raises BadItem."""
        await asyncio.to_thread(self._apply, item, blobs)
        self._wake()

    def _apply(self, item: items.Item, blobs: Mapping[str, bytes]) -> None:
        if item.kind == items.CITY:
            install_city(self._database, self._cities, items.decode(items.CityPack, item.body), self._clock.now())
        elif item.kind == items.PEOPLE:
            self._people(items.decode(items.People, item.body))
        elif item.kind == items.UNIT_CASE:
            self._case(items.decode(items.UnitCase, item.body), blobs)
        elif item.kind == items.UNIT_REFUSED:
            self._refused(items.decode(items.UnitRefused, item.body))
        else:
            raise items.BadItem(item.kind)

    def _people(self, told: items.People) -> None:
        """Those, and nobody else: who is not named any more loses every duty."""
        with self._database.note() as connection:
            connection.execute(delete(tables.grants))
            accounts.save(connection, told.accounts)

    def _case(self, told: items.UnitCase, blobs: Mapping[str, bytes]) -> None:
        try:
            case, events = decode_case(told.image), [decode_event(each) for each in told.events]
            history = list(zip(told.versions, events, strict=True))
        except (WireError, ValueError) as error:
            raise items.BadItem(str(error)) from error
        for sha256, data in blobs.items():
            self._photos.put(sha256, data)
        with self._database.write() as connection:
            self._settle(connection, {event.command for event in events})
            self._keep(connection, case, history, live=told.live)
            _note_base(connection, case)

    def _keep(self, connection: Connection, case: Case, events: list[Versioned], *, live: bool) -> None:
        city = self._cities.current
        shown, more = self._with_pending(connection, case)
        before = store.load(connection, (case.id,)).get(case.id)
        after = store.Kept(shown, home(shown, city), copies(shown, city), live)
        store.save(connection, [store.Changed(before, after, encode_case(shown))], city)
        table = tables.events
        connection.execute(delete(table).where(table.c.case_id == case.id))
        history = [row for version, event in [*events, *more] for row in rows.event_values([event], version)]
        insert_many(connection, table.name, rows.EVENT_COLUMNS, history)

    def _with_pending(self, connection: Connection, case: Case) -> tuple[Case, list[Versioned]]:
        """What was done here and is not answered yet goes over it, as far as it still fits."""
        city, more = self._cities.current, list[Versioned]()
        pending, done = tables.gate_cases, tables.commands
        wanted = select(done.c.body, done.c.at).join(pending, pending.c.id == done.c.id)
        wanted = wanted.where(pending.c.case_id == case.id, pending.c.kind == PENDING).order_by(done.c.at, done.c.id)
        for row in connection.execute(wanted).all():
            command = decode_command(bytes(row.body))
            actor = accounts.actor(connection, command.actor)
            try:
                if actor is None:
                    continue
                applied = apply(case, command, actor, city, row.at)
            except NotAllowed:
                continue  # the centre will say so, too
            handed = delivered(applied.case, undelivered(applied.case), city, row.at)
            case = handed.case
            more += [(case.version, event) for event in (*applied.events, *handed.events)]
        return case, more

    def _settle(self, connection: Connection, commands: set[str]) -> None:
        table = tables.gate_cases
        known = connection.scalars(select(table.c.id).where(table.c.kind == PENDING)).all()
        for id_ in set(known) & commands:
            connection.execute(delete(table).where(table.c.id == id_))

    def _refused(self, told: items.UnitRefused) -> None:
        """How the case really stands comes behind it."""
        with self._database.note() as connection:
            self._settle(connection, {told.command})
            table = tables.cases
            number = connection.scalar(select(table.c.number).where(table.c.id == told.case)) or ""
        details = dict(told.details) | {"number": number, "deed": told.verb, "rule": told.rule}
        if told.rule:
            self._refusals.note(told.actor, "deed_refused", **details)


def _note_base(connection: Connection, case: Case) -> None:
    table, id_ = tables.gate_cases, f"base {case.id}"[:128]
    insert_missing(connection, table.name, {"id": id_, "case_id": case.id, "kind": BASE})
    connection.execute(update(table).where(table.c.id == id_).values(told=str(case.version)))
