"""L1 in short: every fault of its groups bites once and harms nothing; some hundred drawn steps hold all invariants."""

from collections.abc import Callable

import pytest

from tests.together.faults.l1.__main__ import run
from tests.together.faults.l1.network import FAULTS
from tests.together.faults.l1.stage import Stage

MakeStage = Callable[..., Stage]
LONG = pytest.mark.long
HOUR, YEAR = 3_600_000, 365 * 24 * 3_600_000
LINE = tuple(fault for fault in FAULTS if fault != "N4")
WAYS_TO_DIE = [(fault, what, range(0, 40, 4)) for fault in ("K1", "D3") for what in ("wish", "push", "mail")]


def calm(stage: Stage, n: int = 0, rounds: int = 12) -> None:
    """A console works on a calm line."""
    console = stage.consoles[n]
    for _ in range(rounds):
        console.poll_round()
        while console.take_mail():
            pass
        console.push_round()
        stage.time.pass_ms(1000)
    while console.take_mail():
        pass


def wished(stage: Stage, n: int = 0, number: int = 3) -> None:
    """So many commands are recorded."""
    for _ in range(40):
        number -= stage.wish(n)
        if not number:
            return
    raise AssertionError(f"nothing can be wished: {stage.consoles[n].told_errors[-9:]} {stage.consoles[n].unexpected}")


def a_push_meets(stage: Stage, fault: str) -> None:
    """A fault of the line bites a push; then the line is calm."""
    wished(stage)
    stage.time.pass_ms(60_000)
    stage.consoles[0].wire.armed.append(fault)
    assert stage.consoles[0].push_round()
    calm(stage)


@pytest.fixture
def stage(make_stage: MakeStage) -> Stage:
    """Two consoles that know the city and its cases."""
    made = make_stage()
    for n, console in enumerate(made.consoles):
        calm(made, n, rounds=1)
        assert console.desk.known()
    return made


def test_a_calm_day_holds_and_settles_everything(stage: Stage) -> None:
    for n in (0, 1):
        wished(stage, n, 8)
        calm(stage, n)
    assert stage.deed(0) or stage.deed(1)
    assert stage.healed() == []
    assert len(stage.witness.recorded) == 16
    assert not stage.consoles[0].desk.outbox()


def test_each_fault_of_the_line_bites_and_harms_nothing(stage: Stage) -> None:
    for fault in LINE:
        a_push_meets(stage, fault)
    assert stage.tally.counts().keys() >= set(LINE)
    assert stage.healed() == []


@LONG
@pytest.mark.parametrize("fault", LINE)
def test_a_fault_of_the_line_may_bite_again_and_again(stage: Stage, fault: str) -> None:
    for _ in range(3):
        a_push_meets(stage, fault)
    assert stage.tally.counts()[fault] >= 3
    assert stage.healed() == []


def test_a_request_that_comes_late_harms_nothing(stage: Stage) -> None:
    console = stage.consoles[0]
    wished(stage)
    stage.time.pass_ms(60_000)
    console.wire.armed.append("N4")
    assert console.push_round()
    wished(stage)
    calm(stage)
    console.wire.deliver_late()
    assert stage.tally.counts() == {"N4": 1}
    assert stage.healed() == []


@pytest.mark.parametrize(
    ("fault", "what", "operations"),
    [
        ("K1", "mail", range(0, 40, 10)),
        ("D3", "push", range(0, 40, 10)),
        *(pytest.param(*way, marks=LONG) for way in WAYS_TO_DIE),
    ],
)
def test_a_console_may_die_at_any_operation(stage: Stage, fault: str, what: str, operations: range) -> None:
    console = stage.consoles[0]

    def deed() -> None:
        assert console.seat is not None
        console.sign_in("wang", console.seat.session, console.seat.expires_at)
        stage.wish(0)
        if what != "wish":
            stage.time.pass_ms(60_000)
            calm(stage, rounds=2)

    die = stage.kill_console if fault == "K1" else stage.power_off
    died = [die(0, after, deed) for after in operations]
    assert any(died)
    assert fault in stage.tally.counts()
    assert stage.healed() == []


def test_the_server_may_die_at_any_operation(stage: Stage) -> None:
    died = []
    for after in range(0, 30, 6):
        wished(stage, number=2)
        stage.time.pass_ms(60_000)
        died.append(stage.kill_server(after, stage.consoles[0].push_round))
        calm(stage, rounds=3)
    assert any(died)
    assert stage.tally.counts()["K2"] == sum(died)
    assert stage.healed() == []


@pytest.mark.parametrize("kind", ["full", "error", "read"])
def test_a_console_s_disk_may_be_full_or_fail(stage: Stage, kind: str) -> None:
    def deed() -> None:
        stage.wish(0)
        stage.deed(0)
        stage.time.pass_ms(60_000)
        calm(stage, rounds=2)
        stage.consoles[0].look_over()  # reads what is long in memory

    bitten = [stage.disk_fails(0, kind, after, deed) for after in (0, 8)]
    assert any(bitten)
    assert stage.healed() == []


def test_a_token_that_the_disk_did_not_take_is_on_it_before_anything_is_pushed(make_stage: MakeStage) -> None:
    stage = make_stage(consoles=1, new=True)
    console = stage.consoles[0]
    assert console.poll_round()
    console.disk.plan.kind, console.disk.plan.after = "error", 0
    assert console.take_mail()
    console.disk.plan.kind = ""
    calm(stage)
    wished(stage)
    stage.time.pass_ms(60_000)
    calm(stage)
    console.restart()
    wished(stage)
    assert stage.healed() == []
    assert console.refused == ""


def test_a_damaged_cache_is_rebuilt_and_the_outbox_left_alone(stage: Stage) -> None:
    wished(stage)
    for how in ("C1", "C2", "C3", "C4", "C6"):
        assert stage.damage(0, how)
        stage.consoles[0].look_over()
        calm(stage, rounds=4)
    stage.kill_console(0, 1, lambda: stage.wish(0))  # an orderly end leaves no log behind
    stage.damage(0, "C5")
    assert stage.tally.counts().keys() >= {"C1", "C2", "C3", "C4", "C6"}
    assert stage.healed() == []


def test_a_changed_value_is_found_once_the_wait_for_the_line_is_over(stage: Stage) -> None:
    assert stage.damage(0, "C2")
    console = stage.consoles[0]
    console.wire.is_down = True
    assert console.poll_round()
    assert not console.can_poll
    assert stage.healed() == []


def test_a_damaged_outbox_is_made_good_of_its_second_copy_even_when_that_was_torn_before(stage: Stage) -> None:
    for how in ("C7", "C8", "C7"):
        wished(stage)
        assert stage.damage(0, how)
    wished(stage)
    assert stage.tally.counts() == {"C7": 2, "C8": 1}
    assert stage.healed() == []


@pytest.mark.parametrize("span", [YEAR, *(pytest.param(span, marks=LONG) for span in (HOUR, -HOUR, -YEAR))])
def test_a_clock_that_jumps_decides_nothing(stage: Stage, span: int) -> None:
    wished(stage)
    stage.jump(0, span)
    wished(stage)
    stage.jump(0, -2 * span)
    wished(stage)
    assert stage.tally.counts().keys() >= {"T1", "T2"}
    assert stage.healed() == []


def test_a_closed_lid_and_a_restarted_server_harm_nothing(stage: Stage) -> None:
    wished(stage)
    stage.time.pass_ms(60_000)
    assert stage.consoles[0].push_round()
    stage.lid(0, 8 * HOUR)
    stage.restart_server()
    assert stage.tally.counts().keys() >= {"K3", "S1"}
    assert stage.healed() == []


def test_drawn_steps_hold_all_invariants() -> None:
    setting, violations = run(1, 400)
    assert violations == []
    assert setting.steps > 50


@LONG
def test_many_drawn_steps_hold_all_invariants() -> None:
    setting, violations = run(3, 20_000)
    assert violations == []
    assert setting.steps > 10_000
