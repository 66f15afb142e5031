"""A leg (assignment) of a case: one unit's part, with its own stage and clock; and what a unit may ask for on it."""

from enum import StrEnum

from rules.clock import Clock, Limit
from rules.frozen import Frozen


class LegRole(StrEnum):
    """The part that a unit plays."""

    LEAD = "lead"  # 主办
    HELPER = "helper"  # 协办
    SUB = "sub"  # a part given on by the parent leg's unit
    MAKE_SAFE = "make_safe"  # 排险 by the 兜底 unit


class LegStage(StrEnum):
    """Where a leg stands; an asked return or extension and a report passed up are facts beside it."""

    SENT = "sent"  # recorded at a console, not yet at the server
    DELIVERED = "delivered"  # on the unit's list
    SIGNED = "signed"
    WORKING = "working"
    DONE = "done"  # reported done to the level that gave it
    ACCEPTED = "accepted"  # the level that gave it accepted the report
    REFUSED = "refused"  # signing was refused
    RECALLED = "recalled"
    RETURNED = "returned"  # an upheld return ended it
    ENDED = "ended"  # ended with its round or case


LIVE = frozenset({LegStage.SENT, LegStage.DELIVERED, LegStage.SIGNED, LegStage.WORKING, LegStage.DONE})


class Assignment(Frozen, frozen=True):
    """One unit's leg in one round; `parent` is the leg that gave it, "" = the city."""

    id: str
    round: int
    unit: str
    role: LegRole = LegRole.LEAD
    parent: str = ""
    stage: LegStage = LegStage.SENT
    limit: Limit | None = None
    clock: Clock | None = None
    due: int = 0  # deadline as stored, with `rule` and the case's calendar version; 0 = none
    rule: str = ""  # rest | new | full | recorded: how the deadline came about
    sent_at: int = 0
    sent_by: str = ""
    delivered_at: int = 0
    fetched_at: int = 0  # a terminal or adapter of the unit acknowledged it
    told_at: int = 0  # told by phone
    told_to: str = ""
    told_by: str = ""
    call_back_at: int = 0  # when the next call was promised; ends with the unit's report; 0 = none
    signed_at: int = 0
    signed_by: str = ""
    feedback_at: int = 0
    feedback_by: str = ""
    feedback_text: str = ""
    passed_up_at: int = 0
    judged_at: int = 0  # when the report that passed reached the level that gave the leg
    ended_at: int = 0
    failed_at: int = 0  # a verdict said that it is not solved
    rework: bool = False  # sent to the same unit after a failed verdict
    external_number: str = ""
    note: str = ""  # words of the one who dispatched
    why: tuple[tuple[str, str], ...] = ()  # why this unit: the ground, and what fills its words (`rules.reasons`)


class RequestKind(StrEnum):
    """What may be asked for on a leg or, for an appeal, on a closed case."""

    RETURN = "return"
    EXTENSION = "extension"
    SUSPENSION = "suspension"
    APPEAL = "appeal"
    VOID = "void"  # of a case, by somebody of the centres: on no leg


class Request(Frozen, frozen=True):
    """An asked return, extension, suspension or appeal and its decision."""

    id: str
    kind: RequestKind
    assignment: str
    by: str
    unit: str
    at: int
    reason: str
    state: str = "pending"  # pending | granted | refused | withdrawn
    decided_at: int = 0
    decided_by: str = ""
    answer: str = ""
    until: int = 0  # suspension: asked end
    days: int = 0  # days asked for, 0 = once more the limit
    level: str = ""  # the duty that decides it; "" = asked before there were levels: the dispatcher
    clock: Clock | None = None  # the decision clock
