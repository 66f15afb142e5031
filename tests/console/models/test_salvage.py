import shutil
from pathlib import Path

import pytest

from console.models.ballast import Ballast
from console.models.disk import Disk
from console.models.entries import NewBlob, State
from console.models.errors import NotOpened, NotRecorded, WrongKey
from console.models.outbox import Outbox
from console.models.outbox_opening import Salvaged, open_outbox
from console.models.outbox_rows import UNREADABLE
from rules.commands import Outcome
from tests.console.makers import a_key, an_entry, an_outbox
from tests.console.models.damage import Failing, make_old, overwrite, pages, raw

ACCEPTED = Outcome("command-1", "accepted", feed="410102", seq=7, version=4)


def opened(folder: Path, disk: Disk | None = None) -> tuple[Outbox, Salvaged | None]:
    return open_outbox(folder, a_key(folder), disk or Disk(), Ballast(folder))


def a_day(folder: Path) -> str:
    """One answered, one offered, one waiting with a photo and a reporter, one taken back; the console's name."""
    outbox = an_outbox(folder)
    outbox.me.keep_secret("token", "secret token")
    outbox.record(an_entry(1))
    outbox.record(an_entry(2))
    report = an_entry(3, verb="report", body={"words": "井盖松动", "personal": "p-3"})
    outbox.record(report, [NewBlob("a" * 64, 10, "image/jpeg")], {"phone": "13800001234"})
    outbox.record(an_entry(4))
    outbox.offer(["command-1", "command-2"])
    outbox.answer([("command-1", State.FINAL, ACCEPTED)], "epoch-1")
    outbox.move(["command-4"], State.WITHDRAWN, 1)
    outbox.keep_copy()
    outbox.close()
    return outbox.identity.console_id


def is_whole(outbox: Outbox, name: str) -> None:
    """All of the day is here."""
    assert [(entry.id, entry.state) for entry in outbox.open_entries()] == [
        ("command-1", State.FINAL),
        ("command-2", State.OFFERED),
        ("command-3", State.QUEUED),
    ]
    assert outbox.open_entries()[0].outcome == ACCEPTED
    assert outbox.identity.console_id == name
    assert outbox.me.secret("token") == "secret token"
    assert outbox.waiting_blobs() == [NewBlob("a" * 64, 10, "image/jpeg")]
    assert outbox.personal("command-3") == {"phone": "13800001234"}


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("day")
    return folder, a_day(folder)


@pytest.fixture
def copy(day: tuple[Path, str], tmp_path: Path) -> Path:
    return shutil.copytree(day[0], tmp_path / "files")


def test_each_page_may_be_overwritten_and_nothing_is_lost(day: tuple[Path, str], tmp_path: Path) -> None:
    salvaged = 0
    for page in range(pages(day[0] / "outbox.db")):
        folder = tmp_path / str(page)
        shutil.copytree(day[0], folder)
        overwrite(folder / "outbox.db", page)
        (folder / "outbox.open").touch()  # the program was killed: the next start looks at the whole file
        outbox, told = opened(folder)
        is_whole(outbox, day[1])
        outbox.close()
        salvaged += told is not None
        if told:
            assert (told.count, told.lost, told.file) == (3, 0, "outbox.bad-1")
            assert (folder / "outbox.bad-1").read_bytes()[page * 4096 + 1000 :].startswith(b"damage")
    assert salvaged == pages(day[0] / "outbox.db")


@pytest.mark.parametrize("left", [None, b"", b"x" * 4096, b"SQLite format 3\0"])
def test_a_file_that_is_gone_or_another_is_made_of_the_second_copy(
    copy: Path, day: tuple[Path, str], left: bytes | None
) -> None:
    (copy / "outbox.db").unlink()
    if left is not None:
        (copy / "outbox.db").write_bytes(left)
    outbox, told = opened(copy)
    is_whole(outbox, day[1])
    assert told is not None
    assert (told.count, told.lost) == (3, 0)
    outbox.close()
    assert opened(copy)[1] is None


def test_what_was_settled_or_taken_back_does_not_come_back_to_life(copy: Path) -> None:
    outbox = an_outbox(copy)
    outbox.move(["command-1"], State.SETTLED, 9)
    outbox.offer(["command-3"])
    outbox.withdraw_offered("command-3")
    outbox.answer([("command-2", State.CONFLICT, Outcome("command-2", "superseded"))], "epoch-1")
    outbox.close()
    (copy / "outbox.db").unlink()
    again, _ = opened(copy)
    assert [(entry.id, entry.state, entry.withdrawn) for entry in again.open_entries()] == [
        ("command-2", State.CONFLICT, False),
        ("command-3", State.OFFERED, True),
    ]


def test_what_becomes_of_a_command_stands_after_it_in_the_second_copy(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    outbox.record(an_entry(1))
    outbox.record(an_entry(2))
    outbox.move(["command-1"], State.WITHDRAWN, 1)
    outbox.close()
    (tmp_path / "outbox.db").unlink()
    assert [entry.id for entry in opened(tmp_path)[0].open_entries()] == ["command-2"]


def test_numbers_are_given_only_when_the_server_has_told_its_last(copy: Path) -> None:
    (copy / "outbox.db").unlink()
    outbox, _ = opened(copy)
    assert outbox.n_unknown
    with pytest.raises(NotRecorded):
        outbox.offer(["command-3"])
    outbox.learn_n(5)
    assert not outbox.n_unknown
    assert outbox.offer(["command-2", "command-3"]) == {"command-2": 2, "command-3": 6}


def test_a_number_that_the_server_never_heard_of_is_given_anew(copy: Path) -> None:
    (copy / "outbox.db").unlink()
    outbox, _ = opened(copy)
    assert outbox.learn_n(0) == outbox.open_entries()[:1]
    assert [(entry.id, entry.n, entry.state) for entry in outbox.open_entries()] == [
        ("command-1", 1, State.QUEUED),
        ("command-2", 2, State.OFFERED),
        ("command-3", None, State.QUEUED),
    ]
    assert outbox.offer(["command-3"]) == {"command-3": 3}


def test_without_a_second_copy_what_can_be_read_is_saved_and_the_rest_is_told(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    for number in range(30):
        outbox.record(an_entry(number, verb="note", body={"text": "很长" * 300}))
    outbox.close()
    (tmp_path / "outbox.jsonl").unlink()
    overwrite(tmp_path / "outbox.db", pages(tmp_path / "outbox.db") * 2 // 3)
    (tmp_path / "outbox.open").touch()
    again, told = opened(tmp_path)
    here = [entry.id for entry in again.open_entries()]
    assert told is not None
    assert 20 < told.count == len(here) < 30
    assert told.count + told.lost == 30
    assert here == sorted(here, key=lambda name: int(name.rpartition("-")[2]))


def test_one_row_that_cannot_be_read_is_a_conflict_and_holds_up_nobody(tmp_path: Path) -> None:
    outbox = an_outbox(tmp_path)
    for number in (1, 2, 3):
        outbox.record(an_entry(number))
    outbox.offer(["command-1", "command-2"])
    outbox.close()
    (tmp_path / "outbox.jsonl").unlink()
    connection = raw(tmp_path)
    connection.execute("UPDATE outbox SET body = 'odd' WHERE id = 'command-2'")
    connection.close()
    again, told = opened(tmp_path)
    assert told is None
    odd = again.open_entries()[1]
    assert (odd.id, odd.state, odd.n, odd.command.case_id) == ("command-2", State.CONFLICT, None, "case-1")
    assert odd.outcome is not None
    assert odd.outcome.rule == UNREADABLE
    assert again.offer(["command-1", "command-3"]) == {"command-1": 1, "command-3": 2}
    again.move(["command-2"], State.RESOLVED, 9, "drop")
    assert [entry.id for entry in again.open_entries()] == ["command-1", "command-3"]


def test_one_row_that_cannot_be_read_is_taken_from_the_second_copy(copy: Path, day: tuple[Path, str]) -> None:
    connection = raw(copy)
    connection.execute("UPDATE outbox SET before = 'odd', body = 'odd' WHERE id = 'command-2'")
    connection.close()
    (copy / "outbox.open").touch()  # the program was killed: the second copy is written anew
    outbox, _ = opened(copy)
    is_whole(outbox, day[1])
    outbox.close()
    (copy / "outbox.jsonl").unlink()
    is_whole(opened(copy)[0], day[1])
    (copy / "outbox.db").unlink()
    is_whole(opened(copy)[0], day[1])


def test_a_crash_in_the_middle_of_the_exchange_loses_nothing(day: tuple[Path, str], tmp_path: Path) -> None:
    for name in ("outbox.bad-1", "outbox.db"):
        folder = tmp_path / name
        shutil.copytree(day[0], folder)
        overwrite(folder / "outbox.db", 0)
        with pytest.raises(NotOpened):
            opened(folder, Failing(name))
        outbox, told = opened(folder)
        is_whole(outbox, day[1])
        assert told is not None
        assert (told.count, told.lost) == (3, 0)
        assert [file.name for file in folder.glob("outbox.bad-*")] == ["outbox.bad-1"]
        assert not (folder / "outbox.new").exists()


def test_a_new_file_that_is_not_whole_is_made_again(copy: Path, day: tuple[Path, str]) -> None:
    overwrite(copy / "outbox.db", 0)
    (copy / "outbox.new").write_bytes(b"half of it")
    is_whole(opened(copy)[0], day[1])


def test_a_wrong_key_is_no_damage(copy: Path) -> None:
    before = (copy / "outbox.db").read_bytes()
    (copy / "files.key").write_text("01" * 32)
    with pytest.raises(WrongKey):
        opened(copy)
    assert (copy / "outbox.db").read_bytes() == before
    assert not list(copy.glob("outbox.bad-*"))


def test_an_outbox_of_before_the_second_copy_is_saved_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    name = a_day(tmp_path)
    make_old(tmp_path)
    outbox, _ = opened(tmp_path)
    is_whole(outbox, name)
    outbox.close()
    overwrite(tmp_path / "outbox.db", 0)
    is_whole(opened(tmp_path)[0], name)


def test_the_second_copy_is_written_anew_after_an_unclean_end(copy: Path, day: tuple[Path, str]) -> None:
    (copy / "outbox.jsonl").write_bytes(b'{"v":1,"torn')
    (copy / "outbox.open").touch()
    opened(copy)[0].close()
    (copy / "outbox.db").unlink()
    is_whole(opened(copy)[0], day[1])


def test_a_copy_whose_last_line_is_torn_is_written_anew_at_the_next_start(copy: Path, day: tuple[Path, str]) -> None:
    outbox = an_outbox(copy)
    outbox.offer(["command-3"])
    outbox.withdraw_offered("command-3")
    outbox.record(an_entry(5))
    outbox.close()
    lines = (copy / "outbox.jsonl").read_bytes()
    (copy / "outbox.jsonl").write_bytes(lines[:-20])  # the disk lost what it had said to have
    opened(copy)[0].close()
    (copy / "outbox.db").unlink()
    assert "command-5" in [entry.id for entry in opened(copy)[0].open_entries()]


@pytest.mark.parametrize("ends", [False, True], ids=["by a crash", "in order"])
def test_a_copy_that_could_not_be_written_is_made_good_by_the_next_offer_or_the_end(tmp_path: Path, ends: bool) -> None:
    disk = Failing()
    outbox, _ = opened(tmp_path, disk)
    disk.names.add("outbox.jsonl")
    outbox.record(an_entry(1))
    with pytest.raises(NotRecorded):
        outbox.offer(["command-1"])
    disk.names.clear()
    if ends:
        outbox.close()
    else:
        assert outbox.offer(["command-1"]) == {"command-1": 1}
    (tmp_path / "outbox.db").unlink()
    assert [entry.id for entry in opened(tmp_path)[0].open_entries()] == ["command-1"]


def test_a_long_copy_is_shortened_to_one_line_for_each_command_that_is_not_archived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.models.second._LONG", 2000)
    outbox, ids = an_outbox(tmp_path), [f"command-{number}" for number in range(20)]
    for number in range(20):
        outbox.record(an_entry(number))
    outbox.keep_copy()
    one_each = (tmp_path / "outbox.jsonl").stat().st_size
    for at in range(200):
        outbox.confirm(ids, at)
    assert (tmp_path / "outbox.jsonl").stat().st_size > 3 * one_each
    outbox.move(ids[:19], State.SETTLED, 1)
    outbox.keep_copy()
    assert (tmp_path / "outbox.jsonl").stat().st_size < 1.5 * one_each
    (tmp_path / "outbox.db").unlink()
    outbox.close()
    again, _ = opened(tmp_path)
    assert [entry.id for entry in again.open_entries()] == ["command-19"]
    assert again.known(ids) == frozenset(ids)  # a server that loses what is settled gets it again


def test_a_photo_that_was_lost_stands_in_the_second_copy_too(tmp_path: Path) -> None:
    a_day(tmp_path)
    outbox = an_outbox(tmp_path)
    outbox.blob_state("a" * 64, "lost")
    outbox._copy.lags = True  # written anew, as it is from time to time
    outbox.keep_copy()
    outbox.close()
    for page in range(pages(tmp_path / "outbox.db")):
        overwrite(tmp_path / "outbox.db", page)
    saved, _ = opened(tmp_path)
    assert saved.waiting_blobs() == [NewBlob("a" * 64, 10, "image/jpeg")]  # looked for once more, and told again
    saved.close()
