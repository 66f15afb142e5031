"""All the server's parts, put together once: what app, timers and command line share."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.access.keys import ApiKeys
from server.access.renewals import Renewals
from server.access.sessions import Access
from server.answering import Answering, Carrier, ShownToCitizens
from server.callers import Callers
from server.casebook.book import Casebook
from server.casebook.judge import Judge
from server.cities import Cities
from server.claiming import Claiming
from server.clock import Clock, SystemClock
from server.counts import ListCounts
from server.database import Database
from server.dialect import LANES
from server.feeds.history import History
from server.feeds.service import Feeds
from server.geocoding import Geocoding
from server.lane import ApplyLane
from server.notices.adapters import FILE, Adapters
from server.notices.carrier import NoticeCarrier
from server.notices.queue import Notices
from server.personal import Personal
from server.photo_sight import PhotoSight
from server.photos import Photos
from server.photos.partials import Partials
from server.queries import Queries
from server.recurring import Recurring
from server.responsibility.book import Responsibilities
from server.settings import Settings
from server.speech import Speech
from server.staff import Staff
from server.staff_phones import StaffPhones
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
    claiming: Claiming
    lane: ApplyLane
    access: Access
    renewals: Renewals
    photos: Photos
    partials: Partials
    photo_sight: PhotoSight
    personal: Personal
    callers: Callers
    queries: Queries
    staff: Staff
    counts: ListCounts
    speech: Speech
    timers: Timers
    geocoding: Geocoding
    keys: ApiKeys
    responsibilities: Responsibilities
    staff_phones: StaffPhones
    notices: Notices
    adapters: Adapters

    def close(self) -> None:
        """End what runs and give the connections back."""
        self.lane.close()
        self.database.close()


def put_together(
    settings: Settings, database: Database, clock: Clock, cities: Cities, carriers: Sequence[Carrier] = ()
) -> Parts:
    """The parts over a migrated database with a city and an epoch in it; the first fitting carrier brings an answer."""
    feeds = Feeds(database, History(database, clock, settings.watermark))
    casebook = Casebook(database, clock, cities, feeds, Judge())
    queries = Queries(database, cities, clock)
    claiming = Claiming(database, clock, casebook, lambda case, actor: bool(queries.case(case, actor)), feeds.hub)
    photos = Photos(database, settings.blobs, clock)
    photo_sight = PhotoSight(database, cities, clock)
    partials = Partials(photos, settings.blobs, photo_sight.note)
    responsibilities = Responsibilities(database, cities, feeds, clock)
    staff_phones = StaffPhones(database, cities, clock)
    notices, adapters = Notices(database, clock), Adapters(settings.data / FILE)
    sweeps = [lambda: partials.forget(SystemClock().now()), claiming.forget, staff_phones.forget, notices.forget]
    ways = (*carriers, NoticeCarrier(database, cities, notices, adapters.all), ShownToCitizens())
    often = [Recurring(database, clock, cities, casebook).tick, Answering(database, clock, ways).tick]
    return Parts(
        settings=settings,
        database=database,
        clock=clock,
        cities=cities,
        feeds=feeds,
        casebook=casebook,
        claiming=claiming,
        lane=ApplyLane(LANES if database.has_lanes else 1),
        access=Access(database, clock),
        renewals=Renewals(database, clock),
        photos=photos,
        partials=partials,
        photo_sight=photo_sight,
        personal=Personal(database, clock, cities),
        callers=Callers(database, clock, cities),
        queries=queries,
        staff=Staff(database, cities, clock),
        counts=ListCounts(queries, feeds, cities, clock),
        speech=Speech(lambda: cities.current),
        geocoding=Geocoding(cities),
        keys=ApiKeys(database, clock),
        timers=Timers(database, clock, cities, feeds, casebook, sweeps=sweeps, often=(responsibilities.follow, *often)),
        responsibilities=responsibilities,
        staff_phones=staff_phones,
        notices=notices,
        adapters=adapters,
    )
