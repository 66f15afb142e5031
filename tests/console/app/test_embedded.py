"""The embedded server as the console starts it."""

from pathlib import Path

from console.app.embedded import EmbeddedServer
from tests.server.city.small_folder import write_small_city


def test_a_one_time_token_may_begin_with_a_dash_and_a_city_is_new_once(qtbot, tmp_path: Path) -> None:
    heard: list[str] = []
    server = EmbeddedServer(str(write_small_city(tmp_path / "city")), tmp_path / "data", None)
    server.enrol = "-hRq2"
    server.ready.connect(heard.append)
    server.failed.connect(heard.append)
    assert server.is_new
    server.start()
    qtbot.waitUntil(lambda: bool(heard), timeout=30_000)
    server.stop()
    assert heard[0].startswith("http://127.0.0.1:")
    assert not server.is_new
