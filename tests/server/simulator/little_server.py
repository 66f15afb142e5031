"""A server in memory behind the simulator's door: the real rules, real rows, no HTTP. It can be away, and refuse."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Mapping
from typing import Any

from rules import lifecycle, protocol, wire
from rules.case import Case
from rules.city import City
from rules.claims import is_fenced
from rules.commands import Actor, Command, Grant, NotAllowed, Outcome, Role
from rules.frozen import changed
from server.simulator.clocks import Clock
from server.simulator.door import Batch, Door, Hello, Refused, ServerAway, Signed
from tests.server.simulator.little_city import TABLES

KEY = b"key"
FEED = "city"


def actors() -> dict[str, Actor]:
    """The people of the little city, as people.csv has them."""
    found: dict[str, Actor] = {}
    for line in TABLES["people"].splitlines()[1:]:
        login, name, roles, unit, grid, _ = line.split(",")
        role, _, own = roles.partition("@")
        found[login] = Actor(login, name, (Grant(Role(role), own or grid),), unit)
    return found


class LittleServer(Door):
    """`away` calls raise ServerAway; `revoked` people are refused; `committed` counts settled commands by verb."""

    def __init__(self, city: City, clock: Clock) -> None:
        super().__init__("http://nowhere")
        self.the_city, self.clock = city, clock
        self.actors = actors()
        self.cases: dict[str, Case] = {}
        self.rows: list[bytes] = []
        self.outcomes: dict[str, Outcome] = {}
        self.committed: Counter[str] = Counter()
        self.order: list[str] = []
        self.pushed: list[tuple[int, int]] = []  # commands and bytes of each push
        self.away, self.lost_answers = 0, 0
        self.revoked: set[str] = set()
        self.all_claimed = False  # by somebody at a console
        self.n = 0

    def hello(self) -> Hello:
        return Hello(self.the_city.version, self.the_city.name, "Little City", True, "first", self.clock.now())

    def sign_in(self, login: str, password: str) -> Signed:
        self._may_be_away()
        if login in self.revoked or login not in self.actors:
            raise Refused(401, "rule.wrong_password", "不对", {})
        return Signed(f"session-{login}", KEY, f"token-{login}", login, self.clock.now() + 12 * 3_600_000)

    def people(self, token: str) -> list[dict[str, str]]:
        return [
            {"id": a.id, "name": a.name, "name_en": "", "role": g.role, "unit": g.unit}
            for a in self.actors.values()
            for g in a.grants
        ]

    def put_photo(self, photo: bytes) -> str:
        self._may_be_away()
        return hashlib.sha256(photo).hexdigest()

    def report(self, said: Mapping[str, Any], token: str) -> None:
        raise Refused(404, "rule.form", "all is pushed here", {})

    def snapshot(self, after: str) -> tuple[protocol.SnapshotHead, list[protocol.SnapshotCase], protocol.SnapshotTail]:
        self._may_be_away()
        mark = {FEED: protocol.Mark(len(self.rows), "")}
        head = protocol.SnapshotHead(1, "first", mark, len(self.cases), self.the_city.version, self.clock.now())
        cases = [protocol.SnapshotCase(FEED, case) for case in self.cases.values()]
        return head, cases, protocol.SnapshotTail("", True)

    def changes(self, epoch: str, marks: Mapping[str, protocol.Mark]) -> Batch:
        self._may_be_away()
        since = marks[FEED].seq if FEED in marks else 0
        to = len(self.rows)  # a push on another thread may add more meanwhile
        rows = tuple(wire.decode_row(row) for row in self.rows[since:to])
        return Batch(rows, {FEED: protocol.Mark(to, "")}, self.n, False, self.the_city.version)

    def push(self, push: protocol.Push) -> protocol.PushAnswer:
        self._may_be_away()
        self.pushed.append((len(push.cmds), len(wire.canonical(push))))
        results = []
        for pushed in push.cmds:
            assert pushed.mac == hmac.new(KEY, wire.command_hash(pushed.command).encode(), hashlib.sha256).hexdigest()
            if pushed.command.id not in self.outcomes:
                if pushed.n != self.n + 1:
                    break
                self.n = pushed.n
                self.outcomes[pushed.command.id] = self._settle(pushed.command)
            results.append(protocol.Result(pushed.command.id, pushed.n, self.outcomes[pushed.command.id]))
        if self.lost_answers:
            self.lost_answers -= 1
            raise ServerAway("the answer was lost")
        return protocol.PushAnswer("first", self.n, tuple(results))

    def do(self, command: Command) -> Outcome:
        """Somebody else's command, as of a human at a console."""
        return self._settle(command)

    def _settle(self, command: Command) -> Outcome:
        if command.actor in self.revoked:
            return Outcome(command.id, "refused", rule="rule.actor_revoked")
        if self.all_claimed and is_fenced(command):
            return Outcome(command.id, "refused", rule="rule.claimed_by")
        now, before = self.clock.now(), self.cases.get(command.case_id)
        try:
            applied = lifecycle.apply(before, command, self.actors[command.actor], self.the_city, now)
        except NotAllowed as error:
            return Outcome(command.id, "refused", rule=error.rule, details=error.details)
        handed = lifecycle.delivered(applied.case, lifecycle.undelivered(applied.case), self.the_city, now)
        case = handed.case if handed.case.number else changed(handed.case, number=f"{len(self.cases) + 1:05d}")
        self.cases[case.id] = case
        events = applied.events + handed.events
        row = wire.Row(FEED, len(self.rows) + 1, "case", now, case.id, case.version, case, events, command.id)
        self.rows.append(wire.encode_row(row))
        self.committed[command.verb] += 1
        self.order.append(f"{command.verb} {command.id}")
        return Outcome(command.id, "accepted", version=case.version)

    def _may_be_away(self) -> None:
        if self.away:
            self.away -= 1
            raise ServerAway("no answer")
