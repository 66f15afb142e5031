from pathlib import Path

import pytest

from console.models.acks import KEPT_MS
from console.models.disk import Disk
from console.models.entries import Met, NewBlob, State
from console.models.errors import NotRecorded
from console.models.journal import Journal
from console.models.outbox import Outbox
from rules.case import Event
from rules.commands import Outcome
from tests.console.makers import a_key, an_entry, an_outbox
from tests.console.models.damage import raw
from tests.console.small_city import NOW, a_case

Stand = tuple[str, int | None, str]


def accepted(number: int, seq: int = 7) -> tuple[str, State, Outcome]:
    return f"command-{number}", State.FINAL, Outcome(f"command-{number}", "accepted", feed="410102", seq=seq, version=4)


def superseded(number: int) -> tuple[str, State, Outcome]:
    return f"command-{number}", State.CONFLICT, Outcome(f"command-{number}", "superseded", version=9)


def stands(outbox: Outbox) -> list[Stand]:
    return [(entry.id, entry.n, entry.state.value) for entry in outbox.open_entries()]


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    """Six offered ones: settled, final, in conflict, dropped, taken back under its n, unanswered; one not offered."""
    outbox = an_outbox(tmp_path)
    for number in range(1, 8):
        outbox.record(an_entry(number), [NewBlob(str(number) * 64, 10, "image/jpeg")])
    outbox.offer([f"command-{number}" for number in range(1, 7)])
    withdrawn = "command-5", State.WITHDRAWN, Outcome("command-5", "withdrawn", at=NOW)
    outbox.answer([accepted(1), accepted(2, 8), superseded(3), superseded(4), withdrawn], "epoch-1")
    outbox.move(["command-1"], State.SETTLED, NOW)
    outbox.move(["command-4"], State.RESOLVED, NOW, "drop")
    outbox.blob_state("1" * 64, "sent")
    return outbox


def test_what_a_stale_server_never_heard_of_goes_to_it_again(outbox: Outbox) -> None:
    changed = outbox.requeue_after(0, "epoch-2")
    assert [entry.id for entry in changed] == [f"command-{number}" for number in range(1, 6)]
    assert stands(outbox) == [
        ("command-1", 1, "queued"),
        ("command-2", 2, "queued"),
        ("command-3", 3, "queued"),
        ("command-4", 4, "queued"),
        ("command-5", 5, "queued"),
        ("command-6", 6, "offered"),
        ("command-7", None, "queued"),
    ]
    assert [entry.withdrawn for entry in outbox.open_entries()] == [False, False, False, True, True, False, False]
    settled, _, conflict, dropped = outbox.open_entries()[:4]
    assert (settled.outcome, settled.earlier) == (None, accepted(1)[2])
    assert (conflict.outcome, conflict.earlier) == (None, superseded(3)[2])
    assert dropped.earlier is None
    assert settled.confirmed_at > 0
    assert "1" * 64 in [blob.sha256 for blob in outbox.waiting_blobs()]


def test_photos_are_offered_once_more_in_each_epoch_as_the_server_may_have_lost_them_alone(outbox: Outbox) -> None:
    def is_waiting(last_n: int, epoch: str) -> bool:
        outbox.blob_state("1" * 64, "sent")
        outbox.requeue_after(last_n, epoch)
        return "1" * 64 in [blob.sha256 for blob in outbox.waiting_blobs()]

    assert is_waiting(6, "epoch-1")
    assert not is_waiting(6, "epoch-1")
    assert is_waiting(6, "epoch-2")
    assert not is_waiting(6, "epoch-2")
    assert is_waiting(1, "epoch-2")  # what is pushed again had photos at the same time


def test_photos_are_offered_once_more_where_a_copy_has_used_our_numbers_too(tmp_path: Path) -> None:
    """The photo went before its command, which waits still: nothing of ours was answered, and it is lost there."""
    outbox, photo = an_outbox(tmp_path), NewBlob("a" * 64, 10, "image/png")
    outbox.record(an_entry(1), [photo])
    outbox.blob_state(photo.sha256, "sent")
    outbox.requeue_after(3, "epoch-2", "of-the-copy")
    assert outbox.waiting_blobs() == [photo]
    outbox.blob_state(photo.sha256, "sent")
    outbox.requeue_after(4, "epoch-2", "of-the-copy")
    assert outbox.waiting_blobs() == []  # it was told in this epoch


def test_what_the_server_knows_stays_as_it_was(outbox: Outbox) -> None:
    assert outbox.requeue_after(6, "epoch-1") == []
    assert stands(outbox)[:2] == [("command-2", 2, "final"), ("command-3", 3, "conflict")]
    assert [entry.id for entry in outbox.requeue_after(2, "epoch-2")] == ["command-3", "command-4", "command-5"]


def test_what_was_answered_without_a_number_of_ours_goes_again_in_another_epoch(outbox: Outbox) -> None:
    outbox.renumber()
    assert outbox.requeue_after(0, "epoch-1") == []
    again = outbox.requeue_after(0, "epoch-2")
    assert [entry.id for entry in again] == [f"command-{number}" for number in range(1, 6)]
    assert [entry.withdrawn for entry in again] == [False, False, False, True, True]  # a person ended the last two


def test_what_a_copy_of_this_folder_has_overwritten_in_a_stale_server_goes_again_under_new_numbers(
    outbox: Outbox,
) -> None:
    outbox.requeue_after(6, "epoch-2", "of-the-copy")
    assert stands(outbox) == [
        ("command-1", None, "queued"),
        ("command-2", None, "queued"),
        ("command-3", None, "queued"),
        ("command-4", None, "queued"),
        ("command-5", None, "queued"),
        ("command-6", None, "offered"),
        ("command-7", None, "queued"),
    ]
    assert [entry.withdrawn for entry in outbox.open_entries()] == [False, False, False, True, True, False, False]
    assert outbox.offer([f"command-{number}" for number in range(1, 8)])["command-1"] == 7
    assert outbox.requeue_after(6, "epoch-2", "of-the-copy") == []  # it has been heard of: our numbers go on above it


def test_what_comes_back_without_a_number_is_not_overtaken_by_what_was_offered_since(tmp_path: Path) -> None:
    """A copied folder: its first command was answered, then all numbers were freed, and the server lost its history."""
    outbox = an_outbox(tmp_path)
    for number in (1, 2, 3):
        outbox.record(an_entry(number))
    outbox.offer(["command-1"])
    outbox.answer([accepted(1)], "epoch-1")
    outbox.renumber()
    assert outbox.offer(["command-2"]) == {"command-2": 1}
    outbox.requeue_after(0, "epoch-2")
    assert stands(outbox) == [
        ("command-1", None, "queued"),
        ("command-2", None, "queued"),
        ("command-3", None, "queued"),
    ]
    assert outbox.open_entries()[1].confirmed_at  # it was offered once: nobody is asked whether it still holds
    assert outbox.offer(["command-1", "command-2", "command-3"]) == {"command-1": 1, "command-2": 2, "command-3": 3}


def test_while_the_servers_last_command_is_ours_all_before_it_are(outbox: Outbox) -> None:
    assert outbox.requeue_after(6, "epoch-2", "command-6") == []
    assert outbox.numbered(6) == "command-6"
    assert outbox.numbered(7) == ""


def test_a_command_of_ours_under_a_number_that_we_did_not_give_it_was_sent_by_a_copy(
    outbox: Outbox, tmp_path: Path
) -> None:
    outbox.requeue_after(6, "epoch-1", "command-6")
    connection = raw(tmp_path)
    connection.execute("DELETE FROM outbox WHERE id = 'command-5'")
    connection.close()
    assert outbox.requeue_after(5, "epoch-1", "archived") == []
    outbox.requeue_after(5, "epoch-2", "command-2")
    assert stands(outbox)[:3] == [
        ("command-1", None, "queued"),
        ("command-2", None, "queued"),
        ("command-3", None, "queued"),
    ]


def test_a_hole_above_the_servers_last_number_is_closed(outbox: Outbox, tmp_path: Path) -> None:
    connection = raw(tmp_path)
    connection.execute("DELETE FROM outbox WHERE id = 'command-2'")
    connection.close()
    outbox.requeue_after(0, "epoch-2")
    assert stands(outbox)[:5] == [
        ("command-1", 1, "queued"),
        ("command-3", 2, "queued"),
        ("command-4", 3, "queued"),
        ("command-5", 4, "queued"),
        ("command-6", 5, "offered"),
    ]
    assert outbox.offer(["command-7"]) == {"command-7": 6}


def test_settled_commands_are_archived_when_the_server_has_them_for_good(outbox: Outbox, tmp_path: Path) -> None:
    late = NOW + KEPT_MS + 1
    ids = "SELECT id FROM outbox ORDER BY k"
    outbox.blob_state("4" * 64, "lost")
    connection = raw(tmp_path)
    outbox.durable({"410102": 7}, NOW + KEPT_MS)
    assert len(connection.execute(ids).fetchall()) == 7
    outbox.durable({"410102": 6}, late)
    assert [row[0] for row in connection.execute(ids)] == [
        "command-1",
        "command-2",
        "command-3",
        "command-6",
        "command-7",
    ]
    assert not in_archive(tmp_path, "command-1")
    outbox.durable({"410102": 7}, late)
    assert [row[0] for row in connection.execute(ids)] == ["command-2", "command-3", "command-6", "command-7"]
    assert connection.execute("SELECT count(*) FROM blobs_out WHERE command_id = 'command-1'").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM blobs_out WHERE command_id = 'command-5'").fetchone() == (1,)
    assert [(blob.case_id, blob.issued) for blob in outbox.missing_blobs() if blob.state == "lost"] == [("", 0)]
    connection.close()
    assert in_archive(tmp_path, "command-1")
    assert b"command-1" not in (tmp_path / "outbox-old.jsonl").read_bytes()


def in_archive(folder: Path, command_id: str) -> bool:
    lines, _ = Journal(folder / "outbox-old.jsonl", a_key(folder), Disk()).read()
    return any(f'"id":"{command_id}"'.encode() in line.body for line in lines)


def test_a_number_that_was_archived_is_not_given_again(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    for number in (1, 2, 3):
        outbox.record(an_entry(number))
    outbox.offer(["command-1", "command-2"])
    outbox.answer([accepted(1), accepted(2)], "epoch-1")
    outbox.move(["command-1", "command-2"], State.SETTLED, NOW)
    outbox.durable({"410102": 7}, NOW + KEPT_MS + 1)
    outbox.close()
    assert an_outbox(tmp_path).offer(["command-3"]) == {"command-3": 3}


def test_old_commands_are_confirmed_for_good(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.record(an_entry(1))
    outbox.confirm(["command-1"], NOW)
    outbox.close()
    assert an_outbox(tmp_path).open_entries()[0].confirmed_at == NOW


# conflicts ----------------------------------------------------------------------------------------------------------
MET = Met(a_case(1), (Event("case-1", 4, "dispatch", NOW, NOW, "liu", "dispatcher"),))


def a_conflict(folder: Path, personal: dict[str, str] | None = None) -> Outbox:
    outbox = an_outbox(folder)
    outbox.record(an_entry(1, verb="report", body={"words": "井盖", "personal": "p-1"}), personal=personal)
    outbox.offer(["command-1"])
    outbox.answer([superseded(1)], "epoch-1", {"command-1": MET})
    return outbox


def test_what_a_conflict_met_is_known_after_a_new_start_and_goes_with_it(tmp_path: Path) -> None:
    a_conflict(tmp_path).close()
    outbox = an_outbox(tmp_path)
    assert outbox.met() == {"command-1": MET}
    outbox.move(["command-1"], State.RESOLVED, NOW, "drop")
    assert outbox.met() == {}


def test_a_refused_report_applied_on_top_keeps_its_reporter(tmp_path: Path) -> None:
    outbox = a_conflict(tmp_path, {"phone": "13800001234"})
    assert outbox.personal("command-1") == {"phone": "13800001234"}
    on_top = an_entry(2, verb="report", body={"words": "井盖", "personal": "p-1"}, supersedes="command-1")
    assert outbox.replace("command-1", on_top, [NewBlob("a" * 64, 10, "image/png")]) == 2
    assert stands(outbox) == [("command-2", None, "queued")]
    assert outbox.personal("command-2") == {"phone": "13800001234"}
    assert outbox.waiting_blobs() == [NewBlob("a" * 64, 10, "image/png")]
    outbox.close()
    (tmp_path / "outbox.open").touch()
    again = an_outbox(tmp_path)
    assert again.personal("command-2") == {"phone": "13800001234"}
    assert [file.name for file in (tmp_path / "outbox-personal").iterdir()] == ["command-2"]


def test_instead_of_a_report_another_deed_takes_no_reporter_along(tmp_path: Path) -> None:
    outbox = a_conflict(tmp_path, {"phone": "13800001234"})
    outbox.replace("command-1", an_entry(2, verb="note"))
    assert outbox.personal("command-1") == outbox.personal("command-2") == {}


def test_a_dropped_conflict_and_a_command_taken_back_leave_no_personal_data(tmp_path: Path) -> None:
    for state in (State.RESOLVED, State.WITHDRAWN):
        outbox = a_conflict(tmp_path / state, {"phone": "13800001234"})
        outbox.keep_copy()
        outbox.move(["command-1"], state, NOW, "drop")
        assert outbox.personal("command-1") == {}
        assert list((tmp_path / state / "outbox-personal").iterdir()) == []


def test_a_conflict_and_what_takes_its_place_change_in_one_commit(tmp_path: Path) -> None:
    outbox = a_conflict(tmp_path)
    connection = raw(tmp_path)
    connection.execute("CREATE TRIGGER refuse BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'no'); END")
    connection.close()
    with pytest.raises(NotRecorded):
        outbox.replace("command-1", an_entry(2))
    assert stands(outbox) == [("command-1", 1, "conflict")]
    assert outbox.met() == {"command-1": MET}


def test_what_the_server_has_under_another_number_is_asked_for_anew_by_a_server_that_went_back(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.record(an_entry(1))
    outbox.offer(["command-1"])
    outbox.answer([accepted(1)], "epoch-1", astray={"command-1"})  # a copy of this folder sent it, as the 11th
    assert stands(outbox) == [("command-1", None, "final")]
    again = outbox.requeue_after(10, "epoch-2")  # up to there the older server has what the copy sent
    assert [(entry.id, entry.state.value) for entry in again] == [("command-1", "queued")]
