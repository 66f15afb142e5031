"""Makes a signed command of a plan: by its person's session, with its photos taken and kept by the server."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any

from rules import wire
from rules.case import Case
from rules.commands import Command
from server.simulator.chance import case_of
from server.simulator.door import Door
from server.simulator.photos import Camera
from server.simulator.plan import Plan
from server.simulator.sessions import Sessions
from server.simulator.tools import Tools
from server.simulator.world import World

AROUND = 600  # bytes around a command: its hash, its signature, and the personal record beside it


@dataclass(frozen=True, slots=True)
class Ready:
    """A plan with its command, signed."""

    plan: Plan
    command: Command
    hash: str
    mac: str
    size: int  # about as many bytes of a push
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


class Signer:
    """Signs for everybody."""

    def __init__(self, line: Line, tools: Tools) -> None:
        self._world, self._sessions, self._camera, self._stepped = line.world, line.sessions, line.camera, line.stepped
        self._chance, self._counts, self._patience = tools.chance, tools.counts, tools.patience

    def ready(self, plan: Plan, now: int, attempt: int) -> Ready:
        """The command of a plan that is done now (ms UTC); each attempt is a command of its own. Raises PersonAway."""
        signed = self._patience.until_done(lambda: self._sessions.of(plan.login))
        body = dict(plan.said)
        personal: dict[str, str] = body.pop("personal", {})
        if personal:
            body["personal"] = str(case_of(plan.case_id))
        if plan.pictures:
            body["photos"] = [self._photo(plan, n, now) for n in range(len(plan.pictures))]
        command = Command(
            id=self._chance.id(plan.at, "command", plan.case_id, plan.key, attempt),
            verb=plan.verb,
            case_id=plan.case_id,
            actor=signed.actor,
            role=plan.role,
            issued_at=plan.at if self._stepped else now,
            target=plan.target,
            body={name: value for name, value in body.items() if value != ""},
            city_version=self._world.city,
            session=signed.session,
        )
        encoded = wire.encode_command(command)
        hash_ = hashlib.sha256(encoded).hexdigest()
        mac = hmac.new(signed.key, hash_.encode(), hashlib.sha256).hexdigest()
        return Ready(plan, command, hash_, mac, len(encoded) + AROUND, personal)

    def _photo(self, plan: Plan, number: int, now: int) -> dict[str, Any]:
        case = self._world.open.get(plan.case_id) or _reported(plan)
        taken = plan.at if self._stepped else now
        self._counts.photos += 1
        return self._patience.until_done(
            lambda: self._camera.take(case, plan.pictures[number], taken, plan.key, number)
        )


def _reported(plan: Plan) -> Case:
    """What a case will be of which there is no image yet: enough for its first photo."""
    said = plan.said
    lon, lat, category = said.get("lon", 0), said.get("lat", 0), said.get("category", "")
    return Case(plan.case_id, lon=lon, lat=lat, category=category, reported_by=plan.login)
