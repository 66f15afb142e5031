"""What a failure of one way comes to: the reason in words, and how long until the next try."""

from dataclasses import dataclass

from console.facts import Lost
from console.sync.backoff import Backoff
from console.sync.errors import Busy, Failing, Misread, NotKnown, OtherVersion, ServerUnreachable

SLOWLY = 30.0  # seconds between tries where only a person can help


@dataclass(frozen=True, slots=True)
class Wait:
    """The way failed: try again after `lost.wait_ms`; when `patient`, not before, whatever other ways hear."""

    lost: Lost
    patient: bool = False


class Waits:
    """Counts the failures of one way (push | poll | ask | files)."""

    def __init__(self, way: str, backoff: Backoff | None = None) -> None:
        self._way, self._backoff = way, backoff or Backoff()

    def success(self) -> None:
        """The next failure begins with short waits again."""
        self._backoff.success()

    def after(self, error: ServerUnreachable) -> Wait:
        """The wait that this failure asks for."""
        answered = isinstance(error, Busy | Failing)
        seconds = self._backoff.failure(error.retry_after if isinstance(error, Busy) else 0.0, answered)
        if isinstance(error, NotKnown | OtherVersion):
            seconds = SLOWLY
        misread = isinstance(error, Misread)
        lost = Lost(self._way, error.reason, round(seconds * 1000), error.details, busy=answered, misread=misread)
        return Wait(lost, error.patient)

    def stumbled(self) -> Wait:
        """An error of this program, which nobody expected: the way goes on all the same."""
        return self.after(Failing("link.program"))
