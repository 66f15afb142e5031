"""A server that takes what other programs leave, as if on another machine: `python -m benchmarks.loop.apart serve …`.

For rows about the windows of one console: in a centre no server stands beside them.
"""

import os
import runpy
from contextlib import suppress

from server.priority import AUTOGROUP

LEAST = 19  # of niceness, of the program and of its session, which Linux may weigh as a whole


def stand_back() -> None:
    """Let all other programs go first; Linux and macOS."""
    os.nice(LEAST)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):
            AUTOGROUP.write_text(str(LEAST), encoding="ascii")


if __name__ == "__main__":
    stand_back()
    runpy.run_module("server", run_name="__main__", alter_sys=True)
