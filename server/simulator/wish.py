"""What was asked of a simulator, and why it cannot be done."""

from dataclasses import dataclass, field
from pathlib import Path

from server.simulator.figures import Figures

FIRST = "chen"


class CannotSimulate(Exception):
    """What the user must know and can mend, in both languages."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(english)
        self.chinese, self.english = chinese, english


@dataclass(frozen=True, slots=True)
class Wish:
    """The command line. `speed` 0 = full speed; `first`: an account of the centre, which knows all others."""

    url: str
    password: str
    figures: Figures
    enrol: tuple[str, ...] = ()  # a one-time token for each workstation; only at full speed more than one
    credential: Path | None = None
    speed: float = 1.0
    seed: int = 1
    cases_per_day: float = 0
    cases: int = 0
    days: float = 0
    start: str = ""
    day: str = "plain"
    test_clock: Path | None = None
    gentle: bool = False
    dispatchers: bool = False
    step_seconds: float = 300.0
    report: Path | None = None
    first: str = FIRST
    taken: tuple[str, ...] = field(default=())

    @property
    def roles(self) -> Path | None:
        """The file that keeps which roles were taken, beside the credential; None = they are not kept."""
        return self._beside("roles")

    @property
    def sessions(self) -> Path | None:
        """The file that keeps the open sessions, beside the credential; None = they are not kept."""
        return self._beside("sessions")

    def credential_of(self, number: int) -> Path | None:
        """The file that keeps the credential of one workstation; None = it is not kept."""
        return self._beside(str(number + 1)) if number else self.credential

    def _beside(self, what: str) -> Path | None:
        return self.credential.with_name(f"{self.credential.name}.{what}") if self.credential else None
