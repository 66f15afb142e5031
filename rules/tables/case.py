"""The lifecycle of a case: (stage, verb) → what it leads to, who may, what must hold, and what follows."""

from types import MappingProxyType

from rules import guards as g
from rules import rights as r
from rules.case import ENDED, Stage
from rules.commands import Role
from rules.effects import (
    alarms,
    answering,
    citizens,
    corrections,
    declining,
    dispatch,
    intake,
    ledger,
    ownership,
    record,
    recurrence,
    requests,
    verdicts,
    voiding,
)
from rules.effects.stages import VOIDABLE
from rules.step import Step, Table, at

S = Stage
ACCEPTOR, LEADER, DISPATCHER = (Role.ACCEPTOR,), (Role.SHIFT_LEADER,), (Role.DISPATCHER,)
NEW = ""  # the stage of a case that is not there yet
OPEN = tuple(stage for stage in Stage if stage not in ENDED)
FILED = (S.TO_DISPATCH, S.WITH_UNITS, S.TO_CONFIRM, S.TO_VERIFY, S.TO_CLOSE)
SPEAKERS = (
    Role.COLLECTOR, Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DISPATCHER, Role.UNIT, Role.INSPECTOR, Role.LEADER,
    Role.PUBLIC,
)  # fmt: skip
REPORTERS = (Role.COLLECTOR, Role.ACCEPTOR, Role.INSPECTOR, Role.LEADER, Role.PUBLIC)
SUPERVISION = (Role.ACCEPTOR, Role.SHIFT_LEADER)
CENTRE = (*SUPERVISION, Role.DISPATCHER)
URGERS = (Role.DISPATCHER, Role.SHIFT_LEADER, Role.LEADER)
TOLD = tuple(stage for stage in Stage if stage is not S.REPORTED)  # there the verb `answer` says it and ends it
HAPPENED = (*FILED, S.CLOSED, S.FORCED)  # what is coordinated, or comes back, may outlast the case

TABLE: Table = MappingProxyType(
    # --- intake
    at(NEW, "report", Step(S.REPORTED, REPORTERS, effects=(intake.report,)))
    | at(NEW, "record", Step("", (Role.SYSTEM,), effects=(record.record,)))
    | at(NEW, "alarm", Step(S.REPORTED, (Role.PUBLIC,), effects=(alarms.alarm,)))
    | at(
        OPEN,
        "alarm_again",
        Step("", (Role.PUBLIC,), (r.takes_part, alarms.is_an_alarm), effects=(alarms.again,)),
    )
    | at(
        S.REPORTED,
        "accept_alarm",
        Step("", ACCEPTOR, (alarms.is_to_be_reviewed,), effects=(alarms.accept_alarm,)),
    )
    | at(
        S.REPORTED,
        "reject_alarm",
        Step(S.DECLINED, ACCEPTOR, (alarms.is_to_be_reviewed,), reason="yes", effects=(alarms.reject_alarm,)),
    )
    | at(
        S.REPORTED,
        "send_check",
        Step(S.PRE_CHECK, ACCEPTOR, (alarms.was_reviewed, g.no_open_check), effects=(verdicts.send_check,)),
    )
    | at(S.REPORTED, "accept", Step(S.ACCEPTED, ACCEPTOR, (alarms.was_reviewed,), effects=(intake.accept,)))
    | at(
        S.REPORTED,
        "decline",
        Step(S.ACCEPTED, ACCEPTOR, (alarms.was_reviewed,), reason="yes", effects=(declining.decline,)),
    )
    | at(
        S.ACCEPTED,
        "uphold_decline",
        Step(S.DECLINED, LEADER, (declining.is_proposed, declining.another_person), effects=(declining.uphold,)),
    )
    | at(
        S.REPORTED,
        "answer",
        Step(S.ANSWERED, ACCEPTOR, (alarms.was_reviewed,), effects=(intake.tell_why, answering.answer_at_once)),
    )
    | at(
        S.REPORTED,
        "pass_on",
        Step(S.PASSED_ON, ACCEPTOR, (alarms.was_reviewed,), effects=(intake.pass_on, answering.answer_if_told)),
    )
    | at(
        S.PASSED_ON,
        "acknowledge",
        Step("", (Role.ACCEPTOR,), (g.not_acknowledged,), effects=(intake.acknowledge,)),
    )
    | at(
        S.REPORTED,
        "self_handled",
        Step(
            S.TO_VERIFY,
            (Role.COLLECTOR,),
            (r.takes_part, alarms.was_reviewed),
            effects=(verdicts.photos_of_work, intake.self_handled),
        ),
    )
    | at(S.ACCEPTED, "file", Step(S.TO_DISPATCH, LEADER, effects=(intake.file,)))
    | at(S.ACCEPTED, "send_back", Step(S.REPORTED, LEADER, reason="yes", effects=(intake.say_back,)))
    | at(
        (S.REPORTED, S.ACCEPTED),
        "attach_duplicate",
        Step(S.DUPLICATE, SUPERVISION, effects=(intake.attach_duplicate,)),
    )
    | at(
        S.TO_DISPATCH,
        "attach_duplicate",
        Step(S.DUPLICATE, (Role.SHIFT_LEADER, Role.DISPATCHER), (g.nobody_works,), effects=(intake.attach_duplicate,)),
    )
    # --- command
    | at(S.TO_DISPATCH, "dispatch", Step(S.WITH_UNITS, DISPATCHER, (g.not_suspended,), effects=(dispatch.dispatch,)))
    | at(
        S.TO_DISPATCH,
        "send_back",
        Step(S.ACCEPTED, DISPATCHER, (g.nobody_works,), reason="yes", effects=(intake.say_back,)),
    )
    | at(
        (S.TO_DISPATCH, S.WITH_UNITS, S.TO_CONFIRM),
        "add_helper",
        Step("", DISPATCHER, (g.not_suspended,), effects=(dispatch.add_helper,)),
    )
    # --- nobody's case: it is made safe, and whose it is is looked for meanwhile; a ruling is no dispatch
    | at(
        (S.TO_DISPATCH, S.WITH_UNITS),
        "seek_owner",
        Step("", DISPATCHER, (g.not_suspended, g.owner_not_sought), effects=(ownership.seek_owner,)),
    )
    | at(
        (S.TO_DISPATCH, S.WITH_UNITS),
        "ruling",
        Step("", LEADER, (g.is_located,), reason="yes", effects=(ownership.ruling,)),
    )
    | at(
        (S.TO_DISPATCH, S.WITH_UNITS),
        "suspend",
        Step("", DISPATCHER, (g.not_suspended, g.never_suspended), reason="yes", effects=(requests.suspend,)),
    )
    | at(
        (S.TO_DISPATCH, S.WITH_UNITS),
        "resume",
        Step("", (Role.DISPATCHER, Role.SYSTEM), (g.suspended,), effects=(requests.end_suspension,)),
    )
    | at((S.ACCEPTED, *FILED), "urge", Step("", URGERS, reason="yes", effects=(requests.urge,)))
    | at(
        FILED,
        "answer_urge",
        Step("", (Role.UNIT,), (r.takes_part, g.is_urged), effects=(requests.answer_urge,)),
    )
    # --- supervision
    | at(
        S.TO_VERIFY,
        "send_check",
        Step("", ACCEPTOR, (r.separate_duties, g.no_open_check), effects=(verdicts.send_check,)),
    )
    | at(
        S.TO_VERIFY,
        "verify_pass",
        Step(
            S.TO_CLOSE,
            ACCEPTOR,
            (r.separate_duties, g.no_open_check, g.no_live_others),
            effects=(verdicts.verify_pass,),
        ),
    )
    | at(
        S.TO_VERIFY,
        "verify_fail",
        Step(
            S.TO_DISPATCH,
            ACCEPTOR,
            (r.separate_duties, g.no_open_check),
            reason="yes",
            effects=(verdicts.verify_fail,),
        ),
    )
    | at(
        S.TO_CLOSE,
        "close",
        Step(
            S.CLOSED,
            LEADER,
            (r.separate_duties, r.closing_by_day, g.no_live_others),
            effects=(verdicts.close,),
        ),
    )
    | at(
        S.TO_CLOSE,
        "send_back",
        Step(S.TO_VERIFY, LEADER, (r.separate_duties,), reason="yes", effects=(intake.say_back,)),
    )
    | at(
        FILED,
        "force_close",
        Step(
            S.FORCED,
            LEADER,
            (r.separate_duties, r.closing_by_day),
            reason="yes",
            effects=(verdicts.end_with_reason,),
        ),
    )
    | at(
        (S.ACCEPTED, S.TO_DISPATCH, S.WITH_UNITS),
        "void",
        Step(S.VOID, LEADER, (r.separate_duties,), reason="yes", effects=(verdicts.end_with_reason,)),
    )
    | at(
        VOIDABLE,
        "ask_void",
        Step("", (Role.ACCEPTOR, Role.DISPATCHER), (voiding.not_asked,), reason="yes", effects=(voiding.ask_void,)),
    )
    | at(
        VOIDABLE,
        "grant_void",
        Step(
            S.VOID,
            LEADER,
            (r.separate_duties, voiding.is_asked),
            effects=(voiding.void_as_asked, requests.grant),
        ),
    )
    | at(
        VOIDABLE,
        "refuse_void",
        Step("", LEADER, (voiding.is_asked,), reason="yes", effects=(requests.refuse,)),
    )
    # --- afterwards
    | at(
        (S.DECLINED, S.ANSWERED, S.PASSED_ON, S.DUPLICATE),
        "reopen",
        Step(
            S.REPORTED,
            LEADER,
            (g.reopens_in_time,),
            reason="yes",
            effects=(verdicts.reopen, alarms.after_all),
        ),
    )
    | at(
        (S.CLOSED, S.FORCED, S.VOID),
        "reopen",
        Step(S.TO_DISPATCH, LEADER, (g.reopens_in_time,), reason="yes", effects=(verdicts.reopen,)),
    )
    | at(
        (S.CLOSED, S.FORCED),
        "appeal",
        Step("", (Role.UNIT,), (r.lead_unit, g.appeals_left), reason="yes", effects=(requests.appeal,)),
    )
    | at(
        (S.CLOSED, S.FORCED),
        "grant_appeal",
        Step(
            "",
            (Role.INSPECTOR, Role.SHIFT_LEADER),
            (r.separate_duties, g.appeal_pending),
            effects=(requests.grant, requests.note_appeal),
        ),
    )
    | at(
        (S.CLOSED, S.FORCED),
        "refuse_appeal",
        Step(
            "",
            (Role.INSPECTOR, Role.SHIFT_LEADER),
            (r.separate_duties, g.appeal_pending),
            reason="yes",
            effects=(requests.refuse, requests.note_appeal),
        ),
    )
    | at(
        TOLD, "answer_reporter", Step("", SUPERVISION, (answering.wants_answer,), effects=(answering.answer_reporter,))
    )
    | at(
        (S.CLOSED, S.FORCED),
        "follow_up",
        Step("", SUPERVISION, (answering.is_to_be_called,), effects=(answering.follow_up,)),
    )
    | at(
        (S.CLOSED, S.FORCED),
        "keep_closed",
        Step("", LEADER, (answering.is_asked_to_reopen,), reason="yes", effects=(answering.keep_closed,)),
    )
    | at(tuple(ENDED), "rate", Step("", (Role.PUBLIC,), (r.takes_part,), effects=(citizens.rate,)))
    # --- coordination, and what comes back
    | at(FILED, "open_ledger", Step("", URGERS, (g.no_open_ledger,), effects=(ledger.open_it,)))
    | at(HAPPENED, "ledger_entry", Step("", URGERS, (g.has_open_ledger,), effects=(ledger.enter_it,)))
    | at(HAPPENED, "close_ledger", Step("", URGERS, (g.has_open_ledger,), effects=(ledger.close_it,)))
    | at(HAPPENED, "recur", Step("", (Role.SYSTEM,), effects=(recurrence.recur,)))
    | at(
        HAPPENED,
        "name_cause",
        Step(
            "",
            (Role.DISPATCHER, Role.SHIFT_LEADER, Role.UNIT),
            (g.cause_is_asked, r.takes_part),
            effects=(recurrence.name_cause,),
        ),
    )
    # --- words of it
    | at((S.REPORTED, S.PRE_CHECK, S.ACCEPTED), "correct", Step("", SUPERVISION, effects=(corrections.correct,)))
    | at(FILED, "correct", Step("", CENTRE, effects=(corrections.correct,)))
    | at(Stage, "note", Step("", SPEAKERS, (r.takes_part,), effects=(verdicts.note,)))
)
