"""The history of one case for export: the seven steps, every event, and what evaluation makes of it."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from rules.case import ENDED, Case, Event
from rules.charge_words import sent_words
from rules.city import City
from rules.clock import due
from rules.deed import lead_of
from rules.indicators import accurate, effective, on_time_of
from rules.texts import Texts

# The seven steps of the field, each by the verbs that end it; the last such event counts.
STEPS: Mapping[str, frozenset[str]] = {
    "collect": frozenset({"report", "record"}),
    "file": frozenset({"file"}),
    "dispatch": frozenset({"dispatch", "reassign"}),
    "handle": frozenset({"sign"}),
    "feedback": frozenset({"feedback", "pass_up"}),
    "close": frozenset({"close", "force_close", "void", "grant_void"}),
    "evaluate": frozenset(),
}
_MINUTE = "%Y-%m-%d %H:%M"


def export(
    case: Case,
    events: Sequence[Event],
    city: City,
    texts: Texts,
    now: int,
    people: Mapping[str, str] | None = None,
    by: str = "",
) -> dict[str, Any]:
    """The case as plain values for JSON: times in ms UTC ("at") and as wall time of the city ("time").

    `people`: names by id. `by`: who takes it out; their name and the time stand in it. Values of `evaluation` are None
    ("–") where nothing can be said yet.
    """
    names = people or {}
    return {
        "id": case.id,
        "number": case.number,
        "external_number": case.external_number,
        "matter": _matter(case, city, texts),
        "address": texts.name(case.address, case.address_en),
        "stage": texts.text(f"stage.{case.stage}"),
        "steps": [_step(key, case, events, city, texts, names) for key in STEPS],
        "evaluation": _evaluation(case, events, city, now),
        "events": [_line(event, city, texts, names) for event in events],
        "exported": texts.text("history.exported", who=by, at=city.calendar.local(now).strftime(_MINUTE)) if by else "",
    }


def _matter(case: Case, city: City, texts: Texts) -> str:
    category = city.categories.get(case.category)
    return texts.name(category.name, category.name_en) if category else case.category


def _step(
    key: str, case: Case, events: Sequence[Event], city: City, texts: Texts, names: Mapping[str, str]
) -> dict[str, Any]:
    """One step with the person and time that ended it; evaluation is the system's, at the end of the case."""
    name = texts.text(f"step.{key}")
    if key == "evaluate":
        at = case.closed_at if case.stage in ENDED else 0
        role = texts.text("role.system")
        return {"step": key, "name": name, "actor": role if at else "", "role": role if at else "", **_time(at, city)}
    last = next((e for e in reversed(events) if e.verb in STEPS[key] and _ends(key, e)), None)
    if last is None:
        return {"step": key, "name": name, "actor": "", "role": "", **_time(0, city)}
    return {"step": key, "name": name, **_who(last, texts, names), **_time(last.at, city)}


def _ends(key: str, event: Event) -> bool:
    """A feedback ends its step when it has reached the city."""
    return key != "feedback" or (event.before != event.after and event.after in {"to_confirm", "to_verify"})


def _who(event: Event, texts: Texts, names: Mapping[str, str]) -> dict[str, str]:
    return {"actor": names.get(event.actor, event.actor), "role": texts.text(f"role.{event.role}")}


def _time(at: int, city: City) -> dict[str, Any]:
    return {"at": at, "time": city.calendar.local(at).strftime("%Y-%m-%d %H:%M:%S") if at else ""}


def _evaluation(case: Case, events: Sequence[Event], city: City, now: int) -> dict[str, Any]:
    lead = lead_of(case.legs)
    judged = lead.judged_at if lead else 0
    return {
        "rework_cases": int(case.rework_sent > 0),
        "rework_times": case.rework_sent,
        "accurate": accurate(case),
        "effective": effective(case, events, now),
        "on_time": on_time_of(case, city),
        "judged_at": judged,
        "judged": _time(judged, city)["time"],
        "due": (due(lead.clock, city.calendar) or 0) if lead and lead.clock else 0,
        "recorded_on_time": case.recorded.on_time if case.recorded else "",
    }


def _line(event: Event, city: City, texts: Texts, names: Mapping[str, str]) -> dict[str, Any]:
    unit = city.units.get(event.unit)
    sent = sent_words(event, texts, lambda login: names.get(login, login))
    return {
        "n": event.n,
        **_time(event.at, city),
        **_who(event, texts, names),
        "verb": event.verb,
        "deed": texts.text(f"event.{event.verb}"),
        "unit": texts.name(unit.name, unit.name_en) if unit else event.unit,
        "words": " · ".join(part for part in (sent, _reason(event.reason, city, texts), event.text) if part),
        "before": event.before,
        "after": event.after,
    }


def _reason(said: str, city: City, texts: Texts) -> str:
    """A reason of the city's lists in words; any other as it was said."""
    known = city.reason_named(said)
    return texts.name(*known) if known else said


def csv_lines(told: Mapping[str, Any], texts: Texts) -> tuple[str, ...]:
    """An export as lines of CSV without line ends: head, seven steps, events."""
    head = [(texts.text(f"history.{key}"), told[key]) for key in ("number", "matter", "address", "stage")]
    head += [(texts.text(f"history.{key}"), _said(told["evaluation"][key], texts)) for key in _JUDGED]
    rows: list[Sequence[Any]] = [(texts.text("history.title"),), *head, ()]
    rows.append([texts.text(f"history.{key}") for key in ("step", "time", "actor", "role")])
    rows += [(step["name"], step["time"], step["actor"], step["role"]) for step in told["steps"]]
    rows += [(), [texts.text(f"history.{key}") for key in ("time", "actor", "role", "deed", "unit", "words")]]
    rows += [[line[key] for key in ("time", "actor", "role", "deed", "unit", "words")] for line in told["events"]]
    rows += [(), (told["exported"],)] if told["exported"] else []
    return tuple(_row(row) for row in rows)


_JUDGED = ("rework_cases", "rework_times", "accurate", "effective", "on_time", "recorded_on_time")


def _said(value: object, texts: Texts) -> object:
    if value is None or value == "":
        return texts.text("word.unknown")
    return texts.text("word.yes" if value else "word.no") if isinstance(value, bool) else value


def _row(values: Sequence[Any]) -> str:
    """One line; a text that a spreadsheet would take for a formula is marked as text."""
    told = io.StringIO()
    safe = [f"'{v}" if isinstance(v, str) and v[:1] in {"=", "+", "-", "@"} else v for v in values]
    csv.writer(told, lineterminator="").writerow(safe)
    return told.getvalue()
