"""Backups put back, folders copied, rights taken away, a poisoned command: each bites, and nothing is lost by it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from console.facts import Wish
from tests.together.faults.l1 import deeds
from tests.together.faults.l1.meanwhile import credential_dead, ended, other_signs_in
from tests.together.faults.l1.stage import Stage
from tests.together.faults.test_l1 import calm, wished

MakeStage = Callable[..., Stage]


@pytest.fixture
def stage(make_stage: MakeStage) -> Stage:
    """Two consoles that have settled some commands."""
    made = make_stage()
    for n in range(2):
        calm(made, n)
        wished(made, n)
        made.time.pass_ms(60_000)
        calm(made, n)
    return made


@pytest.mark.parametrize("fault", [pytest.param("S3", marks=pytest.mark.long), "S4"])
def test_what_a_stale_copy_lost_is_pushed_again(stage: Stage, tmp_path: Path, fault: str) -> None:
    deeds.back_up_server(stage, tmp_path / "backup")
    for n in range(2):
        wished(stage, n, 4)
        stage.time.pass_ms(60_000)
        calm(stage, n)
    assert deeds.put_server_back(stage, tmp_path / "backup", fault)
    assert stage.healed() == []


def test_an_outbox_put_back_from_last_week_goes_on(stage: Stage, tmp_path: Path) -> None:
    known = deeds.back_up_console(stage, 0, tmp_path / "backup")
    wished(stage, 0, 4)
    stage.time.pass_ms(60_000)
    calm(stage)
    assert deeds.put_console_back(stage, 0, tmp_path / "backup", known)
    wished(stage, 0, 2)
    assert stage.healed() == []


def test_a_copied_folder_on_a_second_pc_goes_its_own_way(stage: Stage) -> None:
    wished(stage, 0, 2)
    copy = deeds.clone(stage, 0)
    for n in (0, 2):
        calm(stage, n)
        wished(stage, n, 2)
    stage.time.pass_ms(60_000)
    assert all(stage.consoles[n].push_round() for n in (0, 2))
    deeds.both_pushed(stage, 0)
    assert stage.healed() == []
    names = {console.files.outbox.identity.console_id for console in (stage.consoles[0], copy)}
    assert len(names) == 2


def test_what_a_stale_copy_lost_reaches_it_although_a_copied_folder_has_used_its_numbers(
    stage: Stage, tmp_path: Path
) -> None:
    copy = deeds.clone(stage, 0)
    deeds.back_up_server(stage, tmp_path / "backup")
    wished(stage, 0, 4)
    stage.time.pass_ms(60_000)
    calm(stage, 0)
    assert deeds.put_server_back(stage, tmp_path / "backup", "S3")
    wished(stage, 2, 6)
    stage.time.pass_ms(60_000)
    calm(stage, 2)
    outboxes = [console.files.outbox for console in (stage.consoles[0], copy)]
    last = max(n for n in range(1, 50) if outboxes[0].numbered(n))
    assert outboxes[1].numbered(last) not in {"", outboxes[0].numbered(last)}
    assert stage.healed() == []


def test_rights_taken_away_end_commands_in_sight(stage: Stage) -> None:
    for fault in ("A1", "A3", "A5", "A6"):
        wished(stage, 0, 2)
        assert deeds.take_away(stage, 0, fault)
        stage.time.pass_ms(60_000)
        calm(stage, 0, 3)
        deeds.give_back(stage)
        stage.sign_in(0, "wang")
        calm(stage)
    assert stage.tally.counts().keys() >= {"A1", "A3", "A5", "A6"}
    assert stage.healed() == []


def test_rows_wait_for_the_administrator_where_the_workstation_s_own_credential_is_dead(stage: Stage) -> None:
    wished(stage, 0, 2)
    stage.time.pass_ms(60_000)
    waiting = {each.id for each in stage.consoles[0].desk.outbox()}
    assert credential_dead(stage, 0)
    assert {each.id for each in stage.consoles[0].desk.outbox()} == waiting != set()
    assert stage.tally.counts() == {"A2": 1}
    assert stage.healed() == []
    assert not stage.consoles[0].desk.outbox()


def test_who_signs_in_next_delivers_what_was_recorded_before_in_the_name_of_who_recorded_it(stage: Stage) -> None:
    wished(stage, 0, 2)
    stage.time.pass_ms(60_000)
    waiting = [each.id for each in stage.consoles[0].desk.outbox()]
    assert other_signs_in(stage, 0)
    assert stage.tally.counts() == {"A4": 1}
    assert set(stage.server.authors(waiting).values()) == {"wang"}
    assert stage.healed() == []


def test_a_case_may_end_while_a_command_on_it_waits(stage: Stage) -> None:
    for _ in range(40):
        wished(stage, 0, 1)
        ended(stage, 0)
    assert stage.tally.counts().get("P7", 0) >= 1
    assert stage.healed() == []


def test_a_poisoned_command_does_not_stop_the_queue(stage: Stage) -> None:
    deeds.poison(stage)
    console = stage.consoles[0]
    offered = [(case, offer) for case in console.desk.known() for offer in console.desk.offers("desk", case).offers]
    case, offer = next((case, offer) for case, offer in offered if offer.verb == "note")
    poisoned = console.wish(Wish("w", "desk", "note", case, offer.target, {"text": deeds.POISON}))
    assert poisoned
    wished(stage, 0, 2)
    assert stage.healed() == []
    states = {each.command.id: each.outcome.state for each in console.desk.conflicts()}
    assert states[poisoned] == "quarantined"


def test_a_desk_younger_than_the_backup_says_so_loses_nothing_and_goes_on_once_it_is_enrolled(
    make_stage: MakeStage, tmp_path: Path
) -> None:
    stage = make_stage(consoles=1, new=True)
    deeds.back_up_server(stage, tmp_path / "backup")
    console = stage.consoles[0]
    calm(stage)
    wished(stage)
    stage.time.pass_ms(60_000)
    calm(stage)
    assert deeds.put_server_back(stage, tmp_path / "backup")
    wished(stage, number=2)
    calm(stage)
    assert console.refused == "link.sign_in"
    assert len(console.desk.outbox()) >= 2
    assert stage.healed() == []
    assert not console.desk.outbox()
    assert console.refused == ""


def test_a_primary_that_was_left_behind_is_not_believed_and_settles_nothing(stage: Stage, tmp_path: Path) -> None:
    console = stage.consoles[0]
    deeds.back_up_server(stage, tmp_path / "backup")
    wished(stage)
    stage.time.pass_ms(60_000)
    calm(stage)
    zombie = deeds.fail_over(stage, tmp_path / "backup")
    calm(stage)
    wished(stage)
    waiting = [each.id for each in console.desk.outbox()]
    assert deeds.meets(stage, 0, zombie)
    assert console.refused == "link.old_server"
    assert waiting
    assert [zombie.outcome(each) for each in waiting] == [""] * len(waiting)
    assert stage.healed() == []
    assert not console.desk.outbox()


def test_a_standby_that_had_missed_nothing_goes_on_in_an_epoch_of_its_own(stage: Stage, tmp_path: Path) -> None:
    deeds.back_up_server(stage, tmp_path / "backup")
    zombie = deeds.fail_over(stage, tmp_path / "backup")
    assert zombie.parts.feeds.heads == stage.server.parts.feeds.heads
    assert zombie.parts.feeds.epoch.no < stage.server.parts.feeds.epoch.no
    wished(stage)
    stage.time.pass_ms(60_000)
    calm(stage)
    assert deeds.meets(stage, 0, zombie)
    assert stage.consoles[0].refused == "link.old_server"
    assert stage.healed() == []


def test_a_standby_is_another_database_and_the_server_keeps_its_photos(stage: Stage, tmp_path: Path) -> None:
    deeds.back_up_server(stage, tmp_path / "backup")
    photo = stage.server.photo_folder / "ab" / ("ab" * 32)
    photo.parent.mkdir(parents=True, exist_ok=True)
    photo.write_bytes(b"of now")
    deeds.put_server_back(stage, tmp_path / "backup", "S3")
    assert photo.read_bytes() == b"of now"
    deeds.put_server_back(stage, tmp_path / "backup", "S4")
    assert not photo.exists()
