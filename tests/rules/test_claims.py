"""Claims: whom they are in the way of, when they end, and what stands in the history of a case that was taken over."""

from dataclasses import replace

import pytest

from rules.case import Case, Stage
from rules.claims import Claimed, claiming_role, fence, taken_over
from rules.commands import Actor, Command, Grant, NotAllowed, Role
from rules.protocol import ChangesHead
from rules.wire import canonical, decode, decode_command, encode_command

AT = 1_429_664_400_000
LI = Claimed("case-1", "li", "console-2", 7, AT, AT + 45_000, AT)
WANG = Command("c-1", "dispatch", "case-1", "wang", Role.DISPATCHER, AT + 2_000)


def refused(command: Command, claim: Claimed | None = LI, now: int = AT + 3_000) -> str:
    """The rule that a claim makes refuse, "" = it is not in the way."""
    try:
        fence(command, claim, now)
    except NotAllowed as refusal:
        return refusal.rule
    return ""


def test_a_live_claim_of_another_is_in_the_way_and_says_whose() -> None:
    with pytest.raises(NotAllowed) as refusal:
        fence(WANG, LI, AT + 3_000)
    assert (refusal.value.rule, refusal.value.details) == ("rule.claimed_by", {"by": "li", "since": str(AT)})


@pytest.mark.parametrize(
    "changes",
    [
        {"actor": "li"},
        {"over": "second_enter"},
        {"quality": "offline"},
        {"quality": "doubtful"},
        {"issued_at": AT - 1},
        {"role": Role.UNIT, "verb": "feedback"},
        {"role": Role.COLLECTOR, "verb": "answer_check"},
        {"role": Role.SYSTEM, "verb": "resume"},
        {"verb": "note"},
        {"verb": "told"},
    ],
)
def test_a_claim_is_not_in_the_way(changes: dict[str, object]) -> None:
    assert refused(replace(WANG, **changes)) == ""


def test_a_claim_ends_45_s_after_it_was_last_heard_and_when_it_is_given_back() -> None:
    assert refused(WANG, now=AT + 44_999) == "rule.claimed_by"
    assert refused(WANG, now=AT + 45_000) == ""
    assert refused(WANG, replace(LI, actor="")) == ""
    assert refused(WANG, None) == ""


def test_a_claim_that_a_clock_once_put_far_ahead_is_not_believed() -> None:
    assert refused(WANG, replace(LI, until=AT + 3_600_000)) == ""


def test_an_old_token_is_refused_also_when_nobody_has_the_case_in_hand_any_more_and_in_spite_of_words() -> None:
    old = replace(WANG, claim=6, issued_at=AT - 60_000, over="second_enter")
    assert refused(old) == "rule.claim_lost"
    assert refused(old, replace(LI, actor=""), now=AT + 60_000) == "rule.claim_lost"
    assert refused(replace(old, quality="offline")) == ""
    assert refused(replace(WANG, actor="li", claim=7)) == ""


def test_a_claim_is_stale_ten_minutes_after_the_last_deed() -> None:
    assert not LI.is_stale(AT + 599_999)
    assert LI.is_stale(AT + 600_000)


def test_only_the_centre_claims() -> None:
    wang = Actor("wang", grants=(Grant(Role.LEADER), Grant(Role.DISPATCHER)))
    assert claiming_role(wang, AT) is Role.DISPATCHER
    gone = Actor("gone", grants=(Grant(Role.UNIT, "west"), Grant(Role.DISPATCHER, until=AT)))
    with pytest.raises(NotAllowed) as refusal:
        claiming_role(gone, AT)
    assert refusal.value.rule == "rule.role"


def test_a_take_over_is_an_event_with_who_from_whom_and_why() -> None:
    before = Case("case-1", 4, Stage.TO_DISPATCH, events=6)
    said = replace(WANG, verb="take_over", body={"reason": "换班", "from": "li"}, quality="server")
    case, event = taken_over(before, said, "李敏", AT)
    assert (case.version, case.events, case.stage) == (5, 7, Stage.TO_DISPATCH)
    assert (event.n, event.verb, event.actor, event.reason, event.text) == (7, "take_over", "wang", "换班", "李敏")
    assert (event.data, event.command, event.at) == ((("from", "li"),), "c-1", AT)


def test_commands_of_before_keep_their_bytes() -> None:
    told = encode_command(WANG)
    assert b"claim" not in told
    assert b"over" not in told
    claimed = replace(WANG, claim=7, over="second_enter")
    assert decode_command(encode_command(claimed)) == claimed


def test_no_claims_are_told_otherwise_than_claims_as_they_are_known() -> None:
    head = ChangesHead(1, "e", {}, "city", AT)
    assert b"claims" not in canonical(head)
    for claims in ((), (LI,)):
        told = canonical(replace(head, claims=claims, claims_no=5))
        assert decode(ChangesHead, told).claims == claims
