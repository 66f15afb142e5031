"""Commands that make the rules fail, or that no program of ours would send: one is settled, the queue moves on."""

from typing import Any

import requests

from rules.commands import Command, Role
from rules.protocol import Push, PushAnswer, Pushed
from rules.wire import canonical, command_hash, decode
from server.access.sessions import mac_of
from server.casebook.draft import Draft
from tests.together.faults.l2.script import script
from tests.together.faults.l2.town import Town, Violated
from tests.together.faults.l3.fleet import PASSWORD

POISON = "phone-poison"
HUGE = 10_000_000  # bytes


@script("P1")
def poisoned(town: Town) -> None:
    """What its report brings beside it makes the server fail behind the feed's row: put aside, the next one settled."""
    seat, real, failed = town.seat(), Draft.keep_personal, list[str]()

    def keep_personal(draft: Draft, record: str, case_id: str, personal: Any, now: int) -> None:
        if personal.get("phone") == POISON:
            failed.append(record)
            raise RuntimeError("poison")
        real(draft, record, case_id, personal, now)

    Draft.keep_personal = keep_personal  # type: ignore[method-assign]
    try:
        bad = seat.report(phone=POISON)
        good = seat.report(2)
        town.until(lambda: not seat.waiting(), "the queue to move on")
    finally:
        Draft.keep_personal = real  # type: ignore[method-assign]
    seat.drain()
    conflicts = {each.id: each.outcome.state for each in seat.board.conflicts}
    if conflicts.get(bad[0]) != "quarantined":
        raise Violated("I3", f"{bad[0]} is {conflicts.get(bad[0])}")
    town.tally.bit("P1", f"failed {len(failed)} times, put aside; {len(good)} behind it were settled")


class Stranger:
    """A program that is none of ours, with a workstation and a session of its own."""

    def __init__(self, town: Town) -> None:
        self.base, self.name = f"http://127.0.0.1:{town.web.port}", f"stranger-{town.next()}"
        town.web.parts.access.offer_enrolment(self.name)
        told = {"enrol": self.name, "name": self.name, "console_id": self.name}
        token = self._post("/v1/workstations", json=told).json()["token"]
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        signed = self._post("/v1/session", json={"login": "liu", "password": PASSWORD, "seat": "desk"}).json()
        self._key, self._session, self.now = bytes.fromhex(signed["key"]), signed["session"], signed["server_time"]

    def _post(self, path: str, **more: Any) -> requests.Response:
        return requests.post(self.base + path, timeout=60, **more)

    def report(self, n: int, words: str, id_: str = "") -> Pushed:
        """A signed report under a number."""
        told = (id_ or f"{self.name}-{n}", "report", f"case-{self.name}-{n}", "liu", Role.ACCEPTOR, self.now)
        command = Command(*told, body={"words": words}, session=self._session)
        hash_ = command_hash(command)
        return Pushed(n, command, hash_, mac_of(self._key, hash_))

    def push(self, *commands: Pushed) -> PushAnswer:
        """What the server answers."""
        said = self._post("/v1/push", data=canonical(Push(self.name, 1, "", commands)), headers=self.headers)
        assert said.status_code == 200, said.text
        return decode(PushAnswer, said.content)


@script("P3")
def ten_megabytes(town: Town) -> None:
    """No program of ours lets it through: refused by its rule, and what is behind it settled."""
    stranger = Stranger(town)
    large = stranger.push(stranger.report(1, "长" * (HUGE // 3)))
    behind = stranger.push(stranger.report(2, "small"))
    outcomes = [each.outcome for each in (*large.results, *behind.results)]
    if [(each.state, each.rule) for each in outcomes] != [("refused", "rule.too_large"), ("accepted", "")]:
        raise Violated("I3", f"10 MB, and one behind it: {outcomes}")
    town.tally.bit("P3", "refused by rule.too_large, the next one was settled")


@script("P5")
def id_reused(town: Town) -> None:
    """The same id with another body: refused, and the first one stands."""
    stranger = Stranger(town)
    stranger.push(stranger.report(1, "one"))
    again = stranger.push(stranger.report(2, "another", f"{stranger.name}-1"))
    if [each.outcome.rule for each in again.results] != ["rule.id_reused"]:
        raise Violated("I2", f"another body under a used id: {again.results}")
    town.tally.bit("P5", "refused by rule.id_reused")


@script("P6")
def gap_in_n(town: Town) -> None:
    """A number is missing: nothing is settled beyond it, and all is once it comes."""
    stranger = Stranger(town)
    second, first = stranger.report(2, "two"), stranger.report(1, "one")
    if stranger.push(second).results:
        raise Violated("I2", "settled beyond a gap")
    answer = stranger.push(first, second)
    if [each.outcome.state for each in answer.results] != ["accepted", "accepted"]:
        raise Violated("I2", f"{answer.results}")
    town.tally.bit("P6", f"the server stood at 0 and stands at {answer.last_n}")
