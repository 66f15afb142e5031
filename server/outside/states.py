"""What the centre tells an intake beyond the gate: how cases stand, what it did not take, and the city."""

import asyncio
import logging
from collections.abc import Callable, Mapping

from sqlalchemy import Connection, delete, select, update

from rules.case import Case, Event, Stage
from rules.frozen import changed
from rules.pack import BadPack, decode_city
from rules.wire import WireError, decode_case, decode_event
from server import tables
from server.casebook import rows
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.dialect import insert_many, insert_missing
from server.gate import items
from server.gate.troubles import Troubles
from server.installer import put_in_force
from server.outside.book import read, write
from server.photos import Photos
from server.speech import Speech

log = logging.getLogger(__name__)


class States:
    """`apply` does one item; the same one again changes nothing."""

    def __init__(
        self, database: Database, clock: Clock, cities: Cities, photos: Photos, speech: Callable[[], Speech], gate: str
    ) -> None:
        self._database, self._clock, self._cities, self._photos = database, clock, cities, photos
        self._speech = speech
        self._troubles = Troubles(database, clock, gate)

    async def apply(self, item: items.Item, blobs: Mapping[str, bytes]) -> None:
        """One item. Raises BadItem."""
        await asyncio.to_thread(self._apply, item, blobs)

    def _apply(self, item: items.Item, blobs: Mapping[str, bytes]) -> None:
        if item.kind == items.CITY:
            install_city(self._database, self._cities, items.decode(items.CityPack, item.body), self._clock.now())
        elif item.kind == items.STATE:
            self._state(items.decode(items.State, item.body), blobs)
        elif item.kind == items.REFUSED:
            self._refused(items.decode(items.Refused, item.body))
        else:
            raise items.BadItem(item.kind)

    def _state(self, told: items.State, blobs: Mapping[str, bytes]) -> None:
        try:
            case = decode_case(told.image)
            events = [decode_event(each) for each in told.events]
        except WireError as error:
            raise items.BadItem(str(error)) from error
        for photo in case.photos:
            if photo.sha256 in blobs:
                self._photos.put(photo.sha256, blobs[photo.sha256])
        with self._database.note() as connection:
            write(connection, case, self._cities)
            self._happened(connection, case, events)
            if told.told is not None:
                _remember(connection, case.id, told.told)

    def _happened(self, connection: Connection, case: Case, events: list[Event]) -> None:
        """Known here from when it came: other programs ask for what became known since they asked last."""
        table, now = tables.events, self._clock.now()
        mine = table.c.case_id == case.id
        known = {
            row.n: row.received_at for row in connection.execute(select(table.c.n, table.c.received_at).where(mine))
        }
        here = [changed(event, received_at=known.get(event.n, now)) for event in events]
        connection.execute(delete(table).where(mine))
        insert_many(connection, table.name, rows.EVENT_COLUMNS, rows.event_values(here, case.version))

    def _refused(self, told: items.Refused) -> None:
        """The report itself: its page says so. A later deed: it is told to who runs this program."""
        texts = self._speech().texts("zh_CN")
        self._troubles.note(told.case[:12], "not_taken", rule=told.rule, case=told.case)
        if told.command:
            return
        with self._database.note() as connection:
            case: Case | None = read(connection, told.case)
            if case is not None and not case.number:
                words = texts.say(told.rule, dict(told.details))
                now = self._clock.now()
                declined = changed(case, stage=Stage.DECLINED, stage_since=now, answer=words, ended_reason=told.rule)
                write(connection, declined, self._cities)


def install_city(database: Database, cities: Cities, told: items.CityPack, now: int) -> None:
    """Put the city in force that the centre sent. Raises BadItem."""
    try:
        city = decode_city(told.pack)
    except BadPack as error:
        raise items.BadItem(str(error)) from error
    with database.write(long=True) as connection:
        put_in_force(connection, cities, told.pack, city, now)


def _remember(connection: Connection, case_id: str, told: items.Told) -> None:
    """What is missing in these books: all of it, where they were lost."""
    reports, links = tables.citizen_reports, tables.citizen_links
    row = {"id": case_id, "channel": told.channel, "service": told.service, "words": told.said, "at": told.at}
    insert_missing(connection, reports.name, row)
    if told.rating:
        connection.execute(update(reports).where(reports.c.id == case_id).values(rating=told.rating))
    if told.again:
        mine = (reports.c.id == case_id) & (reports.c.again == "")
        connection.execute(update(reports).where(mine).values(again=told.again))
    for link in told.links:
        insert_missing(connection, links.name, {"id": link, "case_id": case_id, "at": told.at})
