"""What a deed would bring, before it is done: the rules do it on paper, and what differs then is said in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject

from console.facts import DESK
from console.ui.case.changes import Changes
from console.ui.context import Context
from console.ui.look.words import sentence
from console.ui.offers import TAKE_OVER
from rules.case import Case
from rules.commands import Command, NotAllowed, Role
from rules.forms import Field
from rules.lifecycle import apply

TRIED = "tried"
UNSAID = "…"  # stands for a reason that is not typed yet


@dataclass(frozen=True, slots=True)
class Consequence:
    """`lines` say what changes, or, when it is not `possible`, why not."""

    lines: tuple[str, ...] = ()
    possible: bool = True

    @property
    def words(self) -> str:
        """All in one."""
        return sentence(" · ".join(self.lines))


class Consequences(QObject):
    """Tries deeds of one seat on paper."""

    def __init__(self, context: Context, seat: str = DESK) -> None:
        super().__init__()
        self._context, self._seat = context, seat
        self._changes = Changes(context)

    def of(
        self, case: Case, verb: str, target: str, body: Mapping[str, object], form: Iterable[Field] = ()
    ) -> Consequence:
        """What this deed would change; a reason that the form still wants is taken as given."""
        if verb == TAKE_OVER.verb:
            return Consequence()
        try:
            after = self._tried(case, verb, target, {**self._unsaid(verb, form), **body})
        except NotAllowed as refusal:
            why = self._context.say(refusal.rule, refusal.details)
            return Consequence((self.tr("not possible: {why}").format(why=why),), possible=False)
        stays = target if verb.startswith("refuse_") else ""
        return Consequence(self._changes.between(case, after, stays) if after else ())

    def _unsaid(self, verb: str, form: Iterable[Field]) -> dict[str, object]:
        """Words that stand in for what is required and not typed yet; a coded reason is one of the city's."""
        city = self._context.city
        reason = next(iter(city.coded_reasons(verb) if city else ()), UNSAID)
        return {
            field.name: reason if field.kind == "reason" else UNSAID
            for field in form
            if field.required and field.kind in {"reason", "text"}
        }

    def _tried(self, case: Case, verb: str, target: str, body: Mapping[str, object]) -> Case | None:
        """The case after it, under the first duty that the rules take; None when that cannot be told here."""
        context, now = self._context, self._context.now()
        actor, city = context.actor(self._seat), context.city
        if actor is None or city is None:
            return None
        refusals = [NotAllowed("rule.role")]
        for role in (role for role in Role if actor.holds(role, now)):
            command = Command(TRIED, verb, case.id, actor.id, role, now, target, dict(body))
            try:
                return apply(case, command, actor, city, now).case
            except NotAllowed as refusal:
                refusals.append(refusal)
        raise next((each for each in refusals if each.rule != "rule.role"), refusals[0])
