"""Who has which case in hand: leases of the server, shown beside the cases and never facts of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody has a case in hand since then (ms UTC of the server); `here` = it was taken at this desk and holds."""

    actor: str
    since: int
    token: int
    here: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """What a poll says of claims: the name of the state told last, and the tokens that this console holds, by case."""

    no: int = 0
    mine: Mapping[str, int] = field(default_factory=dict)
