from pathlib import Path

import pytest

from console.models.disk import Disk
from console.models.journal import Journal, Line
from console.models.keys import FileKey
from tests.console.models.damage import Failing

KEY = FileKey(b"k" * 32)
ONE, TWO = Line("entry", 1, b'"one"'), Line("entry", 2, b'"two"')


def a_journal(folder: Path, key: FileKey = KEY, disk: Disk | None = None) -> Journal:
    return Journal(folder / "outbox.jsonl", key, disk or Disk())


def test_lines_come_back_in_order_and_tell_nothing_to_who_has_no_key(tmp_path: Path) -> None:
    journal = a_journal(tmp_path)
    journal.append(ONE)
    journal.append(TWO)
    journal.sync()
    assert a_journal(tmp_path).read() == ([ONE, TWO], 0)
    assert b"one" not in (tmp_path / "outbox.jsonl").read_bytes()
    assert (tmp_path / "outbox.jsonl").stat().st_mode & 0o777 == 0o600
    other = a_journal(tmp_path, FileKey(b"x" * 32))
    assert other.read() == ([], 2)
    assert not other.opens()
    assert journal.opens()


def test_a_torn_line_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "outbox.jsonl"
    journal = a_journal(tmp_path)
    journal.append(ONE)
    whole = path.read_bytes()
    journal.append(TWO)
    for cut in (1, 20, len(path.read_bytes()) - len(whole) - 2):
        path.write_bytes(whole + path.read_bytes()[len(whole) :][:cut])
        again = a_journal(tmp_path)
        again.append(TWO)
        assert again.read() == ([ONE, TWO], 1)
        path.write_bytes(whole)
        a_journal(tmp_path).append(TWO)


def test_a_line_that_failed_halfway_does_not_spoil_the_next(tmp_path: Path) -> None:
    disk = Failing()
    journal = a_journal(tmp_path, disk=disk)
    journal.append(ONE)
    disk.names.add("outbox.jsonl")
    with pytest.raises(OSError, match="No space"):
        journal.append(TWO)
    with journal.path.open("ab") as file:
        file.write(b'{"v":1,"half')
    disk.names.clear()
    journal.append(TWO)
    assert journal.read() == ([ONE, TWO], 1)


def test_a_line_put_elsewhere_or_changed_is_none(tmp_path: Path) -> None:
    journal = a_journal(tmp_path)
    journal.append(ONE)
    line = journal.path.read_bytes()
    journal.path.write_bytes(line.replace(b'"k":1', b'"k":3') + line.replace(b'"entry"', b'"moved"') + b"noise\n\n")
    assert journal.read() == ([], 3)
    journal.path.write_bytes(line)
    journal.path.rename(tmp_path / "outbox-old.jsonl")
    assert Journal(tmp_path / "outbox-old.jsonl", KEY, Disk()).read() == ([], 1)


def test_rewritten_it_holds_the_new_lines_alone_or_the_old_ones(tmp_path: Path) -> None:
    disk = Failing()
    journal = a_journal(tmp_path, disk=disk)
    journal.append(ONE)
    disk.names.add("outbox.jsonl")
    with pytest.raises(OSError, match="No space"):
        journal.rewrite([TWO])
    assert journal.read() == ([ONE], 0)
    disk.names.clear()
    journal.rewrite([TWO])
    assert journal.read() == ([TWO], 0)
