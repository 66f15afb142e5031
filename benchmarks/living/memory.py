"""What processes hold in memory, and whether it grows."""

import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

EVERY_S = 5.0
KIB = 1024


def resident(pid: int) -> int:
    """Bytes of a process in memory; 0 once it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return pages * os.sysconf("SC_PAGESIZE")


def growth(samples: Sequence[int]) -> float:
    """How much the last half of evenly spaced samples grows from its begin to its end, by its least-squares line, in %.

    The line, not the difference of two samples: what is taken and given back from minute to minute does not count.
    """
    half = samples[len(samples) // 2 :]
    middle, mean = (len(half) - 1) / 2, sum(half) / len(half)
    slope = sum((n - middle) * (value - mean) for n, value in enumerate(half))
    slope /= sum((n - middle) ** 2 for n in range(len(half)))
    return 100 * slope * (len(half) - 1) / mean


class Memory:
    """Samples processes every five seconds while it is entered."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        self._pids = pids
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._sample, name="memory")
        self.samples: dict[str, list[int]] = {name: [] for name in pids}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._end.wait(EVERY_S):
            for name, pid in self._pids.items():
                self.samples[name].append(resident(pid))

    def said(self) -> str:
        """Each process: at ten instants, and its growth over the last half."""
        return "; ".join(
            f"{name} {', '.join(f'{value / KIB**2:.0f}' for value in tenths(values))} MiB ({growth(values):+.1f} %)"
            for name, values in self.samples.items()
        )


def tenths(samples: Sequence[int]) -> list[int]:
    """The last sample of each tenth."""
    return [samples[(n * len(samples) - 1) // 10] for n in range(1, 11)] if len(samples) >= 10 else list(samples)
