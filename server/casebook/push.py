"""A console's push: known ids answer as before, `n` is dense, a gap stops, an unknown id under a used n is a fork."""

import hashlib
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select, update

from rules import protocol, wire
from rules.commands import Command, NotAllowed, Outcome
from server import tables
from server.access import sessions
from server.casebook.envelope import check_envelope
from server.casebook.errors import ForkFound
from server.casebook.people import People
from server.casebook.settle import Asked, Settlement

_NOT_KEPT = frozenset({"rule.id_reused", "rule.form"})  # final answers that leave no row under the command's id


@dataclass(slots=True)
class ConsoleLine:
    """One console in one push: its last n, and the results so far."""

    settlement: Settlement
    people: People
    console_id: str
    last_n: int
    results: list[protocol.Result] = field(default_factory=list)

    def take(self, pushed: protocol.Pushed) -> bool:
        """Settle one command; False at a gap. Raises ForkFound."""
        known = _misfit(pushed.command, self.settlement.now) or self.settlement.known(pushed.command, pushed.hash)
        if known is None:
            if pushed.n <= self.last_n:
                raise ForkFound(self.last_n)
            if pushed.n > self.last_n + 1:
                return False
            known = self._settle(pushed)
            self.last_n = pushed.n
        elif known.rule in _NOT_KEPT and pushed.n == self.last_n + 1:
            self.last_n = pushed.n  # a final answer: the queue must not stand still behind it
        self.results.append(self._result(pushed, known))
        return True

    def _settle(self, pushed: protocol.Pushed) -> Outcome:
        settlement, command = self.settlement, pushed.command
        body = wire.encode_command(command)
        asked = Asked(command, body, pushed.hash, self.console_id, pushed.n, pushed.personal)
        actor = self.people.actor(command.actor)
        early = self._early(pushed, body)
        if early is None and actor is not None:
            return settlement.settle(asked, actor)
        outcome = early or Outcome(command.id, "refused", rule="rule.actor_revoked", at=settlement.now)
        settlement.store_outcome(asked, outcome)
        return outcome

    def _early(self, pushed: protocol.Pushed, body: bytes) -> Outcome | None:
        command, now = pushed.command, self.settlement.now
        if pushed.withdrawn:
            return Outcome(command.id, "withdrawn", at=now)
        rule = "" if hashlib.sha256(body).hexdigest() == pushed.hash else "rule.hash_wrong"
        session = self.people.session(command.session)
        rule = rule or sessions.signature_refusal(session, command.actor, command.issued_at, pushed.hash, pushed.mac)
        return Outcome(command.id, "refused", rule=rule, at=now) if rule else None

    def _result(self, pushed: protocol.Pushed, outcome: Outcome) -> protocol.Result:
        if outcome.state != "superseded":
            return protocol.Result(pushed.command.id, pushed.n, outcome)
        draft, command = self.settlement.draft, pushed.command
        kept = draft.case(command.case_id)
        since = draft.events_since(command.case_id, command.base_version)
        return protocol.Result(command.id, pushed.n, outcome, kept.case if kept else None, since)


def _misfit(command: Command, now: int) -> Outcome | None:
    try:
        check_envelope(command)
    except NotAllowed as refusal:
        return Outcome(command.id, "refused", rule=refusal.rule, details=refusal.details, at=now)
    return None


def open_line(settlement: Settlement, push: protocol.Push, workstation: str) -> ConsoleLine:
    """The console of a push. Raises ForkFound when an older incarnation speaks: the console was cloned."""
    connection, table = settlement.connection, tables.consoles
    fitting = [each.command for each in push.cmds if _misfit(each.command, settlement.now) is None]
    settlement.draft.expect(fitting)
    people = People(connection, fitting)
    row = connection.execute(select(table).where(table.c.id == push.console_id)).first()
    if row is None:
        connection.execute(
            insert(table).values(id=push.console_id, workstation=workstation, incarnation=push.incarnation)
        )
        return ConsoleLine(settlement, people, push.console_id, 0)
    if push.incarnation < row.incarnation:
        raise ForkFound(row.last_n)
    return ConsoleLine(settlement, people, push.console_id, row.last_n)


def close_line(line: ConsoleLine, incarnation: int) -> None:
    """Remember how far the console has come."""
    table, settlement = tables.consoles, line.settlement
    values = {"last_n": line.last_n, "incarnation": incarnation, "last_seen": settlement.now}
    settlement.connection.execute(update(table).where(table.c.id == line.console_id).values(values))


def last_n(connection: Connection, console_id: str) -> int:
    """The n of the last settled command of a console, 0 for none."""
    table = tables.consoles
    return connection.scalar(select(table.c.last_n).where(table.c.id == console_id)) or 0
