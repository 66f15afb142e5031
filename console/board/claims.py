"""In spite of whose claims somebody here goes on: asked once for each claim, remembered while it lasts."""

from console.board.cases import Cases
from console.facts import Claim
from rules.claims import UNFENCED

SECOND_ENTER = "second_enter"


class Insisting:
    """Looks at the claims on the shown cases; keeps for which of them the person has said that it shall be so."""

    def __init__(self, cases: Cases) -> None:
        self._cases = cases
        self._insisted: dict[str, int] = {}  # case → token of the claim

    def in_the_way(self, case_id: str, actor: str, verb: str) -> Claim | None:
        """Another's claim that this deed of `actor` has not been said to go past, None where nothing is in its way."""
        shown = self._cases.of(case_id)
        claim = shown.claim if shown else None
        if claim is None or claim.actor == actor or verb in UNFENCED or self._insisted.get(case_id) == claim.token:
            return None
        return claim

    def insist(self, case_id: str) -> None:
        """What is done on the case from now on is meant in spite of the claim that is on it."""
        shown = self._cases.of(case_id)
        if shown is not None and shown.claim is not None:
            self._insisted[case_id] = shown.claim.token

    def over(self, case_id: str) -> str:
        """What a wish on the case says of it: "second_enter", or "" where nobody has insisted on this claim."""
        shown, token = self._cases.of(case_id), self._insisted.get(case_id, 0)
        if shown is None or shown.claim is None or shown.claim.token != token:
            self._insisted.pop(case_id, None)
            return ""
        return SECOND_ENTER
