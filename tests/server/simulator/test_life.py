"""A little city lives: every action occurs, the same seed gives the same rows, nothing is lost or done twice."""

from collections import Counter
from dataclasses import replace
from threading import Event

import pytest

from rules import protocol
from rules.case import ENDED
from rules.city import City
from rules.commands import Command, Role
from server.simulator.clocks import Clock
from server.simulator.figures import Figures
from tests.server.simulator.conftest import MONDAY_8, HandClock, Play
from tests.server.simulator.little_server import LittleServer

HOUR = 3_600_000
RARE = {
    "recall_check": 0.1, "decline": 0.1, "answer": 0.1, "pass_on": 0.1, "back_to_acceptor": 0.1, "void": 0.05,
    "wrong_unit": 0.2, "helper": 0.1, "make_safe": 0.3, "back_to_leader": 0.1, "recall": 0.1, "reassign": 0.3,
    "suspend": 0.2, "note": 0.1, "refuse_sign": 0.1, "ask_return": 0.3, "ask_extension": 0.4, "ask_suspension": 0.4,
    "sub_return": 0.2, "recall_sub": 0.2, "refuse_up": 0.2, "false_done": 0.3, "grant_return": 0.5,
    "grant_suspension": 0.5, "grant_extension": 0.5, "confirm_refuse": 0.1, "back_to_verify": 0.1, "force_close": 0.4,
    "appeal": 0.9, "grant_appeal": 0.5, "reopen": 0.05, "leader_urge": 0.2, "duplicate_seen": 0.2, "told": 0.9,
}  # fmt: skip
BY_PEOPLE = frozenset(
    {
        "accept", "acknowledge", "add_helper", "answer", "answer_check", "answer_urge", "appeal", "ask_extension",
        "ask_return", "ask_suspension", "attach_duplicate", "close", "confirm_pass", "confirm_refuse", "decline",
        "dispatch", "feedback", "fetched", "file", "force_close", "grant_appeal", "grant_extension", "grant_return",
        "grant_suspension", "milestone", "note", "pass_on", "pass_up", "reassign", "recall", "refuse_appeal",
        "refuse_extension", "refuse_return", "refuse_sign", "refuse_suspension", "refuse_up", "reopen", "report",
        "resume", "self_handled", "send_back", "send_check", "sign", "sub_dispatch", "suspend", "told",
        "uphold_decline", "urge", "verify_fail", "verify_pass", "void",
    }
)  # fmt: skip


@pytest.fixture
def eager(figures: Figures) -> Figures:
    """The rare is frequent."""
    return replace(figures, chances={**figures.chances, **RARE})


def test_every_action_of_people_occurs_and_every_case_comes_to_its_end(play: Play, eager: Figures) -> None:
    played = play(300, changed=eager)
    played.run()
    assert set(played.server.committed) == BY_PEOPLE
    assert len(played.server.cases) == 300
    assert [case.id for case in played.server.cases.values() if case.stage not in ENDED] == []
    assert len(played.agenda) == 0
    assert played.counts.refusals.total() <= 60  # who comes a minute too late is told so


def test_much_that_is_due_at_once_goes_in_batches_that_the_server_takes(play: Play) -> None:
    played = play(700)
    played.run(MONDAY_8 + 24 * HOUR, step=8 * HOUR)
    assert max(commands for commands, _ in played.server.pushed) > 64
    assert all(commands <= 256 and size <= 256 * 1024 for commands, size in played.server.pushed)


class Overtaken(LittleServer):
    """Holds each push that it expects until the one behind it has come, for a while."""

    def __init__(self, city: City, clock: Clock) -> None:
        super().__init__(city, clock)
        self.early, self._come = 0, Event()

    def push(self, push: protocol.Push) -> protocol.PushAnswer:
        if push.cmds[0].n != self.n + 1:
            self.early += 1
            answer = super().push(push)
            self._come.set()
            return answer
        self._come.clear()
        self._come.wait(0.05)
        return super().push(push)


def test_a_batch_that_comes_before_the_one_that_it_follows_is_handed_in_again(play: Play, city: City) -> None:
    calm, overtaken = play(700), play(700, server=Overtaken(city, HandClock(MONDAY_8)))
    for played in (calm, overtaken):
        played.run(MONDAY_8 + 24 * HOUR, step=8 * HOUR)
    assert isinstance(overtaken.server, Overtaken)
    assert overtaken.server.early > 0
    assert overtaken.server.order == calm.server.order


def test_the_same_seed_gives_the_same_rows_byte_by_byte(play: Play, eager: Figures) -> None:
    first, second, other = play(60, 7, changed=eager), play(60, 7, changed=eager), play(60, 8, changed=eager)
    for played in (first, second, other):
        played.run(MONDAY_8 + 30 * HOUR)
    assert first.server.rows == second.server.rows
    assert first.server.order == second.server.order
    assert len(first.server.rows) > 300
    assert first.server.rows != other.server.rows


def test_without_dispatchers_the_desk_is_the_humans(play: Play) -> None:
    played = play(40, dispatchers=False)
    played.run(MONDAY_8 + 12 * HOUR)
    assert played.server.committed["file"] > 5
    assert not {"dispatch", "confirm_pass", "told"} & set(played.server.committed)
    waiting = [case for case in played.server.cases.values() if case.stage == "to_dispatch"]
    dispatched = Command(
        "by-hand",
        "dispatch",
        waiting[0].id,
        "wang",
        Role.DISPATCHER,
        played.clock.at,
        body={"unit": waiting[0].district},
    )
    assert played.server.do(dispatched).state == "accepted"
    played.run(MONDAY_8 + 30 * HOUR)
    assert played.server.cases[waiting[0].id].events > waiting[0].events + 2


def test_a_desk_given_to_the_simulator_is_played(play: Play) -> None:
    played = play(40, dispatchers=False)
    played.run(MONDAY_8 + 12 * HOUR)
    assert played.agenda.waiting()["wang"] + played.agenda.waiting()["li"] > 5
    played.cast.taken.clear()
    played.clock.at += 60_000
    played.life.step()
    assert played.server.committed["dispatch"] > 5


def test_a_person_taken_over_is_not_played_until_given_back(play: Play) -> None:
    played = play(60)
    played.cast.taken.add("zhao")
    played.run(MONDAY_8 + 6 * HOUR)
    stages = Counter(case.stage for case in played.server.cases.values())
    assert "file" not in played.server.committed
    assert played.agenda.waiting()["zhao"] >= stages["accepted"] > 3

    played.cast.taken.discard("zhao")
    played.clock.at += 60_000
    played.life.step()
    assert played.server.committed["file"] + played.server.committed["send_back"] + played.server.committed["void"] > 3


def test_a_dead_server_and_lost_answers_lose_and_double_nothing(play: Play) -> None:
    calm, rough = play(60, 3), play(60, 3)
    calm.run()
    for _ in range(12):
        rough.server.away, rough.server.lost_answers = 3, 1
        rough.run(rough.clock.at + HOUR)
    rough.server.lost_answers = 0
    rough.run()
    assert rough.server.order == calm.server.order
    assert any("the server is away" in said for said in rough.said)
    assert any("going on" in said for said in rough.said)


def test_another_simulator_with_the_same_seed_goes_on_where_the_first_was_killed(play: Play) -> None:
    whole = play(60, 3)
    whole.run()
    killed = play(60, 3)
    killed.run(MONDAY_8 + 3 * HOUR)
    after = play(0, 3, server=killed.server)
    after.run(MONDAY_8 + 20 * HOUR)
    assert after.counts.verbs["close"] > 0
    ids = [line.split()[1] for line in killed.server.order]
    assert len(ids) == len(set(ids))
    assert set(whole.server.cases) <= set(killed.server.cases)


def test_a_revoked_account_is_named_and_its_work_is_done_when_it_is_back(play: Play) -> None:
    played = play(30)
    played.server.revoked.add("zhao")
    played.run(MONDAY_8 + 4 * HOUR)
    assert "file" not in played.server.committed
    assert any("zhao" in said for said in played.said)
    played.server.revoked.clear()
    played.run(MONDAY_8 + 8 * HOUR)
    assert played.server.committed["file"] > 5


def test_an_account_revoked_in_its_session_goes_on_later_with_commands_of_their_own(play: Play) -> None:
    played = play(30)
    played.run(MONDAY_8 + 2 * HOUR)
    filed = played.server.committed["file"]
    assert filed > 0
    played.server.revoked.add("zhao")
    played.run(MONDAY_8 + 3 * HOUR)
    assert played.counts.refusals["rule.actor_revoked"] > 0
    played.server.revoked.clear()
    played.run()
    assert [case.id for case in played.server.cases.values() if case.stage not in ENDED] == []


def test_what_somebody_at_a_console_has_in_hand_is_done_when_they_let_go_of_it(play: Play) -> None:
    played = play(10)
    played.run(MONDAY_8 + 2 * HOUR)
    done = played.server.committed.copy()
    played.server.all_claimed = True
    played.run(MONDAY_8 + 3 * HOUR)
    assert played.counts.refusals["rule.claimed_by"] > 0
    assert played.server.committed["dispatch"] == done["dispatch"]
    played.server.all_claimed = False
    played.run()
    assert [case.id for case in played.server.cases.values() if case.stage not in ENDED] == []
