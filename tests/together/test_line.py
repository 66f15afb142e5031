"""The line of the tests does what a real line does: it carries, delays, falls silent, breaks and comes back."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.fixtures.line import Line


@pytest.fixture
def echo() -> Iterator[int]:
    """The port of a program that sends back whatever it gets."""
    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                end, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_echo, args=(end,), daemon=True).start()

    threading.Thread(target=answer, daemon=True).start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def _echo(end: socket.socket) -> None:
    with end:
        try:
            while data := end.recv(1024):
                end.sendall(data)
        except ConnectionError:  # the line was cut: there is nobody to answer
            return


def connect(line: Line) -> socket.socket:
    return socket.create_connection(("127.0.0.1", line.port), timeout=10)


def ask(end: socket.socket, question: bytes) -> bytes:
    end.sendall(question)
    return end.recv(1024)


def is_broken(end: socket.socket) -> bool:
    """A broken connection shows as an error or as an end, whichever comes first."""
    try:
        return ask(end, b"during") == b""
    except ConnectionError:
        return True


def test_it_carries_what_is_said(line: Callable[[int], Line], echo: int) -> None:
    with connect(line(echo)) as end:
        assert ask(end, b"7 Elm Street") == b"7 Elm Street"


def test_a_cut_breaks_what_is_open_refuses_what_is_new_and_mends_at_the_same_port(
    line: Callable[[int], Line], echo: int
) -> None:
    between = line(echo)
    with connect(between) as end:
        assert ask(end, b"before") == b"before"
        between.cut()
        assert is_broken(end)
    with pytest.raises(ConnectionRefusedError):
        connect(between)
    between.mend()
    with connect(between) as end:
        assert ask(end, b"after") == b"after"


def test_a_black_hole_answers_nothing_until_it_is_mended(line: Callable[[int], Line], echo: int) -> None:
    between = line(echo)
    with connect(between) as end:
        assert ask(end, b"before") == b"before"
        between.fall_silent()
        end.settimeout(0.2)
        with pytest.raises(TimeoutError):
            ask(end, b"held")
        between.mend()
        end.settimeout(10)
        assert end.recv(1024) == b"held"


def test_a_slow_line_still_carries_all(line: Callable[[int], Line], echo: int) -> None:
    between = line(echo)
    between.delay = 0.05
    with connect(between) as end:
        assert ask(end, b"slowly") == b"slowly"
