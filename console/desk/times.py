"""The corrected clock: the server's time carried on by the monotonic clock, so that a changed wall clock does no harm.

On a test clock (a file with one instant and a rate) nothing is corrected: server and console read the same file.
"""

import json
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from console.facts.ticks import ticks_ns
from console.models.entries import Stamp

if TYPE_CHECKING:
    from console.facts import Heard

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_GOOD_FOR = 0.02  # s that a test clock's file is not read again: each row that is drawn asks for the time
CLOCK = "clock"  # in `me`: what to begin with without a line
_OFF, _OFTEN = 1_000, 3_600_000  # ms by which a kept offset may be wrong, ms until it is kept anew


def wall_clock() -> int:
    """This machine's wall clock, ms UTC."""
    return time.time_ns() // 1_000_000


def _monotonic() -> int:
    return ticks_ns() // 1_000_000


class TestClock:
    """A file {"at": ms UTC, "rate": r, "real": monotonic s}, read anew after 20 ms; now = at + rate × time since.

    Without "real" the file's own age counts. It reads as the server's does, so that both agree.
    """

    __test__ = False  # no test, though its name begins like one

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read = (-1.0, 0.0, 0.0, 0.0)  # when it was read; what it said: at, rate, real

    def __call__(self) -> int:
        """The instant on the test clock, ms UTC."""
        mono = time.monotonic()
        if mono - self._read[0] > _GOOD_FOR:
            self._read = (mono, *self._say(mono))
        _, at, rate, real = self._read
        return int(at + rate * (mono - real) * 1000)

    def _say(self, mono: float) -> tuple[float, float, float]:
        said = json.loads(self._file.read_text(encoding="utf-8"))
        real = said["real"] if "real" in said else mono - (time.time() - self._file.stat().st_mtime)
        return said["at"], said.get("rate", 1), real


class Clock:
    """Ms UTC. The GUI thread reads `now` while the store's thread corrects it: one attribute, replaced as a whole."""

    def __init__(
        self, wall: Callable[[], int] = wall_clock, mono: Callable[[], int] = _monotonic, test: TestClock | None = None
    ) -> None:
        self._wall, self._mono, self._test = wall, mono, test
        self._samples: deque[tuple[int, int]] = deque(maxlen=8)  # latency, server time minus monotonic clock
        self._base: int | None = None
        self.is_doubtful = test is None
        """Whether nothing tells how right it is: no server was heard yet, and what an earlier run knew does not fit."""
        self._kept: tuple[int, int] | None = None  # offset of this machine's clock, the last instant that was known
        self._boot_id = _BOOT_ID.read_text(encoding="ascii").strip() if _BOOT_ID.exists() else ""

    def now(self) -> int:
        """The corrected clock."""
        if self._test:
            return self._test()
        return self._wall() if self._base is None else self._base + self._mono()

    @property
    def is_test(self) -> bool:
        """Whether it is a test clock: for synthetic cities only."""
        return self._test is not None

    @property
    def skew_ms(self) -> int:
        """Corrected clock minus this machine's wall clock; 0 on a test clock."""
        return 0 if self._test else self.now() - self._wall()

    def mono(self) -> int:
        """Ms of the monotonic clock: for spans of real time, on a test clock too."""
        return self._mono()

    def correct(self, heard: "Heard") -> None:
        """Take the server's time of an answer; the quickest of the last eight answers counts."""
        self._samples.append((heard.latency_ms, heard.server_time - heard.at))
        self._base = min(self._samples)[1]
        self.is_doubtful = False

    def restore(self, kept: bytes) -> None:
        """What an earlier run knew of the server's clock: it counts until the server is heard. Bytes of `to_keep`.

        A clock that was set back, or that lost its battery, goes on from the last instant that was known.
        """
        try:
            offset, last = (int(each) for each in json.loads(kept))
        except (ValueError, TypeError):
            return
        if self._base is None and not self._test:
            self._kept = offset, last
            self._base = max(self._wall() + offset, last) - self._mono()
            self.is_doubtful = self._wall() + offset < last

    def to_keep(self) -> bytes | None:
        """What to keep for a start without a line; None while what was kept will do."""
        told = self.skew_ms, self.now()
        if self._test or (self._kept and abs(told[0] - self._kept[0]) <= _OFF and told[1] - self._kept[1] < _OFTEN):
            return None
        self._kept = told
        return json.dumps(told).encode()

    def stamp(self) -> Stamp:
        """When a command is issued, by all clocks there are."""
        return Stamp(self._wall(), self._mono(), self._boot_id, self.skew_ms)
