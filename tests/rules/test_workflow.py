"""The workflow as written down by hand in data/workflow.csv, held against `apply` and `allowed` on built cases.

This test does not import the lifecycle tables: it drives every stage × verb × role, and what is not in the CSV refuses.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rules.alarm import Alarm
from rules.assignment import LegRole, LegStage
from rules.case import Case, Recorded, Stage
from rules.check import CheckStage
from rules.commands import Actor, NotAllowed, Role
from rules.forms import FORMS
from rules.frozen import changed
from rules.ledger import Ledger
from rules.lifecycle import Applied, allowed, apply
from rules.replies import FollowUp
from tests.builders import NINE, a_case, a_check, a_city, a_command, a_leg, a_milestone, a_photo, a_request, an_actor, t

NOW = t("2015-04-22 11:20")
CITY = a_city()


class Line(NamedTuple):
    """One line of the CSV."""

    table: str
    stage: str
    verb: str
    roles: frozenset[str]
    reason: str
    leads_to: str


def _lines() -> Iterator[Line]:
    path = Path(__file__).parent / "data" / "workflow.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Line(
                row["table"],
                row["stage"],
                row["verb"],
                frozenset(row["roles"].split(" | ")),
                row["reason"],
                row["leads_to"],
            )


LINES = {(line.table, line.stage, line.verb): line for line in _lines()}
STAGES = {"case": ["new", *Stage], "assignment": [*LegStage], "check": [*CheckStage]}

BODIES: dict[str, dict[str, Any]] = {
    "report": {"words": "暴露垃圾"},
    "record": {"stage": "closed", "reported_at": NINE, "closed_at": NOW, "unit": "410102"},
    "answer": {"answer": "已解释"},
    "answer_reporter": {"how": "phone", "text": "已处置"},
    "follow_up": {"result": "unreached"},
    "pass_on": {"to": "110"},
    "self_handled": {"photos": [a_photo()]},
    "attach_duplicate": {"of": "case-2"},
    "file": {"condition": "event-01-10-1"},
    "dispatch": {"unit": "410102"},
    "reassign": {"unit": "410103"},
    "add_helper": {"unit": "B99", "role": "make_safe"},
    "sub_dispatch": {"unit": "410102006"},
    "ruling": {"unit": "410103", "until": NOW + 86_400_000},
    "suspend": {"until": NOW + 86_400_000},
    "grant_suspension": {"until": NOW + 86_400_000},
    "ask_suspension": {"until": NOW + 86_400_000},
    "answer_urge": {"text": "正在处置"},
    "feedback": {"photos": [a_photo()]},
    "own_number": {"number": "环卫-117"},
    "milestone": {"key": "make_safe", "photos": [a_photo()]},
    "told": {"to": "刘队长"},
    "close": {"closing": ["垃圾已清除"]},
    "answer_check": {"result": "solved"},
    "note": {"text": "已联系"},
    "rate": {"rating": 4, "text": "处置及时"},
    "open_ledger": {"matter": "ownership", "text": "井盖权属不明"},
    "ledger_entry": {"how": "call", "who": "供电公司 王工", "text": "明日现场确认"},
    "close_ledger": {"text": "确认为供电公司所有"},
    "recur": {"count": 1, "earlier": [{"case": "case-0", "number": "15040100001", "unit": "410102", "closed_at": 1}]},
    "name_cause": {"text": "清运点设置不足"},
    "alarm": {"words": "暴露垃圾", "kind": "refuse_heap", "sender": "video"},
    "alarm_again": {"count": 2, "at": NINE},
    "correct": {"address": "中原路21号", "was": {"address": "陇海路与秦岭路交会处"}},
}
REQUESTS = {"return", "extension", "suspension", "appeal", "void"}
LEVELLED = {"extension", "suspension"}
LEVELS = {"dispatcher", "shift_leader", "leader"}
CLIMBS = {"pass_up", "refuse_up", "recall", "grant_return", "refuse_return"}
CASE_OF_LEG = {
    LegStage.DONE: Stage.TO_CONFIRM,
    LegStage.ACCEPTED: Stage.TO_VERIFY,
    LegStage.REFUSED: Stage.TO_DISPATCH,
    LegStage.RECALLED: Stage.TO_DISPATCH,
    LegStage.RETURNED: Stage.TO_DISPATCH,
    LegStage.ENDED: Stage.TO_DISPATCH,
}


def _case_at(stage: str, verb: str, role: str = "") -> Case | None:
    """A case in a stage, with what the verb is about."""
    if stage == "new":
        return None
    case = changed(a_case(stage), reported_by="citizens") if role == "public" else a_case(stage)
    if not case.legs and verb in {"note", "answer_urge", "name_cause"}:
        case = changed(case, legs=(a_leg("returned"),))
    if verb == "answer_urge":
        case = changed(case, urged_at=NINE)
    if verb in {"ledger_entry", "close_ledger"}:
        case = changed(case, ledgers=(Ledger("ledger-1", "ownership", "井盖权属不明", NINE, "wang"),))
    if verb == "name_cause":
        case = changed(case, recurrence=3, cause_asked=True)
    if verb in {"answer_reporter", "follow_up", "keep_closed"}:
        case = changed(case, wants_answer=True, personal="person-1")
    if verb == "keep_closed":
        case = changed(case, follow_ups=(FollowUp("call-1", NOW, "chen", "dissatisfied", "又有"),))
    if verb == "resume":
        case = changed(case, suspended_at=NINE, suspended_until=NOW - 1)
    return _asked(_before_filing(case, verb), verb)


def _before_filing(case: Case, verb: str) -> Case:
    """With what the supervision centre decides before a case is one."""
    if verb == "uphold_decline":
        return changed(case, declined_by="li", decline_reason="不属城管范围")
    if verb in {"alarm_again", "accept_alarm", "reject_alarm"}:
        return changed(case, alarm=Alarm("refuse_heap", "video"))
    return case


def _asked(case: Case, verb: str, leg: str = "leg-1", role: str = "") -> Case:
    """With the request that is decided; of a kind that has levels, at the level of who decides it."""
    kind = verb.partition("_")[2]
    decides = verb.startswith(("grant_", "refuse_")) and kind in REQUESTS
    level = role if kind in LEVELLED and role in LEVELS else ""
    leg = "" if kind == "void" else leg
    return changed(case, requests=(a_request(kind, assignment=leg, level=level),)) if decides else case


def _leg_at(stage: LegStage, verb: str, role: str) -> Case:
    """A case whose leg stands in a stage; what climbs is, for a unit, a leg that it gave on itself."""
    at = CASE_OF_LEG.get(stage, Stage.WITH_UNITS)
    if role == "unit" and verb in CLIMBS:
        sub = a_leg(stage, id="leg-2", unit="410102005", role=LegRole.SUB, parent="leg-1")
        return _asked(a_case("with_units", legs=(a_leg("working"), sub)), verb, "leg-2")
    case = a_case(at, legs=(a_leg(stage),), round=1, dispatchers=("wang",))
    if verb == "milestone":
        case = changed(case, milestones=(a_milestone(),))
    return _asked(case, verb, role=role)


def _built(table: str, stage: Any, verb: str, role: str) -> tuple[Case | None, str]:
    if table == "case":
        return _case_at(stage, verb, role), ""
    if table == "assignment":
        case = _leg_at(stage, verb, role)
        return case, case.legs[-1].id
    return a_case("to_verify", checks=(a_check(stage=stage),)), "check-1"


def _actor(role: Role) -> Actor:
    return an_actor(role)


def _do(table: str, stage: Any, verb: str, role: Role, *, reason: bool) -> Applied:
    case, target = _built(table, stage, verb, role)
    body = dict(BODIES.get(verb, {}))
    if reason and any(field.name == "reason" for field in FORMS[verb]):
        body["reason"] = "原因"
    actor = _actor(role)
    return apply(case, a_command(verb, actor, NOW, target, **body), actor, CITY, NOW)


def _stage_of(table: str, case: Case, target: str) -> str:
    if table == "case":
        return case.stage
    if table == "assignment":
        return next(leg.stage for leg in case.legs if leg.id == target)
    return next(check.stage for check in case.checks if check.id == target)


@pytest.mark.parametrize("line", LINES.values(), ids=lambda line: f"{line.table}-{line.stage}-{line.verb}")
def test_each_line_can_be_done_by_its_roles_and_leads_where_it_says(line: Line) -> None:
    for role in line.roles:
        before, target = _built(line.table, line.stage, line.verb, role)
        after = _do(line.table, line.stage, line.verb, Role(role), reason=line.reason != "no").case
        expected = line.stage if line.leads_to == "=" else line.leads_to
        assert _stage_of(line.table, after, target) == expected, role
        assert after.version == (before.version if before else 0) + 1
        offers = {(offer.verb, offer.target) for offer in allowed(before, _actor(Role(role)), CITY, NOW)}
        assert (line.verb, target) in offers, role


@pytest.mark.parametrize(
    "line", [each for each in LINES.values() if each.reason != "no"], ids=lambda x: f"{x.stage}-{x.verb}"
)
def test_a_line_that_needs_a_reason_refuses_without_one(line: Line) -> None:
    for role in line.roles:
        with pytest.raises(NotAllowed) as refused:
            _do(line.table, line.stage, line.verb, Role(role), reason=False)
        assert refused.value.rule == ("rule.recall_reason" if line.reason == "late" else "rule.reason")


def _cells() -> Iterator[tuple[str, Any, str]]:
    for table, stages in STAGES.items():
        verbs = sorted({verb for (of, _, verb) in LINES if of == table})
        yield from ((table, stage, verb) for stage in stages for verb in verbs)


@pytest.mark.parametrize(("table", "stage", "verb"), list(_cells()))
def test_everything_else_refuses(table: str, stage: Any, verb: str) -> None:
    line = LINES.get((table, str(stage), verb))
    for role in Role:
        if line and role in line.roles:
            continue
        with pytest.raises(NotAllowed):
            _do(table, stage, verb, role, reason=True)
        case, target = _built(table, stage, verb, role)
        assert (verb, target) not in {(each.verb, each.target) for each in allowed(case, _actor(role), CITY, NOW)}


def test_every_verb_with_a_form_stands_in_the_workflow() -> None:
    assert {verb for _, _, verb in LINES} == set(FORMS)


def test_a_slip_is_recalled_without_a_reason_within_ten_seconds() -> None:
    wang = an_actor("dispatcher")
    leg = a_leg("delivered", sent_at=NOW - 9_000)
    case = a_case("with_units", legs=(leg,))
    done = apply(case, a_command("recall", wang, NOW, "leg-1"), wang, CITY, NOW)
    assert done.case.stage is Stage.TO_DISPATCH
    later = NOW + 2_000
    with pytest.raises(NotAllowed, match=r"rule\.recall_reason"):
        apply(case, a_command("recall", wang, later, "leg-1"), wang, CITY, later)


def test_a_recorded_row_says_only_what_it_said() -> None:
    case = _do("case", "new", "record", Role.SYSTEM, reason=False).case
    assert isinstance(case.recorded, Recorded)
    assert (case.legs[0].due, case.legs[0].clock, case.limit, case.condition) == (0, None, None, "")
