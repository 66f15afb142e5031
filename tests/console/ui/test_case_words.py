"""Which leg a case's words speak of."""

from console.ui.case_words import lead_leg
from rules.assignment import LegStage
from tests.builders import NINE, a_case, a_leg


def test_of_two_legs_sent_at_one_instant_the_later_one_counts() -> None:
    recalled = a_leg(id="leg-1", stage=LegStage.RECALLED, sent_at=NINE)
    sent_again = a_leg(id="leg-2", stage=LegStage.DELIVERED, sent_at=NINE)

    assert lead_leg(a_case("with_units", legs=(recalled, sent_again))) is sent_again
    assert lead_leg(a_case("to_dispatch", legs=())) is None
