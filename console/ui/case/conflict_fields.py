"""What a conflict is about, field by field: before, mine, meanwhile, now, and whose deeds touched it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from console.facts import Conflict
from console.ui.case.preview import leg_due
from console.ui.case_words import lead_leg, live_legs
from console.ui.context import Context
from console.ui.look.words import NONE
from rules.assignment import LegRole
from rules.case import Case

Read = Callable[[Case, int], str]
SAID = ("note", "text", "reason")  # words of my own that a command carries


class Kind(StrEnum):
    """Who changed a field."""

    SAME = "same"  # both of us, to the same
    CLASH = "clash"  # both of us, differently
    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Row:
    """One field; `cells` are before, mine, meanwhile and now."""

    name: str
    cells: tuple[str, str, str, str]
    kind: Kind


def said_in(conflict: Conflict) -> str:
    """The words of a command that its author wrote, "" for none."""
    words = (conflict.command.body.get(name) for name in SAID)
    return next((word.strip() for word in words if isinstance(word, str) and word.strip()), "")


class ConflictFields:
    """Reads the rows of a conflict: only the fields that mine or a deed meanwhile touched."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def rows(self, conflict: Conflict) -> tuple[Row, ...]:
        """The rows, the stage first; the stage alone when no field was touched."""
        fields = self._fields()
        made = [(name, self._cells(conflict, read)) for name, read in fields]
        rows = [Row(name, cells, kind_of(cells)) for name, cells in made if _touched(cells)]
        rows = rows or [Row(made[0][0], made[0][1], Kind.SAME)]
        said = said_in(conflict)
        if said and all(said not in row.cells[1] for row in rows):
            rows.append(Row(self._context.field("text"), (NONE, said, NONE, NONE), Kind.MINE))
        return tuple(rows)

    def _cells(self, conflict: Conflict, read: Read) -> tuple[str, str, str, str]:
        issued, now = conflict.command.issued_at, self._context.now()
        theirs = conflict.theirs or conflict.now
        cases = ((conflict.before, issued), (conflict.mine, issued), (theirs, now), (conflict.now, now))
        before, mine, meanwhile, stands = (read(case, at) or NONE if case else NONE for case, at in cases)
        return before, mine, meanwhile, stands

    def _fields(self) -> tuple[tuple[str, Read], ...]:
        """Label and reading of each field that a deed of the centre or of a unit changes."""
        text, field, names = self._context.texts.text, self._context.field, self._context.names
        return (
            (text("conflict.stage"), lambda case, _: text(f"stage.{case.stage}")),
            (field("address"), lambda case, _: case.address),
            (text("conflict.lead"), self._lead),
            (text("conflict.due"), self._due),
            (field("helpers"), self._helpers),
            (field("note"), lambda case, _: leg.note if (leg := lead_leg(case)) else ""),
            (text("conflict.told"), self._told),
            (field("category"), lambda case, _: names.category(case.category)),
            (field("condition"), lambda case, _: names.condition_words(case.condition) if case.condition else ""),
            *((field(name), self._flag(name)) for name in ("urgent", "important", "wants_answer")),
            (text("conflict.request"), self._request),
            (text("conflict.verdict"), lambda case, _: case.verdict),
            (field("closing"), lambda case, _: ", ".join(case.closing)),
            (field("answer"), lambda case, _: case.answer),
            (text("conflict.urged"), lambda case, _: case.urged_reason),
            (field("until"), lambda case, _: self._until(case)),
            (field("photos"), lambda case, _: text("conflict.photos", n=len(case.photos)) if case.photos else ""),
        )

    def _flag(self, name: str) -> Read:
        yes = self._context.texts.text("conflict.yes")
        return lambda case, _: yes if getattr(case, name) else ""

    def _lead(self, case: Case, _at: int) -> str:
        leg = lead_leg(case)
        return self._context.names.unit(leg.unit) if leg else ""

    def _due(self, case: Case, at: int) -> str:
        """The lead unit's deadline; on its way, as if it were delivered `at`."""
        leg, city = lead_leg(case), self._context.city
        due = leg_due(case, leg.id, city, at) if leg and city else 0
        return self._context.words.due(due) if due else ""

    def _helpers(self, case: Case, _at: int) -> str:
        return ", ".join(self._context.names.unit(leg.unit) for leg in live_legs(case) if leg.role is not LegRole.LEAD)

    def _told(self, case: Case, _at: int) -> str:
        leg = lead_leg(case)
        if leg is None or not leg.told_at:
            return ""
        return f"{self._context.words.clock(leg.told_at)} {leg.told_to}".strip()

    def _request(self, case: Case, _at: int) -> str:
        if not case.requests:
            return ""
        last, text = case.requests[-1], self._context.texts.text
        return f"{text(f'request.{last.kind}')} · {text(f'request_state.{last.state}')}"

    def _until(self, case: Case) -> str:
        return self._context.words.due(case.suspended_until) if case.suspended_at and case.suspended_until else ""


def _touched(cells: tuple[str, str, str, str]) -> bool:
    before, mine, theirs, _ = cells
    return mine != before or theirs != before


def kind_of(cells: tuple[str, str, str, str]) -> Kind:
    """Whose deed changed it, of before, mine, meanwhile and now."""
    before, mine, theirs, _ = cells
    if mine == before:
        return Kind.THEIRS if theirs != before else Kind.SAME
    if theirs == before:
        return Kind.MINE
    return Kind.SAME if mine == theirs else Kind.CLASH
