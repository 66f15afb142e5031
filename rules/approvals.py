"""Who approves what: by kind, days asked and count, as the city's rows say; the first row that fits decides.

A request is given its level when it is asked for: it stands on that duty's list, and nobody else decides it.
"""

from rules.assignment import RequestKind
from rules.calendar import DAY, WorkCalendar
from rules.city import Approval, City
from rules.clock import Limit, LimitUnit
from rules.commands import NotAllowed, Role
from rules.deed import Deed

KINDS = (RequestKind.EXTENSION.value, RequestKind.SUSPENSION.value)
"""What may need a level."""

LEVELS = (Role.DISPATCHER, Role.SHIFT_LEADER, Role.LEADER)
"""Who may approve, the lowest first: the desk, the shift leader, the head of the centre."""

LONGEST = 366  # days that may be asked for


def row_of(city: City, kind: str, days: int, count: int) -> Approval | None:
    """The row that decides on `days` asked for the `count`-th time (1 = the first); None = the city has none."""
    for row in city.policies.approvals:
        if row.kind == kind and (not row.days or days <= row.days) and (not row.count or count <= row.count):
            return row
    return None


def level_of(city: City, kind: str, days: int, count: int) -> Role:
    """The duty that approves it; without a row the dispatcher."""
    row = row_of(city, kind, days, count)
    return Role(row.by) if row else Role.DISPATCHER


def days_of(limit: Limit | None, calendar: WorkCalendar) -> int:
    """A limit in days of its own kind of time, begun ones counted whole; at least 1."""
    if limit is None:
        return 1
    day = calendar.minutes_per_day * 60_000 if limit.in_work_time else DAY
    return max(1, -(-limit.span(calendar) // day))


def in_unit(days: int, unit: LimitUnit, calendar: WorkCalendar) -> int:
    """So many days in the unit of a limit: work days for work time, days of 24 hours for continuous time."""
    of_a_day = {
        LimitUnit.MINUTE: 1440,
        LimitUnit.URGENT_HOUR: 24,
        LimitUnit.WORK_HOUR: -(-calendar.minutes_per_day // 60),
    }
    return days * of_a_day.get(unit, 1)


def until_days(now: int, until: int) -> int:
    """Days from `now` to an end asked for, begun ones counted whole."""
    return max(1, -(-(until - now) // DAY))


# --- guards


def approver(deed: Deed) -> None:
    """The pending request that the deed points at is for this duty; a request of before levels is the dispatcher's."""
    level = deed.request.level or Role.DISPATCHER
    if deed.role != level:
        raise NotAllowed("rule.approval", role=level)


def suspends_within(deed: Deed, until: int) -> None:
    """A suspension until this instant is not longer than this duty may give. Raises NotAllowed "rule.approval"."""
    level = level_of(deed.city, RequestKind.SUSPENSION, until_days(deed.now, until), deed.case.suspensions + 1)
    if LEVELS.index(level) > LEVELS.index(deed.role):
        raise NotAllowed("rule.approval", role=level)
