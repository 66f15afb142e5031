"""Takes a claim from whoever holds it, in one transaction with the event that tells of it in the case's history."""

import uuid
from dataclasses import dataclass, replace

from sqlalchemy import select

from rules.claims import REASON_MAX, TAKE_OVER, Claimed, claiming_role, taken_over
from rules.commands import Actor, Command, NotAllowed, Outcome
from rules.jurisdiction import sees
from server import claims, tables
from server.casebook.judge import Judged
from server.casebook.settle import Settlement, asked
from server.casebook.store import Kept


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who wants a case in hand at which console, and why in place of whoever has it."""

    case_id: str
    actor: Actor
    console_id: str
    reason: str = ""


def command_of(wanted: Wanted, now: int) -> Command:
    """What stands in the books of a take-over. Raises NotAllowed "rule.role" and "rule.too_large"."""
    role, reason = claiming_role(wanted.actor, now), wanted.reason
    if len(reason) > REASON_MAX:
        raise NotAllowed("rule.too_large", field="reason", max=REASON_MAX)
    said = (str(uuid.uuid4()), TAKE_OVER, wanted.case_id, wanted.actor.id, role, now)
    return Command(*said, body={"reason": reason} if reason else {}, quality="server")


def take_over(settlement: Settlement, wanted: Wanted, command: Command) -> Claimed:
    """The claim as it is then; what is free is simply taken, and no event tells of that.

    Raises NotAllowed: "rule.unknown_case", and "rule.reason" where the holder has not left it lying.
    """
    now, connection = settlement.now, settlement.connection
    kept = settlement.draft.case(wanted.case_id)
    if kept is None or not sees(wanted.actor, kept.case, settlement.city, now):
        raise NotAllowed("rule.unknown_case")
    before = claims.locked(connection, wanted.case_id)
    if before.is_live(now) and before.actor != wanted.actor.id:
        if not wanted.reason and not before.is_stale(now):
            raise NotAllowed("rule.reason", field="reason", expected="reason")
        _tell(settlement, kept, replace(command, body=command.body | {"from": before.actor}))
    return claims.hand_over(connection, before, wanted.actor.id, wanted.console_id, now)


def _tell(settlement: Settlement, kept: Kept, command: Command) -> None:
    """The event into the case's history and its feeds, the command into the books."""
    now = settlement.now
    case, event = taken_over(kept.case, command, _name(settlement, str(command.body["from"])), now)
    accepted = Outcome(command.id, "accepted", version=case.version, at=now)
    outcome = settlement.write(kept, case, Judged(accepted, case, (event,)), command)
    settlement.store_outcome(asked(command), outcome)


def _name(settlement: Settlement, account: str) -> str:
    """The name of an account; the id of one that is gone."""
    table = tables.accounts
    return settlement.connection.scalar(select(table.c.name).where(table.c.id == account)) or account
