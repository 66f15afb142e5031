"""What all channels of citizens share, put together once over the server's parts."""

from collections.abc import Callable
from dataclasses import dataclass

from server.citizens.book import Book
from server.citizens.fetching import MediaFetching
from server.citizens.intake import CitizenIntake
from server.citizens.limits import Limits
from server.citizens.marks import Marks, marks_in
from server.citizens.photos import CitizenPhotos
from server.citizens.placing import Placing
from server.parts import Parts

HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class CitizenHouse:
    """The way in, the photos still to come, the limits, and the marks by which a device is known again."""

    intake: CitizenIntake
    media: MediaFetching
    limits: Limits
    marks: Marks
    tick: Callable[[], None]


def citizens_of(parts: Parts) -> CitizenHouse:
    """Over these parts. Raises OSError when the key of the marks cannot be kept."""
    placing = Placing(parts.geocoding, parts.cities)
    intake = CitizenIntake(parts.database, parts.casebook, parts.lane, parts.cities, placing, parts.clock)
    return house_of(parts, intake, parts.casebook)


def house_of(parts: Parts, intake: CitizenIntake, book: Book) -> CitizenHouse:
    """The same over another way in, and what that one ends in."""
    photos = CitizenPhotos(parts.photos)
    media = MediaFetching(parts.database, book, photos, parts.cities, parts.clock)
    limits = Limits(intake.reports, parts.clock)
    return CitizenHouse(intake, media, limits, marks_in(parts.settings.data), _Ticking(parts, intake, media).tick)


class _Ticking:
    """Each second: photos to fetch; once an hour: what is to be forgotten."""

    def __init__(self, parts: Parts, intake: CitizenIntake, media: MediaFetching) -> None:
        self._parts, self._intake, self._media = parts, intake, media
        self._forgot_at = 0

    def tick(self) -> None:
        """Do what is due."""
        self._media.tick()
        now = self._parts.clock.now()
        if abs(now - self._forgot_at) > HOUR_MS:
            self._forgot_at = now
            self._intake.reports.forget(self._parts.cities.current.citizens.forget_days)
