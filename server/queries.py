"""Questions about cases: each answer holds only what the person asking may see. Pages and API read through here."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, false, func, or_, select, true

from rules import citizens, machines
from rules.case import ENDED, Case, Event
from rules.city import City
from rules.commands import Actor, Role
from rules.lists import lists_of
from rules.texts import Texts
from rules.wire import decode_case, decode_event
from server import sight, tables
from server.cities import Cities
from server.clock import Clock
from server.database import Database

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


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a duty now."""

    id: str
    name: str
    name_en: str
    role: str
    unit: str


class Queries:
    """Reads only; the clock says which grants are in force."""

    def __init__(self, database: Database, cities: Cities, clock: Clock) -> None:
        self._database = database
        self._cities = cities
        self._clock = clock

    def case(self, case_id: str, actor: Actor) -> Case | None:
        """One case; None when it does not exist for this person."""
        table = tables.cases
        with self._database.read() as connection:
            image = connection.scalar(select(table.c.image).where(table.c.id == case_id))
        case = decode_case(bytes(image)) if image is not None else None
        return case if case and sight.sees(actor, case, self._cities.current, self._clock.now()) else None

    def events(self, case_id: str, actor: Actor) -> tuple[Event, ...]:
        """The history of a case in order; empty when the case does not exist for this person."""
        if self.case(case_id, actor) is None:
            return ()
        table = tables.events
        with self._database.read() as connection:
            found = connection.scalars(select(table.c.body).where(table.c.case_id == case_id).order_by(table.c.n)).all()
        return tuple(decode_event(bytes(body)) for body in found)

    def live(self, actor: Actor) -> tuple[Case, ...]:
        """All cases of the live scope that the person sees, oldest report first."""
        table = tables.cases
        with self._database.read() as connection:
            visible = _visible(actor, self._cities.current, self._clock.now())
            wanted = (
                select(table.c.image).where(table.c.live.is_(True), visible).order_by(table.c.reported_at, table.c.id)
            )
            return _cases(connection.scalars(wanted).all())

    def stamp(self, actor: Actor) -> str:
        """Changes whenever something of the live scope changes that the person sees; much cheaper than `live`."""
        table = tables.cases
        with self._database.read() as connection:
            visible = _visible(actor, self._cities.current, self._clock.now())
            wanted = select(table.c.id, table.c.version, table.c.events).where(table.c.live.is_(True), visible)
            rows = sorted(tuple(row) for row in connection.execute(wanted))
        return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]

    def lists(self, actor: Actor) -> dict[str, int]:
        """How many live cases stand on each list."""
        now, city = self._clock.now(), self._cities.current
        return dict(Counter(key for case in self.live(actor) for key in lists_of(case, now, city)))

    def history(self, search: Search, actor: Actor) -> tuple[int, tuple[Case, ...]]:
        """How many cases match, and one page of them, newest report first."""
        if search.list:
            return self._on_list(search, actor)
        table = tables.cases
        matches = [_visible(actor, self._cities.current, self._clock.now()), *_conditions(search)]
        with self._database.read() as connection:
            total = connection.scalar(select(func.count()).select_from(table).where(*matches)) or 0
            ordered = select(table.c.image).where(*matches).order_by(table.c.reported_at.desc(), table.c.id)
            page = ordered.limit(PAGE).offset(PAGE * (max(search.page, 1) - 1))
            return total, _cases(connection.scalars(page).all())

    def _on_list(self, search: Search, actor: Actor) -> tuple[int, tuple[Case, ...]]:
        table, now, city = tables.cases, self._clock.now(), self._cities.current
        matches = [_visible(actor, city, now), table.c.live.is_(True), *_conditions(search)]
        with self._database.read() as connection:
            ordered = select(table.c.image).where(*matches).order_by(table.c.reported_at.desc(), table.c.id)
            found = [
                case for case in _cases(connection.scalars(ordered).all()) if search.list in lists_of(case, now, city)
            ]
        start = PAGE * (max(search.page, 1) - 1)
        return len(found), tuple(found[start : start + PAGE])

    def with_events(self, since: int, until: int, actor: Actor) -> Iterator[tuple[Case, tuple[Event, ...]]]:
        """All visible cases reported before `until` that had not ended before `since`, each with its history."""
        table = tables.cases
        ended = table.c.stage.in_([stage.value for stage in ENDED]) & (table.c.stage_since < since)
        matches = [_visible(actor, self._cities.current, self._clock.now()), table.c.reported_at < until, ~ended]
        with self._database.read() as connection:
            images = connection.scalars(select(table.c.image).where(*matches).order_by(table.c.id)).all()
            for start in range(0, len(images), TOGETHER):
                cases = _cases(images[start : start + TOGETHER])
                events = _events_of(connection, [case.id for case in cases])
                yield from ((case, tuple(events.get(case.id, ()))) for case in cases)

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

    def people(self, role: str) -> tuple[Holder, ...]:
        """Who holds a duty now, in order of login; "" = any duty."""
        a, g, now = tables.accounts, tables.grants, self._clock.now()
        in_force = (g.c.since <= now) & ((g.c.until == 0) | (g.c.until > now)) & a.c.disabled.is_(False)
        wanted = (
            select(a.c.id, a.c.name, a.c.name_en, g.c.role, g.c.unit).join(g, g.c.account == a.c.id).where(in_force)
        )
        with self._database.read() as connection:
            rows = connection.execute(wanted.where(g.c.role == role if role else true()).order_by(a.c.id, g.c.unit))
            return tuple(Holder(row.id, row.name, row.name_en, row.role, row.unit) for row in rows)

    def may_ask_people(self, actor: Actor) -> bool:
        """Whether the person works at the centre."""
        return any(role in sight.CITY_DUTIES or role is Role.SYSTEM for role, _ in sight.held(actor, self._clock.now()))


def _events_of(connection: Connection, ids: list[str]) -> dict[str, list[Event]]:
    table = tables.events
    wanted = select(table.c.case_id, table.c.body).where(table.c.case_id.in_(ids)).order_by(table.c.case_id, table.c.n)
    found: dict[str, list[Event]] = {}
    for row in connection.execute(wanted):
        found.setdefault(row.case_id, []).append(decode_event(bytes(row.body)))
    return found


def _cases(images: Sequence[bytes]) -> tuple[Case, ...]:
    return tuple(decode_case(bytes(image)) for image in images)


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


def _visible(actor: Actor, city: City, now: int) -> ColumnElement[bool]:
    """The same as `sight.sees`, as a condition on `cases`."""
    if sight.sees_all(actor, now):
        return true()
    table, legs, checks = tables.cases, tables.assignments, tables.checks
    ways: list[ColumnElement[bool]] = [table.c.reported_by == actor.id]
    if districts := sight.districts_of(actor, now):
        ways += [table.c.district.in_(districts), table.c.id.in_(_with_legs(legs, _tree(districts, city)))]
    if units := sight.units_of(actor, now):
        ways.append(table.c.id.in_(_with_legs(legs, _tree(units, city))))
    grids = sight.grids_of(actor, now)
    ways.append(table.c.id.in_(select(checks.c.case_id).where(checks.c.collector.in_([actor.id, *sorted(grids)]))))
    if grids:
        ways.append(table.c.duty_grid.in_(grids))
    return or_(false(), *ways)


def _tree(units: frozenset[str], city: City) -> list[str]:
    return sorted(units | {code for code in city.units if units & set(city.above(code))})


def _with_legs(legs, units: list[str]):  # type: ignore[no-untyped-def]
    return select(legs.c.case_id).where(legs.c.unit.in_(units))
