"""What a unit's own system is told of a case: the case, its own legs, and what happened since it was told last."""

import json
from collections.abc import Iterable

from rules.case import Case, Event
from rules.city import City

SCALE = 10_000_000  # 1e-7 degree
_CASE = ("id", "number", "external_number", "version", "stage", "category", "condition", "words", "address", "urgent",
         "important", "round", "rework", "suspended_until", "urged_at", "urged_reason", "ended_reason")  # fmt: skip
_LEG = ("id", "parent", "unit", "role", "stage", "round", "due", "note", "external_number", "sent_at", "delivered_at",
        "signed_at", "feedback_at", "ended_at")  # fmt: skip
_EVENT = ("n", "verb", "at", "target", "unit", "before", "after", "reason", "text")


def body_of(message_id: str, unit: str, case: Case, events: Iterable[Event], city: City, at: int) -> str:
    """The message as JSON: units are named, people never, nor who reported. Instants ms UTC, points in degrees."""
    own = [leg for leg in case.legs if leg.unit == unit or unit in city.above(leg.unit)]
    told = {name: getattr(case, name) for name in _CASE}
    told |= {"lon": case.lon / SCALE, "lat": case.lat / SCALE} if case.located else {}
    told["legs"] = [{name: getattr(leg, name) for name in _LEG} for leg in own]
    told["photos"] = [{"sha256": photo.sha256, "kind": photo.kind, "round": photo.round} for photo in case.photos]
    happened = [{name: getattr(event, name) for name in _EVENT} for event in events]
    message = {"type": "case.changed", "id": message_id, "unit": unit, "at": at, "case": told, "events": happened}
    return json.dumps(message, ensure_ascii=False)
