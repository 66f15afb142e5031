"""Questions that were asked before the network's threads were there: the cache is shown before them."""

import hashlib
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from console.app.core import Server
from console.facts import Answer, Ask, Unreachable
from console.sync.client import Client
from tests.console.conftest import Console
from tests.console.fake_server import FakeServer

Start = Callable[..., Console]
JPEG = b"\xff\xd8\xff\xe0 a photo"
SHA256 = hashlib.sha256(JPEG).hexdigest()
OTHER = "ab" * 32


def _settle(console: Console) -> None:
    """The store has taken what was asked so far: it answers this one by itself, and behind the others."""
    console.ask(Ask.SHIFT)
    console.answers.clear()


def test_what_is_asked_before_the_network_is_there_is_answered_in_its_order_when_it_is(
    qtbot: QtBot, start: Start, server: FakeServer
) -> None:
    server.book.blobs |= {SHA256: JPEG, OTHER: b"another one"}
    start().connect(server).close()
    console = start()
    for sha256 in (SHA256, OTHER):
        console.core.enquiries.ask(Ask.PHOTO, sha256, args={"size": "thumb"})
    _settle(console)
    console.connect(server)
    qtbot.waitUntil(lambda: len(console.answers) == 2)
    told = [(answer.question.about, answer.content) for answer in console.answers if isinstance(answer, Answer)]
    assert told == [(SHA256, JPEG), (OTHER, b"another one")]


def test_where_no_server_answers_it_is_told_so(qtbot: QtBot, start: Start, server: FakeServer) -> None:
    start().connect(server).close()
    server.unplug()
    console = start()
    console.core.enquiries.ask(Ask.PHOTO, SHA256)
    _settle(console)
    console.core.connect_to(Server(server.base, Client, ""))
    qtbot.waitUntil(lambda: len(console.answers) == 1)
    assert isinstance(console.answers[0], Unreachable)
