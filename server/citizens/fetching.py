"""Fetches photos whose addresses other programs gave, from hosts that the city names; never in anybody's request."""

import logging
import time
from collections.abc import Callable
from typing import Any

import requests
from sqlalchemy import select, update

from rules import citizens
from rules.commands import Command, NotAllowed, Role
from rules.services import CitizenRules
from server import tables
from server.cities import Cities
from server.citizens.book import Book
from server.citizens.photos import MB, CitizenPhotos
from server.clock import Clock
from server.database import Database
from server.pages.deeds import derived_id

TRIES = 5
FIRST_MS = 30_000
AT_ONCE = 4
TIMEOUT_S, WHOLE_S = 10, 60.0  # without a further byte; for all of them
log = logging.getLogger(__name__)
Fetch = Callable[[str, int], bytes]


class CannotFetch(Exception):
    """Nothing came, or not what was expected."""


def fetch(url: str, most: int) -> bytes:
    """The bytes behind an address, no more than so many; no redirect is followed. Raises CannotFetch."""
    try:
        with requests.Session() as http:
            http.trust_env = False
            with http.get(url, timeout=TIMEOUT_S, stream=True, allow_redirects=False) as answer:
                if answer.status_code != 200:
                    raise CannotFetch(f"status {answer.status_code}")
                return _read(answer, most)
    except (requests.RequestException, ValueError) as error:
        raise CannotFetch(type(error).__name__) from error


def _read(answer: requests.Response, most: int) -> bytes:
    found, until = b"", time.monotonic() + WHOLE_S
    for part in answer.iter_content(64 * 1024):
        found += part
        if len(found) > most:
            raise CannotFetch(f"more than {most // MB} MB")
        if time.monotonic() > until:
            raise CannotFetch(f"more than {WHOLE_S:.0f} s")
    return found


class MediaFetching:
    """`tick` now and then, on a thread of its own: a few photos each time, later again where one failed."""

    def __init__(
        self,
        database: Database,
        casebook: Book,
        photos: CitizenPhotos,
        cities: Cities,
        clock: Clock,
        fetch: Fetch = fetch,
    ) -> None:
        self._database, self._casebook, self._photos = database, casebook, photos
        self._cities, self._clock, self._fetch = cities, clock, fetch

    def tick(self) -> int:
        """How many were tried."""
        table, now = tables.citizen_media, self._clock.now()
        wanted = select(table).where(table.c.next_at > 0, table.c.next_at <= now).order_by(table.c.next_at)
        with self._database.read() as connection:
            due = connection.execute(wanted.limit(AT_ONCE)).all()
        for row in due:
            self._try(row, self._cities.current.citizens)
        return len(due)

    def _try(self, row: Any, rules: CitizenRules) -> None:
        try:
            kept = self._photos.keep(
                self._fetch(row.url, rules.photo_mb * MB), self._cities.current.zone, rules.photo_mb
            )
        except CannotFetch as error:
            self._later(row, str(error))
        except NotAllowed as refusal:  # it is no photo, and will be none tomorrow
            self._done(row, refusal.rule)
        else:
            self._add(row, kept.body("overview"))
            self._done(row, "")

    def _add(self, row: Any, photo: dict[str, object]) -> None:
        actor = citizens.actor_of(row.channel)
        body: dict[str, object] = {"text": row.url, "photos": [photo]}
        command_id = derived_id("media", row.id)
        command = Command(
            command_id, "note", row.case_id, actor.id, Role.PUBLIC, self._clock.now(), body=body, quality="server"
        )
        self._casebook.do(command, actor)

    def _later(self, row: Any, why: str) -> None:
        tries = row.tries + 1
        if tries >= TRIES:
            log.warning("the photo of a report could not be fetched: %s", why)
        again = 0 if tries >= TRIES else self._clock.now() + FIRST_MS * 4 ** (tries - 1)
        self._change(row.id, tries=tries, next_at=again, why=why)

    def _done(self, row: Any, why: str) -> None:
        self._change(row.id, tries=row.tries + 1, next_at=0, why=why)

    def _change(self, media: str, **values: object) -> None:
        table = tables.citizen_media
        with self._database.note() as connection:
            connection.execute(update(table).where(table.c.id == media).values(**values))
