"""The lifecycle of a leg: (stage, verb) → what it leads to, who may, what must hold, and what follows."""

from types import MappingProxyType

from rules import approvals as a
from rules import guards as g
from rules import rights as r
from rules.assignment import LegStage
from rules.commands import Role
from rules.effects import dispatch, legs, requests
from rules.step import Step, Table, at

L = LegStage
UNIT, DISPATCHER = (Role.UNIT,), (Role.DISPATCHER,)
APPROVERS = a.LEVELS  # the guard `approver` says which of them for which request
GIVERS = (Role.DISPATCHER, Role.UNIT)  # the guard `giver` says which of them for which leg
CENTRES = (Role.DISPATCHER, Role.ACCEPTOR, Role.SHIFT_LEADER)
AT_WORK = (L.SIGNED, L.WORKING)
HELD = (L.DELIVERED, *AT_WORK)

TABLE: Table = MappingProxyType(
    at((L.SENT, L.DELIVERED, L.SIGNED, L.WORKING), "told", Step("", CENTRES, effects=(legs.told,)))
    | at(L.DELIVERED, "fetched", Step("", UNIT, (r.own_leg, g.not_fetched), effects=(legs.fetched,)))
    | at(L.DELIVERED, "sign", Step(L.SIGNED, UNIT, (r.own_leg,), effects=(legs.sign,)))
    | at(
        L.DELIVERED,
        "refuse_sign",
        Step(L.REFUSED, UNIT, (r.own_leg, g.signing_refusable), reason="yes", effects=(legs.refuse_sign,)),
    )
    | at(
        AT_WORK,
        "sub_dispatch",
        Step(L.WORKING, UNIT, (r.own_leg, g.no_pending_return, g.not_suspended), effects=(dispatch.sub_dispatch,)),
    )
    # --- reports climb one level at a time
    | at(
        AT_WORK,
        "feedback",
        Step(
            L.DONE,
            UNIT,
            (r.own_leg, g.no_live_subs, g.no_pending_return, g.not_suspended),
            effects=(legs.feedback,),
        ),
    )
    | at(L.DONE, "pass_up", Step(L.ACCEPTED, UNIT, (g.sub_leg, r.giver), effects=(legs.pass_up,)))
    | at(L.DONE, "refuse_up", Step(L.WORKING, UNIT, (g.sub_leg, r.giver), reason="yes", effects=(legs.refuse_up,)))
    | at(
        L.DONE,
        "confirm_pass",
        Step(L.ACCEPTED, DISPATCHER, (g.top_level, g.lead_waits_for_others), effects=(legs.confirm_pass,)),
    )
    | at(
        L.DONE,
        "confirm_refuse",
        Step(L.WORKING, DISPATCHER, (g.top_level,), reason="yes", effects=(legs.confirm_refuse,)),
    )
    | at(
        AT_WORK,
        "milestone",
        Step(L.WORKING, UNIT, (r.own_leg, g.has_milestones), effects=(legs.milestone,)),
    )
    | at((*HELD, L.DONE), "own_number", Step("", UNIT, (r.own_leg,), effects=(legs.own_number,)))
    # --- taking back and moving
    | at(
        (L.SENT, L.DELIVERED), "recall", Step(L.RECALLED, GIVERS, (r.giver,), reason="late", effects=(dispatch.recall,))
    )
    | at(AT_WORK, "recall", Step(L.RECALLED, GIVERS, (r.giver,), reason="yes", effects=(dispatch.recall,)))
    | at(
        (L.SENT, *HELD),
        "reassign",
        Step(
            L.RECALLED,
            DISPATCHER,
            (g.top_level, g.lead_leg, g.not_suspended),
            reason="yes",
            effects=(dispatch.reassign,),
        ),
    )
    # --- what a unit asks for
    | at(
        HELD,
        "ask_return",
        Step(
            "",
            UNIT,
            (r.own_leg, g.not_ruled, g.no_live_subs, g.nothing_pending, g.not_suspended),
            reason="yes",
            effects=(requests.ask_return,),
        ),
    )
    | at(
        HELD,
        "grant_return",
        Step(
            L.RETURNED,
            GIVERS,
            (r.giver, g.return_pending, g.no_live_subs),
            effects=(requests.grant, requests.end_returned_leg),
        ),
    )
    | at(
        HELD,
        "refuse_return",
        Step(
            "",
            GIVERS,
            (r.giver, g.return_pending),
            reason="yes",
            effects=(requests.refuse, requests.go_on_after_return),
        ),
    )
    | at(
        AT_WORK,
        "ask_extension",
        Step(
            "",
            UNIT,
            (r.own_leg, g.top_level, g.nothing_pending, g.not_overdue, g.extensions_left, g.not_suspended),
            reason="yes",
            effects=(requests.ask_extension,),
        ),
    )
    | at(
        AT_WORK,
        "grant_extension",
        Step(
            "",
            APPROVERS,
            (g.extension_pending, a.approver, g.extensions_left),
            effects=(requests.grant, requests.extend_leg),
        ),
    )
    | at(
        AT_WORK,
        "refuse_extension",
        Step("", APPROVERS, (g.extension_pending, a.approver), reason="yes", effects=(requests.refuse,)),
    )
    | at(
        AT_WORK,
        "ask_suspension",
        Step(
            "",
            UNIT,
            (r.own_leg, g.top_level, g.nothing_pending, g.not_suspended, g.never_suspended),
            reason="yes",
            effects=(requests.ask_suspension,),
        ),
    )
    | at(
        AT_WORK,
        "grant_suspension",
        Step(
            "",
            APPROVERS,
            (g.suspension_pending, a.approver, g.not_suspended, g.never_suspended),
            effects=(requests.suspend, requests.grant),
        ),
    )
    | at(
        AT_WORK,
        "refuse_suspension",
        Step("", APPROVERS, (g.suspension_pending, a.approver), reason="yes", effects=(requests.refuse,)),
    )
)
