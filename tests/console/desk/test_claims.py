"""Claims as a console knows them: the server's picture, its own over it, what is lost, and what its commands carry."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.desk.claims import Claims
from console.facts import Claim, Heard, Holding, Wish
from rules.claims import Claimed
from rules.commands import Command
from rules.protocol import ChangesHead
from tests.console.desk.room import Room
from tests.console.small_city import NOW, a_case


def claimed(case_id: str, token: int, actor: str = "li") -> Claimed:
    return Claimed(case_id, actor, "console-b", token, NOW, NOW + 45_000, NOW)


def head(no: int, *claims: Claimed) -> ChangesHead:
    return ChangesHead(1, "epoch-1", {}, "", NOW, claims=claims, claims_no=no)


MINE = claimed("case-1", 7, "wang")


@pytest.fixture
def claims() -> Claims:
    """Wang's seat has case 1; the server's last word is from before that."""
    made = Claims()
    made.take(head(3), {})
    made.grant(MINE, "desk", "to_dispatch")
    return made


def test_a_grant_is_shown_and_renewed_before_any_poll_tells_of_it(claims: Claims) -> None:
    assert claims.of("case-1") == Claim("wang", NOW, 7, here=True, seen=NOW)
    assert claims.holding == Holding(3, {"case-1": 7})
    assert claims.token("case-1", "desk") == 7
    assert (claims.token("case-1", "review"), claims.token("case-2", "desk")) == (0, 0)


def test_a_poll_that_was_asked_before_the_grant_takes_nothing_away(claims: Claims) -> None:
    told = claims.take(head(4, claimed("case-2", 6)), {})

    assert told.cases == {"case-2"}
    assert told.lost == ()
    assert claims.token("case-1", "desk") == 7
    assert claims.of("case-2") == Claim("li", NOW, 6, seen=NOW)
    assert claims.holding.no == 4


def test_what_the_server_knows_no_more_has_ended(claims: Claims) -> None:
    told = claims.take(head(4), {"case-1": 7})

    assert [(held.claim, held.seat, now) for held, now in told.lost] == [(MINE, "desk", None)]
    assert told.cases == {"case-1"}
    assert claims.of("case-1") is None
    assert claims.holding == Holding(4, {})


def test_an_unchanged_picture_that_never_had_it_ends_it_too(claims: Claims) -> None:
    told = claims.take(ChangesHead(1, "epoch-1", {}, "", NOW, claims=None, claims_no=3), {"case-1": 7})

    assert [now for _, now in told.lost] == [None]


def test_a_take_over_is_believed_however_the_poll_was_asked(claims: Claims) -> None:
    theirs = claimed("case-1", 8)

    told = claims.take(head(4, theirs), {})

    assert [now for _, now in told.lost] == [theirs]
    assert claims.of("case-1") == Claim("li", NOW, 8, seen=NOW)
    assert claims.token("case-1", "desk") == 0


def test_a_renewed_claim_looks_as_it_did(claims: Claims) -> None:
    claims.take(head(4, MINE, claimed("case-2", 6)), {"case-1": 7})

    told = claims.take(head(5, replace(MINE, until=NOW + 90_000), claimed("case-2", 6)), {"case-1": 7})

    assert (told.cases, told.lost) == (frozenset(), ())


def test_what_was_let_go_is_nobodys_at_once(claims: Claims) -> None:
    claims.take(head(4, MINE), {"case-1": 7})

    claims.let_go("case-1")

    assert claims.of("case-1") is None
    assert claims.holding == Holding(4, {})


def test_a_server_that_tells_nothing_of_claims_changes_nothing(claims: Claims) -> None:
    told = claims.take(ChangesHead(1, "epoch-1", {}, "", NOW), {"case-1": 7})

    assert (told.cases, told.lost) == (frozenset(), ())
    assert claims.token("case-1", "desk") == 7


# what the commands carry ----------------------------------------------------------------------------------------------
@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    made.has(a_case(1), a_case(2))
    yield made
    made.close()


def issued(room: Room) -> Command:
    return room.push().cmds[-1].command


def test_a_command_carries_the_token_of_its_seats_claim(room: Room) -> None:
    room.desk.claims.line_is_up = True
    room.desk.claims.grant(MINE, "desk", "to_dispatch")
    room.dispatch(1)

    command = issued(room)

    assert (command.claim, command.over, command.quality) == (7, "", "corrected")


def test_what_is_issued_without_a_line_says_so_and_whether_the_clock_is_known(room: Room) -> None:
    room.dispatch(1)
    push = room.push()
    assert push.cmds[0].command.quality == "doubtful"  # no server was heard, nothing is kept of one
    room.answer(push)

    room.desk.clock.correct(Heard(NOW, room.desk.clock.mono(), 2))
    room.dispatch(2)
    assert issued(room).quality == "offline"


def test_who_insists_on_going_past_a_claim_names_no_token(room: Room) -> None:
    room.desk.claims.grant(MINE, "desk", "to_dispatch")
    room.desk.do(Wish("w", "desk", "dispatch", "case-1", body={"unit": "west"}, over="second_enter"))

    command = issued(room)

    assert (command.claim, command.over) == (0, "second_enter")


def test_a_conflict_that_is_issued_again_is_meant_in_spite_of_any_claim(room: Room) -> None:
    first = room.dispatch(1)
    room.answer(room.push(), "refused", version=1)

    room.desk.resolve(first.id, "on_top")

    command = issued(room)
    assert (command.supersedes, command.over) == (first.id, "conflict")
