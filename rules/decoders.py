"""Decoders by kind of value, each made once and one at a time.

msgspec looks into a dataclass when it first makes a decoder for it, and keeps on the class what it found, also while it
is half done: a second thread that makes a decoder of the same classes meanwhile reads through it and the process ends.
Every kind that holds dataclasses is therefore asked for here.
"""

from collections.abc import Hashable
from functools import cache
from threading import Lock
from typing import Any, TypeVar, cast

import msgspec

T = TypeVar("T")

_making = Lock()


def from_json(kind: type[T]) -> "msgspec.json.Decoder[T]":
    """The decoder of a kind's JSON."""
    return cast("msgspec.json.Decoder[T]", _of_json(cast(Hashable, kind)))


def from_msgpack(kind: type[T]) -> "msgspec.msgpack.Decoder[T]":
    """The decoder of a kind's MessagePack."""
    return cast("msgspec.msgpack.Decoder[T]", _of_msgpack(cast(Hashable, kind)))


def converted(value: Any, kind: type[T]) -> T:
    """Mappings, lists and plain values as a kind. Raises msgspec.ValidationError."""
    _of_json(cast(Hashable, kind))  # the classes are known once this is made
    return msgspec.convert(value, kind)


@cache
def _of_json(kind: Any) -> Any:
    with _making:
        return msgspec.json.Decoder(kind)


@cache
def _of_msgpack(kind: Any) -> Any:
    with _making:
        return msgspec.msgpack.Decoder(kind)
