"""Which ways out of a conflict are open: each verb of the centre on each state that a case can have come to meanwhile.

A cell says what "apply on top" and "edit" do: `+` both, in the verb's own form · `=` only its own form, worded anew ·
`R` `H` `D` `S` only worded as a re-assignment, a helper, a dispatch, a suspension · `.` neither.
"""

import tomllib
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton

from console.facts import Conflict
from console.ui.case.choices import Choice, Choices
from rules.assignment import LIVE, LegStage, RequestKind
from rules.case import Case, Stage
from rules.commands import Command, Outcome, Role
from rules.frozen import changed
from tests.builders import MINUTE, NINE, a_case, a_check, a_leg, a_request, an_actor
from tests.console.ui.conflicts import a_call, a_dispatch, shown
from tests.console.ui.conftest import RESOURCES, Room

FORMS = {"reassign": "R", "add_helper": "H", "dispatch": "D", "suspend": "S"}
UNTIL = NINE + 60 * MINUTE
WHY: dict[str, object] = {"reason": "现场情况有变"}
ACCEPTOR, LEADER, DISPATCHER = Role.ACCEPTOR, Role.SHIFT_LEADER, Role.DISPATCHER

ON_CASE: dict[str, tuple[Role, dict[str, object], str]] = {
    # reported, pre_check, accepted · to_dispatch, with_units, to_confirm, to_verify, to_close ·
    # closed, forced, void · declined, answered, passed_on, duplicate
    "accept": (ACCEPTOR, {}, "+.. ..... ... ...."),
    "decline": (ACCEPTOR, WHY, "+.. ..... ... ...."),
    "answer": (ACCEPTOR, {"answer": "已告知"}, "+.. ..... ... ...."),
    "pass_on": (ACCEPTOR, {"to": "市水务局"}, "+.. ..... ... ...."),
    "send_check": (ACCEPTOR, {}, "+.. ...+. ... ...."),
    "attach_duplicate": (ACCEPTOR, {"of": "15042200002"}, "+.+ ..... ... ...."),
    "acknowledge": (ACCEPTOR, {}, "... ..... ... ..+."),
    "verify_pass": (ACCEPTOR, {}, "... ...+. ... ...."),
    "verify_fail": (ACCEPTOR, WHY, "... ...+. ... ...."),
    "file": (LEADER, {"condition": "event-01-10-1"}, "..+ ..... ... ...."),
    "close": (LEADER, {"closing": ["垃圾已清除"]}, "... ....+ ... ...."),
    "force_close": (LEADER, WHY, "... +++++ ... ...."),
    "void": (LEADER, WHY, "..+ ++... ... ...."),
    "reopen": (LEADER, WHY, "... ..... +++ ++++"),
    "dispatch": (DISPATCHER, {"unit": "410102"}, "... +RH.. ... ...."),
    "add_helper": (DISPATCHER, {"unit": "B01"}, "... =++.. ... ...."),
    "send_back": (DISPATCHER, WHY, "... +.... ... ...."),
    "suspend": (DISPATCHER, {**WHY, "until": UNTIL}, "... ++... ... ...."),
    "resume": (DISPATCHER, {}, "... ..... ... ...."),
    "urge": (DISPATCHER, WHY, "..+ +++++ ... ...."),
    "note": (DISPATCHER, {"text": "居民在场"}, "+++ +++++ +++ ++++"),
    # of what is about a leg: that of another unit leads by now
    "told": (DISPATCHER, {"to": "周强"}, "... ..... ... ...."),
    "recall": (DISPATCHER, WHY, "... ..... ... ...."),
    "reassign": (DISPATCHER, {"unit": "410103", **WHY}, "... D=... ... ...."),
    "confirm_pass": (DISPATCHER, {}, "... ..... ... ...."),
    "grant_suspension": (DISPATCHER, {"until": UNTIL}, "... SS... ... ...."),
}
ON_LEG: dict[str, tuple[dict[str, object], str]] = {
    # sent, delivered, signed, working, done · accepted, refused, recalled, returned, ended
    "told": ({"to": "周强"}, "++++. ....."),
    "recall": (WHY, "++++. ....."),
    "reassign": ({"unit": "410103", **WHY}, "++++. DDDDD"),
    "confirm_pass": ({}, "....+ ....."),
    "confirm_refuse": (WHY, "....+ ....."),
    "grant_return": ({}, ".+++. ....."),
    "refuse_return": (WHY, ".+++. ....."),
    "grant_extension": ({}, "..++. ....."),
    "refuse_extension": (WHY, "..++. ....."),
    "grant_suspension": ({"until": UNTIL}, "SS++. SSSSS"),
    "refuse_suspension": (WHY, "..++. ....."),
}
RULES = tuple(tomllib.loads((RESOURCES / "texts" / "en.toml").read_text(encoding="utf-8"))["rule"])
OUTCOMES = [
    Outcome("cmd-9", "superseded", "rule.superseded"),
    Outcome("cmd-9", "quarantined", "rule.quarantined"),
    *(Outcome("cmd-9", "refused", f"rule.{name}") for name in RULES),
]


def a_conflict(verb: str, role: Role, body: dict[str, object], now: Case | None, target: str = "") -> Conflict:
    """A command of "x" on a case that 中原区 had signed."""
    command = Command("cmd-9", verb, "case-9", "x", role, NINE + MINUTE, target, body)
    seen = a_case("with_units", id="case-9", legs=(a_leg("signed"),))
    return Conflict("cmd-9", command, Outcome("cmd-9", "superseded", "rule.superseded"), "desk", seen, seen, now)


def choices(room: Room, conflict: Conflict, role: Role) -> tuple[Choice, ...]:
    """The ways out for "x", who holds this duty."""
    room.desk.sign_in(an_actor(role, "x"))
    return Choices(room.context).of(conflict)


def cell(found: tuple[Choice, ...], verb: str) -> str:
    """What the table says of these."""
    edit = found[-1]
    assert found[0].how == "drop"
    assert edit.how == "edit"
    assert edit.possible is (edit.form is not None)
    assert "{" not in "".join(each.means for each in found)
    form = edit.form.verb if edit.form else ""
    if any(each.how == "on_top" and each.possible for each in found):
        return "+" if form == verb else "?"
    return "=" if form == verb else FORMS.get(form, "." if not form else "?")


def after_another(stage: Stage) -> Case:
    """The case at a stage that others brought it to; where a unit has it, that is another one."""
    case = a_case(stage, id="case-9", dispatchers=("li",))
    return changed(case, legs=tuple(changed(leg, id="leg-2", unit="410103") for leg in case.legs))


def with_leg(stage: LegStage, verb: str) -> Case:
    """The case whose one leg is mine still, at this stage, with the request that the verb decides."""
    at = "to_confirm" if stage is LegStage.DONE else "with_units" if stage in LIVE else "to_dispatch"
    kind = next((kind for kind in RequestKind if verb.endswith(kind)), None)
    return a_case(at, id="case-9", legs=(a_leg(stage),), requests=(a_request(kind),) if kind else ())


@pytest.mark.parametrize("verb", ON_CASE)
def test_on_each_stage_of_the_case_what_can_still_be_done_is_offered(room: Room, verb: str) -> None:
    role, body, expected = ON_CASE[verb]
    target = "leg-1" if verb in ON_LEG else ""
    found = [
        cell(choices(room, a_conflict(verb, role, body, after_another(stage), target), role), verb) for stage in Stage
    ]
    assert "".join(found) == expected.replace(" ", "")


@pytest.mark.parametrize("verb", ON_LEG)
def test_on_each_stage_of_my_leg_what_can_still_be_done_is_offered(room: Room, verb: str) -> None:
    body, expected = ON_LEG[verb]
    found = [
        cell(choices(room, a_conflict(verb, DISPATCHER, body, with_leg(stage, verb), "leg-1"), DISPATCHER), verb)
        for stage in LegStage
    ]
    assert "".join(found) == expected.replace(" ", "")


def test_what_the_server_said_closes_no_way_that_the_case_leaves_open(room: Room) -> None:
    for outcome in OUTCOMES:
        card = shown(room, replace(a_dispatch(), outcome=outcome))
        open_ = [each.isEnabled() for each in card.choices.findChildren(QPushButton)]
        assert open_ == [True] * 4, outcome.rule


def test_a_deed_on_a_leg_follows_its_unit_to_the_newer_leg_and_to_no_other_unit(room: Room) -> None:
    """It was recalled and sent to the same unit again; a call to that unit is about what it has now."""
    again = a_case("with_units", id="case-9", legs=(a_leg("recalled"), a_leg("signed", id="leg-2", round=2)))
    form = choices(room, a_conflict("told", DISPATCHER, {"to": "周强"}, again, "leg-1"), DISPATCHER)[-1].form
    assert form is not None
    assert (form.verb, form.target) == ("told", "leg-2")


def test_a_field_check_that_was_answered_is_recalled_no_more(room: Room) -> None:
    out, answered = a_check(), a_check(stage="answered")
    for check, expected in ((out, "+"), (answered, ".")):
        case = a_case("to_verify", id="case-9", dispatchers=("li",), checks=(check,))
        assert cell(choices(room, a_conflict("recall", ACCEPTOR, WHY, case, "check-1"), ACCEPTOR), "recall") == expected


def test_a_suspended_case_is_not_dispatched_until_it_is_resumed_and_says_so(room: Room) -> None:
    case = a_case(id="case-9", suspended_at=NINE, suspended_until=UNTIL)
    found = choices(room, a_conflict("dispatch", DISPATCHER, {"unit": "410102"}, case), DISPATCHER)
    assert found[-1].means == "现在不能：案卷已挂账，先恢复计时"


def test_a_case_that_nobody_has_any_more_leaves_only_to_let_it_be(room: Room) -> None:
    found = choices(room, a_conflict("urge", DISPATCHER, WHY, None), DISPATCHER)
    assert [each.possible for each in found] == [True, False, False]
    assert found[-1].means.endswith("没有这个案卷")


def test_a_report_that_made_no_case_can_be_sent_again_and_worded_anew(room: Room) -> None:
    body: dict[str, object] = {"words": "路面塌陷", "address": "陇海路", "category": "event-01-10"}
    found = choices(room, a_conflict("report", ACCEPTOR, body, None), ACCEPTOR)
    assert cell(found, "report") == "+"


def test_a_closed_way_says_why_in_its_tool_tip_and_to_a_screen_reader(room: Room) -> None:
    card = shown(room, replace(a_call(), now=a_case("closed", id="case-9"), after=""))
    edit = card.choices.findChildren(QPushButton)[2]

    assert not edit.isEnabled()
    assert edit.text() == "修改我的命令"
    assert edit.accessibleDescription().startswith("现在不能：")
    assert edit.toolTip() == f"修改我的命令\n{edit.accessibleDescription()}"
