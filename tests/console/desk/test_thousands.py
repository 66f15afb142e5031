"""Thousands of unsent commands: each click, push and answer costs what it touches, never what waits."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.desk import offering
from console.desk.waiting import Waiting
from console.facts import OutboxDelta
from rules.commands import Command
from rules.frozen import changed
from rules.wire import encode_command
from tests.console.desk.room import Room
from tests.console.makers import an_entry
from tests.console.small_city import a_case

MANY = 150


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    made.has(a_case(1), a_case(2))
    for number in range(MANY):
        made.note(str(number))
    made.desk.outbox_news()
    yield made
    made.close()


def test_a_push_encodes_no_more_than_it_sends(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[str] = []

    def counted(command: Command) -> bytes:
        encoded.append(command.id)
        return encode_command(command)

    monkeypatch.setattr(offering, "encode_command", counted)
    assert len(room.push().cmds) == 64
    assert len(encoded) <= 65


def test_the_news_of_the_outbox_are_what_changed(room: Room) -> None:
    assert room.desk.outbox_news() == OutboxDelta()
    noted = room.note("又一条", 2)
    assert [pending.id for pending in room.desk.outbox_news().changed] == [noted.id]
    push = room.push()
    assert len(room.desk.outbox_news().changed) == 64
    room.answer(push)
    news = room.desk.outbox_news()
    assert (len(news.changed), set(news.gone)) == (0, {each.command.id for each in push.cmds})
    assert room.desk.waiting() == (MANY + 1 - 64, 0)


def test_a_case_that_got_its_number_is_told_with_the_commands_on_it(room: Room) -> None:
    noted = room.note("又一条", 2)
    room.desk.outbox_news()
    room.has(changed(a_case(2, version=4, events=4), number="15042299999"))
    (shown,) = room.desk.outbox_news().changed
    assert (shown.id, shown.number) == (noted.id, "15042299999")


def test_what_waits_is_kept_in_sending_order() -> None:
    queue = Waiting()
    entries = [replace(an_entry(k), k=k) for k in (1, 2, 3, 4)]
    for entry in reversed(entries):
        queue.put(entry)
    queue.put(replace(entries[2], n=2))
    queue.put(replace(entries[3], n=1))
    assert [entry.k for entry in queue] == [4, 3, 1, 2]
    queue.drop(entries[3].id)
    queue.drop("unknown")
    assert ([entry.k for entry in queue], len(queue)) == ([3, 1, 2], 3)
