"""Local files: folders without rights, files that others hold, older and newer programs, thousands of commands."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QMetaObject, Qt
from sqlcipher3 import dbapi2

from console.models.file import CACHE_SCHEMA, OUTBOX_SCHEMA
from console.models.upgrade import STEPS
from tests.fixtures.programs import ROOT
from tests.together.faults.checker.source import file_key
from tests.together.faults.l2.script import script
from tests.together.faults.l2.seat import Seat
from tests.together.faults.l2.town import Town, Violated
from tests.together.faults.l3.programs import LAUNCH

NOBODY = 65534
OPENING = "tests.together.faults.l2.opening"
QUEUED, QUEUED_AT_UPGRADE = 5_000, 500
HEALING_S = 15.0


@contextmanager
def opened(folder: Path, name: str) -> Iterator[dbapi2.Connection]:
    """One of the console's files beside it, as another program would hold it."""
    connection = dbapi2.connect(str(folder / name), isolation_level=None, timeout=0.2)
    connection.execute(f"PRAGMA key = \"x'{file_key(folder).hex()}'\"")
    try:
        yield connection
    finally:
        connection.close()


def cache_of(folder: Path) -> str:
    """The name of the cache in use."""
    return next(iter(sorted(folder.glob("cache-*-v*.db")))).name


@contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """Nobody may write there; who may do everything is somebody else meanwhile."""
    root = os.geteuid() == 0
    folder.chmod(0o555)
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o700)


@script("D4")
def read_only_folder(town: Town) -> None:
    """The files cannot be opened for writing: said, nothing is called queued, and what waited before is sent then."""
    seat = town.seat()
    _offline(town, seat)
    waited = seat.report(3)
    seat.stop()
    with without_rights(seat.folder):
        try:
            (seat.folder / "probe").touch()
        except PermissionError as error:
            said = _refuses_to_queue(seat)
            town.tally.bit("D4", f"{error}; the console said {said}, {len(waited)} waited")
            seat.stop()
    seat.proxy.heal()
    seat.start()
    seat.report()
    seat.drain()
    _all_in_the_books(town, waited)


def _refuses_to_queue(seat: Seat) -> list[str]:
    """What it said when it was started and asked to do something; AssertionError where it called that queued."""
    before = len(seat.recorded)
    seat.start(joined=False)
    said = list(seat.failures)
    if not seat.failures:
        seat.report()
        said += seat.refusals[-1:]
    assert said, "it said nothing"
    assert len(seat.recorded) == before, "a command was called queued that no disk has"
    return said


def _all_in_the_books(town: Town, ids: list[str]) -> None:
    """Violated where one of these was never settled."""
    lost = set(ids) - town.settled_ids()
    if lost:
        raise Violated("I3", f"{sorted(lost)} never came to the books")


@script("D5")
def locked_by_a_scanner(town: Town) -> None:
    """Another program holds the cache: rows wait, clicks do not."""
    seat, other = town.seat(), town.seat()
    with opened(seat.folder, cache_of(seat.folder)) as scanner:
        scanner.execute("BEGIN EXCLUSIVE")
        other.report(2)
        other.drain()
        seat.report()
        town.until(lambda: seat.board.link.reason == "link.stalled", "rows to be refused by the lock")
        town.tally.bit("D5", f"rows were not taken: {seat.board.link.reason}, {seat.said[-1:]}")
        scanner.execute("ROLLBACK")
    seat.drain()


@script("C2")
def value_flipped(town: Town) -> None:
    """Somebody changes a value in the cache through SQL: the structure holds, the digests do not."""
    seat = town.seat()
    seat.report(2)
    seat.drain()
    seat.stop()
    with opened(seat.folder, cache_of(seat.folder)) as file:
        flip = "UPDATE cases SET image = CAST(replace(CAST(image AS TEXT), '有暴露垃圾', '无暴露垃圾') AS BLOB)"
        changed = file.execute(flip).rowcount
    town.tally.bit("C2", f"{changed} images were changed")
    seat.start()
    seat.report()  # a batch with digests comes
    seat.drain()
    seat.said.clear()
    QMetaObject.invokeMethod(seat.core.store.arrivals.checking, "look", Qt.ConnectionType.QueuedConnection)
    until = time.monotonic() + HEALING_S
    town.until(lambda: "notice.snapshot" in seat.said or time.monotonic() > until, "the cache to be looked over")
    seat.drain()


@script("C7")
def outbox_damaged(town: Town) -> None:
    """The outbox is zeroes where it was written, with commands queued: each is found in the second copy."""
    seat = town.seat()
    seat.report(3)
    seat.drain()
    _offline(town, seat)
    ids = seat.report(5)
    seat.stop()
    file = seat.folder / "outbox.db"
    body = bytearray(file.read_bytes())
    body[1024 : len(body) // 2] = bytes(len(body) // 2 - 1024)
    file.write_bytes(body)
    file.with_name("outbox.db-wal").unlink(missing_ok=True)
    town.tally.bit("C7", f"{len(body) // 2 - 1024} bytes of {len(body)} are zero, {len(ids)} commands waited")
    seat.proxy.heal()
    seat.start()
    seat.drain()


@script("M1")
def cache_of_an_older_schema(town: Town) -> None:
    """Another number of the schema, with hundreds of commands queued: a new cache, and each of them arrives."""
    seat = town.seat()
    _offline(town, seat)
    ids = seat.report(QUEUED_AT_UPGRADE)
    seat.stop()
    waiting = seat.waiting()
    file = seat.folder / cache_of(seat.folder)
    old = file.with_name(file.name.replace(f"-v{CACHE_SCHEMA}", f"-v{CACHE_SCHEMA - 1}"))
    file.rename(old)
    seat.start(joined=False)
    assert seat.folder.joinpath(file.name).exists(), "no cache of this schema was begun"
    assert seat.waiting() == waiting >= QUEUED_AT_UPGRADE, "commands went with the cache"
    town.tally.bit("M1", f"{file.name} was one of schema {CACHE_SCHEMA - 1}, {waiting} commands waited")
    seat.stop()
    seat.proxy.heal()
    seat.start()
    seat.drain()
    _all_in_the_books(town, ids)
    for each in seat.folder.glob(f"{old.name}*"):
        each.unlink()


@script("M2")
def files_of_a_newer_program(town: Town) -> None:
    """An outbox from the future is read and not written; the program that knows it goes on."""
    seat = town.seat()
    seat.report()
    seat.drain()
    seat.stop()
    _number(seat.folder, OUTBOX_SCHEMA + 7)
    seat.start()
    before = len(seat.recorded)
    seat.report()
    assert len(seat.recorded) == before, "a file of a newer program was written"
    town.tally.bit("M2", f"schema {OUTBOX_SCHEMA + 7}: {seat.refusals[-1]}")
    seat.stop()
    _number(seat.folder, OUTBOX_SCHEMA)
    seat.start()
    seat.report()
    seat.drain()


def _number(folder: Path, schema: int) -> None:
    with opened(folder, "outbox.db") as file:
        file.execute(f"PRAGMA user_version = {schema}")


def bring_down(folder: Path) -> None:
    """An outbox as the program before left it: what the last step added is taken away."""
    with opened(folder, "outbox.db") as file:
        for step in reversed(STEPS[OUTBOX_SCHEMA]):
            words = step.split()
            if words[:2] == ["CREATE", "TABLE"]:
                file.execute(f"DROP TABLE {words[2]}")
            else:
                file.execute(f"ALTER TABLE {words[2]} DROP COLUMN {words[5]}")
        file.execute(f"PRAGMA user_version = {OUTBOX_SCHEMA - 1}")


@script("M3")
def killed_in_a_migration(town: Town) -> None:
    """A program dies between two statements while it brings the outbox up: what it was, or what it becomes."""
    seat = town.seat()
    _offline(town, seat)
    ids = seat.report(5)
    seat.stop()
    bring_down(seat.folder)
    note, number = seat.folder / "note", 0
    while _schema(seat.folder) == OUTBOX_SCHEMA - 1:
        number += town.dice.randrange(1, 4)
        launch = [sys.executable, "-m", LAUNCH, "console.statement", str(number), str(note), OPENING, str(seat.folder)]
        died = subprocess.run(launch, cwd=ROOT, check=False, capture_output=True).returncode == -9
        if died and _schema(seat.folder) == OUTBOX_SCHEMA - 1:
            town.tally.bit("M3", f"{note.read_text().split()[-1]} died before statement {number}, {len(ids)} waited")
    seat.proxy.heal()
    seat.start()
    seat.drain()


def _schema(folder: Path) -> int:
    with opened(folder, "outbox.db") as file:
        return int(file.execute("PRAGMA user_version").fetchone()[0])


@script("P4", is_long=True)
def thousands_queued(town: Town) -> None:
    """A long outage: 5,000 commands wait, and all of them go."""
    seat = town.seat()
    _offline(town, seat)
    for _ in range(QUEUED // 500):
        seat.report(500)
    town.until(lambda: seat.board.link.unsent >= QUEUED, "all of them to be counted")  # a moment after they are queued
    town.tally.bit("P4", f"{seat.board.link.unsent} commands were unsent at the heal")
    seat.proxy.heal()
    seat.drain(900)


def _offline(town: Town, seat: Seat) -> None:
    seat.proxy.is_down = True
    seat.proxy.cut()
    town.until(lambda: not seat.board.link.online, "the line to be gone")
