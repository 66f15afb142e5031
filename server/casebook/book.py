"""The casebook: the server's only writer of cases. Pages, APIs, consoles, timers and imports all end here."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rules import protocol, wire
from rules.claims import Claimed
from rules.commands import Actor, Command, NotAllowed, Outcome, Role
from rules.paper_deeds import unit_of
from server.access import accounts
from server.casebook import push as pushing
from server.casebook import settle
from server.casebook.envelope import check_envelope
from server.casebook.errors import ApplyFailed, ForeignConsole, ForkFound, NotTogether
from server.casebook.judge import Judge
from server.casebook.settle import Asked, Settlement
from server.casebook.taking_over import Wanted, command_of, take_over
from server.casebook.transactions import Transactions
from server.cities import Cities
from server.clock import Clock
from server.database import Database
from server.feeds.service import Feeds
from server.numbered import last_settled

log = logging.getLogger(__name__)
Answer = Outcome | Exception
Pushed = tuple[pushing.ConsoleLine, ApplyFailed | ForkFound | None]


@dataclass(frozen=True, slots=True)
class Wish:
    """A command of no console and who gives it; `personal`: the personal record beside a report."""

    command: Command
    actor: Actor
    personal: Mapping[str, str] | None = None
    vouched: str = ""  # the sign-in of who stands for it, where the actor has none


class Casebook:
    """Each call is one transaction; what it committed is published to the polls before it returns."""

    def __init__(self, database: Database, clock: Clock, cities: Cities, feeds: Feeds, judge: Judge) -> None:
        self._database = database
        self._clock = clock
        self._feeds = feeds
        self._transactions = Transactions(database, clock, cities, feeds, judge)

    def do(self, command: Command, actor: Actor, personal: Mapping[str, str] | None = None) -> Outcome:
        """Settle a command of a page, an API or the server itself; the same id again gives the stored outcome.

        The actor's grants are read anew inside the transaction. Raises NotAllowed when the command is in somebody
        else's name or its ids cannot be kept, WireError when it has no canonical form, ApplyFailed on an unexpected
        error.
        """
        answer = self.do_all([Wish(command, actor, personal)])[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def do_all(self, wishes: Sequence[Wish]) -> list[Answer]:
        """Settle what came at nearly the same time in one transaction; each answer is what `do` gives or raises."""
        answers: dict[int, Answer] = {}
        asked: dict[int, Asked] = {}
        for n, wish in enumerate(wishes):
            try:
                asked[n] = _asked(wish)
            except (NotAllowed, wire.WireError) as refusal:
                answers[n] = refusal
        try:
            answers |= self._done(asked, together=True)
        except NotTogether as error:
            log.warning("%d commands are settled one by one: %s", len(asked), error.__cause__)
            for n, each in asked.items():
                answers |= self._done({n: each}, together=False)
        return [answers[n] for n in range(len(wishes))]

    def _done(self, asked: Mapping[int, Asked], *, together: bool) -> dict[int, Answer]:
        if not asked:
            return {}
        commands = [each.command for each in asked.values()]

        def settle_all(settlement: Settlement) -> dict[int, Answer]:
            settlement.draft.expect(commands)
            actors = accounts.actors(settlement.connection, {command.actor for command in commands})
            return {n: _settled(settlement, each, actors.get(each.command.actor)) for n, each in asked.items()}

        return self._transactions.run(commands, settle_all, together=together)

    def push(
        self,
        push: protocol.Push,
        workstation: str,
        console_id: str,
        unreadable: Sequence[pushing.Unreadable] = (),
    ) -> protocol.PushAnswer:
        """Settle a console's commands in order, in one transaction; those that could not be read are refused in theirs.

        Raises ForeignConsole, ForkFound and ApplyFailed; what was settled before these is committed.
        """
        if push.console_id != console_id:
            raise ForeignConsole(push.console_id)
        try:
            line = self._push(push, workstation, unreadable, together=True)
        except NotTogether as error:
            log.warning("the commands of a push are settled one by one: %s", error.__cause__)
            line = self._push(push, workstation, unreadable, together=False)
        heads = {feed: head.seq for feed, head in self._feeds.heads.items()}
        epoch, durable = self._feeds.epoch, self._feeds.durable()
        told = (epoch.id, line.last_n, tuple(line.results), heads, durable, self._clock.now(), epoch.no)
        return protocol.PushAnswer(*told, last_id="" if line.results else line.last_id)

    def _push(
        self, push: protocol.Push, workstation: str, unreadable: Sequence[pushing.Unreadable], *, together: bool
    ) -> pushing.ConsoleLine:
        def settle_all(settlement: Settlement) -> Pushed:
            return _pushed(settlement, push, workstation, unreadable)

        commands = pushing.fitting(push, self._clock.now())
        line, stopped = self._transactions.run(commands, settle_all, together=together)
        if stopped is not None:
            raise stopped
        return line

    def take_over(self, wanted: Wanted) -> Claimed:
        """Put a case into somebody's hands, whoever has it now; the history of the case tells of that.

        Raises NotAllowed: "rule.role", "rule.unknown_case", "rule.reason", "rule.too_large".
        """
        command = command_of(wanted, self._clock.now())
        return self._transactions.run(
            [command], lambda settlement: take_over(settlement, wanted, command), together=False
        )

    def last_settled(self, console_id: str) -> tuple[int, str]:
        """The n and the id of the last settled command of a console, see `server.numbered`."""
        with self._database.read() as connection:
            return last_settled(connection, console_id)


def _asked(wish: Wish) -> Asked:
    """Raises NotAllowed and WireError."""
    if wish.command.actor != wish.actor.id:
        raise NotAllowed("rule.not_yours")
    check_envelope(wish.command)
    # A unit's paper may come by a console too, which pushes the very same command.
    same = wire.command_hash if unit_of(wish.command.actor) else form_hash
    return replace(settle.asked(wish.command, same(wish.command), wish.personal), vouched=wish.vouched)


def _pushed(
    settlement: Settlement, push: protocol.Push, workstation: str, unreadable: Sequence[pushing.Unreadable]
) -> Pushed:
    line = pushing.open_line(settlement, push, workstation)
    stopped: ApplyFailed | ForkFound | None = None
    try:
        pushing.take_all(line, [*push.cmds, *unreadable], push.after)
    except (ApplyFailed, ForkFound) as error:  # what was settled before it stays
        stopped = error
    pushing.close_line(line, push.incarnation)
    return line, stopped


def _settled(settlement: Settlement, asked: Asked, actor: Actor | None) -> Answer:
    known = settlement.known(asked.command, asked.hash)
    if known is not None:
        return known
    if actor is None:
        outcome = Outcome(asked.command.id, "refused", rule="rule.actor_revoked", at=settlement.now)
        settlement.store_outcome(asked, outcome)
        return outcome
    try:
        return settlement.settle(asked, actor)
    except ApplyFailed as error:  # its count must be committed
        return error


def form_hash(command: Command) -> str:
    """What must be the same when a form comes twice: all but when, by which line, in which sign-in and duty it came."""
    quality = "server" if command.quality == "offline" else command.quality
    same = replace(command, issued_at=0, session="", city_version="", role=Role.SYSTEM, quality=quality)
    return wire.command_hash(same)
