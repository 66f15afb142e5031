"""Which class of data each field of a case is, and the case as a person may see it: the rest as if it were empty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from rules.case import Case, Event
from rules.city import City
from rules.commands import Actor
from rules.frozen import changed
from rules.jurisdiction import Reach, reach
from rules.powers import OF_A_CASE, Data, Deed

_WORK = """
    legs checks requests milestones limit stage_clock proposed ruling ruled_unit rulings ownership ownership_since
    verdict rework rework_sent wrong_dispatches shirked feedback_refused extensions suspensions round handed_at
    feedback_at first_dispatched_at urged_by urged_reason urged_at urge_answered_at appeal closing self_handled
    recurrence recurs cause_asked cause cause_at cause_by measure
"""
_LINKS = """
    duplicate_of ledgers hands dispatchers leader_list filed_by declined_by decline_reason
"""
_REPORTER = "personal wants_answer answer replies follow_ups decline_answer"
_MATTER = """
    id version stage number draft_number external_number external_due source category condition words address
    address_en lon lat located datum given unit_grid duty_grid district street community owner urgent important
    reported_at reported_by accepted_at filed_at closed_at ended_reason city_version calendar_version stage_since
    suspended_at suspended_until suspended_reason recorded passed_to acknowledged_at events alarm
"""
FIELDS: Mapping[str, Data] = MappingProxyType(
    dict.fromkeys(_MATTER.split(), Data.MATTER)
    | dict.fromkeys(_WORK.split(), Data.WORK)
    | dict.fromkeys(_LINKS.split(), Data.LINKS)
    | dict.fromkeys(_REPORTER.split(), Data.REPORTER)
    | {"photos": Data.PHOTOS}
)
"""Every field of a case; a new one that is missing here fails the tests: nobody may forget to say who sees it."""
EVENTS: Mapping[str, Data] = MappingProxyType(
    dict.fromkeys(("answer_reporter", "follow_up", "answer"), Data.REPORTER)
    | dict.fromkeys(("open_ledger", "ledger_entry", "close_ledger", "recur"), Data.LINKS)
    | dict.fromkeys(("attach_duplicate", "take_over"), Data.LINKS)
)
"""Verbs whose events tell of something beside the work itself."""


@dataclass(frozen=True, slots=True)
class Showing:
    """What one person may see of cases at one instant, made once a question. `parts`: what is not seen of all cases."""

    city: City
    see: Reach
    parts: Mapping[Data, Reach]

    @classmethod
    def of(cls, actor: Actor, city: City, now: int, deed: Deed = Deed.SEE) -> "Showing":
        """By the city's table and the person's grants."""
        see = reach(actor, Data.MATTER, deed, city, now)
        parts = {data: reach(actor, data, deed, city, now) for data in OF_A_CASE}
        return cls(city, see, {data: each for data, each in parts.items() if not each.everything})

    def hidden(self, case: Case) -> frozenset[Data]:
        """The classes of which this person sees nothing of this case."""
        return frozenset(data for data, each in self.parts.items() if not each.covers(case, self.city))

    def case(self, case: Case) -> Case | None:
        """The case without what is hidden; None when it does not exist for this person."""
        hidden = self.hidden(case)
        if Data.MATTER in hidden:
            return None
        return without(case, hidden)

    def events(self, case: Case, events: Iterable[Event]) -> tuple[Event, ...]:
        """The history without what is hidden; `case` as it stands, not as it is shown."""
        hidden = self.hidden(case)
        if Data.MATTER in hidden or Data.HISTORY in hidden:
            return ()
        return tuple(event for event in events if EVENTS.get(event.verb, Data.HISTORY) not in hidden)


def without(case: Case, hidden: frozenset[Data]) -> Case:
    """The case as if these classes of data were empty."""
    return changed(case, **_empty(hidden)) if hidden else case


@cache
def _empty(hidden: frozenset[Data]) -> Mapping[str, Any]:
    blank = Case("")
    return {name: getattr(blank, name) for name, data in FIELDS.items() if data in hidden}
