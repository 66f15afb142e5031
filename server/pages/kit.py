"""What every group of pages works with, put together once from the server's parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from server.cities import Cities
from server.clock import Clock
from server.feeds.hub import Hub
from server.geocoding import Geocoding
from server.pages.deeds import Deeds
from server.pages.guarded import Guard
from server.pages.names import Names
from server.pages.uploads import Uploads
from server.pages.view import View
from server.pages.visit import Visit, Visits
from server.parts import Parts
from server.photo_sight import PhotoSight
from server.photos import Photos
from server.queries import Queries


@dataclass(frozen=True, slots=True)
class Kit:
    """Collaborators of the pages."""

    visits: Visits
    view: View
    guard: Guard
    queries: Queries
    deeds: Deeds
    cities: Cities
    clock: Clock
    photos: Photos
    uploads: Uploads
    photo_sight: PhotoSight
    names: Names
    hub: Hub
    geocoding: Geocoding
    setbacks: Callable[[Visit], Sequence[str]] = lambda _: ()  # beyond a gate: what the centre did not take


def kit_of(parts: Parts) -> Kit:
    """The pages' own parts over the server's."""
    names = Names(parts.database)
    visits = Visits(parts.access, parts.speech, names)
    view = View(parts.cities, parts.clock)
    return Kit(
        visits=visits,
        view=view,
        guard=Guard(visits, view),
        queries=parts.queries,
        deeds=Deeds(parts.casebook, parts.lane, parts.cities, parts.clock),
        cities=parts.cities,
        clock=parts.clock,
        photos=parts.photos,
        uploads=Uploads(parts.photos, parts.photo_sight),
        photo_sight=parts.photo_sight,
        names=names,
        hub=parts.feeds.hub,
        geocoding=parts.geocoding,
    )
