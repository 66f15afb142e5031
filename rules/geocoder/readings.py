"""The ways in which a text with names in it may be an address: crossings, sections, house numbers, places, areas."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rules.geocoder.answer import How, Kind
from rules.geocoder.clean import NUMBER, lane_en, lane_key, number_of
from rules.geocoder.houses import HouseBook, in_english
from rules.geocoder.moves import Metres, Move, in_words, read_move
from rules.geocoder.names import Sort, Spot
from rules.geocoder.places import PlaceBook
from rules.geocoder.streets import Streets

_JOIN = re.compile(r"(?:路口)?(?:与|和|跟|同|及|、|×|x|/|&|\+|and|at)(?:the)?")
_LOOSE = re.compile(r"[-—~,]?")  # 中原路文化宫路交叉口: only with a word for a crossing behind it
_TO = re.compile(r"(?:路口)?(?:交叉口|路口|口)?(?:至|到|--?|—+|~+|与|和|and|to)")
_FROM = re.compile(r"(?:上)?[(,]?(?:从|由|自|在|between|from)?(?:的)?")
_FROM_BETWEEN = re.compile(r"[与和跟在,(]?")  # 中原路与桐柏路和秦岭路之间
_SECTION = re.compile(r"(?:交叉口|路口|口)?(?:之间|中间|路段|区间|段|间)")
_HOUSE = re.compile(
    rf"[,，]?(?P<lane>(?:第?(?:{NUMBER})(?:巷|弄|条)))?(?P<n>{NUMBER})(?P<mark>号院|号楼|号|#|院)?"
    r"(?P<tail>附\d{1,3}|之\d{1,3}|-\d{1,3}|甲|乙|丙|丁)?(?P<mark2>号)?(?P<next>米|m|公里|千米|线|站|路|.)?"
)
_LANE = re.compile(rf"(?P<lane>第?(?:{NUMBER})(?:巷|弄|条))")
_BEFORE = re.compile(r"(?<!\d)(?P<n>\d{1,5})(?P<tail>-\d{1,3}|附\d{1,3})?,?(?:lane(?P<lane>\d{1,2}),?)?$")
_NO_HOUSE = frozenset({"米", "m", "公里", "千米", "线", "站", "路"})
_CROSSED = 0.4  # two roads that do cross bear each other out: so much of the doubt goes
_LOOSELY, _ROAD, _AREA, _ON_STREET = 0.97, 0.4, 0.3, 0.9
_NEAR_ROAD_M = 250.0
_MOST_ROADS = 12


class Reading(NamedTuple):
    """One way to read a text: a point in metres of the plane, and what it is called."""

    kind: Kind
    at: Metres
    weight: float
    reach_m: float
    name: str
    name_en: str
    how: tuple[How, ...]
    used: tuple[Spot, ...]


class Reader:
    """Reads texts with the books of one city."""

    def __init__(self, streets: Streets, houses: HouseBook, places: PlaceBook) -> None:
        self._streets, self._houses, self._places = streets, houses, places

    def read(self, text: str, spots: Sequence[Spot]) -> list[Reading]:
        """All readings; those of crossings, sections and numbers leave no room for the road alone."""
        roads = [spot for spot in spots if spot.sort is Sort.ROAD][:_MOST_ROADS]
        found = [*self._sections(text, roads), *self._numbers(text, spots)]
        sections = {spot for reading in found if reading.kind is Kind.SECTION for spot in reading.used}
        found += [each for each in self._crossings(text, roads) if not sections.issuperset(each.used)]
        found += self._pois(text, spots)
        if not found:
            found += self._alone(spots)
        return found

    # -- crossings -------------------------------------------------------------------------------------------------

    def _crossings(self, text: str, roads: Sequence[Spot]) -> Iterator[Reading]:
        for first in roads:
            for second in roads:
                if second.start < first.end or first.ref == second.ref:
                    continue
                gap = text[first.end : second.start]
                move = read_move(text, second.end, first.start)
                joined = _JOIN.fullmatch(gap) is not None
                if joined or (_LOOSE.fullmatch(gap) and (move.junction or not text[second.end :])):
                    yield from self._crossing(first, second, move, 1.0 if joined else _LOOSELY)

    def _crossing(self, first: Spot, second: Spot, move: Move, weight: float) -> Iterator[Reading]:
        both = first.weight * second.weight
        both += (1 - both) * _CROSSED
        points = self._streets.crossings(first.ref, second.ref)
        zh, en = in_words(move.wind, move.metres)
        names, english = self._streets.names, self._streets.english
        one, other = min(first.ref, second.ref), max(first.ref, second.ref)
        name = f"{names[one]}与{names[other]}交叉口{zh}"
        name_en = f"{english[one] or names[one]} × {english[other] or names[other]}{en}"
        how = _once(*first.how, *second.how, *move.how, *((How.SEVERAL,) if len(points) > 1 else ()))
        for point in points:
            reach = 10 + move.reach_m
            yield Reading(
                Kind.CROSSING,
                move.apply(point),
                both * weight * move.weight,
                reach,
                name,
                name_en,
                how,
                (first, second),
            )

    # -- sections --------------------------------------------------------------------------------------------------

    def _sections(self, text: str, roads: Sequence[Spot]) -> Iterator[Reading]:
        for one in roads:
            for other in roads:
                if other.start < one.end or not _TO.fullmatch(text[one.end : other.start]):
                    continue
                spoken = _SECTION.match(text, other.end) is not None
                plain = "与" not in text[one.end : other.start] and "和" not in text[one.end : other.start]
                for road in roads:
                    before = road.end <= one.start and (
                        _FROM.fullmatch(text[road.end : one.start])
                        or (spoken and _FROM_BETWEEN.fullmatch(text[road.end : one.start]))
                    )
                    between = before and "between" in text[road.end : one.start]
                    if before and (spoken or between or (plain and "and" not in text[one.end : other.start])):
                        yield from self._section(road, one, other)

    def _section(self, road: Spot, one: Spot, other: Spot) -> Iterator[Reading]:
        weight = road.weight * one.weight * other.weight
        weight += (1 - weight) * _CROSSED
        names, english = self._streets.names, self._streets.english
        name = f"{names[road.ref]}（{names[one.ref]}至{names[other.ref]}）"
        name_en = f"{english[road.ref]} between {english[one.ref]} and {english[other.ref]}"
        how = _once(*road.how, *one.how, *other.how)
        for first in self._streets.crossings(road.ref, one.ref):
            for last in self._streets.crossings(road.ref, other.ref):
                between = self._streets.between(road.ref, first, last)
                if between is not None:
                    at, long = between
                    yield Reading(Kind.SECTION, at, weight, 10 + long / 2, name, name_en, how, (road, one, other))

    # -- house numbers and lanes -----------------------------------------------------------------------------------

    def _numbers(self, text: str, spots: Sequence[Spot]) -> Iterator[Reading]:
        for spot in spots:
            if spot.sort is Sort.ROAD:
                street = self._streets.names[spot.ref]
                yield from self._on_street(text, spot, street)
            elif spot.sort is Sort.LANE:
                yield from self._on_lane(text, spot, spots)

    def _on_street(self, text: str, spot: Spot, street: str) -> Iterator[Reading]:
        found = _HOUSE.match(text, spot.end)
        if found is not None and self._is_number(found, text):
            yield from self._house(
                text, spot, (street, found["lane"] or ""), found["n"], found["tail"] or "", found.end("n")
            )
        elif (alone := _LANE.match(text, spot.end)) is not None:
            yield from self._lane(text, spot, street, alone["lane"], alone.end())
        elif text[spot.start].isascii() and (number := _BEFORE.search(text[: spot.start])):
            lane = f"{number['lane']}巷" if number["lane"] else ""
            yield from self._house(text, spot, (street, lane), number["n"], number["tail"] or "", spot.end)

    def _is_number(self, found: re.Match[str], text: str) -> bool:
        """88号 in any case; 88 alone where nothing behind it makes it another thing."""
        if found["mark"] or found["mark2"]:
            return True
        return (
            found["n"].isdecimal()
            and (found["next"] or "") not in _NO_HOUSE
            and not text[found.end("n") :].startswith("公里")
        )

    def _on_lane(self, text: str, spot: Spot, spots: Sequence[Spot]) -> Iterator[Reading]:
        """A lane with a name of its own, on each street that has one of this name; the one that was said goes first."""
        lane = self._places.lanes[spot.ref]
        said = {s.ref: s for s in spots if s.sort is Sort.ROAD and s.end <= spot.start}
        for street in self._houses.streets_of(lane):
            road = said.get(self._streets.number.get(street, -1))
            weight = spot.weight * (1.0 if road or not said else _ON_STREET)
            own = spot._replace(weight=weight)
            found = _HOUSE.match(text, spot.end)
            if found is not None and not found["lane"] and self._is_number(found, text):
                yield from self._house(text, own, (street, lane), found["n"], found["tail"] or "", found.end("n"))
            elif number := _BEFORE.search(text[: spot.start]):
                yield from self._house(text, own, (street, lane), number["n"], number["tail"] or "", spot.end)
            else:
                yield from self._lane(text, own, street, lane, spot.end)

    def _house(
        self, text: str, spot: Spot, where: tuple[str, str], said: str, tail: str, end: int
    ) -> Iterator[Reading]:
        street, lane = where
        rest = re.compile(r"(?:号院|号楼|号|#|院)?(?:附\d{1,3}|之\d{1,3}|-\d{1,3}|甲|乙|丙|丁)?号?").match(text, end)
        move = read_move(text, rest.end() if rest else end, spot.start)
        zh, en = in_words(move.wind, move.metres)
        tail = re.sub(r"^[之-]", "附", tail)
        houses = self._houses.find(street, lane_key(lane), number_of(said), tail)
        for house in houses:
            name = f"{street}{lane}{number_of(said)}号{tail}{zh}"
            name_en = in_english(number_of(said), tail, lane, self._english(street)) + en
            how = _once(*spot.how, *house.how, *move.how, *((How.SEVERAL,) if len(houses) > 1 else ()))
            weight = spot.weight * house.weight * move.weight
            yield Reading(
                Kind.HOUSE, move.apply(house.at), weight, house.reach_m + move.reach_m, name, name_en, how, (spot,)
            )

    def _lane(self, text: str, spot: Spot, street: str, lane: str, end: int) -> Iterator[Reading]:
        whole = self._houses.middle(street, lane_key(lane))
        if whole is None:
            return
        move = read_move(text, end, spot.start)
        zh, en = in_words(move.wind, move.metres)
        name, name_en = f"{street}{lane}{zh}", f"{lane_en(lane)}, {self._english(street)}{en}"
        how = _once(*spot.how, *whole.how, *move.how)
        reach = whole.reach_m + move.reach_m
        yield Reading(Kind.LANE, move.apply(whole.at), spot.weight * move.weight, reach, name, name_en, how, (spot,))

    def _english(self, street: str) -> str:
        number = self._streets.number.get(street)
        return self._streets.english[number] or street if number is not None else street

    # -- places with a name, and what is left ----------------------------------------------------------------------

    def _pois(self, text: str, spots: Sequence[Spot]) -> Iterator[Reading]:
        roads = [spot.ref for spot in spots if spot.sort is Sort.ROAD and spot.weight > 0.9]
        for spot in spots:
            if spot.sort is not Sort.POI:
                continue
            poi = self._places.pois[spot.ref]
            move = read_move(text, spot.end, spot.start)
            zh, en = in_words(move.wind, move.metres)
            near = [at for at in poi.at if any(self._streets.away(road, at) < _NEAR_ROAD_M for road in roads)]
            for at in poi.at:
                several = (How.SEVERAL,) if len(poi.at) > 1 else ()
                weight = spot.weight * move.weight * (_LOOSELY if not near or at in near else 0.7)
                weight = spot.weight * move.weight if len(poi.at) == 1 else weight
                name, name_en = f"{poi.name}{zh}", f"{poi.name_en or poi.name}{en}"
                how = _once(*spot.how, *move.how, *several)
                yield Reading(Kind.POI, move.apply(at), weight, 15 + move.reach_m, name, name_en, how, (spot,))

    def _alone(self, spots: Sequence[Spot]) -> Iterator[Reading]:
        """A road, or an area, as a whole: where to begin to look."""
        for spot in spots:
            if spot.sort is Sort.ROAD:
                name, english = self._streets.names[spot.ref], self._streets.english[spot.ref]
                at, reach = self._streets.middle(spot.ref), self._streets.length(spot.ref) / 2
                yield Reading(
                    Kind.ROAD, at, spot.weight * _ROAD, reach, name, english, (*spot.how, How.NO_NUMBER), (spot,)
                )
            elif spot.sort is Sort.AREA:
                area = self._places.areas[spot.ref]
                weight = spot.weight * _AREA
                yield Reading(Kind.AREA, area.at, weight, area.reach_m, area.name, area.name_en, spot.how, (spot,))


def _once(*how: How) -> tuple[How, ...]:
    return tuple(dict.fromkeys(how))
