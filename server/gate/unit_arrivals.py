"""Deeds of units from terminals beyond a gate: the same casebook, the same rules, the right of the person anew."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace

from rules.commands import Actor, Command, NotAllowed, Outcome, Role
from rules.wire import WireError, decode_command
from server.access import accounts
from server.casebook.book import Wish
from server.gate import items
from server.gate.outgoing import Outgoing
from server.gate.unit_telling import UnitTelling, tree_of
from server.pages.deeds import DONE
from server.parts import Parts
from server.sight import units_of

ACCEPTED = "accepted"


def photos_of(command: Command) -> list[str]:
    """The photos that a command names, by sha256."""
    photos = command.body.get("photos")
    found = [each.get("sha256") for each in photos if isinstance(each, dict)] if isinstance(photos, list) else []
    return [sha256 for sha256 in (*found, command.body.get("marked")) if isinstance(sha256, str) and sha256]


class UnitArrivals:
    """Of one gate; a case whose deed did not come about is told once more."""

    def __init__(self, parts: Parts, outgoing: Outgoing, units: Iterable[str], telling: UnitTelling) -> None:
        self._parts, self._outgoing = parts, outgoing
        self._units, self._telling = tuple(units), telling

    async def apply(self, item: items.Item, blobs: Mapping[str, bytes]) -> None:
        """One item; what the rules refuse is told to the other side. Raises BadItem, and what comes from the house."""
        if item.kind == items.HELLO:
            await asyncio.to_thread(self._telling.tell_anew)
            return
        if item.kind != items.UNIT_DEED:
            raise items.BadItem(item.kind)
        try:
            command = decode_command(items.decode(items.UnitDeed, item.body).command)
        except WireError as error:
            raise items.BadItem(str(error)) from error
        outcome = await self._do(command, blobs)
        if outcome.state != ACCEPTED:
            await asyncio.to_thread(self._refuse, command, outcome)

    async def _do(self, command: Command, blobs: Mapping[str, bytes]) -> Outcome:
        now = self._parts.clock.now()
        try:
            actor = await asyncio.to_thread(self._actor, command, now)
            for sha256 in photos_of(command):
                if sha256 in blobs:
                    await asyncio.to_thread(self._parts.photos.put, sha256, blobs[sha256])
            quality = "offline" if command.issued_at < now else "server"
            here = replace(command, session="", quality=quality, city_version=self._parts.cities.current.version)
            return await self._parts.lane.share(self._parts.casebook.do_all, Wish(here, actor))
        except NotAllowed as refusal:
            return Outcome(command.id, "refused", rule=refusal.rule, details=refusal.details, at=now)

    def _actor(self, command: Command, now: int) -> Actor:
        """Who acts, if that person acts for units of this gate alone. Raises NotAllowed."""
        with self._parts.database.read() as connection:
            actor = accounts.actor(connection, command.actor)
        tree = tree_of(self._units, self._parts.cities.current)
        if actor is None or command.role is not Role.UNIT:
            raise NotAllowed("rule.actor_revoked")
        here = tuple(grant for grant in actor.grants if (grant.unit or actor.unit) in tree and grant.role is Role.UNIT)
        actor = replace(actor, grants=here)
        if not units_of(actor, now):
            raise NotAllowed("rule.actor_revoked")
        return actor

    def _refuse(self, command: Command, outcome: Outcome) -> None:
        told = (command.id, command.case_id, command.actor, command.verb)
        rule = "" if outcome.state in DONE else outcome.rule or "error.request"
        with self._parts.database.note() as connection:
            refused = items.UnitRefused(*told, rule, dict(outcome.details))
            self._outgoing.add(connection, items.UNIT_REFUSED, refused, id_=f"refused {command.id}"[:128])
        self._telling.tell_again(command.case_id)
