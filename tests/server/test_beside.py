"""Rows judged in a second process come to the same as in one; when it is killed, nothing is written: it is said."""

import multiprocessing
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import func, select

from rules.commands import Command
from server import tables
from server.casebook.beside import HelperLost, batches
from server.casebook.bulk import BulkRecorder
from server.casebook.judge import Judge
from server.casebook.making import Maker
from server.database import Database
from server.feeds.service import Feeds
from server.importer.loading import command_of
from tests.server.small_city import NOW, small_city

CITY = small_city()


def chunk(start: int, count: int) -> list[Command]:
    """Commands that record rows; every fourth one is refused, as its time is before all time."""
    return [
        command_of(
            {"source_number": f"{n}", "stage": "to_dispatch", "reported_at": NOW + n if n % 4 else -n, "row": n},
            CITY,
            NOW,
        )
        for n in range(start, start + count)
    ]


@pytest.fixture
def maker() -> Maker:
    """The real rules on the small city."""
    return Maker(Judge(), CITY, NOW)


def test_two_processes_come_to_the_same_as_one(maker: Maker) -> None:
    chunks = [chunk(1, 5), chunk(6, 7), chunk(13, 1), chunk(14, 3)]
    made = list(batches(maker, iter(chunks)))
    alone = [maker.make(each) for each in chunks]
    assert [(batch.made, batch.feeds) for batch in made] == [(batch.made, batch.feeds) for batch in alone]
    refused = [(command.body["row"], why.rule, why.details) for batch in made for command, why in batch.refused]
    assert [row for row, _, _ in refused] == [4, 8, 12, 16]
    assert {rule for _, rule, _ in refused} == {"rule.field"}
    assert refused[0][2] == {"field": "reported_at", "expected": "instant"}
    assert multiprocessing.active_children() == []


def test_one_chunk_is_judged_without_a_second_process(maker: Maker) -> None:
    running = batches(maker, iter([chunk(1, 5)]))
    assert len(next(running).made["cases"]) == 4
    assert multiprocessing.active_children() == []
    assert list(batches(maker, iter([]))) == []


def test_whoever_stops_early_leaves_no_process_behind(maker: Maker) -> None:
    running = batches(maker, iter([chunk(n, 2) for n in range(1, 20, 2)]))
    next(running)
    next(running)
    running.close()
    assert multiprocessing.active_children() == []


def kill_helper() -> None:
    """As the kernel does when memory is short."""
    (helper,) = multiprocessing.active_children()
    helper.kill()
    helper.join()


@pytest.mark.parametrize("taken", [1, 2])
def test_a_killed_second_process_is_told(maker: Maker, taken: int) -> None:
    running = batches(maker, iter([chunk(n, 2) for n in range(1, 20, 2)]))
    for _ in range(taken):
        next(running)
    kill_helper()
    with pytest.raises(HelperLost) as lost:
        list(running)
    assert "nothing was imported" in lost.value.text("en")
    assert "未导入任何内容" in lost.value.text("zh_CN")


def test_an_import_whose_second_process_is_killed_writes_nothing(database: Database, maker: Maker) -> None:
    def rows(then: Callable[[], None]) -> Iterator[Command]:
        yield from chunk(1, 9)
        then()
        yield from chunk(10, 9)

    before = Feeds(database).epoch
    with pytest.raises(HelperLost), database.write(long=True) as connection:
        BulkRecorder(connection, maker, at_once=3).record(rows(kill_helper))
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.commands)) == 0
    assert Feeds(database).epoch == before
    with database.write(long=True) as connection:
        recorder = BulkRecorder(connection, maker, at_once=3)
        recorder.record(rows(lambda: None))
    assert (recorder.recorded, len(recorder.refused)) == (14, 4)
