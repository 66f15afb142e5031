"""What all stages of a process share: SQLite's layer, the application, and the files with which they begin.

A new house has a server with its city and cases; `lived.lived_in` adds desks that are enrolled and know them all, so
that a stage needs no first snapshot.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.together.faults.l1.clock import START, Time
from tests.together.faults.l1.compiled import shared
from tests.together.faults.l1.front import Application
from tests.together.faults.l1.vfs import Layer
from tests.together.faults.world import make_template

BERLIN, SUMMER = "Europe/Berlin", 1_427_590_800_000  # Sun 2015-03-29 02:00 is 03:00
FIRST = "incarnation-0"
WEST = "410102"  # the feed of a district
_SHARED = shutil.ignore_patterns("*-shm")  # of a process that has ended


@dataclass(frozen=True, slots=True)
class House:
    """`server`: the data folder that is copied; `desks`: name → a console's files; `now_ms`: when they were left."""

    layer: Layer
    application: Application
    server: Path
    desks: dict[str, Path]
    now_ms: int = START
    skips_at: int = 0  # when an hour is left out there, ms UTC; 0 = never

    def furnish(self, root: Path, names: Sequence[str]) -> None:
        """The first files of a stage's machines; desks that nobody knows begin with none."""
        shutil.copytree(self.server, root / "server" / FIRST, ignore=_SHARED)
        for name in names:
            if name in self.desks:
                shutil.copytree(self.desks[name], root / name / FIRST, ignore=_SHARED)


def in_berlin(new: House, folder: Path) -> House:
    """A new house in a city that is about to change to summer time."""
    template = make_template(folder, Time(SUMMER - 90_000), zone=BERLIN)
    return replace(new, server=template, now_ms=SUMMER - 30_000, skips_at=SUMMER)


@contextmanager
def new_house(layer: Layer, template: Path) -> Iterator[House]:
    """A house in which no desk has been used."""
    application = Application()
    try:
        with shared():
            yield House(layer, application, template, {})
    finally:
        application.close()
