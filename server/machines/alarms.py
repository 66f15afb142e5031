"""Alarms of video AI and sensors: what is likely enough becomes a row of the review list; repeats add to it."""

import asyncio
import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from rules import citizens
from rules.city import City
from rules.commands import Command, NotAllowed, Outcome, Role
from rules.machines import AlarmKind, MachineRules, channel_of_source
from server.casebook.book import Casebook, Wish
from server.cities import Cities
from server.citizens.photos import MB, CitizenPhotos
from server.citizens.report import Place
from server.clock import Clock
from server.geocoding import Geocoding
from server.lane import ApplyLane
from server.machines.errors import Refused
from server.machines.folding import Fold, Folding, Sighting
from server.machines.messages import AlarmSaid, instant, place_of
from server.machines.sources import Source
from server.pages.deeds import DONE, derived_id
from server.pages.uploads import KeptPhoto
from server.photos.picture import verified


@dataclass(frozen=True, slots=True)
class Taken:
    """What a message came to. `state`: new | again | rejected (seen and rejected already) | unlikely (dropped)."""

    state: str
    case_id: str = ""


class Alarms:
    """Each alarm ends in the casebook, in the name of its source."""

    def __init__(
        self, folding: Folding, casebook: Casebook, lane: ApplyLane, photos: CitizenPhotos, cities: Cities,
        geocoding: Geocoding, clock: Clock,
    ) -> None:  # fmt: skip
        self._folding, self._casebook, self._lane, self._photos = folding, casebook, lane, photos
        self._cities, self._geocoding, self._clock = cities, geocoding, clock

    async def take(self, source: Source, said: AlarmSaid) -> Taken:
        """One alarm. Raises Refused, NotAllowed, CannotKeep and what the casebook raises when it cannot work."""
        city = self._cities.current
        kind = _kind(said, city.machines)
        if said.confidence * 100 < kind.threshold:
            return Taken("unlikely")
        picture = await asyncio.to_thread(_picture, said.frame, city.machines.frame_mb)
        seen = await asyncio.to_thread(self._seen, source, said, kind, city)
        fold = await asyncio.to_thread(self._folding.fold, seen, city.machines.frames)
        photo = await asyncio.to_thread(self._keep, picture, city) if picture and fold.wants_frame else None
        if fold.is_new:
            await self._report(fold, source, said, seen, photo, city)
            return Taken("new", fold.case_id)
        if photo is not None:
            await asyncio.to_thread(self._folding.picture, fold, photo)
        return Taken("rejected" if fold.is_rejected else "again", fold.case_id)

    def _seen(self, source: Source, said: AlarmSaid, kind: AlarmKind, city: City) -> Sighting:
        place = place_of(said.lon, said.lat, said.datum, said.address, city, self._geocoding)
        if place is None and not said.address:
            raise Refused(422, "rule.form", field="lon, lat", expected="113.6200000, 34.7500000 | address")
        at = instant(said.at, "at", city) or self._clock.now()
        channel, confidence = channel_of_source(source.code), round(said.confidence * 1000)
        device = f"{source.code} {said.device}" if said.device else ""
        return Sighting(kind, channel, device, place, confidence, at)

    def _keep(self, picture: bytes, city: City) -> KeptPhoto:
        return self._photos.keep(picture, city.zone, city.machines.frame_mb)

    async def _report(
        self, fold: Fold, source: Source, said: AlarmSaid, seen: Sighting, photo: KeptPhoto | None, city: City
    ) -> None:
        body = _body(source, said, seen, city) | self._address(said.address, seen.place)
        body |= {"draft_number": f"AL-{fold.case_id[-6:].upper()}"}
        body |= {"photos": [photo.body("overview")]} if photo else {}
        outcome = await self._do(seen.channel, derived_id("alarm", fold.case_id), "alarm", fold.case_id, body)
        if outcome.state not in DONE and outcome.rule != "rule.id_reused":
            await asyncio.to_thread(self._folding.drop, fold)
            raise NotAllowed(outcome.rule or "error.request", **outcome.details)

    def _address(self, address: str, place: Place | None) -> dict[str, object]:
        """The address that was said, else that of the point in words."""
        if address or place is None:
            return {"address": address} if address else {}
        grids = self._cities.current.grids
        near = grids.nearby(place.lon, place.lat) if grids is not None else None
        return {"address": near.text("zh_CN"), "address_en": near.text("en")} if near else {}

    async def _do(self, channel: str, command_id: str, verb: str, case_id: str, body: dict[str, object]) -> Outcome:
        actor = citizens.actor_of(channel)
        command = self._command(command_id, verb, case_id, actor.id, body)
        return await self._lane.share(self._casebook.do_all, Wish(command, actor))

    def _command(self, command_id: str, verb: str, case_id: str, actor: str, body: dict[str, object]) -> Command:
        now, version = self._clock.now(), self._cities.current.version
        return Command(
            command_id, verb, case_id, actor, Role.PUBLIC, now, body=body, city_version=version, quality="server"
        )

    def tick(self) -> int:
        """Tell the cases how often their alarms were seen again, now and then; how many were told."""
        due = self._folding.untold(self._cities.current.machines.tell_s)
        for row in due:
            self._tell(row)
        return len(due)

    def _tell(self, row: Any) -> None:
        actor = citizens.actor_of(row.channel)
        body: dict[str, object] = {"count": row.count, "at": row.last_at, "confidence": row.confidence}
        body |= {"photos": [json.loads(row.frame)]} if row.frame else {}
        command_id = derived_id("alarm again", row.case_id, str(row.count))
        self._casebook.do(self._command(command_id, "alarm_again", row.case_id, actor.id, body), actor)
        self._folding.told(row)  # refused or not: an alarm that has ended is told no more


def _kind(said: AlarmSaid, rules: MachineRules) -> AlarmKind:
    if (known := rules.alarms.get(said.kind)) is not None:
        return known
    if rules.unknown_alarms:
        return AlarmKind(said.kind, said.kind)
    raise Refused(422, "rule.form", field="kind", expected=" | ".join(rules.alarms) or "machines.toml")


def _picture(frame: str, max_mb: int) -> bytes:
    """The bytes of a frame, b"" for none; looked at before anything is kept. Raises Refused and NotAllowed."""
    try:
        data = base64.b64decode(frame.partition(",")[2] if frame.startswith("data:") else frame, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(422, "rule.form", field="frame", expected="base64") from error
    if len(data) > max_mb * MB:
        raise NotAllowed("rule.photo_too_large", max_mb=max_mb, size_mb=len(data) // MB)
    if data:
        verified(data)
    return data


def _body(source: Source, said: AlarmSaid, seen: Sighting, city: City) -> dict[str, object]:
    """The body of the verb `alarm`; what was not said is left out."""
    kind, place = seen.kind, seen.place
    told: dict[str, object] = {
        "words": said.words or kind.words or kind.name,
        "category": kind.category if kind.category in city.categories else "",
        "source": city.machines.source_key(source.code, city.policies.sources),
        "urgent": kind.urgent,
        "kind": kind.code,
        "sender": source.code,
        "device": said.device,
        "model": said.model,
        "confidence": seen.confidence,
        "at": seen.at,
        "sure": bool(kind.sure) and said.confidence * 100 >= kind.sure,
    }
    if place:
        told |= {"lon": place.lon, "lat": place.lat, "datum": place.datum, "given": place.given}
    return {name: value for name, value in told.items() if value}
