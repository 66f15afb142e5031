"""The first steps of each role, as data; their words stand in the texts under `guide.<role>.<step>`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from console.facts import REVIEW
from rules.commands import Role

CHOOSE, RECALL, ROLES, TO_REVIEW, AGAIN = "choose", "recall", "roles", "to_review", "again"


@dataclass(frozen=True, slots=True)
class Step:
    """Done by any of `deeds`: verbs of the rules, `choose` (another case), `recall`, `roles` (their page was opened),
    `to_review` (that window was opened), `again` (a rejected case was dispatched). `keys` work it.
    """

    name: str
    keys: tuple[str, ...]
    deeds: frozenset[str] = field(default_factory=frozenset)

    @property
    def needs_roles(self) -> bool:
        """Whether it can be done only where a simulator has roles to take."""
        return ROLES in self.deeds


def _step(name: str, keys: str, *deeds: str) -> Step:
    return Step(name, tuple(keys.split()), frozenset(deeds))


DISPATCHER = (
    _step("choose", "↑ ↓", CHOOSE),
    _step("dispatch", "Enter", "dispatch"),
    _step("recall", "U", RECALL, "recall"),
    _step("take_role", "", ROLES),
    _step("told", "T", "told"),
    _step("confirm", "Y R", "confirm_pass", "confirm_refuse"),
    _step("review", "F8", TO_REVIEW),
    _step("again", "Enter", AGAIN),
)
ACCEPTOR = (
    _step("choose", "↑ ↓", CHOOSE),
    _step("accept", "A", "accept", "decline", "answer", "pass_on"),
    _step("check", "V", "send_check"),
    _step("register", "Ctrl+N", "report"),
    _step("review", "F8", TO_REVIEW),
)
SHIFT_LEADER = (
    _step("choose", "↑ ↓", CHOOSE),
    _step("file", "F", "file", "send_back", "void"),
    _step("close", "A", "close", "force_close"),
)
REVIEWER = (
    _step("compare", "← →", CHOOSE),
    _step("verdict", "A R", "verify_pass", "verify_fail"),
    _step("recall", "U", RECALL, "recall"),
)
GUIDES: Mapping[str, tuple[Step, ...]] = {
    "dispatcher": DISPATCHER,
    "acceptor": ACCEPTOR,
    "shift_leader": SHIFT_LEADER,
    "review": REVIEWER,
}


def guides_of(seat: str, roles: frozenset[Role]) -> tuple[str, ...]:
    """The guides of a person at a seat, one after the other; a supervisor has two at the desk."""
    if seat == REVIEW:
        return ("review",) if roles & {Role.ACCEPTOR, Role.SHIFT_LEADER} else ()
    return tuple(name for name in ("dispatcher", "acceptor", "shift_leader") if Role(name) in roles)


class Progress:
    """How far a person is in a guide. What was done early is not asked for again."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self._all = steps
        self._done: set[str] = set()
        self.has_roles = False  # whether there are roles to take

    @property
    def _steps(self) -> tuple[Step, ...]:
        return tuple(step for step in self._all if self.has_roles or not step.needs_roles)

    @property
    def step(self) -> Step | None:
        """What is to be tried now, None at the end."""
        return next((step for step in self._steps if step.name not in self._done), None)

    @property
    def place(self) -> tuple[int, int]:
        """Its number and how many there are."""
        step = self.step
        return (self._steps.index(step) + 1 if step else len(self._steps)), len(self._steps)

    def did(self, deed: str) -> bool:
        """A deed; whether it was a step that was not done before."""
        found = {step.name for step in self._all if deed in step.deeds} - self._done
        self._done |= found
        return bool(found)

    def skip(self) -> None:
        """On to the next one."""
        if self.step is not None:
            self._done.add(self.step.name)
