"""The real program on a folder that was damaged: windows without a dialog, the queue filled, and what is told of it."""

import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from console.models.keys import FileKey
from tests.fixtures.programs import Programs
from tests.together.harness.city import City
from tests.together.harness.console import BUTTONS, SIGN_IN, Console
from tests.together.harness.eyes import Eyes
from tests.together.harness.newspaper import cover, refuse
from tests.together.ways.conftest import Wired

# What lies on the console's disk is the same whatever the server keeps its own in.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAGE = 4096
FILES_UNUSABLE = 4
REBUILT = "本机数据副本损坏，正在重新取；命令不受影响"
SAVED = "本机命令文件曾损坏，已修复：1 条未了结的命令都在"
LOST = "本次启动之前未发出的命令已丢失，条数不明"
NEWER = "outbox.db 由更新版本的程序写成"
NAMED, ENROL = "^网格派遣台", "^重新登记本席位"  # the main window, also before its city is known; the form
Damage = Callable[[Path], None]


def cache_of(files: Path) -> Path:
    """The copy of the cases, without its log."""
    (cache,) = (each for each in files.glob("cache-*.db") if ".bad-" not in each.name)
    for suffix in ("-wal", "-shm"):
        cache.with_name(cache.name + suffix).unlink(missing_ok=True)
    return cache


def overwritten(file: Path, page: int) -> None:
    """Other bytes in the middle of a page."""
    with file.open("r+b") as opened:
        opened.seek(page * PAGE + 1000)
        opened.write(os.urandom(600))


def random_cache(files: Path) -> None:
    cache = cache_of(files)
    cache.write_bytes(os.urandom(cache.stat().st_size))


def cut_cache(files: Path) -> None:
    cache = cache_of(files)
    os.truncate(cache, cache.stat().st_size // 2 + 100)


def empty_cache(files: Path) -> None:
    cache_of(files).write_bytes(b"")


def zero_cache(files: Path) -> None:
    cache = cache_of(files)
    cache.write_bytes(bytes(cache.stat().st_size))


def foreign_cache(files: Path) -> None:
    """A database of somebody else, without a key."""
    cache = cache_of(files)
    cache.unlink()
    with sqlite3.connect(cache) as other:
        other.execute("CREATE TABLE cases (words TEXT)")


def missing_cache(files: Path) -> None:
    cache_of(files).unlink()


def folded(files: Path) -> Path:
    """The outbox, all of it in the file: what a power cut left in its log is no damage."""
    raw(files).close()
    return files / "outbox.db"


def raw(files: Path) -> dbapi2.Connection:
    """The outbox as somebody with its key sees it."""
    key = FileKey(bytes.fromhex((files.parent / "key").read_text().strip())).part("database")
    connection = dbapi2.connect(str(files / "outbox.db"), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return connection


def middle_page(files: Path) -> None:
    """The page in which the table of the commands begins."""
    connection = raw(files)
    (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'outbox'").fetchone()
    connection.close()
    overwritten(files / "outbox.db", root - 1)


def first_page(files: Path) -> None:
    overwritten(folded(files), 0)


def first_page_without_copy(files: Path) -> None:
    """The cache alone proves the key, and the rows behind the page are found all the same."""
    first_page(files)
    (files / "outbox.jsonl").unlink()


@pytest.fixture
def killed(city: City, desk: Wired) -> str:
    """Two cases are here, the first was dispatched without a line, then the power went; its id."""
    case_id = refuse(city)
    desk.console.wait_for("^待派遣 1$")
    desk.cut()
    desk.console.front()
    desk.console.dispatch()
    desk.console.wait_for("^待发送 1$")
    desk.console.kill()
    cover(city)
    return case_id


def come_up(desk: Wired) -> Console:
    """The line is whole again, and the program starts: a window, and none over it but the question who sits here."""
    desk.line.mend()
    desk.console.start("--server", desk.line.url, shows=NAMED)
    return desk.console


def has_no_dialog(console: Console) -> bool:
    return all(re.search(f"{NAMED}|{SIGN_IN}", seen.window) for seen in console.seen(""))


def legs(city: City, case_id: str) -> list[str]:
    return [leg["unit"] for leg in city.person("wang").case(case_id)["legs"]]


def cases(short: Damage, *rest: Damage) -> list[object]:
    """The first in the short run, all with the long forms."""
    named = [pytest.param(each, marks=pytest.mark.long, id=each.__name__) for each in rest]
    return [pytest.param(short, id=short.__name__), *named]


@pytest.mark.parametrize("damage", cases(random_cache, cut_cache, zero_cache, foreign_cache))
def test_a_damaged_cache_is_fetched_anew_without_a_word_from_anybody(
    city: City, desk: Wired, killed: str, damage: Damage
) -> None:
    damage(desk.console.files)
    console = come_up(desk)
    console.wait_for(REBUILT, NAMED)
    console.wait_for("^待派遣 1$", seconds=60)
    console.wait_until(lambda: len(console.rows()) == 1, "the case that nobody has dispatched")
    console.wait_for("^待发送 0$")
    assert legs(city, killed) == ["410102"]
    assert has_no_dialog(console)
    assert list(desk.console.files.glob("cache-*.bad-*"))


@pytest.mark.long
@pytest.mark.parametrize("damage", [empty_cache, missing_cache])
def test_a_cache_that_is_gone_is_no_trouble_at_all(city: City, desk: Wired, killed: str, damage: Damage) -> None:
    damage(desk.console.files)
    console = come_up(desk)
    console.wait_for("^待派遣 1$", seconds=60)
    console.wait_for("^待发送 0$")
    assert legs(city, killed) == ["410102"]
    assert has_no_dialog(console)


@pytest.mark.parametrize("damage", cases(first_page_without_copy, first_page, middle_page))
def test_a_damaged_outbox_is_made_good_and_what_was_in_it_arrives_once(
    city: City, desk: Wired, killed: str, damage: Damage
) -> None:
    damage(desk.console.files)
    console = come_up(desk)
    console.wait_for(SAVED, NAMED)
    console.wait_for("^待派遣 1$", seconds=60)
    console.wait_for("^待发送 0$")
    assert legs(city, killed) == ["410102"]
    assert has_no_dialog(console)
    assert (desk.console.files / "outbox.bad-1").exists()


@pytest.mark.long
def test_a_torn_second_copy_is_written_anew(city: City, desk: Wired, killed: str) -> None:
    copy = desk.console.files / "outbox.jsonl"
    os.truncate(copy, copy.stat().st_size - 30)
    console = come_up(desk)
    console.wait_for("^待发送 0$", seconds=60)
    assert legs(city, killed) == ["410102"]
    assert copy.read_bytes().endswith(b"\n")
    assert has_no_dialog(console)


@pytest.mark.long
def test_an_outbox_of_which_nothing_is_left_is_told_and_the_desk_enrolled_again(
    city: City, desk: Wired, killed: str
) -> None:
    file = folded(desk.console.files)
    file.write_bytes(os.urandom(file.stat().st_size))
    (desk.console.files / "outbox.jsonl").unlink()
    console = come_up(desk)
    console.wait_for(LOST, NAMED)
    console.wait_for("^未登记$")
    console.front()
    console.key("ctrl+e")
    console.wait_for("不认识本席位", ENROL)
    console.front(ENROL)
    console.type("desk-b")
    console.key("Return")
    console.wait_for("^待派遣 2$", seconds=60)
    assert legs(city, killed) == []


@pytest.mark.long
def test_an_outbox_of_a_newer_program_is_only_looked_at(city: City, desk: Wired, killed: str) -> None:
    connection = raw(desk.console.files)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    console = come_up(desk)
    console.sign_in("wang")
    console.wait_for(NEWER)
    console.wait_for("^待派遣 1$", seconds=60)
    console.wait_for("^待发送 1$")
    assert console.finds("^派遣 → ", roles=BUTTONS) is None
    console.dispatch()
    console.settle()
    console.wait_for("^待发送 1$")
    assert legs(city, killed) == []


def test_a_file_that_nothing_tells_the_key_of_ends_the_start_with_both_causes(
    killed: str, desk: Wired, programs: Programs, eyes: Eyes
) -> None:
    files = desk.console.files
    first_page(files)
    for other in (*files.glob("cache-*"), *files.glob("outbox*.jsonl")):
        other.unlink()
    shutil.rmtree(files / "photos", ignore_errors=True)
    before = (files / "outbox.db").read_bytes()
    options = ["--files", files, "--key-file", files.parent / "key", "--server", desk.line.url]
    program = programs.start("main.py", *options, env=eyes.env)
    assert program.wait(60) == FILES_UNUSABLE
    assert "可能是密钥不对" in program.output()
    assert "也可能是文件开头损坏" in program.output()
    assert (files / "outbox.db").read_bytes() == before


@pytest.mark.long
def test_a_desk_whose_workstation_was_ended_is_enrolled_again_in_its_window_while_it_runs(
    city: City, desk: Wired
) -> None:
    case_id = refuse(city)
    desk.console.wait_for("^待派遣 1$")
    city.change("UPDATE workstations SET ended_at = 1")
    desk.console.front()
    desk.console.dispatch()
    desk.console.wait_for("^未登记$", seconds=60)
    desk.console.wait_for("^待发送 1$")
    assert legs(city, case_id) == []
    desk.console.key("ctrl+e")
    desk.console.wait_for("有 1 条命令待发送", ENROL)
    desk.console.front(ENROL)
    desk.console.type("used-up")
    desk.console.key("Return")
    desk.console.wait_for("登记码无效或已用过", ENROL)
    desk.console.type("desk-b")  # in the place of what is marked
    desk.console.key("Return")
    desk.console.wait_for("^待发送 0$", seconds=60)
    desk.console.wait_for("^已连接")
    assert legs(city, case_id) == ["410102"]
