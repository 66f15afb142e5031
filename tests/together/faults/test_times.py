"""Hours that do not exist and clocks that stand in 1970 decide nothing."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.together.faults.l1.dice import loaded
from tests.together.faults.l1.house import BERLIN, House, in_berlin
from tests.together.faults.l1.stage import Stage
from tests.together.faults.l1.vfs import Layer
from tests.together.faults.tally import Tally
from tests.together.faults.test_l1 import MakeStage, calm, wished

YEAR = 365 * 24 * 3_600_000


def test_an_hour_that_does_not_exist_loses_nothing(houses: tuple[House, House], faulty: Layer, tmp_path: Path) -> None:
    with loaded(1):
        stage = Stage(in_berlin(houses[0], tmp_path / "berlin"), tmp_path / "stage", 1, Tally(), 1)
        try:
            calm(stage, rounds=3)
            wished(stage)
            assert hour_of(stage.time.now_ms) == 1
            stage.pass_time(60_000)
            assert hour_of(stage.time.now_ms) == 3
            wished(stage)
            assert stage.healed() == []
            assert stage.tally.counts() == {"T3": 1}
        finally:
            stage.close()


def hour_of(at: int) -> int:
    """The hour on the wall in Berlin."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(BERLIN)).hour


def test_commands_of_a_machine_that_woke_in_1970_are_settled_as_any(make_stage: MakeStage) -> None:
    stage = make_stage(consoles=1)
    console = stage.consoles[0]
    calm(stage, rounds=1)
    wished(stage, number=1)
    console.stop()
    console.clock.skew = -stage.time.now_ms + YEAR // 2
    console.wire.is_down = True
    console.start()
    wished(stage, number=2)
    minted = [int(each.id.replace("-", "")[:12], 16) for each in console.desk.outbox()]
    old = [at for at in minted if at < YEAR]
    if old:
        stage.tally.bit("T4", f"minted {old} ms after 1970 began")
    assert stage.tally.counts() == {"T4": 1}
    assert stage.healed() == []
    assert not console.desk.outbox()
