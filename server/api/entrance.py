"""Coming in: hello, enrolment of workstations, sign-in and sign-out, the city pack."""

from fastapi import APIRouter, Request, Response

from rules.commands import Actor, NotAllowed
from rules.jurisdiction import may
from rules.powers import Data, Deed
from rules.protocol import PROTO
from server import VERSION
from server.access.errors import NotSignedIn
from server.access.sessions import Access, Session, Workstation
from server.api.doors import BEARER, Answers, Doors, bearer, refusals
from server.api.models import ActorWord, CityWord, Enrol, Enrolled, GrantWord, Hello, Offline, SignedIn, SignIn
from server.cities import Cities, UnknownCity
from server.clock import Clock
from server.desks import may_sit
from server.feeds.service import Feeds

REFUSED = refusals(401, 422)


class Entrance:
    """What a console or program asks first."""

    def __init__(self, access: Access, doors: Doors, cities: Cities, feeds: Feeds, clock: Clock) -> None:
        self._access = access
        self._doors = doors
        self._cities = cities
        self._feeds = feeds
        self._clock = clock

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(prefix="/v1", tags=["entrance"])
        routes.add_api_route("/hello", self.hello, response_model=Hello)
        routes.add_api_route("/workstations", self.enrol, methods=["POST"], response_model=Enrolled, responses=REFUSED)
        signing = {**REFUSED, **refusals(403)}
        routes.add_api_route("/session", self.sign_in, methods=["POST"], response_model=SignedIn, responses=signing)
        routes.add_api_route("/session", self.sign_out, methods=["DELETE"], status_code=204, dependencies=[BEARER])
        pack: Answers = {200: {"content": {"application/octet-stream": {}}}, **refusals(401, 404)}
        routes.add_api_route(
            "/city/{version}", self.city, response_class=Response, responses=pack, dependencies=[BEARER]
        )
        return routes

    async def hello(self) -> Hello:
        """Who answers here."""
        city, epoch = self._cities.current, self._feeds.epoch
        word = CityWord(city.version, city.name, city.name_en, city.synthetic)
        return Hello("griddesk", PROTO, VERSION, epoch.no, epoch.id, word, self._clock.now())

    def enrol(self, asked: Enrol) -> Enrolled:
        """A credential for a console, against a one-time token."""
        return Enrolled(self._access.enrol(asked.enrol, asked.name, asked.console_id))

    def sign_in(self, asked: SignIn, request: Request) -> SignedIn:
        """Open a session for a person. 403 "rule.desk_scope": the console shows more than the person may see."""
        desk = self._workstation(request)
        station = desk.id if desk else ""
        session, token = self._access.sign_in(asked.login, asked.password, asked.seat, station)
        if desk is not None and not may_sit(session.actor, desk.scope, self._cities.current, self._clock.now()):
            self._access.sign_out(token)
            raise NotAllowed("rule.desk_scope")
        offline = self._offline(session, station) if station else None
        actor, now = actor_word(session.actor), self._clock.now()
        return SignedIn(session.id, session.key.hex(), token, actor, session.expires_at, now, offline)

    def _offline(self, session: Session, station: str) -> Offline:
        """With what this person may go on at this workstation without a line, as long as the city allows."""
        days = self._cities.current.policies.offline_days
        opened = self._access.open_offline(session, station, days)
        return Offline(opened.id, opened.key.hex(), opened.expires_at)

    def sign_out(self, request: Request) -> Response:
        """End the session."""
        self._access.sign_out(bearer(request))
        return Response(status_code=204)

    def city(self, version: str, request: Request) -> Response:
        """The pack of a city, for consoles and staff: duty phones stand in it. Its sha256 begins with the version."""
        asker = self._doors.either(request)
        if isinstance(asker, Session):
            current = self._cities.current
            if not may(asker.actor, Data.CITY, Deed.SEE, current, self._clock.now()):
                raise UnknownCity(version)
        headers = {"Cache-Control": "private, max-age=31536000, immutable"}
        return Response(self._cities.pack(version), media_type="application/octet-stream", headers=headers)

    def _workstation(self, request: Request) -> Workstation | None:
        try:
            return self._doors.workstation(request)
        except NotSignedIn:  # a page or a program signs in without one
            return None


def actor_word(actor: Actor) -> ActorWord:
    """A person as told over HTTP."""
    grants = tuple(GrantWord(grant.role.value, grant.unit, grant.since, grant.until) for grant in actor.grants)
    return ActorWord(actor.id, actor.name, actor.unit, grants, actor.name_en)
