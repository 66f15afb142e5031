"""A console's push: known ids answer as before, `n` is dense, a gap stops, an unknown id under a used n is a fork."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from rules import protocol, wire
from rules.commands import NotAllowed, Outcome
from server import tables
from server.access import accounts, sessions
from server.casebook.envelope import check_envelope
from server.casebook.errors import ForkFound
from server.casebook.settle import Settlement
from server.casebook.store import events_since, load

_NOT_KEPT = frozenset({"rule.id_reused", "rule.form"})  # final answers that leave no row under the command's id


@dataclass(slots=True)
class ConsoleLine:
    """One console in one push: its last n, and the results so far."""

    settlement: Settlement
    console_id: str
    last_n: int
    results: list[protocol.Result]

    def take(self, pushed: protocol.Pushed) -> bool:
        """Settle one command; False at a gap. Raises ForkFound."""
        known = self._misfit(pushed) or self.settlement.known(pushed.command, pushed.hash)
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

    def _misfit(self, pushed: protocol.Pushed) -> Outcome | None:
        try:
            check_envelope(pushed.command)
        except NotAllowed as refusal:
            return Outcome(
                pushed.command.id, "refused", rule=refusal.rule, details=refusal.details, at=self.settlement.now
            )
        return None

    def _settle(self, pushed: protocol.Pushed) -> Outcome:
        settlement, command, place = self.settlement, pushed.command, (self.console_id, pushed.n)
        early = self._early(pushed)
        if early is not None:
            settlement.store_outcome(command, pushed.hash, early, place)
            return early
        actor = accounts.actor(settlement.connection, command.actor)
        if actor is None:
            outcome = Outcome(command.id, "refused", rule="rule.actor_revoked", at=settlement.now)
            settlement.store_outcome(command, pushed.hash, outcome, place)
            return outcome
        return settlement.settle(command, pushed.hash, actor, place, pushed.personal)

    def _early(self, pushed: protocol.Pushed) -> Outcome | None:
        command, now = pushed.command, self.settlement.now
        if pushed.withdrawn:
            return Outcome(command.id, "withdrawn", at=now)
        rule = "" if wire.command_hash(command) == pushed.hash else "rule.hash_wrong"
        rule = rule or sessions.signature_refusal(
            self.settlement.connection, command.session, command.actor, command.issued_at, pushed.hash, pushed.mac
        )
        return Outcome(command.id, "refused", rule=rule, at=now) if rule else None

    def _result(self, pushed: protocol.Pushed, outcome: Outcome) -> protocol.Result:
        if outcome.state != "superseded":
            return protocol.Result(pushed.command.id, pushed.n, outcome)
        connection, command = self.settlement.connection, pushed.command
        kept = load(connection, command.case_id)
        since = events_since(connection, command.case_id, command.base_version)
        return protocol.Result(command.id, pushed.n, outcome, kept.case if kept else None, since)


def open_line(settlement: Settlement, push: protocol.Push, workstation: str) -> ConsoleLine:
    """The console of a push. Raises ForkFound when an older incarnation speaks: the console was cloned."""
    connection, table = settlement.connection, tables.consoles
    row = connection.execute(select(table).where(table.c.id == push.console_id)).first()
    if row is None:
        connection.execute(
            insert(table).values(id=push.console_id, workstation=workstation, incarnation=push.incarnation)
        )
        return ConsoleLine(settlement, push.console_id, 0, [])
    if push.incarnation < row.incarnation:
        raise ForkFound(row.last_n)
    return ConsoleLine(settlement, push.console_id, row.last_n, [])


def close_line(line: ConsoleLine, incarnation: int) -> None:
    """Remember how far the console has come."""
    table, settlement = tables.consoles, line.settlement
    values = {"last_n": line.last_n, "incarnation": incarnation, "last_seen": settlement.now}
    settlement.connection.execute(update(table).where(table.c.id == line.console_id).values(values))


def last_n(connection: Connection, console_id: str) -> int:
    """The n of the last settled command of a console, 0 for none."""
    table = tables.consoles
    return connection.scalar(select(table.c.last_n).where(table.c.id == console_id)) or 0
