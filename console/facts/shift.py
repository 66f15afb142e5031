"""What one shift hands over to the next, as far as only this desk knows it. Instants ms UTC on the corrected clock."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outage:
    """When the server was not heard of and why (a key of the texts); `ended` 0 = it is not heard still."""

    began: int
    ended: int
    reason: str


@dataclass(frozen=True, slots=True)
class Call:
    """A unit that was told by phone: of which case, whom, by whose account, when."""

    case_id: str
    number: str
    unit: str
    to: str
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """Since the desk was taken over last. Of commands, photos, conflicts and cases the board knows already."""

    since: int
    by: str = ""  # account of who took it over then, "" = nobody has yet
    name: str = ""
    outages: tuple[Outage, ...] = ()
    calls: tuple[Call, ...] = ()
