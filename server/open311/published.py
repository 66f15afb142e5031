"""The reports that other programs may read, with their cases: those of programs, of the page if the city says so."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from rules.case import ENDED, Case, Event, Stage
from rules.citizens import PAGE
from rules.machines import CHANNEL, FILE_CHANNEL
from rules.services import CitizenRules
from rules.wire import decode_case, decode_event
from server import tables
from server.database import Database
from server.dialect import parts

MOST = 1000  # requests or updates in one answer
LATE_MS = 14 * 86_400_000  # so much later than it happened a deed may have come in, from a desk without a line
_UNSEEN = (Stage.REPORTED.value, Stage.PRE_CHECK.value)
_ENDED = tuple(stage.value for stage in ENDED)


@dataclass(frozen=True, slots=True)
class Published:
    """One report as it was written, and its case as it stands."""

    case: Case
    service: str
    said: str
    channel: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; instants ms UTC, empty = all. `states`: "open", "closed"."""

    since: int
    until: int
    services: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    page: int = 1
    size: int = MOST


class Reading:
    """Reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def numbered(self, numbers: tuple[str, ...], rules: CitizenRules) -> list[Published]:
        """Those with these numbers, at most a thousand, in the order of the question."""
        found: dict[str, Published] = {}
        for part in parts(dict.fromkeys(numbers[:MOST])):
            found |= {each.case.number: each for each in self._read([tables.cases.c.number.in_(part)], rules, 1, MOST)}
        return [found[number] for number in dict.fromkeys(numbers) if number in found]

    def wanted(self, asked: Wanted, rules: CitizenRules) -> list[Published]:
        """One page of those that match, newest first."""
        reports, cases = tables.citizen_reports, tables.cases
        matches: list[ColumnElement[bool]] = [reports.c.at >= asked.since, reports.c.at <= asked.until]
        if asked.services:
            matches.append(reports.c.service.in_(asked.services))
        if len(set(asked.states)) == 1:
            is_ended = cases.c.stage.in_(_ENDED)
            matches.append(is_ended if asked.states[0] == "closed" else ~is_ended)
        return self._read(matches, rules, asked.page, asked.size)

    def of_token(self, token: str, rules: CitizenRules) -> str | None:
        """The number behind a token, "" while it is not told yet, None for a token that stands for nothing."""
        reports, cases = tables.citizen_reports, tables.cases
        wanted = select(cases.c.number, cases.c.stage).join(reports, reports.c.id == cases.c.id)
        with self._database.read() as connection:
            row = connection.execute(wanted.where(cases.c.id == token, _channel(rules))).first()
        if row is None:
            return None
        return "" if rules.number_when == "accepted" and row.stage in _UNSEEN else row.number

    def _read(self, matches: list[ColumnElement[bool]], rules: CitizenRules, page: int, size: int) -> list[Published]:
        reports, cases = tables.citizen_reports, tables.cases
        wanted = select(cases.c.image, reports.c.service, reports.c.words, reports.c.channel)
        wanted = wanted.join(reports, reports.c.id == cases.c.id).where(*matches, *_shown(rules))
        wanted = wanted.order_by(reports.c.at.desc(), reports.c.id).limit(size).offset((page - 1) * size)
        with self._database.read() as connection:
            rows = connection.execute(wanted).all()
        return [Published(decode_case(bytes(row.image)), row.service, row.words, row.channel) for row in rows]

    def changes(self, since: int, until: int, rules: CitizenRules) -> list[tuple[Event, Published]]:
        """What happened to published reports and was received in [since, until], oldest first."""
        reports, cases, events = tables.citizen_reports, tables.cases, tables.events
        late = max(0, since - LATE_MS)
        wanted = select(events.c.body, cases.c.image, reports.c.service, reports.c.words, reports.c.channel)
        wanted = wanted.join(reports, reports.c.id == events.c.case_id).join(cases, cases.c.id == events.c.case_id)
        wanted = wanted.where(events.c.at >= late, events.c.received_at >= since, events.c.received_at <= until)
        ordered = wanted.where(*_shown(rules)).order_by(events.c.received_at, events.c.case_id, events.c.n)
        with self._database.read() as connection:
            rows = connection.execute(ordered).all()
        return [(decode_event(bytes(row.body)), _published(row)) for row in rows]


def _published(row: Any) -> Published:
    return Published(decode_case(bytes(row.image)), row.service, row.words, row.channel)


def _channel(rules: CitizenRules) -> ColumnElement[bool]:
    """What citizens reported, never what a machine or another house did: an order's words are not for everybody."""
    channel = tables.citizen_reports.c.channel
    theirs = channel.not_like(f"{CHANNEL}%") & channel.not_like(f"{FILE_CHANNEL}%")
    return theirs & (channel != ("" if rules.publish_page else PAGE))


def _shown(rules: CitizenRules) -> list[ColumnElement[bool]]:
    unseen = [] if rules.number_when == "reported" else [tables.cases.c.stage.not_in(_UNSEEN)]
    return [_channel(rules), tables.cases.c.number != "", *unseen]
