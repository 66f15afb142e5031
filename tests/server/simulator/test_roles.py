"""Who does what with a case at each stage, and when: by hand-made images, with chances of 0 or 1."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from rules.assignment import Assignment, LegRole, LegStage, Request, RequestKind
from rules.case import Case, Milestone, Photo, PhotoKind, Stage
from rules.check import Check, CheckKind, CheckStage
from rules.city import City
from rules.clock import Clock, Limit, LimitUnit
from rules.frozen import changed
from server.simulator.cast import Cast, people_of
from server.simulator.chance import Chance
from server.simulator.figures import Figures
from server.simulator.neighbours import Neighbours
from server.simulator.plan import Life, Plan
from server.simulator.roles import plans
from tests.server.simulator.conftest import MONDAY_8
from tests.server.simulator.little_city import DUTIES, FIRST
from tests.server.simulator.little_server import LittleServer

HOUR = 3_600_000
CASE = Case(
    "case-1", 1, Stage.REPORTED, source="hotline", category="event-01-10", lon=1_136_005_000, lat=347_005_000,
    located=True, duty_grid=DUTIES[0], unit_grid="x", district=FIRST, reported_at=MONDAY_8, stage_since=MONDAY_8,
    reported_by="chen",
)  # fmt: skip
LEG = Assignment(
    "leg-1", 1, FIRST, stage=LegStage.DELIVERED, sent_at=MONDAY_8, delivered_at=MONDAY_8, due=MONDAY_8 + 4 * HOUR
)
SUB = changed(LEG, id="leg-2", unit="410102001", role=LegRole.SUB, parent="leg-1", stage=LegStage.DONE)
PRE = Check("check-1", CheckKind.PRE, DUTIES[0], 0, CheckStage.SENT, sent_at=MONDAY_8)
VERIFY = changed(PRE, kind=CheckKind.VERIFY, round=1)
Do = Callable[..., dict[str, Plan]]


@pytest.fixture
def planned(city: City, figures: Figures) -> Do:
    """What is planned for a case, by verb; every chance is 0 but those that are named."""

    def make(case: Case, *certain: str, neighbours: Neighbours | None = None) -> dict[str, Plan]:
        chances: Mapping[str, float] = {name: float(name in certain) for name in figures.chances}
        clock: Any = None
        cast = Cast(people_of(LittleServer(city, clock).people("")), Chance(1), dispatchers=True)
        life = Life(city, replace(figures, chances=chances), Chance(1), cast, neighbours or Neighbours())
        return {plan.verb: plan for plan in plans(life, case)}

    return make


def at(stage: Stage, *legs: Assignment, **fields: Any) -> Case:
    """The case at another stage."""
    return changed(CASE, stage=stage, legs=legs, round=1 if legs else 0, **fields)


# --- intake


def test_a_report_is_accepted_with_its_category(planned: Do) -> None:
    accept = planned(CASE)["accept"]
    assert (accept.login, accept.said) == ("chen", {"category": "event-01-10"})
    assert MONDAY_8 < accept.at < MONDAY_8 + HOUR


@pytest.mark.parametrize("end", ["decline", "answer", "pass_on"])
def test_a_report_may_end_otherwise(planned: Do, end: str) -> None:
    assert set(planned(CASE, end)) == {end}


def test_a_proposal_to_decline_is_agreed_to_by_a_shift_leader(planned: Do) -> None:
    agreed = planned(at(Stage.ACCEPTED, declined_by="chen"))
    assert (set(agreed), agreed["uphold_decline"].role) == ({"uphold_decline"}, "shift_leader")
    own = agreed["uphold_decline"].login
    assert planned(at(Stage.ACCEPTED, declined_by=own)) == {}  # not by who proposed it


def test_a_callers_report_is_looked_at_first_a_collectors_is_not(planned: Do) -> None:
    assert set(planned(CASE, "pre_check")) == {"send_check"}
    own = changed(CASE, source="collector", reported_by="c001")
    assert set(planned(own, "pre_check")) == {"accept"}


def test_what_was_found_not_true_is_declined_with_the_citys_reason(planned: Do) -> None:
    looked = changed(PRE, stage=CheckStage.ANSWERED, result="false", answered_at=MONDAY_8)
    decline = planned(changed(CASE, checks=(looked,)), "pre_check")["decline"]
    assert decline.said["reason"] == "untrue"


def test_a_collector_solves_it_on_the_spot_with_a_photo(planned: Do) -> None:
    own = changed(CASE, source="collector", reported_by="c001")
    found = planned(own, "self_handled")
    assert set(found) == {"self_handled"}
    assert (found["self_handled"].login, found["self_handled"].pictures[0].kind) == ("c001", "after")


def test_a_report_of_what_is_known_is_attached(planned: Do) -> None:
    known = Neighbours()
    known.learn(changed(CASE, id="case-0", reported_at=MONDAY_8 - HOUR))
    assert planned(CASE, "duplicate_seen", neighbours=known)["attach_duplicate"].said == {"of": "case-0"}
    known.learn(changed(CASE, id="case-0", reported_at=MONDAY_8 - HOUR, stage=Stage.CLOSED))
    assert "accept" in planned(CASE, "duplicate_seen", neighbours=known)


def test_the_collector_of_the_grid_fetches_a_check_and_answers_it_with_a_photo(planned: Do) -> None:
    out = at(Stage.PRE_CHECK, checks=(PRE,))
    assert planned(out, "fetch_apart")["fetched"].login == "c001"
    answer = planned(changed(out, checks=(changed(PRE, stage=CheckStage.FETCHED),)))["answer_check"]
    assert (answer.said["result"], answer.pictures[0].kind) == ("true", "check")
    false = planned(changed(out, checks=(changed(PRE, stage=CheckStage.FETCHED),)), "untrue")["answer_check"]
    assert false.said["result"] == "false"


def test_the_shift_leader_files_with_a_condition_of_the_category(planned: Do) -> None:
    file = planned(at(Stage.ACCEPTED))["file"]
    assert file.login == "zhao"
    assert file.said["condition"] in {"event-01-10-1", "event-01-10-2"}
    assert set(planned(at(Stage.ACCEPTED), "void")) == {"void"}
    assert set(planned(at(Stage.ACCEPTED), "back_to_acceptor")) == {"send_back"}


# --- the desk


def test_the_desk_sends_to_who_is_responsible(planned: Do) -> None:
    assert planned(at(Stage.TO_DISPATCH))["dispatch"].said["unit"] == FIRST
    assert planned(at(Stage.TO_DISPATCH), "wrong_unit")["dispatch"].said["unit"] == "410103"
    assert planned(at(Stage.TO_DISPATCH), "helper")["dispatch"].said["helpers"] == ["D01"]


def test_danger_is_made_safe_first(planned: Do) -> None:
    urgent = at(Stage.TO_DISPATCH, urgent=True)
    assert planned(urgent, "make_safe")["add_helper"].said["role"] == "make_safe"


def test_a_suspended_case_is_resumed_before_its_time(planned: Do) -> None:
    still = at(Stage.TO_DISPATCH, suspended_at=MONDAY_8, suspended_until=MONDAY_8 + 10 * HOUR)
    assert MONDAY_8 + 3 * HOUR <= planned(still)["resume"].at <= MONDAY_8 + 9 * HOUR


def test_an_urgent_one_is_told_by_phone_and_called_back_when_promised(planned: Do) -> None:
    urgent = at(Stage.WITH_UNITS, LEG, urgent=True)
    told = planned(urgent, "told", "call_back")["told"]
    assert (told.said["phone"], told.said["call_back"] - told.at) == ("0371-1", 30 * 60_000)
    promised = changed(LEG, told_at=MONDAY_8, call_back_at=MONDAY_8 + HOUR)
    assert planned(at(Stage.WITH_UNITS, promised, urgent=True))["told"].at == MONDAY_8 + HOUR


def test_the_desk_passes_a_report_and_refuses_a_false_one(planned: Do) -> None:
    done = changed(LEG, stage=LegStage.DONE, feedback_at=MONDAY_8 + HOUR)
    assert "confirm_pass" in planned(at(Stage.TO_CONFIRM, done))
    assert "confirm_refuse" in planned(at(Stage.TO_CONFIRM, done), "false_done", "confirm_false")
    helper = changed(LEG, id="leg-3", unit="D01", role=LegRole.HELPER, stage=LegStage.SIGNED, signed_at=MONDAY_8)
    assert "confirm_pass" not in planned(at(Stage.TO_CONFIRM, done, helper))


@pytest.mark.parametrize("kind", ["return", "extension", "suspension"])
def test_the_desk_decides_what_a_unit_asks(planned: Do, kind: str) -> None:
    asked = Request("r", RequestKind(kind), "leg-1", "u410102", FIRST, MONDAY_8, "要")
    case = at(Stage.WITH_UNITS, changed(LEG, stage=LegStage.SIGNED, signed_at=MONDAY_8), requests=(asked,))
    assert f"grant_{kind}" in planned(case, f"grant_{kind}")
    assert planned(case)[f"refuse_{kind}"].said["reason"]


# --- units


def test_a_unit_fetches_then_signs_or_gives_it_back(planned: Do) -> None:
    assert planned(at(Stage.WITH_UNITS, LEG), "fetch_apart")["fetched"].login == "u410102"
    assert "fetched" in planned(at(Stage.WITH_UNITS, LEG, urgent=True))
    assert "sign" in planned(at(Stage.WITH_UNITS, LEG))
    there = changed(LEG, fetched_at=MONDAY_8)
    assert "sign" in planned(at(Stage.WITH_UNITS, there))
    assert "refuse_sign" in planned(at(Stage.WITH_UNITS, there), "refuse_sign")
    back = planned(at(Stage.WITH_UNITS, there), "ask_return")["ask_return"]
    assert back.pictures[0].kind == "proof"
    wrong = changed(there, unit="410103")
    assert "ask_return" in planned(at(Stage.WITH_UNITS, wrong), "return_wrong")


def test_a_unit_works_and_reports_with_a_photo_or_a_false_one(planned: Do) -> None:
    signed = changed(LEG, stage=LegStage.SIGNED, signed_at=MONDAY_8, fetched_at=MONDAY_8)
    true = planned(at(Stage.WITH_UNITS, signed))["feedback"]
    assert (true.pictures[0].solved, true.pictures[0].trick) == (True, "")
    false = planned(at(Stage.WITH_UNITS, signed), "false_done")["feedback"]
    assert not false.pictures[0].solved or false.pictures[0].trick == "other_place"


def test_a_district_gives_it_to_its_street_office_and_judges_its_report(planned: Do) -> None:
    signed = changed(LEG, stage=LegStage.SIGNED, signed_at=MONDAY_8)
    assert planned(at(Stage.WITH_UNITS, signed), "sub_dispatch")["sub_dispatch"].said["unit"] == "410102001"
    tree = at(Stage.WITH_UNITS, changed(signed, stage=LegStage.WORKING), SUB)
    assert planned(tree)["pass_up"].login == "u410102"
    assert planned(tree, "refuse_up")["refuse_up"].target == "leg-2"
    assert "feedback" not in planned(tree)


def test_milestones_come_before_the_report(planned: Do) -> None:
    limit = Limit(2, LimitUnit.URGENT_HOUR)
    steps = tuple(Milestone(key, "leg-1", limit, Clock(limit)) for key in ("make_safe", "repair"))
    signed = changed(LEG, stage=LegStage.SIGNED, signed_at=MONDAY_8)
    found = planned(at(Stage.WITH_UNITS, signed, milestones=steps))
    assert found["milestone"].said == {"key": "make_safe"}
    assert "feedback" not in found


def test_a_unit_asks_before_its_work_is_done_and_answers_an_urging(planned: Do) -> None:
    signed = changed(LEG, stage=LegStage.SIGNED, signed_at=MONDAY_8, due=MONDAY_8 + 400 * HOUR)
    assert "ask_extension" in planned(at(Stage.WITH_UNITS, signed), "ask_extension")
    assert "ask_suspension" in planned(at(Stage.WITH_UNITS, signed), "ask_suspension")
    urged = at(Stage.WITH_UNITS, signed, urged_at=MONDAY_8)
    assert planned(urged, "answer_urge")["answer_urge"].login == "u410102"


# --- supervision


def test_a_report_is_looked_at_then_passed_or_failed_with_a_marked_photo(planned: Do) -> None:
    done = changed(LEG, stage=LegStage.ACCEPTED, feedback_at=MONDAY_8)
    photo = Photo("a" * 64, PhotoKind.AFTER)
    case = at(Stage.TO_VERIFY, done, photos=(photo,))
    assert "send_check" in planned(case)
    assert "verify_pass" in planned(case, "by_photo")
    answered = changed(VERIFY, stage=CheckStage.ANSWERED, answered_at=MONDAY_8, result="solved")
    assert "verify_pass" in planned(changed(case, checks=(answered,)))
    unsolved = changed(case, checks=(changed(answered, result="unsolved"),))
    fail = planned(unsolved)["verify_fail"]
    assert (fail.said["reason"], fail.pictures[0].kind) == ("not_solved", "marked")
    assert planned(unsolved, "pass_unsolved")["verify_pass"].said["reason"]


def test_the_collector_finds_a_lie_unsolved(planned: Do) -> None:
    done = changed(LEG, stage=LegStage.ACCEPTED, feedback_at=MONDAY_8)
    case = at(Stage.TO_VERIFY, done, checks=(changed(VERIFY, stage=CheckStage.FETCHED),))
    assert planned(case)["answer_check"].said["result"] == "solved"
    assert planned(case, "false_done")["answer_check"].said["result"] == "unsolved"


def test_the_shift_leader_closes_with_every_closing_condition(planned: Do) -> None:
    passed = changed(LEG, stage=LegStage.ACCEPTED)
    assert planned(at(Stage.TO_CLOSE, passed, condition="event-01-10-1"))["close"].said == {"closing": ["清理干净"]}
    assert set(planned(at(Stage.TO_CLOSE, passed), "back_to_verify")) == {"send_back"}


def test_a_late_one_is_appealed_and_the_inspector_decides(planned: Do) -> None:
    late = changed(LEG, stage=LegStage.ACCEPTED, judged_at=LEG.due + 1)
    closed = at(Stage.CLOSED, late)
    assert planned(closed, "appeal")["appeal"].login == "u410102"
    asked = Request("r", RequestKind.APPEAL, "leg-1", "u410102", FIRST, MONDAY_8, "申诉")
    pending = changed(closed, appeal="pending", requests=(asked,))
    assert planned(pending, "grant_appeal")["grant_appeal"].login == "inspector"
    assert planned(pending)["refuse_appeal"].said["reason"]


def test_the_same_image_gives_the_same_plans_and_night_waits_for_the_morning(planned: Do) -> None:
    night = MONDAY_8 + 14 * HOUR  # 22:00
    there = changed(LEG, fetched_at=night, delivered_at=night, sent_at=night, due=night + 20 * HOUR)
    first, again = planned(at(Stage.WITH_UNITS, there)), planned(at(Stage.WITH_UNITS, there))
    assert first == again
    assert MONDAY_8 + 24 * HOUR <= first["sign"].at < MONDAY_8 + 25 * HOUR
    urgent = at(Stage.WITH_UNITS, there, urgent=True)
    assert planned(urgent)["sign"].at < night + 2 * HOUR
