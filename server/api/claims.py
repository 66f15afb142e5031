"""Claims, 认领: taken, given back and taken over by who sits at a console; the polls tell them to everybody."""

from collections.abc import Mapping

from fastapi import APIRouter, Request

from rules.claims import Claimed
from rules.commands import NotAllowed
from rules.protocol import ClaimAnswer, ClaimAsked
from server.access.sessions import Access, Session
from server.api.doors import BEARER, Doors, refusals
from server.casebook.envelope import LARGEST, check_key, is_key
from server.claiming import Claiming
from server.clock import Clock

MOST_HELD = 200  # claims that one console renews
LONGEST_TOKEN = 16  # digits


class Claims:
    """Session bearer; a claim belongs to the person, and lives as long as the console of the session renews it."""

    def __init__(self, doors: Doors, access: Access, claiming: Claiming, clock: Clock) -> None:
        self._doors = doors
        self._access = access
        self._claiming = claiming
        self._clock = clock

    def routes(self) -> APIRouter:
        """The path of this group."""
        routes = APIRouter(prefix="/v1", tags=["claims"], dependencies=[BEARER])
        refused = refusals(401, 403, 404, 409, 422, 503)
        routes.add_api_route("/claims", self.claim, methods=["POST"], response_model=ClaimAnswer, responses=refused)
        return routes

    def claim(self, asked: ClaimAsked, request: Request) -> ClaimAnswer:
        """Take a case in hand, give it back, or take it over. The claim ends 45 s after its console was last heard.

        409 "rule.claimed_by": somebody else has it. A take-over stands in the history of the case with its reason.
        """
        session = self._doors.session(request)
        check_key("case_id", asked.case_id)
        if not 0 <= asked.token <= LARGEST:
            raise NotAllowed("rule.form", field="token", expected=f"0–{LARGEST}")
        return ClaimAnswer(self._done(asked, session), self._clock.now())

    def _done(self, asked: ClaimAsked, session: Session) -> Claimed | None:
        if asked.how == "release":
            self._claiming.release(asked.case_id, asked.token, session.actor)
            return None
        console = self._access.console_of(session)
        if asked.how == "take":
            return self._claiming.take(asked.case_id, session.actor, console)
        return self._claiming.take_over(asked.case_id, session.actor, console, asked.reason.strip())


def held_of(text: str) -> Mapping[str, int]:
    """What a console says that it holds, as `case:token,…`. Raises NotAllowed."""
    held: dict[str, int] = {}
    for part in filter(None, text.split(",")):
        case_id, _, token = part.rpartition(":")
        if not (is_key(case_id) and _is_token(token)) or len(held) == MOST_HELD:
            raise NotAllowed("rule.form", field="claims", expected=f"case:token,… (≤ {MOST_HELD})")
        held[case_id] = int(token)
    return held


def _is_token(word: str) -> bool:
    """Measured before it is read: thousands of digits, be they noughts, are more than Python makes a number of."""
    return word.isascii() and word.isdigit() and len(word) <= LONGEST_TOKEN and int(word) <= LARGEST
