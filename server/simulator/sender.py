"""Turns plans that are due into commands signed by their people, and hands them in; nothing is lost or done twice.

A batch that nobody answered is handed in again as it is: same ids, same numbers. What could not be signed for now, as
an account is locked or a session was ended, is put off and done later.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rules import protocol, wire
from rules.case import Case
from rules.commands import Command, Outcome, Role
from server.simulator.chance import case_of
from server.simulator.door import Door, Refused
from server.simulator.photos import Camera
from server.simulator.plan import Plan
from server.simulator.sessions import PersonAway, Sessions
from server.simulator.tools import Tools
from server.simulator.world import World

BATCH = 64
LATER_MS = 30_000
FINE = frozenset({"accepted", "already_done"})
KNOWN = "rule.id_reused"  # done by an earlier run of this simulator
SESSION_RULES = frozenset(
    {"rule.session_unknown", "rule.session_ended", "rule.mac_wrong", "rule.actor_revoked", "rule.grant"}
)
CONFLICT = 409
NOT_SIGNED_IN = 401


@dataclass(frozen=True, slots=True)
class Ready:
    """A plan with its command, signed."""

    plan: Plan
    command: Command
    hash: str
    mac: str
    personal: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """The way to the server. `stepped`: at full speed all is pushed, issued at the instant of its plan."""

    door: Door
    world: World
    sessions: Sessions
    camera: Camera
    console_id: str
    stepped: bool


class Sender:
    """`put_off` takes a plan that is to be done later."""

    def __init__(self, line: Line, tools: Tools, put_off: Callable[[Plan], None]) -> None:
        self._door, self._world, self._sessions, self._camera = line.door, line.world, line.sessions, line.camera
        self._console_id, self._stepped = line.console_id, line.stepped
        self._chance, self._counts, self._patience, self._say = tools.chance, tools.counts, tools.patience, tools.say
        self._put_off = put_off
        self._attempts: dict[tuple[str, str], int] = {}
        self._told_away: set[str] = set()
        self.n = 0  # of the last command that the server settled

    def send(self, plans: Sequence[Plan], now: int) -> None:
        """Do what is due, in this order."""
        ready: list[Ready] = []
        for plan in plans:
            try:
                if self._goes_as_report(plan):
                    self._push(ready, now)
                    ready = []
                    self._report(plan, now)
                else:
                    ready.append(self._ready(plan, now))
            except PersonAway as error:
                self._wait_for(plan, error, now)
        self._push(ready, now)

    def _goes_as_report(self, plan: Plan) -> bool:
        """What citizens report goes over the way for reports."""
        return plan.verb == "report" and plan.role is Role.ACCEPTOR and not self._stepped

    # --- a command

    def _ready(self, plan: Plan, now: int) -> Ready:
        signed = self._patience.until_done(lambda: self._sessions.of(plan.login))
        body = dict(plan.said)
        personal: dict[str, str] = body.pop("personal", {})
        if personal:
            body["personal"] = str(case_of(plan.case_id))
        if plan.pictures:
            body["photos"] = [self._photo(plan, n, now) for n in range(len(plan.pictures))]
        command = Command(
            self._id(plan), plan.verb, plan.case_id, signed.actor, plan.role, plan.at if self._stepped else now,
            plan.target, {name: value for name, value in body.items() if value != ""},
            city_version=self._world.city, session=signed.session,
        )  # fmt: skip
        hash_ = wire.command_hash(command)
        mac = hmac.new(signed.key, hash_.encode(), hashlib.sha256).hexdigest()
        return Ready(plan, command, hash_, mac, personal)

    def _id(self, plan: Plan) -> str:
        attempt = self._attempts.get((plan.case_id, plan.key), 0)
        return self._chance.id(plan.at, "command", plan.case_id, plan.key, attempt)

    def _photo(self, plan: Plan, number: int, now: int) -> dict[str, Any]:
        case = self._world.open.get(plan.case_id) or _reported(plan)
        taken = plan.at if self._stepped else now
        self._counts.photos += 1
        return self._patience.until_done(
            lambda: self._camera.take(case, plan.pictures[number], taken, plan.key, number)
        )

    # --- handing in

    def _push(self, ready: list[Ready], now: int) -> None:
        for start in range(0, len(ready), BATCH):
            rest = ready[start : start + BATCH]
            while rest:
                rest = self._push_some(rest, now)

    def _push_some(self, some: list[Ready], now: int) -> list[Ready]:
        """Hand in a batch; what of it is still to be handed in."""
        try:
            push = protocol.Push(self._console_id, 1, self._world.epoch, tuple(self._pushed(some)))
            answer = self._patience.until_done(lambda: self._door.push(push))
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

    def _pushed(self, some: list[Ready]) -> Iterator[protocol.Pushed]:
        for n, each in enumerate(some, self.n + 1):
            yield protocol.Pushed(n, each.command, each.hash, each.mac, personal=each.personal)

    def _mend(self, some: list[Ready], error: Refused, now: int) -> list[Ready]:
        """The server counts otherwise than we do; or it takes no batch at all, then one by one."""
        if error.status == CONFLICT and error.rule == "fork":
            self.n = int(error.details["last_n"])
            return some
        if error.status == NOT_SIGNED_IN:
            raise error
        if len(some) > 1:
            for each in some:
                self._push([each], now)
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


def _reported(plan: Plan) -> Case:
    """What a case will be of which there is no image yet: enough for its first photo."""
    said = plan.said
    lon, lat, category = said.get("lon", 0), said.get("lat", 0), said.get("category", "")
    return Case(plan.case_id, lon=lon, lat=lat, category=category, reported_by=plan.login)
