"""Whether the process that started us still lives: the embedded server ends with its console."""

import ctypes
import os
from typing import Any

_SYNCHRONIZE = 0x0010_0000
_WAIT_TIMEOUT = 0x102


class Parent:
    """Watches one process by its number."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._is_own = os.getppid() == pid

    def lives(self) -> bool:
        """Whether it still runs. A direct parent that ended is noticed even while its number is not yet free."""
        if self._is_own and os.getppid() != self._pid:
            return False
        return _lives_on_windows(self._pid) if os.name == "nt" else _lives_on_posix(self._pid)


def _lives_on_posix(pid: int) -> bool:
    try:
        os.kill(pid, 0)  # sends nothing
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _lives_on_windows(pid: int) -> bool:
    kernel: Any = ctypes.WinDLL("kernel32") if hasattr(ctypes, "WinDLL") else None
    handle = kernel.OpenProcess(_SYNCHRONIZE, False, pid)
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == _WAIT_TIMEOUT)
    finally:
        kernel.CloseHandle(handle)
