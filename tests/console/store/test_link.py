"""What the watch of the line tells at once, and what waits for the beat of the second."""

from console.facts import Heard, Line, LinkState, Lost
from console.store.link import LinkWatch
from tests.console.small_city import NOW


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
