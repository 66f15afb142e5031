"""Reads a push command by command: whatever form one of them has, those behind it get through."""

from dataclasses import dataclass, field
from typing import Annotated

import msgspec

from rules import protocol, wire
from rules.commands import Command, Role
from server.api.errors import TooLarge, WrongVersion
from server.casebook.push import Unreadable

MAX_COMMANDS = 256
MAX_BODY = 1024 * 1024
MAX_ALONE = 32 * 1024 * 1024  # of a push of one command, which is then refused by name instead of never
MAX_COMMAND = 256 * 1024
_Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
_N = Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class _Proto(msgspec.Struct):
    proto: str = protocol.PROTO


class _Push(msgspec.Struct):
    console_id: str
    incarnation: _Number
    epoch: str
    cmds: tuple[msgspec.Raw, ...]
    proto: str = protocol.PROTO
    after: str = ""


class _Id(msgspec.Struct):
    id: str


class _Place(msgspec.Struct):
    """What must be readable of each command: else nobody could be told what came of it."""

    n: _N
    command: _Id
    hash: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A push as far as it can be read; `unreadable` are to be refused, each under its number."""

    push: protocol.Push
    unreadable: tuple[Unreadable, ...] = field(default=())

    @property
    def first(self) -> int:
        """The lowest number in it; 0 = it is empty."""
        return min([each.n for each in self.push.cmds] + [each.n for each in self.unreadable], default=0)


def read(body: bytes) -> Taken:
    """A push from its bytes. Raises WireError (not even the places can be read), TooLarge and WrongVersion."""
    told = _told(body)
    if told.proto != protocol.PROTO:
        raise WrongVersion
    if len(told.cmds) > MAX_COMMANDS or (len(body) > MAX_BODY and len(told.cmds) > 1):
        raise TooLarge(MAX_BODY if len(body) > MAX_BODY else MAX_COMMANDS)
    offered = [_command(bytes(raw)) for raw in told.cmds]
    readable = tuple(one for one in offered if isinstance(one, protocol.Pushed))
    push = protocol.Push(told.console_id, told.incarnation, told.epoch, readable, after=told.after)
    return Taken(push, tuple(one for one in offered if isinstance(one, Unreadable)))


def _told(body: bytes) -> _Push:
    try:
        return wire.decode(_Push, body)
    except wire.WireError:
        if wire.decode(_Proto, body).proto != protocol.PROTO:
            raise WrongVersion from None
        raise


def _command(raw: bytes) -> protocol.Pushed | Unreadable:
    place = wire.decode(_Place, raw)
    large = len(raw) > MAX_COMMAND
    try:
        if not large:
            pushed = wire.decode(protocol.Pushed, raw)
            wire.encode_command(pushed.command)  # a fraction, half a character: readable, but it has no canonical form
            return pushed
    except wire.WireError:
        pass
    if place.withdrawn:  # taken back: no more of it is needed than its place
        stub = Command(place.command.id, "", "", "", Role.SYSTEM, 0)
        return protocol.Pushed(place.n, stub, place.hash, withdrawn=True)
    if large:
        details = {"field": "command", "max": f"{MAX_COMMAND // 1024} kB"}
        return Unreadable(place.n, place.command.id, place.hash, "rule.too_large", details)
    return Unreadable(place.n, place.command.id, place.hash)
