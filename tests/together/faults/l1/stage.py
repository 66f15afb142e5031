"""The stage of L1: one server, three consoles, their lines and clocks, the checker, and what may be done with them.

Each deed says whether it acted: what did nothing is no step. `hypothesis` draws deeds (`machine`), tests script them.
"""

import shutil
import traceback
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from random import Random

from tests.together.faults.checker.findings import Violation, Witness
from tests.together.faults.checker.judge import Checker
from tests.together.faults.l1.clock import Time
from tests.together.faults.l1.console import Console
from tests.together.faults.l1.damage import CACHE, damage, recorded
from tests.together.faults.l1.heal import heal
from tests.together.faults.l1.house import FIRST, House
from tests.together.faults.l1.server import Server
from tests.together.faults.l1.wishes import Wishes
from tests.together.faults.tally import Tally
from tests.together.faults.world import CASES

LOGINS = ("wang", "li", "liu")
SESSION_MS = 400 * 24 * 3_600_000
_DAY = 24 * 3_600_000
CLONE = "-clone"  # how the copy of a console is called; it sees what the console sees
ROWS = (0, 2, 0, 7)  # rows that the server gives at once, by the seed; 0 = as many as it is asked for


class Stage:
    """Everything of one example, in a folder of its own."""

    def __init__(
        self,
        house: House,
        root: Path,
        seed: int,
        tally: Tally,
        consoles: int = 3,
        scopes: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self.dice, self.tally, self._house, self._root = Random(seed), tally, house, root
        self.time, self.witness = Time(house.now_ms), Witness()
        self.scopes = {name + of: feeds for name, feeds in (scopes or {}).items() for of in ("", CLONE)}
        self._rows = ROWS[seed % len(ROWS)]
        names = [f"desk-{n}" for n in range(consoles)]
        house.furnish(root, names)
        self.server = self._server("server")
        self._others: list[Server] = []
        self.consoles = [self._console(name) for name in names]
        self.wishes = [Wishes(self.dice) for _ in names]
        self._wished = 0
        self.crafted = count()  # commands that no program of ours would make
        self.known: dict[str, dict[str, str]] = {}  # what the witness knew when a console's files were backed up
        self.zombie: Server | None = None
        self.was_put_back = False  # whether a backup stands somewhere: there may be desks that only a person lets in
        folders = {each.name: each.disk.folder for each in self.consoles}
        database, photos = str(self.server.database_file), self.server.photo_folder
        self.checker = Checker(database, folders, self.witness, photos, "unix", self.scopes)
        self.violations: list[Violation] = []
        for n, console in enumerate(self.consoles):
            if not console.files.station().token:
                self.server.offer_enrolment(f"once-{console.name}", self.scopes.get(console.name))
            self.sign_in(n, LOGINS[n % len(LOGINS)])

    def _console(self, name: str) -> Console:
        layer, root = self._house.layer, self._root / name
        console = Console(name, layer, root, self.time, self.dice, self.server, self.tally, self.witness)
        console.scope, console.wire.rows = self.scopes.get(name), self._rows
        return console

    def _server(self, name: str) -> Server:
        return Server(self._house.application, self._house.layer, self._root / name, self.time, self.dice)

    def another_server(self, files: Path) -> Server:
        """One more server, to which these files are moved; no console asks it by itself."""
        name = f"server-{1 + len(self._others)}"
        (self._root / name).mkdir()
        files.rename(self._root / name / FIRST)
        self._others.append(self._server(name))
        return self._others[-1]

    def add_console(self, name: str, copy_of: Path) -> Console:
        """One more console, on a copy of these files."""
        shutil.copytree(copy_of, self._root / name / FIRST)
        console = self._console(name)
        self.consoles.append(console)
        self.wishes.append(Wishes(self.dice))
        self.moved()
        return console

    @property
    def root(self) -> Path:
        """The folder of all its files."""
        return self._root

    def close(self) -> None:
        """The end of it."""
        self.checker.close()
        for console in self.consoles:
            console.close()
        for server in (self.server, *self._others):
            server.close()

    # people -----------------------------------------------------------------------------------------------------------
    def sign_in(self, n: int, login: str) -> None:
        """Somebody sits down at a console, with a session that the server knows."""
        session = f"session-{login}-{self.dice.randbytes(4).hex()}"
        self.server.sign_in(login, session, self.time.now_ms, SESSION_MS, self.consoles[n].name)
        self.consoles[n].sign_in(login, session, self.time.now_ms + SESSION_MS)

    def wish(self, n: int) -> bool:
        """An operator wishes something."""
        console = self.consoles[n]
        if not console.is_up or console.seat is None:
            return False
        self._wished += 1
        wish = self.wishes[n].draw(console.desk, self._wished)
        return wish is not None and bool(console.wish(wish))

    def deed(self, number: int) -> bool:
        """Somebody at a terminal does something."""
        if not self.server.is_up:
            return False
        who = self.dice.choice(("u-west", "u-east", "zhao", "li"))
        return self.server.deed(who, f"case-{number % CASES}", self.dice) is not None

    # time -------------------------------------------------------------------------------------------------------------
    def pass_time(self, span: int) -> bool:
        """Let time pass, the server's timers with it."""
        before, skips = self.time.now_ms, self._house.skips_at
        self.time.pass_ms(span)
        if before < skips <= self.time.now_ms:
            self.tally.bit("T3", f"from {before} to {self.time.now_ms} an hour was left out")
        self.server.tick()
        return True

    # the checker ------------------------------------------------------------------------------------------------------
    def look(self, n: int | None = None) -> list[Violation]:
        """What does not hold now: of the server, and of one console."""
        unexpected = [error for server in (self.server, *self._others) for error in server.unexpected]
        found = [Violation("raw", "server", _where(error)) for error in unexpected]
        for console in self.consoles:
            found += [Violation("raw", console.name, _where(error)) for error in console.unexpected]
        if self.server.is_up:
            found += self.checker.look()
        if n is not None and self.consoles[n].is_up and not self.consoles[n].is_wrecked:
            self.checker.console_is(self.consoles[n].name, self.consoles[n].disk.folder)
            found += self.checker.console(self.consoles[n].name)
        self.violations += found
        return found

    def moved(self) -> None:
        """Folders may be other ones: somebody died."""
        self.checker.server_is(str(self.server.database_file), self.server.photo_folder)
        for console in self.consoles:
            self.checker.console_is(console.name, console.disk.folder)

    def healed(self) -> list[Violation]:
        """Heal all, let it drain, look at everything."""
        found = heal(self.time, self.server, self.consoles, was_put_back=self.was_put_back)
        self.moved()
        found += self.look()
        found += self.checker.whole(quiet=True)
        self.violations += found
        return found

    def all_enrolled(self) -> bool:
        """Whether the server knows every console: one that a backup does not know only an administrator lets in."""
        return all(console.is_up and console.files.station().token for console in self.consoles)

    # kills ------------------------------------------------------------------------------------------------------------
    def kill_console(self, n: int, after: int, deed: Callable[[], object]) -> bool:
        """Do this with a console that dies at the `after`-th operation of its disk from now."""
        console = self.consoles[n]
        return self._dies(n, "K1", "kill", after, deed) if console.is_up else False

    def power_off(self, n: int, after: int, deed: Callable[[], object]) -> bool:
        """The same, and what was not synced is lost or torn."""
        return self._dies(n, "D3", "power", after, deed) if self.consoles[n].is_up else False

    def _dies(self, n: int, fault: str, kind: str, after: int, deed: Callable[[], object]) -> bool:
        console = self.consoles[n]
        console.disk.plan.kind, console.disk.plan.after = kind, after
        acted = bool(deed())
        if not console.disk.dead:
            console.disk.plan.kind = ""
            return acted
        if fault == "K1" or console.disk.undone:
            self.tally.bit(fault, f"{console.name}: {console.disk.undone} bytes undone, {console.disk.left}")
        console.start()
        self.moved()
        return True

    def kill_server(self, after: int, deed: Callable[[], object]) -> bool:
        """Do this while the server dies at the `after`-th operation of its disk from now."""
        if not self.server.is_up:
            return False
        self.server.disk.plan.kind, self.server.disk.plan.after = "kill", after
        deed()
        if not self.server.disk.dead:
            self.server.disk.plan.kind = ""
            return False
        self.tally.bit("K2", f"left {self.server.disk.left}")
        self.server.start()
        self.moved()
        return True

    def restart_server(self) -> bool:
        """An orderly end and start; it bit when somebody's commands were under way."""
        under_way = any(console.mail for console in self.consoles)
        self.server.restart()
        if under_way:
            self.tally.bit("S1", "rounds were under way")
        return True

    # disks ------------------------------------------------------------------------------------------------------------
    def disk_fails(self, n: int, kind: str, after: int, deed: Callable[[], object]) -> bool:
        """Do this while a console's disk is full ("full") or fails ("error", "read") from the n-th operation on."""
        console = self.consoles[n]
        if not console.is_up:
            return False
        plan = console.disk.plan
        plan.kind, plan.after, plan.bitten = kind, after, 0
        deed()
        plan.kind = ""
        if plan.bitten:
            self.tally.bit("D1" if kind == "full" else "D2", f"{plan.bitten} operations were refused")
        return bool(plan.bitten)

    # files ------------------------------------------------------------------------------------------------------------
    def damage(self, n: int, how: str) -> bool:
        """Damage a closed file, C1 to C8, and start; what meets the cache takes nothing from the outbox."""
        console = self.consoles[n]
        if not console.is_up:
            return False
        console.stop()
        folder = console.disk.folder
        before = recorded(folder)
        others = [each.disk.folder for each in self.consoles if each is not console]
        proof = damage(folder, how, self.dice, self.dice.choice(others) if others else None)
        if proof:
            self.tally.bit(how, proof)
            console.is_wrecked |= how == "C7"
        console.start()
        if how in CACHE and console.is_up and (gone := before - recorded(folder)):
            self.violations.append(Violation("I7", console.name, f"after {how} the outbox lacks {sorted(gone)}"))
        return bool(proof)

    def lid(self, n: int, span: int) -> bool:
        """The lid is closed for a while: the wall clock goes on, the monotonic one does not."""
        console = self.consoles[n]
        waiting = console.is_up and bool(console.mail)
        console.clock.sleep(span)
        if waiting:
            self.tally.bit("K3", f"{span} ms asleep with {len(console.mail)} answers under way")
        return True

    def jump(self, n: int, span: int) -> bool:
        """The wall clock jumps."""
        console = self.consoles[n]
        if not console.is_up:
            return False
        console.clock.skew += span
        off = console.desk.clock.stamp().wall - self.time.now_ms
        if off:
            self.tally.bit("T1", f"off by {off} ms")
        unsent = len(console.desk.outbox())
        if unsent and span:
            self.tally.bit("T2", f"{unsent} unsent at a jump of {span} ms")
        return True


def _where(error: BaseException) -> str:
    """The error, and through which of our functions it came."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if ".venv" not in frame.filename]
    return f"{error!r} in " + " < ".join(f"{Path(f.filename).stem}.{f.name}:{f.lineno}" for f in frames[:-7:-1])
