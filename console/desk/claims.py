"""Claims as this console knows them: the server's picture of all, and with which tokens it holds its own.

In memory alone: a lease that nobody renews ends by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from console.facts import Claim, Holding
from rules.claims import Claimed
from rules.protocol import ChangesHead


@dataclass(frozen=True, slots=True)
class Held:
    """A claim of this console: for which seat, and at which stage of the case it was taken."""

    claim: Claimed
    seat: str
    stage: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the server told: which cases look otherwise, and what this console lost, with who has it now if anyone."""

    cases: frozenset[str] = frozenset()
    lost: tuple[tuple[Held, Claimed | None], ...] = ()


class Claims:
    """The server's word, and over it what it granted to this console since."""

    def __init__(self) -> None:
        self.line_is_up = False  # without it no claim is seen: what is issued then says so
        self._no = 0
        self._picture: dict[str, Claimed] = {}
        self._held: dict[str, Held] = {}

    def of(self, case_id: str) -> Claim | None:
        """Who has the case in hand, None when nobody has."""
        held = self._held.get(case_id)
        claim = held.claim if held else self._picture.get(case_id)
        return Claim(claim.actor, claim.since, claim.token, held is not None, claim.seen) if claim else None

    def token(self, case_id: str, seat: str) -> int:
        """The fencing number of this seat's claim on the case, 0 when it has none."""
        held = self._held.get(case_id)
        return held.claim.token if held and held.seat == seat else 0

    def held(self, case_id: str) -> Held | None:
        """The claim of this console on the case, None when it has none."""
        return self._held.get(case_id)

    def held_by(self, seat: str) -> tuple[Held, ...]:
        """What was claimed at this seat."""
        return tuple(held for held in self._held.values() if held.seat == seat)

    @property
    def holding(self) -> Holding:
        """What the next poll says."""
        return Holding(self._no, {case_id: held.claim.token for case_id, held in self._held.items()})

    def grant(self, claim: Claimed, seat: str, stage: str) -> None:
        """The server gave the case to this seat; what was told of it before may be older."""
        self._held[claim.case_id] = Held(claim, seat, stage)

    def let_go(self, case_id: str) -> None:
        """Given up here, whatever the server hears of it."""
        held, told = self._held.pop(case_id, None), self._picture.get(case_id)
        if held is not None and told is not None and told.token <= held.claim.token:
            del self._picture[case_id]

    def take(self, head: ChangesHead, named: Mapping[str, int]) -> Told:
        """What a poll was answered that had `named` these claims of ours: of others of ours it may not know yet."""
        if not head.claims_no:
            return Told()
        before = self._tokens()
        if head.claims is not None:
            self._picture = {claim.case_id: claim for claim in head.claims}
        self._no = head.claims_no
        lost = tuple((held, self._picture.get(held.claim.case_id)) for held in self._lost(named))
        for held, _ in lost:
            del self._held[held.claim.case_id]
        return Told(_differing(before, self._tokens()), lost)

    def _lost(self, named: Mapping[str, int]) -> Iterable[Held]:
        for case_id, held in self._held.items():
            told, mine = self._picture.get(case_id), held.claim.token
            passed_on = told is not None and told.token > mine
            ended = named.get(case_id) == mine and (told is None or told.token != mine)
            if passed_on or ended:
                yield held

    def _tokens(self) -> dict[str, tuple[int, bool]]:
        shown = {case_id: (claim.token, False) for case_id, claim in self._picture.items()}
        return shown | {case_id: (held.claim.token, True) for case_id, held in self._held.items()}


def _differing(before: Mapping[str, object], now: Mapping[str, object]) -> frozenset[str]:
    """A claim that was renewed looks as it did."""
    return frozenset(case_id for case_id in before.keys() | now.keys() if before.get(case_id) != now.get(case_id))
