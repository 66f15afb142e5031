"""Each episode of L1 bites on a calm stage: what is drawn and can never bite would test nothing."""

from collections.abc import Callable

from tests.together.faults.l1.episodes import PEOPLE, Episode, huge, seldom_huge
from tests.together.faults.l1.house import WEST
from tests.together.faults.l1.meanwhile import MEANWHILE, leaves
from tests.together.faults.l1.stage import Stage
from tests.together.faults.l1.upheavals import copied
from tests.together.faults.test_l1 import calm

MakeStage = Callable[..., Stage]
BY_CHANCE = (seldom_huge, leaves)  # now and then; with a district's desk only
ON_FRESH_CASES = {"X1", "X3", "X4", "X5", "X10", "X6", "P1", "P2", "P8", "A1", "A2", "A3", "A4", "A5", "A6", "X2", "P7"}
TIMES = 12  # what an episode meets is drawn


def bites(make_stage: MakeStage, play: Episode, first: int) -> set[str]:
    """What bit when it was played, with one command of each desk waiting, until something did."""
    for time in range(TIMES):
        stage = make_stage(first + time, 3)
        for n in range(3):
            calm(stage, n, rounds=2)
            stage.wish(n)
        play(stage, time % 3)
        if stage.tally.counts():
            assert stage.healed() == []
            return set(stage.tally.counts())
    return set()


def test_every_pair_every_odd_command_and_every_lost_right_bites(make_stage: MakeStage) -> None:
    played = [play for play in (*PEOPLE, *MEANWHILE) if play not in BY_CHANCE]
    bitten = [bites(make_stage, play, 1 + 100 * number) for number, play in enumerate(played)]
    assert ON_FRESH_CASES - set().union(*bitten) == set()


def test_a_case_leaves_the_district_of_a_desk_whose_note_on_it_waits(make_stage: MakeStage) -> None:
    stage = make_stage(new=True, scopes={"desk-1": frozenset({WEST})})
    for n in range(2):
        calm(stage, n, rounds=3)
    assert leaves(stage, 0)
    assert stage.tally.counts() == {"X9": 1}
    assert stage.healed() == []


def test_a_large_photo_is_cut_on_its_way(make_stage: MakeStage) -> None:
    stage = make_stage()
    calm(stage, 0, rounds=2)
    for _ in range(400):
        stage.wish(0)
        stage.consoles[0].wire.armed = ["B1"]
        stage.consoles[0].push_round()
        while stage.consoles[0].photo_round():
            pass
        if stage.tally.counts().get("B1"):
            break
    assert stage.tally.counts().get("B1")
    assert stage.healed() == []


def test_a_huge_note_is_refused(make_stage: MakeStage) -> None:
    stage = make_stage()
    calm(stage, 0, rounds=2)
    assert huge(stage, 0)
    assert stage.tally.counts() == {"P3": 1}
    assert stage.healed() == []


def test_the_copy_of_a_district_s_desk_sees_the_district_only(make_stage: MakeStage) -> None:
    stage = make_stage(new=True, scopes={"desk-1": frozenset({WEST})})
    for n in range(2):
        calm(stage, n, rounds=3)
    assert copied(stage, 1)
    assert stage.healed() == []
    assert [console.scope for console in stage.consoles] == [None, {WEST}, {WEST}]
