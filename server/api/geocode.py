"""Places in words over HTTP: addresses and pasted coordinates → points with their grids; a point → its address."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request

from rules.city import City
from rules.commands import NotAllowed
from rules.datum import OutsideDatum, to_cgcs2000
from rules.gazetteer import Component
from rules.geocoder.answer import Place, Written
from rules.jurisdiction import may, roles_of
from rules.powers import Data, Deed
from server.api.doors import BEARER, Doors, refusals
from server.cities import Cities
from server.clock import Clock
from server.geocoding import Geocoding

LONGEST = 400  # characters of an address, as in a report
DEGREE = 10_000_000
REFUSED = refusals(401, 403, 422)
Lon = Annotated[int, Query(ge=-180 * DEGREE, le=180 * DEGREE)]
Lat = Annotated[int, Query(ge=-90 * DEGREE, le=90 * DEGREE)]
Category = Annotated[str, Query(max_length=40)]


@dataclass(frozen=True, slots=True)
class ComponentWord:
    """A component near a point: metres to it, its owner (权属单位) and keeper (养护单位) with their names."""

    code: str
    category: str
    metres: int
    lon: int
    lat: int
    owner: str
    owner_name: str
    owner_name_en: str
    keeper: str


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """A place that an address may mean; 1e-7 degree CGCS2000, confidence in per cent, codes "" outside the city.

    `how`: what was not as the city writes it (keys of `geocode.how` in the texts); `datum` of pasted coordinates.
    """

    kind: str
    lon: int
    lat: int
    confidence: int
    reach_m: int
    name: str
    name_en: str
    how: tuple[str, ...]
    datum: str
    unit_grid: str
    duty_grid: str
    district: str
    street: str
    community: str
    component: ComponentWord | None = None


@dataclass(frozen=True, slots=True)
class PlacesWord:
    """All places, the likeliest first; `sure`: the first one stands out and may be taken without asking."""

    sure: bool
    places: tuple[PlaceWord, ...]


@dataclass(frozen=True, slots=True)
class AddressWord:
    """The address of a point, both names "" where nothing is near; `metres` from what it names; its grids."""

    lon: int
    lat: int
    kind: str
    metres: int
    name: str
    name_en: str
    unit_grid: str
    duty_grid: str
    district: str
    component: ComponentWord | None = None


class Geocode:
    """Session bearer of somebody who may report; nothing is kept of what was asked."""

    def __init__(self, doors: Doors, geocoding: Geocoding, cities: Cities, clock: Clock) -> None:
        self._doors, self._geocoding, self._cities, self._clock = doors, geocoding, cities, clock

    def routes(self) -> APIRouter:
        """The paths of this group."""
        routes = APIRouter(prefix="/v1", tags=["places"], dependencies=[BEARER])
        routes.add_api_route("/geocode", self.geocode, response_model=PlacesWord, responses=REFUSED)
        routes.add_api_route("/address", self.address, response_model=AddressWord, responses=REFUSED)
        return routes

    async def geocode(
        self,
        request: Request,
        q: Annotated[str, Query(min_length=1, max_length=LONGEST)],
        datum: Literal["", "cgcs2000", "wgs84", "gcj02", "bd09"] = "",
        category: Category = "",
    ) -> PlacesWord:
        """The places that an address, a code or pasted coordinates may mean; with the nearest component of a class."""
        await asyncio.to_thread(self._may_ask, request, category)
        return await asyncio.to_thread(self._places, q, datum, category)

    async def address(
        self,
        request: Request,
        lon: Lon,
        lat: Lat,
        datum: Literal["cgcs2000", "wgs84", "gcj02", "bd09"] = "cgcs2000",
        category: Category = "",
    ) -> AddressWord:
        """The address of a point, given in 1e-7 degree of its datum."""
        await asyncio.to_thread(self._may_ask, request, category)
        return await asyncio.to_thread(self._address, lon, lat, datum, category)

    def _may_ask(self, request: Request, category: str) -> None:
        """Raises NotSignedIn, and NotAllowed for who may not report or asks for a class that there is not."""
        actor, city, now = self._doors.session(request).actor, self._cities.current, self._clock.now()
        if not may(actor, Data.ADDRESSES, Deed.SEE, city, now):
            held = next((grant.role for grant in actor.grants), "")
            allowed = sorted(roles_of(city, Data.ADDRESSES, Deed.SEE, now))
            raise NotAllowed("rule.role", role=held, allowed=" | ".join(allowed))
        if category and category not in city.categories:
            raise NotAllowed("rule.field", field="category", expected="component-01-02")

    def _places(self, text: str, datum: str, category: str) -> PlacesWord:
        found = self._geocoding.find(text, datum)
        return PlacesWord(found.sure, tuple(self._place(place, category) for place in found.places))

    def _place(self, place: Place, category: str) -> PlaceWord:
        component = self._geocoding.component(place.lon, place.lat, category)
        return PlaceWord(
            kind=place.kind,
            lon=place.lon,
            lat=place.lat,
            confidence=place.confidence,
            reach_m=place.reach_m,
            name=place.name,
            name_en=place.name_en,
            how=tuple(place.how),
            datum=place.datum,
            unit_grid=place.unit_grid,
            duty_grid=place.duty_grid,
            district=place.district,
            street=place.street,
            community=place.community,
            component=component_word(component, self._cities.current),
        )

    def _address(self, lon: int, lat: int, datum: str, category: str) -> AddressWord:
        try:
            degrees = to_cgcs2000(lon / DEGREE, lat / DEGREE, datum)
        except OutsideDatum as error:
            raise NotAllowed("rule.field", field="lon", expected=datum) from error
        lon, lat = (round(each * DEGREE) for each in degrees)
        told = self._geocoding.write(lon, lat)
        component = component_word(self._geocoding.component(lon, lat, category), self._cities.current)
        return address_word((lon, lat), told, self._cities.current, component)


def component_word(component: Component | None, city: City) -> ComponentWord | None:
    """A component with the names of its owner."""
    if component is None:
        return None
    owner = city.units.get(component.owner)
    names = (owner.name, owner.name_en) if owner else ("", "")
    place = component.lon, component.lat
    return ComponentWord(
        component.code, component.category, round(component.metres), *place, component.owner, *names, component.keeper
    )


def address_word(at: tuple[int, int], told: Written | None, city: City, component: ComponentWord | None) -> AddressWord:
    """An address with the codes of its grids."""
    grids = city.grids
    here = grids.locate(*at) if grids is not None else None
    codes = ("", "", "")
    if grids is not None and here is not None:
        duty, district = int(grids.duty[here]), int(grids.district[here])
        codes = (
            grids.codes[here],
            grids.duties[duty].code if duty >= 0 else "",
            grids.districts[district].code if district >= 0 else "",
        )
    kind, metres = (told.kind.value, told.metres) if told else ("", 0)
    names = (told.name, told.name_en) if told else ("", "")
    return AddressWord(*at, kind, metres, *names, *codes, component)
