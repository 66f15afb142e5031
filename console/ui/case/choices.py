"""The ways out of a conflict, each tried on paper by the rules: what it does, and when which unit is due then."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from console.facts import Conflict
from console.ui.case.conflict_words import is_mine
from console.ui.case.edits import Edits
from console.ui.case.on_paper import TRIED, OnPaper
from console.ui.case.preview import leg_due
from console.ui.case_words import lead_leg
from console.ui.context import Context
from console.ui.offers import Action
from rules.assignment import LIVE
from rules.case import Case
from rules.commands import NotAllowed
from rules.corrections import FIELD_EDITS


@dataclass(frozen=True, slots=True)
class Choice:
    """One way out. `how` ends the conflict: drop | on_top | edit; then `verb`, if any, is wished instead.

    `possible` is False when the rules refuse it: `means` says why.
    """

    words: str
    means: str
    how: str = "drop"
    verb: str = ""
    target: str = ""
    body: Mapping[str, object] = field(default_factory=dict)
    possible: bool = True
    form: Action | None = None  # of an edit: what is asked for


class Choices(QObject):
    """Finds them for one conflict: leave it, do it again (a dispatch: re-assign or add a helper), edit it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._paper = context, OnPaper(context)
        self._edits = Edits(context, self._paper)

    def of(self, conflict: Conflict) -> tuple[Choice, ...]:
        """The choices, the safest first."""
        again = self._again(conflict)
        instead = self._instead(conflict) if not again.possible and conflict.command.verb == "dispatch" else ()
        return (self._leave(conflict), *(instead or (again,)), self._edit(conflict))

    def _leave(self, conflict: Conflict) -> Choice:
        mine, theirs = (
            self.tr("your command is recorded as not carried out"),
            self.tr("the command is recorded as not carried out"),
        )
        means = mine if is_mine(self._context, conflict) else theirs
        leg = lead_leg(conflict.now) if conflict.now else None
        if leg and leg.stage in LIVE and conflict.command.verb not in FIELD_EDITS:
            stays = self.tr("{unit} keeps the case").format(unit=self._context.names.unit(leg.unit))
            means = _joined(stays, self._due(conflict.now, leg.id), means)
        return Choice(self.tr("Leave it as it is now"), means)

    def _edit(self, conflict: Conflict) -> Choice:
        """A form with what I wrote in it, where the case as it stands now still takes one."""
        text, form = self._context.texts.text, self._edits.form(conflict)
        whose = "" if is_mine(self._context, conflict) else "_theirs"
        words = text(f"conflict.edit{whose}")
        if form is None:
            return Choice(words, self._not(self._edits.why_not(conflict)), "edit", possible=False)
        if form.verb == conflict.command.verb:
            return Choice(words, text(f"conflict.edit_means{whose}"), "edit", form=form)
        return Choice(words, text("conflict.edit_as", verb=text(f"verb.{form.verb}")), "edit", form=form)

    def _not(self, why: str) -> str:
        return self.tr("not possible: {why}").format(why=why)

    def may_note(self, conflict: Conflict, text: str) -> bool:
        """Whether these words can be kept as a note on the case as it stands now."""
        try:
            return self._paper.after(conflict, "note", "", {"text": text}) is not None
        except NotAllowed:
            return False

    def _again(self, conflict: Conflict) -> Choice:
        mine, command = is_mine(self._context, conflict), conflict.command
        words = self.tr("Apply mine on top") if mine else self.tr("Issue it in my name")
        try:
            case = self._paper.after(conflict, command.verb, command.target, command.body)
        except NotAllowed as refusal:
            why = self._not(self._context.say(refusal.rule, refusal.details))
            return Choice(words, why, "on_top", possible=False)
        verb = self._context.texts.text(f"verb.{command.verb}")
        means = self.tr("“{verb}” is issued anew, on what stands there now").format(verb=verb)
        leg = lead_leg(case) if case and command.verb not in FIELD_EDITS else None
        return Choice(words, _joined(means, self._due(case, leg.id) if leg else ""), "on_top")

    def _instead(self, conflict: Conflict) -> tuple[Choice, ...]:
        """Somebody else has dispatched it: my unit can lead instead, or help."""
        unit, leg = str(conflict.command.body.get("unit", "")), lead_leg(conflict.now) if conflict.now else None
        if leg is None:
            return ()
        name, other = self._context.names.unit(unit), self._context.names.unit(leg.unit)
        moved: Mapping[str, object] = {"unit": unit, "reason": self.tr("decided on the conflict card")}
        stops = self.tr("{other} is told to stop, a full limit begins").format(other=other)
        keeps = self.tr("{other} keeps the lead").format(other=other)
        made = (
            self._deed(conflict, self.tr("Re-assign to {unit}").format(unit=name), stops, "reassign", leg.id, moved),
            self._deed(
                conflict, self.tr("Add {unit} as helper").format(unit=name), keeps, "add_helper", "", {"unit": unit}
            ),
        )
        return tuple(each for each in made if each)

    def _deed(
        self, conflict: Conflict, words: str, means: str, verb: str, target: str, body: Mapping[str, object]
    ) -> Choice | None:
        try:
            case = self._paper.after(conflict, verb, target, body)
        except NotAllowed:
            return None
        helps = self._context.texts.text("leg_role.helper") if verb == "add_helper" else ""
        due = f"{helps} {self._due(case, TRIED)}".strip()
        return Choice(words, _joined(means, due), "drop", verb, target, body)

    def _due(self, case: Case | None, leg_id: str) -> str:
        city = self._context.city
        at = leg_due(case, leg_id, city, self._context.now()) if case and city else 0
        return self._context.texts.text("console.due", at=self._context.words.due(at)) if at else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
