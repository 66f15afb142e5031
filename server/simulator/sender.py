"""Turns plans that are due into commands signed by their people, and hands them in; nothing is lost or done twice.

A batch that nobody answered is handed in again as it is: same ids, same numbers. What could not be signed for now, as
an account is locked or a session was ended, is put off and done later.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import replace
from functools import partial

from rules import protocol
from rules.commands import Outcome, Role
from server.simulator.door import PUSHES, Refused
from server.simulator.plan import Plan
from server.simulator.sessions import PersonAway
from server.simulator.signing import Line, Ready, Signer
from server.simulator.tools import Tools

BATCH, STEPPED_BATCH = 64, 256
"""Commands of one push: no more at a speed than a console sends; at full speed nobody else waits for their turn."""
IN_FLIGHT = PUSHES  # at full speed: one is settled, the next one read
FULL = 200_000  # bytes of commands: the server takes 256 kB
LATER_MS = 30_000
FINE = frozenset({"accepted", "already_done"})
KNOWN = "rule.id_reused"  # done by an earlier run of this simulator
SESSION_RULES = frozenset(
    {"rule.session_unknown", "rule.session_ended", "rule.mac_wrong", "rule.actor_revoked", "rule.grant"}
)
CLAIM_RULES = frozenset({"rule.claimed_by", "rule.claim_lost"})
CONFLICT = 409
NOT_SIGNED_IN = 401

Flying = deque[tuple[list[Ready], Future[protocol.PushAnswer]]]
"""Batches on their way, in their order."""


class Sender:
    """`put_off` takes a plan that is to be done later."""

    def __init__(self, line: Line, tools: Tools, put_off: Callable[[Plan], None]) -> None:
        self._door, self._world, self._sessions = line.door, line.world, line.sessions
        self._console_id, self.stepped = line.console_id, line.stepped
        self._counts, self._patience, self._say = tools.counts, tools.patience, tools.say
        self._signer, self._put_off = Signer(line, tools), put_off
        self._attempts: dict[tuple[str, str], int] = {}
        self._told_away: set[str] = set()
        self.n = 0  # of the last command that the server settled

    def begin(self) -> None:
        """Go on behind the last command that the server has settled for this workstation. Raises Ended and Refused."""
        self.n = self._patience.until_done(lambda: self._world.last_n_of(self._door))

    def send(self, plans: Sequence[Plan], now: int) -> None:
        """Do what is due, in this order, and wait for each answer."""
        own: list[Plan] = []
        for plan in plans:
            if self._goes_as_report(plan):
                self._push(own, now)
                own = []
                self._try_to_report(plan, now)
            else:
                own.append(plan)
        self._push(own, now)

    def _goes_as_report(self, plan: Plan) -> bool:
        """What citizens report goes over the way for reports."""
        return plan.verb == "report" and plan.role is Role.ACCEPTOR and not self.stepped

    # --- handing in

    def _push(self, plans: Sequence[Plan], now: int) -> None:
        for some in self._batches(self._signed(plans, now)):
            self._finish(some, partial(self._ask, self._asked(some, self.n)), now)

    def flights(self, plans: Sequence[Plan], now: int, lane: Executor) -> Iterator[Future[protocol.PushAnswer]]:
        """Do what is due, at full speed: while the server settles a batch the next ones are signed and on their way.

        Yields the answer that must be there before this goes on; only the questions are asked on other threads.
        """
        flying: Flying = deque()
        for some in self._batches(self._signed(plans, now)):
            if len(flying) == IN_FLIGHT:
                yield flying[0][1]
                self._land(flying, now)
            before = self.n + sum(len(each) for each, _ in flying)
            flying.append((some, lane.submit(self._ask, self._asked(some, before))))
        while flying:
            yield flying[0][1]
            self._land(flying, now)

    def _land(self, flying: Flying, now: int) -> None:
        """Take the answer to the first batch; when some of it is left, those behind it came too early."""
        some, answer = flying.popleft()
        rest = self._take(some, answer.result, now)
        if rest:
            early = [each for each, _ in flying]
            wait(answer for _, answer in flying)
            flying.clear()
            for each in (rest, *early):
                self._finish(each, partial(self._ask, self._asked(each, self.n)), now)

    def _signed(self, plans: Iterable[Plan], now: int) -> Iterator[Ready]:
        for plan in plans:
            try:
                yield self._signer.ready(plan, now, self._attempts.get((plan.case_id, plan.key), 0))
            except PersonAway as error:
                self._wait_for(plan, error, now)

    def _batches(self, ready: Iterable[Ready]) -> Iterator[list[Ready]]:
        """In their order, no batch of too many commands or too many bytes."""
        most, some, size = STEPPED_BATCH if self.stepped else BATCH, list[Ready](), 0
        for each in ready:
            if some and (len(some) == most or size + each.size > FULL):
                yield some
                some, size = [], 0
            some.append(each)
            size += each.size
        if some:
            yield some

    def _asked(self, some: list[Ready], before: int) -> protocol.Push:
        """`before`: the number of the last command before these."""
        commands = tuple(
            protocol.Pushed(n, r.command, r.hash, r.mac, personal=r.personal) for n, r in enumerate(some, before + 1)
        )
        return protocol.Push(self._console_id, 1, self._world.epoch, commands)

    def _ask(self, push: protocol.Push) -> protocol.PushAnswer:
        return self._patience.until_done(lambda: self._door.push(push))

    def _finish(self, some: list[Ready], answer: Callable[[], protocol.PushAnswer], now: int) -> None:
        """Take the answer to a batch, and hand in again what of it is still to be handed in."""
        rest = self._take(some, answer, now)
        while rest:
            again = self._asked(rest, self.n)
            rest = self._take(rest, partial(self._ask, again), now)

    def _take(self, some: list[Ready], answer_of: Callable[[], protocol.PushAnswer], now: int) -> list[Ready]:
        """What of a batch is still to be handed in."""
        try:
            answer = answer_of()
        except Refused as error:
            return self._mend(some, error, now)
        counted, self.n = self.n, answer.last_n
        outcomes = {result.id: result.outcome for result in answer.results}
        for each in some:
            if each.command.id in outcomes:
                self._settle(each.plan, outcomes[each.command.id], now)
        rest = [each for each in some if each.command.id not in outcomes]
        if outcomes or self.n != counted:
            return rest  # known commands are answered beside the count: behind them it is counted anew
        for each in rest:
            self._put_off(replace(each.plan, at=now + LATER_MS))
        return []

    def _mend(self, some: list[Ready], error: Refused, now: int) -> list[Ready]:
        """The server counts otherwise than we do; or it takes no batch at all, then one by one."""
        if error.status == CONFLICT and error.rule == "fork":
            self.n = int(error.details["last_n"])
            return some
        if error.status == NOT_SIGNED_IN:
            raise error
        if len(some) > 1:
            for each in some:
                self._finish([each], partial(self._ask, self._asked([each], self.n)), now)
            return []
        self._counts.refused(some[0].plan.verb, error.rule)
        return []

    def _settle(self, plan: Plan, outcome: Outcome, now: int) -> None:
        self._counts.commands += 1
        if outcome.state in FINE:
            self._counts.accepted(plan.verb)
            self._attempts.pop((plan.case_id, plan.key), None)
        elif outcome.rule == KNOWN:
            self._counts.already += 1
        elif outcome.rule in SESSION_RULES and self._attempts.get((plan.case_id, plan.key), 0) < 5:
            self._counts.refused(plan.verb, outcome.rule)
            self._sessions.forget(plan.login, away=outcome.rule == "rule.actor_revoked")
            self._once_more(plan, now)
        elif outcome.rule in CLAIM_RULES:  # somebody has the case in hand: when they let go of it, or are done with it
            self._counts.refused(plan.verb, outcome.rule)
            self._once_more(plan, now)
        else:
            self._counts.refused(plan.verb, outcome.rule)

    def _once_more(self, plan: Plan, now: int) -> None:
        """Later, as a command of its own: the refused one stays refused."""
        key = (plan.case_id, plan.key)
        self._attempts[key] = self._attempts.get(key, 0) + 1
        self._put_off(replace(plan, at=now + LATER_MS))

    def _wait_for(self, plan: Plan, error: PersonAway, now: int) -> None:
        if error.login not in self._told_away:
            self._told_away.add(error.login)
            self._say(
                f"{error.login} 无法登录，其工作暂缓：{error}", f"{error.login} cannot sign in; work waits: {error}"
            )
        self._put_off(replace(plan, at=now + LATER_MS))

    # --- a citizen's report

    def _try_to_report(self, plan: Plan, now: int) -> None:
        try:
            self._report(plan, now)
        except PersonAway as error:
            self._wait_for(plan, error, now)

    def _report(self, plan: Plan, now: int) -> None:
        self._counts.commands += 1
        said = {name: value for name, value in plan.said.items() if name not in {"address_en", "urgent"}}
        said |= {"id": plan.key}
        try:
            token = self._patience.until_done(lambda: self._sessions.bearer(plan.login))
            self._patience.until_done(lambda: self._door.report(said, token))
        except Refused as error:
            self._counts.refused(plan.verb, error.rule)
            if error.status == NOT_SIGNED_IN:
                self._sessions.forget(plan.login)
                self._put_off(replace(plan, at=now + LATER_MS))
        else:
            self._counts.accepted(plan.verb)
