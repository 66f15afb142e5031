"""Turns plans that are due into commands signed by their people, and hands them in; nothing is lost or done twice.

A batch that nobody answered is handed in again as it is: same ids, same numbers. What could not be signed for now, as
an account is locked or a session was ended, is put off and done later.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial

from rules import protocol
from rules.commands import Outcome, Role
from server.simulator.door import Refused
from server.simulator.plan import Plan
from server.simulator.sessions import PersonAway
from server.simulator.signing import Line, Ready, Signer
from server.simulator.tools import Tools

BATCH, STEPPED_BATCH = 64, 256
"""Commands of one push: no more at a speed than a console sends; at full speed nobody else waits for their turn."""
FULL = 200_000  # bytes of commands: the server takes 256 kB
LATER_MS = 30_000
FINE = frozenset({"accepted", "already_done"})
KNOWN = "rule.id_reused"  # done by an earlier run of this simulator
SESSION_RULES = frozenset(
    {"rule.session_unknown", "rule.session_ended", "rule.mac_wrong", "rule.actor_revoked", "rule.grant"}
)
CONFLICT = 409
NOT_SIGNED_IN = 401


class Sender:
    """`put_off` takes a plan that is to be done later."""

    def __init__(self, line: Line, tools: Tools, put_off: Callable[[Plan], None]) -> None:
        self._door, self._world, self._sessions = line.door, line.world, line.sessions
        self._console_id, self._stepped = line.console_id, line.stepped
        self._counts, self._patience, self._say = tools.counts, tools.patience, tools.say
        self._signer, self._put_off = Signer(line, tools), put_off
        self._attempts: dict[tuple[str, str], int] = {}
        self._told_away: set[str] = set()
        self.n = 0  # of the last command that the server settled

    def send(self, plans: Sequence[Plan], now: int) -> None:
        """Do what is due, in this order."""
        if self._stepped:
            self._send_at_full_speed(plans, now)
            return
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
        return plan.verb == "report" and plan.role is Role.ACCEPTOR and not self._stepped

    # --- handing in

    def _push(self, plans: Sequence[Plan], now: int) -> None:
        for some in self._batches(self._signed(plans, now)):
            self._finish(some, partial(self._ask, self._asked(some)), now)

    def _send_at_full_speed(self, plans: Sequence[Plan], now: int) -> None:
        """While the server settles a batch the next one is signed, and what has changed is brought, not taken in."""
        with ThreadPoolExecutor(1, "push") as lane:
            finish: Callable[[], None] | None = None
            for some in self._batches(self._signed(plans, now)):
                if finish:
                    finish()
                finish = partial(self._finish, some, lane.submit(self._ask, self._asked(some)).result, now)
                with suppress(Refused):  # whoever takes it in meets that again
                    self._patience.until_done(self._world.fetch)
            if finish:
                finish()

    def _signed(self, plans: Iterable[Plan], now: int) -> Iterator[Ready]:
        for plan in plans:
            try:
                yield self._signer.ready(plan, now, self._attempts.get((plan.case_id, plan.key), 0))
            except PersonAway as error:
                self._wait_for(plan, error, now)

    def _batches(self, ready: Iterable[Ready]) -> Iterator[list[Ready]]:
        """In their order, no batch of too many commands or too many bytes."""
        most, some, size = STEPPED_BATCH if self._stepped else BATCH, list[Ready](), 0
        for each in ready:
            if some and (len(some) == most or size + each.size > FULL):
                yield some
                some, size = [], 0
            some.append(each)
            size += each.size
        if some:
            yield some

    def _asked(self, some: list[Ready]) -> protocol.Push:
        commands = tuple(
            protocol.Pushed(n, r.command, r.hash, r.mac, personal=r.personal) for n, r in enumerate(some, self.n + 1)
        )
        return protocol.Push(self._console_id, 1, self._world.epoch, commands)

    def _ask(self, push: protocol.Push) -> protocol.PushAnswer:
        return self._patience.until_done(lambda: self._door.push(push))

    def _finish(self, some: list[Ready], answer: Callable[[], protocol.PushAnswer], now: int) -> None:
        """Take the answer to a batch, and hand in again what of it is still to be handed in."""
        rest = self._take(some, answer, now)
        while rest:
            again = self._asked(rest)
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
                self._finish([each], partial(self._ask, self._asked([each])), now)
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
