"""Rights, duties and conditions that no table can show in a line: who, for which case, when, what must end first."""

from dataclasses import replace
from typing import Any

import pytest

from rules.assignment import LegRole, LegStage
from rules.calendar import DAY, MINUTE
from rules.case import Case, Stage
from rules.commands import Actor, Command, Grant, NotAllowed, Role
from rules.frozen import changed
from rules.lifecycle import allowed, apply
from tests.builders import (
    NINE,
    Play,
    a_case,
    a_check,
    a_city,
    a_command,
    a_leg,
    a_photo,
    a_request,
    an_actor,
    t,
)

CITY = a_city()
NOW = t("2015-04-22 11:20")
WANG, CHEN, ZHAO = an_actor("dispatcher"), an_actor("acceptor"), an_actor("shift_leader")
DISTRICT, STREET, ERQI = an_actor("unit"), an_actor("unit", unit="410102005"), an_actor("unit", unit="410103")


def do(
    case: Case | None, verb: str, actor: Actor, now: int = NOW, target: str = "", city: Any = CITY, **body: Any
) -> Case:
    return apply(case, a_command(verb, actor, now, target, **body), actor, city, now).case


def refused(case: Case | None, verb: str, actor: Actor, *args: Any, **body: Any) -> NotAllowed:
    with pytest.raises(NotAllowed) as caught:
        do(case, verb, actor, *args, **body)
    return caught.value


# --- grants


def test_a_grant_holds_from_its_beginning_until_its_end() -> None:
    night = Actor("li", grants=(Grant(Role.DISPATCHER, since=NOW, until=NOW + 1),))
    assert do(a_case(), "dispatch", night, NOW, unit="410102").stage is Stage.WITH_UNITS
    for now in (NOW - 1, NOW + 1):
        assert refused(a_case(), "dispatch", night, now, unit="410102").rule == "rule.grant"


def test_a_grant_for_one_district_does_not_reach_another() -> None:
    erqi = an_actor("dispatcher", unit="410103")
    assert refused(a_case(), "dispatch", erqi, unit="410102").rule == "rule.scope"
    assert do(a_case(district="410103"), "dispatch", erqi, unit="410103").round == 1
    assert do(
        a_case("with_units", district="410103"), "urge", an_actor("dispatcher", unit="410102"), reason="x"
    ).urged_at


def test_a_command_in_another_name_or_an_unknown_verb_is_refused() -> None:
    command = a_command("dispatch", WANG, NOW, unit="410102")
    with pytest.raises(NotAllowed, match=r"rule\.actor"):
        apply(a_case(), command, an_actor("dispatcher", "li"), CITY, NOW)
    assert refused(a_case(), "explode", WANG).rule == "rule.unknown_verb"
    assert refused(None, "dispatch", WANG, unit="410102").rule == "rule.unknown_case"
    assert refused(a_case("with_units"), "sign", DISTRICT, NOW, "leg-9").rule == "rule.target"


def test_a_role_that_the_command_names_must_be_held() -> None:
    command = Command("i", "dispatch", "case-1", "chen", Role.DISPATCHER, NOW, body={"unit": "410102"})
    with pytest.raises(NotAllowed, match=r"rule\.grant"):
        apply(a_case(), command, CHEN, CITY, NOW)


# --- the duty rule


def both(role: Role = Role.SHIFT_LEADER, until: int = NOW + DAY) -> Actor:
    """Somebody with a second, time-bound duty."""
    return Actor("wang", grants=(Grant(role, until=until), Grant(Role.DISPATCHER)))


def test_who_dispatched_in_any_round_neither_checks_nor_verifies_nor_closes() -> None:
    case = a_case("to_verify", dispatchers=("li", "wang"), round=2)
    acceptor = both(Role.ACCEPTOR)
    for verb in ("send_check", "verify_pass", "verify_fail"):
        assert refused(case, verb, acceptor, reason="x").rule == "rule.duty_separation"
    for verb, at in (("close", "to_close"), ("force_close", "to_close"), ("void", "with_units")):
        assert refused(a_case(at), verb, both(), reason="x").rule == "rule.duty_separation"
    other = replace(both(), id="li2")
    assert do(a_case("to_close"), "close", other, closing=["垃圾已清除"]).stage is Stage.CLOSED


def test_two_duties_of_command_and_supervision_need_an_end_or_the_citys_leave() -> None:
    always = Actor("li2", grants=(Grant(Role.ACCEPTOR), Grant(Role.DISPATCHER)))
    answer = refused(a_case("to_verify"), "verify_pass", always)
    assert (answer.rule, answer.details) == ("rule.roles_combined", {"role": "acceptor", "other": "dispatcher"})
    small = a_city(combinable=(("dispatcher", "acceptor"),))
    assert do(a_case("to_verify"), "verify_pass", always, NOW, "", small).stage is Stage.TO_CLOSE
    supervisor = Actor("liu", grants=(Grant(Role.ACCEPTOR), Grant(Role.SHIFT_LEADER)))
    assert do(a_case("to_verify"), "verify_pass", supervisor).stage is Stage.TO_CLOSE


def test_at_night_a_person_with_both_duties_leaves_closing_to_the_morning_unless_urgent() -> None:
    night = t("2015-04-22 23:00")
    person = replace(both(until=night + DAY), id="li2")
    calm, urgent = a_case("to_close"), a_case("to_close", urgent=True)
    assert refused(calm, "close", person, night, closing=["垃圾已清除"]).rule == "rule.closing_waits"
    assert do(urgent, "close", person, night, closing=["垃圾已清除"]).stage is Stage.CLOSED
    assert do(calm, "close", ZHAO, night, closing=["垃圾已清除"]).stage is Stage.CLOSED


# --- units


def test_a_unit_touches_only_its_own_legs() -> None:
    case = a_case("with_units", legs=(a_leg("delivered"),))
    assert refused(case, "sign", ERQI, NOW, "leg-1").rule == "rule.own_leg"
    assert refused(case, "note", ERQI, text="x").rule == "rule.own_leg"
    assert allowed(case, ERQI, CITY, NOW) == ()
    assert {offer.verb for offer in allowed(case, DISTRICT, CITY, NOW)} == {
        "note",
        "fetched",
        "own_number",
        "sign",
        "refuse_sign",
        "ask_return",
    }


def a_tree() -> Case:
    """中原区 has given it to the street, which has given it to a crew; the crew has reported."""
    street = a_leg("working", id="leg-2", unit="410102005", role=LegRole.SUB, parent="leg-1")
    crew = a_leg("done", id="leg-3", unit="410102005-1", role=LegRole.SUB, parent="leg-2")
    return a_case("with_units", legs=(a_leg("working"), street, crew))


def test_reports_climb_one_level_at_a_time() -> None:
    case = do(a_tree(), "pass_up", STREET, target="leg-3")
    assert [leg.stage for leg in case.legs] == [LegStage.WORKING, LegStage.DONE, LegStage.ACCEPTED]
    assert (case.stage, case.legs[2].judged_at) == (Stage.WITH_UNITS, t("2015-04-22 11:00"))
    assert refused(case, "confirm_pass", WANG, NOW, "leg-2").rule == "rule.through_parent"
    case = do(case, "pass_up", DISTRICT, NOW + MINUTE)
    assert [leg.stage for leg in case.legs] == [LegStage.DONE, LegStage.ACCEPTED, LegStage.ACCEPTED]
    assert (case.stage, case.feedback_at) == (Stage.TO_CONFIRM, NOW + MINUTE)


def test_a_district_may_decide_anywhere_in_its_tree_and_a_foreign_one_nowhere() -> None:
    assert do(a_tree(), "pass_up", DISTRICT, target="leg-3").legs[1].stage is LegStage.DONE
    assert refused(a_tree(), "pass_up", ERQI, NOW, "leg-3").rule == "rule.giver"
    assert refused(a_tree(), "pass_up", an_actor("unit", unit="410102005-1"), NOW, "leg-3").rule == "rule.giver"


def test_a_refused_report_gives_the_clock_back_without_the_time_between() -> None:
    case = do(a_tree(), "refuse_up", STREET, target="leg-3", reason="照片不清")
    leg = case.legs[2]
    assert (leg.stage, leg.due) == (LegStage.WORKING, t("2015-04-22 15:32"))  # 20 minutes stood still


def test_a_city_whose_units_pass_reports_by_themselves() -> None:
    units = {**CITY.units, "410102": replace(CITY.units["410102"], sub_reports="pass")}
    play = Play(replace(CITY, units=units), a_case("with_units", legs=(a_leg("signed"),)))
    play.do("sub_dispatch", DISTRICT, "2015-04-22 09:30", unit="410102005")
    play.do("sign", STREET, "2015-04-22 09:40")
    case = play.do("feedback", STREET, "2015-04-22 10:35", photos=[a_photo()])
    assert (case.stage, case.feedback_at) == (Stage.TO_CONFIRM, t("2015-04-22 10:35"))
    assert [event.verb for event in play.events[-2:]] == ["feedback", "pass_up"]


def test_a_sub_unit_is_one_below_and_not_twice() -> None:
    case = a_case("with_units")
    for unit in ("410103", "410102", "B01"):
        assert refused(case, "sub_dispatch", DISTRICT, unit=unit).rule == "rule.sub_unit"
    case = do(case, "sub_dispatch", DISTRICT, unit="410102005")
    assert refused(case, "sub_dispatch", DISTRICT, unit="410102005").rule == "rule.unit_busy"


def test_what_was_given_on_ends_before_the_leg_does() -> None:
    case = do(a_case("with_units"), "sub_dispatch", DISTRICT, unit="410102005")
    for verb in ("feedback", "ask_return"):
        answer = refused(case, verb, DISTRICT, reason="x", photos=[a_photo()])
        assert (answer.rule, answer.details) == ("rule.live_subs", {"units": "410102005"})
    case = do(case, "recall", DISTRICT, NOW + MINUTE, case.legs[1].id, reason="自行处置")
    assert do(case, "feedback", DISTRICT, NOW + MINUTE, photos=[a_photo()]).stage is Stage.TO_CONFIRM


def test_a_sub_units_return_is_decided_by_the_unit_above_and_counts_nothing_for_the_city() -> None:
    sub = a_leg("signed", id="leg-2", unit="410102005", role=LegRole.SUB, parent="leg-1")
    case = a_case("with_units", legs=(a_leg("working"), sub))
    case = do(case, "ask_return", STREET, reason="人手不足")
    assert refused(case, "grant_return", WANG, NOW, "leg-2").rule == "rule.giver"
    upheld = do(case, "grant_return", DISTRICT)
    assert (upheld.legs[1].stage, upheld.stage, upheld.wrong_dispatches) == (LegStage.RETURNED, Stage.WITH_UNITS, 0)
    kept = do(case, "refuse_return", DISTRICT, reason="继续")
    assert (kept.legs[1].stage, kept.shirked) == (LegStage.SIGNED, 0)


# --- helpers, requests, suspension


def with_helper(stage: str = "signed") -> Case:
    helper = a_leg(stage, id="leg-2", unit="B01", role=LegRole.HELPER)
    return a_case("to_confirm", legs=(a_leg("done"), helper))


def test_confirming_waits_for_helpers_and_names_them() -> None:
    answer = refused(with_helper(), "confirm_pass", WANG)
    assert (answer.rule, answer.details) == ("rule.live_legs", {"units": "B01"})
    case = do(with_helper("done"), "confirm_pass", WANG)
    assert [leg.stage for leg in case.legs] == [LegStage.ACCEPTED, LegStage.ACCEPTED]
    assert case.stage is Stage.TO_VERIFY


def test_a_helpers_report_is_confirmed_or_refused_by_itself() -> None:
    passed = do(with_helper("done"), "confirm_pass", WANG, target="leg-2")
    assert (passed.stage, passed.legs[1].stage) == (Stage.TO_CONFIRM, LegStage.ACCEPTED)
    back = do(with_helper("done"), "confirm_refuse", WANG, target="leg-2", reason="不清")
    assert (back.stage, back.legs[1].stage, back.feedback_refused) == (Stage.TO_CONFIRM, LegStage.WORKING, 1)


def test_a_refused_feedback_goes_on_with_the_same_clock() -> None:
    case = do(a_case("to_confirm"), "confirm_refuse", WANG, reason="照片不清")
    assert (case.stage, case.feedback_refused, case.rework) == (Stage.WITH_UNITS, 1, 0)
    assert case.legs[0].due == t("2015-04-22 15:32")


def test_make_safe_before_a_unit_is_found_keeps_the_case_waiting() -> None:
    case = do(a_case(condition="component-01-02-1"), "add_helper", WANG, unit="B99", role="make_safe")
    assert (case.stage, case.legs[0].role, case.legs[0].limit.value if case.legs[0].limit else 0) == (
        Stage.TO_DISPATCH, LegRole.MAKE_SAFE, 2,
    )  # fmt: skip
    assert refused(case, "add_helper", WANG, unit="B01").rule == "rule.make_safe_first"
    assert refused(case, "add_helper", WANG, unit="B99", role="make_safe").rule == "rule.unit_busy"
    assert refused(case, "send_back", WANG, reason="x").rule == "rule.live_legs"


def test_one_request_at_a_time_and_no_feedback_while_a_return_waits() -> None:
    case = do(a_case("with_units"), "ask_return", DISTRICT, reason="x")
    assert refused(case, "ask_extension", DISTRICT, reason="x").rule == "rule.pending"
    assert refused(case, "feedback", DISTRICT, photos=[a_photo()]).rule == "rule.pending"
    later = do(a_case("with_units"), "ask_extension", DISTRICT, reason="x")
    done = do(later, "feedback", DISTRICT, photos=[a_photo()])
    assert done.requests[0].state == "withdrawn"


def test_an_undecided_return_stands_still_for_fifteen_minutes_only() -> None:
    play = Play(CITY, a_case("with_units"))
    case = play.do("ask_return", DISTRICT, "2015-04-22 10:00", reason="x")
    assert case.legs[0].due == t("2015-04-22 15:27")
    case = play.do("refuse_return", WANG, "2015-04-22 11:00", reason="x")
    assert case.legs[0].due == t("2015-04-22 15:27")
    early = Play(CITY, a_case("with_units"))
    early.do("ask_return", DISTRICT, "2015-04-22 10:00", reason="x")
    assert early.do("refuse_return", WANG, "2015-04-22 10:05", reason="x").legs[0].due == t("2015-04-22 15:17")


def test_an_extension_adds_the_limit_once_more_at_most_twice_and_a_refusal_is_not_counted() -> None:
    case = a_case("with_units")
    case = do(do(case, "ask_extension", DISTRICT, reason="x"), "refuse_extension", WANG, reason="x")
    for n, due in ((1, "2015-04-23 09:12"), (2, "2015-04-23 15:12")):
        case = do(case, "ask_extension", DISTRICT, NOW + n * MINUTE, reason="x")
        case = do(case, "grant_extension", WANG, NOW + n * MINUTE)
        assert (case.extensions, case.legs[0].due) == (n, t(due))
    assert refused(case, "ask_extension", DISTRICT, reason="x").rule == "rule.extensions"
    assert (
        refused(a_case("with_units"), "ask_extension", DISTRICT, t("2015-04-22 15:13"), reason="x").rule
        == "rule.overdue"
    )


def test_what_a_unit_asks_for_carries_its_proof() -> None:
    for verb, more in (("ask_return", {}), ("ask_extension", {}), ("ask_suspension", {"until": NOW + DAY})):
        case = do(a_case("with_units"), verb, DISTRICT, reason="x", photos=[a_photo()], **more)
        assert [(photo.kind, photo.owner) for photo in case.photos] == [("proof", case.requests[0].id)]


def test_a_suspended_case_stands_still_and_resumes_by_itself_once() -> None:
    play = Play(CITY, a_case("with_units"))
    until = t("2015-04-29 10:00")
    case = play.do("suspend", WANG, "2015-04-22 11:00", reason="汛期", until=until)
    assert (case.legs[0].due, case.suspended_until) == (0, until)
    assert refused(case, "feedback", DISTRICT, photos=[a_photo()]).rule == "rule.suspended"
    system = an_actor("system")
    assert refused(case, "resume", system, until - 1).rule == "rule.not_yet"
    case = do(case, "resume", system, until + 5 * MINUTE)
    assert (case.suspended_at, case.legs[0].due) == (0, t("2015-04-29 14:12"))  # 1 h 48 were used
    assert refused(case, "suspend", WANG, reason="x", until=NOW + DAY).rule == "rule.suspended_once"
    assert refused(case, "resume", WANG).rule == "rule.not_suspended"


def test_a_suspension_has_an_end_within_the_citys_limit() -> None:
    for until in (NOW, NOW + 366 * DAY):
        assert refused(a_case(), "suspend", WANG, reason="x", until=until).rule == "rule.suspension_days"


def test_signing_is_refused_within_its_window_only() -> None:
    case = a_case("with_units", legs=(a_leg("delivered"),))
    case = do(case, "refuse_sign", DISTRICT, reason="不属我区")
    assert (case.stage, case.legs[0].stage, case.wrong_dispatches) == (Stage.TO_DISPATCH, LegStage.REFUSED, 0)
    late = a_case("with_units", legs=(a_leg("delivered"),))
    assert refused(late, "refuse_sign", DISTRICT, t("2015-04-22 15:13"), reason="x").rule == "rule.refusal_window"


# --- dispatch, verdicts, the end


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({"unit": "OLD"}, "rule.unit_ended"),
        ({"unit": "410102", "helpers": ["410102"]}, "rule.field"),
        ({"unit": "410102", "helpers": ["B01", "B01"]}, "rule.field"),
        ({"unit": "410102", "helpers": ["OLD"]}, "rule.unit_ended"),
    ],
)
def test_a_dispatch_names_different_units_that_exist(body: dict[str, Any], rule: str) -> None:
    assert refused(a_case(), "dispatch", WANG, **body).rule == rule


def test_recalling_the_lead_recalls_its_helpers_and_subs() -> None:
    case = do(a_case(), "dispatch", WANG, unit="410102", helpers=["B01"])
    case = do(case, "recall", WANG, NOW + 1_000)
    assert [leg.stage for leg in case.legs] == [LegStage.RECALLED, LegStage.RECALLED]
    assert (case.stage, case.round, case.first_dispatched_at, case.dispatchers) == (Stage.TO_DISPATCH, 0, 0, ("wang",))


def test_reassigning_gives_a_new_full_limit_and_takes_an_asked_return_as_upheld() -> None:
    moved = do(a_case("with_units"), "reassign", WANG, unit="410103", reason="辖区")
    assert (moved.legs[0].stage, moved.legs[1].rule, moved.wrong_dispatches) == (LegStage.RECALLED, "new", 0)
    asked = a_case("with_units", requests=(a_request(),))
    moved = do(asked, "reassign", WANG, unit="410103", reason="辖区")
    assert (moved.legs[0].stage, moved.requests[0].state, moved.wrong_dispatches) == (LegStage.RETURNED, "granted", 1)
    assert refused(a_case("with_units"), "reassign", WANG, unit="410102", reason="x").rule == "rule.same_unit"


def test_rework_to_another_unit_is_a_new_clock_and_no_rework_dispatch() -> None:
    failed = do(a_case("to_verify"), "verify_fail", CHEN, reason="x")
    other = do(failed, "dispatch", WANG, unit="410103")
    assert (other.rework, other.rework_sent, other.legs[-1].rule, other.legs[-1].rework) == (1, 0, "new", False)
    again = do(failed, "dispatch", WANG, unit="410102")
    assert (again.rework_sent, again.legs[-1].rule, again.legs[-1].rework) == (1, "rest", True)
    full = do(failed, "dispatch", WANG, NOW, "", a_city(rework_limit="new"), unit="410102")
    assert (full.rework_sent, full.legs[-1].rule) == (1, "new")


def test_a_case_that_was_ended_and_opened_again_is_no_rework() -> None:
    forced = do(a_case("to_confirm"), "force_close", ZHAO, reason="x")
    assert forced.legs[0].clock
    assert not forced.legs[0].clock.running
    again = do(do(forced, "reopen", ZHAO, reason="x"), "dispatch", WANG, unit="410102")
    assert (again.rework_sent, again.legs[-1].rework, again.legs[-1].rule) == (0, False, "new")


def test_the_third_failed_verdict_goes_to_the_leader() -> None:
    case = do(a_case("to_verify", rework=2), "verify_fail", CHEN, reason="x")
    assert (case.rework, case.leader_list, case.urged_by) == (3, True, "system")


def test_reject_reasons_are_those_of_the_city() -> None:
    city = a_city(reject_reasons={"not_solved": ("未解决", "not solved")})
    assert refused(a_case("to_verify"), "verify_fail", CHEN, NOW, "", city, reason="other").rule == "rule.field"
    assert do(a_case("to_verify"), "verify_fail", CHEN, NOW, "", city, reason="not_solved").verdict == "未解决"


def test_a_verdict_waits_for_the_check_and_needs_a_reason_against_it() -> None:
    out = a_case("to_verify", checks=(a_check(),))
    for verb in ("verify_pass", "verify_fail", "send_check"):
        assert refused(out, verb, CHEN, reason="x").rule == "rule.open_check"
    unsolved = a_case("to_verify", checks=(a_check(stage="answered", result="unsolved"),))
    assert refused(unsolved, "verify_pass", CHEN).rule == "rule.against_check"
    assert do(unsolved, "verify_pass", CHEN, reason="照片清楚").stage is Stage.TO_CLOSE


def test_a_check_is_answered_by_who_walks_the_grid_and_in_its_own_words() -> None:
    case = a_case("to_verify", checks=(a_check(),))
    stranger = an_actor("collector", "c700", unit="410103-001")
    assert refused(case, "answer_check", stranger, result="solved").rule == "rule.own_grid"
    assert refused(case, "answer_check", an_actor("collector"), result="true").rule == "rule.field"
    named = a_case("to_verify", checks=(a_check(collector="c700"),))
    assert do(named, "answer_check", stranger, result="solved").checks[0].result == "solved"


def test_a_pre_check_holds_the_acceptors_clock() -> None:
    play = Play(CITY)
    play.do("report", CHEN, "2015-04-22 09:00", words="x")
    assert play.case
    play.case = changed(play.case, duty_grid="410102-007")
    case = play.do("send_check", CHEN, "2015-04-22 09:05")
    assert (case.stage, case.stage_clock.running if case.stage_clock else None) == (Stage.PRE_CHECK, False)
    case = play.do("answer_check", an_actor("collector"), "2015-04-22 09:40", result="true")
    assert (case.stage, case.stage_clock.runs if case.stage_clock else ()) == (
        Stage.REPORTED, ((NINE, NINE + 5 * MINUTE), (NINE + 40 * MINUTE, 0)),
    )  # fmt: skip


def test_the_end_of_a_case_ends_what_hangs_on_it() -> None:
    case = a_case("with_units", requests=(a_request("extension"),), suspended_at=NINE, checks=(a_check(),))
    case = do(case, "void", ZHAO, reason="误报")
    assert (case.stage, case.legs[0].stage, case.requests[0].state, case.checks[0].stage, case.suspended_at) == (
        Stage.VOID, LegStage.ENDED, "withdrawn", "recalled", 0,
    )  # fmt: skip


def test_an_appeal_is_made_once_after_closing() -> None:
    case = do(a_case("closed"), "appeal", DISTRICT, reason="停电")
    assert case.appeal == "pending"
    case = do(case, "grant_appeal", an_actor("inspector"))
    assert (case.appeal, case.requests[0].state) == ("granted", "granted")
    assert refused(case, "appeal", DISTRICT, reason="x").rule == "rule.appeal_once"
    assert refused(a_case("closed"), "appeal", ERQI, reason="x").rule == "rule.own_leg"


def test_notes_are_always_possible_and_marked_when_late() -> None:
    late = apply(a_case("closed"), a_command("note", CHEN, NOW, text="回访满意"), CHEN, CITY, NOW)
    assert late.events[0].data == (("late", "1"),)
    early = apply(a_case(), a_command("note", CHEN, NOW, text="x"), CHEN, CITY, NOW)
    assert early.events[0].data == ()


def test_a_self_handled_case_is_reviewed_and_closed_without_a_dispatch() -> None:
    collector = an_actor("collector")
    case = do(a_case("reported"), "self_handled", collector, photos=[a_photo()])
    assert refused(a_case("reported"), "self_handled", collector).rule == "rule.photos"
    assert do(case, "verify_fail", CHEN, reason="x").stage is Stage.REPORTED
    case = do(do(case, "verify_pass", CHEN), "close", ZHAO)
    assert (case.stage, case.self_handled, case.legs) == (Stage.CLOSED, True, ())


def test_milestones_start_with_the_leg_and_stay_reached_in_the_next_round() -> None:
    play = Play(CITY, a_case(condition="component-01-02-1"))
    case = play.do("dispatch", WANG, "2015-04-22 09:12", unit="410102")
    assert [(m.key, m.clock.runs) for m in case.milestones] == [
        ("make_safe", ((t("2015-04-22 09:12"), 0),)),
        ("repair", ((t("2015-04-22 09:12"), 0),)),
    ]
    play.do("sign", DISTRICT, "2015-04-22 09:20")
    case = play.do("milestone", DISTRICT, "2015-04-22 10:00", key="make_safe", photos=[a_photo(7)])
    assert (case.milestones[0].reached_at, case.milestones[0].proof) == (t("2015-04-22 10:00"), f"{7:064x}")
    assert refused(case, "milestone", DISTRICT, key="make_safe", photos=[a_photo()]).rule == "rule.milestone"
    case = play.do("reassign", WANG, "2015-04-22 10:10", unit="B01", reason="x")
    assert [(m.key, m.assignment == case.legs[-1].id) for m in case.milestones] == [
        ("make_safe", False),
        ("repair", True),
    ]


def test_photos_belong_to_their_round_and_owner_and_keep_their_marks() -> None:
    case = do(a_case("with_units"), "feedback", DISTRICT, photos=[a_photo(1, taken_at=5, lon=1, lat=2)])
    photo = case.photos[0]
    assert (photo.kind, photo.round, photo.owner, photo.by, photo.taken_at) == ("after", 1, "leg-1", "u410102", 5)
    case = do(a_case("to_verify"), "verify_fail", CHEN, reason="x", photos=[a_photo(2, marks=[[1, 2, 3, 4]], of="aa")])
    assert (case.photos[0].kind, case.photos[0].marks, case.photos[0].of) == ("marked", ((1, 2, 3, 4),), "aa")
    assert refused(a_case("with_units"), "feedback", DISTRICT).rule == "rule.photos"


def test_a_report_that_speaks_of_injury_is_urgent_and_a_doubtful_clock_never_runs_ahead() -> None:
    command = replace(a_command("report", CHEN, NOW, words="有人受伤"), issued_at=NOW + DAY)
    case = apply(None, command, CHEN, CITY, NOW).case
    assert (case.urgent, case.reported_at) == (True, NOW)


def test_events_tell_who_what_and_when() -> None:
    done = apply(a_case(), a_command("dispatch", WANG, NOW, unit="410102", note="尽快"), WANG, CITY, NOW + 500)
    event = done.events[0]
    assert (event.n, event.actor, event.role, event.unit, event.before, event.after) == (
        4, "wang", "dispatcher", "410102", "to_dispatch", "with_units",
    )  # fmt: skip
    assert (event.at, event.received_at, dict(event.data)["round"]) == (NOW, NOW + 500, "1")
    assert (done.case.version, done.case.events) == (4, 4)
