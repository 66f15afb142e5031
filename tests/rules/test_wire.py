"""Canonical bytes: round trip, determinism, defaults left out, hash and chain constants written by hand."""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.assignment import Assignment, LegStage
from rules.case import Case, Event, Stage
from rules.clock import Clock, Limit, LimitUnit
from rules.commands import Command, Outcome, Role
from rules.protocol import (
    ChangesHead,
    ChangesTail,
    FeedSpan,
    Mark,
    Push,
    PushAnswer,
    Pushed,
    Result,
    SnapshotCase,
    SnapshotHead,
    SnapshotTail,
)
from rules.wire import (
    START,
    Row,
    WireError,
    canonical,
    chain,
    command_hash,
    decode,
    decode_case,
    decode_command,
    decode_events,
    decode_outcome,
    decode_row,
    encode_case,
    encode_command,
    encode_events,
    encode_outcome,
    encode_row,
    new_id,
    unchained,
)
from tests.builders import a_case, a_check, a_milestone, a_request

TEXTS = st.text(max_size=20)
INSTANTS = st.integers(0, 2**53)
LIMITS = st.builds(Limit, st.integers(0, 99), st.sampled_from(LimitUnit))
CLOCKS = st.builds(
    Clock, LIMITS, st.lists(st.tuples(INSTANTS, INSTANTS), max_size=3).map(tuple), INSTANTS, st.integers(0, 9)
)
LEGS = st.builds(
    Assignment, TEXTS, st.integers(0, 9), TEXTS, stage=st.sampled_from(LegStage), limit=st.none() | LIMITS,
    clock=st.none() | CLOCKS, due=INSTANTS, note=TEXTS, rework=st.booleans(),
)  # fmt: skip
CASES = st.builds(
    Case, TEXTS, st.integers(0, 99), st.sampled_from(Stage), words=TEXTS, lon=st.integers(-(10**10), 10**10),
    urgent=st.booleans(), closing=st.lists(TEXTS, max_size=3).map(tuple), legs=st.lists(LEGS, max_size=3).map(tuple),
    stage_clock=st.none() | CLOCKS, limit=st.none() | LIMITS, dispatchers=st.lists(TEXTS, max_size=2).map(tuple),
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
COMMANDS = st.builds(
    Command, TEXTS, TEXTS, TEXTS, TEXTS, st.sampled_from(Role), INSTANTS, body=st.dictionaries(TEXTS, JSON, max_size=4)
)


@given(CASES)
def test_a_case_comes_back_as_it_went(case: Case) -> None:
    data = encode_case(case)
    assert decode_case(data) == case
    assert encode_case(decode_case(data)) == data


@given(COMMANDS)
def test_a_command_keeps_its_hash_through_the_wire(command: Command) -> None:
    data = encode_command(command)
    assert decode_command(data) == command
    assert command_hash(decode_command(data)) == command_hash(command)


@given(st.dictionaries(TEXTS, JSON, max_size=5))
def test_the_order_in_which_a_body_was_filled_in_changes_nothing(body: dict[str, Any]) -> None:
    turned = dict(reversed(body.items()))
    one, other = (Command("i", "note", "c", "a", Role.UNIT, 1, body=each) for each in (body, turned))
    assert encode_command(one) == encode_command(other)


def test_defaults_are_left_out_and_keys_are_sorted() -> None:
    assert encode_case(Case("c1", lon=5, words="井盖")) == '{"id":"c1","lon":5,"words":"井盖"}'.encode()
    leg = Assignment("l1", 2, "B01", limit=Limit(4, LimitUnit.WORK_HOUR))
    assert canonical(leg) == b'{"id":"l1","limit":{"unit":"work_hour","value":4},"round":2,"unit":"B01"}'


def test_a_leg_from_before_calls_were_promised_is_read_and_tells_nothing_new() -> None:
    old = b'{"id":"l1","round":2,"told_at":5,"told_to":"x","unit":"B01"}'
    leg = decode(Assignment, old)
    assert (leg.told_at, leg.call_back_at) == (5, 0)
    assert canonical(leg) == old


def test_a_whole_case_with_everything_beside_it() -> None:
    case = a_case("to_verify", checks=(a_check(),), requests=(a_request(),), milestones=(a_milestone(),))
    assert decode_case(encode_case(case)) == case


def test_the_hash_of_a_command_is_the_sha256_of_its_bytes() -> None:
    command = Command("i1", "note", "c1", "wang", Role.DISPATCHER, 7, body={"text": "好"})
    told = (
        '{"actor":"wang","body":{"text":"好"},"case_id":"c1","id":"i1","issued_at":7,"role":"dispatcher","verb":"note"}'
    )
    assert encode_command(command).decode() == told
    assert command_hash(command) == hashlib.sha256(told.encode()).hexdigest()


def test_the_chain_runs_over_the_row_without_itself() -> None:
    row = Row("410102", 1, "retired", 5, case_id="c1")
    told = b'{"at":5,"case_id":"c1","feed":"410102","kind":"retired","seq":1}'
    assert unchained(row) == told
    first = chain(START, told)
    assert first == hashlib.sha256(bytes(32) + told).hexdigest()
    chained = Row("410102", 1, "retired", 5, case_id="c1", chain=first)
    assert unchained(chained) == told
    assert decode_row(encode_row(chained)) == chained
    assert chain(first, told) == hashlib.sha256(bytes.fromhex(first) + told).hexdigest()


def test_rows_carry_image_and_events() -> None:
    event = Event("case-1", 4, "sign", 1, 2, "u", "unit", data=(("due", "9"),))
    row = Row("city", 7, "case", 9, "case-1", 3, a_case("with_units"), (event,), "cmd-1", chain="00")
    assert decode_row(encode_row(row)) == row
    assert decode_events(encode_events((event, event))) == (event, event)


def test_outcomes_come_back() -> None:
    outcome = Outcome("i1", "refused", "rule.stage", {"verb": "sign"}, at=5)
    assert decode_outcome(encode_outcome(outcome)) == outcome


@pytest.mark.parametrize(
    "body",
    [
        Push("console", 2, "e1", (Pushed(1, Command("i", "sign", "c", "u", Role.UNIT, 1), "00", personal={"a": "b"}),)),
        PushAnswer("e1", 3, (Result("i", 1, Outcome("i", "accepted", seq=4)),), {"city": 4}, {"city": 4}, 99),
        ChangesHead(1, "e1", {"city": FeedSpan(1, 5, 9)}, "v1", 99, 3, {"city": 5}, 600, more=True),
        ChangesTail({"city": Mark(5, "00")}, 12),
        SnapshotHead(1, "e1", {"city": Mark(5, "00")}, 40, "v1", 99),
        SnapshotCase("city", a_case()),
        SnapshotTail("case-9", done=True, crc=4),
    ],
    ids=lambda body: type(body).__name__,
)
def test_the_bodies_of_the_protocol_come_back(body: object) -> None:
    assert decode(type(body), canonical(body)) == body


def test_a_push_names_its_protocol() -> None:
    assert b'"proto":"sync/1"' in canonical(Push("console", 1, "e", ()))


@pytest.mark.parametrize("data", [b"", b"<html>", b"[]", b'{"id":1}', b'{"id":"c","stage":"nowhere"}', b"\xff\xfe"])
def test_what_is_no_case_is_refused(data: bytes) -> None:
    with pytest.raises(WireError):
        decode_case(data)


def test_fractions_have_no_canonical_form() -> None:
    with pytest.raises(WireError):
        encode_command(Command("i", "note", "c", "a", Role.UNIT, 1, body={"x": 0.5}))


def test_ids_are_uuids_of_version_7_in_order_of_time() -> None:
    assert new_id(0x018F_0000_0001, b"\xff" * 10) == "018f0000-0001-7fff-bfff-ffffffffffff"
    assert new_id(0x018F_0000_0001, b"\x00" * 10) == "018f0000-0001-7000-8000-000000000000"
    assert new_id(2, b"\x00" * 10) > new_id(1, b"\xff" * 10)
    with pytest.raises(WireError):
        new_id(1, b"short")
