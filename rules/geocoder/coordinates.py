"""Pasted coordinates of any datum: degrees in any order, minutes and seconds; metres of a zone of CGCS2000."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rules.datum import DATUMS, SHIFTED, OutsideDatum, to_cgcs2000
from rules.gauss import to_degrees

UNIT = 10_000_000  # 1e-7 degree
_DATUM_WORDS = {
    "gcj02": r"gcj-? ?0?2|火星|高德|腾讯|amap|tencent",
    "bd09": r"bd-? ?0?9|百度|baidu",
    "wgs84": r"wgs-? ?(?:19)?84|gps",
    "cgcs2000": r"cgcs ?2000|国家2000|大地2000|天地图",
}
_SOUTH_WEST = "sw南西"
_NORTH_SOUTH, _EAST_WEST = "ns北南", "ew东西"
_SIDE = r"[nsew北南东西]"
_DMS = re.compile(
    rf"(?P<a>{_SIDE})?(?:纬|经)?度? ?(?P<d>\d{{1,3}}) ?(?:°|度) ?(?P<m>\d{{1,2}}(?:\.\d+)?) ?(?:'|′|’|分)"
    rf" ?(?:(?P<s>\d{{1,2}}(?:\.\d+)?) ?(?:\"|''|′′|’’|”|″|秒))? ?(?P<b>{_SIDE}\b)?"
)
_DEGREES = re.compile(
    rf"(?<![\d.])(?P<a>{_SIDE})?(?:纬|经)?度?[:= ]*(?P<d>-?\d{{1,3}}\.\d{{2,}}) ?(?:°|度)? ?(?P<b>{_SIDE}\b)?"
)
_PLANE = re.compile(r"(?<![\d.])(\d{6,8}(?:\.\d{1,4})?)(?![\d.])")
_COARSE_M = 111_195.0  # of a degree


class Given(NamedTuple):
    """A point that was pasted, as 1e-7 degree CGCS2000; `named` = its datum was said."""

    lon: int
    lat: int
    datum: str
    named: bool
    reach_m: float


class _Angle(NamedTuple):
    degrees: float
    axis: str  # "lat", "lon" or "" where nothing says it
    digits: float  # degrees that the last digit is worth


def read_coordinates(text: str, datum: str, around: tuple[int, int]) -> list[Given]:
    """The points that a cleaned text gives, one for each datum that it may be of; none when it gives no coordinates.

    Args:
        text: as `cleaned` leaves it.
        datum: one of DATUMS that the asker knows, "" = not known; what the text names wins.
        around: a point of the city (1e-7 degree): of two orders and several zones the nearer one is meant.
    """
    named = next((name for name, words in _DATUM_WORDS.items() if re.search(words, text)), datum)
    for words in _DATUM_WORDS.values():
        text = re.sub(words, " ", text)
    angles = _angles(text)
    if len(angles) == 2:
        return list(_of_angles(angles[0], angles[1], named, around))
    numbers = [float(each) for each in _PLANE.findall(text)]
    return _of_plane(numbers, around) if len(numbers) == 2 and re.search(r"\.|[,;/ ]", text) else []


def _angles(text: str) -> list[_Angle]:
    found = [_dms(match) for match in _DMS.finditer(text)]
    if found:
        return found
    return [
        _Angle(float(match["d"]) * _sign(match), _axis(text, match), 10.0 ** -len(match["d"].partition(".")[2]))
        for match in _DEGREES.finditer(text)
    ]


def _dms(match: re.Match[str]) -> _Angle:
    minutes, seconds = float(match["m"]), float(match["s"] or 0)
    if minutes >= 60 or seconds >= 60:
        return _Angle(float("nan"), "", 0.0)
    worth = 1 / 3600 if match["s"] else 10.0 ** -len(match["m"].partition(".")[2]) / 60
    worth = worth * 10.0 ** -len(match["s"].partition(".")[2]) if match["s"] else worth
    return _Angle((int(match["d"]) + minutes / 60 + seconds / 3600) * _sign(match), _axis(match.string, match), worth)


def _sign(match: re.Match[str]) -> int:
    return -1 if (match["a"] or match["b"] or "-") in _SOUTH_WEST else 1


def _axis(text: str, match: re.Match[str]) -> str:
    side = match["a"] or match["b"] or ""
    if side:
        return "lat" if side in _NORTH_SOUTH else "lon"
    before = text[max(0, match.start() - 10) : match.start("d")]
    words = [
        (before.rfind(word), axis)
        for word, axis in (("纬", "lat"), ("lat", "lat"), ("经", "lon"), ("lon", "lon"), ("lng", "lon"))
    ]
    at, axis = max(words)
    return axis if at >= 0 else ""


def _of_angles(one: _Angle, other: _Angle, named: str, around: tuple[int, int]) -> Iterator[Given]:
    orders = [(one, other), (other, one)]  # (lon, lat)
    fitting = [(lon, lat) for lon, lat in orders if lon.axis in {"", "lon"} and lat.axis in {"", "lat"}]
    points = [(lon.degrees, lat.degrees) for lon, lat in fitting if abs(lat.degrees) <= 90 and abs(lon.degrees) <= 180]
    if not points:
        return
    point = min(points, key=lambda each: _far(each, around))
    reach = max(one.digits, other.digits) / 2 * _COARSE_M
    known = bool(named)
    for datum in (named,) if known else ("cgcs2000", *SHIFTED):
        try:
            lon, lat = to_cgcs2000(*point, datum if datum in DATUMS else "cgcs2000")
        except OutsideDatum:
            continue
        yield Given(round(lon * UNIT), round(lat * UNIT), datum, known, reach)


def _of_plane(numbers: list[float], around: tuple[int, int]) -> list[Given]:
    """X and Y in either order; the zone by its number before the easting, else the one of the city (3°, then 6°)."""
    found = []
    for north, east in (numbers, numbers[::-1]):
        for meridian, bare in _meridians(east, around):
            if 1e6 < north < 1e7 and 1e5 <= bare <= 9e5:
                lon, lat = to_degrees(north, bare, meridian)
                found.append((lon, lat))
    found = [point for point in found if _far(point, around) < 2.0]
    if not found:
        return []
    lon, lat = min(found, key=lambda each: _far(each, around))
    return [Given(round(lon * UNIT), round(lat * UNIT), "cgcs2000", True, 1.0)]


def _meridians(east: float, around: tuple[int, int]) -> Iterator[tuple[float, float]]:
    zone, bare = divmod(east, 1e6)
    if 25 <= zone <= 45:
        yield zone * 3, bare
    elif 13 <= zone <= 23:
        yield zone * 6 - 3, bare
    elif not zone:
        degrees = around[0] / UNIT
        yield round(degrees / 3) * 3, bare
        yield degrees // 6 * 6 + 3, bare


def _far(point: tuple[float, float], around: tuple[int, int]) -> float:
    return max(abs(point[0] - around[0] / UNIT), abs(point[1] - around[1] / UNIT))
