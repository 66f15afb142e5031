"""A house whose desks have worked before: what most examples begin with, as nothing is quicker than copied files."""

from dataclasses import replace
from pathlib import Path

from tests.together.faults.l1.dice import loaded
from tests.together.faults.l1.heal import heal
from tests.together.faults.l1.house import House
from tests.together.faults.l1.stage import Stage
from tests.together.faults.tally import Tally
from tests.together.faults.world import CASES


def lived_in(new: House, folder: Path, consoles: int = 3) -> House:
    """The same house after its desks have enrolled and read everything on a calm line."""
    with loaded(0):
        stage = Stage(new, folder, 0, Tally(), consoles)
        wrong = heal(stage.time, stage.server, stage.consoles) + stage.look()
        known = [len(console.desk.known()) for console in stage.consoles]
        stage.close()
    if wrong or known != [CASES] * consoles:
        raise AssertionError(wrong or known)
    desks = {console.name: console.disk.folder for console in stage.consoles}
    return replace(new, server=stage.server.disk.folder, desks=desks, now_ms=stage.time.now_ms)
