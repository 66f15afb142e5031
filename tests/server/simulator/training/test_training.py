"""A little city's hour, played to its end before a careful, a careless and an absent dispatcher."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rules.assignment import LegStage
from rules.case import Case, Stage
from rules.city import City
from rules.commands import Role
from server.cli.train import SCRIPT
from server.simulator.chance import Chance
from server.simulator.figures import Figures
from server.simulator.figures_form import BadFigures
from server.simulator.neighbours import Neighbours
from server.simulator.patience import Ended
from server.simulator.places import Places
from server.simulator.plan import Hand, Life, Plan
from server.simulator.training import play as training
from server.simulator.training.results import Results
from server.simulator.training.score import Hour, Score, percentile, score
from server.simulator.training.script import Script, read_script
from server.simulator.training.session import Training
from server.simulator.training.words import Words
from tests.server.simulator.conftest import MONDAY_8, Play

SECOND = 1000
HEAD = """
name = "小城的一小时"
name_en = "A little hour"
minutes = 60
[limits]
dispatch = 180
urgent = 60
told = 180
decide = 600
confirm = 900
[points]
late_dispatch = 1
not_dispatched = 3
wrong_unit = 4
missed_urgent = 8
not_called = 6
false_passed = 8
true_refused = 3
not_judged = 2
duplicate_missed = 4
not_a_duplicate = 4
request_late = 2
request_wrong = 3
"""
CASES = """
[[cases]]
key = "lie"
after = 0.3
place = ""
point = [113.6005, 34.7005]
words = "路口有暴露垃圾"
condition = "event-01-10-1"
source = "collector"
closure = "old"
work = 4

[[cases]]
key = "danger"
after = 1
place = ""
point = [113.6025, 34.7005]
words = "井盖松动，有人险些跌倒"
condition = "component-01-02-1"
source = "phone"
urgent = true
silent = true
work = 4

[[cases]]
key = "again"
after = 3
place = ""
point = [113.6005, 34.7005]
words = "那堆垃圾还在"
condition = "event-01-10-1"
source = "phone"
repeats = "lie"

[[cases]]
key = "slow"
after = 5
place = ""
point = [113.6005, 34.7015]
words = "绿地旁有垃圾"
condition = "event-01-10-1"
source = "collector"
more_time = false
reason = "来不及"
work = 5
"""
Trainee = Callable[[Hand, training.Play], Iterator[Plan]]


def careful(hand: Hand, hour: training.Play) -> Iterator[Plan]:
    """Does everything right, within half a minute."""
    case, scene = hand.case, hour.scenes[hand.case.id]
    soon = case.stage_since + 20 * SECOND
    if case.stage is Stage.TO_DISPATCH and scene.repeats:
        yield from hand.centre(Role.DISPATCHER, "attach_duplicate", soon, "t", of=hour.id_of(scene.repeats))
    elif case.stage is Stage.TO_DISPATCH:
        yield from hand.centre(Role.DISPATCHER, "dispatch", soon, "t", unit=hour.right[case.id])
    for leg in case.legs:
        if leg.stage is LegStage.DELIVERED and scene.silent and not leg.told_at:
            said = {"to": "值班员", "phone": "0371-1", "at": leg.sent_at + 20 * SECOND}
            yield from hand.centre(Role.DISPATCHER, "told", leg.sent_at + 30 * SECOND, "t", leg.id, **said)
        if leg.stage is LegStage.DONE and scene.closure != "true" and not case.feedback_refused:
            yield from hand.centre(Role.DISPATCHER, "confirm_refuse", soon, "t", leg.id, reason="照片不符")
        elif leg.stage is LegStage.DONE:
            yield from hand.centre(Role.DISPATCHER, "confirm_pass", soon, leg.feedback_at, leg.id)
    for request in case.requests:
        if request.state == "pending":
            at, reason = request.at + 30 * SECOND, "按原时限办理"
            yield from hand.centre(
                Role.DISPATCHER, f"refuse_{request.kind}", at, "t", request.assignment, reason=reason
            )


def careless(hand: Hand, hour: training.Play) -> Iterator[Plan]:
    """Sends everything to the district in the east after two minutes, calls nobody, passes and grants everything."""
    case = hand.case
    if case.stage is Stage.TO_DISPATCH:
        at = case.stage_since + 120 * SECOND
        yield from hand.centre(Role.DISPATCHER, "dispatch", at, f"t{case.round}", unit="410103")
    for leg in case.legs:
        if leg.stage is LegStage.DONE:
            at = leg.feedback_at + 20 * SECOND
            yield from hand.centre(Role.DISPATCHER, "confirm_pass", at, leg.feedback_at, leg.id)
    for request in case.requests:
        if request.state == "pending":
            at, target = request.at + 700 * SECOND, request.assignment
            verb = "refuse_return" if request.kind == "return" else "grant_extension"
            said = {"reason": "请处置"} if verb == "refuse_return" else {}
            yield from hand.centre(Role.DISPATCHER, verb, at, request.id, target, **said)


def nobody(hand: Hand, hour: training.Play) -> Iterator[Plan]:
    yield from ()


@pytest.fixture
def script(tmp_path: Path) -> Script:
    file = tmp_path / "training.toml"
    file.write_text(HEAD + CASES, encoding="utf-8")
    return read_script(file)


@pytest.fixture
def hour(play: Play, script: Script, city: City, figures: Figures) -> Callable[[Trainee], Hour]:
    def make(trainee: Trainee) -> Hour:
        played = play(1)
        life = Life(city, figures, Chance(1), played.cast, Neighbours())
        assert city.grids is not None
        it = training.Play(script, life, Places(city.grids, life.chance, figures.places), MONDAY_8)

        def plans(case: Case, now: int) -> tuple[Plan, ...]:
            own = it.plans(case, now)
            return (*own, *trainee(Hand(life, case), it)) if case.id in it.scenes else own

        played.life.early = plans
        played.life.add(it.reports())
        while played.clock.at < MONDAY_8 + script.span:
            played.clock.at += 10 * SECOND
            played.life.step()
        return Hour(script, it.scenes, it.cases, it.right, played.clock.at)

    return make


def faults(found: Score) -> Counter[str]:
    return Counter(fault.key for fault in found.faults)


def test_the_first_score_is_told_before_anything_has_happened(
    play: Play, script: Script, city: City, figures: Figures, tmp_path: Path
) -> None:
    happened: list[str] = []

    class NoLife:
        def begin(self) -> None:
            happened.append("begun")
            raise Ended

        def look(self) -> None:
            """Nobody does anything."""

    def tell(told: dict[str, Any]) -> None:
        happened.append(f"{told['points']} of {told['of']}" + (", over" if told["over"] else ""))

    clock, wish = SimpleNamespace(now=lambda: MONDAY_8), SimpleNamespace(seed=1)
    simulation: Any = SimpleNamespace(clock=clock, life=NoLife(), wish=wish)
    life = Life(city, figures, Chance(1), play(1).cast, Neighbours())
    Training(simulation, life, script, Results(tmp_path), tell).run(lambda: True)
    assert happened == ["100 of 100", "begun", "100 of 100, over"]


def test_a_careful_dispatcher_loses_nothing(hour: Callable[[Trainee], Hour]) -> None:
    found = score(hour(careful))
    assert faults(found) == {}
    assert found.points == 100
    assert (found.cases, found.dispatched) == (3, 3)
    assert (found.requests, found.decided_in_time) == (1, 1)
    assert found.median is not None
    assert 20 * SECOND <= found.median <= 60 * SECOND


def test_a_careless_dispatcher_is_told_each_fault(hour: Callable[[Trainee], Hour]) -> None:
    found = score(hour(careless))
    assert faults(found) == {
        "missed_urgent": 1,
        "not_called": 1,
        "wrong_unit": 2,
        "duplicate_missed": 1,
        "false_passed": 1,
        "request_late": 2,
        "request_wrong": 2,
    }
    assert found.points == 100 - 8 - 6 - 2 * 4 - 4 - 8 - 2 * 2 - 2 * 3
    assert found.decided_in_time == 0


def test_without_a_dispatcher_nothing_is_dispatched_in_time(hour: Callable[[Trainee], Hour]) -> None:
    found = score(hour(nobody))
    assert faults(found) == {"missed_urgent": 1, "not_dispatched": 2, "duplicate_missed": 1}
    assert (found.dispatched, found.median, found.p90) == (0, None, None)


def test_the_same_hour_gives_the_same_score(hour: Callable[[Trainee], Hour]) -> None:
    assert score(hour(careless)) == score(hour(careless))


@pytest.mark.parametrize(
    ("values", "expected"), [([], None), ([5], 5), ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 9), (list(range(1, 22)), 19)]
)
def test_the_ninth_tenth_is_the_nearest_rank(values: list[int], expected: int | None) -> None:
    assert percentile(values, 0.9) == expected


def test_a_score_is_told_in_both_languages_and_kept_to_be_compared_and_printed(
    hour: Callable[[Trainee], Hour], city: City, tmp_path: Path
) -> None:
    judged = hour(careless)
    told = Words(city).told(judged, score(judged), MONDAY_8, 1, over=True)
    wrong = next(fault for fault in told["faults"] if fault["key"] == "wrong_unit")
    assert wrong["what"] == {"zh_CN": "派给了东区。", "en": "Sent to 东区."}
    assert "西区" in wrong["right"]["zh_CN"]
    results = Results(tmp_path / "results")
    page = results.keep(told).read_text(encoding="utf-8")
    assert "派给了东区。" in page
    assert "A false report was confirmed: the photo was taken before the report." in page
    results.keep({**told, "began": MONDAY_8 + 3_600_000, "points": 90})
    assert [run["points"] for run in results.earlier()] == [told["points"], 90]


def test_what_cannot_be_read_among_the_results_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "20260302T000000Z-1.json").write_text("{", encoding="utf-8")
    assert Results(tmp_path).earlier() == []


def test_the_page_holds_no_markup_of_the_citizens(hour: Callable[[Trainee], Hour], city: City, tmp_path: Path) -> None:
    judged = hour(careless)
    told = Words(city).told(judged, score(judged), MONDAY_8, 1, over=True)
    told["faults"][0]["words"] = "<script>alert(1)</script>"
    assert "<script>" not in Results(tmp_path).keep(told).read_text(encoding="utf-8")


def test_the_demo_citys_script_is_an_hour_with_every_kind_of_trap() -> None:
    script = read_script(SCRIPT)
    assert script.span == 3_600_000
    assert {scene.closure for scene in script.scenes} >= {"true", "unsolved", "old", "other_place", "crop", "mirror"}
    assert {scene.gives_back for scene in script.scenes} == {"", "rightly", "wrongly"}
    assert {scene.more_time for scene in script.scenes} == {None, True, False}
    assert sum(scene.urgent for scene in script.scenes) >= 2
    assert sum(bool(scene.repeats) for scene in script.scenes) >= 2


@pytest.mark.parametrize(
    ("before", "after", "where", "expected"),
    [
        ('closure = "old"', 'closure = "oops"', "cases.1.closure", "unsolved"),
        ('key = "danger"', 'key = "lie"', "cases.2.key", "no other case"),
        ('repeats = "lie"', 'repeats = "slow"', "cases.3.repeats", "a case above"),
        ("work = 4", 'work = "four"', "cases.1.work", "a number"),
        ("confirm = 900", "", "limits.confirm", "a value"),
    ],
)
def test_a_faulty_script_says_where_and_what_was_expected(
    tmp_path: Path, before: str, after: str, where: str, expected: str
) -> None:
    file = tmp_path / "bad.toml"
    file.write_text((HEAD + CASES).replace(before, after, 1), encoding="utf-8")
    with pytest.raises(BadFigures) as caught:
        read_script(file)
    assert caught.value.where == where
    assert expected in caught.value.expected
