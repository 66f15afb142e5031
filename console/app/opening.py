"""Opens the local files: on the store's thread, which brings its libraries along."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from console.desk.times import Clock
from console.facts import Settings

if TYPE_CHECKING:
    from console.desk.desk import Desk


def opening_of(settings: Settings, clock: Clock) -> "Callable[[], Desk]":
    """What opens the local files; called on the store's thread."""

    def opening() -> "Desk":
        from console.desk.desk import Desk
        from console.desk.files import open_files
        from console.models.ballast import BALLAST
        from console.models.keys import KEY_FILE, system_ring

        has_file = settings.key_file or (settings.files / KEY_FILE).exists()
        ring = None if has_file else system_ring()  # looking for keyrings takes a while
        server = settings.server or f"embedded {settings.embedded}"
        return Desk(open_files(settings.files, server, ring, settings.key_file, BALLAST), clock)

    return opening
