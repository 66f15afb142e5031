"""A server on 127.0.0.1 that says exactly the bytes it was given, as fast or slowly as it is told, and then waits."""

import socket
import threading
from collections.abc import Sequence
from contextlib import suppress

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def answer(body: bytes, *headers: bytes, status: bytes = b"200 OK", kind: bytes = b"application/json") -> bytes:
    """A whole answer."""
    lines = [b"HTTP/1.1 " + status, b"Content-Type: " + kind, b"Content-Length: %d" % len(body), *headers, b"", body]
    return b"\r\n".join(lines)


class OddServer:
    """Each request is answered with `parts`, `pause` seconds between two of them; `hang_up` closes behind them."""

    def __init__(self, *parts: bytes, pause: float = 0.0, hang_up: bool = False) -> None:
        self._parts: Sequence[bytes] = parts
        self._pause, self._hang_up = pause, hang_up
        self._ended = threading.Event()
        self.asked = threading.Event()
        self.requests: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._ended.set()
        self._listener.close()

    def _accept(self) -> None:
        while not self._ended.is_set():
            with suppress(OSError):
                end, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(end,), daemon=True).start()

    def _serve(self, end: socket.socket) -> None:
        with suppress(OSError), end:
            while request := self._request(end):
                self.requests.append(request)
                self.asked.set()
                for part in self._parts:
                    end.sendall(part)
                    if self._ended.wait(self._pause):
                        return
                if self._hang_up:
                    return

    def _request(self, end: socket.socket) -> bytes:
        """The head of a request without a body, b"" at the end of the connection."""
        read = b""
        while b"\r\n\r\n" not in read:
            more = end.recv(65_536)
            if not more:
                return b""
            read += more
        return read
