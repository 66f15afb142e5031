"""A case as rows: the image that counts, and beside it the columns and child rows that queries ask for."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from rules.assignment import LIVE, Assignment, LegRole
from rules.case import Case, Event
from rules.city import City
from rules.wire import encode_case, encode_event

Rows = list[dict[str, Any]]
_PLAIN = (
    "id version number source external_number category condition unit_grid duty_grid district street community reported_by words address "
    "urgent important wants_answer lon lat external_due round rework rework_sent events reported_at filed_at feedback_at "
    "closed_at stage_since suspended_until city_version calendar_version"
).split()


def case_row(case: Case, city: City, feed: str, copies: Iterable[str], live: bool) -> dict[str, Any]:
    """The row of the table `cases`."""
    image = encode_case(case)
    lead = lead_leg(case)
    row = {name: getattr(case, name) for name in _PLAIN}
    row.update(
        stage=case.stage.value,
        feed=feed,
        copies=" ".join(sorted(copies)),
        live=live,
        image=image,
        row_hash=hashlib.sha256(image).digest(),
        due=lead.due if lead else 0,
        unit=lead.unit if lead else "",
        top_unit=city.top_unit(lead.unit) if lead else "",
    )
    return row


def lead_leg(case: Case) -> Assignment | None:
    """The lead leg of the last round that the city itself gave."""
    return next((leg for leg in reversed(case.legs) if leg.role is LegRole.LEAD and not leg.parent), None)


def event_rows(events: Iterable[Event], version: int) -> Rows:
    """Rows of the table `events`; `version` is the case's after the command that they tell of."""
    return [
        {
            "case_id": event.case_id,
            "n": event.n,
            "version": version,
            "verb": event.verb,
            "actor": event.actor,
            "role": event.role,
            "unit": event.unit,
            "at": event.at,
            "received_at": event.received_at,
            "body": encode_event(event),
        }
        for event in events
    ]


def _of(value: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _column(getattr(value, name)) for name in names}


def _column(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


_LEG = (
    "id round unit role parent stage due rule sent_at sent_by delivered_at fetched_at told_at signed_at feedback_at "
    "passed_up_at judged_at ended_at external_number"
)
_NAMES = {
    "assignments": tuple(_LEG.split()),
    "checks": ("id", "kind", "collector", "round", "stage", "sent_at", "due", "result", "answered_at"),
    "requests": tuple("id kind assignment by unit at reason state decided_at decided_by until".split()),
    "photos": tuple("sha256 kind round owner mime size taken_at lon lat by".split()),
}


def _assignments(case: Case, _: City) -> Rows:
    names = _NAMES["assignments"]
    return [{"case_id": case.id, **_of(leg, names), "live": leg.stage in LIVE} for leg in case.legs]


def _checks(case: Case, _: City) -> Rows:
    names = _NAMES["checks"]
    return [{"case_id": case.id, **_of(check, names), "duty_grid": case.duty_grid} for check in case.checks]


def _requests(case: Case, _: City) -> Rows:
    return [{"case_id": case.id, **_of(request, _NAMES["requests"])} for request in case.requests]


def _photos(case: Case, _: City) -> Rows:
    names = _NAMES["photos"]
    return [
        {"case_id": case.id, "n": n, **_of(photo, names), "marks_of": photo.of} for n, photo in enumerate(case.photos)
    ]


def _milestones(case: Case, _: City) -> Rows:
    return [
        {
            "case_id": case.id,
            "assignment": m.assignment,
            "key": m.key,
            "due": 0,
            "reached_at": m.reached_at,
            "proof": m.proof,
        }
        for m in case.milestones
    ]


def _rounds(case: Case, city: City) -> Rows:
    leads = {leg.round: leg for leg in case.legs if leg.role is LegRole.LEAD and not leg.parent}
    return [
        {
            "case_id": case.id,
            "n": leg.round,
            "unit": leg.unit,
            "top_unit": city.top_unit(leg.unit),
            "sent_by": leg.sent_by,
            "sent_at": leg.sent_at,
            "feedback_at": leg.feedback_at,
            "judged_at": leg.judged_at,
            "due": leg.due,
        }
        for leg in leads.values()
    ]


# table -> the part of the case that its rows tell of, and how they are made
CHILDREN: Mapping[str, tuple[str, Callable[[Case, City], Rows]]] = {
    "assignments": ("legs", _assignments),
    "checks": ("checks", _checks),
    "requests": ("requests", _requests),
    "rounds": ("legs", _rounds),
    "photos": ("photos", _photos),
    "milestones": ("milestones", _milestones),
}


def child_rows(case: Case, city: City) -> dict[str, Rows]:
    """The rows of all child tables that have any."""
    made = {table: make(case, city) for table, (part, make) in CHILDREN.items() if getattr(case, part)}
    return {table: rows for table, rows in made.items() if rows}
