"""The city as map tiles, drawn from its own geometry: roads, districts, names. No other host is asked for anything."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import groupby, pairwise
from math import hypot

import numpy as np
import shapely

from rules.grid import Grids
from server.public.mercator import Floats, world

SIZE = 512  # units of a tile, two to a pixel
LEAST, MOST = 10, 18  # steps of zoom
KEPT = 600  # tiles
ROOM = 40  # around a tile, so that wide roads do not end at its edge
SEEN_FROM = {"ring": LEAST, "main": LEAST, "secondary": 13, "branch": 15}
NAMED_FROM = {"ring": 12, "main": 13, "secondary": 15, "branch": 16}
WIDTHS = {"ring": 13.0, "main": 10.0, "secondary": 7.0, "branch": 4.5}  # at the nearest but two
LEAST_WIDTH = {"ring": 5.0, "main": 4.0, "secondary": 2.5}
THIN = 2.0  # units that a line may leave its true course by
LETTER, WORD = 23, 13  # units that a Chinese character and a Latin letter take
THEMES = {
    "light": {"ground": "#F0F2F3", "edge": "#B9C2C9", "road": "#FFFFFF", "border": "#8A98A4", "text": "#3A4650"},
    "dark": {"ground": "#1F2428", "edge": "#101315", "road": "#48525B", "border": "#6A7782", "text": "#D3D9DE"},
}


class NoTile(Exception):
    """There is no such tile."""


@dataclass(frozen=True, slots=True)
class Line:
    """A road or border in the world's square, with the box around it."""

    points: Floats
    klass: str
    name: str
    name_en: str
    box: tuple[float, float, float, float]


class CityLines:
    """All lines of a city, made once."""

    def __init__(self, grids: Grids) -> None:
        self._grids = grids

    @cached_property
    def roads(self) -> tuple[Line, ...]:
        """Those that carry least first, so that wide ones lie on top."""
        order = list(WIDTHS)
        roads = sorted(self._grids.roads, key=lambda road: -order.index(road.klass) if road.klass in order else -9)
        return tuple(_line(world(road.points), road.klass, road.name, road.name_en) for road in roads)

    @cached_property
    def borders(self) -> tuple[Line, ...]:
        """Of the districts."""
        rings = [ring for n in range(len(self._grids.districts)) for ring in self._grids.rings_of("district", n)]
        closed = (np.vstack((ring, ring[:1])) for ring in [*rings, *self._grids.outline])
        return tuple(_line(world(ring), "border", "", "") for ring in closed)


def _line(points: Floats, klass: str, name: str, name_en: str) -> Line:
    (west, north), (east, south) = points.min(0).tolist(), points.max(0).tolist()
    return Line(points, klass, name, name_en, (west, north, east, south))


class Tiles:
    """Draws tiles as SVG and keeps those that were asked for last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._drawn: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
        self._lines: dict[str, CityLines] = {}

    def tile(self, version: str, grids: Grids, theme: str, language: str, at: tuple[int, int, int]) -> bytes:
        """One tile: `at` is (zoom, x, y). Raises NoTile."""
        zoom, x, y = at
        if theme not in THEMES or not LEAST <= zoom <= MOST or not (0 <= x < 2**zoom and 0 <= y < 2**zoom):
            raise NoTile
        key = (version, theme, language, at)
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
            lines = self._lines.setdefault(version, CityLines(grids))
        drawn = _Drawing(lines, THEMES[theme], language == "en", zoom, x, y).svg().encode()
        with self._lock:
            self._drawn[key] = drawn
            while len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        return drawn


class _Drawing:
    """One tile on the way."""

    def __init__(self, lines: CityLines, theme: dict[str, str], english: bool, zoom: int, x: int, y: int) -> None:
        self._lines, self._theme, self._english = lines, theme, english
        self._zoom, self._x, self._y = zoom, x, y
        side = 2.0**-zoom
        room = side * ROOM / SIZE
        self._box = (x * side - room, y * side - room, (x + 1) * side + room, (y + 1) * side + room)

    def svg(self) -> str:
        theme = self._theme
        roads = [line for line in self._lines.roads if SEEN_FROM.get(line.klass, 15) <= self._zoom and self._near(line)]
        pieces = [(line, list(self._pieces(line))) for line in roads]
        borders = [piece for line in self._lines.borders if self._near(line) for piece in self._pieces(line)]
        classes = [klass for klass in reversed(WIDTHS) if any(line.klass == klass for line, _ in pieces)]
        return "".join((
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">',
            f'<path fill="{theme["ground"]}" d="M0 0h{SIZE}v{SIZE}H0z"/>',
            '<g fill="none" stroke-linejoin="round" stroke-linecap="round"><defs>',
            *(_path(_of(pieces, klass), f'id="{klass}"') for klass in classes),
            "</defs>",
            *(_use(klass, theme["edge"], self._width(klass) + 2.5) for klass in classes),
            *(_use(klass, theme["road"], self._width(klass)) for klass in classes),
            _path(borders, f'stroke="{theme["border"]}" stroke-width="3" stroke-dasharray="14 8"'),
            "</g>",
            *self._names(pieces),
            "</svg>",
        ))  # fmt: skip

    def _near(self, line: Line) -> bool:
        west, north, east, south = line.box
        return west <= self._box[2] and east >= self._box[0] and north <= self._box[3] and south >= self._box[1]

    def _width(self, klass: str) -> float:
        return max(LEAST_WIDTH.get(klass, 2.0), WIDTHS.get(klass, 4.5) * 1.5 ** (self._zoom - 16))

    def _pieces(self, line: Line) -> Iterator[list[tuple[int, int]]]:
        """The stretches of a line that come near, in units of the tile."""
        points = line.points
        low, high = np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])
        box = self._box
        meets = (low[:, 0] <= box[2]) & (high[:, 0] >= box[0]) & (low[:, 1] <= box[3]) & (high[:, 1] >= box[1])
        shown = points * (SIZE * 2.0**self._zoom) - np.array([self._x, self._y], float) * SIZE
        for is_near, group in groupby(range(len(meets)), key=lambda n: bool(meets[n])):
            if is_near:
                numbers = list(group)
                yield from _plain(shown[numbers[0] : numbers[-1] + 2])

    def _names(self, pieces: list[tuple[Line, list[list[tuple[int, int]]]]]) -> Iterator[str]:
        """Each name once, on its longest stretch in here, where it fits and covers no other one."""
        theme = self._theme
        taken: list[tuple[int, int]] = []
        said: set[str] = set()
        yield (
            f'<g font-size="{LETTER}" font-family="sans-serif" text-anchor="middle" fill="{theme["text"]}" '
            f'stroke="{theme["ground"]}" stroke-width="5" paint-order="stroke" stroke-linejoin="round">'
        )
        for line, found in reversed(pieces):
            name = line.name_en if self._english and line.name_en else line.name
            if not name or name in said or NAMED_FROM.get(line.klass, 16) > self._zoom:
                continue
            place = _place(found, _wide(name))
            if place and not any(abs(place[0] - x) < _wide(name) and abs(place[1] - y) < 30 for x, y in taken):
                taken.append(place)
                said.add(name)
                yield f'<text x="{place[0]}" y="{place[1] + 7}">{escape(name)}</text>'
        yield "</g>"


def _wide(name: str) -> int:
    return sum(WORD if each.isascii() else LETTER for each in name)


def _place(pieces: list[list[tuple[int, int]]], wide: int) -> tuple[int, int] | None:
    """The middle of the longest stretch that lies in the tile with room for so wide a name."""
    best, where = 0.0, None
    low, high = wide // 2 + 6, SIZE - wide // 2 - 6
    for piece in pieces:
        for (x, y), (u, v) in pairwise(piece):
            ends = (min(max(x, 0), SIZE), min(max(y, 0), SIZE)), (min(max(u, 0), SIZE), min(max(v, 0), SIZE))
            middle = ((ends[0][0] + ends[1][0]) // 2, (ends[0][1] + ends[1][1]) // 2)
            long = hypot(ends[0][0] - ends[1][0], ends[0][1] - ends[1][1])
            if long > best and low <= middle[0] <= high and 20 <= middle[1] <= SIZE - 20:
                best, where = long, middle
    return where


def _plain(line: Floats) -> Iterator[list[tuple[int, int]]]:
    """Cut to the tile and without what nobody sees; lines that were long outside would be as many digits."""
    low, high = -2.0 * ROOM, SIZE + 2.0 * ROOM
    for part in shapely.get_parts(shapely.clip_by_rect(shapely.LineString(line), low, low, high, high)):
        if part.geom_type == "LineString" and not part.is_empty:
            found: list[list[float]] = shapely.get_coordinates(part.simplify(THIN)).tolist()
            yield [(round(x), round(y)) for x, y in found]


def _of(pieces: Sequence[tuple[Line, list[list[tuple[int, int]]]]], klass: str) -> list[list[tuple[int, int]]]:
    return [piece for line, found in pieces if line.klass == klass for piece in found]


def _use(klass: str, colour: str, width: float) -> str:
    return f'<use href="#{klass}" stroke="{colour}" stroke-width="{width:.1f}"/>'


def _path(pieces: list[list[tuple[int, int]]], marks: str) -> str:
    """Each piece from its first point on in steps: half the digits."""
    return f'<path {marks} d="{"".join(map(_steps, pieces))}"/>' if any(pieces) else ""


def _steps(piece: list[tuple[int, int]]) -> str:
    if len(piece) < 2:
        return ""
    moves = (f"{u - x} {v - y}" for (x, y), (u, v) in pairwise(piece))
    return f"M{piece[0][0]} {piece[0][1]}l" + " ".join(moves)
