"""Reads the body of an answer as it comes: decoded, within its time, and never more of it than there is room for."""

from collections.abc import Iterator

import requests

from console.sync.deadline import Deadline
from console.sync.errors import ServerUnreachable

MOST = 64 * 1024 * 1024  # bytes of one answer
MOST_TOLD = 256 * 1024  # bytes of a refusal
_CHUNK = 65_536


def chunks(response: requests.Response, deadline: Deadline, most: int = 0) -> Iterator[bytes]:
    """The bytes as they come, at most `most` (0 = MOST).

    ServerUnreachable when they are more or take too long; urllib3's errors else.
    """
    size, most = 0, most or MOST
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        size += len(chunk)
        if size > most:
            raise ServerUnreachable("link.too_big", mb=most // 1024 // 1024)
        deadline.check()
        yield chunk


def whole(response: requests.Response, deadline: Deadline, most: int = 0) -> bytes:
    """All of it."""
    return b"".join(chunks(response, deadline, most))


def split(response: requests.Response, deadline: Deadline) -> Iterator[list[bytes]]:
    """Its lines, each as soon as it is whole, and with it those that came in the same bytes; maybe none.

    `iter_lines` would hold the last one back until the next one comes.
    """
    rest = b""
    for chunk in chunks(response, deadline):
        *lines, rest = (rest + chunk).split(b"\n")
        yield lines
    if rest:
        yield [rest]
