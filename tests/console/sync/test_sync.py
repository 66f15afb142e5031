"""The network's part alone, against a small server with faults: N1 to N3, N6, N9, and answers that are none."""

from collections.abc import Callable

import pytest

from console.facts import Answer, Ask, BlobOut, Cursor, Denied, Question, SignedIn, Unreachable
from console.sync import packs, poll, workers
from console.sync.backoff import Backoff
from console.sync.blobs import Upload
from console.sync.client import Client
from console.sync.errors import Busy, NotKnown, OtherVersion, Refused, ServerUnreachable, SnapshotNeeded
from console.sync.push import Forked, push
from console.sync.questions import Questions, enrol
from rules.protocol import Mark, Push, Pushed
from rules.wire import command_hash
from tests.console.fake_book import FEED
from tests.console.fake_server import FakeServer
from tests.console.makers import a_command
from tests.console.small_city import CITY, PACK, PASSWORD, a_case


@pytest.fixture
def client(server: FakeServer) -> Client:
    return Client(server.base, token=server.book.token)


def a_push(*numbers: int, console: str = "console-1") -> Push:
    commands = [a_command(number) for number in numbers]
    pushed = tuple(Pushed(n, each, command_hash(each)) for n, each in zip(numbers, commands, strict=True))
    return Push(console, 1, "epoch-1", pushed)


def at(server: FakeServer, seq: int) -> Cursor:
    rows = server.book.rows
    mark = Mark(seq, rows[seq - 1].chain if seq else "0" * 64)
    return Cursor(server.book.epoch, {FEED: mark})


def test_hello_says_who_answers(server: FakeServer, client: Client) -> None:
    assert (client.hello().epoch_id, client.hello().city) == ("epoch-1", CITY.version)
    server.book.proto = "sync/2"
    with pytest.raises(OtherVersion):
        client.hello()


def test_nobody_at_the_address() -> None:
    with pytest.raises(ServerUnreachable) as caught:
        Client("http://127.0.0.1:9").hello()
    assert caught.value.reason == "link.down"


EXCHANGES: list[Callable[[Client, FakeServer], object]] = [
    lambda client, _: client.hello(),
    lambda client, _: push(client, a_push(1)),
    lambda client, server: poll.changes(client, at(server, 0), 0),
    lambda client, _: poll.snapshot(client, ""),
    lambda client, _: packs.fetch(client, CITY.version),
    lambda client, _: Upload(client, BlobOut("a" * 64, "image/jpeg", b"x")).step(),
]


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_a_portal_is_never_taken_for_the_server(
    server: FakeServer, client: Client, exchange: Callable[[Client, FakeServer], object]
) -> None:
    server.book.portal = True
    with pytest.raises(ServerUnreachable) as caught:
        exchange(client, server)
    assert caught.value.reason == "link.not_griddesk"


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_a_cut_line_is_unreachable(
    server: FakeServer, client: Client, exchange: Callable[[Client, FakeServer], object]
) -> None:
    server.unplug()
    with pytest.raises(ServerUnreachable):
        exchange(client, server)


def test_a_proxy_of_the_environment_is_not_asked(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert Client(server.base).hello().epoch_no == 1
    with pytest.raises(ServerUnreachable):
        Client(server.base, trust_env=True).hello()


def test_a_push_is_answered_and_its_repetition_too(server: FakeServer, client: Client) -> None:
    server.book.has(a_case(1))
    first = push(client, a_push(1))
    assert [result.outcome.state for result in first.results] == ["accepted"]
    assert push(client, a_push(1)).results == first.results
    assert server.book.cases["case-1"].version == 4


def test_a_lost_answer_is_no_answer(server: FakeServer, client: Client) -> None:
    server.book.has(a_case(1))
    server.book.lose_answers = True
    with pytest.raises(ServerUnreachable):
        push(client, a_push(1))
    server.book.lose_answers = False
    assert push(client, a_push(1)).results[0].outcome.state == "accepted"
    assert server.book.cases["case-1"].version == 4


def test_a_fork_and_an_unknown_workstation_are_told_apart(server: FakeServer, client: Client) -> None:
    server.book.last_n["console-1"] = 5
    with pytest.raises(Forked):
        push(client, a_push(1))
    client.token = "another"
    with pytest.raises(NotKnown):
        push(client, a_push(1))
    with pytest.raises(NotKnown):
        poll.snapshot(client, "")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{}", "link.busy"),
        (b"<html>busy</html>", "link.busy"),
        (b"[]", "link.busy"),
        (b'{"rule": "error.storage"}', "link.storage"),
    ],
)
def test_a_busy_server_says_why_and_when_to_come_back(
    server: FakeServer, client: Client, body: bytes, reason: str
) -> None:
    server.book.busy, server.book.why_busy = True, body
    with pytest.raises(Busy, match=reason):
        push(client, a_push(1))


def test_changes_come_whole_and_verified(server: FakeServer, client: Client) -> None:
    server.book.has(a_case(1), a_case(2))
    found = poll.changes(client, at(server, 0), 0)
    assert len(found.lines) == 2
    assert found.tail.to == at(server, 2).marks
    assert poll.changes(client, at(server, 2), 0).lines == ()


def test_rows_that_were_cut_off_are_no_batch(server: FakeServer, client: Client) -> None:
    server.book.has(a_case(1))
    server.book.cut_rows = True
    with pytest.raises(ServerUnreachable) as caught:
        poll.changes(client, at(server, 0), 0)
    assert caught.value.reason == "link.cut"


def test_a_changed_row_breaks_the_chain(server: FakeServer, client: Client) -> None:
    server.book.has(a_case(1))
    server.book.lines[0] = server.book.lines[0].replace("暴露".encode(), "不露".encode())
    with pytest.raises(poll.ChainBroken):
        poll.changes(client, at(server, 0), 0)


def test_a_missing_row_breaks_the_chain(server: FakeServer, client: Client) -> None:
    server.book.has(a_case(1), a_case(2))
    server.book.lines[0] = server.book.lines[1]
    with pytest.raises(poll.ChainBroken):
        poll.changes(client, at(server, 0), 0)


def test_a_cursor_of_another_epoch_wants_a_snapshot(server: FakeServer, client: Client) -> None:
    cursor = at(server, 0)
    server.book.new_epoch()
    with pytest.raises(SnapshotNeeded):
        poll.changes(client, cursor, 0)


def test_a_snapshot_comes_in_pages(server: FakeServer, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll, "FIRST_PAGE", 2)
    server.book.has(a_case(1), a_case(2), a_case(3))
    first = poll.snapshot(client, "")
    assert (len(first.lines), first.tail.next, first.tail.done, first.first) == (2, "case-2", False, True)
    second = poll.snapshot(client, first.tail.next)
    assert (len(second.lines), second.tail.done, second.first) == (1, True, False)


def test_a_workstation_is_enrolled_once(server: FakeServer) -> None:
    client = Client(server.base)
    assert enrol(client, "once", "desk 1", "console-1") == server.book.token
    with pytest.raises(Refused):
        enrol(client, "wrong", "desk 1", "console-1")


def test_sign_in_brings_actor_and_key(server: FakeServer, client: Client) -> None:
    questions = Questions(client)
    question = Question("q1", Ask.SIGN_IN, args={"login": "wang", "password": PASSWORD})
    answer = questions.answer(question)
    assert isinstance(answer, Answer)
    assert isinstance(answer.content, SignedIn)
    assert (answer.content.actor.name, answer.content.key) == ("王晓燕", b"k" * 32)
    wrong = questions.answer(Question("q2", Ask.SIGN_IN, args={"login": "wang", "password": "x"}))
    assert isinstance(wrong, Denied)
    assert (wrong.rule, wrong.text) == ("rule.password", "口令不对")
    server.unplug()
    assert isinstance(questions.answer(question), Unreachable)


def test_a_password_is_in_no_repr() -> None:
    assert "demo" not in repr(Question("q1", Ask.SIGN_IN, args={"password": "demo-2026"}))


def test_a_pack_is_verified_by_its_version(server: FakeServer, client: Client) -> None:
    assert packs.fetch(client, CITY.version).body == PACK
    server.book.packs[CITY.version] = PACK + b"x"
    with pytest.raises(ServerUnreachable):
        packs.fetch(client, CITY.version)


def test_photos_come_down_verified(server: FakeServer, client: Client) -> None:
    questions = Questions(client)
    sha256 = "5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5"  # of "12345"
    server.book.blobs[sha256] = b"12345"
    question = Question("q1", Ask.PHOTO, about=sha256)
    assert questions.answer(question) == Answer(question, b"12345")
    server.book.blobs[sha256] = b"others"
    assert isinstance(questions.answer(question), Unreachable)


def test_waits_grow_and_never_pass_their_ceiling() -> None:
    class One:
        def random(self) -> float:
            return 1.0

    waits = Backoff(One())  # type: ignore[arg-type]
    assert [waits.failure() for _ in range(5)] == [0.5, 1.0, 2.0, 4.0, 4.0]
    assert waits.failure(at_least=2.0, busy=True) == 18.0
    assert [waits.failure(busy=True) for _ in range(2)] == [30.0, 30.0]
    waits.success()
    assert waits.failure() == 0.5


@pytest.mark.parametrize("kind", [workers.PushWorker, workers.PollWorker, workers.QuestionWorker, workers.FileWorker])
def test_no_slot_is_overridden(kind: type[workers.Worker]) -> None:
    slots = {name for name, member in vars(workers.Worker).items() if callable(member) and not name.startswith("_")}
    assert slots >= {"know", "wake", "stop"}
    assert slots.isdisjoint(vars(kind))
