"""Old commands wait for one word of a person; what was offered before, and what is new, does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.facts import Lost, Pending, Sending
from tests.console.desk.room import Room
from tests.console.small_city import NOW, a_case

HOUR = 3_600_000


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    made.has(*(a_case(number) for number in (1, 2, 3)))
    yield made
    made.close()


def states(room: Room) -> dict[str, Sending]:
    room.desk.look_for_old()
    return {pending.id: pending.state for pending in room.desk.outbox()}


def two_old_and_a_new_one(room: Room) -> tuple[Pending, Pending, Pending]:
    """Yesterday's dispatch, today's note on the same case, and today's note on another one."""
    old = room.dispatch(1)
    room.at = NOW + 13 * HOUR
    return old, room.note("跟着旧命令", 1), room.note("新的", 2)


def test_twelve_hours_are_not_old_and_a_moment_more_is(room: Room) -> None:
    noted = room.note("一")
    room.at = NOW + 12 * HOUR
    assert states(room) == {noted.id: Sending.QUEUED}
    room.at += 1
    assert states(room) == {noted.id: Sending.OLD}


def test_an_old_command_and_what_follows_on_its_case_are_not_sent_everything_else_is(room: Room) -> None:
    old, follows, new = two_old_and_a_new_one(room)
    assert states(room) == {old.id: Sending.OLD, follows.id: Sending.OLD, new.id: Sending.QUEUED}
    assert [(each.command.id, each.n) for each in room.push().cmds] == [(new.id, 1)]


def test_one_word_sends_them_all_in_their_order(room: Room) -> None:
    old, follows, new = two_old_and_a_new_one(room)
    states(room)
    assert room.desk.confirm_old((old.id, follows.id), "send") == {"case-1"}
    assert [each.command.id for each in room.push().cmds] == [old.id, follows.id, new.id]


def test_the_word_holds_after_a_restart(room: Room) -> None:
    old, follows, _ = two_old_and_a_new_one(room)
    states(room)
    room.desk.confirm_old((old.id, follows.id), "send")
    room.restart()
    assert Sending.OLD not in states(room).values()


def test_what_follows_waits_while_the_first_does(room: Room) -> None:
    old, follows, _ = two_old_and_a_new_one(room)
    states(room)
    room.desk.confirm_old((follows.id,), "send")
    assert states(room)[old.id] is Sending.OLD
    assert follows.id not in {each.command.id for each in room.push().cmds}


def test_dropped_ones_are_gone_before_any_server_heard_of_them(room: Room) -> None:
    old, follows, new = two_old_and_a_new_one(room)
    states(room)
    assert room.desk.confirm_old((old.id, follows.id), "drop") == {"case-1"}
    assert room.waits() == [new.id]
    assert room.desk.delta(("case-1",)).changed[0].case.stage.value == "to_dispatch"
    room.restart()
    assert room.waits() == [new.id]


def test_what_was_offered_goes_by_itself_however_old_it_is(room: Room) -> None:
    noted = room.note("一")
    room.push()
    room.out.lost(Lost("push", "link.cut"))
    room.at = NOW + 200 * HOUR
    assert states(room) == {noted.id: Sending.OFFERED}
    assert [each.command.id for each in room.push().cmds] == [noted.id]


def test_a_word_about_what_is_not_old_does_nothing(room: Room) -> None:
    noted = room.note("一")
    assert room.desk.confirm_old((noted.id, "unknown"), "drop") == frozenset()
    assert room.waits() == [noted.id]
