"""HTTP connections that can be ended from outside, in whatever they sit: connecting is short, the rest is shut down."""

import socket
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

_UNHEARD = 12_000  # ms that what was sent may stay without an acknowledgement of the other machine
_Keep = Callable[[str, int | None, socket.socket], socket.socket]


def _options() -> list[tuple[int, int, int]]:
    """No waiting for more bytes, signs of life while idle, an end to what nobody acknowledges, where known."""
    options = [(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1), (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    wanted = {"TCP_KEEPIDLE": 10, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": _UNHEARD}
    known = {name: getattr(socket, name) for name in wanted if hasattr(socket, name)}
    return options + [(socket.IPPROTO_TCP, number, wanted[name]) for name, number in known.items()]


class Transport(HTTPAdapter):
    """For a client that has one exchange at a time. `cut` and `close` may come from any thread.

    A second handle is kept of each socket, so that it can be shut down also within a TLS handshake.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handles: dict[tuple[str, int | None], socket.socket] = {}
        self._closed = False
        weakref.finalize(self, _close, self._handles)
        super().__init__()

    def cut(self) -> None:
        """End what is under way; the next exchange opens a new connection."""
        with self._lock:
            handles = tuple(self._handles.values())
            self._handles.clear()
        for handle in handles:
            _shut(handle)

    def close(self) -> None:
        """End what is under way, and what would begin."""
        self._closed = True
        self.cut()
        super().close()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
        """As the adapter does, with our connections."""
        super().init_poolmanager(connections, maxsize, block, socket_options=_options(), **more)
        self._equip(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        """As the adapter does, with our connections."""
        manager = super().proxy_manager_for(proxy, **more)
        self._equip(manager)
        return manager

    def _equip(self, manager: PoolManager) -> None:
        manager.pool_classes_by_scheme = _pools(self._keep)

    def _keep(self, host: str, port: int | None, made: socket.socket) -> socket.socket:
        """Take a handle of a new socket in the place of the last one to this host."""
        with self._lock:
            before = self._handles.pop((host, port), None)
            self._handles[host, port] = made.dup()
        if before is not None:
            before.close()
        if self._closed:
            self.cut()
        return made


def _shut(handle: socket.socket) -> None:
    with suppress(OSError):  # it is not connected any more
        handle.shutdown(socket.SHUT_RDWR)
    handle.close()


def _close(handles: dict[tuple[str, int | None], socket.socket]) -> None:
    """Nobody asks through these any more."""
    for handle in handles.values():
        handle.close()


def _pools(keep: _Keep) -> dict[str, Any]:
    """urllib3's pools by scheme, whose connections hand each new socket to `keep`."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return keep(self.host, self.port, super()._new_conn())

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return keep(self.host, self.port, super()._new_conn())

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
