"""One exchange of HTTP as the fault proxy sees it: read whole from the client, and from the server its whole answer."""

import contextlib
import socket
from dataclasses import dataclass

PIECE = 65536


@dataclass(slots=True)
class Exchange:
    """One request with what was read of it, and the sockets of both sides."""

    near: socket.socket
    method: str
    path: str
    head: bytes
    body: bytes
    far: socket.socket | None = None
    passed: int = 0

    @property
    def whole(self) -> bytes:
        """The request as it goes on; the server closes behind its answer."""
        lines = self.head.split(b"\r\n")
        kept = [line for line in lines if line and not line.lower().startswith(b"connection:")]
        return b"\r\n".join([*kept, b"Connection: close", b"", b""]) + self.body


def read_request(near: socket.socket) -> Exchange | None:
    """One whole request; None when the client went away before its end."""
    head = bytearray()
    while b"\r\n\r\n" not in head:
        piece = near.recv(PIECE)
        if not piece:
            return None
        head += piece
    told, _, body = bytes(head).partition(b"\r\n\r\n")
    first = told.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
    rest = bytearray(body)
    while len(rest) < _length(told):
        piece = near.recv(PIECE)
        if not piece:
            return None
        rest += piece
    return Exchange(near, first[0], first[1], told, bytes(rest))


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


def drain(exchange: Exchange) -> bytes:
    """What the server answers, to its end."""
    assert exchange.far is not None
    answer = bytearray()
    with contextlib.suppress(OSError):
        while piece := exchange.far.recv(PIECE):
            answer += piece
    return bytes(answer)


def some_rows(answer: bytes) -> tuple[bytes, int]:
    """Head and first row of an answer in lines, and how many lines it has; 0 = fewer than two rows."""
    head, _, body = answer.partition(b"\r\n\r\n")
    chunked = b"transfer-encoding: chunked" in head.lower()
    lines = [line for line in (unchunked(body) if chunked else body).split(b"\n") if line]
    if len(lines) < 4:
        return b"", 0
    return b"".join(line + b"\n" for line in lines[:2]), len(lines)


def unchunked(body: bytes) -> bytes:
    """A body that came in chunks, without their sizes."""
    whole, rest = bytearray(), body
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size.partition(b";")[0] or b"0", 16)
        whole += rest[:length]
        rest = rest[length + 2 :] if length else b""
    return bytes(whole)


def answered(status: int, kind: bytes, body: bytes, more: bytes = b"") -> bytes:
    """An answer that no server of ours gave; `more`: further lines of its head."""
    head = b"HTTP/1.1 %d Told\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n"
    return head % (status, kind, len(body), more) + body


def is_gone(near: socket.socket, seconds: float) -> bool:
    """Whether the client closes its end within so many seconds."""
    near.settimeout(seconds)
    try:
        return near.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True
    finally:
        with contextlib.suppress(OSError):
            near.settimeout(None)


def break_off(end: socket.socket) -> None:
    """Close an end so that the other one notices."""
    with contextlib.suppress(OSError):
        # What is still on its way may arrive: a proper end, not a reset, unless nothing was said.
        end.shutdown(socket.SHUT_RDWR)
    end.close()
