"""The scripts of L2 in one town: each bites, and afterwards the checker finds nothing."""

import pytest

from tests.together.faults.l2.__main__ import play
from tests.together.faults.l2.script import SCRIPTS
from tests.together.faults.tally import Tally

SHORT = (
    "cut_before_the_server",
    "answer_lost",
    "captive_portal",
    "id_reused",
    "gap_in_n",
    "outbox_damaged",
    "ten_megabytes",
    "case_leaves_the_district",
)


@pytest.mark.usefixtures("qapp")
def test_the_short_ones_bite_and_break_nothing() -> None:
    tally = Tally()
    played = play([SCRIPTS[name] for name in SHORT], 1, tally)
    assert played.violations == []
    assert played.looks >= len(SHORT)
    assert {"N1", "N2", "N9", "P5", "P6", "C7", "P3", "X9"} <= set(tally.counts())


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.usefixtures("qapp")
def test_all_bite_and_break_nothing() -> None:
    assert play(SCRIPTS.values(), 2, Tally()).violations == []
