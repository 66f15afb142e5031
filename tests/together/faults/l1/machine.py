"""Hypothesis draws work on the stage of L1: wishes, rounds, mails, time; `machine_faults` adds what goes wrong.

A rule is drawn only where it can do something, so nearly every step acts; what did not act is not counted.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.together.faults.checker.findings import Violation
from tests.together.faults.l1.console import Console
from tests.together.faults.l1.dice import loaded
from tests.together.faults.l1.house import WEST, House
from tests.together.faults.l1.stage import Stage
from tests.together.faults.tally import Tally

WHO = st.integers(0, 2)  # of those who can
SPANS = st.sampled_from((1, 50, 700, 6_000, 70_000, 3_600_000, 9 * 24 * 3_600_000))
NEW_EACH = 8  # of so many examples one begins as each of these:
NEW, SUMMER, DISTRICT = range(3)  # desks that nobody has used; the change to summer time; one desk sees a district only
Can = Callable[[Console], bool]
Rule = TypeVar("Rule", bound=Callable[..., None])


class Broken(AssertionError):
    """An invariant does not hold."""

    def __init__(self, violations: list[Violation]) -> None:
        super().__init__("\n".join(map(str, violations)))
        self.violations = violations


class Setting:
    """What all examples of a run share: the houses in which they begin, the counts."""

    def __init__(self, new: House, lived_in: House, berlin: Callable[[], House], tally: Tally) -> None:
        self.new, self.lived_in, self.berlin, self.tally = new, lived_in, berlin, tally
        self.steps = self.commands = 0  # what acted; what operators were told is queued
        self.violations: list[str] = []  # of the first example that broke


def memory() -> str | None:
    """Where files are quick: in memory, on a system that shows it."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def is_up(console: Console) -> bool:
    """Whether its program runs."""
    return console.is_up


def can_push(console: Console) -> bool:
    """Whether there is something to push and nothing keeps it."""
    return console.can_push


def can_poll(console: Console) -> bool:
    """Whether it may ask."""
    return console.can_poll


def can_send_photo(console: Console) -> bool:
    """Whether a photo waits and nothing keeps it."""
    return console.can_send_photo


def has_mail(console: Console) -> bool:
    """Whether a round has told something."""
    return console.is_up and bool(console.mail)


def has_conflicts(console: Console) -> bool:
    """Whether somebody is asked what is to become of a command."""
    return console.is_up and bool(console.desk.conflict_count())


def where(can: Can) -> Callable[[Rule], Rule]:
    """A rule for those consoles that can."""
    return precondition(lambda self: any(map(can, self.stage.consoles)))


class Work(RuleBasedStateMachine):
    """One example: a stage, deeds in any order; at its end everything is healed and checked as a whole."""

    setting: ClassVar[Setting]

    @initialize(seed=st.integers(0, 2**32 - 1))
    def begin(self, seed: int) -> None:
        """A new stage; all randomness below comes from the seed."""
        self.root = Path(tempfile.mkdtemp(prefix="griddesk-l1-", dir=memory()))
        self._dice = loaded(seed)
        self._dice.__enter__()
        kind = seed % NEW_EACH
        scopes = {"desk-1": frozenset({WEST})} if kind == DISTRICT else None
        self.stage = Stage(self._house(kind), self.root, seed, self.setting.tally, scopes=scopes)

    def _house(self, kind: int) -> House:
        if kind == SUMMER:
            return self.setting.berlin()
        return self.setting.new if kind in {NEW, DISTRICT} else self.setting.lived_in

    def teardown(self) -> None:
        """Heal, drain, check everything; then away with it."""
        if not hasattr(self, "stage"):
            return
        try:
            if not self.stage.violations:
                self.hold(self.stage.healed())
        finally:
            self.setting.commands += len(self.stage.witness.recorded)
            self.stage.close()
            self._dice.__exit__(None, None, None)
            shutil.rmtree(self.root, ignore_errors=True)

    def acted(self, acted: bool, n: int | None = None) -> None:
        """Count a step that did something, and look at what it did."""
        if acted:
            self.setting.steps += 1
            self.hold(self.stage.look(n))

    def hold(self, found: list[Violation]) -> None:
        """Raises Broken when anything was found."""
        if found or self.stage.violations:
            self.setting.violations = self.setting.violations or [str(each) for each in self.stage.violations]
            raise Broken(self.stage.violations)

    def one(self, can: Can, who: int) -> int:
        """The place of one console that can."""
        able = [n for n, console in enumerate(self.stage.consoles) if can(console)]
        return able[who % len(able)]

    # work -------------------------------------------------------------------------------------------------------------
    @where(is_up)
    @rule(who=WHO)
    def wish(self, who: int) -> None:
        """An operator wishes something."""
        n = self.one(is_up, who)
        self.acted(self.stage.wish(n), n)

    @where(is_up)
    @rule(who=WHO)
    def wish_again(self, who: int) -> None:
        """Wishes are what there is most of."""
        n = self.one(is_up, who)
        self.acted(self.stage.wish(n), n)

    @where(can_push)
    @rule(who=WHO)
    def push(self, who: int) -> None:
        """A round of push."""
        self.acted(self.stage.consoles[self.one(can_push, who)].push_round())

    @where(can_push)
    @rule(who=WHO)
    def wish_beside_push(self, who: int) -> None:
        """A push is made; before it goes, an operator wishes something more, which goes right behind it."""
        n = self.one(can_push, who)
        made = self.stage.consoles[n].make_push()
        self.acted(self.stage.wish(n) or made, n)

    @where(can_poll)
    @rule(who=WHO)
    def poll(self, who: int) -> None:
        """A round of poll."""
        self.acted(self.stage.consoles[self.one(can_poll, who)].poll_round())

    @where(can_send_photo)
    @rule(who=WHO)
    def photo(self, who: int) -> None:
        """A piece of a photo goes up."""
        self.acted(self.stage.consoles[self.one(can_send_photo, who)].photo_round())

    @where(has_mail)
    @rule(who=WHO)
    def mail(self, who: int) -> None:
        """What a round told is taken."""
        n = self.one(has_mail, who)
        self.acted(self.stage.consoles[n].take_mail(), n)

    @where(is_up)
    @rule(who=WHO)
    def go_on(self, who: int) -> None:
        """Several rounds in a row, as on a calm line."""
        n, acted = self.one(is_up, who), False
        console = self.stage.consoles[n]
        for _ in range(4):
            acted |= console.take_mail() or console.push_round() or console.photo_round() or console.poll_round()
        self.acted(acted, n)

    @rule(number=st.integers(0, 11))
    def terminal(self, number: int) -> None:
        """Somebody at a terminal does something."""
        self.acted(self.stage.deed(number))

    @where(is_up)
    @rule(who=WHO)
    def recall(self, who: int) -> None:
        """`U`."""
        n = self.one(is_up, who)
        self.stage.consoles[n].recall()
        self.acted(True, n)

    @where(is_up)
    @rule(who=WHO, how=st.sampled_from(("take", "take_over", "release")))
    def claim(self, who: int, how: str) -> None:
        """Somebody takes a case in hand, also out of the hands of another, or lets it go."""
        n = self.one(is_up, who)
        cases = self.stage.consoles[n].desk.known()
        if cases:
            self.stage.consoles[n].claim(self.stage.dice.choice(cases), how, "急")
            self.acted(True, n)

    @where(has_conflicts)
    @rule(who=WHO, how=st.sampled_from(("drop", "on_top")))
    def resolve(self, who: int, how: str) -> None:
        """A conflict ends."""
        n = self.one(has_conflicts, who)
        self.stage.consoles[n].resolve(how)
        self.acted(True, n)

    @rule(span=SPANS)
    def wait(self, span: int) -> None:
        """Time passes."""
        self.acted(self.stage.pass_time(span))
