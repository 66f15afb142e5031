"""The clock that spans of real time are measured by."""

import sys
import time


def ticks_ns() -> int:
    """Nanoseconds on a clock that nobody sets, and that goes on while the machine sleeps where the system has one."""
    if sys.platform == "linux":
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    return time.monotonic_ns()
