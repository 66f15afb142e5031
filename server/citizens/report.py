"""One report of a citizen, as every channel hands it over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from re import sub

from server.pages.uploads import KeptPhoto

SAME = ("phone", "email", "account_id")  # of who reports: what tells two persons apart


@dataclass(frozen=True, slots=True)
class Place:
    """A point in 1e-7 degree CGCS2000, and as it was given; `found` = by us, in the words of its address."""

    lon: int
    lat: int
    datum: str = "wgs84"
    given: str = ""
    found: bool = False


@dataclass(frozen=True, slots=True)
class CitizenReport:
    """`said` is what was written, `words` that with the answers to the service's questions; `channel` see `rules`.

    `own_number` is the sender's own, `own_key` its idempotency key, `once` what is one report whatever it says; `media`
    are addresses of photos still to be fetched, `device` and `address` marks. `of`: the case that this one repeats.
    `due`: the deadline of another house's order, ms UTC. `own_id`: of the case, where it had one before it came here;
    `at`: when it was sent, ms UTC, 0 = now.
    """

    channel: str
    source: str
    said: str
    words: str
    service: str = ""
    category: str = ""
    address_words: str = ""
    place: Place | None = None
    photos: tuple[KeptPhoto, ...] = ()
    personal: Mapping[str, str] = field(default_factory=dict)
    own_number: str = ""
    own_key: str = ""
    once: str = ""
    device: str = ""
    address: str = ""
    media: tuple[str, ...] = ()
    wants_answer: bool = False
    of: str = ""
    due: int = 0
    urgent: bool = False
    own_id: str = ""
    at: int = 0

    @property
    def said_mark(self) -> str:
        """Equal for the same words of the same person, by whatever channel; nobody is told from it."""
        person = next((self.personal[name] for name in SAME if self.personal.get(name)), "")
        words = sub(r"\W+", "", self.said).casefold() or self.service
        return hashed("said", person, words, "" if self.place else sub(r"\s+", "", self.address_words), self.of)

    @property
    def content(self) -> str:
        """Equal for the same report as a whole."""
        place = f"{self.place.lon} {self.place.lat}" if self.place and not self.place.found else ""
        return hashed("content", self.said, self.service, self.address_words, place, self.own_number)

    def body(self) -> dict[str, object]:
        """The body of the verb `report`; the personal record is named beside it."""
        told: dict[str, object] = {
            "words": self.words,
            "address": self.address_words,
            "category": self.category,
            "source": self.source,
            "external_number": self.own_number,
            "wants_answer": self.wants_answer,
            "external_due": self.due,
            "urgent": self.urgent,
            "photos": [photo.body("overview") for photo in self.photos],
        }
        body = {name: value for name, value in told.items() if value}
        if self.place:
            at = self.place
            body |= {"lon": at.lon, "lat": at.lat, "datum": at.datum, "given": at.given}
        return body


def hashed(*parts: str) -> str:
    """One hash of several words."""
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
