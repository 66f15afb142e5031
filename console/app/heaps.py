"""Keeps the C library's heap small: what threads gave back must go back to the system, or the console grows all day.

glibc gives each thread that allocates at the same time as another an arena of its own, up to eight for each core, and
raises the size from which a block is a mapping of its own to that of the largest block that was ever freed. Bodies of
answers and pages of databases are then cut out of many arenas, and none of them ever shrinks.
"""

import ctypes
import sys
from contextlib import suppress

# malloc.h
_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
_ARENAS = 2
_OWN_MAPPING = 512 * 1024  # bytes; given to the system at once when they are freed


def keep_small() -> None:
    """Called before any thread is started; without effect where the C library is another one."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # musl
            mallopt = ctypes.CDLL(None).mallopt
            mallopt(_M_ARENA_MAX, _ARENAS)
            mallopt(_M_MMAP_THRESHOLD, _OWN_MAPPING)
