"""What must hold before a verb may be done. Each refuses with the key of its rule; none looks at the command's body."""

from rules.answering import reopening_asked
from rules.assignment import LegRole, LegStage, RequestKind
from rules.calendar import DAY, HOUR, MINUTE
from rules.clock import Limit, LimitUnit
from rules.commands import NotAllowed, Role
from rules.deed import OPEN_CHECKS, Deed
from rules.ledger import open_ledger

_SHORT = 6 * HOUR


# --- state of a case


def not_suspended(deed: Deed) -> None:
    """The clock of a suspended case stands still: first resume it."""
    if deed.case.suspended_at:
        raise NotAllowed("rule.suspended")


def suspended(deed: Deed) -> None:
    """Only a suspended case is resumed; the system does so at the end of the time only."""
    if not deed.case.suspended_at:
        raise NotAllowed("rule.not_suspended")
    if deed.role is Role.SYSTEM and deed.now < deed.case.suspended_until:
        raise NotAllowed("rule.not_yet", until=deed.case.suspended_until)


def never_suspended(deed: Deed) -> None:
    """A case is suspended once."""
    if deed.case.suspensions:
        raise NotAllowed("rule.suspended_once")


def no_live_others(deed: Deed) -> None:
    """While a helper or make-safe leg is at work the case does not go on; its units are named."""
    busy = [leg for leg in deed.live("") if leg.role in _OTHERS and leg.stage is not LegStage.DONE]
    if busy:
        raise NotAllowed("rule.live_legs", units=",".join(leg.unit for leg in busy))


_OTHERS = frozenset({LegRole.HELPER, LegRole.MAKE_SAFE})


def lead_waits_for_others(deed: Deed) -> None:
    """The lead's report passes once helpers and make-safe units have reported."""
    if deed.leg.role is LegRole.LEAD:
        no_live_others(deed)


def nobody_works(deed: Deed) -> None:
    """The case is not sent back while a unit is at work on it."""
    busy = list(deed.live())
    if busy:
        raise NotAllowed("rule.live_legs", units=",".join(leg.unit for leg in busy))


def no_live_subs(deed: Deed) -> None:
    """A unit first ends what it gave on."""
    busy = list(deed.live(deed.leg_id))
    if busy:
        raise NotAllowed("rule.live_subs", units=",".join(leg.unit for leg in busy))


def no_open_check(deed: Deed) -> None:
    """While a check is out its answer is waited for, or it is recalled."""
    if any(check.stage in OPEN_CHECKS for check in deed.case.checks):
        raise NotAllowed("rule.open_check")


def owner_not_sought(deed: Deed) -> None:
    """Whose it is is looked for once."""
    if deed.case.ownership == "sought":
        raise NotAllowed("rule.already")


def is_located(deed: Deed) -> None:
    """A ruling is about a place."""
    if not deed.case.located:
        raise NotAllowed("rule.not_located")


# --- of a leg


def not_ruled(deed: Deed) -> None:
    """Who was ruled to be responsible (裁定派遣) gives nothing back; appeal is after closing."""
    leg, case = deed.leg, deed.case
    if case.ruling and not leg.parent and leg.role is LegRole.LEAD and leg.unit == case.ruled_unit:
        raise NotAllowed("rule.ruled", no=case.ruling)


def top_level(deed: Deed) -> None:
    """A sub-unit asks its own unit, which asks the command centre."""
    if deed.leg.parent:
        raise NotAllowed("rule.through_parent")


def sub_leg(deed: Deed) -> None:
    """Only what was given on climbs through a unit."""
    if not deed.leg.parent:
        raise NotAllowed("rule.giver")


def lead_leg(deed: Deed) -> None:
    """It is about who leads."""
    if deed.leg.role is not LegRole.LEAD:
        raise NotAllowed("rule.lead_only")


def nothing_pending(deed: Deed) -> None:
    """One request at a time."""
    if deed.pending(deed.leg_id):
        raise NotAllowed("rule.pending")


def no_pending_return(deed: Deed) -> None:
    """Who asked to give it back waits for the decision."""
    if deed.pending(deed.leg_id, RequestKind.RETURN):
        raise NotAllowed("rule.pending")


def not_overdue(deed: Deed) -> None:
    """No more time once it is overdue."""
    leg = deed.leg
    if leg.due and deed.now > leg.due:
        raise NotAllowed("rule.overdue")


def extensions_left(deed: Deed) -> None:
    """At most so many extensions are granted."""
    most = deed.city.policies.extension_max
    if deed.case.extensions >= most:
        raise NotAllowed("rule.extensions", max=most)


def signing_refusable(deed: Deed) -> None:
    """Signing is refused within a window: so much work time, or the limit itself when that is short."""
    leg, calendar = deed.leg, deed.city.calendar
    limit = leg.limit
    window = Limit(deed.city.policies.sign_refusal_minutes, LimitUnit.MINUTE).span(calendar)
    if limit and limit.span(calendar) <= _SHORT:
        over = bool(leg.due) and deed.now > leg.due
    else:
        over = calendar.work_between(leg.delivered_at, deed.now) > window
    if over:
        raise NotAllowed("rule.refusal_window", minutes=window // MINUTE)


def not_fetched(deed: Deed) -> None:
    """Fetched is said once."""
    if deed.leg.fetched_at:
        raise NotAllowed("rule.already")


def appeals_left(deed: Deed) -> None:
    """A closed case is appealed once."""
    asked = sum(1 for request in deed.case.requests if request.kind is RequestKind.APPEAL)
    if asked >= deed.city.policies.appeal_max:
        raise NotAllowed("rule.appeal_once", max=deed.city.policies.appeal_max)


def reopens_in_time(deed: Deed) -> None:
    """Opened again within the city's days; later only for a reporter who said, called back, that it is not solved."""
    days, case = deed.city.policies.reopen_days, deed.case
    ended = case.closed_at or case.stage_since
    if days and deed.now > ended + days * DAY and not reopening_asked(case):
        raise NotAllowed("rule.reopen_days", days=days)


def not_acknowledged(deed: Deed) -> None:
    """What was passed on is acknowledged once."""
    if deed.case.acknowledged_at:
        raise NotAllowed("rule.already")


def is_urged(deed: Deed) -> None:
    """Only a case that was urged is answered for."""
    if not deed.case.urged_at:
        raise NotAllowed("rule.not_urged")


def no_open_ledger(deed: Deed) -> None:
    """One ledger at a time: what is new of the matter is an entry of the open one."""
    if open_ledger(deed.case.ledgers):
        raise NotAllowed("rule.ledger_open")


def has_open_ledger(deed: Deed) -> None:
    """Entries are made in a ledger that was opened and not closed."""
    if open_ledger(deed.case.ledgers) is None:
        raise NotAllowed("rule.ledger_closed")


def cause_is_asked(deed: Deed) -> None:
    """A cause is named where it is asked for."""
    if not deed.case.cause_asked:
        raise NotAllowed("rule.no_recurrence")


def has_milestones(deed: Deed) -> None:
    """There is a milestone on this leg that was not reached yet."""
    if not any(m.assignment == deed.leg_id and not m.reached_at for m in deed.case.milestones):
        raise NotAllowed("rule.milestone")


def _asked(deed: Deed, kind: RequestKind) -> None:
    """Point the deed at the pending request of this kind; refuse when there is none."""
    request = deed.pending(deed.leg_id, kind)
    if request is None or deed.command.target not in {"", request.id, request.assignment}:
        raise NotAllowed("rule.no_request")
    deed.request_id = request.id


def return_pending(deed: Deed) -> None:
    """A return was asked for on this leg."""
    _asked(deed, RequestKind.RETURN)


def extension_pending(deed: Deed) -> None:
    """More time was asked for on this leg."""
    _asked(deed, RequestKind.EXTENSION)


def suspension_pending(deed: Deed) -> None:
    """挂账 was asked for on this leg."""
    _asked(deed, RequestKind.SUSPENSION)


def appeal_pending(deed: Deed) -> None:
    """The closed case is under appeal."""
    for request in deed.case.requests:
        if request.kind is RequestKind.APPEAL and request.state == "pending":
            deed.request_id = request.id
            return
    raise NotAllowed("rule.no_request")
