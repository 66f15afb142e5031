"""The loop: turns at a speed with a pacer that says when it falls behind, or steps of the test clock at full speed."""

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from server.simulator.clocks import SteppedClock
from server.simulator.counts import write_report
from server.simulator.door import Refused
from server.simulator.files import NotWritten
from server.simulator.patience import Ended
from server.simulator.setup import Simulation
from server.simulator.wish import CannotSimulate

TURN_S, SLOW_TURN_S = 0.1, 0.4  # between two turns; the longer at speeds up to 4
REPORT_S = 5.0
DAY_MS = 86_400_000


class Runner:
    """Runs a simulation until it is over or `ended()`; `say` gets sentences in both languages."""

    def __init__(self, simulation: Simulation, ended: Callable[[], bool], say: Callable[[str, str], None]) -> None:
        self._simulation, self._ended, self._say = simulation, ended, say
        self._began_at = simulation.clock.now()
        self._began = time.monotonic()
        self._reported, self._unreported = 0.0, False
        self.stopped = False

    def run(self) -> None:
        """Until it is over. Raises CannotSimulate."""
        simulation = self._simulation
        try:
            with suppress(Ended):
                self._live(simulation)
        except Refused as error:
            raise CannotSimulate(
                f"服务器不再接受本工作站：{error.text or error.rule}",
                f"the server does not take this workstation any more: {error.text or error.rule}",
            ) from error
        finally:
            self._write(at_once=True)

    def _live(self, simulation: Simulation) -> None:
        simulation.life.begin()
        if simulation.early is not None:
            simulation.life.add(simulation.early.reports(simulation.clock.now()))
        if isinstance(simulation.clock, SteppedClock):
            self._at_full_speed(simulation.clock)
        else:
            self._at_speed()

    def _at_speed(self) -> None:
        speed = self._simulation.clock.speed
        pause = SLOW_TURN_S if speed <= 4 else TURN_S
        while not self._is_over():
            begun = time.monotonic()
            self._simulation.life.look()
            self._pace(self._simulation.life.turn() / speed)
            self._write()
            time.sleep(max(0.0, pause - (time.monotonic() - begun)))

    def _pace(self, late_ms: float) -> None:
        late = self._simulation.counts.late
        if not late.note(late_ms) or self._simulation.wish.gentle:
            return
        if late.is_behind:
            self._say(f"跟不上：晚 {late_ms / 1000:.1f} 秒", f"falling behind: {late_ms / 1000:.1f} s late")
        else:
            self._say("已跟上", "keeping up again")

    def _at_full_speed(self, clock: SteppedClock) -> None:
        step = round(self._simulation.wish.step_seconds * 1000)
        while not self._is_over():
            wanted = max(self._simulation.life.next_at() - clock.now(), 1)
            to = clock.now() + -(-wanted // step) * step
            self._simulation.patience.until_done(partial(clock.step, to))
            self._simulation.life.step()
            self._write()

    def _is_over(self) -> bool:
        wish, clock = self._simulation.wish, self._simulation.clock
        days_over = bool(wish.days) and clock.now() >= self._began_at + wish.days * DAY_MS
        return self._ended() or days_over or self._simulation.life.is_over()

    def told(self) -> dict[str, Any]:
        """The counts so far."""
        simulation = self._simulation
        return simulation.counts.told(
            seconds=round(time.monotonic() - self._began, 3),
            now=simulation.clock.now(),
            simulated_ms=simulation.clock.now() - self._began_at,
            speed=simulation.clock.speed,
            signed_in=simulation.sessions.opened,
            open=len(simulation.world.open),
            planned=len(simulation.agenda),
            behind_now=simulation.counts.late.is_behind,
        )

    def _write(self, *, at_once: bool = False) -> None:
        file, now = self._simulation.wish.report, time.monotonic()
        if file is not None and (at_once or now - self._reported > REPORT_S):
            self._reported = now
            self._report(file)

    def _report(self, file: Path) -> None:
        """Nobody's work waits for the report: where it cannot be written, the next one may be."""
        try:
            write_report(file, self.told())
        except NotWritten as error:
            if not self._unreported:
                self._say(f"报告未能写入（{error}）", f"the report could not be written ({error})")
            self._unreported = True
        else:
            if self._unreported:
                self._say("报告已可写入", "the report can be written again")
            self._unreported = False
