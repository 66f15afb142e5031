"""The ways out of a conflict, each tried on paper by the rules: what it does, and when which unit is due then."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from console.facts import Conflict
from console.ui.case.conflict_words import is_mine
from console.ui.case.preview import leg_due
from console.ui.case_words import lead_leg
from console.ui.context import Context
from console.ui.offers import Action
from rules.assignment import LIVE
from rules.case import Case
from rules.commands import Command, NotAllowed, Role
from rules.corrections import on_top
from rules.lifecycle import allowed, apply

TRIED = "tried"


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
    """Finds them for one conflict: to leave it, to do it again, and for a dispatch to re-assign or to add a helper."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def of(self, conflict: Conflict) -> tuple[Choice, ...]:
        """The choices, the safest first."""
        again = self._again(conflict)
        instead = self._instead(conflict) if not again.possible and conflict.command.verb == "dispatch" else ()
        return (self._leave(conflict), *(instead or (again,)), *self._edit(conflict))

    def _leave(self, conflict: Conflict) -> Choice:
        mine, theirs = (
            self.tr("your command is recorded as not carried out"),
            self.tr("the command is recorded as not carried out"),
        )
        means = mine if is_mine(self._context, conflict) else theirs
        leg = lead_leg(conflict.now) if conflict.now else None
        if leg and leg.stage in LIVE:
            stays = self.tr("{unit} keeps the case").format(unit=self._context.names.unit(leg.unit))
            means = _joined(stays, self._due(conflict.now, leg.id), means)
        return Choice(self.tr("Leave it as it is now"), means)

    def _edit(self, conflict: Conflict) -> tuple[Choice, ...]:
        """The verb's form with what I wrote in it, where the case as it stands now still offers the verb."""
        context, command, actor = self._context, conflict.command, self._context.actor(conflict.seat)
        if actor is None or context.city is None or conflict.now is None:
            return ()
        offers = allowed(conflict.now, actor, context.city, context.now())
        offer = next((each for each in offers if (each.verb, each.target) == (command.verb, command.target)), None)
        form = Action(offer.verb, offer.target, tuple(offer.form), "") if offer else None
        if form is None or not form.fields:
            return ()
        whose = "" if is_mine(context, conflict) else "_theirs"
        words, means = (context.texts.text(f"conflict.{key}{whose}") for key in ("edit", "edit_means"))
        return (Choice(words, means, "edit", command.verb, command.target, form=form),)

    def may_note(self, conflict: Conflict, text: str) -> bool:
        """Whether these words can be kept as a note on the case as it stands now."""
        return any(self._takes_note(conflict, text, role) for role in self._context.roles(conflict.seat))

    def _takes_note(self, conflict: Conflict, text: str, role: Role) -> bool:
        try:
            return self._tried(conflict, "note", "", {"text": text}, role) is not None
        except NotAllowed:
            return False

    def _again(self, conflict: Conflict) -> Choice:
        mine, command = is_mine(self._context, conflict), conflict.command
        words = self.tr("Apply mine on top") if mine else self.tr("Issue it in my name")
        try:
            case = self._in_any_duty(conflict)
        except NotAllowed as refusal:
            why = self.tr("not possible: {why}").format(why=self._context.say(refusal.rule, refusal.details))
            return Choice(words, why, "on_top", possible=False)
        verb = self._context.texts.text(f"verb.{command.verb}")
        means = self.tr("“{verb}” is issued anew, on what stands there now").format(verb=verb)
        leg = lead_leg(case) if case else None
        return Choice(words, _joined(means, self._due(case, leg.id) if leg else ""), "on_top")

    def _in_any_duty(self, conflict: Conflict) -> Case | None:
        """The same again in the duty in which who sits here now may do it: its author's may be another one.

        Raises NotAllowed, the refusal that says most.
        """
        command = conflict.command
        refusals: list[NotAllowed] = []
        held = self._context.roles(conflict.seat)
        for role in (command.role, *(role for role in Role if role in held)):
            try:
                return self._tried(conflict, command.verb, command.target, command.body, role)
            except NotAllowed as refusal:
                refusals.append(refusal)
        raise next((each for each in refusals if each.rule != "rule.role"), refusals[0])

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
            case = self._tried(conflict, verb, target, body, Role.DISPATCHER)
        except NotAllowed:
            return None
        helps = self._context.texts.text("leg_role.helper") if verb == "add_helper" else ""
        due = f"{helps} {self._due(case, TRIED)}".strip()
        return Choice(words, _joined(means, due), "drop", verb, target, body)

    def _tried(self, conflict: Conflict, verb: str, target: str, body: Mapping[str, object], role: Role) -> Case | None:
        """The case after it, on paper; None when that cannot be told here. Raises NotAllowed."""
        context, now = self._context, self._context.now()
        actor = context.actor(conflict.seat)
        if context.city is None or actor is None or conflict.now is None:
            return None
        anew = on_top(conflict.now, verb, body)
        command = Command(TRIED, verb, conflict.now.id, actor.id, role, now, target, anew)
        return apply(conflict.now, command, actor, context.city, now).case

    def _due(self, case: Case | None, leg_id: str) -> str:
        city = self._context.city
        at = leg_due(case, leg_id, city, self._context.now()) if case and city else 0
        return self._context.texts.text("console.due", at=self._context.words.due(at)) if at else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
