"""Who stands for what a unit did on paper: whoever imports its reply, in a sign-in, under a MAC of it."""

from dataclasses import dataclass

from rules.city import City
from rules.commands import Actor
from rules.jurisdiction import reach
from rules.powers import Data, Deed


@dataclass(frozen=True, slots=True)
class Vouch:
    """Who stands for a unit's command at a push: the sign-in, when it was imported there, and the MAC of both."""

    session: str
    at: int
    mac: str


def vouched(command_hash: str, at: int) -> str:
    """What the importer's MAC is made over."""
    return f"{command_hash} {at}"


def as_mac(vouch: Vouch) -> str:
    """A vouch as it stands in the place of a pushed command's MAC."""
    return f"{vouch.session}.{vouch.at}.{vouch.mac}"


def as_vouch(mac: str) -> Vouch | None:
    """The vouch in a pushed command's MAC, None when there is none."""
    session, _, rest = mac.partition(".")
    at, _, signed = rest.partition(".")
    return Vouch(session, int(at), signed) if session and at.isdecimal() and len(at) < 17 and signed else None


def may_vouch(actor: Actor, city: City, now: int, unit: str = "") -> bool:
    """Whether this person may import a reply at `now`, ms UTC: of this unit, "" = of any."""
    found = reach(actor, Data.REPLIES, Deed.CHANGE, city, now)
    return found.covers_unit(unit, city) if found and unit else bool(found)
