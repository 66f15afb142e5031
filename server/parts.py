"""All the server's parts, put together once: what app, timers and command line share."""

from dataclasses import dataclass

from server.access.sessions import Access
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.cities import Cities
from server.clock import Clock
from server.counts import ListCounts
from server.database import Database
from server.feeds.service import Feeds
from server.lane import ApplyLane
from server.personal import Personal
from server.photos import Photos
from server.queries import Queries
from server.settings import Settings
from server.speech import Speech
from server.timers import Timers


@dataclass(frozen=True, slots=True)
class Parts:
    """The collaborators; each knows only those that its constructor names."""

    settings: Settings
    database: Database
    clock: Clock
    cities: Cities
    feeds: Feeds
    casebook: Casebook
    lane: ApplyLane
    access: Access
    photos: Photos
    personal: Personal
    queries: Queries
    counts: ListCounts
    speech: Speech
    timers: Timers

    def close(self) -> None:
        """End what runs and give the connections back."""
        self.lane.close()
        self.database.close()


def put_together(settings: Settings, database: Database, clock: Clock, cities: Cities) -> Parts:
    """The parts over a migrated database with a city and an epoch in it."""
    feeds = Feeds(database)
    casebook = Casebook(database, clock, cities, feeds, Judge())
    queries = Queries(database, cities, clock)
    return Parts(
        settings=settings,
        database=database,
        clock=clock,
        cities=cities,
        feeds=feeds,
        casebook=casebook,
        lane=ApplyLane(),
        access=Access(database, clock),
        photos=Photos(database, settings.blobs, clock),
        personal=Personal(database, clock, cities),
        queries=queries,
        counts=ListCounts(queries, feeds, cities, clock),
        speech=Speech(lambda: cities.current),
        timers=Timers(database, clock, cities, feeds, casebook),
    )
