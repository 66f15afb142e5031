"""Commands of pages and programs, and reports from other systems; both end in the casebook."""

import asyncio
import uuid
from dataclasses import replace

from fastapi import APIRouter, Request

from rules import lifecycle
from rules.city import City
from rules.commands import Actor, Command, NotAllowed, Outcome, Role
from rules.datum import DATUMS, OutsideDatum, to_cgcs2000
from rules.grid import Grids
from server.access.sessions import Session
from server.api.doors import BEARER, Doors, refusals
from server.api.errors import CommandRefused
from server.api.models import Do, Done, Report, Reported
from server.casebook.book import Casebook, Wish
from server.cities import Cities
from server.clock import Clock
from server.geocoding import Geocoding
from server.lane import ApplyLane
from server.queries import Queries

REFUSED = refusals(401, 403, 404, 409, 413, 422, 503)
GIVEN_MAX = 200
DEGREE = 10_000_000  # coordinates are integers of 1e-7 degree
FINE = frozenset({"accepted", "already_done"})


class Commands:
    """Session bearer; safe to repeat with the same id."""

    def __init__(
        self, doors: Doors, casebook: Casebook, lane: ApplyLane, queries: Queries, cities: Cities, clock: Clock,
        geocoding: Geocoding,
    ) -> None:  # fmt: skip
        self._doors = doors
        self._casebook = casebook
        self._lane = lane
        self._queries = queries
        self._cities = cities
        self._clock = clock
        self._geocoding = geocoding

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(prefix="/v1", tags=["commands"], dependencies=[BEARER])
        routes.add_api_route("/commands", self.do, methods=["POST"], response_model=Done, responses=REFUSED)
        routes.add_api_route("/reports", self.report, methods=["POST"], response_model=Reported, responses=REFUSED)
        return routes

    async def do(self, asked: Do, request: Request) -> Done:
        """Do one thing with a case."""
        session = await asyncio.to_thread(self._doors.session, request)
        return Done(await self._settle(asked, session))

    async def report(self, report: Report, request: Request) -> Reported:
        """Take in a matter; it stands on 待受理 at once."""
        session = await asyncio.to_thread(self._doors.session, request)
        body = report_body(report)
        if not report.lon and not report.lat:
            body |= await asyncio.to_thread(place_of, report, self._cities.current, self._geocoding)
        asked = Do(report.id or str(uuid.uuid4()), "report", str(uuid.uuid4()), body=body)
        if report.id:  # the same report again is the same case
            asked = replace(asked, case_id=str(uuid.uuid5(uuid.NAMESPACE_URL, report.id)))
        if report.personal:
            record = str(uuid.uuid5(uuid.NAMESPACE_OID, asked.case_id))
            asked = replace(asked, body=asked.body | {"personal": record}, personal=report.personal)
        await self._settle(asked, session)
        case = await asyncio.to_thread(self._queries.case, asked.case_id, session.actor)
        return Reported(asked.case_id, case.number if case else "")

    async def _settle(self, asked: Do, session: Session) -> Outcome:
        command = await asyncio.to_thread(self._command, asked, session)
        outcome = await self._lane.share(self._casebook.do_all, Wish(command, session.actor, asked.personal))
        if outcome.state not in FINE:
            raise CommandRefused(outcome)
        return outcome

    def _command(self, asked: Do, session: Session) -> Command:
        now = self._clock.now()
        role = Role(asked.role) if asked.role in set(Role) else self._role(asked, session.actor, now)
        return Command(
            id=asked.id,
            verb=asked.verb,
            case_id=asked.case_id,
            actor=session.actor.id,
            role=role,
            issued_at=now,
            target=asked.target,
            body=asked.body,
            base_version=asked.base_version,
            city_version=self._cities.current.version,
            session=session.id,
            quality="server",
            over=asked.over,
        )

    def _role(self, asked: Do, actor: Actor, now: int) -> Role:
        case = self._queries.case(asked.case_id, actor)
        return role_for(lifecycle.allowed(case, actor, self._cities.current, now), asked.verb, asked.target, actor)


def role_for(offers: tuple[lifecycle.Offer, ...], verb: str, target: str, actor: Actor) -> Role:
    """The duty in which a person does this: that of the offer, else the first one held, which its rule then refuses."""
    fitting = [offer.role for offer in offers if offer.verb == verb and target in {"", offer.target}]
    held = [grant.role for grant in actor.grants]
    return (fitting or held or [Role.UNIT])[0]


def place_of(report: Report, city: City, geocoding: Geocoding | None = None) -> dict[str, object]:
    """The point that address or words name for sure, and these words as given; empty when they name none.

    Who gave no address gets that of the point in words: a row of figures tells nobody where to go.
    """
    for said in filter(None, (report.address, report.words)):
        if city.grids is not None and (found := _point(said, city.grids, geocoding)):
            point = {"lon": found[0], "lat": found[1], "datum": "cgcs2000", "given": said[:GIVEN_MAX]}
            near = None if report.address else city.grids.nearby(*found)
            return point | ({"address": near.text("zh_CN"), "address_en": near.text("en")} if near else {})
    return {}


def _point(said: str, grids: Grids, geocoding: Geocoding | None) -> tuple[int, int] | None:
    """What fits several places is none of them: the acceptor is asked."""
    if geocoding is None:
        return grids.find_place(said)
    found = geocoding.find(said)
    return (found.places[0].lon, found.places[0].lat) if found.sure else None


def report_body(report: Report) -> dict[str, object]:
    """The body of the verb `report`; what was not said is left out. Raises NotAllowed."""
    said: dict[str, object] = {
        "words": report.words,
        "address": report.address,
        "category": report.category,
        "source": report.source,
        "external_number": report.external_number,
        "external_due": report.external_due,
        "wants_answer": report.wants_answer,
    }
    return {name: value for name, value in said.items() if value} | point_of(report)


def point_of(report: Report) -> dict[str, object]:
    """The point in CGCS2000, with its datum and as it was given. Raises NotAllowed: no datum, or no point of it."""
    if not report.lon and not report.lat:
        return {}
    lon, lat = report.lon / DEGREE, report.lat / DEGREE
    try:
        found = to_cgcs2000(lon, lat, report.datum)
    except KeyError as error:
        raise NotAllowed("rule.field", field="datum", expected=" | ".join(DATUMS)) from error
    except OutsideDatum as error:
        raise NotAllowed("rule.field", field="lon", expected="degrees") from error
    place: dict[str, object] = {"lon": round(found[0] * DEGREE), "lat": round(found[1] * DEGREE)}
    return place | {"datum": report.datum, "given": f"{lon:.7f}, {lat:.7f}"}
