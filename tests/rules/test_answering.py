"""Who is owed an answer, how it is given, calls back after closing, and what comes of "not satisfied"."""

import pytest

from rules.answering import follow_up_due, owes_answer, reopening_asked, waits_for_us
from rules.calendar import HOUR
from rules.case import Case, Stage
from rules.citizens import actor_id
from rules.commands import NotAllowed
from rules.lifecycle import apply
from rules.lists import lists_of, worked_on
from rules.replies import FollowUp, Reply
from tests.builders import NINE, a_case, a_city, a_command, an_actor, t

NOW = t("2015-04-22 11:20")
CITY = a_city()
CHEN, ZHAO = an_actor("acceptor"), an_actor("shift_leader")


def closed(**fields: object) -> Case:
    return a_case("closed", closed_at=NOW - HOUR, stage_since=NOW - HOUR, wants_answer=True, **fields)


def do(case: Case, verb: str, now: int = NOW, **body: object) -> Case:
    actor = ZHAO if verb in {"keep_closed", "reopen", "uphold_decline"} else CHEN
    return apply(case, a_command(verb, actor, now, **body), actor, CITY, now).case


def test_who_asked_for_an_answer_stands_on_the_list_until_told() -> None:
    case = closed()
    assert "to_answer" in lists_of(case, NOW, CITY)

    told = do(case, "answer_reporter", how="phone", text="已清理，感谢来电")
    (reply,) = told.replies
    assert (reply.by, reply.how, reply.text, reply.at) == (CHEN.id, "phone", "已清理，感谢来电", NOW)
    assert told.answer == "已清理，感谢来电"
    assert "to_answer" not in lists_of(told, NOW, CITY)


@pytest.mark.parametrize("stage", ["forced", "void", "declined", "answered", "passed_on", "duplicate"])
def test_every_end_is_told_to_its_reporter(stage: str) -> None:
    assert "to_answer" in lists_of(a_case(stage, wants_answer=True), NOW, CITY)
    assert "to_answer" not in lists_of(a_case(stage), NOW, CITY)


def test_a_word_in_between_is_not_the_answer_to_the_end() -> None:
    case = closed(replies=(Reply("c0", NOW - 2 * HOUR, "chen", "phone", "已派人"),))
    assert owes_answer(case, NOW, CITY)


def test_reopened_it_is_to_be_told_anew_when_it_ends_again() -> None:
    told = do(closed(filed_at=NINE), "answer_reporter", how="phone", text="已清理")
    again = do(told, "reopen", NOW + HOUR, reason="又有")
    ended = do(again, "note", NOW + HOUR, text="x")
    assert not owes_answer(ended, NOW + HOUR, CITY)
    assert owes_answer(a_case("closed", wants_answer=True, stage_since=NOW + HOUR, replies=told.replies), NOW, CITY)


def test_an_order_of_another_house_is_answered_before_its_own_deadline() -> None:
    case = a_case("with_units", reported_at=NINE, external_number="12345-7", external_due=NINE + 10 * HOUR)
    assert "to_answer" not in lists_of(case, NINE + HOUR, CITY)
    assert "to_answer" in lists_of(case, NINE + 11 * HOUR, CITY)

    told = do(case, "answer_reporter", NINE + 11 * HOUR, how="back", text="已派中原区处置")
    assert told.replies[0].how == "back"
    assert "to_answer" not in lists_of(told, NINE + 11 * HOUR, CITY)


def test_a_text_goes_back_only_where_there_is_a_way() -> None:
    with pytest.raises(NotAllowed, match="no_way_back"):
        do(closed(), "answer_reporter", how="back", text="已清理")
    page = do(closed(reported_by=actor_id("page")), "answer_reporter", how="back", text="已清理")
    assert page.answer == "已清理"


def test_nobody_who_did_not_ask_is_answered() -> None:
    with pytest.raises(NotAllowed, match="no_answer_wanted"):
        do(a_case("closed"), "answer_reporter", how="phone", text="已清理")


def test_answered_on_the_line_is_answered() -> None:
    case = do(a_case("reported", wants_answer=True), "answer", answer="不收费")
    assert (case.stage, case.replies[0].how) == (Stage.ANSWERED, "phone")
    assert "to_answer" not in lists_of(case, NOW, CITY)


def test_declined_with_a_text_goes_back_to_a_page_but_a_caller_is_still_to_be_called() -> None:
    page, caller = (
        do(do(a_case("reported", wants_answer=True, **by), "decline", reason="x", answer="不属城管"), "uphold_decline")
        for by in ({"reported_by": actor_id("page")}, {})
    )
    assert not owes_answer(page, NOW, CITY)
    assert owes_answer(caller, NOW, CITY)


def test_three_calls_that_nobody_takes_are_enough() -> None:
    case = closed(personal="person-1")
    for n in range(3):
        assert "to_follow_up" in lists_of(case, NOW, CITY), n
        case = do(case, "follow_up", result="unreached")
    assert not follow_up_due(case, CITY)
    with pytest.raises(NotAllowed, match="no_follow_up"):
        do(case, "follow_up", result="unreached")


def test_without_a_number_nobody_is_called_back() -> None:
    assert not follow_up_due(closed(), CITY)


def test_who_was_spoken_to_has_been_answered_too() -> None:
    case = do(closed(personal="person-1"), "follow_up", result="satisfied", text="满意")
    assert lists_of(case, NOW, CITY) == {"closed"}
    assert case.replies[0].how == "phone"


def test_not_satisfied_asks_the_shift_leader_to_reopen_or_to_say_why_not() -> None:
    with pytest.raises(NotAllowed, match="field"):
        do(closed(personal="person-1"), "follow_up", result="dissatisfied")
    case = do(closed(personal="person-1"), "follow_up", result="dissatisfied", text="墙角还有")
    assert "not_content" in lists_of(case, NOW, CITY)

    kept = do(case, "keep_closed", reason="现场复核已清理")
    assert not reopening_asked(kept)
    again = do(case, "reopen", reason="墙角还有")
    assert "not_content" not in lists_of(again, NOW, CITY)


def test_what_still_wants_something_is_not_retired() -> None:
    assert waits_for_us(closed(), CITY)
    assert not waits_for_us(a_case("closed"), CITY)
    assert not waits_for_us(a_case("with_units", wants_answer=True), CITY)
    calls = (FollowUp("c1", NOW, "chen", "dissatisfied", "墙角还有"),)
    told = (Reply("c1", NOW, "chen", "phone", "已清理"),)
    assert waits_for_us(closed(follow_ups=calls, replies=told), CITY)


def test_who_of_supervision_had_a_hand_in_it_finds_it_again() -> None:
    case = do(a_case("reported"), "accept")
    assert worked_on(do(case, "correct", address="中原路21号", was={"address": case.address})) == {f"mine:{CHEN.id}"}
