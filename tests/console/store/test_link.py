"""What the watch of the line tells at once, and what waits for the beat of the second."""

from console.facts import Heard, Line, LinkState, Lost
from console.store.link import LinkWatch
from rules.protocol import ChangesHead, PushAnswer
from tests.console.small_city import NOW

A_HEAD = ChangesHead(1, "epoch-1", {}, "city", NOW)


def watching() -> LinkWatch:
    """Online with data, and told so."""
    watch = LinkWatch(lambda: NOW)
    watch.alive()
    watch.data(NOW)
    told = watch.news()
    assert told is not None
    assert (told.line, told.as_of) == (Line.ONLINE, NOW)
    return watch


def test_the_first_data_are_told_at_once() -> None:
    watch = LinkWatch(lambda: NOW)
    watch.alive()
    assert watch.news() is not None
    watch.data(NOW)
    told = watch.news()
    assert told is not None
    assert told.as_of == NOW


def test_what_differs_with_every_answer_waits_for_the_beat() -> None:
    watch = watching()
    watch.data(NOW + 5_000)
    watch.heard(Heard(NOW + 5_000, 0, 17), 3)
    assert watch.news() is None
    told = watch.news(beat=True)
    assert told is not None
    assert (told.as_of, told.latency_ms, told.skew_ms) == (NOW + 5_000, 17, 3)
    assert watch.news(beat=True) is None


def test_a_lost_line_and_what_waits_here_are_told_at_once() -> None:
    watch = watching()
    watch.counts(unsent=2, held=0, conflicts=1)
    told = watch.news()
    assert told is not None
    assert (told.unsent, told.conflicts) == (2, 1)
    watch.lost(Lost("poll", "link.unreachable", 500))
    assert isinstance(watch.news(), LinkState)


def test_a_reason_comes_with_its_details_and_goes_with_the_next_sign_of_life() -> None:
    watch = watching()
    watch.lost(Lost("poll", "link.not_griddesk", 500, {"url": "http://a"}))
    assert (watch.state.reason, watch.state.reason_details) == ("link.not_griddesk", {"url": "http://a"})
    watch.alive()
    assert (watch.state.reason, watch.state.reason_details, watch.state.retry_at) == ("", {}, 0)


def test_a_server_that_is_busy_with_pushes_is_not_away() -> None:
    watch = watching()
    watch.lost(Lost("push", "link.busy", 7_000, busy=True))
    told = watch.news()
    assert told is not None
    assert (told.line, told.reason, told.retry_at) == (Line.ONLINE, "link.busy", NOW + 7_000)
    assert not watch.alive()
    assert watch.state.reason == "link.busy"
    watch.answered(PushAnswer("epoch-1", 1))
    assert watch.state.reason == ""


def test_a_server_that_cannot_read_a_command_is_not_away() -> None:
    watch = watching()
    watch.lost(Lost("push", "link.misread", 500, {"rule": "rule.form", "text": "x"}, misread=True))
    assert watch.state.online


def test_a_server_that_is_too_busy_for_polls_gives_no_data() -> None:
    watch = watching()
    watch.lost(Lost("poll", "link.busy", 7_000, busy=True))
    assert (watch.state.line, watch.state.reason) == (Line.OFFLINE, "link.busy")


def test_a_busy_push_does_not_bring_a_lost_line_back() -> None:
    watch = watching()
    watch.lost(Lost("poll", "link.down"))
    watch.lost(Lost("push", "link.busy", busy=True))
    assert watch.state.line is Line.OFFLINE


def test_when_the_server_was_heard_is_known_and_told_with_the_beat() -> None:
    now = [NOW]
    watch = LinkWatch(lambda: now[0])
    watch.alive()
    watch.data(NOW)
    watch.news()
    now[0] += 5_000
    watch.alive()
    assert watch.news() is None
    told = watch.news(beat=True)
    assert told is not None
    assert told.heard_at == NOW + 5_000


def test_a_server_is_heard_also_while_what_it_says_cannot_be_taken_in() -> None:
    now = [NOW]
    watch = LinkWatch(lambda: now[0])
    watch.stall()
    now[0] += 5_000
    watch.alive()
    assert (watch.state.heard_at, watch.state.line) == (NOW + 5_000, Line.OFFLINE)


def test_a_line_that_goes_silent_did_so_when_it_was_heard_last() -> None:
    now = [NOW]
    watch = LinkWatch(lambda: now[0], before=NOW - 60_000)
    watch.alive()
    now[0] = NOW + 15_000  # the silence is noticed
    watch.lost(Lost("poll", "link.slow", 500))
    assert watch.state.since == NOW
    now[0] = NOW + 20_000
    watch.lost(Lost("poll", "link.down", 500))
    assert watch.state.since == NOW


def test_an_outage_does_not_begin_anew_with_the_program() -> None:
    watch = LinkWatch(lambda: NOW, before=NOW - 60_000)
    watch.lost(Lost("poll", "link.down", 500))
    assert (watch.state.since, watch.state.heard_at) == (NOW - 60_000, 0)


def test_a_desk_that_never_heard_a_server_is_offline_since_it_asked() -> None:
    watch = LinkWatch(lambda: NOW)
    watch.lost(Lost("poll", "link.down", 500))
    assert watch.state.since == NOW


def strange(way: str) -> LinkWatch:
    """One way was told that the server does not know this workstation."""
    watch = watching()
    watch.counts(1, 0, 0)
    watch.lost(Lost(way, "link.sign_in", 30_000, {"address": "http://a"}))
    return watch


def test_a_poll_that_still_lives_does_not_make_an_unknown_workstation_known() -> None:
    watch = strange("push")
    assert not watch.alive()
    assert watch.state.line is Line.SIGN_IN
    watch.told(A_HEAD)
    assert not watch.alive()
    watch.answered(PushAnswer("epoch-1", 1))
    assert watch.alive()
    assert watch.state.line is Line.ONLINE


def test_an_unknown_workstation_is_known_by_a_poll_that_is_answered_a_new_token_or_another_reason() -> None:
    watch = strange("poll")
    watch.told(A_HEAD)
    assert watch.alive()
    watch = strange("poll")
    watch.enrolled()
    assert watch.alive()
    watch = strange("poll")
    watch.lost(Lost("poll", "link.down"))
    assert watch.alive()


def test_where_nothing_is_left_to_push_the_poll_alone_decides() -> None:
    watch = strange("push")
    watch.counts(0, 0, 0)
    assert watch.alive()
