"""How much of a shared machine the server's programs take beside a console: its windows go first."""

import ctypes
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

STEPS = 10  # of niceness
AUTOGROUP = Path("/proc/self/autogroup")
_BELOW_NORMAL = 0x4000  # BELOW_NORMAL_PRIORITY_CLASS


def give_way() -> None:
    """Let other programs of this machine go before this one, where the system allows to say so."""
    with suppress(OSError):
        if os.name == "nt":
            _give_way_on_windows()
        else:
            os.nice(STEPS)
            _let_other_sessions_go_before()


def _let_other_sessions_go_before() -> None:
    """Linux weighs whole sessions against each other where it groups them: niceness then counts within one alone.

    One's own session alone: beside a console in its session the group is the console's, too.
    """
    if os.getsid(0) == os.getpid():
        AUTOGROUP.write_text(str(STEPS), encoding="ascii")


def _give_way_on_windows() -> None:
    kernel: Any = ctypes.WinDLL("kernel32") if hasattr(ctypes, "WinDLL") else None
    kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
