"""A command that took no effect, worded anew: in which form the case as it stands now takes it, or why in none."""

from console.facts import Conflict
from console.ui.case.on_paper import OnPaper
from console.ui.context import Context
from console.ui.offers import Action
from rules.commands import NotAllowed
from rules.lifecycle import Offer, allowed

INSTEAD = {
    "dispatch": ("reassign", "add_helper"),  # somebody else has dispatched it: move it, or give it a second unit
    "reassign": ("reassign", "dispatch"),  # another unit leads by now, or nobody does
    "grant_suspension": ("suspend",),  # the request was decided otherwise: it can be suspended without one
}
"""The verbs that say the same of the case as it came to stand, the nearest first."""


class Edits:
    """For one conflict at a time."""

    def __init__(self, context: Context, paper: OnPaper) -> None:
        self._context, self._paper = context, paper

    def form(self, conflict: Conflict) -> Action | None:
        """What is asked for, None where there is nothing to ask; `why_not` says why."""
        offer = self._offer(conflict)
        form = Action(offer.verb, offer.target, tuple(offer.form), "") if offer else None
        return form if form is not None and form.fields else None

    def why_not(self, conflict: Conflict) -> str:
        """Why there is no form: the rules' own words, or that the verb has nothing to fill in."""
        command = conflict.command
        try:
            self._paper.after(conflict, command.verb, command.target, command.body)
        except NotAllowed as refusal:
            return self._context.say(refusal.rule, refusal.details)
        return self._context.texts.text("conflict.edit_nothing")

    def _offer(self, conflict: Conflict) -> Offer | None:
        """The same deed on the same thing; on what took the thing's place; else the verb that says the same now."""
        offers, command = self._offers(conflict), conflict.command
        same = [offer for offer in offers if offer.verb == command.verb]
        aimed = [offer for offer in same if offer.target == command.target] or self._again_of_its_unit(conflict, same)
        if len(aimed) == 1:
            return aimed[0]
        names = INSTEAD.get(command.verb, ())
        return next((offer for verb in names for offer in offers if offer.verb == verb), None)

    def _offers(self, conflict: Conflict) -> tuple[Offer, ...]:
        actor, city = self._context.actor(conflict.seat), self._context.city
        if actor is None or city is None or (conflict.now is None and conflict.command.verb != "report"):
            return ()
        return allowed(conflict.now, actor, city, self._context.now())

    def _again_of_its_unit(self, conflict: Conflict, same: list[Offer]) -> list[Offer]:
        """A deed on a leg is about its unit: never on what another unit has, but on the newer leg of the same one.

        A command without a target means the only thing that fits.
        """
        target = conflict.command.target
        seen, now = conflict.mine or conflict.before, conflict.now
        unit = next((leg.unit for leg in seen.legs if leg.id == target), "") if seen else ""
        its = {leg.id for leg in now.legs if leg.unit == unit} if now else set()
        return [offer for offer in same if not target or offer.target in its]
