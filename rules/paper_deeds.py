"""What a unit marked on paper as its commands: the same of the same reply, wherever and whenever it is read."""

from rules.commands import Actor, Command, Grant, Role
from rules.handover import Handover, UnitDeed

_ACTOR = "reply:"
_BETWEEN = " · "


def actor_id(unit: str) -> str:
    """Who acts where a unit answered on paper: no account has this name, and nobody signs in with it."""
    return _ACTOR + unit


def unit_of(actor: str) -> str:
    """The unit that such an actor stands for, "" for a person."""
    return actor.removeprefix(_ACTOR) if actor.startswith(_ACTOR) else ""


def actor_of(unit: str) -> Actor:
    """The unit itself, by its paper."""
    return Actor(actor_id(unit), unit, (Grant(Role.UNIT, unit),), unit)


def command_of(handover: Handover, deed: UnitDeed) -> Command:
    """The unit's command: the same wherever and whenever the reply is read, so that it can be done only once.

    The unit's clock may be slow, but nothing was answered before it was handed over; the server clamps the future.
    """
    leg = next(leg for leg in handover.legs if leg.leg_id == deed.leg_id)
    return Command(
        id=deed.id,
        verb=deed.verb,
        case_id=leg.case_id,
        actor=actor_id(handover.unit),
        role=Role.UNIT,
        issued_at=max(deed.at, handover.at),
        target=deed.leg_id,
        body=_body(deed),
        city_version=handover.city_version,
        quality="reply",
    )


def _body(deed: UnitDeed) -> dict[str, object]:
    body: dict[str, object] = {}
    if words := _BETWEEN.join(part for part in (deed.name.strip(), deed.text.strip()) if part):
        body["text"] = words
    if deed.photos:
        body["photos"] = [
            {"sha256": photo.sha256, "kind": "after", "mime": photo.mime, "size": photo.size} for photo in deed.photos
        ]
    return body
