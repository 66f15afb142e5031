"""The shipped web application over real files, on a port of its own and a thread of its own."""

import socket
import threading
import time

import uvicorn
from fastapi import FastAPI

from server.app import create_app
from server.cli.serve import speaking_tcp
from server.parts import Parts


class Web:
    """The shipped application on a port of its own."""

    def __init__(self, parts: Parts, app: FastAPI | None = None) -> None:
        self.parts = parts
        self._listener = speaking_tcp(socket.create_server(("127.0.0.1", 0), backlog=256))
        self.port: int = self._listener.getsockname()[1]
        told = uvicorn.Config(
            app or create_app(parts), log_level="error", access_log=False, timeout_graceful_shutdown=2
        )
        self._server = uvicorn.Server(told)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._listener]})
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.005)

    def stop(self) -> None:
        """In order."""
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()
