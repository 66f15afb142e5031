"""What the server is told at its start."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Settings:
    """`data` holds photos, city packs and the database, unless `database` names another; `city`: a folder or "demo"."""

    data: Path
    city: str = ""
    database: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    port_file: Path | None = None
    enrol: Sequence[str] = ()
    parent: int = 0
    test_clock: Path | None = None

    @property
    def database_url(self) -> str:
        """Where the cases are kept."""
        return self.database or f"sqlite:///{self.data.resolve() / 'griddesk.db'}"

    @property
    def blobs(self) -> Path:
        """The folder of photos."""
        return self.data / "blobs"

    @property
    def packs(self) -> Path:
        """The folder of city packs."""
        return self.data / "cities"

    @property
    def watermark(self) -> Path:
        """What was told to consoles last, kept apart from the database: see `server.feeds.history`."""
        return self.data / "watermark.json"
