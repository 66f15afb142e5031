"""Hypothesis draws what goes wrong on the stage of L1: kills, faults of line, disk, files, clocks and server."""

import shutil
from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.together.faults.l1 import deeds
from tests.together.faults.l1.console import Console
from tests.together.faults.l1.damage import CACHE, OUTBOX
from tests.together.faults.l1.episodes import PEOPLE, Episode
from tests.together.faults.l1.machine import WHO, Work, has_mail, is_up, where
from tests.together.faults.l1.meanwhile import MEANWHILE
from tests.together.faults.l1.network import AIMED, FAULTS
from tests.together.faults.l1.upheavals import UPHEAVALS
from tests.together.faults.world import CASES

AFTER = st.sampled_from((0, 1, 2, 3, 4, 5, 6, 8, 12, 20, 40))
WHAT = st.sampled_from(("wish", "mail", "push"))
HOUR, YEAR = 3_600_000, 365 * 24 * 3_600_000


def has_late(console: Console) -> bool:
    """Whether something is kept on its line."""
    return bool(console.wire.late)


def is_sound(console: Console) -> bool:
    """Whether it runs on an outbox that can be read."""
    return console.is_up and not console.is_wrecked


class Faults(Work):
    """Work, and all the faults of L1."""

    # the line ---------------------------------------------------------------------------------------------------------
    @where(is_up)
    @rule(who=WHO, faults=st.lists(st.sampled_from((*FAULTS, *AIMED)), min_size=1, max_size=3))
    def arm(self, who: int, faults: list[str]) -> None:
        """The next requests of a console meet these."""
        console = self.stage.consoles[self.one(is_up, who)]
        console.wire.armed.extend(faults)
        self.acted(console.push_round() or console.photo_round() or console.poll_round())

    @where(is_up)
    @rule(who=WHO)
    def cable(self, who: int) -> None:
        """The cable is pulled, or back."""
        wire = self.stage.consoles[self.one(is_up, who)].wire
        wire.is_down = not wire.is_down
        self.acted(True)

    @where(has_late)
    @rule(who=WHO)
    def late(self, who: int) -> None:
        """What was kept on the line arrives."""
        self.stage.consoles[self.one(has_late, who)].wire.deliver_late()
        self.acted(True)

    # kills and disks --------------------------------------------------------------------------------------------------
    @where(is_up)
    @rule(who=WHO, after=AFTER, what=WHAT)
    def kill(self, who: int, after: int, what: str) -> None:
        """A console dies over what it does."""
        n = self.one(is_up, who)
        self.acted(self.stage.kill_console(n, after, self._deed(n, what)), n)

    @where(is_up)
    @rule(who=WHO, after=AFTER, what=WHAT)
    def power(self, who: int, after: int, what: str) -> None:
        """A console loses its power over what it does."""
        n = self.one(is_up, who)
        self.acted(self.stage.power_off(n, after, self._deed(n, what)), n)

    @where(is_up)
    @rule(who=WHO, kind=st.sampled_from(("full", "error", "read")), after=AFTER)
    def disk(self, who: int, kind: str, after: int) -> None:
        """A console's disk is full or fails for a while."""
        n = self.one(is_up, who)

        def work() -> None:
            for what in ("wish", "mail", "push", "mail"):
                self._deed(n, what)()

        self.acted(self.stage.disk_fails(n, kind, after, work), n)

    @precondition(lambda self: self.stage.server.is_up)
    @where(is_up)
    @rule(who=WHO, after=AFTER)
    def kill_server(self, who: int, after: int) -> None:
        """The server dies over a push."""
        self.acted(self.stage.kill_server(after, self.stage.consoles[self.one(is_up, who)].push_round))

    # files and clocks -------------------------------------------------------------------------------------------------
    @where(is_up)
    @rule(who=WHO, how=st.sampled_from((*CACHE, *OUTBOX)), seldom=st.integers(0, 2))
    def damage(self, who: int, how: str, seldom: int) -> None:
        """A file of a console is damaged between two starts."""
        n = self.one(is_up, who)
        self.acted(self.stage.wish(n) if seldom else self.stage.damage(n, how), n)

    @where(has_mail)
    @rule(who=WHO, span=st.sampled_from((8 * HOUR, 60_000)))
    def lid(self, who: int, span: int) -> None:
        """The lid is closed."""
        n = self.one(has_mail, who)
        self.acted(self.stage.lid(n, span), n)

    @where(is_up)
    @rule(who=WHO, span=st.sampled_from((HOUR, -HOUR, YEAR, -YEAR)))
    def jump(self, who: int, span: int) -> None:
        """A wall clock jumps."""
        n = self.one(is_up, who)
        self.acted(self.stage.jump(n, span), n)

    # the server -------------------------------------------------------------------------------------------------------
    @precondition(lambda self: any(console.mail for console in self.stage.consoles))
    @rule(seldom=st.integers(0, 3))
    def restart_server(self, seldom: int) -> None:
        """The server ends and starts."""
        self.acted(self.stage.restart_server() if seldom == 3 else self.stage.pass_time(1000))

    @precondition(lambda self: (self.root / "backup").exists() or self.stage.all_enrolled())
    @rule(seldom=st.integers(0, 5), fault=st.sampled_from(("S3", "S4")))
    def backup(self, seldom: int, fault: str) -> None:
        """The server's data are copied; later, now and then, the copy is put in their place."""
        folder = self.root / "backup"
        if seldom:
            self.acted(self.stage.pass_time(200))
        elif folder.exists():
            self.acted(deeds.put_server_back(self.stage, folder, fault))
            shutil.rmtree(folder)
        else:
            deeds.back_up_server(self.stage, folder)
            self.acted(True)

    # what must come together ------------------------------------------------------------------------------------------
    @where(is_sound)
    @rule(who=WHO, episode=st.sampled_from((*PEOPLE, *MEANWHILE)))
    def people(self, who: int, episode: Episode) -> None:
        """Two people at one case, or at one desk; an odd command, a right that is taken away."""
        n = self.one(is_sound, who)
        self.acted(episode(self.stage, n), n)

    @where(is_sound)
    @rule(who=WHO, episode=st.sampled_from(UPHEAVALS))
    def upheaval(self, who: int, episode: Episode) -> None:
        """Files put back, copied or gone; a clock of 1970; a primary that was left behind."""
        n = self.one(is_sound, who)
        self.acted(episode(self.stage, n), n)

    def _deed(self, n: int, what: str) -> Callable[[], bool]:
        console = self.stage.consoles[n]

        def mail() -> bool:
            self.stage.deed(self.stage.dice.randrange(CASES))  # so that there are rows in it
            while not console.mail and console.poll_round():
                pass
            return console.take_mail()

        return {"wish": lambda: self.stage.wish(n), "mail": mail, "push": console.push_round}[what]
