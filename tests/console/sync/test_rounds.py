"""The rounds of poll and push without threads: what each tells, and how long it waits after a failure."""

import random
from collections.abc import Iterator

import pytest

from console.facts import Changes, Cursor, SnapshotPage, SnapshotWanted, Station
from console.sync import poll
from console.sync.addresses import Addresses
from console.sync.backoff import Backoff
from console.sync.client import Client
from console.sync.errors import SnapshotNeeded
from console.sync.push import Forked
from console.sync.rounds import CityTold, PollRounds, PushRounds, Told
from console.sync.waits import Wait
from rules.protocol import Mark, Push, PushAnswer, Pushed
from rules.wire import START, command_hash
from tests.console.fake_book import FEED
from tests.console.fake_server import FakeServer
from tests.console.makers import a_command
from tests.console.small_city import CITY, a_case

HERE = Cursor("epoch-1", {FEED: Mark(0, START)})


class Never(random.Random):
    """Draws no jitter: only what the server asked for is waited."""

    def random(self) -> float:
        return 0.0


@pytest.fixture
def other() -> Iterator[FakeServer]:
    running = FakeServer()
    yield running
    running.close()


def polling(*servers: FakeServer, once: str = "once", epoch_no: int = 0, token: str = "") -> PollRounds:
    rounds = PollRounds(Client(Addresses([each.base for each in servers])), once, "desk 1", Backoff(Never()))
    rounds.know(Station("console-1", 1, token, epoch_no))
    return rounds


def told(rounds: PollRounds, cursor: Cursor) -> list[Told]:
    return list(rounds.run(cursor, wait=0))


def why(rounds: PollRounds, cursor: Cursor) -> str:
    """The reason of the wait with which the round ended."""
    last = told(rounds, cursor)[-1]
    assert isinstance(last, Wait)
    return last.lost.reason


def a_push(epoch: str = "epoch-1") -> Push:
    command = a_command(1)
    return Push("console-1", 1, epoch, (Pushed(1, command, command_hash(command)),))


def pushing(server: FakeServer) -> PushRounds:
    return PushRounds(Client(server.base, token=server.book.token), Backoff(Never()))


def test_a_first_round_greets_enrols_and_brings_a_page(server: FakeServer) -> None:
    server.book.has(a_case(1))
    station, city, page = told(polling(server), Cursor())
    assert station == Station("console-1", 1, server.book.token)
    assert city == CityTold(CITY.version, server.base)
    assert isinstance(page, SnapshotPage)
    assert len(page.lines) == 1


def test_a_round_brings_one_page_of_a_snapshot(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll, "FIRST_PAGE", 2)
    server.book.has(a_case(1), a_case(2), a_case(3))
    rounds = polling(server, token=server.book.token)
    *_, first = told(rounds, Cursor())
    assert isinstance(first, SnapshotPage)
    (second,) = told(rounds, Cursor(after=first.tail.next))
    assert isinstance(second, SnapshotPage)
    assert ([len(first.lines), len(second.lines)], second.tail.done) == ([2, 1], True)


def test_the_next_page_is_brought_while_one_is_taken_in(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll, "FIRST_PAGE", 1)
    server.book.has(a_case(1), a_case(2))
    rounds = polling(server, token=server.book.token)
    *_, first = told(rounds, Cursor())
    assert isinstance(first, SnapshotPage)
    server.unplug()
    (second,) = told(rounds, Cursor(after=first.tail.next))
    assert isinstance(second, SnapshotPage)
    assert second.tail.done


def test_a_page_that_was_brought_ahead_is_of_no_use_to_a_snapshot_begun_anew(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll, "FIRST_PAGE", 1)
    server.book.has(a_case(1), a_case(2))
    rounds = polling(server, token=server.book.token)
    told(rounds, Cursor())
    (again,) = told(rounds, Cursor())
    assert isinstance(again, SnapshotPage)
    assert again.first


def test_a_greeted_server_is_not_greeted_again_until_it_falls_silent(server: FakeServer) -> None:
    rounds = polling(server, token=server.book.token)
    assert [type(each) for each in told(rounds, HERE)] == [CityTold, Changes]
    assert [type(each) for each in told(rounds, HERE)] == [Changes]
    server.unplug()
    assert why(rounds, HERE) == "link.cut"
    server.plug_in()
    assert [type(each) for each in told(rounds, HERE)] == [CityTold, Changes]


def test_a_cursor_of_another_epoch_asks_for_a_snapshot(server: FakeServer) -> None:
    rounds = polling(server, token=server.book.token)
    server.book.new_epoch()
    assert told(rounds, HERE)[-1] == SnapshotWanted("link.new_epoch")


@pytest.mark.parametrize(
    ("why", "reason"),
    [("epoch", "link.new_epoch"), ("forgotten", "link.forgotten"), ("chain", "link.chain"), ("far", "link.far_behind"),
     ("unheard of", "link.new_epoch")],
)  # fmt: skip
def test_why_all_is_fetched_anew_is_told_as_the_server_says_it(why: str, reason: str) -> None:
    assert SnapshotNeeded(why).reason == reason


def many(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> tuple[PollRounds, Cursor]:
    """The first two of three rows are told; the cursor behind them."""
    monkeypatch.setattr(poll, "LIMIT", 2)
    server.book.has(a_case(1), a_case(2), a_case(3))
    rounds = polling(server, token=server.book.token)
    *_, first = told(rounds, HERE)
    assert isinstance(first, Changes)
    assert len(first.lines) == 2
    return rounds, Cursor("epoch-1", dict(first.tail.to))


def test_while_a_batch_is_taken_in_the_next_one_is_brought(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds, behind = many(server, monkeypatch)
    server.unplug()
    (second,) = told(rounds, behind)
    assert isinstance(second, Changes)
    assert len(second.lines) == 1
    assert why(rounds, Cursor("epoch-1", dict(second.tail.to))) == "link.cut"


def test_what_was_brought_for_another_cursor_is_of_no_use(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds, behind = many(server, monkeypatch)
    (again,) = told(rounds, HERE)
    assert isinstance(again, Changes)
    assert len(again.lines) == 2
    (second,) = told(rounds, behind)  # brought ahead of this cursor anew
    assert isinstance(second, Changes)
    assert len(second.lines) == 1


def test_what_is_in_the_way_of_the_next_batch_is_met_when_that_is_asked_for(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll, "LIMIT", 2)
    server.book.has(a_case(1), a_case(2), a_case(3))
    rounds = polling(server, token=server.book.token)
    going = rounds.run(HERE, wait=0)
    first = next(each for each in going if isinstance(each, Changes))
    server.unplug()
    assert list(going) == []
    assert why(rounds, Cursor("epoch-1", dict(first.tail.to))) == "link.cut"


def test_an_older_server_is_known_by_its_greeting(server: FakeServer) -> None:
    assert why(polling(server, token=server.book.token, epoch_no=2), HERE) == "link.old_server"


def test_an_older_server_is_known_by_each_of_its_answers(server: FakeServer) -> None:
    server.book.has(a_case(1))
    server.book.new_epoch()
    rounds = polling(server, token=server.book.token)
    assert isinstance(told(rounds, Cursor())[-1], SnapshotPage)
    server.book.epoch_no = 1  # behind the same address another one answers now, which was left behind
    assert [each.lost.reason for each in told(rounds, Cursor()) if isinstance(each, Wait)] == ["link.old_server"]
    assert why(rounds, HERE) == "link.old_server"


def test_the_next_address_is_asked_when_one_does_not_answer(server: FakeServer, other: FakeServer) -> None:
    server.unplug()
    rounds = polling(server, other, token=other.book.token)
    assert why(rounds, HERE) == "link.cut"
    assert told(rounds, HERE)[0] == CityTold(CITY.version, other.base)


def test_a_server_that_was_left_behind_gives_way_to_the_next_address(server: FakeServer, other: FakeServer) -> None:
    other.book.epoch_no = 2
    rounds = polling(server, other, token=other.book.token, epoch_no=2)
    assert why(rounds, Cursor()) == "link.old_server"
    assert told(rounds, Cursor())[0] == CityTold(CITY.version, other.base)


def test_a_cut_in_a_poll_alone_does_not_leave_the_address(server: FakeServer, other: FakeServer) -> None:
    rounds = polling(server, other, token=server.book.token)
    told(rounds, HERE)
    server.book.has(a_case(1))
    server.book.cut_rows = True
    assert why(rounds, HERE) == "link.cut"
    server.book.cut_rows = False
    assert told(rounds, HERE)[0] == CityTold(CITY.version, server.base)


def test_an_unknown_workstation_enrols_itself_with_the_token_that_it_is_given(server: FakeServer) -> None:
    rounds = polling(server, once="", token="forgotten")
    assert why(rounds, Cursor()) == "link.sign_in"
    rounds.know(Station("console-2", 2, "", once="once"))
    assert told(rounds, Cursor())[0] == Station("console-2", 2, server.book.token)


def test_a_token_is_not_forgotten_for_a_one_time_token_that_is_spent(server: FakeServer) -> None:
    own = server.book.token
    rounds = polling(server, once="spent", token=own)
    server.book.token = "of nobody"  # the workstation is ended, and then let in again
    assert [why(rounds, Cursor()) for _ in range(3)] == ["link.sign_in"] * 3
    server.book.token = own
    assert isinstance(told(rounds, Cursor())[-1], SnapshotPage)


def test_waits_where_only_a_person_can_help_are_long_and_patient(server: FakeServer) -> None:
    (*_, last) = told(polling(server, once="", token="forgotten"), Cursor())
    assert isinstance(last, Wait)
    assert (last.lost.wait_ms, last.patient, last.lost.busy) == (30_000, True, False)


def test_a_push_is_answered(server: FakeServer) -> None:
    server.book.has(a_case(1))
    answer = pushing(server).run(a_push())
    assert isinstance(answer, PushAnswer)
    assert [each.outcome.state for each in answer.results] == ["accepted"]


def test_a_busy_server_is_waited_for_as_long_as_it_asks(server: FakeServer) -> None:
    server.book.busy, server.book.retry_after = True, "7"
    wait = pushing(server).run(a_push())
    assert isinstance(wait, Wait)
    assert (wait.lost.way, wait.lost.reason, wait.lost.wait_ms) == ("push", "link.busy", 7_000)
    assert (wait.lost.busy, wait.lost.misread, wait.patient) == (True, False, True)


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_push_that_cannot_be_read_is_told_with_the_reason(server: FakeServer, status: int) -> None:
    server.book.unread = status
    wait = pushing(server).run(a_push())
    assert isinstance(wait, Wait)
    assert (wait.lost.reason, wait.lost.details) == ("link.misread", {"rule": "rule.form", "text": "格式不对"})
    assert (wait.lost.busy, wait.lost.misread, wait.patient) == (False, True, True)


def test_another_refusal_of_a_push_is_no_outcome_and_no_misread(server: FakeServer) -> None:
    server.book.unread = 418
    wait = pushing(server).run(a_push())
    assert isinstance(wait, Wait)
    assert (wait.lost.reason, wait.lost.misread) == ("link.refused", False)


def test_a_fork_brings_the_token_of_the_renewal(server: FakeServer) -> None:
    server.book.last_n["console-1"] = 5
    server.book.renewal = "renewed"
    forked = pushing(server).run(a_push())
    assert isinstance(forked, Forked)
    assert forked.renewal == "renewed"


def test_what_follows_goes_when_all_before_it_was_ended(server: FakeServer) -> None:
    server.book.has(a_case(1))
    rounds = pushing(server)
    assert rounds.run(a_push(), follows=True) is None  # nothing is before it
    assert isinstance(rounds.run(a_push()), PushAnswer)
    assert isinstance(rounds.run(a_push(), follows=True), PushAnswer)


def test_what_follows_stays_here_when_that_before_it_failed(server: FakeServer) -> None:
    server.book.has(a_case(1))
    rounds = pushing(server)
    server.book.lose_answers = True
    assert isinstance(rounds.run(a_push()), Wait)
    server.book.lose_answers = False
    sent = len(server.book.pushes)
    assert rounds.run(a_push(), follows=True) is None
    assert len(server.book.pushes) == sent
    assert isinstance(rounds.run(a_push()), PushAnswer)


def test_waits_grow_with_each_failure_and_begin_anew_after_a_success(server: FakeServer) -> None:
    class One(random.Random):
        def random(self) -> float:
            return 1.0

    rounds = PushRounds(Client(server.base, token=server.book.token), Backoff(One()))
    server.book.lose_answers = True
    server.book.has(a_case(1))
    failed = [rounds.run(a_push()) for _ in range(3)]
    assert [each.lost.wait_ms for each in failed if isinstance(each, Wait)] == [500, 1000, 2000]
    server.book.lose_answers = False
    assert isinstance(rounds.run(a_push()), PushAnswer)
    server.book.lose_answers = True
    again = rounds.run(a_push())
    assert isinstance(again, Wait)
    assert again.lost.wait_ms == 500


def test_a_server_that_says_that_it_is_stale_is_left_for_the_next_one(server: FakeServer, other: FakeServer) -> None:
    other.book.token = server.book.token
    rounds = polling(server, other, token=server.book.token)
    told(rounds, HERE)
    server.book.no_changes = "error.stale"
    assert why(rounds, HERE) == "link.busy"
    assert told(rounds, HERE)[0] == CityTold(CITY.version, other.base)


def test_a_server_that_is_only_busy_is_asked_again(server: FakeServer, other: FakeServer) -> None:
    rounds = polling(server, other, token=server.book.token)
    told(rounds, HERE)
    server.book.no_changes = "error.busy"
    assert why(rounds, HERE) == "link.busy"
    server.book.no_changes = ""
    assert told(rounds, HERE)[0] == CityTold(CITY.version, server.base)
