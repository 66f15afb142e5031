"""Lines that break: before the server, behind it, in the middle of a body, into other hands, or not at all."""

import socket
from functools import partial
from typing import Any

from tests.together.faults.l2.proxy import Armed, Bite
from tests.together.faults.l2.script import script
from tests.together.faults.l2.seat import Seat
from tests.together.faults.l2.town import Town


def _met(town: Town, seat: Seat, *faults: Armed) -> None:
    """A report meets these faults one after another, and is there once in the end."""
    seat.proxy.arm(*faults)
    seat.report()
    town.until(lambda: not seat.proxy.is_armed, f"{seat.name} to meet {[each.fault for each in faults]}")
    seat.drain()


@script("N1")
def cut_before_the_server(town: Town) -> None:
    """The request never arrives: it is sent again."""
    _met(town, town.seat(), Armed("N1"))


@script("N2")
def answer_lost(town: Town) -> None:
    """The server has done it, the console does not know: sent again, done once."""
    _met(town, town.seat(), Armed("N2"))


@script("N3")
def request_doubled(town: Town) -> None:
    """The server sees the same body twice."""
    _met(town, town.seat(), Armed("N3"))


@script("N4")
def request_delivered_late(town: Town) -> None:
    """An old body arrives behind newer ones."""
    seat = town.seat()
    proved = town.tally.counts().get("N4", 0)
    seat.proxy.said = lambda _: None  # kept is not bitten: that is said when it arrives behind others
    _met(town, seat, Armed("N4"))
    seat.proxy.said = town.bitten
    seat.report(3)
    seat.drain()
    if seat.proxy.deliver_late():
        town.tally.bit("N4", "a push arrived behind three newer commands")
    assert town.tally.counts()["N4"] == proved + 1


@script("N6")
def half_a_body(town: Town) -> None:
    """The rows end in the middle: nothing of them is taken, all are asked for again."""
    seat, other = town.seat(), town.seat()
    before = town.tally.counts().get("N6", 0)
    for bites, after in enumerate((0, town.dice.randrange(20, 400)), before + 1):
        seat.proxy.arm(Armed("N6", "/v1/changes", after=after))
        seat.proxy.cut()  # the poll under way was asked before
        other.report(2)
        town.until(partial(_has_bitten, town, bites), "a batch of rows to be cut")
    _half_that_looks_whole(town, seat, other)
    other.drain()
    seat.drain()


def _has_bitten(town: Town, times: int) -> bool:
    return town.tally.counts().get("N6", 0) >= times


def _half_that_looks_whole(town: Town, seat: Seat, other: Seat) -> None:
    """A proxy between gives the first row and calls that all; then the cable is out, so that what was taken is seen."""
    bites: list[Bite] = []

    def bitten(bite: Bite) -> None:
        seat.proxy.is_down = True
        bites.append(bite)
        town.bitten(bite)

    seat.proxy.is_down, seat.proxy.said = True, bitten
    seat.proxy.cut()
    other.report(4)
    other.drain()
    seat.proxy.arm(Armed("N6", "/v1/changes", whole=True))
    seat.proxy.is_down = False
    town.until(lambda: bites and not seat.board.link.online, "rows to be left out")
    town.look()
    seat.proxy.said = town.bitten
    seat.proxy.heal()


@script("N9")
def captive_portal(town: Town) -> None:
    """Pages and words of somebody else in the place of an answer, with any status: none of them is an outcome."""
    seat = town.seat()
    pages = [Armed("N9", status=status) for status in (200, 302, 403, 404)]
    _met(town, seat, *pages, Armed("N9", status=404, as_json=True), Armed("N9", status=403, as_json=True))


@script("N11")
def garbage_gzip(town: Town) -> None:
    """Noise that calls itself compressed."""
    _met(town, town.seat(), Armed("N11"))


@script("N12")
def name_service_gone(town: Town) -> None:
    """The server's name cannot be looked up for a while; commands wait, and go."""
    seat = town.seat()
    seat.stop()
    seat.server = seat.server.replace("127.0.0.1", "localhost")
    seat.start()
    real, refused = socket.getaddrinfo, []

    def gone(host: Any, *args: Any, **named: Any) -> Any:
        if host == "localhost":
            refused.append(host)
            raise socket.gaierror(socket.EAI_AGAIN, "the name service is gone")
        return real(host, *args, **named)

    socket.getaddrinfo = gone
    try:
        seat.proxy.cut()
        seat.report()
        town.until(lambda: len(refused) >= 2 and not seat.board.link.online, "look-ups to be refused")
    finally:
        socket.getaddrinfo = real
    town.tally.bit("N12", f"{len(refused)} look-ups were refused")
    seat.drain()


@script("N5", is_long=True)
def slow_loris(town: Town) -> None:
    """An answer comes byte by byte: the total time ends it."""
    _met(town, town.seat(), Armed("N5", seconds=120))


@script("N7", is_long=True)
def half_open(town: Town) -> None:
    """The server's end of a poll is gone and nobody says so: the missing heartbeat tells."""
    seat = town.seat()
    seat.proxy.arm(Armed("N7", "/v1/changes", seconds=60))
    seat.proxy.cut()
    town.until(lambda: not seat.proxy.is_armed, "the poll to be half-open")
    seat.report()
    seat.drain()
    town.until(lambda: "N7" in town.tally.counts(), "the console to give the poll up")


@script("N8", is_long=True)
def one_way_only(town: Town) -> None:
    """What the console says arrives, what it is answered does not."""
    _met(town, town.seat(), Armed("N8", seconds=60))


@script("N10", is_long=True)
def a_proxy_that_holds_back(town: Town) -> None:
    """Heartbeats come only with the end of the answer: the console asks anew and gets what there is."""
    seat, other = town.seat(), town.seat()
    seat.proxy.arm(Armed("N10", "/v1/changes", seconds=40, skip=1))  # the first poll after a cut waits for nothing
    seat.proxy.cut()
    town.until(lambda: not seat.proxy.is_armed, "the poll to be held back")
    town.until(lambda: not seat.board.link.online, "the missing heartbeat to be noticed")
    other.report()
    town.until(lambda: "N10" in town.tally.counts(), "the poll to end")
    other.drain()
    seat.drain()
