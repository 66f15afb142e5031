"""`kill -9` in the middle of a push or an import: everything or nothing, and what is sent again is done once."""

import http.client
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from rules.protocol import Push
from rules.wire import canonical
from server.dialect import CASEBOOK_LOCK
from tests.fixtures.children import wait_until
from tests.fixtures.programs import Program, Programs
from tests.server.broken.conftest import JSON, Beside, Desk, Serve

MATTERS = 40
ROWS = 6_000  # three chunks: a second process judges while the first one writes
MAPPING = """
[source]
file = "rows.csv"
time = "%Y-%m-%d %H:%M:%S"
[fields]
source_number = "id"
reported_at = "opened"
status = "state"
[status]
O = "open"
"""


@contextmanager
def unanswered(desk: Desk, push: Push) -> Iterator[None]:
    """A push is sent, and nobody ever hears its answer."""
    line = http.client.HTTPConnection(urlsplit(desk.client.url).netloc)
    line.request("POST", "/v1/push", canonical(push), desk.station | JSON)
    yield
    line.close()


@contextmanager
def held(beside: Beside) -> Iterator[Callable[[], Any]]:
    """Nobody else can write meanwhile; gives what says whether somebody waits (of SQLite that cannot be seen)."""
    with beside.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield lambda: True
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CASEBOOK_LOCK})
            waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            yield lambda: connection.scalar(text(waiting))
        connection.rollback()


def test_a_server_killed_before_it_could_write_has_done_nothing(serve: Serve, beside: Beside) -> None:
    program, client = serve()
    desk, rows = Desk(client), beside.count("feed")
    push = desk.reports(MATTERS)
    with held(beside) as waiting, unanswered(desk, push):
        wait_until(waiting, "the push at the door of the database")
        program.kill()
    assert beside.count("commands") == 0
    check_done_once(serve, desk, push, beside, rows)


def test_a_server_killed_before_it_could_answer_answers_later(serve: Serve, beside: Beside) -> None:
    program, client = serve()
    desk, rows = Desk(client), beside.count("feed")
    push = desk.reports(MATTERS)
    with unanswered(desk, push):
        wait_until(lambda: beside.count("commands"), "what the push has written")
        program.kill()
    assert beside.count("commands") == MATTERS
    check_done_once(serve, desk, push, beside, rows)


def check_done_once(serve: Serve, desk: Desk, push: Push, beside: Beside, rows: int) -> None:
    """Sent again, and once more, to a server started anew: the same answer, and each matter is there once."""
    _, desk.client = serve()
    first, second = (desk.push(push) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200), first.text
    results = first.json()["results"]
    assert second.json()["results"] == results
    assert [(each["id"], each["outcome"]["state"]) for each in results] == [
        (f"c-{n}", "accepted") for n in range(1, MATTERS + 1)
    ]
    seqs = [each["outcome"]["seq"] for each in results]
    assert seqs == list(range(seqs[0], seqs[0] + MATTERS))
    counted = [beside.count(table) for table in ("cases", "commands", "command_failures", "feed")]
    assert counted == [MATTERS, MATTERS, 0, rows + MATTERS]


@pytest.fixture
def import_rows(programs: Programs, tmp_path: Path, city: Path, database_url: str) -> Callable[[], Program]:
    """Starts the import of some thousand rows."""
    (city / "cases.toml").write_text(MAPPING, encoding="utf-8")
    rows = (f"{n},2015-04-22 {n // 3600:02}:{n // 60 % 60:02}:{n % 60:02},O\n" for n in range(ROWS))
    (city / "rows.csv").write_text("id,opened,state\n" + "".join(rows), encoding="utf-8")
    where = ("--files", tmp_path / "data", "--database", database_url)
    return lambda: programs.start("-m", "server", "cases", "import", city, *where, env={"LC_ALL": "en_US.UTF-8"})


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended but was not yet fetched does not."""
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def judging(program: Program) -> list[int]:
    """The second process of an import, once it is there."""
    return [pid for pid in children(program.pid) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_a_killed_import_has_done_nothing_or_all_and_another_one_goes_through(
    import_rows: Callable[[], Program], beside: Beside
) -> None:
    program = import_rows()
    (helper,) = wait_until(lambda: judging(program), "the second process of the import")
    os.kill(program.pid, signal.SIGKILL)
    program.wait()
    wait_until(lambda: not is_alive(helper), "the end of the second process")
    found = beside.count("cases")
    assert found in {0, ROWS}
    assert [beside.count(table) for table in ("commands", "events")] == [found] * 2
    again = import_rows()
    assert again.wait() == 0, again.output()
    told = f"{ROWS - found} cases, {found} known already, 0 opened later, 0 rows could not be read"
    assert told in again.output()
    assert [beside.count(table) for table in ("cases", "commands", "events")] == [ROWS] * 3
    assert beside.count("(SELECT DISTINCT number FROM cases) AS numbers") == ROWS
