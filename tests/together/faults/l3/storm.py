"""A storm over a fleet: bursts of commands, deaths at named points, processes that stand still, lines that break.

The operators never stop. Then all is healed, it must drain within a bound, and the checker must find nothing.
"""

import contextlib
import os
import resource
import signal
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.together.faults.l2.proxy import Armed
from tests.together.faults.l3.fleet import Fleet
from tests.together.faults.l3.points import Point, points
from tests.together.faults.l3.programs import Child, DeskProgram

BURST = 25  # wishes at most at once
STILL_S, SLOW_S = 1.0, 3.0
SMALL = 16 * 1024  # bytes of a file while nothing grows
PATIENCE_S = 600
_LINE = ("N1", "N2", "N3", "N6", "N7", "N8", "N9")


class Storm:
    """Draws what happens from the unit's seed; two runs differ by the machine's timing alone."""

    def __init__(self, fleet: Fleet, seed: int, kills: int) -> None:
        self._fleet, self._dice, self._tally = fleet, Random(seed), fleet.tally
        self._points = {side: _turned(points(side), seed * kills // 2) for side in ("console", "server")}
        self.kills_left = kills
        self.died: list[str] = []
        self.ends_with_restart = self._dice.random() < 0.5

    def run(self, commands: int) -> None:
        """Until so many commands were called queued, and all deaths of the unit were met."""
        fleet, until = self._fleet, time.monotonic() + PATIENCE_S
        while (fleet.recorded() < commands or self.kills_left > 0) and time.monotonic() < until:
            self._gather()
            for desk in fleet.desks:
                if desk.is_up and desk.state.get("left", 1) == 0:
                    desk.tell(do="wish", count=self._dice.randrange(1, BURST))
            fleet.ask_states()
            happens = (self._cut_line, self._cut_line, self._cut_line, self._stand_still, self._fill, self._rest)
            self._dice.choice(happens)()
            self._maybe_kill()
        if fleet.recorded() < commands:
            raise TimeoutError(f"{fleet.recorded()} commands in {PATIENCE_S} s: {fleet.told()}")

    def _rest(self) -> None:
        time.sleep(0.2)

    # deaths -----------------------------------------------------------------------------------------------------------
    def _gather(self) -> None:
        """Whoever died is started again, armed to die at the next point in turn."""
        fleet = self._fleet
        for desk in fleet.desks:
            if not desk.is_up:
                self._count("K1", desk)
                desk.start(fleet.seed, *self._next_death("console"))
        if not fleet.server.is_up:
            self._count("K2", fleet.server)
            fleet.serve_again(*self._next_death("server"))

    def _count(self, fault: str, child: Child) -> None:
        at = child.died_at()
        if at:
            self._tally.bit(fault, f"{child.name} died at {at}")
            self.died.append(child.point)
            self.kills_left -= 1

    def _next_death(self, side: str) -> tuple[str, int]:
        """Where it will die the next time; nowhere once the unit has had its deaths."""
        if self.kills_left <= 0:
            return "-", 1
        point = self._points[side].pop(0)
        self._points[side].append(point)
        return point.called, self._dice.randrange(1, point.passes + 1)

    def _maybe_kill(self) -> None:
        """One that is not armed dies between two points, over a push that is under way; given up when none comes."""
        unarmed: list[Child] = [child for child in (*self._fleet.desks, self._fleet.server) if child.point == "-"]
        if unarmed and self.kills_left > 0 and self._dice.random() < 0.5:
            child = self._dice.choice(unarmed)
            if child.is_up and self._dies_over_a_push(child):
                self.kills_left -= 1
                self._start_again(child)

    def _dies_over_a_push(self, child: Child) -> bool:
        fleet = self._fleet
        if isinstance(child, DeskProgram):
            fault, proxy = "K1", fleet.proxies[fleet.desks.index(child)]
        else:
            fault, proxy = "K2", self._dice.choice(fleet.proxies)
        proxy.arm(Armed(fault, deed=child.kill))
        self._until(lambda: not child.is_up, 1.0)
        proxy.heal()
        return not child.is_up

    def _start_again(self, child: Child) -> None:
        if isinstance(child, DeskProgram):
            child.start(self._fleet.seed, *self._next_death("console"))
        else:
            self._fleet.serve_again(*self._next_death("server"))

    # lines ------------------------------------------------------------------------------------------------------------
    def _cut_line(self) -> None:
        """The next exchange of a desk meets a fault; given up when no such exchange comes."""
        proxy = self._dice.choice(self._fleet.proxies)
        fault = self._dice.choice(_LINE)
        proxy.arm(_armed(fault, self._dice))
        self._until(lambda: not proxy.is_armed, 0.6)
        proxy.heal()

    def _until(self, holds: Callable[[], bool], seconds: float) -> None:
        until = time.monotonic() + seconds
        while not holds() and time.monotonic() < until:
            time.sleep(0.05)

    # processes that stand still ---------------------------------------------------------------------------------------
    def _stand_still(self) -> None:
        """SIGSTOP while a poll is open; everybody else goes on."""
        fleet = self._fleet
        child: Child = self._dice.choice((*fleet.desks, fleet.server))
        waiting = sum(proxy.polls for proxy in fleet.proxies)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGSTOP)
            self._until(lambda: _state_of(child.pid) in {"T", ""}, 2)
            if _state_of(child.pid) == "T" and waiting:
                self._tally.bit("K3", f"{child.name} {child.pid} stood still, {waiting} polls were open")
            time.sleep(STILL_S)
            os.kill(child.pid, signal.SIGCONT)

    # disks ------------------------------------------------------------------------------------------------------------
    def _fill(self) -> None:
        """No file of a console or the server grows for a while: the kernel says EFBIG, as a quota does."""
        fleet = self._fleet
        desk = self._dice.choice(fleet.desks)
        before = _refused(desk)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            _limit(desk.pid, SMALL)
            desk.tell(do="wish", count=5)
            self._until(lambda: _refused(desk) > before, 1.0)
            _limit(desk.pid, resource.RLIM_INFINITY)
        if (more := _refused(desk) - before) > 0:
            self._tally.bit("D6", f"{desk.name}: {more} commands were refused, nothing may grow beyond {SMALL} bytes")


def restart_under_way(fleet: Fleet) -> None:
    """S1: the server is asked to end while polls are open, and starts again."""
    until = time.monotonic() + 20
    while not (polls := sum(proxy.polls for proxy in fleet.proxies)) and time.monotonic() < until:
        time.sleep(0.02)
    fleet.server.stop()
    if polls:
        fleet.tally.bit("S1", f"{polls} polls were open when it ended")
    fleet.serve_again()


def _turned(all_points: tuple[Point, ...], by: int) -> list[Point]:
    """The points from the `by`-th on: the units of a long run come by all of them equally often."""
    at = by % len(all_points)
    return [*all_points[at:], *all_points[:at]]


def _armed(fault: str, dice: Random) -> Armed:
    path = "/v1/changes" if fault in {"N6", "N7"} else "/v1/push"
    after = dice.randrange(1, 600) if fault == "N6" and dice.random() < 0.7 else 0
    status = dice.choice((200, 302, 403, 404))
    return Armed(fault, path, after=after, seconds=SLOW_S, status=status)


def _state_of(pid: int) -> str:
    """T = stopped; "" = gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return ""


def _limit(pid: int, size: int) -> None:
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _refused(desk: DeskProgram) -> int:
    return sum(desk.rules[rule] for rule in ("error.disk_refuses", "error.disk_full", "error.not_recorded"))
