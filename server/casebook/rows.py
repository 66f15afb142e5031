"""A case as rows: the image that counts, and beside it the columns and child rows that queries ask for.

Rows are tuples in the order of the columns named here, so that an import writes them as fast as the driver can.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from rules.answering import waits_for_us
from rules.assignment import LIVE, Assignment, LegRole
from rules.case import Case, Event
from rules.city import City
from rules.wire import encode_case, encode_event

Values = tuple[Any, ...]

_PLAIN = (
    "id", "version", "number", "source", "external_number", "category", "condition", "unit_grid", "duty_grid",
    "district", "street", "community", "reported_by", "words", "address", "urgent", "important", "wants_answer", "lon",
    "lat", "external_due", "round", "rework", "rework_sent", "events", "reported_at", "filed_at", "feedback_at",
    "closed_at", "stage_since", "suspended_until", "city_version", "calendar_version", "draft_number",
)  # fmt: skip
CASE_COLUMNS = (*_PLAIN, "stage", "feed", "copies", "live", "image", "row_hash", "waits", "due", "unit", "top_unit")
EVENT_COLUMNS = ("case_id", "n", "verb", "actor", "unit", "at", "received_at", "role", "version", "body")
_read_case = attrgetter(*_PLAIN)
_read_event = attrgetter(*EVENT_COLUMNS[:-3])


def case_values(
    case: Case, city: City, feed: str, copies: Iterable[str], live: bool, image: bytes | None = None
) -> Values:
    """The row of `cases`, in the order of CASE_COLUMNS; `image`: the case's canonical bytes, where they are there."""
    image = encode_case(case) if image is None else image
    lead = lead_leg(case)
    of_lead = (lead.due, lead.unit, city.top_unit(lead.unit)) if lead else (0, "", "")
    held = (str(case.stage), feed, " ".join(sorted(copies)), live)
    return (*_read_case(case), *held, image, hashlib.sha256(image).digest(), waits_for_us(case, city), *of_lead)


def lead_leg(case: Case) -> Assignment | None:
    """The lead leg of the last round that the city itself gave."""
    return next((leg for leg in reversed(case.legs) if leg.role is LegRole.LEAD and not leg.parent), None)


def event_values(events: Sequence[Event], version: int, told: Iterable[bytes] | None = None) -> list[Values]:
    """Rows of `events`, in the order of EVENT_COLUMNS; `version` is the case's after the command that they tell of.

    `told`: the canonical bytes of the events, where they are there.
    """
    bodies = map(encode_event, events) if told is None else told
    return [(*_read_event(event), str(event.role), version, body) for event, body in zip(events, bodies, strict=True)]


LOOK_COLUMNS = ("case_id", "n", "at")
_LOOKED_AT = frozenset({"file", "close"})


def looks(events: Iterable[Event]) -> list[Values]:
    """Rows of `recurrence_looks`: filed or closed here; what another system recorded is not judged."""
    return [(e.case_id, e.n, e.received_at) for e in events if e.verb in _LOOKED_AT and e.quality != "recorded"]


ANSWER_COLUMNS = ("id", "case_id", "at", "next_at")


def answers(events: Iterable[Event]) -> list[Values]:
    """Rows of `answers_out`: what was answered by a text that goes back."""
    told = (event for event in events if ("how", "back") in event.data)
    return [(event.command, event.case_id, event.received_at, event.received_at or 1) for event in told]


def _reader(columns: tuple[str, ...]) -> Callable[[Any], Values]:
    """Reads these attributes; members of an enumeration, which drivers do not know, become texts."""
    read = attrgetter(*columns)
    words = tuple(n for n, name in enumerate(columns) if name in _ENUMERATIONS)

    def values(value: Any) -> Values:
        found = list(read(value))
        for n in words:
            found[n] = str(found[n])
        return tuple(found)

    return values


_ENUMERATIONS = frozenset({"role", "stage", "kind"})


_LEG = (
    "id", "round", "unit", "role", "parent", "stage", "due", "rule", "sent_at", "sent_by", "delivered_at", "fetched_at",
    "told_at", "signed_at", "feedback_at", "passed_up_at", "judged_at", "ended_at", "external_number",
)  # fmt: skip
_CHECK = ("id", "kind", "collector", "round", "stage", "sent_at", "due", "result", "answered_at")
_REQUEST = ("id", "kind", "assignment", "by", "unit", "at", "reason", "state", "decided_at", "decided_by", "until")
_PHOTO = ("sha256", "kind", "round", "owner", "mime", "size", "taken_at", "lon", "lat", "by", "of")
_MILESTONE = ("assignment", "key", "reached_at", "proof")
_ROUND = ("round", "unit", "sent_by", "sent_at", "feedback_at", "judged_at", "due")
_read_leg, _read_check, _read_request = _reader(_LEG), _reader(_CHECK), _reader(_REQUEST)
_read_photo, _read_milestone, _read_round = _reader(_PHOTO), _reader(_MILESTONE), _reader(_ROUND)


def _assignments(case: Case, _: City) -> list[Values]:
    return [(case.id, leg.stage in LIVE, *_read_leg(leg)) for leg in case.legs]


def _checks(case: Case, _: City) -> list[Values]:
    return [(case.id, case.duty_grid, *_read_check(check)) for check in case.checks]


def _requests(case: Case, _: City) -> list[Values]:
    return [(case.id, *_read_request(request)) for request in case.requests]


def _photos(case: Case, _: City) -> list[Values]:
    return [(case.id, n, *_read_photo(photo)) for n, photo in enumerate(case.photos)]


def _milestones(case: Case, _: City) -> list[Values]:
    return [(case.id, *_read_milestone(milestone)) for milestone in case.milestones]


def _rounds(case: Case, city: City) -> list[Values]:
    leads = {leg.round: leg for leg in case.legs if leg.role is LegRole.LEAD and not leg.parent}
    return [(case.id, city.top_unit(leg.unit), *_read_round(leg)) for leg in leads.values()]


@dataclass(frozen=True, slots=True)
class Child:
    """A child table: the part of the case that it tells of, its columns, and how its rows are made."""

    part: str
    columns: tuple[str, ...]
    make: Callable[[Case, City], list[Values]]


CHILDREN: Mapping[str, Child] = {
    "assignments": Child("legs", ("case_id", "live", *_LEG), _assignments),
    "checks": Child("checks", ("case_id", "duty_grid", *_CHECK), _checks),
    "requests": Child("requests", ("case_id", *_REQUEST), _requests),
    "rounds": Child("legs", ("case_id", "top_unit", "n", *_ROUND[1:]), _rounds),
    "photos": Child("photos", ("case_id", "n", *_PHOTO[:-1], "marks_of"), _photos),
    "milestones": Child("milestones", ("case_id", *_MILESTONE), _milestones),
}
