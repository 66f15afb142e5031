"""How much of a shared machine the server's programs take beside a console: its windows go first."""

import ctypes
import os
from contextlib import suppress
from typing import Any

STEPS = 5
"""Of niceness. On two full cores the windows' longest wait was 59 ms beside a server of equal rank, 38 ms beside one
that gives way, and the server did as much (`run.py benchmarks living`)."""
_BELOW_NORMAL = 0x4000  # BELOW_NORMAL_PRIORITY_CLASS


def give_way() -> None:
    """Let other programs of this machine go before this one, where the system allows to say so."""
    with suppress(OSError):
        if os.name == "nt":
            _give_way_on_windows()
        else:
            os.nice(STEPS)


def _give_way_on_windows() -> None:
    kernel: Any = ctypes.WinDLL("kernel32") if hasattr(ctypes, "WinDLL") else None
    kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
