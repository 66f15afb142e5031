"""A push is read command by command: what one of them is like is nothing to those behind it."""

import json

import pytest

from rules.commands import Command, Role
from rules.protocol import Push, Pushed
from rules.wire import WireError, canonical
from server.api.errors import TooLarge, WrongVersion
from server.api.reading import read
from server.casebook.push import Unreadable

GOOD = Pushed(2, Command("id-2", "note", "case-1", "wang", Role.DISPATCHER, 1, body={"text": "看过"}), "bb", "cc")


def told(*commands: object, **more: object) -> bytes:
    """The bytes of a push."""
    plain = [json.loads(canonical(each)) if isinstance(each, Pushed) else each for each in commands]
    return json.dumps({"console_id": "desk 1", "incarnation": 1, "epoch": "", "cmds": plain} | more).encode()


def spoilt(n: int = 1, **command: object) -> dict[str, object]:
    """A command with something odd in it."""
    fields = {"id": f"id-{n}", "verb": "note", "case_id": "case-1", "actor": "wang", "role": "dispatcher"}
    return {"n": n, "hash": "aa", "command": fields | {"issued_at": 1} | command}


def test_what_the_console_wrote_is_read() -> None:
    push = Push("desk 1", 1, "", (GOOD,))
    assert read(canonical(push)).push == push
    assert read(canonical(push)).unreadable == ()


@pytest.mark.parametrize(
    "odd",
    [
        {"role": "astronaut"},
        {"verb": 7},
        {"issued_at": "soon"},
        {"issued_at": 1.5},
        {"body": {"lon": 1.5}},
        {"body": []},
        {"case_id": None},
    ],
    ids=str,
)
def test_one_odd_command_is_set_apart_by_its_place(odd: dict[str, object]) -> None:
    taken = read(told(spoilt(**odd), GOOD))
    assert taken.unreadable == (Unreadable(1, "id-1", "aa"),)
    assert taken.push.cmds == (GOOD,)


def test_a_command_without_measure_is_refused_by_name_alone_and_among_others() -> None:
    large = spoilt(body={"text": "x" * 300_000})
    for taken in (read(told(large, GOOD)), read(told(spoilt(body={"text": "x" * 10_000_000})))):
        assert [(each.n, each.rule) for each in taken.unreadable] == [(1, "rule.too_large")]


def test_more_than_fits_is_to_be_halved() -> None:
    part = spoilt(body={"text": "x" * 600_000})
    with pytest.raises(TooLarge):
        read(told(part, part))
    with pytest.raises(TooLarge):
        read(told(*[spoilt(n) for n in range(1, 258)]))


def test_what_was_taken_back_needs_its_place_alone() -> None:
    (stub,) = read(told({"n": 4, "hash": "aa", "withdrawn": True, "command": {"id": "id-4"}})).push.cmds
    assert (stub.n, stub.command.id, stub.hash, stub.withdrawn) == (4, "id-4", "aa", True)
    (large,) = read(told(spoilt(5, body={"text": "x" * 300_000}) | {"withdrawn": True})).push.cmds
    assert (large.n, large.command.id, large.command.body, large.withdrawn) == (5, "id-5", {}, True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        told({"n": 1}),
        told({"n": 0, "command": {"id": "x"}}),
        told(GOOD, incarnation=-1),
        told(GOOD)[:-5],
        told(spoilt(body={"text": "HALF"})).replace(b"HALF", b"\\ud800"),
        b'{"cmds":' + b"[" * 100_000,
    ],
    ids=["empty", "page", "list", "no id", "n 0", "incarnation", "cut", "half a character", "deep"],
)
def test_what_has_no_places_is_no_push(body: bytes) -> None:
    with pytest.raises(WireError):
        read(body)


def test_another_protocol_is_told_whatever_its_form() -> None:
    for body in (told(proto="sync/9"), b'{"proto":"sync/9","commands":{}}'):
        with pytest.raises(WrongVersion):
            read(body)
