"""The way out without threads: a push on the line and one behind it, unreadable batches, servers that are not ours."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.facts import Lost
from rules.protocol import Push
from tests.console.desk.room import Room
from tests.console.small_city import a_case

MISREAD = Lost("push", "link.misread", 500, {"rule": "rule.form", "text": "?"}, misread=True)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    made.has(a_case(1), a_case(2))
    yield made
    made.close()


def test_one_push_is_in_flight_and_none_before_the_server_is_known(room: Room) -> None:
    room.note("一")
    room.out.heard = False
    assert room.out.next("epoch-1") is None
    room.out.greeted()
    assert room.out.next("") is None
    assert room.out.next("epoch-1") is not None
    assert room.out.next("epoch-1") is None
    room.out.lost(Lost("push", "link.cut"))
    assert room.out.next("epoch-1") is not None


@pytest.mark.parametrize("reason", ["link.other_version", "link.old_server"])
def test_a_server_that_is_not_ours_any_more_gets_nothing(room: Room, reason: str) -> None:
    room.note("一")
    room.out.lost(Lost("poll", reason))
    assert room.out.next("epoch-1") is None
    room.out.greeted()
    assert room.out.next("epoch-1") is not None


def test_what_failed_says_why_and_the_rest_says_nothing(room: Room) -> None:
    for number in range(70):
        room.note(str(number))
    room.push()
    room.out.lost(Lost("push", "link.not_griddesk", 500, {"url": "http://10.0.0.1"}))
    told = room.desk.outbox()
    assert (told[0].last_error, told[0].error_details) == ("link.not_griddesk", {"url": "http://10.0.0.1"})
    assert [pending.last_error for pending in told[64:]] == [""] * 6


def test_without_a_line_only_what_was_offered_is_offered_again(room: Room) -> None:
    """What no server can have heard of keeps no number: it can still be dropped, or wait for a person's word."""
    first = room.note("一")
    room.push()
    room.out.lost(Lost("push", "link.down"))
    later = [room.note(text).id for text in ("二", "三")]
    assert [each.command.id for each in room.push().cmds] == [first.id]
    room.out.lost(Lost("push", "link.down"))
    again = room.push()
    assert [pending.n for pending in room.desk.outbox()] == [1, 0, 0]
    room.answer(again)
    assert [(each.n, each.command.id) for each in room.push().cmds] == [(2, later[0]), (3, later[1])]


def test_a_batch_that_cannot_be_read_is_halved_and_the_one_bad_command_goes_without_its_content(room: Room) -> None:
    ids = [room.note(str(number)).id for number in range(4)]
    sizes: list[int] = []
    while True:
        push = room.push()
        sizes.append(len(push.cmds))
        if bare(push):
            break
        room.out.lost(MISREAD)
    assert sizes == [4, 2, 1, 1, 1, 1]
    (stub,) = push.cmds
    assert (stub.command.id, stub.n, stub.withdrawn, stub.mac, stub.personal) == (ids[0], 1, True, "", {})

    told = room.answer(push, "withdrawn")

    assert [entry.id for entry in told.new_conflicts] == [ids[0]]
    (conflict,) = room.desk.conflicts()
    assert (conflict.outcome.rule, conflict.command.body) == ("rule.not_taken", {"text": "0"})
    assert room.waits() == ids[1:]
    assert [len(room.push().cmds)] == [2]  # it grows again


def test_what_could_not_be_read_stays_a_conflict_after_a_restart(room: Room) -> None:
    noted = room.note("一")
    for _ in range(3):
        room.push()
        room.out.lost(MISREAD)
    room.answer(room.push(), "withdrawn")
    room.restart()
    assert [conflict.id for conflict in room.desk.conflicts()] == [noted.id]
    room.desk.resolve(noted.id, "drop")
    assert room.desk.conflicts() == ()


def bare(push: Push) -> bool:
    """Whether a command goes without its content."""
    return any(not each.command.body for each in push.cmds)


# a push behind the one on the line ----------------------------------------------------------------------------------
def notes(room: Room, count: int) -> list[str]:
    return [room.note(str(number)).id for number in range(count)]


def behind(room: Room) -> Push:
    push = room.out.following("epoch-1")
    assert push is not None
    return push


def ids(push: Push) -> list[str]:
    return [each.command.id for each in push.cmds]


def test_the_next_batch_is_made_while_one_is_on_the_line_and_no_third(room: Room) -> None:
    written = notes(room, 140)
    first, second = room.push(), behind(room)
    assert (ids(first), ids(second)) == (written[:64], written[64:128])
    assert (second.cmds[0].n, second.after) == (65, written[63])
    assert room.out.following("epoch-1") is None
    room.answer(first)
    assert ids(behind(room)) == written[128:]


def test_nothing_follows_what_is_not_on_the_line(room: Room) -> None:
    notes(room, 70)
    assert room.out.following("epoch-1") is None


def test_when_one_fails_all_behind_it_are_offered_again_under_their_numbers(room: Room) -> None:
    written = notes(room, 70)
    room.push()
    behind(room)
    room.out.lost(Lost("push", "link.cut"))
    assert {each.last_error for each in room.desk.outbox()} == {"link.cut"}
    again = room.push()
    assert [(each.command.id, each.n) for each in again.cmds] == list(zip(written[:64], range(1, 65), strict=True))
    assert room.out.following("epoch-1") is None  # until something was answered again


def test_what_is_behind_a_push_that_was_not_answered_whole_is_offered_again(room: Room) -> None:
    written = notes(room, 70)
    first = room.push()
    behind(room)
    room.answer(replace(first, cmds=first.cmds[:10]))
    assert ids(room.push()) == written[10:]


def test_a_gap_ends_what_is_behind(room: Room) -> None:
    written = notes(room, 70)
    room.push()
    behind(room)
    room.gap(0)
    assert ids(room.push()) == written[:64]


def test_a_batch_that_cannot_be_read_is_halved_by_itself(room: Room) -> None:
    written = notes(room, 70)
    room.push()
    behind(room)
    room.out.lost(MISREAD)
    assert ids(room.push()) == written[:32]
    assert room.out.following("epoch-1") is None


def test_a_fork_ends_what_is_behind(room: Room) -> None:
    written = notes(room, 70)
    room.push()
    behind(room)
    room.out.forked("once")
    assert not room.out.pushing
    assert written == [each.id for each in room.desk.outbox()]
