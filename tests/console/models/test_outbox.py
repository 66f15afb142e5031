import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from console.models.ballast import Ballast
from console.models.disk import Disk
from console.models.entries import NewBlob, State
from console.models.errors import NotRecorded, WrongKey
from console.models.keys import FileKey
from console.models.outbox import Outbox
from console.models.outbox_opening import open_outbox
from rules.commands import Outcome
from tests.console.makers import a_key, an_entry, an_outbox
from tests.console.models.damage import overwrite, pages
from tests.console.small_city import NOW

CRASH = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.console.makers import an_entry, an_outbox
outbox = an_outbox(Path(sys.argv[1]))
outbox.record(an_entry(1))
outbox.record(an_entry(2))
outbox.offer(["command-1"])
os._exit(9)
"""


def states(outbox: Outbox) -> list[tuple[str, int | None, str]]:
    return [(entry.id, entry.n, entry.state.value) for entry in outbox.open_entries()]


def test_commands_keep_their_order_and_come_back_whole(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    assert [outbox.record(an_entry(2)), outbox.record(an_entry(1))] == [1, 2]
    outbox.close()
    again = an_outbox(tmp_path)
    first = again.open_entries()[0]
    assert (first.k, first.command, first.actor.id, first.mac) == (1, an_entry(2).command, "wang", "mac")
    assert states(again) == [("command-2", None, "queued"), ("command-1", None, "queued")]


def test_n_is_given_at_the_first_offer_and_never_changes(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    for number in (1, 2, 3):
        outbox.record(an_entry(number))
    assert outbox.offer(["command-2"]) == {"command-2": 1}
    assert outbox.offer(["command-2", "command-1"]) == {"command-2": 1, "command-1": 2}
    assert states(outbox) == [("command-1", 2, "offered"), ("command-2", 1, "offered"), ("command-3", None, "queued")]


def test_what_was_recorded_survives_a_crash(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    ended = subprocess.run([sys.executable, "-c", CRASH, tmp_path, root], check=False, cwd=root)
    assert ended.returncode == 9
    assert states(an_outbox(tmp_path)) == [("command-1", 1, "offered"), ("command-2", None, "queued")]


def test_a_new_command_is_in_the_second_copy_once_it_is_kept_or_the_outbox_is_closed(tmp_path: Path) -> None:
    outbox, copy = an_outbox(tmp_path), tmp_path / "outbox.jsonl"
    lines = copy.read_bytes().count(b"\n")
    outbox.record(an_entry(1))
    assert copy.read_bytes().count(b"\n") == lines
    outbox.keep_copy()
    assert copy.read_bytes().count(b"\n") == lines + 1
    outbox.record(an_entry(2))
    outbox.close()
    assert copy.read_bytes().count(b"\n") == lines + 2


def test_numbers_that_could_not_be_kept_are_given_again(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.record(an_entry(1))
    with pytest.raises(KeyError):
        outbox.offer(["command-1", "command-9"])
    assert states(outbox) == [("command-1", None, "queued")]
    assert outbox.offer(["command-1"]) == {"command-1": 1}


def test_an_outcome_is_stored_with_its_command(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.record(an_entry(1))
    outcome = Outcome("command-1", "accepted", feed="410102", seq=7, version=4)
    outbox.answer([("command-1", State.FINAL, outcome)], "epoch-1")
    entry = outbox.open_entries()[0]
    assert (entry.state, entry.outcome, entry.ack_epoch) == (State.FINAL, outcome, "epoch-1")
    outbox.move(["command-1"], State.SETTLED, 1)
    assert outbox.open_entries() == []


def test_personal_data_are_sealed_and_gone_once_the_server_has_them_for_good(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    entry = an_entry(1, verb="report", body={"words": "井盖松动", "personal": "p-1"})
    outbox.record(entry, personal={"name": "张三", "phone": "13800001234"})
    assert outbox.personal("command-1") == {"name": "张三", "phone": "13800001234"}
    raw = dbapi2.connect(str(tmp_path / "outbox.db"))
    raw.execute(f"PRAGMA key = \"x'{a_key(tmp_path).part('database').hex()}'\"")
    sealed = raw.execute("SELECT sealed FROM personal_out").fetchone()[0]
    assert b"13800001234" not in sealed
    outbox.keep_copy()
    copy = tmp_path / "outbox-personal" / "command-1"
    assert b"13800001234" not in copy.read_bytes()
    outbox.answer([("command-1", State.FINAL, Outcome("command-1", "accepted", feed="410102", seq=7))], "epoch-1")
    outbox.durable({"410102": 6}, 1)
    assert copy.exists()
    outbox.durable({"410102": 7}, 1)
    assert raw.execute("SELECT count(*) FROM personal_out").fetchone() == (0,)
    assert not copy.exists()
    raw.close()
    assert outbox.personal("command-1") == {}


def test_the_file_tells_nothing_to_who_has_no_key(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.record(an_entry(1, verb="note"))
    outbox.close()
    assert "记一笔".encode() not in (tmp_path / "outbox.db").read_bytes()


def test_the_console_keeps_its_name_and_counts_its_starts(tmp_path: Path) -> None:
    first = an_outbox(tmp_path)
    name = first.identity.console_id
    first.me.keep_secret("token", "abc")
    first.close()
    second = an_outbox(tmp_path)
    assert (second.identity.console_id, second.identity.incarnation) == (name, 2)
    assert second.me.secret("token") == "abc"


def test_a_copied_folder_goes_on_under_a_new_name(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    name = outbox.identity.console_id
    outbox.record(an_entry(1))
    outbox.record(an_entry(2))
    outbox.offer(["command-1"])
    outbox.renumber()
    assert outbox.identity.console_id != name
    assert states(outbox) == [("command-1", None, "queued"), ("command-2", None, "queued")]
    assert outbox.offer(["command-1"]) == {"command-1": 1}


def test_another_key_is_said_and_nothing_is_changed(tmp_path: Path) -> None:
    an_outbox(tmp_path).close()
    before = (tmp_path / "outbox.db").read_bytes()
    with pytest.raises(WrongKey) as caught:
        Outbox(tmp_path, FileKey(b"x" * 32))
    assert caught.value.rule == "error.key_unproven"
    assert (tmp_path / "outbox.db").read_bytes() == before


def test_an_outbox_of_a_newer_program_is_read_only(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.record(an_entry(1))
    outbox.close()
    raw = dbapi2.connect(str(tmp_path / "outbox.db"))
    raw.execute(f"PRAGMA key = \"x'{a_key(tmp_path).part('database').hex()}'\"")
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    newer = an_outbox(tmp_path)
    assert newer.read_only
    assert states(newer) == [("command-1", None, "queued")]
    with pytest.raises(NotRecorded):
        newer.record(an_entry(2))


def test_photos_wait_until_they_are_sent(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.record(an_entry(1), [NewBlob("a" * 64, 10, "image/jpeg"), NewBlob("b" * 64, 20, "image/png")])
    assert [blob.sha256[0] for blob in outbox.waiting_blobs()] == ["a", "b"]
    outbox.blob_state("a" * 64, "sent")
    assert outbox.waiting_blobs() == [NewBlob("b" * 64, 20, "image/png")]


@pytest.mark.parametrize(("before", "after"), [("lost", "waiting"), ("refused", "waiting"), ("sent", "sent")])
def test_the_same_photo_once_more_goes_again_unless_the_server_has_it(tmp_path: Path, before: str, after: str) -> None:
    outbox, photo = an_outbox(tmp_path), NewBlob("a" * 64, 10, "image/jpeg")
    outbox.record(an_entry(1), [photo])
    outbox.blob_state(photo.sha256, before, "rule.photo_unreadable")
    outbox.record(an_entry(2, case="case-2"), [photo])
    told = [(blob.state, blob.why, blob.case_id, blob.issued) for blob in outbox.missing_blobs()]
    assert told == ([("waiting", "", "case-2", NOW)] if after == "waiting" else [])


def test_what_was_given_up_is_missing_no_more(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.record(an_entry(1), [NewBlob("a" * 64, 10, "image/jpeg")])
    moved = outbox.blobs_moved
    outbox.blob_state("a" * 64, "given_up")
    assert outbox.missing_blobs() == []
    assert outbox.blobs_moved > moved


def test_a_copy_that_lags_at_the_end_is_written_anew_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = an_outbox(tmp_path)
    with monkeypatch.context() as broken:
        broken.setattr("console.models.journal.Journal.append", refuses)
        broken.setattr("console.models.journal.Journal.rewrite", refuses)
        outbox.record(an_entry(1))
        outbox.close()  # an orderly end, but for the line that the disk did not take
    an_outbox(tmp_path).close()
    for page in range(1, pages(tmp_path / "outbox.db")):
        overwrite(tmp_path / "outbox.db", page)
    saved, told = open_outbox(tmp_path, a_key(tmp_path), Disk(), Ballast(tmp_path))
    assert told is not None
    assert states(saved) == [("command-1", None, "queued")]


def refuses(*_: object) -> None:
    raise OSError(5, "input/output error")
