"""An embedded server that runs, for tests of what the console starts."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from console.app.embedded import EmbeddedServer


def running(qtbot: QtBot, city: Path, data: Path, enrol: str = "") -> tuple[EmbeddedServer, str]:
    """A server of this city, and its address; `enrol`: a one-time token of the test's own."""
    heard: list[str] = []
    server = EmbeddedServer(str(city), data, None)
    server.enrol = enrol or server.enrol
    server.ready.connect(heard.append)
    server.failed.connect(heard.append)
    server.start()
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    assert heard[0].startswith("http://127.0.0.1:"), heard
    return server, heard[0]
