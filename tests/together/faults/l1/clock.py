"""Virtual time: one true time for all, and on each machine a wall clock that may be wrong and a monotonic one."""

from dataclasses import dataclass

START = 1_429_664_400_000  # Wed 2015-04-22 09:00 in Shanghai, ms UTC


@dataclass(slots=True)
class Time:
    """The true time, ms UTC; it passes by `pass_ms` alone."""

    now_ms: int = START

    def pass_ms(self, span: int) -> None:
        """Let it pass."""
        self.now_ms += max(0, span)

    def now(self) -> int:
        """As the server's clock says it."""
        return self.now_ms


class MachineClock:
    """The clocks of one machine: `skew` is what its wall clock is off, `asleep` what the monotonic one has missed."""

    def __init__(self, time: Time, skew: int = 0) -> None:
        self._time = time
        self._booted = time.now_ms - 60_000
        self.skew, self.asleep = skew, 0

    def wall(self) -> int:
        """Ms UTC, as this machine believes."""
        return self._time.now_ms + self.skew

    def mono(self) -> int:
        """Ms since some moment; stands still while the machine sleeps."""
        return self._time.now_ms - self._booted - self.asleep

    def mono_ns(self) -> int:
        """The same in ns."""
        return self.mono() * 1_000_000

    def sleep(self, span: int) -> None:
        """The lid is closed for so many ms: true time and wall clock go on, the monotonic one does not."""
        self._time.pass_ms(span)
        self.asleep += span
