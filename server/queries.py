"""Questions about cases: each answer holds only what the person asking may see. Pages and API read through here."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, or_, select

from rules import citizens, machines
from rules.case import ENDED, Case, Event
from rules.commands import Actor
from rules.lists import lists_of
from rules.powers import Deed
from rules.showing import Showing
from rules.texts import Texts
from rules.wire import decode_case, decode_event
from server import tables
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.sight import reached

PAGE = 50
TOGETHER = 500  # cases whose events are fetched in one query


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for; empty fields match all. Instants ms UTC, of the report; `list` is a key of `rules.lists`."""

    words: str = ""
    since: int = 0
    until: int = 0
    unit: str = ""
    list: str = ""
    page: int = 1


class Queries:
    """Reads only; the clock says which grants are in force."""

    def __init__(self, database: Database, cities: Cities, clock: Clock) -> None:
        self._database = database
        self._cities = cities
        self._clock = clock

    def case(self, case_id: str, actor: Actor, deed: Deed = Deed.SEE) -> Case | None:
        """One case as this person may see it; None when it does not exist for this person.

        Whose right it is stands in the statement: what is foreign is looked for as what there is not, and as quickly.
        """
        kept, showing = self._kept(case_id, actor, deed)
        return showing.case(kept) if kept else None

    def events(self, case_id: str, actor: Actor, deed: Deed = Deed.SEE) -> tuple[Event, ...]:
        """The history of a case in order; empty when the case does not exist for this person."""
        kept, showing = self._kept(case_id, actor, deed)
        if kept is None:
            return ()
        table = tables.events
        with self._database.read() as connection:
            found = connection.scalars(select(table.c.body).where(table.c.case_id == case_id).order_by(table.c.n)).all()
        return showing.events(kept, (decode_event(bytes(body)) for body in found))

    def _kept(self, case_id: str, actor: Actor, deed: Deed) -> tuple[Case | None, Showing]:
        """The case as it stands, None for who may not do this with it; and what is shown of it."""
        table, showing = tables.cases, self._showing(actor, deed)
        wanted = select(table.c.image).where(table.c.id == case_id, reached(showing.see, showing.city))
        with self._database.read() as connection:
            image = connection.scalar(wanted)
        return (decode_case(bytes(image)) if image is not None else None), showing

    def _showing(self, actor: Actor, deed: Deed = Deed.SEE) -> Showing:
        return Showing.of(actor, self._cities.current, self._clock.now(), deed)

    def live(self, actor: Actor) -> tuple[Case, ...]:
        """All cases of the live scope that the person sees, oldest report first."""
        table, showing = tables.cases, self._showing(actor)
        visible = reached(showing.see, showing.city)
        wanted = select(table.c.image).where(table.c.live.is_(True), visible)
        with self._database.read() as connection:
            images = connection.scalars(wanted.order_by(table.c.reported_at, table.c.id)).all()
        return _shown(images, showing)

    def stamp(self, actor: Actor) -> str:
        """Changes whenever something of the live scope changes that the person sees; much cheaper than `live`."""
        table, showing = tables.cases, self._showing(actor)
        visible = reached(showing.see, showing.city)
        with self._database.read() as connection:
            wanted = select(table.c.id, table.c.version, table.c.events).where(table.c.live.is_(True), visible)
            rows = sorted(tuple(row) for row in connection.execute(wanted))
        return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]

    def lists(self, actor: Actor) -> dict[str, int]:
        """How many live cases stand on each list."""
        now, city = self._clock.now(), self._cities.current
        return dict(Counter(key for case in self.live(actor) for key in lists_of(case, now, city)))

    def history(self, search: Search, actor: Actor) -> tuple[int, tuple[Case, ...]]:
        """How many cases match, and one page of them, newest report first."""
        showing = self._showing(actor)
        if search.list:
            return self._on_list(search, showing)
        table = tables.cases
        matches = [reached(showing.see, showing.city), *_conditions(search)]
        with self._database.read() as connection:
            total = connection.scalar(select(func.count()).select_from(table).where(*matches)) or 0
            ordered = select(table.c.image).where(*matches).order_by(table.c.reported_at.desc(), table.c.id)
            page = ordered.limit(PAGE).offset(PAGE * (max(search.page, 1) - 1))
            return total, _shown(connection.scalars(page).all(), showing)

    def _on_list(self, search: Search, showing: Showing) -> tuple[int, tuple[Case, ...]]:
        table, now, city = tables.cases, self._clock.now(), showing.city
        matches = [reached(showing.see, city), table.c.live.is_(True), *_conditions(search)]
        with self._database.read() as connection:
            ordered = select(table.c.image).where(*matches).order_by(table.c.reported_at.desc(), table.c.id)
            shown = _shown(connection.scalars(ordered).all(), showing)
        found = [case for case in shown if search.list in lists_of(case, now, city)]
        start = PAGE * (max(search.page, 1) - 1)
        return len(found), tuple(found[start : start + PAGE])

    def with_events(self, since: int, until: int, actor: Actor) -> Iterator[tuple[Case, tuple[Event, ...]]]:
        """All visible cases reported before `until` that had not ended before `since`, each with its history."""
        table, showing = tables.cases, self._showing(actor)
        ended = table.c.stage.in_([stage.value for stage in ENDED]) & (table.c.stage_since < since)
        matches = [reached(showing.see, showing.city), table.c.reported_at < until, ~ended]
        with self._database.read() as connection:
            images = connection.scalars(select(table.c.image).where(*matches).order_by(table.c.id)).all()
            for start in range(0, len(images), TOGETHER):
                cases = [decode_case(bytes(image)) for image in images[start : start + TOGETHER]]
                events = _events_of(connection, [case.id for case in cases])
                for case in cases:
                    if (shown := showing.case(case)) is not None:
                        yield shown, showing.events(case, events.get(case.id, ()))

    def names(self, texts: Texts) -> dict[str, str]:
        """The names of all accounts by login in the language of the texts, and that of the server's own console."""
        table = tables.accounts
        with self._database.read() as connection:
            rows = connection.execute(select(table.c.id, table.c.name, table.c.name_en))
            ours = {"system": texts.text("role.system"), citizens.actor_id(citizens.PAGE): texts.text("role.public")}
            keys = connection.execute(select(tables.api_keys.c.id, tables.api_keys.c.name))
            ours |= {citizens.actor_id(row.id): row.name for row in keys}
            ours |= self._machines(connection, texts)
            return ours | {row.id: texts.name(row.name, row.name_en) for row in rows}

    def _machines(self, connection: Connection, texts: Texts) -> dict[str, str]:
        """The names of the sources that report by messages, and of the forms of files."""
        s = tables.sources
        rows = connection.execute(select(s.c.code, s.c.name).order_by(s.c.ended_at.desc(), s.c.created_at))
        named = {citizens.actor_id(machines.channel_of_source(row.code)): row.name or row.code for row in rows}
        sheets = self._cities.current.machines.sheets.values()
        return {citizens.actor_id(each.channel): texts.name(each.name, each.name_en) for each in sheets} | named


def _events_of(connection: Connection, ids: list[str]) -> dict[str, list[Event]]:
    table = tables.events
    wanted = select(table.c.case_id, table.c.body).where(table.c.case_id.in_(ids)).order_by(table.c.case_id, table.c.n)
    found: dict[str, list[Event]] = {}
    for row in connection.execute(wanted):
        found.setdefault(row.case_id, []).append(decode_event(bytes(row.body)))
    return found


def _shown(images: Sequence[bytes], showing: Showing) -> tuple[Case, ...]:
    cases = (showing.case(decode_case(bytes(image))) for image in images)
    return tuple(case for case in cases if case is not None)


def _conditions(search: Search) -> list[ColumnElement[bool]]:
    table = tables.cases
    found: list[ColumnElement[bool]] = []
    if search.words:
        numbers = (table.c.number, table.c.draft_number, table.c.external_number, table.c.id)
        places = (*numbers, table.c.address, table.c.words)
        found.append(or_(*(place.contains(search.words, autoescape=True) for place in places)))
    if search.since:
        found.append(table.c.reported_at >= search.since)
    if search.until:
        found.append(table.c.reported_at < search.until)
    if search.unit:
        found.append(or_(table.c.unit == search.unit, table.c.top_unit == search.unit))
    return found
