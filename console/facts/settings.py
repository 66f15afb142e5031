"""How this console was started."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """How this console was started; `settings.py` reads it from a TOML file and the command line."""

    files: Path  # folder of outbox, cache and photos
    server: str = ""  # base address, the first of `servers`; "" = the embedded server
    servers: tuple[str, ...] = ()  # all addresses under which the server may answer, the preferred one first
    enrol: str = ""  # one-time token that makes this console a workstation
    embedded: str = "demo-day"  # city folder of the embedded server, "demo", or "demo-day": the demo city at work
    lang: str = "zh_CN"
    theme: str = "dark"
    test_clock: Path | None = None
    ca_file: Path | None = None
    trust_env: bool = False
    key_file: Path | None = None  # holds the key of the local files instead of the system's keyring
    sounds_log: Path | None = None
    guide: bool = True  # show the first steps to who is new here
    seed: int = 1  # of a training (`embedded` = "training")
    results: Path | None = None  # where scores of trainings are kept
    diagnosis: Path | None = None  # instants of the start and waits of the windows are written here
    pack: Path | None = None  # folder of the emergency packs; None = one in `files`
