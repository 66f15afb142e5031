"""A real HTTP client and a real server in this process, on a port that the system chooses."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import requests
import uvicorn
from fastapi import FastAPI

from server.cli.serve import speaking_tcp


class Client:
    """Requests to one server; nothing of the environment's proxies is used."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.trust_env = False

    def send(self, method: str, path: str, **options) -> requests.Response:
        """One request; the whole answer."""
        return self._session.request(method, self.url + path, timeout=60, **options)

    def get(self, path: str, **options) -> requests.Response:
        """GET."""
        return self.send("GET", path, **options)

    def head(self, path: str, **options) -> requests.Response:
        """HEAD."""
        return self.send("HEAD", path, **options)

    def post(self, path: str, **options) -> requests.Response:
        """POST."""
        return self.send("POST", path, **options)

    def put(self, path: str, **options) -> requests.Response:
        """PUT."""
        return self.send("PUT", path, **options)

    def delete(self, path: str, **options) -> requests.Response:
        """DELETE."""
        return self.send("DELETE", path, **options)

    def close(self) -> None:
        """Give the connections back."""
        self._session.close()


@contextmanager
def serving(app: FastAPI) -> Iterator[Client]:
    """Run an application on a thread and talk to it; it has ended afterwards."""
    listener = speaking_tcp(socket.create_server(("127.0.0.1", 0)))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=5))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.005)
    client = Client(f"http://127.0.0.1:{listener.getsockname()[1]}")
    try:
        yield client
    finally:
        client.close()
        server.should_exit = True
        thread.join()
        listener.close()
