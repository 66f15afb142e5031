"""Two people at one case: what one wishes is still unsent when the other wishes something that does not go with it."""

from console.facts import Wish
from rules.corrections import CORRECT, correction
from tests.together.faults.l1.stage import Stage


def does(stage: Stage, n: int, verb: str, case_id: str, **body: object) -> str:
    """Somebody does what is offered there, a correction on what they see; the id of the command."""
    console = stage.consoles[n]
    offers = console.desk.offers("desk", case_id).offers
    offer = next((offer for offer in offers if offer.verb == verb), None)
    if offer is None:
        raise AssertionError(f"{verb} is not offered, but {[offer.verb for offer in offers]}")
    if verb == CORRECT:
        body = correction(console.desk.delta((case_id,)).changed[0].case, body)
    done = console.wish(Wish(f"pair-{verb}", "desk", verb, case_id, offer.target, body))
    if not done:
        raise AssertionError(f"{verb}: {console.told_errors[-1:]} {console.unexpected}")
    return done


def both_wait(stage: Stage, fault: str, *commands: str) -> None:
    """It bit: all of these are recorded and none was sent."""
    waiting = {each.id for console in stage.consoles for each in console.desk.outbox()}
    if waiting >= set(commands) and len(commands) > 1:
        stage.tally.bit(fault, f"unsent at the same time: {' '.join(commands)}")


def ends(stage: Stage, *commands: str) -> list[str]:
    """What became of each, as the server's book says it."""
    return [stage.server.outcome(command_id) for command_id in commands]
