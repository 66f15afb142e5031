"""What is drawn up and not yet in force: the lines of the city with the edits laid over them. No Qt in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rules.amending import KINDS, Amendment, Value, amended, amendment, code_of
from rules.city import City
from rules.duties import ROAD
from rules.duty_edits import Edits, edit_of

KIND_ORDER = ("row", "layer", "area", "ruling", "watch")


class State(StrEnum):
    """How a line differs from what is in force."""

    SAME = ""
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is drawn up; of one that goes, `value` is what is in force."""

    kind: str
    code: str
    value: Value
    state: State = State.SAME


class Drafts:
    """Edits by kind and code; the latest of a line counts, and one that changes nothing is none."""

    def __init__(self) -> None:
        self.city: City | None = None
        self._edits: dict[tuple[str, str], Amendment] = {}

    def stand_on(self, city: City) -> None:
        """The city that is in force; edits that it already has in it are done."""
        self.city = city
        for key, each in tuple(self._edits.items()):
            if self._known(*key) == each.value:
                del self._edits[key]

    @property
    def count(self) -> int:
        """How many lines differ."""
        return len(self._edits)

    def put(self, kind: str, value: Value, before: str = "") -> None:
        """Lay a line down; `before`: the code that it had, when that is changed."""
        if before and before != code_of(kind, value):
            self.take_out(kind, before)
        self._keep(amendment(kind, value))

    def take_out(self, kind: str, code: str) -> None:
        """The line is to go."""
        self._keep(Amendment(kind, code))

    def _keep(self, edit: Amendment) -> None:
        if self._known(edit.kind, edit.code) == edit.value:
            self._edits.pop((edit.kind, edit.code), None)
        else:
            self._edits[edit.kind, edit.code] = edit

    def undo(self, kind: str, code: str) -> None:
        """As in force again."""
        self._edits.pop((kind, code), None)

    def clear(self) -> None:
        """Nothing is drawn up any more."""
        self._edits.clear()

    def lines(self, kind: str) -> Iterator[Line]:
        """The lines of one kind: those in force in their order, then new ones. Areas along roads make themselves."""
        known = {code_of(kind, value): value for value in self._in_force(kind)}
        for code, value in known.items():
            edit = self._edits.get((kind, code))
            if edit is None:
                yield Line(kind, code, value)
            elif edit.value is None:
                yield Line(kind, code, value, State.GONE)
            else:
                yield Line(kind, code, edit.value, State.CHANGED)
        for (of, code), edit in self._edits.items():
            if of == kind and code not in known and edit.value is not None:
                yield Line(kind, code, edit.value, State.NEW)

    def drawn_up(self) -> City | None:
        """The city as it would be."""
        return amended(self.city, tuple(self._edits.values())) if self.city is not None else None

    def edits(self, reason: str = "") -> Edits:
        """All of it, for the server; drawn up on the city in force."""
        base = self.city.version if self.city is not None else ""
        return Edits(tuple(map(edit_of, self._edits.values())), reason, base)

    def free_code(self, kind: str) -> str:
        """A code that no line of the kind has."""
        taken = {line.code for line in self.lines(kind)}
        if kind == "layer":
            return str(next(n for n in range(10, 10_000, 10) if str(n) not in taken))
        letter = {"row": "R", "area": "A", "watch": "W"}[kind]
        return next(code for n in range(1, 100_000) if (code := f"{letter}{n:03d}") not in taken)

    def _in_force(self, kind: str) -> tuple[Value, ...]:
        found: tuple[Value, ...] = getattr(self.city, KINDS[kind].part) if self.city is not None else ()
        return tuple(value for value in found if kind != "area" or not code_of(kind, value).startswith(ROAD))

    def _known(self, kind: str, code: str) -> Value | None:
        return next((value for value in self._in_force(kind) if code_of(kind, value) == code), None)
