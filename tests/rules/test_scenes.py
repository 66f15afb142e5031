"""The numbers of scenes S1 to S4 on the rules alone."""

import pytest

from rules.assignment import LegStage
from rules.case import Stage
from rules.clock import on_time
from rules.commands import NotAllowed
from rules.frozen import changed
from tests.builders import Play, a_city, a_photo, an_actor, t

ACCEPTOR, LEADER, DISPATCHER = an_actor("acceptor"), an_actor("shift_leader"), an_actor("dispatcher")
DISTRICT, STREET = an_actor("unit"), an_actor("unit", unit="410102005")
ERQI, COLLECTOR = an_actor("unit", unit="410103"), an_actor("collector")


def filed(condition: str = "event-01-10-1", at: str = "2015-04-22 09:05", **city: object) -> Play:
    """A case reported and filed five minutes apart."""
    play = Play(a_city(**city))
    early = t(at) - 300_000
    play.do("report", ACCEPTOR, early, words="暴露垃圾", category=condition[:-2], source="media")
    play.do("accept", ACCEPTOR, early + 60_000)
    play.do("file", LEADER, at, condition=condition)
    return play


def with_grid(play: Play) -> Play:

    assert play.case
    play.case = changed(play.case, duty_grid="410102-007", district="410102")
    return play


def test_s1_closed_in_one_round_and_judged_when_the_district_approved() -> None:
    play = with_grid(filed())
    case = play.do("dispatch", DISPATCHER, "2015-04-22 09:12", unit="410102")
    lead = case.legs[0]
    assert (case.stage, lead.stage, lead.due) == (Stage.WITH_UNITS, LegStage.DELIVERED, t("2015-04-22 15:12"))

    play.do("sign", DISTRICT, "2015-04-22 09:20")
    case = play.do("sub_dispatch", DISTRICT, "2015-04-22 09:25", unit="410102005")
    assert [leg.stage for leg in case.legs] == [LegStage.WORKING, LegStage.DELIVERED]
    play.do("sign", STREET, "2015-04-22 09:40")
    case = play.do("feedback", STREET, "2015-04-22 10:35", text="已清理", photos=[a_photo()])
    assert (case.stage, case.legs[1].stage) == (Stage.WITH_UNITS, LegStage.DONE)
    case = play.do("pass_up", DISTRICT, "2015-04-22 10:40")
    assert (case.stage, case.feedback_at) == (Stage.TO_CONFIRM, t("2015-04-22 10:40"))

    case = play.do("confirm_pass", DISPATCHER, "2015-04-22 10:50")
    assert case.stage is Stage.TO_VERIFY
    for verb in ("verify_pass", "verify_fail", "send_check"):
        with pytest.raises(NotAllowed) as refused:
            play.do(verb, DISPATCHER, "2015-04-22 10:51", reason="x")
        assert refused.value.rule == "rule.duty_separation"
    play.do("send_check", ACCEPTOR, "2015-04-22 10:55")
    play.do("answer_check", COLLECTOR, "2015-04-22 11:20", result="solved", photos=[a_photo(2)])
    play.do("verify_pass", ACCEPTOR, "2015-04-22 11:25")
    with pytest.raises(NotAllowed) as refused:
        play.do("close", LEADER, "2015-04-22 11:29")
    assert (refused.value.rule, refused.value.details["missing"]) == ("rule.closing", "垃圾已清除")
    case = play.do("close", LEADER, "2015-04-22 11:30", closing=["垃圾已清除"])
    lead = case.legs[0]
    assert (case.stage, lead.judged_at) == (Stage.CLOSED, t("2015-04-22 10:40"))
    assert lead.clock is not None
    assert on_time(lead.clock, play.city.calendar) is True


def test_s2_the_rest_of_the_limit_goes_on_from_round_to_round() -> None:
    play = with_grid(filed())
    play.do("dispatch", DISPATCHER, "2015-04-22 09:12", unit="410102")
    play.do("sign", DISTRICT, "2015-04-22 09:20")
    play.do("feedback", DISTRICT, "2015-04-22 11:00", photos=[a_photo()])
    play.do("confirm_pass", DISPATCHER, "2015-04-22 11:05")
    play.do("send_check", ACCEPTOR, "2015-04-22 11:10")
    play.do("answer_check", COLLECTOR, "2015-04-22 11:25", result="unsolved", photos=[a_photo(2)])
    case = play.do("verify_fail", ACCEPTOR, "2015-04-22 11:26", reason="not_solved", photos=[a_photo(3, of="2")])
    assert (case.stage, case.rework, case.proposed, case.rework_sent) == (Stage.TO_DISPATCH, 1, "410102", 0)

    case = play.do("dispatch", DISPATCHER, "2015-04-22 11:30", unit="410102")
    assert (case.legs[-1].due, case.legs[-1].rule, case.rework_sent) == (t("2015-04-22 15:42"), "rest", 1)

    play.do("sign", DISTRICT, "2015-04-22 11:31")
    play.do("feedback", DISTRICT, "2015-04-22 14:50", photos=[a_photo(4)])
    play.do("confirm_pass", DISPATCHER, "2015-04-22 14:52")
    case = play.do("verify_fail", ACCEPTOR, "2015-04-22 15:00", reason="not_solved")
    assert (case.rework, case.urged_by, case.leader_list) == (2, "system", False)
    assert [event.verb for event in play.events[-2:]] == ["verify_fail", "urge"]

    case = play.do("dispatch", DISPATCHER, "2015-04-22 15:10", unit="410102")
    assert (case.legs[-1].due, case.rework_sent) == (t("2015-04-22 16:02"), 2)
    case = play.do("recall", DISPATCHER, "2015-04-22 15:10:08")
    assert (case.stage, case.rework_sent, case.rework, case.proposed) == (Stage.TO_DISPATCH, 1, 2, "410102")
    case = play.do("dispatch", DISPATCHER, "2015-04-22 15:10:20", unit="410102")
    assert (case.legs[-1].due, case.rework_sent) == (t("2015-04-22 16:02:20"), 2)
    with pytest.raises(NotAllowed) as refused:
        play.do("recall", DISPATCHER, "2015-04-22 15:11")
    assert refused.value.rule == "rule.recall_reason"

    play.do("sign", DISTRICT, "2015-04-22 15:20")
    play.do("feedback", DISTRICT, "2015-04-22 15:40", photos=[a_photo(5)])
    play.do("confirm_pass", DISPATCHER, "2015-04-22 15:45")
    play.do("verify_pass", ACCEPTOR, "2015-04-22 15:50")
    case = play.do("close", LEADER, "2015-04-22 15:55", closing=["垃圾已清除"])
    assert (case.rework, case.rework_sent, case.wrong_dispatches) == (2, 2, 0)
    assert (case.legs[-1].judged_at, on_time(case.legs[-1].clock, play.city.calendar)) == (t("2015-04-22 15:40"), True)


def test_s2_sent_again_in_the_same_minute_has_the_same_deadline() -> None:
    play = with_grid(filed())
    first = play.do("dispatch", DISPATCHER, "2015-04-22 15:10", unit="410102").legs[-1].due
    play.do("recall", DISPATCHER, "2015-04-22 15:10")
    case = play.do("dispatch", DISPATCHER, t("2015-04-22 15:10") + 1, unit="410102")
    assert (case.legs[-1].due - first, case.round, len(case.legs)) == (1, 1, 2)


def test_s3_told_by_phone_before_the_line_came_back() -> None:
    play = filed("component-01-02-1", "2026-02-17 02:05")
    play.online = False
    case = play.do("dispatch", DISPATCHER, "2026-02-17 02:10", unit="B01")
    assert (case.legs[0].stage, case.legs[0].due) == (LegStage.SENT, 0)
    case = play.do("told", DISPATCHER, "2026-02-17 02:16", to="刘队长", phone="67445566")
    assert (case.legs[0].told_to, case.legs[0].due) == ("刘队长", t("2026-02-17 04:16"))
    case = play.deliver("2026-02-17 02:40")
    leg = case.legs[0]
    assert (leg.stage, leg.delivered_at, leg.due) == (LegStage.DELIVERED, t("2026-02-17 02:40"), t("2026-02-17 04:16"))
    assert (leg.sent_at, case.first_dispatched_at) == (t("2026-02-17 02:10"), t("2026-02-17 02:10"))


def test_s3_work_hours_begin_after_the_holiday() -> None:
    play = filed(at="2026-02-17 02:05")
    play.online = False
    play.do("dispatch", DISPATCHER, "2026-02-17 02:11", unit="410102")
    assert play.deliver("2026-02-17 02:40").legs[0].due == t("2026-02-24 12:00")


def test_s4_two_returns_and_a_refused_one() -> None:
    play = filed("component-01-02-1", "2015-04-22 08:55")
    case = play.do("dispatch", DISPATCHER, "2015-04-22 09:00", unit="410102")
    assert case.legs[0].due == t("2015-04-22 11:00")
    case = play.do("ask_return", DISTRICT, "2015-04-22 09:20", reason="权属不符", photos=[a_photo()])
    assert case.requests[0].clock is not None
    assert case.legs[0].due == t("2015-04-22 11:15")  # at most fifteen minutes of standing still
    case = play.do("grant_return", DISPATCHER, "2015-04-22 09:25")
    assert (case.stage, case.legs[0].stage, case.wrong_dispatches) == (Stage.TO_DISPATCH, LegStage.RETURNED, 1)
    with pytest.raises(NotAllowed) as refused:
        play.do("dispatch", DISPATCHER, "2015-04-22 09:25", unit="410102")
    assert refused.value.rule == "rule.returned_unit"
    case = play.do("dispatch", DISPATCHER, "2015-04-22 09:25", unit="410103")
    assert (case.legs[1].due, case.legs[1].rule) == (t("2015-04-22 11:25"), "new")
    play.do("ask_return", ERQI, "2015-04-22 09:40", reason="不在界内")
    case = play.do("refuse_return", DISPATCHER, "2015-04-22 09:45", reason="界内")
    assert (case.legs[1].due, case.shirked, case.wrong_dispatches) == (t("2015-04-22 11:30"), 1, 1)
