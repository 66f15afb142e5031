"""Who has which case in hand: leases of the server, shown beside the cases and never facts of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.claims import is_stale


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody has a case in hand since then (ms UTC of the server); `here` = it was taken at this desk and holds.

    `seen`: the holder's last deed on the case, 0 = not known.
    """

    actor: str
    since: int
    token: int
    here: bool = False
    seen: int = 0

    def is_stale(self, now: int) -> bool:
        """Whether another has left the case lying for so long that it may be taken over without a reason."""
        return not self.here and self.seen > 0 and is_stale(self.seen, now)


@dataclass(frozen=True, slots=True)
class Holding:
    """What a poll says of claims: the name of the state told last, and the tokens that this console holds, by case."""

    no: int = 0
    mine: Mapping[str, int] = field(default_factory=dict)
