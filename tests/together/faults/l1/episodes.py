"""Episodes of L1: what must come together to bite, played in the middle of whatever state the stage is in.

Each says whether it did anything; where the state does not allow it, it does nothing. Pairs of people, odd commands,
rights that are taken away.
"""

from collections.abc import Callable

from console.facts import Wish
from rules.corrections import CORRECT, correction
from tests.together.faults.l1 import crafted, deeds
from tests.together.faults.l1.console import Console
from tests.together.faults.l1.pairs import both_wait
from tests.together.faults.l1.stage import Stage

HUGE_EACH = 1 / 20
Episode = Callable[[Stage, int], bool]


def two(stage: Stage) -> tuple[int, int] | None:
    """Two consoles that run, in any order."""
    able = [n for n, console in enumerate(stage.consoles) if console.is_up]
    return tuple(stage.dice.sample(able, 2)) if len(able) > 1 else None  # type: ignore[return-value]


def tries(stage: Stage, n: int, verb: str, case_id: str, **body: object) -> str:
    """The id of the command, "" where it is not offered or not taken."""
    console = stage.consoles[n]
    offers = console.desk.offers("desk", case_id).offers if console.is_up else ()
    offer = next((offer for offer in offers if offer.verb == verb), None)
    if offer is None:
        return ""
    if verb == CORRECT:
        body = correction(console.desk.delta((case_id,)).changed[0].case, body)
    return console.wish(Wish(f"episode-{verb}", "desk", verb, case_id, offer.target, body))


def common_case(stage: Stage, *wanted: tuple[int, str]) -> str:
    """A case on which each of these consoles is offered its verb, "" = there is none."""

    def fits(case_id: str) -> bool:
        return all(
            verb in {offer.verb for offer in stage.consoles[n].desk.offers("desk", case_id).offers}
            for n, verb in wanted
        )

    return next((case_id for case_id in stage.consoles[wanted[0][0]].desk.known() if fits(case_id)), "")


def _pair(
    fault: str, first: tuple[str, dict[str, object]], second: tuple[str, dict[str, object]], follower: str = ""
) -> Episode:
    def play(stage: Stage, _: int) -> bool:
        who = two(stage)
        case = common_case(stage, (who[0], first[0]), (who[1], second[0])) if who else ""
        if who is None or not case:
            return False
        done = [tries(stage, who[0], first[0], case, **first[1]), tries(stage, who[1], second[0], case, **second[1])]
        if follower and done[1]:
            done = [done[1], tries(stage, who[1], follower, case, reason="急")]
        if all(done):
            both_wait(stage, fault, *done)
        return any(done)

    return play


def claims(stage: Stage, _: int) -> bool:
    """X6: one takes a case in hand, another takes it over."""
    who = two(stage)
    if who is None:
        return False
    one, other = (stage.consoles[n] for n in who)
    cases = [case for case in one.desk.known() if other.desk.cached(case) is not None]
    if not cases:
        return False
    case = stage.dice.choice(cases)
    if one.claim(case, "take") and other.claim(case, "take_over", "急") and one.is_up:
        tokens = [each.desk.claims.token(case, "desk") for each in (one, other)]
        if all(tokens):
            stage.tally.bit("X6", f"both held a token: {tokens}")
    return True


def _odd(fault: str, craft: Callable[[Stage, int], str]) -> Episode:
    """An odd command is recorded and pushed; it bit when it was refused."""

    def play(stage: Stage, n: int) -> bool:
        if not _can_note(stage, n):
            return False
        command = craft(stage, n)
        pushes(stage, stage.consoles[n])
        if stage.server.is_up and stage.server.outcome(command) == "refused":
            stage.tally.bit(fault, f"{command} was refused")
        return True

    return play


def seldom_huge(stage: Stage, n: int) -> bool:
    """P3 now and then: until such a note is dropped everybody reads it again and again."""
    return stage.dice.random() < HUGE_EACH and huge(stage, n)


def huge(stage: Stage, n: int) -> bool:
    """P3: a note of 10 MB."""
    if not _can_note(stage, n):
        return False
    command = crafted.huge_note(stage, n)
    pushes(stage, stage.consoles[n])
    refused = {each.command.id: each.outcome.rule for each in stage.consoles[n].desk.conflicts()}
    if command in refused:
        stage.tally.bit("P3", f"{command} was refused by {refused[command]}")
    return True


def used_id(stage: Stage, n: int) -> bool:
    """P5: the id of a command that is settled, with another body."""
    settled = [
        each for each, name in stage.witness.recorded.items()
        if name != stage.consoles[n].name and stage.server.is_up and stage.server.outcome(each)
    ]  # fmt: skip
    if not settled or not _can_note(stage, n, 2):
        return False
    if stage.consoles[n].files.outbox.known(settled[-1:]):  # it stands there already, from an earlier time
        return False
    command = crafted.id_again(stage, n, settled[-1])
    pushes(stage, stage.consoles[n])
    rules = {each.outcome.rule for each in stage.consoles[n].desk.conflicts() if each.command.id == command}
    if "rule.id_reused" in rules:
        stage.tally.bit("P5", "the second one was refused")
    return True


def poison(stage: Stage, n: int) -> bool:
    """P1: the rules raise over a word."""
    if not stage.server.is_up or not _can_note(stage, n):
        return False
    deeds.poison(stage)
    command = crafted.record(stage.consoles[n], stage, crafted.a_note(stage, n, 0, deeds.POISON))
    for _ in range(3):  # so often it is tried, and later each time
        pushes(stage, stage.consoles[n])
        stage.time.pass_ms(60_000)
    if stage.server.is_up and stage.server.outcome(command) == "quarantined":
        stage.tally.bit("P1", f"{command} was quarantined")
    return True


def _can_note(stage: Stage, n: int, cases: int = 1) -> bool:
    console = stage.consoles[n]
    if not console.is_up or console.seat is None or len(console.desk.known()) < cases:
        return False
    noted = console.desk.known()[:cases]
    return all(any(offer.verb == "note" for offer in console.desk.offers("desk", case).offers) for case in noted)


def pushes(stage: Stage, console: Console) -> None:
    for _ in range(3):
        stage.time.pass_ms(2_000)
        console.poll_round()
        while console.take_mail():
            pass
        console.push_round()
    while console.take_mail():
        pass


def _right(fault: str) -> Episode:
    def play(stage: Stage, n: int) -> bool:
        console = stage.consoles[n]
        if not (stage.server.is_up and console.is_up and deeds.take_away(stage, n, fault)):
            return False
        login = console.seat.actor.id if console.seat else ""
        pushes(stage, console)
        if not stage.server.is_up:
            stage.server.start()
            stage.moved()
        deeds.give_back(stage)
        stage.sign_in(n, login)
        return True

    return play


WEST: dict[str, object] = {"unit": "west"}
EAST: dict[str, object] = {"unit": "east"}
PEOPLE: tuple[Episode, ...] = (
    _pair("X1", ("dispatch", WEST), ("dispatch", EAST)),
    _pair("X3", ("dispatch", WEST), ("dispatch", EAST), "urge"),
    _pair("X4", ("dispatch", WEST), ("dispatch", WEST)),
    _pair("X5", ("dispatch", WEST), ("correct", {"address": "中原路21号"})),
    _pair("X10", ("correct", {"address": "中原路21号"}), ("correct", {"address": "棉纺路3号"})),
    _pair("X7", ("reassign", EAST | {"reason": "急"}), ("force_close", {"reason": "急"})),
    _pair("X8", ("recall", {"reason": "急"}), ("reassign", EAST | {"reason": "急"})),
    claims,
    _odd("P2", crafted.unknown_verb),
    _odd("P8", crafted.of_no_case),
    seldom_huge,
    used_id,
    poison,
    *map(_right, ("A1", "A3", "A5", "A6")),
)
