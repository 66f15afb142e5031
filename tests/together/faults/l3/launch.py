"""Starts a shipped program that dies by itself at a named point: `kill -9`, after a note that it did.

`python -m tests.together.faults.l3.launch POINT PASS NOTE MODULE [ARGUMENT…]`; POINT "-" = it dies nowhere.
"""

import functools
import os
import runpy
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.together.faults.l3.points import BY_NAME, Point


def arm(point: Point, number: int, note: Path) -> None:
    """Let this process die at the `number`-th pass of the point."""
    holder, name, real = point.place()
    left = [number]

    def pass_by() -> None:
        left[0] -= 1
        if left[0] == 0:
            _die(point, note)

    setattr(holder, name, _wrapped(real, pass_by, point.when))
    for module in tuple(sys.modules.values()):  # who has it by its own name already
        if getattr(module, "__dict__", {}).get(name) is real:
            setattr(module, name, getattr(holder, name))


def _wrapped(real: Callable[..., Any], pass_by: Callable[[], None], when: str) -> Callable[..., Any]:
    @functools.wraps(real)
    def wrapped(*args: Any, **named: Any) -> Any:
        if when == "before":
            pass_by()
        told = real(*args, **named)
        if when == "after":
            pass_by()
        return told

    return wrapped


def _die(point: Point, note: Path) -> None:
    handle = os.open(note, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(handle, f"{point.called} {os.getpid()}\n".encode())
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Arm the point, then be the program."""
    called, number, note, module, *rest = sys.argv[1:]
    if called != "-":
        arm(BY_NAME[called], int(number), Path(note))
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
