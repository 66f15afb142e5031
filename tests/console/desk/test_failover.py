"""A server that lost what it had taken: a stale standby, a backup put back. Every accepted command reaches it again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.facts import Sending
from rules.case import Stage
from rules.commands import Outcome
from rules.protocol import PushAnswer, Result
from tests.console.desk.room import Room
from tests.console.makers import Feed
from tests.console.small_city import a_case


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    made.has(a_case(1), a_case(2))
    yield made
    made.close()


def settled(room: Room, text: str, last_n: int) -> str:
    """A note that was accepted and whose row is here: nothing of it is shown as waiting any more."""
    noted = room.note(text)
    room.answer(room.push(), seq=room.feed.seq + 1, version=3)
    room.has(a_case(1, version=3, events=3 + last_n), last_n=last_n)
    assert room.desk.delta(("case-1",)).changed[0].pending == ()
    return noted.id


def test_a_gap_brings_settled_commands_back_under_their_numbers_and_is_no_fork(room: Room) -> None:
    ids = [settled(room, text, n) for n, text in enumerate(("一", "二", "三"), 1)]
    name = room.desk.files.outbox.identity.console_id
    fourth = room.note("四").id
    assert [each.n for each in room.push().cmds] == [4]

    back = room.gap(last_n=1)

    again = room.push()
    assert [(each.n, each.command.id) for each in again.cmds] == [(2, ids[1]), (3, ids[2]), (4, fourth)]
    assert (again.console_id, room.desk.files.station().token) == (name, "of this workstation")
    assert (back.again, back.cases) == (2, {"case-1"})
    assert [pending.state for pending in room.desk.outbox()] == [Sending.OFFERED] * 3


def test_in_a_new_epoch_what_the_server_lacks_is_pushed_again_and_the_rest_is_settled(room: Room) -> None:
    settled(room, "在服务器上", 1)
    lost = settled(room, "随旧主机丢失", 2)
    final = room.dispatch(2)
    room.answer(room.push(), seq=99, version=4)  # accepted, its row never came

    room.epoch, room.feed = "epoch-2", Feed()
    room.has(a_case(1), a_case(2), last_n=1)

    assert room.waits() == [lost, final.id]
    assert [each.n for each in room.push().cmds] == [2, 3]


def test_what_a_server_told_before_it_answered_a_push_says_nothing_of_a_loss(room: Room) -> None:
    settled(room, "一", 1)
    room.restart()
    room.dispatch(2)
    room.answer(room.push(), seq=99, version=4)
    asked_before_that = 1
    room.has(a_case(1, version=3, events=5), last_n=asked_before_that)
    assert room.waits() == []
    room.has(a_case(1, version=3, events=6), last_n=2)
    assert room.waits() == []


def test_final_commands_that_the_new_server_knows_end_with_the_epoch(room: Room) -> None:
    room.dispatch(1)
    room.answer(room.push(), seq=99, version=4)
    room.epoch, room.feed = "epoch-2", Feed()
    room.has(a_case(1, Stage.WITH_UNITS, version=4, events=5), last_n=1)
    assert room.waits() == []
    assert room.desk.delta(("case-1",)).changed[0].pending == ()
    room.restart()
    assert room.waits() == []


def test_what_a_copy_of_the_folder_overwrote_after_a_failover_is_pushed_again(room: Room) -> None:
    """The stale server knew one of ours; before we heard of it, a copy pushed two of its own under our numbers."""
    first = settled(room, "一", 1)
    lost = [settled(room, text, n) for n, text in enumerate(("二", "三"), 2)]
    room.epoch, room.feed = "epoch-2", Feed()
    room.has(a_case(1), last_n=3, last_id="of-the-copy")
    again = room.push()
    assert [(each.n, each.command.id) for each in again.cmds] == [(4, first), (5, lost[0]), (6, lost[1])]
    assert again.after == ""  # what is under 3 is none of ours


def test_who_pushes_before_it_has_heard_of_the_new_epoch_tells_what_it_goes_on_behind(room: Room) -> None:
    lost = settled(room, "一", 1)
    mine = room.note("二").id
    assert room.push().after == lost
    room.epoch = "epoch-2"
    room.gap(last_n=1, last_id="of-the-copy")
    again = room.push()
    assert [(each.n, each.command.id) for each in again.cmds] == [(2, lost), (3, mine)]
    room.answer(again)
    room.note("三")
    assert room.push().after == mine


def test_a_row_of_another_history_does_not_settle_a_command(room: Room) -> None:
    """A stale server may have given the same version to somebody else's deed."""
    dispatched = room.dispatch(1)
    room.answer(room.push(), seq=3, version=4)
    room.epoch, room.feed = "epoch-2", Feed()
    room.has(a_case(1, version=7, events=9), last_n=0)
    assert room.waits() == [dispatched.id]


def test_what_comes_back_goes_on_after_a_restart(room: Room) -> None:
    first = settled(room, "一", 1)
    second = room.note("二").id
    room.push()
    room.gap(last_n=0)
    room.restart()
    assert room.waits() == [first, second]
    assert [each.n for each in room.push().cmds] == [1, 2]


def test_another_verdict_after_the_failover_is_told(room: Room) -> None:
    dispatched = room.dispatch(1)
    room.answer(room.push(), seq=99, version=4)
    room.epoch, room.feed = "epoch-2", Feed()
    room.has(a_case(1, version=5, events=7), last_n=0)

    told = room.answer(room.push(), "superseded", version=5)

    assert [entry.id for entry in told.turned] == [dispatched.id]
    assert [conflict.id for conflict in room.desk.conflicts()] == [dispatched.id]


def test_the_same_verdict_is_not_told_twice(room: Room) -> None:
    room.dispatch(1)
    room.answer(room.push(), seq=99, version=4)
    room.epoch, room.feed = "epoch-2", Feed()
    room.has(a_case(1), last_n=0)
    assert room.answer(room.push()).turned == ()


def test_an_answer_of_another_epoch_settles_nothing_of_this_cache(room: Room) -> None:
    room.dispatch(1)
    push = room.push()
    room.epoch = "epoch-2"  # the server has changed; the cache has not heard of it
    room.answer(push, seq=1, version=3)
    shown = room.desk.delta(("case-1",)).changed[0]
    assert [pending.state for pending in shown.pending] == [Sending.FINAL]


def test_a_number_that_is_none_of_ours_is_not_kept_as_ours(room: Room) -> None:
    noted = room.note("一")
    push = room.push()
    (sent,) = push.cmds
    outcome = Outcome(noted.id, "accepted", feed="410102", seq=9, version=9)
    room.out.answered(PushAnswer(room.epoch, 11, (Result(noted.id, 11, outcome),)))  # sent as the 11th by a copy
    assert sent.n == 1
    assert [entry.n for entry in room.desk.files.outbox.open_entries()] == [None]
