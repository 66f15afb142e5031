"""Episodes of L1: while somebody's commands wait, somebody else acts on the case, ends it, or sits down at the desk."""

from rules.case import Stage as CaseStage
from tests.together.faults.checker.findings import Violation
from tests.together.faults.l1 import deeds
from tests.together.faults.l1.console import Console
from tests.together.faults.l1.episodes import EAST, WEST, Episode, common_case, pushes, tries, two
from tests.together.faults.l1.stage import LOGINS, Stage
from tests.together.faults.world import CASES

WHY: dict[str, object] = {"reason": "急"}
ENDS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("zhao", "void", WHY),
    ("liu", "void", WHY),
    ("li", "attach_duplicate", {"of": "case-0"}),
    ("zhao", "attach_duplicate", {"of": "case-0"}),
)
"""Who ends a case how: there was nothing, or it is one with another case."""
GONE = frozenset({CaseStage.VOID.value, CaseStage.DUPLICATE.value})


def one_offline(stage: Stage, _: int) -> bool:
    """X2: one has no line, the other settles something on the same case; then the line of the first is back."""
    who = two(stage)
    case = common_case(stage, (who[0], "dispatch"), (who[1], "dispatch")) if who else ""
    if who is None or not case:
        return False
    away, here = (stage.consoles[n] for n in who)
    was_down, away.wire.is_down = away.wire.is_down, True
    mine, theirs = tries(stage, who[0], "dispatch", case, **WEST), tries(stage, who[1], "dispatch", case, **EAST)
    pushes(stage, here)
    settled = stage.server.is_up and stage.server.outcome(theirs)
    if mine and settled and mine in _waiting(stage, who[0]):
        stage.tally.bit("X2", f"{theirs} was {settled} while {mine} had no line")
    away.wire.is_down = was_down
    return bool(mine or theirs)


def ended(stage: Stage, n: int) -> bool:
    """P7: while a command on it waits, the case is voided, or merged into another one."""
    console = stage.consoles[n]
    on = [each for each in console.desk.outbox() if each.case_id != "case-0"] if console.is_up else []
    if not on or not stage.server.is_up:
        return False
    waiting = stage.dice.choice(on)
    who, verb, body = stage.dice.choice(ENDS)
    number = f"ended-{next(stage.crafted)}"
    if stage.server.does(who, verb, waiting.case_id, number, **body) is None or not stage.server.is_up:
        return False
    where = stage.server.stage_of(waiting.case_id)
    if where in GONE and not stage.server.outcome(waiting.id):
        stage.tally.bit("P7", f"{waiting.case_id} was {where} while {waiting.id} waited")
    pushes(stage, console)
    return True


def leaves(stage: Stage, _: int) -> bool:
    """X9: a desk sees one district only; while its note waits, the case is recalled from there."""
    n = next((n for n, each in enumerate(stage.consoles) if each.is_up and each.scope is not None), None)
    if n is None or not stage.server.is_up:
        return False
    console = stage.consoles[n]
    case = common_case(stage, (n, "note")) or _comes(stage, console)
    note = tries(stage, n, "note", case, text="已到场") if case else ""
    if not note:
        return False
    stage.server.does("wang", "recall", case, f"leaves-{next(stage.crafted)}", reason="派错了")
    _reads(stage, console)
    if console.is_up and console.desk.cached(case) is None and note in _waiting(stage, n):
        stage.tally.bit("X9", f"{case} had left the district, {note} on it was unsent")
    pushes(stage, console)
    return True


def _comes(stage: Stage, console: Console) -> str:
    """A case that is dispatched to the desk's district; "" where it does not get there."""
    case = f"case-{stage.dice.randrange(CASES)}"
    stage.server.does("wang", "dispatch", case, f"comes-{next(stage.crafted)}", **WEST)
    _reads(stage, console)
    return case if console.is_up and console.desk.cached(case) is not None else ""


def _reads(stage: Stage, console: Console) -> None:
    stage.time.pass_ms(2_000)
    for _ in range(3):
        console.poll_round()
        while console.take_mail():
            pass


def credential_dead(stage: Stage, n: int) -> bool:
    """A2: what a workstation proves itself with is dead when it comes back; its rows wait for the administrator."""
    waiting = _waiting(stage, n)
    if not waiting or not stage.server.is_up:
        return False
    deeds.end_credential(stage, n)
    pushes(stage, stage.consoles[n])
    stays = _waiting(stage, n)
    if stage.consoles[n].refused == "link.sign_in" and waiting <= stays:
        stage.tally.bit("A2", f"the server did not know it, {len(stays)} waited")
    if not stage.server.is_up:
        stage.server.start()
        stage.moved()
    deeds.give_back(stage)
    return True


def other_signs_in(stage: Stage, n: int) -> bool:
    """A4: somebody else sits down and delivers what the one before had recorded, in that one's name."""
    console = stage.consoles[n]
    waiting = _waiting(stage, n)
    if not waiting or console.seat is None or not stage.server.is_up:
        return False
    first = console.seat.actor.id
    other = stage.dice.choice([login for login in LOGINS if login != first])
    mine = {command for command, who in stage.witness.recorded.items() if who == console.name}  # not ids of others
    authors = {each.id: each.actor for each in console.desk.outbox() if each.id in mine}
    stage.sign_in(n, other)
    pushes(stage, console)
    _delivered(stage, other, authors)
    if stage.server.is_up:
        stage.sign_in(n, first)
    return True


def _delivered(stage: Stage, other: str, authors: dict[str, str]) -> None:
    """It bit where something of another one's came to the books; there it must stand in that one's name."""
    books = stage.server.authors(authors) if stage.server.is_up else {}
    for command_id, author in books.items():
        if author != authors[command_id]:
            stage.violations.append(Violation("I2", "server", f"{command_id} of {authors[command_id]} is {author}'s"))
    others = [command_id for command_id in books if authors[command_id] != other]
    if others:
        stage.tally.bit("A4", f"{other} delivered {len(others)} commands of somebody else")


def _waiting(stage: Stage, n: int) -> set[str]:
    console = stage.consoles[n]
    return {each.id for each in console.desk.outbox()} if console.is_up else set()


MEANWHILE: tuple[Episode, ...] = (one_offline, ended, leaves, credential_dead, other_signs_in)
