"""A report as GeoReport v2 tells it; of who reported it nothing is told."""

from typing import Any

from rules.case import ENDED, Case, Event
from rules.city import City
from rules.deed import lead_of
from rules.texts import Texts
from server.citizens.progress import shown_photos
from server.open311.published import Published
from server.open311.services import services_of
from server.open311.times import written

SCALE = 10_000_000  # 1e-7 degree


class Telling:
    """Words of one city in one language; `base` is the address of these paths, for photos."""

    def __init__(self, city: City, texts: Texts, base: str) -> None:
        self._city, self._texts, self._base = city, texts, base

    def request(self, published: Published) -> dict[str, Any]:
        """One service request."""
        case, lead = published.case, lead_of(published.case.legs)
        due = lead.due if lead and case.stage not in ENDED else 0
        return {
            "service_request_id": case.number,
            "status": "closed" if case.stage in ENDED else "open",
            "status_notes": case.answer or self._texts.text(f"open311.stage.{case.stage}"),
            "service_name": self._service(published.service),
            "service_code": published.service,
            "description": published.said,
            "agency_responsible": self._unit(lead.unit) if lead else "",
            "service_notice": "",
            "requested_datetime": self._at(case.reported_at),
            "updated_datetime": self._at(max(case.stage_since, case.reported_at)),
            "expected_datetime": self._at(due),
            "address": self._texts.name(case.address, case.address_en),
            "address_id": case.unit_grid,
            "zipcode": "",
            "lat": case.lat / SCALE if case.located else None,
            "long": case.lon / SCALE if case.located else None,
            "media_url": self._photo(case),
        }

    def update(self, event: Event, published: Published) -> dict[str, Any] | None:
        """One status update; None for what changes nothing that is told."""
        rules, case = self._city.citizens, published.case
        before, after = (rules.statuses.get(stage, "open") for stage in (event.before, event.after))
        if before == after or event.verb == "report":
            return None
        ended = event.after in set(ENDED)
        word = after if rules.extended_statuses else "closed" if ended else "open"
        return {
            "update_id": f"{case.number}-{event.n}",
            "service_request_id": case.number,
            "status": word,
            "updated_datetime": self._at(event.received_at),
            "description": (case.answer if ended else "") or self._texts.text(f"open311.stage.{event.after}"),
            "media_url": self._photo(case, after=True) if ended else "",
        }

    def _at(self, at: int) -> str:
        return written(at, self._city.zone)

    def _service(self, code: str) -> str:
        service = services_of(self._city).get(code)
        return self._texts.name(service.name, service.name_en) if service else code

    def _unit(self, code: str) -> str:
        unit = self._city.units.get(code)
        return self._texts.name(unit.name, unit.name_en) if unit else code

    def _photo(self, case: Case, *, after: bool = False) -> str:
        shown = shown_photos(case, self._city.citizens)
        own = {photo.sha256 for photo in case.photos if photo.by == case.reported_by}
        fitting = [sha256 for sha256 in shown if (sha256 not in own) == after]
        return f"{self._base}/media/{case.number}/{fitting[0]}.jpg" if fitting else ""
