"""Alarms of machines (video AI, sensors): reports that somebody looks at first, 待复核.

An alarm is a fact beside the stage of a case: it is reported, has no number, and stands on the list `alarms` until the
acceptor accepts it (then it is a report like any other, with a number) or rejects it with a coded reason. The same
alarm again is no new one: it adds to the count. How likely it is, is told in per mille.
"""

from rules.case import Case, Stage
from rules.city import City
from rules.machines import AlarmKind

MOST = 1000  # confidence in per mille
PENDING, ACCEPTED, REJECTED = "pending", "accepted", "rejected"


def awaits_review(case: Case) -> bool:
    """Whether nobody has said yet that there is something in it."""
    return case.alarm is not None and case.alarm.state == PENDING


def was_rejected(case: Case) -> bool:
    """Whether it ended as a false alarm."""
    return case.alarm is not None and case.alarm.state == REJECTED and case.stage is Stage.DECLINED


def is_no_report(case: Case) -> bool:
    """Not a report, or not yet: it gets no number and is in no count of reports."""
    return case.alarm is not None and case.alarm.state != ACCEPTED


def kind_of(case: Case, city: City) -> AlarmKind | None:
    """The city's row for the kind of its alarm; None without an alarm, or for a kind that the city gave up."""
    return city.machines.alarms.get(case.alarm.kind) if case.alarm else None
