"""What a correction does to a case: its words, and the clock of a stage whose limit depends on the urgency."""

from rules.commands import NotAllowed
from rules.corrections import WAS, corrected, difference, is_done, met, seen
from rules.deadlines import stage_limit
from rules.deed import Deed
from rules.effects.stages import CLOCKS
from rules.frozen import changed


def correct(deed: Deed) -> None:
    """Change the fields that stand as their author saw them; one that somebody else changed meanwhile refuses all."""
    body, case = deed.body or {}, deed.case
    wished = corrected(body)
    if not wished:
        raise NotAllowed("rule.nothing_corrected")
    if wished.keys() != seen(body).keys():
        raise NotAllowed("rule.field", field=WAS, expected=WAS)
    if found := met(case, body):
        raise NotAllowed("rule.corrected_meanwhile", field=found[0])
    if is_done(case, body):
        raise NotAllowed("rule.already")
    deed.facts.update(difference(case, wished))
    deed.set(**wished)
    if "address" in wished:
        deed.set(address_en="")  # it was that of another address
    if "urgent" in wished:
        _re_limit(deed)


def _re_limit(deed: Deed) -> None:
    """The clock of the stage goes on from where it began, under the limit of what is urgent, or is not any more."""
    case, key = deed.case, CLOCKS.get(deed.case.stage)
    limit = stage_limit(deed.city.policies.stage_limits, key, urgent=case.urgent) if key else None
    if case.stage_clock and limit:
        deed.set(stage_clock=changed(case.stage_clock, limit=limit))
