"""Evaluation numbers over a period, from cases and their events; every rate keeps its numerator and denominator.

Definitions: `design/rules.md` §6 and `domain.md` §4.1–4.2; each stands in words beside its number ("definition.<key>").
On time is judged at the feedback that passed. Suspended cases and granted appeals are out of the on-time counts; cases
of a coverage zone (非覆盖区), where no collector walks, are out of every rate and have a count of their own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rules.alarms import is_no_report
from rules.assignment import LIVE, Assignment
from rules.case import Case, Event, Stage
from rules.city import City
from rules.clock import on_time
from rules.deed import lead_of
from rules.responsibility import standing

COVERAGE = "coverage"  # the kind of a layer, and the ground of what it answers


@dataclass(frozen=True, slots=True)
class Rate:
    """A count of a count."""

    numerator: int
    denominator: int

    @property
    def value(self) -> float | None:
        """The share, None (shown as "–") where nothing was to be counted."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Facts:
    """What one case says for a period [since, until); True or False, None where it is not in question."""

    case: Case
    reported: bool
    accepted: bool  # handed over to the command centre in the period
    filed: bool
    declined: bool
    dispatched: bool  # first dispatched in the period
    dispatched_by_end: bool
    dispatch_on_time: bool | None
    effective: bool
    handled: bool
    overdue: bool  # not handled at the end of the period, and its deadline had passed
    on_time: bool | None
    closed: bool
    ended: bool  # closed, forced, void, declined … in the period
    outside: bool  # of a coverage zone: in no rate


def on_time_of(case: Case, city: City) -> bool | None:
    """Whether the case was handled in time: its last lead leg at the feedback that passed; None while none did."""
    lead = lead_of(case.legs)
    if lead is None or not lead.judged_at or lead.clock is None:
        return None
    return on_time(lead.clock, city.calendar)


def accurate(case: Case) -> bool | None:
    """准确派遣: never upheld as wrong; None before the first dispatch."""
    return case.wrong_dispatches == 0 if case.first_dispatched_at else None


def effective(case: Case, events: Iterable[Event], until: int) -> bool | None:
    """有效派遣: dispatched, neither void nor sent back, signed by a unit before `until`; None before a dispatch."""
    if not case.first_dispatched_at:
        return None
    sent_back = case.stage is Stage.ACCEPTED or any(e.verb == "send_back" and e.before == "to_dispatch" for e in events)
    signed = any(0 < leg.signed_at < until for leg in case.legs)
    return signed and not sent_back and case.stage is not Stage.VOID


def of_coverage(case: Case, city: City, at: int) -> bool:
    """Whether the whole case goes, or not dispatched yet would go at `at`, to the platform of a coverage zone."""
    lead = lead_of(case.legs)
    if lead is not None:
        return dict(lead.why).get("ground") == COVERAGE
    if not any(layer.kind == COVERAGE for layer in city.layers):
        return False
    return standing(case, city, at).ground == COVERAGE


def facts_of(case: Case, events: Iterable[Event], city: City, since: int, until: int) -> Facts:
    """All facts of one case for the period; instants ms UTC, `until` exclusive."""
    events = tuple(events)

    def within(at: int) -> bool:
        return since <= at < until and at > 0

    lead = lead_of(case.legs)
    judged = lead.judged_at if lead else 0
    counted = not case.suspended_at and case.appeal != "granted"
    return Facts(
        case,
        reported=within(case.reported_at) and not is_no_report(case),
        accepted=within(case.filed_at),
        filed=within(case.filed_at),
        declined=case.stage is Stage.DECLINED and within(case.closed_at) and not is_no_report(case),
        dispatched=within(case.first_dispatched_at),
        dispatched_by_end=0 < case.first_dispatched_at < until,
        dispatch_on_time=_dispatch_on_time(events),
        effective=effective(case, events, until) is True,
        handled=within(judged) and counted,
        overdue=counted and lead is not None and _overdue(lead, until),
        on_time=on_time_of(case, city) if counted else None,
        closed=case.stage is Stage.CLOSED and within(case.closed_at),
        ended=within(case.closed_at) and not is_no_report(case),
        outside=of_coverage(case, city, until),
    )


def _dispatch_on_time(events: tuple[Event, ...]) -> bool | None:
    """Whether the first dispatch came within the dispatcher's own limit, by the clock told in its event."""
    first = next((event for event in events if event.verb == "dispatch"), None)
    due = int(dict(first.data).get("stage_due", 0)) if first else 0
    return first.at <= due if first and due else None


def _overdue(lead: Assignment, until: int) -> bool:
    """Still at work, or failed and not yet sent again, past the deadline at the end of the period."""
    if lead.judged_at and lead.judged_at < until:
        return False
    return (lead.stage in LIVE or lead.failed_at > 0) and 0 < lead.due < until


Test = Callable[[Facts], bool]

RATES: Mapping[str, tuple[Test, Test]] = MappingProxyType(
    {
        "dispatch_rate": (lambda f: f.dispatched_by_end, lambda f: f.accepted),
        "dispatch_on_time_rate": (lambda f: f.dispatch_on_time is True, lambda f: f.dispatched),
        "effective_dispatch_rate": (lambda f: f.effective, lambda f: f.accepted),
        "accurate_dispatch_rate": (lambda f: accurate(f.case) is True, lambda f: f.dispatched),
        "handling_rate": (lambda f: f.handled, lambda f: f.handled or f.overdue),
        "on_time_rate": (lambda f: f.handled and f.on_time is True, lambda f: f.handled or f.overdue),
        "rework_rate": (lambda f: f.case.rework_sent > 0, lambda f: f.handled or f.overdue),
        "closing_rate": (lambda f: f.closed, lambda f: f.handled or f.overdue),
        "on_time_closing_rate": (lambda f: f.closed and f.on_time is True, lambda f: f.handled or f.overdue),
        "recurrence_rate": (lambda f: f.case.recurrence > 0, lambda f: f.filed),
    }
)
COUNTS: Mapping[str, Callable[[Facts], int]] = MappingProxyType(
    {
        "reported": lambda f: f.reported,
        "accepted": lambda f: f.accepted,
        "declined": lambda f: f.declined,
        "filed": lambda f: f.filed,
        "rework_cases": lambda f: f.ended and f.case.rework_sent > 0,
        "rework_times": lambda f: f.case.rework_sent if f.ended else 0,
        "wrong_dispatches": lambda f: f.case.wrong_dispatches if f.dispatched else 0,
        "shirked": lambda f: f.case.shirked if f.dispatched else 0,
        "feedback_refused": lambda f: f.case.feedback_refused if f.dispatched else 0,
        "extensions": lambda f: f.case.extensions if f.dispatched else 0,
        "suspended": lambda f: f.dispatched and f.case.suspensions > 0,
        "void": lambda f: f.ended and f.case.stage is Stage.VOID,
        "forced": lambda f: f.ended and f.case.stage is Stage.FORCED,
        "self_handled": lambda f: f.ended and f.case.self_handled,
        "recurrent": lambda f: f.filed and f.case.recurrence > 0,
        "causes_asked": lambda f: f.filed and f.case.cause_asked,
        "causes_named": lambda f: f.filed and f.case.cause_at > 0,
        "coverage": lambda f: f.filed and f.outside,
        "ledgers": lambda f: len(f.case.ledgers) if f.filed else 0,
    }
)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Rates and counts of a period, by their keys."""

    since: int
    until: int
    rates: Mapping[str, Rate]
    counts: Mapping[str, int]


def evaluate(told: Iterable[tuple[Case, Iterable[Event]]], city: City, since: int, until: int) -> Evaluation:
    """All indicators over the cases given, each with its events (those of the dispatch and of what was sent back)."""
    numerators, denominators = dict.fromkeys(RATES, 0), dict.fromkeys(RATES, 0)
    counts = dict.fromkeys(COUNTS, 0)
    for case, events in told:
        facts = facts_of(case, events, city, since, until)
        for key, (hit, asked) in RATES.items():
            if asked(facts) and not facts.outside:
                denominators[key] += 1
                numerators[key] += hit(facts)
        for key, count in COUNTS.items():
            counts[key] += count(facts)
    return Evaluation(since, until, {key: Rate(numerators[key], denominators[key]) for key in RATES}, counts)


def behind(
    key: str, told: Iterable[tuple[Case, Iterable[Event]]], city: City, since: int, until: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """反查: the ids of the cases in the numerator of a rate, and of those in its denominator."""
    hit, asked = RATES[key]
    found = (facts_of(case, events, city, since, until) for case, events in told)
    counted = [facts for facts in found if asked(facts) and not facts.outside]
    return tuple(f.case.id for f in counted if hit(f)), tuple(f.case.id for f in counted)
