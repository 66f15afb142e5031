"""A server that lives and tells nothing new: when it is noticed, and what is no sign of it."""

from console.facts import Line, Lost
from console.store.awaited import AwaitedRows
from console.store.link import LinkWatch
from rules.commands import Outcome
from rules.protocol import ChangesHead, FeedSpan, Mark, PushAnswer, Result, SnapshotHead
from tests.console.small_city import NOW


class Time:
    """Milliseconds that a test moves on."""

    def __init__(self) -> None:
        self.ms = 1_000

    def __call__(self) -> int:
        return self.ms


def head(epoch: str = "e1", **heads: int) -> ChangesHead:
    return ChangesHead(1, epoch, {feed: FeedSpan(0, 0, seq) for feed, seq in heads.items()}, "city", NOW)


def accepted(seq: int, feed: str = "west", epoch: str = "e1") -> PushAnswer:
    return PushAnswer(epoch, 1, (Result("c1", 1, Outcome("c1", "accepted", feed=feed, seq=seq)),))


def awaiting(time: Time, seq: int = 8) -> AwaitedRows:
    """The feed stands at 7; our own row is at `seq`."""
    rows = AwaitedRows(time)
    rows.told(head(west=7))
    rows.accepted(accepted(seq))
    return rows


def test_a_feed_that_does_not_reach_our_own_row_is_overdue_after_three_heartbeats() -> None:
    time = Time()
    rows = awaiting(time)
    time.ms += 14_999
    assert (rows.are_awaited, rows.are_overdue) == (True, False)
    time.ms += 1
    assert rows.are_overdue


def test_a_feed_that_reaches_it_is_not_although_its_rows_are_not_taken_yet() -> None:
    time = Time()
    rows = awaiting(time)
    rows.told(head(west=8))
    time.ms += 60_000
    assert (rows.are_awaited, rows.are_overdue) == (False, False)


def test_a_feed_that_reaches_less_of_it_is_waited_for_still() -> None:
    time = Time()
    rows = awaiting(time, seq=9)
    time.ms += 10_000
    rows.told(head(west=8))
    time.ms += 5_000
    assert rows.are_overdue


def test_rows_that_were_told_before_the_answer_came_are_not_awaited() -> None:
    assert not awaiting(Time(), seq=7).are_awaited


def test_feeds_that_are_not_followed_and_other_epochs_are_not_awaited() -> None:
    rows = AwaitedRows(Time())
    rows.told(head(west=7))
    rows.accepted(accepted(8, feed="east"))
    rows.accepted(accepted(8, epoch="e2"))
    assert not rows.are_awaited
    rows.accepted(accepted(8))
    rows.told(head(epoch="e2", west=1))
    assert not rows.are_awaited


def online(time: Time) -> LinkWatch:
    watch = LinkWatch(lambda: NOW, time)
    watch.alive()
    watch.moved("http://a")
    watch.told(head(west=7))
    watch.data(NOW, head(west=7))
    watch.answered(accepted(8))
    return watch


def test_a_frozen_server_is_offline_whatever_its_heartbeats_say() -> None:
    time = Time()
    watch = online(time)
    assert not watch.freezes()
    time.ms += 15_000
    assert watch.freezes()
    assert not watch.alive()
    state = watch.state
    assert (state.line, state.reason, state.reason_details) == (Line.OFFLINE, "link.frozen", {"address": "http://a"})
    assert not watch.freezes()
    time.ms += 15_000
    assert watch.freezes()  # it is left again as long as nothing better is found


def test_it_ends_when_the_row_comes_or_another_server_answers() -> None:
    time = Time()
    watch = online(time)
    time.ms += 15_000
    watch.freezes()
    watch.told(head(west=7))
    assert not watch.alive()
    watch.told(head(west=8))
    assert watch.alive()

    other = online(time)
    time.ms += 15_000
    other.freezes()
    assert not other.moved("http://a")
    assert other.moved("http://b")
    assert other.alive()


def test_the_time_without_a_line_does_not_count() -> None:
    time = Time()
    watch = online(time)
    watch.lost(Lost("poll", "link.cut"))
    time.ms += 60_000
    assert not watch.freezes()
    watch.lost(Lost("poll", "link.down"))
    watch.alive()
    assert not watch.freezes()
    time.ms += 15_000
    assert watch.freezes()


def test_a_picture_that_could_not_be_taken_in_here_is_not_the_servers_fault() -> None:
    time = Time()
    watch = online(time)
    watch.stall()
    time.ms += 15_000
    assert not watch.freezes()


def test_a_page_of_a_snapshot_tells_where_the_feeds_stand_too() -> None:
    rows = AwaitedRows(Time())
    rows.told(SnapshotHead(1, "e1", {"west": Mark(7, "")}, 1, "city", NOW))
    rows.accepted(accepted(8))
    assert rows.are_awaited
