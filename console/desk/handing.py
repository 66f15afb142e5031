"""Hand-over files: what a unit has to do, signed by who sits at the desk, for where no server answers."""

import hashlib
import heapq
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from console.desk.handed import leg_of
from console.desk.handed_photos import HandedPhotos, wanted_of
from console.desk.handover_page import PageForm, Setting, page
from console.desk.picture import Picture
from console.desk.vouching import Vouching
from console.facts import SignedIn
from console.facts.handover import HandoverUnit
from console.models.photos import Photos
from rules.assignment import Assignment, LegStage
from rules.case import ENDED, Case
from rules.city import City
from rules.commands import NotAllowed
from rules.handover import Handover, HandoverLeg, Paper, digest_of, written
from rules.wire import new_id

OPEN_LEGS = frozenset({LegStage.SENT, LegStage.DELIVERED, LegStage.SIGNED, LegStage.WORKING})
_NEVER = 1 << 62


@dataclass(frozen=True, slots=True)
class Made:
    """A hand-over file, and how much stands in it."""

    body: bytes
    legs: int
    missing: int


def _urgency(each: tuple[Case, Assignment]) -> tuple[bool, int]:
    case, leg = each
    return not case.urgent, leg.due or _NEVER


def _lateness(each: tuple[Case, Assignment]) -> tuple[bool, int]:
    leg = each[1]
    return leg.stage is LegStage.SENT, leg.sent_at


class Handing:
    """Makes the files. On the store's thread alone."""

    def __init__(self, photos: Photos, picture: Picture, vouching: Vouching) -> None:
        self._photos, self._picture, self._vouching = photos, picture, vouching

    def units(self) -> tuple[HandoverUnit, ...]:
        """The units that have something to do, those first that their terminals have not got all of."""
        legs: Counter[str] = Counter()
        sent: Counter[str] = Counter()
        for _, leg in self._open_legs():
            legs[leg.unit] += 1
            sent[leg.unit] += leg.stage is LegStage.SENT
        order = sorted(legs, key=lambda unit: (-sent[unit], -legs[unit], unit))
        return tuple(HandoverUnit(unit, legs[unit], sent[unit]) for unit in order)

    def _open_legs(self) -> Iterator[tuple[Case, Assignment]]:
        for case in self._cases():
            if case.stage not in ENDED:
                yield from ((case, leg) for leg in case.legs if leg.stage in OPEN_LEGS)

    def _cases(self) -> Iterator[Case]:
        pending = set(self._picture.cases_with_entries())
        yield from (case for case_id, case in self._picture.cached.items() if case_id not in pending)
        yield from filter(None, map(self._picture.case, sorted(pending)))

    def photos_of(self, unit: str) -> list[str]:
        """The sha256 of the photos for a unit's file that are not here, the most urgent cases first."""
        return self._missing(sorted(self._legs_of(unit), key=_urgency))

    def photos_ahead(self, cases: int) -> list[str]:
        """The same for the files of all units: of so many cases, those not yet delivered and the latest first."""
        return self._missing(heapq.nlargest(cases, self._open_legs(), key=_lateness))

    def _legs_of(self, unit: str) -> list[tuple[Case, Assignment]]:
        return [(case, leg) for case, leg in self._open_legs() if leg.unit == unit]

    def _missing(self, legs: Iterable[tuple[Case, Assignment]]) -> list[str]:
        wanted = dict.fromkeys(sha256 for case, _ in legs for sha256 in wanted_of(case))
        return [sha256 for sha256 in wanted if not self._photos.has(sha256)]

    def make(self, seat: str, unit: str, form: PageForm, language: str) -> Made:
        """The hand-over file of a unit, signed by who sits at the seat.

        NotAllowed as `Vouching`, and "rule.handover_empty"; NotRecorded when this desk cannot keep its first seal.
        """
        signed, city = self._vouching.signed(seat), self._vouching.city()
        found = self._legs_of(unit)
        if not found:
            raise NotAllowed("rule.handover_empty", unit=unit)
        photos = HandedPhotos(self._photos)
        legs = tuple(
            leg_of(case, leg, self._picture.number(case), city, *photos.of(case))
            for case, leg in sorted(found, key=_urgency)
        )
        key = secrets.token_bytes(32)
        handover = self._handover(signed, city, unit, hashlib.sha256(key).hexdigest(), legs)
        text = written(handover)
        digest = digest_of(text)
        paper = Paper(text, self._vouching.seal(digest), self._vouching.mac(seat, digest), key.hex())
        body = page(form, handover, paper, photos.taken, Setting(city, language, signed.actor.name_en))
        return Made(body, len(legs), sum(leg.missing for leg in legs))

    def _handover(
        self, signed: SignedIn, city: City, unit: str, key_hash: str, legs: tuple[HandoverLeg, ...]
    ) -> Handover:
        now, known = self._vouching.now(), city.units.get(unit)
        return Handover(
            id=new_id(now, secrets.token_bytes(10)),
            city=city.code,
            city_version=city.version,
            zone=city.zone,
            unit=unit,
            name=known.name if known else unit,
            name_en=known.name_en if known else "",
            session=signed.session,
            by=signed.actor.id,
            by_name=signed.actor.name or signed.actor.id,
            at=now,
            key_hash=key_hash,
            text_max=city.policies.text_max,
            photos_needed=city.policies.feedback_required_photos,
            legs=legs,
        )
