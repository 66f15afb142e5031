"""One training: a simulation whose people do what the script says, until the hour is over or it is ended."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from server.simulator.patience import Ended
from server.simulator.places import Places
from server.simulator.plan import Life
from server.simulator.setup import Simulation
from server.simulator.training.play import Play
from server.simulator.training.results import Results
from server.simulator.training.score import Hour, score
from server.simulator.training.script import Script
from server.simulator.training.words import Words
from server.simulator.wish import CannotSimulate

TURN_S, TELL_S = 0.4, 3.0
Tell = Callable[[dict[str, Any]], None]


class Training:
    """`tell` gets the score so far every few seconds, and at the end that of the whole with the page's path."""

    def __init__(self, simulation: Simulation, life: Life, script: Script, results: Results, tell: Tell) -> None:
        if life.city.grids is None:
            raise CannotSimulate("没有网格数据", "no grids")
        self._simulation, self._script, self._results, self._tell = simulation, script, results, tell
        self._words = Words(life.city)
        self._play = Play(
            script, life, Places(life.city.grids, life.chance, life.figures.places), simulation.clock.now()
        )
        simulation.life.early = self._play.plans
        self._told_at = 0.0

    def run(self, ended: Callable[[], bool]) -> Path:
        """Play it; the page of the result. Raises OSError when it cannot be kept."""
        self._tell_sometimes()  # the windows show the hour and its targets before anything has happened
        with suppress(Ended):
            self._simulation.life.begin()
            self._simulation.life.add(self._play.reports())
            while not ended() and self._simulation.clock.now() < self._play.began + self._script.span:
                begun = time.monotonic()
                self._simulation.life.look()
                self._simulation.life.turn()
                self._tell_sometimes()
                time.sleep(max(0.0, TURN_S - (time.monotonic() - begun)))
            self._simulation.life.look()
        told = self.told(over=True)
        page = self._results.keep(told)
        self._tell({**told, "page": str(page), "earlier": self._results.earlier()})
        return page

    def told(self, *, over: bool = False) -> dict[str, Any]:
        """The score so far as plain values."""
        now = min(self._simulation.clock.now(), self._play.began + self._script.span)
        hour = Hour(self._script, self._play.scenes, self._play.cases, self._play.right, now)
        return self._words.told(hour, score(hour), self._play.began, self._simulation.wish.seed, over=over)

    def _tell_sometimes(self) -> None:
        if time.monotonic() - self._told_at >= TELL_S:
            self._told_at = time.monotonic()
            self._tell(self.told())
