"""Which leg a case's words speak of, and where it stands."""

import pytest

from console.ui.case_words import CaseWords, lead_leg
from rules.assignment import LegRole, LegStage
from tests.builders import MINUTE, NINE, a_case, a_leg
from tests.console.ui.conftest import Room

TOLD = NINE + 16 * MINUTE


def why(room: Room, leg_stage: str, **fields: object) -> str:
    """What is said under the unit of an urgent case whose leg stands so."""
    room.clock.now = NINE + 20 * MINUTE
    room.desk.put(a_case("with_units", id="case-1", urgent=True, legs=(a_leg(leg_stage, **fields),)))
    shown = room.board.case("case-1")
    assert shown is not None
    return CaseWords(room.context).why(shown)


def test_of_two_legs_sent_at_one_instant_the_later_one_counts() -> None:
    recalled = a_leg(id="leg-1", stage=LegStage.RECALLED, sent_at=NINE)
    sent_again = a_leg(id="leg-2", stage=LegStage.DELIVERED, sent_at=NINE)

    assert lead_leg(a_case("with_units", legs=(recalled, sent_again))) is sent_again
    assert lead_leg(a_case("to_dispatch", legs=())) is None


def test_a_helper_that_did_not_sign_in_time_is_named_with_its_phone(room: Room) -> None:
    lead, helper = a_leg("signed"), a_leg("delivered", id="leg-2", unit="410102005", role=LegRole.HELPER)
    room.clock.now = NINE + 60 * MINUTE
    room.desk.put(a_case("with_units", id="case-1", legs=(lead, helper)))
    shown = room.board.case("case-1")
    assert shown is not None
    assert CaseWords(room.context).why(shown) == "未签收 · 秦岭路街道 · 67445566"


def test_a_call_is_told_with_its_time_and_does_not_deliver(room: Room) -> None:
    assert why(room, "sent") == "未送达 · 67445566"
    assert why(room, "sent", told_at=TOLD, told_to="张工") == "已告知 09:16 · 未送达"


@pytest.mark.parametrize(("stage", "said"), [("sent", "待送达"), ("delivered", "待签收"), ("signed", "已签收")])
def test_once_the_terminal_is_reached_the_row_says_so(room: Room, stage: str, said: str) -> None:
    assert why(room, stage, told_at=TOLD, fetched_at=TOLD + MINUTE) == said
