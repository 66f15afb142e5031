"""How a city is organised in the street: grids of three levels, exclusive and micro ones, staff and their posts, road
chiefs on road sections, and the six elements (人地事物情组织).

Points are integers of 1e-7 degree CGCS2000, longitude first; instants ms UTC, `until` 0 = open and never included.
A private number of a member of staff is no part of this: it stands at the server alone.
"""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rules.areas import AreaIndex
from rules.duties import Ring, in_force

LEVELS = ("city", "district", "street", "community", "duty", "unit")  # what a level is made of, from wide to narrow
EXCLUSIVE, MICRO = "exclusive", "micro"
COLLECTOR, GRID_LEADER, ROAD_CHIEF = "collector", "grid_leader", "road_chief"
DUTIES = (COLLECTOR, GRID_LEADER, ROAD_CHIEF)
ELEMENTS = ("people", "place", "matter", "thing", "situation", "organisation")  # 人 地 事 物 情 组织
DAY_MS = 86_400_000
_POINT = struct.Struct("<ii")


@dataclass(frozen=True, slots=True)
class GridLevel:
    """One of the city's levels of grids: its number, and which of `LEVELS` are its grids."""

    number: int
    of: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class SpecialGrid:
    """An exclusive grid (专属网格: a park, a station, a campus with its own operator) or a micro grid (微网格).

    `unit` answers for the `matters` in an exclusive grid; none named = for all. `parent`: the code of the grid that a
    micro grid refines, "" = the one that it lies in. Rings as in `rules.duties.DutyArea`.
    """

    code: str
    kind: str  # exclusive | micro
    name: str
    name_en: str = ""
    unit: str = ""
    sort: str = ""
    sort_en: str = ""
    parent: str = ""
    matters: tuple[str, ...] = ()
    rings: tuple[Ring, ...] = ()
    since: int = 0
    until: int = 0


@dataclass(frozen=True, slots=True)
class RoadSection:
    """The part of a road between two others that a road chief answers for; the rings are the ground along it."""

    code: str
    name: str
    road: str
    name_en: str = ""
    rings: tuple[Ring, ...] = ()
    since: int = 0
    until: int = 0


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff. `phone` is that of the office; `private`: a number of the person's own is kept at the server.

    `login` is the account in which checks arrive, "" = none.
    """

    code: str
    name: str
    name_en: str = ""
    unit: str = ""
    login: str = ""
    phone: str = ""
    private: bool = False
    since: int = 0
    until: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """Who has a duty at a place in these hours: a shift of a collector, a grid leader, the chief of a road section."""

    no: str
    staff: str
    duty: str  # collector | grid_leader | road_chief
    place: str  # code of a district, street, community, responsibility grid, special grid or road section
    from_minute: int = 0  # time of day in city time, [from, to); equal = the whole day; may pass midnight
    to_minute: int = 0
    days: tuple[str, ...] = ()  # workday, weekend, holiday; none = all
    since: int = 0
    until: int = 0


@dataclass(frozen=True, slots=True)
class ElementLayer:
    """One imported layer of the six elements: whose it is, as of which day, and for how many days it holds.

    `xy` are points as pairs of little-endian int32; `words` holds one line a point: name, English name, note, with
    tabs between. Both are bytes, so that a city of many layers is read without delay.
    """

    key: str
    element: str  # one of ELEMENTS
    name: str
    owner: str  # code of a unit, or words
    as_of: int
    name_en: str = ""
    owner_en: str = ""
    days: int = 0  # 0 = it does not go out of date
    xy: bytes = b""
    words: bytes = b""

    def __len__(self) -> int:
        return len(self.xy) // _POINT.size

    def points(self) -> tuple[tuple[int, int], ...]:
        """Every point."""
        return tuple((lon, lat) for lon, lat in _POINT.iter_unpack(self.xy))

    def all_told(self) -> tuple[tuple[str, str, str], ...]:
        """Name, English name and note of every point."""
        rows = (line.split("\t") for line in self.words.decode().split("\n")) if self.xy else ()
        return tuple((name, name_en, note) for name, name_en, note in rows)

    def is_old(self, now: int) -> bool:
        """Whether it has held longer than it was meant to."""
        return bool(self.days) and now >= self.as_of + self.days * DAY_MS


def packed(rows: Iterable[tuple[int, int, str, str, str]]) -> tuple[bytes, bytes]:
    """`xy` and `words` of a layer from lon, lat, name, English name and note of each point."""
    points, lines = bytearray(), []
    for lon, lat, *words in rows:
        points += _POINT.pack(lon, lat)
        lines.append("\t".join(" ".join(each.split()) for each in words))
    return bytes(points), "\n".join(lines).encode()


@dataclass(frozen=True)
class Organisation:
    """All of it in one version of a city, with the indexes by which it is asked."""

    levels: tuple[GridLevel, ...] = ()
    grids: tuple[SpecialGrid, ...] = ()
    sections: tuple[RoadSection, ...] = ()
    staff: tuple[Staff, ...] = ()
    posts: tuple[Post, ...] = ()
    elements: tuple[ElementLayer, ...] = ()

    def grids_at(self, lon: int, lat: int, now: int, kind: str = "") -> tuple[SpecialGrid, ...]:
        """The special grids in force over a point, of one kind or of both, in the city's order."""
        found = (self.grid_by_code[code] for code in self._grid_index.at(lon, lat))
        return tuple(grid for grid in found if kind in {"", grid.kind} and in_force(grid.since, grid.until, now))

    def sections_at(self, lon: int, lat: int, now: int) -> tuple[RoadSection, ...]:
        """The road sections in force that a point lies along, in the city's order."""
        found = (self.section_by_code[code] for code in self._section_index.at(lon, lat))
        return tuple(each for each in found if in_force(each.since, each.until, now))

    def posts_at(self, duty: str, place: str) -> tuple[Post, ...]:
        """The posts of a duty at a place, whenever they hold, in the city's order."""
        return self._posts.get((duty, place), ())

    def shifts_of(self, login: str) -> tuple[Post, ...]:
        """The posts of whoever has an account."""
        codes = {each.code for each in self.staff if login and each.login == login}
        return tuple(post for post in self.posts if post.staff in codes)

    def level_of(self, of: str) -> GridLevel | None:
        """The level whose grids are these divisions."""
        return next((level for level in self.levels if level.of == of), None)

    @cached_property
    def grid_by_code(self) -> Mapping[str, SpecialGrid]:
        """The special grids by code."""
        return {grid.code: grid for grid in self.grids}

    @cached_property
    def staff_by_code(self) -> Mapping[str, Staff]:
        """The staff by code."""
        return {each.code: each for each in self.staff}

    @cached_property
    def section_by_code(self) -> Mapping[str, RoadSection]:
        """The road sections by code."""
        return {section.code: section for section in self.sections}

    @cached_property
    def _grid_index(self) -> AreaIndex:
        return AreaIndex({grid.code: grid.rings for grid in self.grids})

    @cached_property
    def _section_index(self) -> AreaIndex:
        return AreaIndex({section.code: section.rings for section in self.sections})

    @cached_property
    def _posts(self) -> Mapping[tuple[str, str], tuple[Post, ...]]:
        found: dict[tuple[str, str], list[Post]] = {}
        for post in self.posts:
            found.setdefault((post.duty, post.place), []).append(post)
        return {key: tuple(posts) for key, posts in found.items()}

    def prepare(self) -> None:
        """Make the indexes now: a console does it beside its windows."""
        self.grids_at(0, 0, 0)
        self.sections_at(0, 0, 0)
        self.posts_at("", "")


NONE = Organisation()
