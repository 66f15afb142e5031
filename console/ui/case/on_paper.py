"""A deed in the place of a command that took no effect, tried on paper by the rules on the case as it stands now."""

from collections.abc import Mapping

from console.facts import Conflict
from console.ui.context import Context
from rules.case import Case
from rules.commands import Command, NotAllowed, Role
from rules.corrections import on_top
from rules.lifecycle import apply

TRIED = "tried"
"""The id of the trial; of the leg that it makes, too."""


class OnPaper:
    """Tries for whoever sits at the conflict's seat, in each of their duties, as a wish would be recorded."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def after(self, conflict: Conflict, verb: str, target: str, body: Mapping[str, object]) -> Case | None:
        """The case after it; None while there is no city to tell by. Raises NotAllowed, the refusal that says most."""
        if self._context.actor(conflict.seat) is None:
            raise NotAllowed("rule.not_signed_in")
        if conflict.now is None and verb != "report":
            raise NotAllowed("rule.unknown_case")
        refusals = []
        for role in sorted(self._context.roles(conflict.seat)) or [conflict.command.role]:
            try:
                return self._applied(conflict, verb, target, body, role)
            except NotAllowed as refusal:
                refusals.append(refusal)
        raise next((each for each in refusals if each.rule != "rule.role"), refusals[0])

    def _applied(
        self, conflict: Conflict, verb: str, target: str, body: Mapping[str, object], role: Role
    ) -> Case | None:
        actor, city, now = self._context.actor(conflict.seat), self._context.city, self._context.now()
        if actor is None or city is None:
            return None
        anew = on_top(conflict.now, verb, body) if conflict.now else dict(body)
        command = Command(TRIED, verb, conflict.command.case_id, actor.id, role, now, target, anew)
        return apply(conflict.now, command, actor, city, now).case
